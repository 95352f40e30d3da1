-- A plan of a group for a period. Title and period are what a file is matched by.
CREATE TABLE plan (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL CHECK (title <> ''),
    period_from TEXT,
    period_to TEXT,
    -- The group it belongs to; no reference, because groups are another capability's.
    group_id TEXT,
    -- The lines of the plan's own key, one a line.
    key_lines TEXT NOT NULL,
    version BIGINT NOT NULL,
    CHECK ((period_from IS NULL) = (period_to IS NULL)),
    CHECK (period_from <= period_to)
);

CREATE TABLE plan_priority (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    -- `shared` is the place for what serves several priorities.
    kind TEXT NOT NULL CHECK (kind IN ('priority', 'shared')),
    position BIGINT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    aim TEXT,
    version BIGINT NOT NULL
);

CREATE INDEX plan_priority_of_plan ON plan_priority (plan_id, position);

CREATE TABLE plan_priority_text (
    priority_id TEXT NOT NULL REFERENCES plan_priority (id),
    kind TEXT NOT NULL CHECK (kind IN ('lead', 'note')),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (priority_id, kind, position)
);

-- Identity survives renumbering, renaming and moving: only the id never changes.
CREATE TABLE plan_action (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    priority_id TEXT NOT NULL REFERENCES plan_priority (id),
    position BIGINT NOT NULL,
    number TEXT NOT NULL,
    starred BIGINT NOT NULL CHECK (starred IN (0, 1)),
    label TEXT,
    objective TEXT NOT NULL,
    lead_note TEXT,
    -- Null when not funded; empty when funded without a word about it.
    funding_note TEXT,
    linked TEXT NOT NULL CHECK (linked IN ('unknown', 'yes', 'no')),
    state TEXT NOT NULL CHECK (
        state IN ('no-update', 'not-started', 'on-track', 'at-risk', 'late', 'done', 'withdrawn')
    ),
    withdrawn_because TEXT,
    -- Where it stood in the file it came from; page may be unknown.
    source_page BIGINT,
    source_line BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CHECK ((state = 'withdrawn') = (withdrawn_because IS NOT NULL))
);

CREATE INDEX plan_action_of_plan ON plan_action (plan_id, position);

CREATE TABLE plan_action_text (
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    kind TEXT NOT NULL CHECK (kind IN ('lead', 'link')),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    -- The body a lead was recognised as.
    body_id TEXT,
    PRIMARY KEY (action_id, kind, position)
);

CREATE TABLE plan_row (
    id TEXT NOT NULL PRIMARY KEY,
    action_id TEXT NOT NULL REFERENCES plan_action (id),
    position BIGINT NOT NULL,
    -- As precise as its author was: a month stays a month (`2023-03`), a day a day, words words.
    timescale_kind TEXT NOT NULL CHECK (timescale_kind IN ('ongoing', 'month', 'date', 'text')),
    timescale TEXT NOT NULL,
    -- Columns of the file that the record has no place for, as a JSON object.
    extra TEXT NOT NULL
);

CREATE INDEX plan_row_of_action ON plan_row (action_id, position);

-- Steps and measures keep their ids while their words are edited, so that progress can hang on them.
CREATE TABLE plan_item (
    id TEXT NOT NULL PRIMARY KEY,
    row_id TEXT NOT NULL REFERENCES plan_row (id),
    kind TEXT NOT NULL CHECK (kind IN ('step', 'measure')),
    position BIGINT NOT NULL,
    text TEXT NOT NULL CHECK (text <> '')
);

CREATE INDEX plan_item_of_row ON plan_item (row_id, position);

-- A file on its way into a plan, and what was odd about it, kept after it has landed.
CREATE TABLE plan_import (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT REFERENCES plan (id),
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    -- What was read, with its oddities and what found no place, as JSON.
    reading TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'applied', 'discarded')),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    -- Counts its changes while it is being looked through.
    version BIGINT NOT NULL
);

CREATE INDEX plan_import_of_plan ON plan_import (plan_id);
