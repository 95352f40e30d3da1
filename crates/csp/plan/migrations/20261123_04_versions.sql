-- What goes on from one year's plan to the next is the same thing under another id: `lineage` is the id of the first of
-- its line, null for the first itself. So identity survives renaming, renumbering and moving.
ALTER TABLE plan ADD COLUMN continues TEXT REFERENCES plan (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE plan_priority ADD COLUMN lineage TEXT;
ALTER TABLE plan_action ADD COLUMN lineage TEXT;
ALTER TABLE plan_item ADD COLUMN lineage TEXT;

-- A plan is refreshed once: its next year is one plan.
CREATE UNIQUE INDEX plan_continued_once ON plan (continues);
CREATE INDEX plan_priority_line ON plan_priority (lineage);
CREATE INDEX plan_action_line ON plan_action (lineage);
CREATE INDEX plan_item_line ON plan_item (lineage);

-- A version of a plan as it was published. Never changed: the hash is over everything beside it.
CREATE TABLE plan_version (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    number BIGINT NOT NULL CHECK (number > 0),
    title TEXT NOT NULL,
    -- By which decision, as minutes refer to it.
    decision TEXT NOT NULL CHECK (decision <> ''),
    published_at TEXT NOT NULL,
    published_by TEXT NOT NULL,
    -- The whole plan with its ids, as JSON.
    snapshot TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (plan_id, number)
);

-- A time in which comments on a plan are asked for, the last day included.
CREATE TABLE plan_feedback (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    opened_at TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX plan_feedback_of_plan ON plan_feedback (plan_id, opened_at);

-- What somebody said of an action, or of the whole plan, and what was answered.
CREATE TABLE plan_comment (
    id TEXT NOT NULL PRIMARY KEY,
    feedback_id TEXT NOT NULL REFERENCES plan_feedback (id),
    plan_id TEXT NOT NULL REFERENCES plan (id),
    action_id TEXT REFERENCES plan_action (id),
    text TEXT NOT NULL CHECK (text <> ''),
    -- Who said it, where an officer wrote down what came by letter; null when whoever said it was signed in.
    said_by TEXT,
    -- Received after the last day.
    is_late BIGINT NOT NULL CHECK (is_late IN (0, 1)),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    answer TEXT CHECK (answer IN ('accept', 'amend', 'decline')),
    reason TEXT NOT NULL,
    answered_at TEXT,
    answered_by TEXT,
    version BIGINT NOT NULL,
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK (answer IS NULL OR reason <> '')
);

CREATE INDEX plan_comment_of_plan ON plan_comment (plan_id, made_at);
CREATE INDEX plan_comment_of_action ON plan_comment (action_id);

-- A change of a plan in its year, proposed and decided.
CREATE TABLE plan_proposal (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    kind TEXT NOT NULL CHECK (kind IN ('add', 'change', 'withdraw', 'move')),
    -- What it is about; of an addition what it became once accepted.
    action_id TEXT REFERENCES plan_action (id),
    -- Where it is to stand, of an addition and a move.
    priority_id TEXT REFERENCES plan_priority (id),
    -- What the action said when it was proposed, and what it is to say, as JSON.
    base TEXT,
    content TEXT,
    why TEXT NOT NULL CHECK (why <> ''),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'taken-back')),
    reason TEXT NOT NULL,
    decision TEXT NOT NULL,
    decided_at TEXT,
    decided_by TEXT,
    -- The request that applied it: the action's history carries the same.
    request TEXT,
    version BIGINT NOT NULL,
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK ((state = 'accepted') = (request IS NOT NULL)),
    CHECK (kind = 'add' OR action_id IS NOT NULL)
);

CREATE INDEX plan_proposal_of_plan ON plan_proposal (plan_id, made_at);
CREATE INDEX plan_proposal_of_action ON plan_proposal (action_id);

-- The agreement: chapters and appendices, each refreshed by itself.
CREATE TABLE plan_agreement (
    id TEXT NOT NULL PRIMARY KEY,
    -- The group it belongs to; no reference, because groups are another capability's.
    group_id TEXT,
    title TEXT NOT NULL CHECK (title <> ''),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE plan_chapter (
    id TEXT NOT NULL PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES plan_agreement (id),
    kind TEXT NOT NULL CHECK (kind IN ('chapter', 'appendix')),
    position BIGINT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    -- What the next version is to say.
    draft TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX plan_chapter_of_agreement ON plan_chapter (agreement_id, position);

-- A chapter as it was published. Never changed.
CREATE TABLE plan_chapter_version (
    id TEXT NOT NULL PRIMARY KEY,
    chapter_id TEXT NOT NULL REFERENCES plan_chapter (id),
    number BIGINT NOT NULL CHECK (number > 0),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    -- What changed, for the table of versions.
    changed TEXT NOT NULL CHECK (changed <> ''),
    decision TEXT NOT NULL CHECK (decision <> ''),
    published_at TEXT NOT NULL,
    published_by TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (chapter_id, number)
);
