-- What a group must take: each year in a month, or once by a month.
CREATE TABLE meetings_duty (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    group_id TEXT NOT NULL,
    title TEXT NOT NULL,
    -- 1 to 12: each year in this month.
    month BIGINT CHECK (month BETWEEN 1 AND 12),
    -- 2023-03: once, by this month.
    once TEXT,
    -- Why, or the decision that promised it.
    source TEXT,
    ended_on TEXT,
    CHECK ((month IS NULL) <> (once IS NULL))
);

-- A meeting of one group on one day.
CREATE TABLE meetings_meeting (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    -- Groups belong to another slice; so no foreign key.
    group_id TEXT NOT NULL,
    held_on TEXT NOT NULL,
    begins TEXT NOT NULL,
    ends TEXT,
    manner TEXT NOT NULL CHECK (manner IN ('in-person', 'online', 'hybrid')),
    venue TEXT,
    -- Steps, lifts, hearing loops, parking: what somebody needs to know to come.
    access TEXT,
    -- How members join from elsewhere. Not for the public.
    joining TEXT,
    cancelled TEXT,
    agreed_at TEXT,
    published_at TEXT,
    -- Why the agenda went out after the last day for it.
    late_reason TEXT,
    -- Who was in the chair, and in what right.
    chaired_by TEXT,
    chaired_as TEXT CHECK (chaired_as IN ('chair', 'vice-chair', 'other')),
    minutes TEXT NOT NULL CHECK (minutes IN ('none', 'draft', 'circulated', 'approved', 'signed', 'published')),
    circulated_on TEXT,
    -- The meeting at which the minutes were approved.
    approved_at TEXT REFERENCES meetings_meeting (id),
    approved_on TEXT,
    signed_on TEXT,
    signed_by TEXT,
    minutes_published_on TEXT,
    UNIQUE (group_id, held_on)
);

-- An item of the agenda.
CREATE TABLE meetings_item (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    part TEXT NOT NULL CHECK (part IN ('A', 'B', 'C', 'D')),
    place BIGINT NOT NULL,
    -- What anybody may read it is called.
    title TEXT NOT NULL,
    -- What it is really called, where that may not be known.
    restricted_title TEXT,
    presenter TEXT,
    minutes BIGINT CHECK (minutes > 0),
    standing BIGINT NOT NULL CHECK (standing IN (0, 1)),
    -- Introductions and the like have no minute of their own.
    minuted BIGINT NOT NULL CHECK (minuted IN (0, 1)),
    restricted BIGINT NOT NULL CHECK (restricted IN (0, 1)),
    -- Why it is not open, the paragraph relied on where the body uses them, and the weighing of the public interest.
    reason TEXT,
    exemption TEXT,
    public_interest TEXT,
    duty TEXT REFERENCES meetings_duty (id),
    CHECK (part <> 'D' OR restricted = 1),
    CHECK (restricted = 0 OR reason IS NOT NULL)
);

CREATE INDEX meetings_item_meeting ON meetings_item (meeting, part, place);

-- A paper on an item: as open, or as closed, as its item.
CREATE TABLE meetings_paper (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    item TEXT NOT NULL UNIQUE REFERENCES meetings_item (id),
    classification TEXT NOT NULL CHECK (classification IN ('information', 'decision')),
    dated TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    to_whom TEXT NOT NULL,
    subject TEXT NOT NULL,
    summary TEXT NOT NULL,
    -- Paragraphs, an empty line between; numbered when shown.
    text TEXT NOT NULL,
    -- One on each line.
    recommendations TEXT NOT NULL,
    policy TEXT,
    risk TEXT,
    financial TEXT,
    legal TEXT,
    contacts TEXT,
    -- The chair's reason for taking it after the last day.
    late_reason TEXT
);

-- Somebody who came.
CREATE TABLE meetings_attendance (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    -- In the order in which they were listed.
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- Whom they represent. None when the source does not say: then no quorum is proved by them.
    body TEXT,
    part TEXT NOT NULL CHECK (part IN ('member', 'substitute', 'invitee', 'officer')),
    from_time TEXT,
    until_time TEXT,
    -- Added after the minutes were circulated: stays visible as a correction.
    corrected BIGINT NOT NULL CHECK (corrected IN (0, 1))
);

CREATE INDEX meetings_attendance_meeting ON meetings_attendance (meeting);

-- Somebody who could not come.
CREATE TABLE meetings_apology (
    id TEXT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    name TEXT NOT NULL,
    body TEXT,
    substitute TEXT
);

-- An interest that somebody declared in an item.
CREATE TABLE meetings_interest (
    id TEXT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    item TEXT NOT NULL REFERENCES meetings_item (id),
    name TEXT NOT NULL,
    interest TEXT NOT NULL,
    left_room BIGINT NOT NULL CHECK (left_room IN (0, 1))
);

-- What is minuted of an item, in two texts.
CREATE TABLE meetings_minute (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    item TEXT NOT NULL UNIQUE REFERENCES meetings_item (id),
    group_id TEXT NOT NULL,
    -- Counts on from meeting to meeting of a group.
    number BIGINT NOT NULL,
    public_text TEXT NOT NULL,
    restricted_text TEXT,
    UNIQUE (group_id, number)
);

CREATE INDEX meetings_minute_meeting ON meetings_minute (meeting);

-- What was decided under a minute, in two texts.
CREATE TABLE meetings_decision (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    minute TEXT NOT NULL REFERENCES meetings_minute (id),
    place BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN (
        'agree', 'approve', 'endorse', 'note', 'refer', 'receive-update', 'comment', 'remove-chair', 'not-agreed'
    )),
    public_text TEXT NOT NULL,
    restricted_text TEXT,
    -- When in the meeting, for a quorum that came and went.
    taken_at TEXT,
    -- 2023-03: by when a further update is to come.
    due TEXT,
    -- What it is about, in another part of the record.
    about_kind TEXT,
    about_id TEXT,
    CHECK ((about_kind IS NULL) = (about_id IS NULL))
);

CREATE INDEX meetings_decision_minute ON meetings_decision (minute, place);

-- A body's vote, where the terms of reference know one.
CREATE TABLE meetings_vote (
    decision TEXT NOT NULL REFERENCES meetings_decision (id),
    body TEXT NOT NULL,
    voted TEXT NOT NULL CHECK (voted IN ('for', 'against', 'abstained')),
    PRIMARY KEY (decision, body)
);

-- What somebody undertook, or was asked for.
CREATE TABLE meetings_follow_up (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    group_id TEXT NOT NULL,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    minute TEXT REFERENCES meetings_minute (id),
    kind TEXT NOT NULL CHECK (kind IN ('action', 'undertaking', 'ask', 'invitation', 'update', 'comment')),
    text TEXT NOT NULL,
    restricted_text TEXT,
    owner TEXT NOT NULL,
    body TEXT,
    due TEXT,
    done_on TEXT,
    outcome TEXT,
    CHECK ((done_on IS NULL) = (outcome IS NULL))
);

CREATE INDEX meetings_follow_up_group ON meetings_follow_up (group_id);

-- What was changed after the minutes had been circulated for accuracy.
CREATE TABLE meetings_correction (
    id TEXT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    on_day TEXT NOT NULL,
    public_text TEXT NOT NULL,
    restricted_text TEXT
);
