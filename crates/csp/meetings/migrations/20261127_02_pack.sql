-- A file that belongs to an item's paper. It is as closed as its item, or closed by itself.
CREATE TABLE meetings_file (
    id TEXT NOT NULL PRIMARY KEY,
    item TEXT NOT NULL REFERENCES meetings_item (id),
    place BIGINT NOT NULL,
    title TEXT NOT NULL,
    -- 1: not for publication, though its item is open.
    restricted BIGINT NOT NULL CHECK (restricted IN (0, 1)),
    -- What it holds is with the attachments, which belong to another slice; so no foreign key.
    attachment TEXT NOT NULL,
    UNIQUE (item, place)
);

-- The pack as it went out, number 0, and each supplement to it.
CREATE TABLE meetings_issue (
    id TEXT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    number BIGINT NOT NULL CHECK (number >= 0),
    issued_on TEXT NOT NULL,
    -- Why it came after the pack.
    reason TEXT,
    UNIQUE (meeting, number),
    CHECK ((number = 0) = (reason IS NULL))
);

-- What went out with it: an item of the agenda, a paper or a file. So pages keep their numbers when more comes.
CREATE TABLE meetings_issued (
    issue TEXT NOT NULL REFERENCES meetings_issue (id),
    thing TEXT NOT NULL,
    PRIMARY KEY (issue, thing)
);

-- A numbered copy of the restricted edition, by seat.
CREATE TABLE meetings_copy (
    id TEXT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    number BIGINT NOT NULL CHECK (number > 0),
    -- Seats belong to another slice; so no foreign key.
    seat TEXT NOT NULL,
    -- What the seat and its body were called then.
    holder TEXT NOT NULL,
    sent_on TEXT NOT NULL,
    received_on TEXT,
    UNIQUE (meeting, number),
    UNIQUE (meeting, seat)
);
