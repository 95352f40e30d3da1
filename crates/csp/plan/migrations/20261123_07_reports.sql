-- A topic that scrutiny looks at in the year of a plan, with what the officers say of it. One that is given up stays
-- in the record.
CREATE TABLE plan_topic (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    title TEXT NOT NULL CHECK (title <> ''),
    because TEXT NOT NULL,
    commentary TEXT NOT NULL,
    given_up_on TEXT,
    version BIGINT NOT NULL
);

CREATE INDEX plan_topic_of_plan ON plan_topic (plan_id);

-- What a topic covers: whole priorities, and single actions beside them.
CREATE TABLE plan_topic_item (
    topic_id TEXT NOT NULL REFERENCES plan_topic (id),
    -- A priority or an action; no reference, because it is one or the other.
    kind TEXT NOT NULL CHECK (kind IN ('plan_priority', 'plan_action')),
    thing TEXT NOT NULL,
    PRIMARY KEY (topic_id, kind, thing)
);

-- How the actions stood, as the public was told. Never changed: the next one takes its place.
CREATE TABLE plan_public_progress (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plan (id),
    as_of TEXT NOT NULL,
    summary TEXT NOT NULL,
    -- The state of each action by its id, as a JSON object.
    states TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL
);

CREATE INDEX plan_public_progress_of_plan ON plan_public_progress (plan_id, made_at);
