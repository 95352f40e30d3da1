-- Counts that left under a rule for small numbers, with the true counts behind them: the next release is protected against these, and so
-- they are kept as safely as the records. Never changed.
CREATE TABLE evidence_release (
    id TEXT NOT NULL PRIMARY KEY,
    -- Counts them, so that two which are made at the same moment cannot both be the next.
    number BIGINT NOT NULL UNIQUE CHECK (number > 0),
    -- The word of the rule.
    rule TEXT NOT NULL CHECK (rule IN ('under-5', 'star-round-5', 'under-10')),
    lens TEXT NOT NULL,
    first_month TEXT NOT NULL,
    last_month TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    -- How many numbers it hides.
    hidden BIGINT NOT NULL CHECK (hidden >= 0),
    -- Every cell and every sum, as JSON.
    content TEXT NOT NULL
);
