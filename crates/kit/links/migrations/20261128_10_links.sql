-- How often links were tried in vain of late: one row. Slows down whoever guesses.
CREATE TABLE link_guess (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at TEXT NOT NULL
);
