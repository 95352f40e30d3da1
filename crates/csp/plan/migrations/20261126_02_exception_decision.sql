-- What the partnership decided about an exception that was raised to it: once it is there, its last word with its day.
ALTER TABLE plan_exception ADD COLUMN decided_on TEXT;
ALTER TABLE plan_exception ADD COLUMN decision TEXT CHECK ((decision IS NULL) = (decided_on IS NULL));
