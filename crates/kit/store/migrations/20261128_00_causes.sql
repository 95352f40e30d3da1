-- What was done because of a thing of the record is found by the reason of its audit rows.
CREATE INDEX audit_why ON audit (why) WHERE why IS NOT NULL;
