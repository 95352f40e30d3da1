-- Where money comes from, year after year: a crime reduction grant, a fund for safer streets, partners' own money.
CREATE TABLE grants_fund (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    -- Who gives it, as it is named in letters; and the body, where it is one of the partnership's.
    funder TEXT NOT NULL CHECK (funder <> ''),
    -- Bodies and groups belong to another slice; so no foreign key.
    funder_body TEXT,
    -- The group that looks after it: roles held for that group count.
    group_id TEXT,
    purpose TEXT NOT NULL,
    -- Who may bid and for which places.
    eligibility TEXT NOT NULL
);

-- How long it takes to put money to other use, in days. Dated: the newest one that has begun counts.
CREATE TABLE grants_lead (
    fund_id TEXT NOT NULL REFERENCES grants_fund (id),
    from_day TEXT NOT NULL,
    days BIGINT NOT NULL CHECK (days BETWEEN 0 AND 366),
    PRIMARY KEY (fund_id, from_day)
);

-- The steps by which a bid is approved, as the fund's group does it. Dated as above, a whole chain at a time.
CREATE TABLE grants_chain (
    fund_id TEXT NOT NULL REFERENCES grants_fund (id),
    from_day TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    -- "Working group", and what it does: "reviews".
    who TEXT NOT NULL CHECK (who <> ''),
    does TEXT NOT NULL CHECK (does <> ''),
    PRIMARY KEY (fund_id, from_day, number)
);

-- What a fund gives for one period.
CREATE TABLE grants_award (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    fund_id TEXT NOT NULL REFERENCES grants_fund (id),
    -- "2022/23", or "Phase 2".
    label TEXT NOT NULL CHECK (label <> ''),
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    -- All money is in whole pence.
    amount BIGINT NOT NULL CHECK (amount > 0),
    conditions TEXT NOT NULL,
    repayment TEXT NOT NULL,
    confirmed_on TEXT,
    -- The letter or minute that says so.
    reference TEXT NOT NULL,
    -- Where its ledger ends: the number of the last entry and the chain's hash there.
    entries BIGINT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (fund_id, label),
    CHECK (to_day >= from_day)
);

-- A part of an award that is held back, and the rule by which it opens.
CREATE TABLE grants_pot (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    award_id TEXT NOT NULL REFERENCES grants_award (id),
    name TEXT NOT NULL CHECK (name <> ''),
    amount BIGINT NOT NULL CHECK (amount > 0),
    -- "A third" is 1 of 3; neither where no share is stated.
    share_part BIGINT,
    share_whole BIGINT,
    rule TEXT NOT NULL CHECK (rule IN ('earlier-years-complete', 'from-day', 'funder-decides')),
    opens_on TEXT,
    UNIQUE (award_id, name),
    CHECK ((share_part IS NULL) = (share_whole IS NULL)),
    CHECK (share_part IS NULL OR (share_part > 0 AND share_whole >= share_part)),
    CHECK ((rule = 'from-day') = (opens_on IS NOT NULL))
);

-- What the outside party said about a pot. Never changed: what it says next is another row.
CREATE TABLE grants_pot_event (
    id TEXT NOT NULL PRIMARY KEY,
    pot_id TEXT NOT NULL REFERENCES grants_pot (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    state TEXT NOT NULL CHECK (state IN ('locked', 'opened', 'closed')),
    -- From when it is so, and when the partnership was told.
    on_day TEXT NOT NULL,
    told_on TEXT,
    made_by TEXT NOT NULL CHECK (made_by <> ''),
    -- The letter or minute.
    reference TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    UNIQUE (pot_id, number)
);

-- What a partner asks for.
CREATE TABLE grants_bid (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    award_id TEXT NOT NULL REFERENCES grants_award (id),
    title TEXT NOT NULL CHECK (title <> ''),
    purpose TEXT NOT NULL,
    -- What of the plan it serves, as kind/id: the plan is another slice.
    priority TEXT,
    action TEXT,
    applicant TEXT NOT NULL CHECK (applicant <> ''),
    body TEXT,
    area TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    match_cash BIGINT NOT NULL CHECK (match_cash >= 0),
    match_kind BIGINT NOT NULL CHECK (match_kind >= 0),
    match_from TEXT NOT NULL,
    -- When the business case is wanted, and when it came.
    case_due TEXT,
    case_received TEXT,
    made_on TEXT NOT NULL,
    made_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'approved', 'part-approved', 'reserve', 'refused', 'withdrawn')),
    -- What was approved.
    granted BIGINT CHECK (granted > 0 AND granted <= amount),
    -- Why it was withdrawn.
    because TEXT NOT NULL,
    CHECK ((state IN ('approved', 'part-approved')) = (granted IS NOT NULL))
);

CREATE INDEX grants_bid_of_award ON grants_bid (award_id);

-- What it is made of: a quantity at a price, which may be finer than a penny (in millionths of a pound).
CREATE TABLE grants_bid_cost (
    bid_id TEXT NOT NULL REFERENCES grants_bid (id),
    position BIGINT NOT NULL,
    item TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    price BIGINT NOT NULL CHECK (price >= 0),
    PRIMARY KEY (bid_id, position)
);

-- What it promises.
CREATE TABLE grants_bid_output (
    bid_id TEXT NOT NULL REFERENCES grants_bid (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    goods BIGINT NOT NULL CHECK (goods IN (0, 1)),
    promised BIGINT CHECK (promised > 0),
    PRIMARY KEY (bid_id, position)
);

-- More time for a business case. Never changed.
CREATE TABLE grants_extension (
    id TEXT NOT NULL PRIMARY KEY,
    bid_id TEXT NOT NULL REFERENCES grants_bid (id),
    former_due TEXT,
    due TEXT NOT NULL,
    agreed_by TEXT NOT NULL CHECK (agreed_by <> ''),
    agreed_on TEXT NOT NULL,
    because TEXT NOT NULL,
    reference TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL
);

-- One step of a bid's approval. Never changed; a step that is taken back is a row of its own.
CREATE TABLE grants_decision (
    id TEXT NOT NULL PRIMARY KEY,
    bid_id TEXT NOT NULL REFERENCES grants_bid (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    -- The step of the chain, and its words at that time.
    step BIGINT NOT NULL CHECK (step >= 1),
    who TEXT NOT NULL,
    does TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('agreed', 'part-agreed', 'reserve', 'refused')),
    amount BIGINT CHECK (amount > 0),
    person TEXT NOT NULL CHECK (person <> ''),
    decided_on TEXT NOT NULL,
    -- The minute, as kind/id, or in words where it is on paper.
    minute TEXT NOT NULL,
    note TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    UNIQUE (bid_id, number),
    CHECK ((decision IN ('agreed', 'part-agreed')) = (amount IS NOT NULL))
);

-- What is done with money.
CREATE TABLE grants_project (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    award_id TEXT NOT NULL REFERENCES grants_award (id),
    -- Its place among the award's projects.
    number BIGINT NOT NULL CHECK (number >= 1),
    bid_id TEXT UNIQUE REFERENCES grants_bid (id),
    -- The pot that pays for it; none is the up-front part. A project is paid from one place.
    pot_id TEXT REFERENCES grants_pot (id),
    title TEXT NOT NULL CHECK (title <> ''),
    purpose TEXT NOT NULL,
    priority TEXT,
    action TEXT,
    area TEXT NOT NULL,
    provider TEXT NOT NULL,
    -- What was first allocated, to compare the cost with; not known of some old years.
    planned BIGINT CHECK (planned > 0),
    -- What the whole costs with others' money, where that is stated.
    whole_cost BIGINT CHECK (whole_cost > 0),
    starts_on TEXT,
    ends_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('planned', 'running', 'completed', 'cancelled')),
    -- Why some of its money may not be spent in time; empty when nothing is feared.
    at_risk TEXT NOT NULL,
    completed_on TEXT,
    evidence TEXT NOT NULL,
    -- Why it cost something else than was allocated.
    variance TEXT NOT NULL,
    evaluation TEXT NOT NULL,
    UNIQUE (award_id, number),
    CHECK ((state IN ('completed', 'cancelled')) = (completed_on IS NOT NULL)),
    CHECK (state <> 'completed' OR evidence <> '')
);

-- What a project promises to deliver. Goods can be handed out, and the rest is in stock.
CREATE TABLE grants_output (
    id TEXT NOT NULL PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES grants_project (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    goods BIGINT NOT NULL CHECK (goods IN (0, 1)),
    promised BIGINT CHECK (promised > 0),
    UNIQUE (project_id, position)
);

-- What was delivered and handed out. Never changed: a mistake is taken back by a count below nothing.
CREATE TABLE grants_count (
    id TEXT NOT NULL PRIMARY KEY,
    output_id TEXT NOT NULL REFERENCES grants_output (id),
    on_day TEXT NOT NULL,
    delivered BIGINT NOT NULL,
    handed_out BIGINT NOT NULL,
    note TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    CHECK (delivered <> 0 OR handed_out <> 0)
);

CREATE INDEX grants_count_of_output ON grants_count (output_id);

-- Money that others put in, as promised. What came is in the ledger.
CREATE TABLE grants_match (
    id TEXT NOT NULL PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES grants_project (id),
    from_whom TEXT NOT NULL CHECK (from_whom <> ''),
    -- In cash, or in kind (rooms, time), valued.
    form TEXT NOT NULL CHECK (form IN ('cash', 'kind')),
    promised BIGINT NOT NULL CHECK (promised > 0),
    note TEXT NOT NULL
);

CREATE INDEX grants_match_of_project ON grants_match (project_id);

-- An order placed: the money is committed.
CREATE TABLE grants_order (
    id TEXT NOT NULL PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES grants_project (id),
    on_day TEXT NOT NULL,
    supplier TEXT NOT NULL CHECK (supplier <> ''),
    reference TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    -- What of it is still committed falls as claims are paid, and to nothing when it is closed.
    remaining BIGINT NOT NULL,
    CHECK (remaining BETWEEN 0 AND amount)
);

CREATE INDEX grants_order_of_project ON grants_order (project_id);

-- What a provider asks to be paid.
CREATE TABLE grants_claim (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    project_id TEXT NOT NULL REFERENCES grants_project (id),
    order_id TEXT REFERENCES grants_order (id),
    on_day TEXT NOT NULL,
    claimant TEXT NOT NULL CHECK (claimant <> ''),
    -- The invoice.
    reference TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    -- How the amount was made, where it is a quantity at a price (in millionths of a pound).
    quantity BIGINT CHECK (quantity > 0),
    price BIGINT CHECK (price >= 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused', 'paid')),
    made_by TEXT NOT NULL,
    decided_on TEXT,
    decided_by TEXT,
    because TEXT NOT NULL,
    paid_on TEXT,
    CHECK ((quantity IS NULL) = (price IS NULL)),
    CHECK ((state = 'waiting') = (decided_on IS NULL)),
    CHECK ((state = 'paid') = (paid_on IS NOT NULL))
);

CREATE INDEX grants_claim_of_project ON grants_claim (project_id);

-- Money given back, with the letter.
CREATE TABLE grants_return (
    id TEXT NOT NULL PRIMARY KEY,
    award_id TEXT NOT NULL REFERENCES grants_award (id),
    on_day TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    letter TEXT NOT NULL CHECK (letter <> ''),
    because TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL
);

-- The ledger. Each row takes an amount from one account and puts it into another, so that it balances by its shape.
-- Rows are added and never changed: what was wrong is reversed by a row the other way.
CREATE TABLE grants_entry (
    id TEXT NOT NULL PRIMARY KEY,
    award_id TEXT NOT NULL REFERENCES grants_award (id),
    -- 1, 2, 3 without gaps: two changes at once cannot both take the next one.
    number BIGINT NOT NULL CHECK (number >= 1),
    on_day TEXT NOT NULL,
    kind TEXT NOT NULL,
    from_place TEXT NOT NULL,
    to_place TEXT NOT NULL,
    pot_id TEXT REFERENCES grants_pot (id),
    project_id TEXT REFERENCES grants_project (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    -- The entry that this one takes back.
    reverses TEXT UNIQUE REFERENCES grants_entry (id),
    -- What it was for: the claim, the order, the letter, as kind/id; and in words.
    about TEXT,
    words TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    -- Of this row and the one before, as in the audit.
    hash TEXT NOT NULL,
    UNIQUE (award_id, number),
    CHECK (from_place <> to_place),
    -- Which way each kind of entry may go. A reversal goes the other way.
    CHECK (reverses IS NOT NULL OR kind || ':' || from_place || '>' || to_place IN (
        'award:funder>available',
        'hold:available>held',
        'release:held>open',
        'lock:open>held',
        'allocate:available>allocated', 'allocate:open>allocated',
        'approve:allocated>approved',
        'commit:approved>committed',
        'spend:approved>spent', 'spend:committed>spent',
        'match:partners>matched',
        'return:available>returned', 'return:held>returned', 'return:open>returned',
        'write-back:committed>approved',
        'write-back:approved>available', 'write-back:approved>open', 'write-back:approved>held',
        'write-back:allocated>available', 'write-back:allocated>open', 'write-back:allocated>held'
    )),
    CHECK (reverses IS NULL OR kind || ':' || to_place || '>' || from_place IN (
        'award:funder>available',
        'hold:available>held',
        'release:held>open',
        'lock:open>held',
        'allocate:available>allocated', 'allocate:open>allocated',
        'approve:allocated>approved',
        'commit:approved>committed',
        'spend:approved>spent', 'spend:committed>spent',
        'match:partners>matched',
        'return:available>returned', 'return:held>returned', 'return:open>returned',
        'write-back:committed>approved',
        'write-back:approved>available', 'write-back:approved>open', 'write-back:approved>held',
        'write-back:allocated>available', 'write-back:allocated>open', 'write-back:allocated>held'
    )),
    CHECK (pot_id IS NOT NULL OR ('held' NOT IN (from_place, to_place) AND 'open' NOT IN (from_place, to_place))),
    CHECK (project_id IS NOT NULL OR kind NOT IN ('allocate', 'approve', 'commit', 'spend', 'match', 'write-back'))
);

-- What each account holds: the sum of its entries, kept beside them so that the database itself refuses a balance below
-- nothing. Only the two accounts that money comes from stand below nothing. `concordat check` adds the entries up again.
CREATE TABLE grants_balance (
    award_id TEXT NOT NULL REFERENCES grants_award (id),
    place TEXT NOT NULL CHECK (place IN (
        'funder', 'partners', 'available', 'held', 'open', 'allocated', 'approved', 'committed', 'spent', 'matched', 'returned'
    )),
    -- The pot or project, or empty.
    thing TEXT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (award_id, place, thing),
    CHECK ((place IN ('funder', 'partners') AND amount <= 0) OR (place NOT IN ('funder', 'partners') AND amount >= 0))
);

-- Files that were brought in, so that the same one twice changes nothing.
CREATE TABLE grants_import (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the file.
    file_hash TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    -- What was odd in it, as JSON.
    oddities TEXT NOT NULL
);
