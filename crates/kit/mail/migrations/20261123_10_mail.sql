-- The outbox. A letter holds no text until it was handed over: its words are composed at that moment.
CREATE TABLE mail_letter (
    id TEXT NOT NULL PRIMARY KEY,
    -- What kind of letter: names the slice that composes it.
    kind TEXT NOT NULL,
    -- The thing it is about, in another slice's tables: kind and id.
    about_kind TEXT NOT NULL,
    about TEXT NOT NULL,
    to_name TEXT NOT NULL,
    to_email TEXT NOT NULL,
    -- The left part of its Message-ID, made when it was posted and the same over all attempts.
    message_key TEXT NOT NULL UNIQUE,
    -- The right part: the sender's domain as it was at the first attempt.
    message_domain TEXT,
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'claimed', 'handed', 'sent', 'in-doubt', 'refused', 'cancelled')),
    posted_at TEXT NOT NULL,
    -- Not to be tried before this.
    due_at TEXT NOT NULL,
    -- The first failure since it was posted or put back by a person: after some days of them it is given up.
    failing_since TEXT,
    -- How often it failed since then: the pauses grow with it.
    failures BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- Which taking it is, which sender took it, and when. A sender that comes back too late no longer holds the claim.
    claim TEXT,
    claimed_by TEXT,
    claimed_at TEXT,
    -- When it reached a state that it stays in.
    settled_at TEXT,
    -- The server's last words, or the reason for the state.
    note TEXT,
    -- What was sent, without its secret.
    subject TEXT,
    body TEXT,
    CHECK (state NOT IN ('claimed', 'handed') OR claim IS NOT NULL),
    CHECK ((state IN ('sent', 'in-doubt', 'refused', 'cancelled')) = (settled_at IS NOT NULL))
);

CREATE INDEX mail_letter_due ON mail_letter (state, due_at);
CREATE INDEX mail_letter_about ON mail_letter (about, posted_at);

-- Every try to hand a letter over, and how it ended.
CREATE TABLE mail_attempt (
    id TEXT NOT NULL PRIMARY KEY,
    letter TEXT NOT NULL REFERENCES mail_letter (id),
    number BIGINT NOT NULL,
    began_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'in-doubt', 'refused', 'later', 'cancelled', 'cut off')),
    -- The server's words, or ours when no server spoke.
    words TEXT NOT NULL
);

CREATE INDEX mail_attempt_letter ON mail_attempt (letter, number);
