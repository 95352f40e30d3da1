-- What is published of awards, as it went out.
CREATE TABLE grants_publication (
    id TEXT NOT NULL PRIMARY KEY,
    award_id TEXT NOT NULL REFERENCES grants_award (id),
    -- The prefix that 360Giving gave to the publisher.
    prefix TEXT NOT NULL CHECK (prefix LIKE '360G-%'),
    publisher TEXT NOT NULL CHECK (publisher <> ''),
    -- The package in the 360Giving standard, as JSON.
    package TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_by TEXT NOT NULL,
    -- When it was taken back, or another was published in its place.
    ended_at TEXT
);

-- Of an award one is published at a time.
CREATE UNIQUE INDEX grants_publication_in_force ON grants_publication (award_id) WHERE ended_at IS NULL;
