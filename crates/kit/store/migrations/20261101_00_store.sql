-- Who did what to which thing, when, why and with what outcome; never a value of a field.
-- Sorted by completion: the number is given at commit, under the lock on audit_head, so the
-- chain has no gaps and no forks even with many writers.
CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    thing TEXT,
    why TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'denied')),
    request TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE INDEX audit_thing ON audit (thing);
CREATE INDEX audit_actor ON audit (actor);

-- One row: the end of the chain. Locking it is what makes writers take turns.
CREATE TABLE audit_head (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    number BIGINT NOT NULL,
    hash TEXT NOT NULL
);

INSERT INTO audit_head (one, number, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Every former value of what people edit, a field at a time, so that versions can be compared and undone.
CREATE TABLE history (
    id TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    request TEXT NOT NULL,
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    field TEXT NOT NULL,
    former TEXT,
    latter TEXT
);

CREATE INDEX history_thing ON history (thing, at);
