-- Who was invited to a meeting: the holder of a seat, or somebody else.
CREATE TABLE meetings_invitation (
    id TEXT NOT NULL PRIMARY KEY,
    meeting TEXT NOT NULL REFERENCES meetings_meeting (id),
    -- Seats belong to another slice; so no foreign key. None: somebody who holds none.
    seat TEXT,
    -- To whom the letter is written; a seat that nobody fills is written to its body.
    name TEXT NOT NULL,
    -- What seat and body were called then, or where somebody else comes from.
    holder TEXT NOT NULL,
    -- None: the letter goes on paper.
    email TEXT,
    invited_on TEXT NOT NULL,
    UNIQUE (meeting, seat)
);
