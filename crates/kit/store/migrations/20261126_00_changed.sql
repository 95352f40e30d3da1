-- The hash of the newest audit row that came with a change: as long as it is the same, nothing in the record has changed
-- but clocks and counters. Rows that only note a reading or a refusal leave it as it is.
ALTER TABLE audit_head ADD COLUMN changed TEXT NOT NULL DEFAULT '';
