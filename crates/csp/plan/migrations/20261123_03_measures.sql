-- What is known of a measure beyond its words. Most plans set no target: then it is null, and pages say so.
CREATE TABLE plan_measure (
    item_id TEXT NOT NULL PRIMARY KEY REFERENCES plan_item (id),
    kind TEXT NOT NULL CHECK (
        kind IN ('count', 'milestone', 'share', 'money', 'survey', 'direction', 'story', 'benchmark')
    ),
    -- What is counted: `people trained`; for money always pence.
    unit TEXT NOT NULL,
    -- Which way is better, where one is.
    better TEXT CHECK (better IN ('up', 'down')),
    baseline DOUBLE PRECISION,
    baseline_note TEXT NOT NULL,
    target DOUBLE PRECISION,
    target_on TEXT,
    version BIGINT NOT NULL
);

-- A value for a period, months both included. Corrected by a later value that replaces it.
CREATE TABLE plan_measure_value (
    id TEXT NOT NULL PRIMARY KEY,
    item_id TEXT NOT NULL REFERENCES plan_item (id),
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    -- A number, except for a story.
    value DOUBLE PRECISION,
    words TEXT NOT NULL,
    note TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at TEXT NOT NULL,
    update_id TEXT REFERENCES plan_update (id),
    replaced_by TEXT REFERENCES plan_measure_value (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (period_from <= period_to),
    CHECK (value IS NOT NULL OR words <> '')
);

CREATE INDEX plan_measure_value_of_item ON plan_measure_value (item_id, period_from);
