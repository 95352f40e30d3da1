//! Stories of the pages, told through a browser on both databases.

use std::sync::Arc;

use concordat_access::{Held, Role, Scope};
use concordat_kernel::{AnyId, Clock, Problem, Ref, Result};
use concordat_store::Store;
use concordat_testkit::{Browser, Page, World, bare_tools, on_both};
use concordat_web::{
    Aim, AimKind, App, Authenticate, Config, Paper, SignedIn, Slice, Tools, Typesetter, async_trait, router,
};

use crate::{SLICE, urls};

mod at_once;

const fn role(name: &'static str) -> Role {
    Role { name, title: name, purpose: name, second_factor: false }
}

const ACTION: &str = "plan_action/01890000-0000-7000-8000-000000000053";

fn is_action(thing: &Ref) -> bool {
    thing.to_string() == ACTION
}

/// What belongs to other slices: the roles that the policies name, and a plan with one action that is marked as funded.
const OTHERS: Slice = Slice {
    name: "others",
    roles: &[
        role("operator"),
        role("administrator"),
        role("officer"),
        role("chair"),
        role("member"),
        role("lead-contact"),
        role("analyst"),
        role("grant-manager"),
        role("review-coordinator"),
        role("case-coordinator"),
        role("publisher"),
        role("auditor"),
        role("guest"),
        role("public"),
    ],
    aims: |_, _| {
        Box::pin(async {
            let id = ACTION.split_once('/').and_then(|(_, id)| id.parse().ok()).unwrap_or(AnyId::nil());
            Ok(vec![Aim {
                thing: Ref { kind: "plan_action".into(), id },
                kind: AimKind::Action,
                number: "5.3".into(),
                title: "Train people".into(),
                funded: true,
                part_of: "Merrowshire plan".into(),
                period: None,
            }])
        })
    },
    title: |_, _, thing| {
        let title = is_action(thing).then(|| "Action 5.3 Train people".to_owned());
        Box::pin(async move { Ok(title) })
    },
    link: |thing| is_action(thing).then(|| "/actions/53".to_owned()),
    ..Slice::EMPTY
};

pub(crate) static SLICES: &[Slice] =
    &[SLICE, concordat_partnership::SLICE, concordat_mail::SLICE, concordat_links::SLICE, OTHERS];

/// A session's token is the name of the role of whoever holds it.
struct ByRole;

#[async_trait]
impl Authenticate for ByRole {
    async fn who(&self, _: &Store, _: &Clock, token: &str) -> Result<Option<SignedIn>> {
        Ok(Some(SignedIn {
            person: AnyId::from_u128(1),
            name: "Rowan Ashdown".into(),
            roles: [Held { role: token.to_owned(), scope: Scope::Everywhere }].into(),
            second_factor: true,
            csrf: "token".into(),
            pending: None,
        }))
    }
}

/// A typesetter that only tells the title.
struct Titles;

impl Typesetter for Titles {
    fn typeset(&self, paper: &Paper) -> Result<Vec<u8>, Problem> {
        Ok(paper.title.clone().into_bytes())
    }
}

/// A browser that nobody is signed in to.
pub(crate) fn stranger(world: &World) -> Browser {
    Browser::new(router(app(world)))
}

pub(crate) fn app(world: &World) -> App {
    App::new(
        world.store.clone(),
        world.clock.clone(),
        world.chance.clone(),
        Tools { typesetter: Arc::new(Titles), ..bare_tools(ByRole) },
        SLICES,
        Config::default(),
    )
}

pub(crate) fn browser(world: &World, role: &str) -> Browser {
    stranger(world).with_session(role)
}

#[track_caller]
pub(crate) fn check(page: &Page, status: u16, says: &[&str]) {
    assert_eq!(page.status.as_u16(), status, "{}", page.text);
    for words in says {
        assert!(page.text.contains(words), "`{words}` is not on the page: {}", page.text);
    }
}

/// Sends a form that is accepted and shows where it leads: the address and the page.
pub(crate) async fn done(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> (String, Page) {
    // A page first, for its token.
    browser.get(urls::MONEY).await;
    let sent = browser.post(path, fields).await;
    let to = sent.location.unwrap_or_else(|| panic!("{path} was not done: {}", sent.text));
    let page = browser.get(&to).await;
    check(&page, 200, &[]);
    (to, page)
}

/// A date's three boxes.
pub(crate) fn on<'a>(name: &'a str, day: [&'a str; 3]) -> [(String, &'a str); 3] {
    let [d, m, y] = day;
    [(format!("{name}-day"), d), (format!("{name}-month"), m), (format!("{name}-year"), y)]
}

/// Answers and dates together.
pub(crate) fn form<'a>(
    fields: &[(&'a str, &'a str)],
    dates: &'a [[(String, &'a str); 3]],
) -> Vec<(&'a str, &'a str)> {
    let dates = dates.iter().flatten().map(|(name, value)| (name.as_str(), *value));
    fields.iter().copied().chain(dates).collect()
}

const FROM: [&str; 3] = ["1", "4", "2026"];
const TO: [&str; 3] = ["31", "3", "2027"];
const IN_MAY: [&str; 3] = ["12", "5", "2026"];

/// A fund with two steps of approval and an award of £39,661 of which a third is held back; the award's address.
pub(crate) async fn an_award(browser: &mut Browser) -> String {
    let dates = [on("from", ["1", "4", "2020"])];
    let fields = [
        ("name", "Crime reduction grant"),
        ("funder", "Commissioner for Merrowshire"),
        ("steps", "Working group: reviews\nCommissioner: approves"),
        ("days", "42"),
    ];
    let (fund, page) = done(browser, urls::NEW_FUND, &form(&fields, &dates)).await;
    check(&page, 200, &["The fund is added.", "Working group reviews", "42 days"]);
    let dates = [on("from", FROM), on("to", TO)];
    let fields = [
        ("label", "2026/27"),
        ("amount", "39,661"),
        ("pot", "Reserve pot"),
        ("pot_amount", "13220"),
        ("pot_part", "1"),
        ("pot_whole", "3"),
        ("pot_rule", "earlier-years-complete"),
    ];
    let (award, page) = done(browser, &format!("{fund}/awards/new"), &form(&fields, &dates)).await;
    check(&page, 200, &["The award is added."]);
    award
}

/// A bid that both steps approve; the address of its project.
pub(crate) async fn a_project(browser: &mut Browser, award: &str, title: &str, amount: &str) -> String {
    let fields = [
        ("title", title),
        ("purpose", "To train people"),
        ("applicant", "Hollin Trust"),
        ("amount", amount),
        ("action", ACTION),
        ("outputs", "25 people trained"),
        ("goods", "40 dummy cameras"),
    ];
    let (bid, _) = done(browser, &format!("{award}/bids/new"), &fields).await;
    let dates = [on("on", IN_MAY)];
    for version in ["1", "2"] {
        let fields =
            [("verdict", "agreed"), ("person", "A. Rowan"), ("minute", "Minute 12"), ("version", version)];
        done(browser, &format!("{bid}/decide"), &form(&fields, &dates)).await;
    }
    let page = browser.get(&bid).await;
    check(&page, 200, &["Approved", "Minute 12", "Working group reviews"]);
    let (_, rest) = page.text.split_once("/money/projects/").unwrap();
    format!("/money/projects/{}", rest.split('"').next().unwrap())
}

#[test]
fn every_view_draws_with_every_sample() {
    let drawn = (SLICE.views)().unwrap();
    assert!(drawn.len() >= 35, "{}", drawn.len());
    for sample in drawn {
        assert!(sample.html.contains("</html>"), "{} {}", sample.view, sample.sample);
        assert!(!sample.html.contains("<and>"), "what people wrote is never markup: {}", sample.sample);
    }
}

#[test]
fn an_award_shows_where_its_money_is_and_every_balance_opens_into_its_entries() {
    on_both(SLICES, |world| async move {
        let mut browser = browser(&world, "grant-manager");
        check(&browser.get(urls::MONEY).await, 200, &["No fund is in the record yet", "Add a fund"]);
        let flag = "Action 5.3 Train people is marked as funded but no project in any award serves it.";
        check(&browser.get(urls::PRIORITIES).await, 200, &["There are no projects yet.", flag]);
        let page = browser.post(urls::NEW_FUND, &[("steps", "Chair endorses"), ("funder", "Kept")]).await;
        check(&page, 422, &["does not say who and what", "value=\"Kept\""]);
        let award = an_award(&mut browser).await;
        let page = browser.get(&award).await;
        check(
            &page,
            200,
            &[
                "£26,441 will be unspent on 31 March 2027",
                "the last safe date to reallocate is 17 February 2027",
                "The up-front part is £26,441; £13,220 is held back.",
                "exactly £13,220.33 and 1/3 of a penny",
                "Until all projects of earlier years are complete",
                "nobody has opened it yet",
                "role=\"img\"",
            ],
        );
        assert!(page.text.find("Warnings").unwrap() < page.text.find("Where the money is").unwrap());
        for amount in ["622.50", "5000", "5980", "13000", "1837.50"] {
            a_project(&mut browser, &award, &format!("Project of {amount}"), amount).await;
        }
        let page = browser.get(&award).await;
        check(&page, 200, &["£1 of the up-front £26,441 is not allocated to any project.", "under 0.1%"]);
        let href = page.text.split("ledger?place=approved").count();
        assert!(href > 1, "{}", page.text);
        let entries = browser.get(&format!("{award}/ledger?place=approved")).await;
        check(&entries, 200, &["is £26,440", "5 entries"]);
        let whole = browser.get(&format!("{award}/ledger")).await;
        check(&whole, 200, &["Reserve pot is held back", "Reverse"]);
        let page = browser.post(&format!("{award}/reverse"), &[("entry", "2")]).await;
        check(&page, 422, &["Enter why this entry is reversed."]);
        check(&browser.get(&format!("{award}/forecast")).await, 200, &["Likely to be spent", "£26,440"]);
        world
    });
}

#[test]
fn a_claim_above_what_remains_is_refused_with_the_sum_and_what_was_typed_is_kept() {
    on_both(SLICES, |world| async move {
        let mut browser = browser(&world, "grant-manager");
        let award = an_award(&mut browser).await;
        let project = a_project(&mut browser, &award, "Bystander training", "5000").await;
        let page = browser.get(&project).await;
        let says = ["Action 5.3 Train people", "href=\"/actions/53\"", "people trained", "dummy cameras"];
        check(&page, 200, &says);
        let dates = [on("on", ["1", "9", "2026"])];
        let fields = [("claimant", "Hollin Trust"), ("reference", "Invoice 7"), ("amount", "5000.01")];
        let page = browser.post(&format!("{project}/claims/new"), &form(&fields, &dates)).await;
        check(
            &page,
            422,
            &["£5,000.01 is £0.01 more than remains: £5,000.", "value=\"5000.01\"", "value=\"Invoice 7\""],
        );
        let fields = [("claimant", "Hollin Trust"), ("reference", "Invoice 7"), ("amount", "4200")];
        let (claim, page) =
            done(&mut browser, &format!("{project}/claims/new"), &form(&fields, &dates)).await;
        check(&page, 200, &["Waiting", "£4,200", "Accept it"]);
        let page =
            browser.post(&format!("{claim}/decide"), &[("verdict", "refused"), ("version", "1")]).await;
        check(&page, 422, &["Enter why the claim is refused."]);
        done(&mut browser, &format!("{claim}/decide"), &[("verdict", "accepted"), ("version", "1")]).await;
        let dates = [on("on", ["9", "9", "2026"])];
        let (_, page) = done(&mut browser, &format!("{claim}/pay"), &form(&[("version", "2")], &dates)).await;
        check(&page, 200, &["The claim is paid.", "9 September 2026"]);
        let page = browser.get(&project).await;
        check(&page, 200, &["Spend against time", "£4,200", "<svg"]);
        let output = {
            let page = browser.get(&format!("{project}/outputs/count")).await;
            let (before, _) = page.text.split_once(">dummy cameras<").unwrap();
            let (_, id) = before.rsplit_once("value=\"").unwrap();
            id.split('"').next().unwrap().to_owned()
        };
        let fields = [("output", output.as_str()), ("delivered", "40"), ("handed_out", "41")];
        let page = browser.post(&format!("{project}/outputs/count"), &form(&fields, &dates)).await;
        check(&page, 422, &["40 are in stock"]);
        let fields = [("output", output.as_str()), ("delivered", "40"), ("handed_out", "34")];
        let (_, page) = done(&mut browser, &format!("{project}/outputs/count"), &form(&fields, &dates)).await;
        check(&page, 200, &["Left in stock", ">6<"]);
        let version =
            page.text.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let version = version.unwrap().to_owned();
        let fields = [("evidence", "Register"), ("version", version.as_str())];
        let page = browser.post(&format!("{project}/finish"), &form(&fields, &dates)).await;
        check(&page, 422, &["It cost £4,200, £800 less than was allocated. Enter why."]);
        let fields =
            [("evidence", "Register"), ("variance", "The room cost nothing"), ("version", version.as_str())];
        let (_, page) = done(&mut browser, &format!("{project}/finish"), &form(&fields, &dates)).await;
        check(&page, 200, &["Completed", "£800 less", "The room cost nothing"]);
        let board = browser.get(&format!("{award}/outputs")).await;
        check(&board, 200, &["dummy cameras", "Bystander training"]);
        let page = browser.get(urls::PRIORITIES).await;
        let says = ["dummy cameras: 40 of 40 promised, 6 left in stock", "has a project"];
        check(&page, 200, &says);
        world
    });
}

#[test]
fn a_pot_opens_late_closes_and_what_is_left_goes_back_with_a_letter() {
    on_both(SLICES, |world| async move {
        let mut browser = browser(&world, "officer");
        let award = an_award(&mut browser).await;
        let page = browser.get(&award).await;
        let (_, rest) = page.text.split_once("/money/pots/").unwrap();
        let pot = format!("/money/pots/{}", rest.split('"').next().unwrap());
        let dates = [on("on", ["31", "1", "2027"])];
        let said = |state, reference| {
            [("state", state), ("made_by", "Commissioner’s office"), ("reference", reference)]
        };
        let page = browser.post(&pot, &form(&said("opened", ""), &dates)).await;
        check(&page, 422, &["Enter the letter or minute that says so.", "Commissioner’s office"]);
        done(&mut browser, &pot, &form(&said("opened", "E-mail"), &dates)).await;
        let dates = [on("on", ["25", "2", "2027"])];
        let (_, page) = done(&mut browser, &pot, &form(&said("closed", "Letter"), &dates)).await;
        check(&page, 200, &["25 February 2027", "Opened", "Closed"]);
        let asked = browser.get(&format!("{award}/return")).await;
        check(&asked, 200, &["value=\"26441.00\"", "value=\"13220.00\""]);
        let dates = [on("on", ["20", "4", "2027"])];
        let fields = [("up_front", "26441"), ("pot0", "13220")];
        let page = browser.post(&format!("{award}/return"), &form(&fields, &dates)).await;
        check(&page, 422, &["Enter the letter that goes with the money."]);
        let fields = [("up_front", "26441"), ("pot0", "13220"), ("letter", "Letter of 20 April")];
        let (_, page) = done(&mut browser, &format!("{award}/return"), &form(&fields, &dates)).await;
        check(&page, 200, &["The money is given back.", "£39,661", "Letter of 20 April"]);
        world
    });
}

#[test]
fn a_member_looks_bids_and_changes_nothing_else() {
    on_both(SLICES, |world| async move {
        let mut manager = browser(&world, "grant-manager");
        let award = an_award(&mut manager).await;
        let project = a_project(&mut manager, &award, "Bystander training", "5000").await;
        let mut member = browser(&world, "member");
        let page = member.get(&award).await;
        check(&page, 200, &["Make a bid", "Where the money is"]);
        assert!(!page.text.contains("Give money back") && !page.text.contains("Add a project"));
        for path in ["change", "return", "reverse", "projects/new"] {
            check(&member.get(&format!("{award}/{path}")).await, 404, &[]);
        }
        let page = member.get(&project).await;
        assert!(!page.text.contains("Make a claim") && !page.text.contains("Complete it"));
        for path in ["change", "finish", "cancel", "claims/new", "orders/new", "match/new", "outputs/new"] {
            check(&member.get(&format!("{project}/{path}")).await, 404, &[]);
        }
        let fields =
            [("title", "Lights"), ("purpose", "To light"), ("applicant", "Parish"), ("amount", "200")];
        let (bid, page) = done(&mut member, &format!("{award}/bids/new"), &fields).await;
        check(&page, 200, &["Withdraw this bid"]);
        assert!(!page.text.contains("Write down a decision"));
        check(&member.get(&format!("{bid}/decide")).await, 404, &[]);
        check(&stranger(&world).get(&award).await, 303, &[]);
        world
    });
}
