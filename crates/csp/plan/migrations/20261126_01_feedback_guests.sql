-- Somebody without an account who is asked for comments on a plan: made out to one person, for one time of feedback.
CREATE TABLE plan_invitation (
    id TEXT NOT NULL PRIMARY KEY,
    feedback_id TEXT NOT NULL REFERENCES plan_feedback (id),
    name TEXT NOT NULL CHECK (name <> ''),
    -- For whom they speak; empty when for themselves.
    organisation TEXT NOT NULL,
    email TEXT NOT NULL CHECK (email <> ''),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    last_used_at TEXT
);

CREATE INDEX plan_invitation_of_feedback ON plan_invitation (feedback_id, made_at);

-- The secrets that open an invitation, hashed: one for every time that its link was written.
CREATE TABLE plan_invitation_secret (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    invitation_id TEXT NOT NULL REFERENCES plan_invitation (id),
    made_at TEXT NOT NULL
);

-- Null when whoever commented was signed in, or an officer wrote it down. Deferred: a restore puts comments back first.
ALTER TABLE plan_comment ADD COLUMN invitation_id TEXT REFERENCES plan_invitation (id) DEFERRABLE INITIALLY DEFERRED;

-- Until it is answered a guest changes what was said of an action, instead of saying it again.
CREATE UNIQUE INDEX plan_comment_of_guest ON plan_comment (invitation_id, COALESCE(action_id, ''))
WHERE answer IS NULL AND invitation_id IS NOT NULL;
