-- Organisations that take part. Never deleted: what they led stays theirs.
CREATE TABLE partnership_body (
    id TEXT NOT NULL PRIMARY KEY,
    -- Counts edits, so that an edit made against an older text is noticed.
    version BIGINT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    short_name TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('responsible-authority', 'co-operating', 'other')),
    -- What documents call it, one on each line.
    aliases TEXT NOT NULL,
    predecessor TEXT REFERENCES partnership_body (id) DEFERRABLE INITIALLY DEFERRED,
    active_from TEXT,
    active_until TEXT,
    notes TEXT,
    CHECK (active_from IS NULL OR active_until IS NULL OR active_until >= active_from),
    CHECK (predecessor <> id)
);

-- The places the partnership serves. A district lies in a county; a unitary stands alone.
CREATE TABLE partnership_area (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('district', 'unitary', 'county')),
    parent TEXT REFERENCES partnership_area (id) DEFERRABLE INITIALLY DEFERRED,
    body TEXT REFERENCES partnership_body (id),
    CHECK (parent <> id)
);

-- Where bodies meet.
CREATE TABLE partnership_group (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    short_name TEXT,
    parent TEXT REFERENCES partnership_group (id) DEFERRABLE INITIALLY DEFERRED,
    purpose TEXT,
    area TEXT REFERENCES partnership_area (id),
    CHECK (parent <> id)
);

-- A place in a group. It belongs to the body; people come and go.
CREATE TABLE partnership_seat (
    id TEXT NOT NULL PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES partnership_group (id),
    body TEXT NOT NULL REFERENCES partnership_body (id),
    title TEXT NOT NULL,
    capacity TEXT NOT NULL CHECK (capacity IN ('responsible-authority', 'co-operating', 'invited')),
    active_from TEXT,
    active_until TEXT,
    end_reason TEXT,
    -- People belong to another slice, which knows this one; so no foreign key. No person is a vacancy.
    person TEXT,
    deputy TEXT,
    CHECK (active_from IS NULL OR active_until IS NULL OR active_until >= active_from)
);

CREATE INDEX partnership_seat_group ON partnership_seat (group_id);
CREATE INDEX partnership_seat_body ON partnership_seat (body);
