-- Lists of people to be looked at: each for a stated purpose, with somebody who answers for it and an end.
CREATE TABLE evidence_list (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE CHECK (number > 0),
    purpose TEXT NOT NULL CHECK (length(purpose) >= 20),
    basis TEXT NOT NULL CHECK (length(basis) >= 20),
    owner TEXT NOT NULL CHECK (length(owner) > 0),
    -- The matrix's name and version.
    matrix TEXT NOT NULL,
    -- The harm index's name, version and rule; null where none was loaded.
    harm_index TEXT,
    lens TEXT NOT NULL,
    first_month TEXT NOT NULL,
    last_month TEXT NOT NULL,
    -- How many people there were to rank.
    among BIGINT NOT NULL CHECK (among >= 0),
    -- The last day on which it may be used. Its rows go when the next list is made after it.
    expires TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL
);

-- Somebody on a list, by pseudonym, with what the score is made of.
CREATE TABLE evidence_list_row (
    list_id TEXT NOT NULL REFERENCES evidence_list (id),
    -- Counts the rows in the order in which they are written down; those with one score share their place.
    position BIGINT NOT NULL CHECK (position > 0),
    place BIGINT NOT NULL CHECK (place > 0),
    tied BIGINT NOT NULL CHECK (tied IN (0, 1)),
    pseudonym TEXT NOT NULL,
    score BIGINT NOT NULL,
    months_since BIGINT NOT NULL,
    crimes BIGINT NOT NULL,
    harm DOUBLE PRECISION NOT NULL,
    victims BIGINT NOT NULL,
    convicted BIGINT NOT NULL CHECK (convicted IN (0, 1)),
    -- Points of each part of the matrix, with commas between them.
    points TEXT NOT NULL,
    PRIMARY KEY (list_id, position)
);

-- What a person decided about a row; the latest counts, the earlier ones stay.
CREATE TABLE evidence_list_decision (
    list_id TEXT NOT NULL REFERENCES evidence_list (id),
    position BIGINT NOT NULL,
    -- Counts the decisions about the row.
    turn BIGINT NOT NULL CHECK (turn > 0),
    verdict TEXT NOT NULL CHECK (verdict IN ('take-up', 'leave', 'remove')),
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (list_id, position, turn)
);

-- Who is on a list beside who there was to rank.
CREATE TABLE evidence_list_disparity (
    list_id TEXT NOT NULL REFERENCES evidence_list (id),
    position BIGINT NOT NULL CHECK (position > 0),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    listed BIGINT NOT NULL CHECK (listed >= 0),
    among BIGINT NOT NULL CHECK (among >= 0),
    PRIMARY KEY (list_id, position)
);
