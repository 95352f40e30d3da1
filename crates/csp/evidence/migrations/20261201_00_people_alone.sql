-- A file of people alone has months and no crimes of its own: other files make the crimes that its people are in.
CREATE TABLE evidence_month_of_people (
    ingest_id TEXT NOT NULL REFERENCES evidence_ingest (id),
    month TEXT NOT NULL,
    crimes BIGINT NOT NULL CHECK (crimes >= 0),
    without_area BIGINT NOT NULL CHECK (without_area >= 0),
    PRIMARY KEY (ingest_id, month)
);
INSERT INTO evidence_month_of_people (ingest_id, month, crimes, without_area)
SELECT ingest_id, month, crimes, without_area FROM evidence_month;
DROP TABLE evidence_month;
ALTER TABLE evidence_month_of_people RENAME TO evidence_month;
