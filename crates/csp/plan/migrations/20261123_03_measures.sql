-- What is known of a measure beyond its words. The item it belongs to may be taken out of its action while its values stay,
-- so nothing refers to plan_item, and action and words are kept here as they were last.
CREATE TABLE plan_measure (
    item_id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    words TEXT NOT NULL,
    -- Null while nobody has said: values came in before anyone decided.
    kind TEXT CHECK (
        kind IN ('count', 'milestone', 'share', 'money', 'survey', 'direction', 'story', 'benchmark')
    ),
    -- What is counted: `people trained`.
    unit TEXT NOT NULL,
    -- Which way is better, where one is.
    better TEXT CHECK (better IN ('up', 'down')),
    -- 1 when each value stands for its own months alone, 0 when each is the whole so far.
    adds_up BIGINT NOT NULL CHECK (adds_up IN (0, 1)),
    -- Numbers are whole hundredths, exact in both databases: pence of money, 4550 for 45.5%, 100 for yes.
    baseline BIGINT,
    baseline_on TEXT,
    baseline_note TEXT NOT NULL,
    -- Most plans set no target: then it is null, and pages say so.
    target BIGINT,
    target_on TEXT,
    version BIGINT NOT NULL
);

CREATE INDEX plan_measure_of_action ON plan_measure (action_id);

-- A value for a period, months both included. Corrected by a later value that replaces it.
CREATE TABLE plan_measure_value (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES plan_measure (item_id),
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    -- In hundredths, as above; null where words alone were given.
    value BIGINT,
    words TEXT NOT NULL,
    note TEXT NOT NULL,
    -- Who entered it, as in audit rows, and the lead it was given for.
    given_by TEXT NOT NULL,
    given_for TEXT NOT NULL,
    given_at TEXT NOT NULL,
    -- `page` or `update`; whatever else can feed a measure adds a word of its own.
    source TEXT NOT NULL,
    update_id TEXT REFERENCES plan_update (id),
    replaced_by TEXT REFERENCES plan_measure_value (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (period_from <= period_to),
    CHECK (value IS NOT NULL OR words <> '')
);

CREATE INDEX plan_measure_value_of_item ON plan_measure_value (item_id, period_to);
