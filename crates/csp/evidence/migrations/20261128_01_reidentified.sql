-- How many people's references a file brought with it, sealed with the key: the way back from a pseudonym. None in files that were brought
-- in before references were kept.
ALTER TABLE evidence_ingest ADD COLUMN sealed BIGINT NOT NULL DEFAULT 0 CHECK (sealed >= 0);

-- Whose reference was asked for, by whom, when and why. The reference itself is not written down.
CREATE TABLE evidence_reidentified (
    id TEXT NOT NULL PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) >= 20),
    -- The file that had it.
    ingest_id TEXT NOT NULL REFERENCES evidence_ingest (id),
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL
);
