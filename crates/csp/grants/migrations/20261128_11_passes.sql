-- Who may claim for a project, and say what it delivered, by a link without an account.
CREATE TABLE grants_pass (
    id TEXT NOT NULL PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES grants_project (id),
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL CHECK (email <> ''),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    last_used_at TEXT
);

CREATE INDEX grants_pass_of_project ON grants_pass (project_id);

-- The secrets that open a pass, hashed: one for every time that its link was written.
CREATE TABLE grants_pass_secret (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    pass_id TEXT NOT NULL REFERENCES grants_pass (id),
    made_at TEXT NOT NULL
);
