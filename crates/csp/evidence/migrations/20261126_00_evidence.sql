-- A file of records that was brought in. What its rows say lies in parts beside the record, named after the ingest.
CREATE TABLE evidence_ingest (
    id TEXT NOT NULL PRIMARY KEY,
    -- The stream it belongs to, such as `police-uk kent`: a later file of the same months takes an earlier one's place.
    source TEXT NOT NULL,
    -- For showing only; never a path.
    file TEXT NOT NULL,
    -- SHA-256 of the file as it came, in hexadecimal.
    hash TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes >= 0),
    rows_read BIGINT NOT NULL CHECK (rows_read >= 0),
    crimes BIGINT NOT NULL CHECK (crimes >= 0),
    people BIGINT NOT NULL CHECK (people >= 0),
    refused BIGINT NOT NULL CHECK (refused >= 0),
    -- Rows that say again what another row of the file said under the same reference; they are left out.
    duplicates BIGINT NOT NULL CHECK (duplicates >= 0),
    -- Rows without a reference that are alike in every column; they are kept, since two events may look alike.
    alike BIGINT NOT NULL CHECK (alike >= 0),
    -- Which key made its pseudonyms, by a mark that does not tell the key; empty where nobody stands in it.
    key_mark TEXT NOT NULL,
    brought_by TEXT NOT NULL,
    brought_at TEXT NOT NULL,
    -- Where it took the place of earlier files: what it changed, in crimes.
    added BIGINT,
    gone BIGINT,
    altered BIGINT,
    replaced_by TEXT REFERENCES evidence_ingest (id),
    CHECK ((added IS NULL) = (gone IS NULL)),
    CHECK ((added IS NULL) = (altered IS NULL))
);

-- A file counts once: the same bytes stand in the ledger in use only once.
CREATE UNIQUE INDEX evidence_ingest_in_use ON evidence_ingest (hash) WHERE replaced_by IS NULL;

-- What a file holds of each month.
CREATE TABLE evidence_month (
    ingest_id TEXT NOT NULL REFERENCES evidence_ingest (id),
    month TEXT NOT NULL,
    crimes BIGINT NOT NULL CHECK (crimes > 0),
    without_area BIGINT NOT NULL CHECK (without_area >= 0),
    PRIMARY KEY (ingest_id, month)
);

-- What was odd about a file, as sentences.
CREATE TABLE evidence_remark (
    ingest_id TEXT NOT NULL REFERENCES evidence_ingest (id),
    position BIGINT NOT NULL,
    remark TEXT NOT NULL,
    PRIMARY KEY (ingest_id, position)
);
