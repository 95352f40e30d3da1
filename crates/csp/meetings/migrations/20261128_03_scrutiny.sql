-- What something to follow up is about, in another part of the record: a comment by scrutiny on an action of the plan.
ALTER TABLE meetings_follow_up ADD COLUMN about_kind TEXT;
ALTER TABLE meetings_follow_up ADD COLUMN about_id TEXT CHECK ((about_kind IS NULL) = (about_id IS NULL));
