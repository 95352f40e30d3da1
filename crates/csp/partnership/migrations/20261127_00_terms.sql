-- Under which law a group has duties, in words: "County strategy group, under the regulations of 2007".
ALTER TABLE partnership_group ADD COLUMN statutory TEXT;

-- One edition of a group's terms of reference. A draft is worked on until it is agreed; then it never changes again.
CREATE TABLE partnership_terms (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    group_id TEXT NOT NULL REFERENCES partnership_group (id),
    -- 1, 2, 3 in each group.
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    -- The first day on which it binds the group. None is a draft.
    agreed_on TEXT,
    -- Where it was agreed: "Meeting of 14 July, item 12".
    agreed_by TEXT,
    UNIQUE (group_id, number),
    CHECK ((agreed_on IS NULL) = (agreed_by IS NULL))
);

-- One group works on one draft at a time.
CREATE UNIQUE INDEX partnership_terms_draft ON partnership_terms (group_id) WHERE agreed_on IS NULL;

-- A section of the text, with the rule that it states beside it, if it states one. Section numbers are as in the source:
-- two sections may bear the same one.
CREATE TABLE partnership_clause (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    terms TEXT NOT NULL REFERENCES partnership_terms (id),
    place BIGINT NOT NULL,
    number TEXT NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject IN (
        'text', 'purpose', 'membership', 'quorum', 'cycle', 'notice', 'chair', 'vice-chair', 'removal', 'decision',
        'substitutes', 'review', 'sharing'
    )),
    -- The parts of a rule. Which of them a subject has is written in the code, in one table.
    choice TEXT,
    amount BIGINT CHECK (amount >= 0),
    months BIGINT CHECK (months > 0),
    before_group TEXT REFERENCES partnership_group (id)
);

CREATE INDEX partnership_clause_terms ON partnership_clause (terms, place);

-- Who chairs a group, and since when: for the review that its terms ask for.
CREATE TABLE partnership_office (
    id TEXT NOT NULL PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES partnership_group (id),
    office TEXT NOT NULL CHECK (office IN ('chair', 'vice-chair')),
    -- The post or the seat it goes with: "Cabinet member for community safety".
    holder TEXT NOT NULL,
    seat TEXT REFERENCES partnership_seat (id),
    since TEXT NOT NULL,
    until TEXT,
    CHECK (until IS NULL OR until >= since)
);

CREATE INDEX partnership_office_group ON partnership_office (group_id);

-- Who sat in a seat from when until when.
CREATE TABLE partnership_sitting (
    id TEXT NOT NULL PRIMARY KEY,
    seat TEXT NOT NULL REFERENCES partnership_seat (id),
    person TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('holder', 'deputy')),
    since TEXT NOT NULL,
    until TEXT,
    CHECK (until IS NULL OR until >= since)
);

CREATE INDEX partnership_sitting_seat ON partnership_sitting (seat);

-- The bodies that a seat speaks for beside the one that holds it: one chief executive for all district councils. Whoever sits there
-- must obtain the approval of each.
CREATE TABLE partnership_spoken_for (
    seat TEXT NOT NULL REFERENCES partnership_seat (id),
    body TEXT NOT NULL REFERENCES partnership_body (id),
    PRIMARY KEY (seat, body)
);

-- A version of the information sharing agreement that members must have signed.
CREATE TABLE partnership_sharing (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    edition TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    UNIQUE (name, edition)
);

-- A body signed a version of it.
CREATE TABLE partnership_signature (
    id TEXT NOT NULL PRIMARY KEY,
    sharing TEXT NOT NULL REFERENCES partnership_sharing (id),
    body TEXT NOT NULL REFERENCES partnership_body (id),
    signed_on TEXT NOT NULL,
    UNIQUE (sharing, body)
);

-- Days on which offices are shut beside weekends, one-off ones too. Data: a country adds to them at short notice.
CREATE TABLE partnership_holiday (
    day TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    one_off BIGINT NOT NULL CHECK (one_off IN (0, 1))
);

-- Bank holidays in England and Wales, as published or, for later years, as the same rules give them.
INSERT INTO partnership_holiday (day, name, one_off)
VALUES
    ('2020-01-01', 'New Year’s Day', 0),
    ('2020-04-10', 'Good Friday', 0),
    ('2020-04-13', 'Easter Monday', 0),
    ('2020-05-08', 'Early May bank holiday (VE Day)', 0),
    ('2020-05-25', 'Spring bank holiday', 0),
    ('2020-08-31', 'Summer bank holiday', 0),
    ('2020-12-25', 'Christmas Day', 0),
    ('2020-12-28', 'Boxing Day (in lieu)', 0),
    ('2021-01-01', 'New Year’s Day', 0),
    ('2021-04-02', 'Good Friday', 0),
    ('2021-04-05', 'Easter Monday', 0),
    ('2021-05-03', 'Early May bank holiday', 0),
    ('2021-05-31', 'Spring bank holiday', 0),
    ('2021-08-30', 'Summer bank holiday', 0),
    ('2021-12-27', 'Christmas Day (in lieu)', 0),
    ('2021-12-28', 'Boxing Day (in lieu)', 0),
    ('2022-01-03', 'New Year’s Day (in lieu)', 0),
    ('2022-04-15', 'Good Friday', 0),
    ('2022-04-18', 'Easter Monday', 0),
    ('2022-05-02', 'Early May bank holiday', 0),
    ('2022-06-02', 'Spring bank holiday', 0),
    ('2022-06-03', 'Platinum Jubilee', 1),
    ('2022-08-29', 'Summer bank holiday', 0),
    ('2022-09-19', 'State funeral', 1),
    ('2022-12-26', 'Boxing Day', 0),
    ('2022-12-27', 'Christmas Day (in lieu)', 0),
    ('2023-01-02', 'New Year’s Day (in lieu)', 0),
    ('2023-04-07', 'Good Friday', 0),
    ('2023-04-10', 'Easter Monday', 0),
    ('2023-05-01', 'Early May bank holiday', 0),
    ('2023-05-08', 'Coronation', 1),
    ('2023-05-29', 'Spring bank holiday', 0),
    ('2023-08-28', 'Summer bank holiday', 0),
    ('2023-12-25', 'Christmas Day', 0),
    ('2023-12-26', 'Boxing Day', 0),
    ('2024-01-01', 'New Year’s Day', 0),
    ('2024-03-29', 'Good Friday', 0),
    ('2024-04-01', 'Easter Monday', 0),
    ('2024-05-06', 'Early May bank holiday', 0),
    ('2024-05-27', 'Spring bank holiday', 0),
    ('2024-08-26', 'Summer bank holiday', 0),
    ('2024-12-25', 'Christmas Day', 0),
    ('2024-12-26', 'Boxing Day', 0),
    ('2025-01-01', 'New Year’s Day', 0),
    ('2025-04-18', 'Good Friday', 0),
    ('2025-04-21', 'Easter Monday', 0),
    ('2025-05-05', 'Early May bank holiday', 0),
    ('2025-05-26', 'Spring bank holiday', 0),
    ('2025-08-25', 'Summer bank holiday', 0),
    ('2025-12-25', 'Christmas Day', 0),
    ('2025-12-26', 'Boxing Day', 0),
    ('2026-01-01', 'New Year’s Day', 0),
    ('2026-04-03', 'Good Friday', 0),
    ('2026-04-06', 'Easter Monday', 0),
    ('2026-05-04', 'Early May bank holiday', 0),
    ('2026-05-25', 'Spring bank holiday', 0),
    ('2026-08-31', 'Summer bank holiday', 0),
    ('2026-12-25', 'Christmas Day', 0),
    ('2026-12-28', 'Boxing Day (in lieu)', 0),
    ('2027-01-01', 'New Year’s Day', 0),
    ('2027-03-26', 'Good Friday', 0),
    ('2027-03-29', 'Easter Monday', 0),
    ('2027-05-03', 'Early May bank holiday', 0),
    ('2027-05-31', 'Spring bank holiday', 0),
    ('2027-08-30', 'Summer bank holiday', 0),
    ('2027-12-27', 'Christmas Day (in lieu)', 0),
    ('2027-12-28', 'Boxing Day (in lieu)', 0),
    ('2028-01-03', 'New Year’s Day (in lieu)', 0),
    ('2028-04-14', 'Good Friday', 0),
    ('2028-04-17', 'Easter Monday', 0),
    ('2028-05-01', 'Early May bank holiday', 0),
    ('2028-05-29', 'Spring bank holiday', 0),
    ('2028-08-28', 'Summer bank holiday', 0),
    ('2028-12-25', 'Christmas Day', 0),
    ('2028-12-26', 'Boxing Day', 0),
    ('2029-01-01', 'New Year’s Day', 0),
    ('2029-03-30', 'Good Friday', 0),
    ('2029-04-02', 'Easter Monday', 0),
    ('2029-05-07', 'Early May bank holiday', 0),
    ('2029-05-28', 'Spring bank holiday', 0),
    ('2029-08-27', 'Summer bank holiday', 0),
    ('2029-12-25', 'Christmas Day', 0),
    ('2029-12-26', 'Boxing Day', 0),
    ('2030-01-01', 'New Year’s Day', 0),
    ('2030-04-19', 'Good Friday', 0),
    ('2030-04-22', 'Easter Monday', 0),
    ('2030-05-06', 'Early May bank holiday', 0),
    ('2030-05-27', 'Spring bank holiday', 0),
    ('2030-08-26', 'Summer bank holiday', 0),
    ('2030-12-25', 'Christmas Day', 0),
    ('2030-12-26', 'Boxing Day', 0),
    ('2031-01-01', 'New Year’s Day', 0),
    ('2031-04-11', 'Good Friday', 0),
    ('2031-04-14', 'Easter Monday', 0),
    ('2031-05-05', 'Early May bank holiday', 0),
    ('2031-05-26', 'Spring bank holiday', 0),
    ('2031-08-25', 'Summer bank holiday', 0),
    ('2031-12-25', 'Christmas Day', 0),
    ('2031-12-26', 'Boxing Day', 0);
