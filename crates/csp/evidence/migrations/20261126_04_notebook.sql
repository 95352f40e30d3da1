-- The notebook: what an assessment is put together from. An entry is a finding with what somebody makes of it, or words alone.
CREATE TABLE evidence_note (
    id TEXT NOT NULL PRIMARY KEY,
    -- The order in which they stand.
    position BIGINT NOT NULL,
    heading TEXT NOT NULL CHECK (length(heading) > 0),
    words TEXT NOT NULL,
    -- The finding's name; null for words alone, such as what victims said.
    finding TEXT,
    lens TEXT,
    first_month TEXT,
    last_month TEXT,
    -- The key of the finding's last step when it was taken in: another key now means that the records, or the method, are others.
    step_key TEXT,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    -- An entry that was taken out stays in the record.
    withdrawn_at TEXT,
    version BIGINT NOT NULL CHECK (version > 0),
    CHECK ((finding IS NULL) = (lens IS NULL)),
    CHECK ((finding IS NULL) = (step_key IS NULL))
);
