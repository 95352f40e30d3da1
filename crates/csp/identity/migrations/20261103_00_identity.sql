-- The people who may sign in. A person without a password has been invited and has not answered yet.
CREATE TABLE identity_person (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- In lower case, so that one mailbox is one person.
    email TEXT NOT NULL UNIQUE,
    -- The body they work for, in the partnership's tables: not a foreign key, because a slice knows
    -- another's things by id only.
    body TEXT,
    -- Argon2id, its parameters inside the text.
    password_hash TEXT,
    -- Base32, as authenticator apps take it; null until enrolled.
    totp_secret TEXT,
    -- The last time step whose code was used: a code counts once.
    totp_step BIGINT,
    disabled_at TEXT,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL
);

-- Which role a person holds, where and when. Both dates are included; `ended_at` stops it at once.
CREATE TABLE identity_role_held (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES identity_person (id),
    role TEXT NOT NULL,
    -- Null in both means everywhere.
    scope_kind TEXT CHECK (scope_kind IN ('body', 'group')),
    scope TEXT,
    from_date TEXT NOT NULL,
    until_date TEXT,
    granted_by TEXT NOT NULL,
    ended_at TEXT,
    CHECK ((scope_kind IS NULL) = (scope IS NULL)),
    CHECK (until_date IS NULL OR until_date >= from_date)
);

CREATE INDEX identity_role_held_person ON identity_role_held (person);

-- One-time links by which a person sets a password. Only the token's hash is kept.
CREATE TABLE identity_link (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES identity_person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    token_hash TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    revoked_at TEXT
);

CREATE INDEX identity_link_person ON identity_link (person);

-- Who is signed in. Only the token's hash is kept.
CREATE TABLE identity_session (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL REFERENCES identity_person (id),
    csrf TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    second_factor BIGINT NOT NULL CHECK (second_factor IN (0, 1)),
    ended_at TEXT
);

CREATE INDEX identity_session_person ON identity_session (person);

-- For whoever has lost their authenticator. Only the hashes are kept; each works once.
CREATE TABLE identity_recovery_code (
    id TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL REFERENCES identity_person (id),
    code_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at TEXT
);

CREATE INDEX identity_recovery_code_person ON identity_recovery_code (person);

-- Failures in a row. The subject is a hash, so that mistyped and unknown addresses are not kept.
CREATE TABLE identity_attempt (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at TEXT NOT NULL
);
