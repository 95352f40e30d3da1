-- What stands beside the plan: strategies of other bodies with their commitments, what a plan adopted of them, themes, links
-- between all of these, what is tabled where, and whether an action's money is certain.

CREATE TABLE plan_strategy (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL CHECK (title <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('strategy', 'plan', 'commissioner', 'inquiry', 'other')),
    -- The body it belongs to when the partnership knows it (no reference: bodies are another capability's), else as written.
    owner_id TEXT,
    owner_written TEXT NOT NULL,
    period_from TEXT,
    period_to TEXT,
    -- Where its words were taken from.
    source_note TEXT NOT NULL,
    version BIGINT NOT NULL,
    CHECK ((period_from IS NULL) = (period_to IS NULL)),
    CHECK (period_from <= period_to)
);

CREATE TABLE plan_strategy_area (
    id TEXT NOT NULL PRIMARY KEY,
    strategy_id TEXT NOT NULL REFERENCES plan_strategy (id),
    position BIGINT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    version BIGINT NOT NULL
);

CREATE INDEX plan_strategy_area_of ON plan_strategy_area (strategy_id, position);

-- Identity survives renumbering, rewording and moving to another area: only the id never changes.
CREATE TABLE plan_commitment (
    id TEXT NOT NULL PRIMARY KEY,
    strategy_id TEXT NOT NULL REFERENCES plan_strategy (id),
    -- Null for what stands outside the areas, such as a strategy's objectives.
    area_id TEXT REFERENCES plan_strategy_area (id),
    kind TEXT NOT NULL CHECK (kind IN ('commitment', 'objective', 'recommendation')),
    position BIGINT NOT NULL,
    number TEXT NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    version BIGINT NOT NULL
);

CREATE INDEX plan_commitment_of ON plan_commitment (strategy_id, position);

-- The series of what was said about a commitment. The newest by day, then by id, says how it stands.
CREATE TABLE plan_commitment_update (
    id TEXT NOT NULL PRIMARY KEY,
    commitment_id TEXT NOT NULL REFERENCES plan_commitment (id),
    state TEXT NOT NULL CHECK (
        state IN ('no-update', 'not-started', 'on-track', 'at-risk', 'late', 'done', 'withdrawn')
    ),
    words TEXT NOT NULL CHECK (words <> ''),
    said_on TEXT NOT NULL,
    said_by TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    kept_by TEXT NOT NULL
);

CREATE INDEX plan_commitment_update_of ON plan_commitment_update (commitment_id, said_on);

-- A strategy's text on its way into the record, kept after it has landed.
CREATE TABLE plan_strategy_import (
    id TEXT NOT NULL PRIMARY KEY,
    strategy_id TEXT REFERENCES plan_strategy (id),
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    -- Every line with what it was read as, as JSON.
    reading TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'applied', 'discarded')),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX plan_strategy_import_of ON plan_strategy_import (strategy_id);

-- What a plan took over from a strategy or from another plan. The words are those of the day; how it stands is read at the origin.
CREATE TABLE plan_adoption (
    id TEXT NOT NULL PRIMARY KEY,
    priority_id TEXT NOT NULL REFERENCES plan_priority (id),
    origin_kind TEXT NOT NULL CHECK (origin_kind IN ('plan_commitment', 'plan_action')),
    origin_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    number TEXT NOT NULL,
    text TEXT NOT NULL,
    -- The decision by which it was adopted, such as a minute.
    decision TEXT NOT NULL,
    adopted_at TEXT NOT NULL,
    adopted_by TEXT NOT NULL,
    -- When somebody last looked at what changed at the origin.
    seen_at TEXT NOT NULL,
    ended_at TEXT,
    ended_because TEXT,
    version BIGINT NOT NULL,
    CHECK ((ended_at IS NULL) = (ended_because IS NULL))
);

CREATE INDEX plan_adoption_of_priority ON plan_adoption (priority_id);
CREATE INDEX plan_adoption_of_origin ON plan_adoption (origin_id);

-- A cross-cutting theme of a group's plans. It may be renamed; its id stays.
CREATE TABLE plan_theme (
    id TEXT NOT NULL PRIMARY KEY,
    -- The group whose plans it cuts across; null for those of the whole county.
    group_id TEXT,
    position BIGINT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    aim TEXT NOT NULL,
    -- Why it is no longer used.
    ended_because TEXT,
    version BIGINT NOT NULL
);

-- A link holds both ways: the end with the smaller id stands first, so that each pair is kept once.
CREATE TABLE plan_relation (
    id TEXT NOT NULL PRIMARY KEY,
    one_kind TEXT NOT NULL,
    one_id TEXT NOT NULL,
    other_kind TEXT NOT NULL,
    other_id TEXT NOT NULL,
    note TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    CHECK (one_id < other_id),
    UNIQUE (one_id, other_id)
);

CREATE INDEX plan_relation_other ON plan_relation (other_id);

-- What comes before which group, and how often.
CREATE TABLE plan_tabling (
    id TEXT NOT NULL PRIMARY KEY,
    strategy_id TEXT NOT NULL REFERENCES plan_strategy (id),
    group_id TEXT NOT NULL,
    cadence TEXT NOT NULL CHECK (cadence <> ''),
    UNIQUE (strategy_id, group_id)
);

-- Whether the money for an action is certain. Without a row nobody has said.
CREATE TABLE plan_funding (
    action_id TEXT NOT NULL PRIMARY KEY REFERENCES plan_action (id),
    state TEXT NOT NULL CHECK (state IN ('to-be-confirmed', 'confirmed', 'refused', 'not-known')),
    -- The fund's name, until funds are things of their own.
    fund TEXT NOT NULL,
    note TEXT NOT NULL,
    version BIGINT NOT NULL
);
