-- What the file of each part of an ingest hashes to, so that bytes that rot are found. None of parts that were written before hashes were kept.
CREATE TABLE evidence_part (
    ingest_id TEXT NOT NULL REFERENCES evidence_ingest (id),
    -- The table that it is a part of.
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (ingest_id, name)
);
