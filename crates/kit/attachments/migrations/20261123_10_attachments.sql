-- A file that somebody added to a thing of the record. The thing's own slice decides who may see it.
CREATE TABLE attachment (
    id TEXT NOT NULL PRIMARY KEY,
    owner_kind TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    -- For showing only; never a path.
    name TEXT NOT NULL,
    -- Found by looking at the content.
    media TEXT NOT NULL CHECK (media IN ('pdf', 'docx', 'xlsx', 'jpeg', 'png', 'text', 'csv')),
    size BIGINT NOT NULL CHECK (size > 0),
    -- SHA-256 of what is kept, in hexadecimal.
    hash TEXT NOT NULL,
    -- What was taken out before it was kept, a line each.
    stripped TEXT NOT NULL,
    kept_by TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    removed_by TEXT,
    removed_at TEXT,
    CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);

CREATE INDEX attachment_of_owner ON attachment (owner_id, kept_at);

-- The content as base64, in pieces: neither engine's binary type is the other's. Gone once the attachment is removed.
CREATE TABLE attachment_chunk (
    attachment_id TEXT NOT NULL REFERENCES attachment (id),
    position BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (attachment_id, position)
);
