-- Who is asked how a lead's actions are going. A lead is a body where the plan's words name one, else those words.
CREATE TABLE plan_contact (
    id TEXT NOT NULL PRIMARY KEY,
    -- The group whose plans it answers for; every group's when null.
    group_id TEXT,
    lead TEXT NOT NULL CHECK (lead <> ''),
    body_id TEXT,
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL CHECK (email <> ''),
    ended_on TEXT,
    version BIGINT NOT NULL
);

-- A round of updates: every lead of a plan is asked once.
CREATE TABLE plan_round (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    title TEXT NOT NULL CHECK (title <> ''),
    -- The months that it asks about, both included.
    asks_from TEXT NOT NULL,
    asks_to TEXT NOT NULL,
    opens_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    closed_at TEXT,
    -- The plan while the round is open: a plan has one open round at most.
    open_for TEXT UNIQUE REFERENCES plan (id),
    made_by TEXT NOT NULL,
    version BIGINT NOT NULL,
    CHECK ((closed_at IS NULL) = (open_for IS NOT NULL)),
    CHECK (opens_on <= due_on),
    CHECK (asks_from <= asks_to)
);

CREATE INDEX plan_round_of_plan ON plan_round (plan_id, opens_on);

-- What one lead is asked in one round. Which actions it covers is read from the plan: those it leads.
CREATE TABLE plan_request (
    id TEXT NOT NULL PRIMARY KEY,
    round_id TEXT NOT NULL REFERENCES plan_round (id),
    lead TEXT NOT NULL CHECK (lead <> ''),
    body_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('asked', 'begun', 'answered')),
    answered_at TEXT,
    -- The name of whoever answered, as they gave it.
    answered_by TEXT,
    version BIGINT NOT NULL,
    UNIQUE (round_id, lead),
    CHECK ((state = 'answered') = (answered_at IS NOT NULL))
);

CREATE INDEX plan_request_of_round ON plan_request (round_id);

-- A way in to one request without an account, made out to one person.
CREATE TABLE plan_pass (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES plan_request (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    -- The pass of the colleague who handed it on.
    handed_on_by TEXT REFERENCES plan_pass (id) DEFERRABLE INITIALLY DEFERRED,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    last_used_at TEXT
);

CREATE INDEX plan_pass_of_request ON plan_pass (request_id);

-- The secrets that open a pass, hashed: one for every time that its link was written.
CREATE TABLE plan_pass_secret (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    pass_id TEXT NOT NULL REFERENCES plan_pass (id),
    made_at TEXT NOT NULL
);

-- How often links were tried in vain of late: one row. Slows down whoever guesses.
CREATE TABLE plan_pass_guess (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at TEXT NOT NULL
);

-- What was asked for again, and how urgently: the first request is number 0.
CREATE TABLE plan_reminder (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES plan_request (id),
    pass_id TEXT NOT NULL REFERENCES plan_pass (id),
    number BIGINT NOT NULL,
    made_at TEXT NOT NULL,
    UNIQUE (pass_id, number)
);

-- What was saved for later; after sending, what was sent.
CREATE TABLE plan_answer (
    request_id TEXT NOT NULL REFERENCES plan_request (id),
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    -- Empty until it is chosen.
    state TEXT NOT NULL CHECK (
        state IN ('', 'not-started', 'on-track', 'at-risk', 'late', 'done', 'withdrawal-proposed')
    ),
    words TEXT NOT NULL,
    help TEXT NOT NULL,
    -- When it was done, by the lead's account.
    done_on TEXT,
    -- Values of measures as typed, by the measure's id: a JSON object.
    counted TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    -- Whose pass it was saved with; none when it came another way.
    saved_by TEXT REFERENCES plan_pass (id),
    version BIGINT NOT NULL,
    -- The version that was sent last: what differs has been changed since.
    sent_version BIGINT,
    PRIMARY KEY (request_id, action_id)
);

-- What a lead said of an action. Never changed: a correction is a later update.
CREATE TABLE plan_update (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    request_id TEXT REFERENCES plan_request (id),
    lead TEXT NOT NULL,
    body_id TEXT,
    state TEXT NOT NULL CHECK (
        state IN ('not-started', 'on-track', 'at-risk', 'late', 'done', 'withdrawal-proposed')
    ),
    words TEXT NOT NULL,
    help TEXT NOT NULL,
    done_on TEXT,
    came_by TEXT NOT NULL CHECK (came_by IN ('link', 'spreadsheet', 'page')),
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL
);

CREATE INDEX plan_update_of_action ON plan_update (action_id, given_at);

-- What shows that something was done: a file or a link. Null update: added to an answer not yet sent.
CREATE TABLE plan_evidence (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    request_id TEXT REFERENCES plan_request (id),
    update_id TEXT REFERENCES plan_update (id),
    title TEXT NOT NULL,
    address TEXT,
    attachment_id TEXT,
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    removed_at TEXT,
    CHECK ((address IS NULL) <> (attachment_id IS NULL))
);

CREATE INDEX plan_evidence_of_action ON plan_evidence (action_id);

-- A note for those who keep the plan; never shown to those who answer by link, never published.
CREATE TABLE plan_office_note (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    text TEXT NOT NULL CHECK (text <> ''),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL
);

CREATE INDEX plan_office_note_of_action ON plan_office_note (action_id);
