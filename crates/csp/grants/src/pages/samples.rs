//! Pages with invented content, for the gallery and the tests.

use concordat_kernel::{AnyId, jiff::civil::date};
use concordat_web::{Answers, Errors};

use super::{
    award, award_forms, bid, bid_forms, bid_steps, bids, by_link, forecast, fund, fund_forms, funds,
    invented::{
        aims, award as an_award, award_file, bare_award, bid_file, cameras, claim, fund as a_fund, fund_file,
        id, project_file, publication, reserve_pot, shell, the_bid, wrong,
    },
    ledger, outputs, pot, priorities, project, project_claims, project_forms, project_steps, public,
    publishing,
    questions::dated,
    returns,
    sheet::Sheet,
    words::Names,
};
use crate::{
    Bid, BidState, ClaimState, Pot,
    rules::ledger::Place,
    store::{BidFile, ProjectFile},
};

/// Every page of the money with its samples.
pub(super) fn all() -> Vec<(&'static str, Sheet)> {
    [of_funds(), of_awards(), of_bids(), of_projects(), of_publication(), by_link::samples()].concat()
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
        ("funds", funds::view(shell("Money"), &[a_fund()], &[an_award()], Some(("#".into(), "Add a fund")))),
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
        ("award", award::view(shell(title), &file, today, buttons(), true)),
        ("award, nothing yet", award::view(shell(title), &bare_award(), today, Vec::new(), false)),
        ("forecast", forecast::view(shell("Forecast and warnings"), &file, today)),
        ("forecast, nothing yet", forecast::view(shell("Forecast and warnings"), &bare_award(), today)),
        ("ledger", ledger::view(shell("Ledger"), &file, &who, None, true)),
        (
            "ledger, one balance",
            ledger::view(
                shell("Ledger"),
                &file,
                &who,
                Some((Place::Spent, Some(AnyId::from_u128(4)))),
                false,
            ),
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
        ("add an award", award_forms::adding(shell("Add an award"), id(1), &Answers::default(), &none)),
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
                &[an_award()],
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
            bid_forms::adding(shell("Make a bid"), &an_award(), &aims(), &Answers::default(), &none),
        ),
        (
            "make a bid, with errors",
            bid_forms::adding(
                shell("Make a bid"),
                &an_award(),
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
                &wrong(
                    "",
                    "£1 cannot be taken from “Up-front money not allocated”: £0 is there, so £1 is missing.",
                ),
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
            "approve what is set aside",
            project_steps::approve_form(shell(project_steps::APPROVE), &file, &today, &none),
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
            project_forms::adding(
                shell("Add a project without a bid"),
                &award_file(),
                &aims(),
                &today,
                &none,
            ),
        ),
    ]
}
