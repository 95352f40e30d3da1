//! Pages with invented content, for the gallery and the tests.

use concordat_kernel::{
    AnyId, Id, Money, Ref,
    jiff::civil::{Date, date},
};
use concordat_web::{
    Aim, AimKind, Answers, Errors,
    parts::{Csrf, Shell},
};

use super::{
    award, award_forms, bid, bid_forms, bid_steps, bids, forecast, fund, fund_forms, funds, ledger, outputs,
    pot, priorities, project, project_claims, project_forms, project_steps, public, publishing, questions::dated, returns, sheet::Sheet,
    words::Names,
};
use crate::{
    Award, AwardTerms, Bid, BidState, Chain, ChainStep, Claim, ClaimState, CostLine, Count, Decision,
    Extension, Fund, LeadTime, Match, MatchForm, NewBid, NewClaim, NewDecision, NewExtension, NewFund,
    NewMatch, NewOrder, NewPot, NewPotEvent, NewProject, Order, Output, Pot, PotEvent, PotRule, PotState,
    Project, ProjectState, Promise, Return, Verdict,
    publish::{self, Audience, Publication, Publisher},
    rules::{
        ledger::{EntryKind, Ledger, Movement, Place},
        pot::Unfinished,
    },
    store::{AwardFile, BidFile, FundFile, ProjectFile, Recorded, RecordedEntry},
};

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

fn steps() -> Vec<ChainStep> {
    let step = |who: &str, does: &str| ChainStep { who: who.into(), does: does.into() };
    vec![step("Working group", "reviews"), step("Chair", "endorses"), step("Commissioner", "approves")]
}

fn fund() -> Fund {
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

fn fund_file() -> FundFile {
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

fn award() -> Award {
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

fn reserve_pot() -> Pot {
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

fn the_ledger() -> Ledger {
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

fn recorded() -> Recorded {
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

fn training() -> Project {
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

fn cameras() -> Project {
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

fn bare_award() -> AwardFile {
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

fn the_bid() -> Bid {
    let promise = |name: &str, goods, promised| Promise { name: name.into(), goods, promised: Some(promised) };
    let said = NewBid {
        title: "Bystander training".into(),
        purpose: "To train people who work at night".into(),
        priority: None,
        action: Some(ACTION.into()),
        applicant: "Hollin Trust".into(),
        body: None,
        area: "Port Aldren".into(),
        amount: Money::pounds(5_000),
        match_cash: Money::pounds(15_000),
        match_kind: Money::pounds(5_000),
        match_from: "Violence reduction unit".into(),
        case_due: Some(date(2026, 4, 30)),
        costs: vec![CostLine {
            item: "Places".into(),
            quantity: 3,
            price: "1666.66665".parse().unwrap_or(concordat_kernel::UnitPrice::millionths(0)),
        }],
        outputs: vec![promise("people trained", false, 25), promise("cards", true, 400)],
    };
    Bid {
        id: id(6),
        version: 2,
        award: id(2),
        said,
        case_received: None,
        made_on: date(2026, 4, 3),
        made_by: "operator".into(),
        state: BidState::Submitted,
        granted: None,
        because: String::new(),
    }
}

fn bid_file() -> BidFile {
    let decision = Decision {
        number: 1,
        step: 1,
        who: "Working group".into(),
        does: "reviews".into(),
        said: NewDecision {
            verdict: Verdict::PartAgreed,
            amount: Some(Money::pounds(4_000)),
            person: "A. Rowan".into(),
            on: date(2026, 5, 4),
            minute: "Minute 12".into(),
            note: "Without the second evening".into(),
            pot: None,
        },
        recorded_at: "2026-05-05T09:00:00Z".into(),
        recorded_by: "operator".into(),
    };
    let extension = Extension {
        former_due: Some(date(2026, 4, 16)),
        said: NewExtension {
            due: date(2026, 4, 30),
            agreed_by: "The commissioner".into(),
            agreed_on: date(2026, 4, 10),
            because: "More partners".into(),
            reference: "E-mail".into(),
        },
    };
    BidFile {
        bid: the_bid(),
        award: award(),
        chain: steps(),
        decisions: vec![decision],
        next_step: Some(2),
        extensions: vec![extension],
        project: None,
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

fn claim(state: ClaimState) -> Claim {
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

fn aims() -> Vec<Aim> {
    vec![Aim {
        thing: Ref { kind: "plan_action".into(), id: AnyId::from_u128(53) },
        kind: AimKind::Action,
        number: "5.3".into(),
        title: "Train people who work at night".into(),
        funded: true,
        part_of: "Merrowshire plan".into(),
        period: None,
    }]
}

fn wrong(field: &str, sentence: &str) -> Errors {
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

pub(crate) fn publication() -> Publication {
    let publisher =
        Publisher { name: "Merrowshire Community Safety Partnership".into(), prefix: "360G-merrowshire".into() };
    let made_at = concordat_kernel::jiff::Timestamp::UNIX_EPOCH;
    let (package, _) = publish::package(&award_file(), &[project_file()], &publisher, made_at);
    Publication {
        id: id(20),
        award: id(2),
        publisher,
        package,
        published_at: "2026-11-02T09:00:00Z".into(),
    }
}

/// Every page of the money with its samples.
pub(super) fn all() -> Vec<(&'static str, Sheet)> {
    [of_funds(), of_awards(), of_bids(), of_projects(), of_publication()].concat()
}

fn of_funds() -> Vec<(&'static str, Sheet)> {
    let none = Errors::none();
    let today = date(2026, 11, 2);
    let buttons = || vec![("#".to_owned(), "Add an award")];
    let no_group = [("1".to_owned(), "Merrowshire Working Group".to_owned())];
    let typed = Answers::from_pairs([("steps", "Chair endorses"), ("days", "some")]);
    let mut errors = wrong("name", "Enter the name of the fund.");
    errors.add("steps", "“Chair endorses” does not say who and what.");
    vec![
        ("funds", funds::view(shell("Money"), &[fund()], &[award()], Some(("#".into(), "Add a fund")))),
        ("no funds", funds::view(shell("Money"), &[], &[], None)),
        ("fund", fund::view(shell("Crime reduction grant"), &fund_file(), today, buttons())),
        ("add a fund", fund_forms::adding(shell("Add a fund"), &Answers::default(), &none, &no_group)),
        ("add a fund, with errors", fund_forms::adding(shell("Add a fund"), &typed, &errors, &[])),
        (
            "change who approves",
            fund_forms::chain_form(shell("Change who approves"), id(1), &dated("from", today), &none),
        ),
    ]
}

fn of_awards() -> Vec<(&'static str, Sheet)> {
    let none = Errors::none();
    let today = date(2026, 11, 2);
    let file = award_file();
    let title = "Crime reduction grant 2026/27";
    let buttons = || vec![("#".to_owned(), "Make a bid"), ("#".to_owned(), "Give money back")];
    let pot = reserve_pot();
    let who = Names::default();
    let typed = Answers::from_pairs([("letter", ""), ("up_front", "2000")]);
    vec![
        ("award", award::view(shell(title), &file, today, buttons())),
        ("award, nothing yet", award::view(shell(title), &bare_award(), today, Vec::new())),
        ("forecast", forecast::view(shell("Forecast and warnings"), &file, today)),
        ("forecast, nothing yet", forecast::view(shell("Forecast and warnings"), &bare_award(), today)),
        ("ledger", ledger::view(shell("Ledger"), &file, &who, None, true)),
        (
            "ledger, one balance",
            ledger::view(shell("Ledger"), &file, &who, Some((Place::Spent, Some(AnyId::from_u128(4)))), false),
        ),
        (
            "reverse an entry, with errors",
            ledger::reversing(
                shell("Reverse an entry"),
                &file,
                &Answers::from_pairs([("entry", "2")]),
                &wrong("because", "Enter why this entry is reversed."),
            ),
        ),
        ("pot", pot::view(shell("Reserve pot"), &file, &pot, today, None)),
        (
            "pot, with errors",
            pot::view(
                shell("Reserve pot"),
                &file,
                &Pot { events: Vec::new(), ..pot.clone() },
                today,
                Some((&dated("on", today), &wrong("made_by", "Enter who said so."))),
            ),
        ),
        (
            "add an award",
            award_forms::adding(shell("Add an award"), id(1), &Answers::default(), &none),
        ),
        (
            "add an award, with errors",
            award_forms::adding(
                shell("Add an award"),
                id(1),
                &Answers::from_pairs([("pot2", "Second part")]),
                &wrong("from", "The first day is missing."),
            ),
        ),
        (
            "give money back, with errors",
            returns::view(
                shell("Give money back"),
                &file,
                &typed,
                &wrong("letter", "Enter the letter that goes with the money."),
            ),
        ),
        ("outputs", outputs::view(shell("Promised and delivered"), title, &[project_file()])),
        (
            "priorities",
            priorities::view(
                shell("What each priority got"),
                &[award()],
                &[project_file()],
                &aims(),
                &Names::default(),
            ),
        ),
        (
            "priorities, nothing yet",
            priorities::view(shell("What each priority got"), &[], &[], &[], &Names::default()),
        ),
        ("outputs, none", outputs::view(shell("Promised and delivered"), title, &[])),
    ]
}

fn of_publication() -> Vec<(&'static str, Sheet)> {
    let left_out = ["2. Dummy cameras is left out: its provider is not recorded.".to_owned()];
    let last = publication();
    let shown = |last, errors: &Errors| {
        let shell = shell("Publish the grants");
        publishing::view(shell, &award_file(), (1, &left_out), last, &Answers::default(), errors)
    };
    vec![
        ("publish", shown(Some(&last), &Errors::none())),
        ("publish, with errors", shown(None, &wrong("prefix", "Enter the prefix that 360Giving gave."))),
        ("public grants", public::view(shell("Grants that were given"), &[publication()])),
        ("public grants, none", public::view(shell("Grants that were given"), &[])),
    ]
}

fn of_bids() -> Vec<(&'static str, Sheet)> {
    let none = Errors::none();
    let today = dated("on", date(2026, 11, 2));
    let (file, one) = (award_file(), bid_file());
    let other = BidFile {
        bid: Bid { state: BidState::Refused, ..the_bid() },
        decisions: Vec::new(),
        next_step: None,
        ..bid_file()
    };
    let buttons = vec![("#".to_owned(), "Write down a decision")];
    let offers = bid::Offers { buttons, case: true };
    let names = Names::default();
    vec![
        ("bids", bids::view(shell("Bids"), &file, &[one.clone(), other], Some(("#".into(), "Make a bid")))),
        ("no bids", bids::view(shell("Bids"), &bare_award(), &[], None)),
        ("bid", bid::view(shell("Bystander training"), &one, &names, &names, &today, offers)),
        (
            "make a bid",
            bid_forms::adding(shell("Make a bid"), &award(), &aims(), &Answers::default(), &none),
        ),
        (
            "make a bid, with errors",
            bid_forms::adding(
                shell("Make a bid"),
                &award(),
                &[],
                &Answers::from_pairs([("amount", "lots")]),
                &wrong("amount", "“lots” is not an amount."),
            ),
        ),
        (
            "decide, too late for the last pound",
            bid_steps::deciding(
                shell("Write down a decision"),
                &one,
                &file,
                &today,
                &wrong("", "£1 cannot be taken from “Up-front money not allocated”: £0 is there, so £1 is missing."),
            ),
        ),
        ("withdraw", bid_steps::withdrawing(shell("Withdraw this bid"), &one, &today, &none)),
        (
            "more time, with errors",
            bid_steps::extending(
                shell("Give more time"),
                &one,
                &today,
                &wrong("due", "It is due on 30 April 2026 already. Enter a later day."),
            ),
        ),
    ]
}

fn of_projects() -> Vec<(&'static str, Sheet)> {
    let none = Errors::none();
    let today = dated("on", date(2026, 11, 2));
    let file = project_file();
    let over = ProjectFile {
        project: cameras(),
        orders: Vec::new(),
        claims: Vec::new(),
        matches: Vec::new(),
        outputs: Vec::new(),
        pot: Some(reserve_pot()),
        ..project_file()
    };
    let names = Names::default();
    let buttons = vec![("#".to_owned(), "Make a claim")];
    let offers = project::Offers { buttons, start: true, orders: true };
    let shown = project::view(shell("Bystander training"), &file, &names, &today, offers);
    let bare = project::view(shell("Dummy cameras"), &over, &names, &today, project::Offers::default());
    let mut typed = today.clone();
    typed.set("amount", "4200");
    vec![
        ("project", shown),
        ("project, over", bare),
        (
            "claim above what remains",
            project_claims::claiming(
                shell("Make a claim"),
                &file,
                &typed,
                &wrong("amount", "£4,200 is £3,200 more than remains: £1,000."),
            ),
        ),
        (
            "claim, to decide",
            project_claims::view(
                shell("Claim Invoice 8"),
                &file,
                &claim(ClaimState::Waiting),
                &today,
                &none,
                (true, true),
            ),
        ),
        (
            "claim, to pay",
            project_claims::view(
                shell("Claim Invoice 8"),
                &file,
                &claim(ClaimState::Accepted),
                &today,
                &none,
                (true, true),
            ),
        ),
        (
            "complete, with errors",
            project_steps::finish_form(
                shell("Complete this project"),
                &file,
                &today,
                &wrong("variance", "It cost £2,000.60, £2,999.40 less than was allocated. Enter why."),
            ),
        ),
        (
            "add a project",
            project_forms::adding(shell("Add a project without a bid"), &award_file(), &aims(), &today, &none),
        ),
    ]
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
