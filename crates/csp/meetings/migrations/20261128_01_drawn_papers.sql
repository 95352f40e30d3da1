-- What of the record a paper was drawn from: the kind of paper, the thing as kind/id, and as of when.
ALTER TABLE meetings_paper ADD COLUMN drawn_kind TEXT;
ALTER TABLE meetings_paper ADD COLUMN drawn_of TEXT;
ALTER TABLE meetings_paper ADD COLUMN drawn_at TEXT;
-- For whom: what was drawn for members is not put before anybody else, whatever becomes of the item.
ALTER TABLE meetings_paper ADD COLUMN drawn_for TEXT CHECK (drawn_for IN ('anybody', 'members'));
-- The paper's version then: a later one says that the text was changed since.
ALTER TABLE meetings_paper ADD COLUMN drawn_version BIGINT;
