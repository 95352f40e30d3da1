-- Harm indices as they were loaded. Never changed: figures name them by name, version and rule.
CREATE TABLE evidence_index (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    -- What is taken where one code has several scores.
    rule TEXT NOT NULL CHECK (rule IN ('reference-only', 'lowest', 'median', 'mean', 'highest')),
    -- What its weights are counted in, such as days.
    unit TEXT NOT NULL,
    -- What the file says of whose it is.
    notice TEXT,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    loaded_at TEXT NOT NULL,
    UNIQUE (name, version, rule)
);

-- The lines of an index: what each offence weighs.
CREATE TABLE evidence_score (
    index_id TEXT NOT NULL REFERENCES evidence_index (id),
    -- What the index calls the line.
    reference TEXT NOT NULL,
    file_row BIGINT NOT NULL,
    -- Several lines can have one code, with different weights.
    home_office TEXT,
    class TEXT,
    offence TEXT,
    offence_group TEXT,
    subgroup TEXT,
    weight DOUBLE PRECISION NOT NULL CHECK (weight >= 0),
    -- Null where the index does not say.
    notifiable BIGINT CHECK (notifiable IN (0, 1)),
    proactive BIGINT CHECK (proactive IN (0, 1)),
    historic BIGINT CHECK (historic IN (0, 1)),
    PRIMARY KEY (index_id, reference)
);

-- Lists of areas as they were loaded. The newest counts; older ones stay, as figures name them by number.
CREATE TABLE evidence_area_list (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE CHECK (number > 0),
    name TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    loaded_at TEXT NOT NULL
);

CREATE TABLE evidence_area (
    list_id TEXT NOT NULL REFERENCES evidence_area_list (id),
    -- As the Office for National Statistics writes it, such as E01012345.
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    district TEXT,
    district_code TEXT,
    -- Null where the file does not say: then there is no rate, and no zero either.
    population BIGINT CHECK (population >= 0),
    -- Tenth of deprivation, 1 the most deprived.
    decile BIGINT CHECK (decile BETWEEN 1 AND 10),
    PRIMARY KEY (list_id, code)
);

-- What was odd about the file of an index or of a list of areas. Two kinds of thing, so no foreign key.
CREATE TABLE evidence_oddity (
    thing TEXT NOT NULL,
    position BIGINT NOT NULL,
    code TEXT NOT NULL,
    file_row BIGINT,
    file_column TEXT,
    saw TEXT NOT NULL,
    did TEXT NOT NULL,
    PRIMARY KEY (thing, position)
);
