//! Invented money for the samples of the pages and for their tests: an award of £20,000 with a pot that was opened late
//! and closed, two projects, a bid and a claim.

use concordat_kernel::{
    AnyId, Id, Money,
    jiff::civil::{Date, date},
};
use concordat_web::{
    Errors,
    parts::{Csrf, Shell},
};

use crate::{
    Award, AwardTerms, Bid, BidState, Chain, ChainStep, Claim, ClaimState, Count, Fund, LeadTime, Match,
    MatchForm, NewClaim, NewFund, NewMatch, NewOrder, NewPot, NewPotEvent, NewProject, Order, Output, Pot,
    PotEvent, PotRule, PotState, Project, ProjectState, Promise, Return,
    publish::{self, Audience, Publication, Publisher},
    rules::{
        ledger::{EntryKind, Ledger, Movement, Place},
        pot::Unfinished,
    },
    store::{AwardFile, FundFile, ProjectFile, Recorded, RecordedEntry},
};

mod bid;

pub(super) use bid::{aims, bid_file, the_bid};

const ACTION: &str = "plan_action/01890000-0000-7000-8000-000000000053";

pub(super) fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(AnyId::from_u128(n))
}

pub(super) fn shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.csrf = Csrf::new("sample-token");
    shell.person = Some("Rowan Ashdown".to_owned());
    shell
}

pub(super) fn steps() -> Vec<ChainStep> {
    let step = |who: &str, does: &str| ChainStep { who: who.into(), does: does.into() };
    vec![step("Working group", "reviews"), step("Chair", "endorses"), step("Commissioner", "approves")]
}

pub(super) fn fund() -> Fund {
    let said = NewFund {
        name: "Crime reduction grant".into(),
        funder: "Commissioner for Merrowshire".into(),
        funder_body: None,
        group: None,
        purpose: "To reduce crime in the county".into(),
        eligibility: "Any partner, for any place in the county".into(),
    };
    Fund { id: id(1), version: 1, said }
}

pub(super) fn fund_file() -> FundFile {
    let from = date(2024, 4, 1);
    FundFile {
        fund: fund(),
        chains: vec![
            Chain { from, steps: steps()[1..].to_vec() },
            Chain { from: date(2025, 4, 1), steps: steps() },
        ],
        leads: vec![LeadTime { from, days: 28 }, LeadTime { from: date(2025, 4, 1), days: 42 }],
        awards: vec![award()],
    }
}

pub(super) fn award() -> Award {
    let said = AwardTerms {
        label: "2026/27".into(),
        from: date(2026, 4, 1),
        to: date(2027, 3, 31),
        conditions: "Priorities of the agreement\nEvidence for every project".into(),
        repayment: "What is not spent by the last day goes back".into(),
        confirmed_on: Some(date(2026, 3, 20)),
        reference: "Letter of 20 March 2026".into(),
    };
    Award { id: id(2), version: 1, fund: id(1), amount: Money::pounds(20_000), said }
}

pub(super) fn reserve_pot() -> Pot {
    let said = NewPot {
        name: "Reserve pot".into(),
        amount: Money::pounds(6_666),
        share: Some((1, 3)),
        rule: PotRule::EarlierYearsComplete,
        opens_on: None,
    };
    let event = |number, state, on, note: &str| PotEvent {
        number,
        said: NewPotEvent {
            state,
            on,
            told_on: Some(on),
            made_by: "Commissioner’s office".into(),
            reference: "E-mail to the chair".into(),
            note: note.into(),
        },
    };
    let events = vec![
        event(1, PotState::Opened, date(2026, 9, 28), ""),
        event(2, PotState::Closed, date(2026, 10, 26), "With immediate effect"),
    ];
    Pot { id: id(3), version: 1, award: id(2), said, events }
}

struct Books {
    ledger: Ledger,
}

impl Books {
    fn post(
        &mut self,
        kind: EntryKind,
        (from, to): (Place, Place),
        (pot, project): (Option<u128>, Option<u128>),
        amount: &str,
        (on, words): (Date, &str),
    ) {
        let movement = Movement {
            kind,
            from,
            to,
            pot: pot.map(AnyId::from_u128),
            project: project.map(AnyId::from_u128),
            amount: amount.parse().unwrap_or_default(),
            on,
            about: None,
            words: words.to_owned(),
        };
        // A movement that the ledger refuses is missing on the sample, where a test looks for it.
        let _ = self.ledger.post(movement);
    }
}

pub(super) fn the_ledger() -> Ledger {
    use EntryKind::{Allocate, Approve, Commit, Hold, Lock, Match, Release, Spend};
    let mut books = Books { ledger: Ledger::default() };
    let april = date(2026, 4, 1);
    let (none, pot, training) = ((None, None), (Some(3), None), (None, Some(4)));
    books.post(EntryKind::Award, (Place::Funder, Place::Available), none, "20000", (april, "Award 2026/27"));
    books.post(Hold, (Place::Available, Place::Held), pot, "6666", (april, "Reserve pot is held back"));
    let may = (date(2026, 5, 12), "Commissioner approves: agreed");
    books.post(Allocate, (Place::Available, Place::Allocated), training, "5000", may);
    books.post(Approve, (Place::Allocated, Place::Approved), training, "5000", may);
    let cameras = (None, Some(5));
    books.post(Allocate, (Place::Available, Place::Allocated), cameras, "7500.50", may);
    books.post(Approve, (Place::Allocated, Place::Approved), cameras, "7500.50", may);
    books.post(
        Commit,
        (Place::Approved, Place::Committed),
        training,
        "4000",
        (date(2026, 6, 1), "Order to Hollin Trust"),
    );
    books.post(
        Spend,
        (Place::Committed, Place::Spent),
        training,
        "1200",
        (date(2026, 7, 14), "Hollin Trust, Invoice 7"),
    );
    books.post(
        Spend,
        (Place::Committed, Place::Spent),
        training,
        "800.60",
        (date(2026, 9, 2), "Hollin Trust, Invoice 8"),
    );
    books.post(
        Match,
        (Place::Partners, Place::Matched),
        training,
        "15000",
        (date(2026, 7, 1), "Violence reduction unit, in cash"),
    );
    books.post(Release, (Place::Held, Place::Open), pot, "6666", (date(2026, 9, 28), "Opened: e-mail"));
    books.post(Lock, (Place::Open, Place::Held), pot, "6666", (date(2026, 10, 26), "Closed: e-mail"));
    books.ledger
}

pub(super) fn recorded() -> Recorded {
    let ledger = the_ledger();
    let entries = ledger
        .entries()
        .iter()
        .map(|posted| RecordedEntry {
            id: AnyId::from_u128(100),
            posted: posted.clone(),
            recorded_at: "2026-10-26T10:00:00Z".into(),
            recorded_by: "operator".into(),
            hash: String::new(),
        })
        .collect();
    Recorded { ledger, entries }
}

pub(super) fn training() -> Project {
    let said = NewProject {
        title: "Bystander training".into(),
        purpose: "To train people who work at night".into(),
        priority: None,
        action: Some(ACTION.into()),
        area: "Port Aldren".into(),
        provider: "Hollin Trust".into(),
        planned: Some(Money::pounds(5_000)),
        whole_cost: Some(Money::pounds(25_000)),
        starts_on: Some(date(2026, 6, 1)),
        ends_on: Some(date(2027, 2, 28)),
        at_risk: "The venue is not booked".into(),
    };
    Project {
        id: id(4),
        version: 2,
        award: id(2),
        number: 1,
        bid: Some(id(6)),
        pot: None,
        said,
        state: ProjectState::Running,
        completed_on: None,
        evidence: String::new(),
        variance: String::new(),
        evaluation: String::new(),
    }
}

pub(super) fn cameras() -> Project {
    let said = NewProject {
        title: "Dummy cameras <and> signs".into(),
        planned: Some(Money::pence(750_050)),
        ..NewProject::default()
    };
    Project {
        id: id(5),
        number: 2,
        said,
        state: ProjectState::Completed,
        completed_on: Some(date(2026, 11, 2)),
        evidence: "Photographs".into(),
        variance: "Bought by another body at less".into(),
        evaluation: "Most shops would use them again".into(),
        bid: None,
        ..training()
    }
}

pub(crate) fn award_file() -> AwardFile {
    AwardFile {
        fund: fund(),
        leads: fund_file().leads,
        award: award(),
        pots: vec![reserve_pot()],
        recorded: recorded(),
        projects: vec![training(), cameras()],
        bids: vec![the_bid(), Bid { id: id(7), state: BidState::Reserve, ..the_bid() }],
        returns: vec![Return {
            id: id(8),
            on: date(2027, 4, 20),
            amount: Money::pence(100),
            letter: "Letter of 20 April".into(),
            because: String::new(),
        }],
        before: vec![Unfinished { award: "2025/26".into(), number: 3, title: "Street lights".into() }],
    }
}

pub(super) fn bare_award() -> AwardFile {
    AwardFile {
        pots: Vec::new(),
        recorded: Recorded { ledger: Ledger::default(), entries: Vec::new() },
        projects: Vec::new(),
        bids: Vec::new(),
        returns: Vec::new(),
        before: Vec::new(),
        leads: Vec::new(),
        ..award_file()
    }
}

pub(crate) fn project_file() -> ProjectFile {
    let order = Order {
        id: id(9),
        project: id(4),
        said: NewOrder {
            on: date(2026, 6, 1),
            supplier: "Hollin Trust".into(),
            reference: "PO 1".into(),
            amount: Money::pounds(4_000),
        },
        remaining: Money::pence(199_940),
    };
    let matched = Match {
        id: id(10),
        project: id(4),
        said: NewMatch {
            from: "Violence reduction unit".into(),
            form: MatchForm::Cash,
            promised: Money::pounds(15_000),
            note: String::new(),
        },
    };
    let output = |n: u128, name: &str, goods, counts| Output {
        id: id(n),
        project: id(4),
        promise: Promise { name: name.into(), goods, promised: Some(25) },
        counts,
    };
    let count = |delivered, handed_out| Count {
        on: date(2026, 9, 30),
        delivered,
        handed_out,
        note: "Register of attendance".into(),
    };
    ProjectFile {
        project: training(),
        award: award(),
        pot: None,
        ledger: the_ledger(),
        orders: vec![order],
        claims: vec![claim(ClaimState::Waiting), claim(ClaimState::Paid)],
        matches: vec![matched],
        outputs: vec![
            output(11, "People trained", false, vec![count(18, 0)]),
            output(12, "Cards", true, vec![count(400, 360)]),
        ],
    }
}

pub(super) fn claim(state: ClaimState) -> Claim {
    Claim {
        id: id(13),
        version: 1,
        project: id(4),
        said: NewClaim {
            on: date(2026, 9, 1),
            claimant: "Hollin Trust".into(),
            reference: "Invoice 8".into(),
            amount: Money::pence(80_060),
            made_of: Some((4, "200.15".parse().unwrap_or(concordat_kernel::UnitPrice::millionths(0)))),
            order: Some(id(9)),
        },
        state,
        decided_on: None,
        because: String::new(),
        paid_on: (state == ClaimState::Paid).then(|| date(2026, 9, 2)),
    }
}

pub(super) fn wrong(field: &str, sentence: &str) -> Errors {
    let mut errors = Errors::none();
    errors.add(field, sentence);
    errors
}

/// A grant report of the sample award.
pub(super) fn report(audience: Audience) -> concordat_report::Report {
    let served = ["5.3 Train people who work at night".to_owned(), "None named".to_owned()];
    let over = ProjectFile { project: cameras(), outputs: Vec::new(), ..project_file() };
    let made_at = concordat_kernel::jiff::Timestamp::UNIX_EPOCH;
    publish::report(&award_file(), &[project_file(), over], &served, audience, date(2026, 11, 2), made_at)
}

pub(super) fn letter() -> concordat_report::Report {
    let file = award_file();
    let back = Return {
        because: "Two lessons were held in rooms that cost nothing".into(),
        ..file.returns[0].clone()
    };
    publish::letter(&file, &back, concordat_kernel::jiff::Timestamp::UNIX_EPOCH)
}

pub(crate) fn publication() -> Publication {
    let publisher = Publisher {
        name: "Merrowshire Community Safety Partnership".into(),
        prefix: "360G-merrowshire".into(),
    };
    let made_at = concordat_kernel::jiff::Timestamp::UNIX_EPOCH;
    let (package, _) = publish::package(&award_file(), &[project_file()], &publisher, made_at);
    Publication { id: id(20), award: id(2), publisher, package, published_at: "2026-11-02T09:00:00Z".into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_movement_of_the_sample_ledger_is_taken() {
        let ledger = the_ledger();
        assert_eq!(ledger.entries().len(), 12);
        assert_eq!(ledger.sum(), Money::ZERO);
        assert_eq!(ledger.total(Place::Available), Money::pence(83_350));
    }
}
