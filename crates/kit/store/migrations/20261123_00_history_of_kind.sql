-- What changed in all things of a kind since a day: a report on a plan asks it of every action at once.
CREATE INDEX history_kind ON history (kind, at);
