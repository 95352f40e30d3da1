//! Stories of the pages, told through a browser on both databases.

use std::sync::Arc;

use concordat_access::{Held, Role, Scope};
use concordat_kernel::{AnyId, Clock, Id, Problem, Result};
use concordat_store::Store;
use concordat_testkit::{Browser, Page, World, bare_tools, on_both};
use concordat_web::{
    App, Authenticate, Config, Paper, SignedIn, Slice, Tools, Typesetter, async_trait, router,
};

use super::samples;
use crate::{Import, Plan, RecordedPlan, SLICE, State, import::Reading, store, urls};

const fn role(name: &'static str) -> Role {
    Role { name, title: name, purpose: name, second_factor: false }
}

/// Roles belong to another slice; here stand those that the policies name.
const ROLES: Slice = Slice {
    name: "roles",
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
    ..Slice::EMPTY
};

pub(crate) static SLICES: &[Slice] = &[
    SLICE,
    concordat_partnership::SLICE,
    concordat_mail::SLICE,
    concordat_links::SLICE,
    concordat_attachments::SLICE,
    ROLES,
];

/// A session's token is the name of the role of whoever holds it; `role@group` when it is held for a group.
struct ByRole;

#[async_trait]
impl Authenticate for ByRole {
    async fn who(&self, _: &Store, _: &Clock, token: &str) -> Result<Option<SignedIn>> {
        let (role, scope) = match token.split_once('@') {
            Some((role, group)) => (role, group.parse().map_or(Scope::Everywhere, Scope::Within)),
            None => (token, Scope::Everywhere),
        };
        Ok(Some(SignedIn {
            person: AnyId::from_u128(1),
            name: "Rowan Ashdown".into(),
            roles: [Held { role: role.to_owned(), scope }].into(),
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

pub(crate) fn browser(world: &World, role: &str) -> Browser {
    stranger(world).with_session(role)
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

#[track_caller]
pub(crate) fn check(page: &Page, status: u16, says: &[&str]) {
    assert_eq!(page.status.as_u16(), status, "{}", page.text);
    for words in says {
        assert!(page.text.contains(words), "`{words}` is not on the page: {}", page.text);
    }
}

/// Follows the redirect after something was done.
pub(crate) async fn after(browser: &mut Browser, page: Page) -> Page {
    let to = page.location.unwrap_or_else(|| panic!("nothing was done: {}", page.text));
    browser.get(&to).await
}

pub(crate) async fn stage(world: &World, reading: &Reading) -> Id<Import> {
    let officer = world.somebody("officer");
    store::stage(&world.store, &officer, "Board papers.docx", "00", reading, None).await.unwrap()
}

/// The sample plan brought into the record.
pub(crate) async fn plan(world: &World) -> RecordedPlan {
    let officer = world.somebody("officer");
    let mut draft = samples::plan().draft();
    for action in draft.priorities.iter_mut().flat_map(|priority| &mut priority.actions) {
        action.id = None;
    }
    draft.recount();
    let reading = Reading { draft, ..Reading::default() };
    let id = stage(world, &reading).await;
    let staged = store::import_of(&world.store, &officer, id).await.unwrap();
    let done = store::apply(&world.store, &officer, &staged, None).await.unwrap();
    std::sync::Arc::unwrap_or_clone(store::plan(&world.store, &officer, done.plan).await.unwrap())
}

async fn now(world: &World, plan: Id<Plan>) -> RecordedPlan {
    let plan = store::plan(&world.store, &world.somebody("officer"), plan).await.unwrap();
    std::sync::Arc::unwrap_or_clone(plan)
}

#[test]
fn every_view_draws_with_every_sample() {
    let drawn = (SLICE.views)().unwrap();
    assert!(drawn.len() >= 35, "{}", drawn.len());
    for sample in drawn {
        assert!(sample.html.contains("</html>"), "{} {}", sample.view, sample.sample);
    }
}

#[test]
fn an_officer_looks_through_a_file_and_brings_it_in() {
    on_both(SLICES, |world| async move {
        let mut browser = browser(&world, "officer");
        check(&browser.get(urls::PLANS).await, 200, &["No plan is in the record yet", "Import a plan"]);
        check(&browser.get(urls::IMPORT).await, 200, &["up to 20 MB"]);
        let page = browser.upload(urls::IMPORT, &[], ("file", "", b"")).await;
        check(&page, 422, &["Choose the file that holds the plan.", "<title>Error: Import a plan"]);

        let id = stage(&world, &samples::reading()).await;
        let page = browser.get(&urls::staged(id)).await;
        check(
            &page,
            200,
            &["This makes a new plan with 1 priority and 1 action.", "Measures of action 1.1, line 123"],
        );
        let wrong = [("version", "1"), ("title", ""), ("into", "new")];
        check(&browser.post(&urls::staged(id), &wrong).await, 422, &["Enter what the plan is called."]);
        let choices = [
            ("version", "1"),
            ("into", "new"),
            ("title", "The county's plan"),
            ("period_from", "April 2026"),
            ("period_to", "March 2027"),
            ("split-0", "yes"),
            ("split-0-parts", "Walks held\nLights put right\nNobody hurt"),
            ("place-0", "note:0"),
        ];
        let page = browser.post(&urls::staged(id), &choices).await;
        let page = after(&mut browser, page).await;
        check(&page, 200, &["Your choices are kept", "3 measures", "Split into 3"]);
        let stale = browser.post(&urls::apply(id), &[("version", "1")]).await;
        check(&stale, 409, &[]);
        let page = browser.post(&urls::apply(id), &[("version", "2"), ("into", "new")]).await;
        let page = after(&mut browser, page).await;
        check(&page, 200, &["The file is brought in: 1 action added", "The county&#39;s plan", "Due next"]);
        check(&browser.get(&urls::staged(id)).await, 200, &["Brought into the plan", "Went into"]);
        check(&browser.post(&urls::apply(id), &[("version", "3")]).await, 409, &[]);
        world
    });
}

#[test]
fn an_export_that_comes_back_changes_nothing_and_an_edited_one_just_what_was_edited() {
    on_both(SLICES, |world| async move {
        let plan = plan(&world).await;
        let mut browser = browser(&world, "officer");
        let same = Reading { draft: plan.draft(), ..Reading::default() };
        let id = stage(&world, &same).await;
        check(&browser.get(&urls::staged(id)).await, 200, &["Bringing it in changes nothing."]);
        let mut edited = same;
        edited.draft.priorities[0].actions[0].objective = "Make Upper Ashing safer".to_owned();
        let id = stage(&world, &edited).await;
        let page = browser.get(&urls::staged(id)).await;
        check(&page, 200, &["Make Upper Ashing safer", "Make Lower Ashing safer after dark"]);
        let seen = page.text.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let seen = seen.unwrap().to_owned();
        // Somebody edits the plan between the look and the act: nothing unseen is applied.
        let (_, action) = plan.actions().next().unwrap();
        let edit = [("version", "1"), ("number", "1.1"), ("objective", "Other words"), ("state", "done")];
        assert!(browser.post(&urls::edit_action(action.id), &edit).await.location.is_some());
        let page = browser.post(&urls::apply(id), &[("version", "1"), ("seen", &seen)]).await;
        let page = after(&mut browser, page).await;
        check(&page, 200, &["Nothing is brought in yet", "Other words"]);
        let page = browser.post(&urls::discard(id), &[]).await;
        check(&after(&mut browser, page).await, 200, &["The file is set aside"]);
        world
    });
}

#[test]
fn two_officers_edit_at_once_and_neither_loses_a_word() {
    on_both(SLICES, |world| async move {
        let plan = plan(&world).await;
        let (_, action) = plan.actions().nth(1).unwrap();
        let edit = urls::edit_action(action.id);
        let mut first = browser(&world, "officer");
        let mut second = browser(&world, "officer");
        check(&first.get(&edit).await, 200, &["Edit action 1.2"]);
        check(&second.get(&edit).await, 200, &["was-objective"]);
        let base = [
            ("version", "1"),
            ("was-objective", "Publish what was found and what changed"),
            ("was-number", "1.2"),
            ("was-state", "no-update"),
            ("was-leads", "Merrowshire County Council"),
            ("was-linked", "no"),
            ("was-funded", "no"),
            ("was-row-1-steps", "Publish a yearly report"),
            ("was-row-1-when", "March 2027"),
            ("number", "1.2"),
            ("leads", "Merrowshire County Council"),
            ("linked", "no"),
            ("funded", "no"),
            ("row-1-steps", "Publish a yearly report"),
            ("row-1-when", "March 2027"),
        ];
        let with = |more: &[(&'static str, &'static str)]| [&base, more].concat();
        let page = first.post(&edit, &with(&[("state", "done"), ("objective", "Theirs")])).await;
        check(&after(&mut first, page).await, 200, &["Action 1.2 is saved."]);
        let page = second.post(&edit, &with(&[("state", "no-update"), ("objective", "Mine")])).await;
        check(&page, 409, &["Theirs", "Mine", "Publish what was found", "You both changed these"]);
        check(&page, 409, &["Only the other person changed these", "2 November 2026, 9am"]);
        // The page's own hidden answers go again, with the choices.
        let again = [
            ("version", "2"),
            ("number", "1.2"),
            ("leads", "Merrowshire County Council"),
            ("linked", "no"),
            ("funded", "no"),
            ("state", "no-update"),
            ("was-state", "no-update"),
            ("now-state", "done"),
            ("objective", "Mine"),
            ("was-objective", "Publish what was found and what changed"),
            ("now-objective", "Theirs"),
            ("row-1-when", "March 2027"),
            ("differs", "objective"),
            ("differs", "state"),
            ("keep-state", "record"),
        ];
        let page = second.post(&edit, &again).await;
        check(&page, 409, &["Choose which text to keep for “Objective”.", "You both changed these"]);
        let mut chosen = again.to_vec();
        chosen.extend([("keep-objective", "other"), ("text-objective", "Theirs and mine")]);
        let page = second.post(&edit, &chosen).await;
        check(&after(&mut second, page).await, 200, &["Theirs and mine", "Done"]);
        let plan = now(&world, plan.head.id).await;
        let (_, action) = plan.action(action.id).unwrap();
        assert_eq!((action.state, action.version), (State::Done, 3));
        world
    });
}

#[test]
fn an_action_is_added_moved_withdrawn_and_put_back() {
    on_both(SLICES, |world| async move {
        let plan = plan(&world).await;
        let mut browser = browser(&world, "officer");
        let id = plan.head.id;
        let first = plan.priorities[0].id.to_string();
        let new = urls::new_action(id, None);
        check(&browser.get(&new).await, 200, &["Choose a priority"]);
        let page = browser.post(&new, &[("number", "1.1"), ("priority", &first), ("state", "done")]).await;
        check(&page, 422, &["Enter what the action is to achieve."]);
        let more = [("then", "row"), ("rows", "1"), ("row-1-when", "spring term")];
        check(&browser.post(&new, &more).await, 200, &["row 2 of 2", "kept as words", "spring term"]);
        let page = browser
            .post(
                &new,
                &[("number", "1.3"), ("priority", &first), ("state", "done"), ("objective", "Light it")],
            )
            .await;
        let action = page.location.clone().unwrap();
        check(
            &after(&mut browser, page).await,
            200,
            &["Action 1.3 is added.", "Added here", "Added to the plan"],
        );
        let second = plan.priorities[1].id.to_string();
        let moving = format!("{action}/move");
        let taken = [("version", "1"), ("priority", second.as_str()), ("number", "2.1")];
        check(&browser.post(&moving, &taken).await, 422, &["Number 2.1 is taken"]);
        let free = [("version", "1"), ("priority", second.as_str()), ("number", "2.9")];
        let page = browser.post(&moving, &free).await;
        check(&after(&mut browser, page).await, 200, &["Several priorities", "Moved"]);
        let withdrawing = format!("{action}/withdraw");
        check(&browser.post(&withdrawing, &[("version", "2")]).await, 422, &["Enter why"]);
        let stale = [("version", "1"), ("because", "Done elsewhere")];
        check(&browser.post(&withdrawing, &stale).await, 422, &["Done elsewhere", "meanwhile"]);
        let page = browser.post(&withdrawing, &[("version", "2"), ("because", "Done elsewhere")]).await;
        check(&after(&mut browser, page).await, 200, &["was withdrawn from the plan", "Put back"]);
        let back = action.replace("/actions/", "/withdrawn/");
        let page = browser.post(&format!("{back}/put-back"), &[("version", "3")]).await;
        check(&after(&mut browser, page).await, 200, &["is back in the plan", "No update yet"]);
        world
    });
}

#[test]
fn a_member_reads_and_takes_away_but_changes_nothing() {
    on_both(SLICES, |world| async move {
        let plan = plan(&world).await;
        let (priority, action) = plan.actions().next().unwrap();
        let id = plan.head.id;
        let mut browser = browser(&world, "member");
        let page = browser.get(&urls::plan(id)).await;
        check(&page, 200, &["Safer streets and squares", "PDF, for reading"]);
        assert!(!page.text.contains("Import a file") && !page.text.contains("Add an action"));
        let page = browser.get(&urls::action(action.id)).await;
        check(&page, 200, &["Night-time economy"]);
        assert!(!page.text.contains("Edit this action") && !page.text.contains("Withdraw<"));
        check(&browser.get(&urls::priority(priority.id)).await, 200, &["Priority 1"]);
        let found = browser.get(&format!("{}?q=lighting&funded=yes", urls::actions(id))).await;
        check(&found, 200, &["1 action found."]);
        for page in [urls::edit_action(action.id), urls::new_action(id, None), urls::edit_plan(id)] {
            let page = browser
                .post(
                    &page,
                    &[
                        ("version", "1"),
                        ("state", "done"),
                        ("number", "1.1"),
                        ("objective", "x"),
                        ("title", "x"),
                        ("priority", &priority.id.to_string()),
                    ],
                )
                .await;
            check(&page, 404, &[]);
        }
        check(&browser.get(urls::IMPORT).await, 404, &[]);
        let pdf = browser.get(&urls::export(id, "pdf")).await;
        check(&pdf, 200, &["Merrowshire community safety action plan"]);
        for extension in ["xlsx", "docx", "json"] {
            let file = browser.get(&urls::export(id, extension)).await;
            check(&file, 200, &[]);
            let named = format!("merrowshire-community-safety-action-plan-2026-27.{extension}");
            assert!(file.headers["content-disposition"].contains(&named));
        }
        world
    });
}
