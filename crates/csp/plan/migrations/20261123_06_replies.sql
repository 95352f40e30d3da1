-- A spreadsheet with a lead's answers on its way into the record: looked through before anything of it lands.
CREATE TABLE plan_reply (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES plan_request (id),
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    -- What was read in it, and what about it a person has to know: JSON.
    reading TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'used', 'discarded')),
    made_at TEXT NOT NULL,
    -- An actor's word: a person's id, or that of a guest's pass.
    made_by TEXT NOT NULL,
    settled_at TEXT,
    version BIGINT NOT NULL,
    CHECK ((state = 'staged') = (settled_at IS NULL))
);

CREATE INDEX plan_reply_of_request ON plan_reply (request_id, made_at);

-- Who is told when a lead stays silent for long: one person for the plans of a group.
CREATE TABLE plan_escalation (
    id TEXT NOT NULL PRIMARY KEY,
    -- The group; empty for plans that belong to none.
    group_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL CHECK (email <> ''),
    version BIGINT NOT NULL
);
