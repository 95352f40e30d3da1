-- "Done" is claimed by the lead and assured by the group; both dates are kept.
CREATE TABLE plan_assurance (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    update_id TEXT REFERENCES plan_update (id),
    claimed_at TEXT NOT NULL,
    claimed_by TEXT NOT NULL,
    done_on TEXT,
    verdict TEXT NOT NULL CHECK (verdict IN ('claimed', 'assured', 'returned')),
    decided_on TEXT,
    decided_by TEXT,
    note TEXT NOT NULL,
    version BIGINT NOT NULL,
    CHECK ((verdict = 'claimed') = (decided_on IS NULL))
);

CREATE INDEX plan_assurance_of_action ON plan_assurance (action_id, claimed_at);

-- What the working group must look at, and what it did about it. At most one open for each action and kind.
CREATE TABLE plan_exception (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    kind TEXT NOT NULL CHECK (kind IN ('late', 'at-risk', 'no-answer', 'off-course')),
    because TEXT NOT NULL,
    raised_on TEXT NOT NULL,
    -- Who looks at it: the group that keeps the plan, then the partnership.
    level TEXT NOT NULL CHECK (level IN ('group', 'partnership')),
    remedy TEXT NOT NULL,
    remedy_by TEXT NOT NULL,
    remedy_due TEXT,
    raised_further_on TEXT,
    raised_further_because TEXT,
    resolved_on TEXT,
    resolved_because TEXT,
    version BIGINT NOT NULL,
    CHECK ((level = 'partnership') = (raised_further_on IS NOT NULL))
);

CREATE INDEX plan_exception_of_plan ON plan_exception (plan_id, resolved_on);
CREATE INDEX plan_exception_of_action ON plan_exception (action_id);

-- A conditional step ("if required") that turned out not to be needed, with the reason.
ALTER TABLE plan_item ADD COLUMN stood_down_on TEXT;
ALTER TABLE plan_item ADD COLUMN stood_down_because TEXT;

-- Whether an action comes round again: an annual one every year, an ongoing one until it is ended.
ALTER TABLE plan_action ADD COLUMN recurs TEXT NOT NULL DEFAULT 'once' CHECK (recurs IN ('once', 'ongoing', 'annual'));
