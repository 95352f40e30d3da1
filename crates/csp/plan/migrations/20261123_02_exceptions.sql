-- "Done" is claimed by the lead and assured by the group; both dates are kept. At most one claim of an action waits.
CREATE TABLE plan_assurance (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    update_id TEXT REFERENCES plan_update (id),
    claimed_at TEXT NOT NULL,
    -- The leads that said so, as the plan names them, one a line.
    claimed_by TEXT NOT NULL,
    -- When it was done, by their account.
    done_on TEXT,
    verdict TEXT NOT NULL CHECK (verdict IN ('claimed', 'assured', 'returned')),
    decided_on TEXT,
    decided_by TEXT,
    -- What the group said to it.
    note TEXT NOT NULL,
    version BIGINT NOT NULL,
    CHECK ((verdict = 'claimed') = (decided_on IS NULL))
);

CREATE INDEX plan_assurance_of_plan ON plan_assurance (plan_id, claimed_at);
CREATE UNIQUE INDEX plan_assurance_waits_once ON plan_assurance (action_id) WHERE verdict = 'claimed';

-- What the working group must look at, and what it did about it. At most one open for each action and ground.
CREATE TABLE plan_exception (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    ground TEXT NOT NULL CHECK (ground IN ('late', 'at-risk', 'no-answer', 'off-course')),
    -- The rule and the facts that raised it, in words.
    because TEXT NOT NULL,
    raised_on TEXT NOT NULL,
    -- Since when a check of the plan finds it no more: only a person resolves it, but what was resolved is not raised
    -- again before it has been gone.
    gone_on TEXT,
    -- Who looks at it: the working group, then the partnership.
    level TEXT NOT NULL CHECK (level IN ('group', 'partnership')),
    -- What is done about it, by whom and by when; empty until it is decided.
    remedy TEXT NOT NULL,
    remedy_by TEXT NOT NULL,
    remedy_due TEXT,
    raised_further_on TEXT,
    raised_further_because TEXT,
    resolved_on TEXT,
    resolved_because TEXT,
    version BIGINT NOT NULL,
    CHECK ((level = 'partnership') = (raised_further_on IS NOT NULL)),
    CHECK ((resolved_on IS NULL) = (resolved_because IS NULL)),
    CHECK ((remedy = '') = (remedy_due IS NULL))
);

CREATE INDEX plan_exception_of_plan ON plan_exception (plan_id, resolved_on);
CREATE UNIQUE INDEX plan_exception_open_once ON plan_exception (action_id, ground) WHERE resolved_on IS NULL;

-- A conditional step ("if required") that turned out not to be needed, with the reason.
ALTER TABLE plan_item ADD COLUMN stood_down_on TEXT;
ALTER TABLE plan_item ADD COLUMN stood_down_because TEXT;

-- Whether an action comes round again: an annual one falls due again every year, an ongoing one is confirmed every year.
ALTER TABLE plan_action ADD COLUMN recurs TEXT NOT NULL DEFAULT 'once' CHECK (recurs IN ('once', 'ongoing', 'annual'));
-- When somebody last confirmed that an ongoing action goes on.
ALTER TABLE plan_action ADD COLUMN confirmed_on TEXT;
