use concordat_access::{Held, Scope};
use concordat_kernel::{
    AnyId, Clock, Result,
    jiff::{SignedDuration, civil::date},
};
use concordat_store::Store;
use concordat_testkit::{Browser, Page, World, bare_tools, on_both};
use concordat_web::{App, Authenticate, Config, Method, SignedIn, async_trait, router};

use super::{SLICES, named, officer};
use crate::{Capacity, NewGroup, NewSeat, SLICE, add_body, add_group, add_seat, body, groups, store, urls};

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

fn browser(world: &World, role: &str) -> Browser {
    let app = App::new(
        world.store.clone(),
        world.clock.clone(),
        world.chance.clone(),
        bare_tools(ByRole),
        SLICES,
        Config::default(),
    );
    Browser::new(router(app)).with_session(role)
}

#[track_caller]
fn check(page: &Page, status: u16, says: &[&str]) {
    assert_eq!(page.status.as_u16(), status, "{}", page.text);
    for words in says {
        assert!(page.text.contains(words), "`{words}` is not on the page: {}", page.text);
    }
}

/// Follows the redirect after something was done.
async fn after(browser: &mut Browser, page: Page) -> Page {
    let to = page.location.unwrap_or_else(|| panic!("nothing was done: {}", page.text));
    browser.get(&to).await
}

#[test]
fn every_view_draws_with_every_sample() {
    let drawn = (SLICE.views)().unwrap();
    assert!(drawn.len() >= 20, "{}", drawn.len());
    for sample in drawn {
        assert!(sample.html.contains("</html>"), "{} {}", sample.view, sample.sample);
        assert!(!sample.html.contains("<Lower Ashing>"), "unescaped: {} {}", sample.view, sample.sample);
    }
}

#[test]
fn an_officer_adds_bodies_groups_and_seats_and_ends_one() {
    on_both(SLICES, |world| async move {
        let mut browser = browser(&world, "officer");
        check(&browser.get(urls::BODIES).await, 200, &["No bodies have been added yet", "Add a body"]);
        browser.get(urls::NEW_BODY).await;
        let wrong = [("name", ""), ("aliases", "The wardens"), ("active_from-day", "31"), ("csrf", "token")];
        let page = browser.post(urls::NEW_BODY, &wrong).await;
        check(
            &page,
            422,
            &[
                "<title>Error: Add a body",
                "Enter the body’s name.",
                "Choose how it takes part.",
                "href=\"#active_from-day\"",
                "The wardens",
            ],
        );
        let right =
            [("name", "Merrowshire Canal Wardens"), ("kind", "other"), ("aliases", "The wardens\r\nWardens")];
        let page = browser.post(urls::NEW_BODY, &right).await;
        let page = after(&mut browser, page).await;
        check(
            &page,
            200,
            &[
                "The body is added",
                "<h1 class=\"govuk-heading-l\">Merrowshire Canal Wardens",
                "Body added",
                "Wardens",
            ],
        );
        check(&browser.get("/bodies?kind=other").await, 200, &["Merrowshire Canal Wardens"]);
        check(&browser.get("/bodies?kind=co-operating").await, 200, &["No body takes part in this way"]);

        let page = browser.post(urls::NEW_GROUP, &[("name", "Water safety")]).await;
        check(&after(&mut browser, page).await, 200, &["The group is added", "It has no seats yet"]);
        let ctx = officer(&world);
        let group = groups(&world.store, &ctx).await.unwrap().remove(0);
        let warden = store::bodies(&world.store, &ctx).await.unwrap().remove(0);
        let add = urls::new_seat(group.id);
        check(&browser.get(&add).await, 200, &["Merrowshire Canal Wardens"]);
        check(
            &browser.post(&add, &[]).await,
            422,
            &["Enter what the seat is called.", "Choose the body", "Choose the capacity"],
        );
        let id = warden.id.to_string();
        let page =
            browser.post(&add, &[("title", "Canal wardens"), ("body", &id), ("capacity", "invited")]).await;
        check(
            &after(&mut browser, page).await,
            200,
            &["The seat is added", "Vacant", "Seat “Canal wardens” added", "Change who fills it", "/fill\""],
        );
        check(&browser.get(urls::GROUPS).await, 200, &["Water safety</a> (1 seat, 1 vacant)"]);

        let seat = store::seats(&world.store, &ctx).await.unwrap().remove(0);
        let end = urls::end_seat(seat.id);
        check(&browser.get(&end).await, 200, &["End the seat"]);
        let unreadable = [("until-day", "31"), ("reason", "")];
        check(
            &browser.post(&end, &unreadable).await,
            422,
            &["must be a real date", "Enter why the seat ends."],
        );
        let ended = [
            ("until-day", "1"),
            ("until-month", "11"),
            ("until-year", "2026"),
            ("reason", "The canal was drained"),
        ];
        let page = browser.post(&end, &ended).await;
        let page = after(&mut browser, page).await;
        check(
            &page,
            200,
            &["Former seats", "The canal was drained", "Until 1 November 2026", "Seat “Canal wardens” ended"],
        );
        check(&browser.get(&urls::body(warden.id)).await, 200, &["Canal wardens", "Water safety"]);
        assert_eq!(
            store::seat(&world.store, &ctx, seat.id).await.unwrap().active_until,
            Some(date(2026, 11, 1))
        );
        check(&browser.get(urls::AREAS).await, 200, &["No areas have been added yet"]);
        world
    });
}

#[test]
fn the_second_editor_sees_both_texts_and_loses_nothing() {
    on_both(SLICES, |world| async move {
        let ctx = officer(&world);
        let id = add_body(&world.store, &ctx, named("Merrowshire Fire")).await.unwrap();
        let mut browser = browser(&world, "officer");
        let change = urls::change_body(id);
        check(
            &browser.get(&change).await,
            200,
            &["name=\"version\" value=\"1\"", "name=\"was-name\" value=\"Merrowshire Fire\""],
        );

        let mut first = crate::NewBody::from(body(&world.store, &ctx, id).await.unwrap());
        first.name = "Merrowshire Fire Authority".into();
        first.notes = Some("Written by the first".into());
        world.clock.advance(SignedDuration::from_mins(5));
        crate::change_body(&world.store, &world.operator(), id, first, 1).await.unwrap();

        let mine = [
            ("version", "1"),
            ("was-name", "Merrowshire Fire"),
            ("was-kind", "responsible-authority"),
            ("was-notes", ""),
            ("name", "Merrowshire Fire Brigade"),
            ("kind", "responsible-authority"),
            ("notes", ""),
        ];
        let page = browser.post(&change, &mine).await;
        check(
            &page,
            409,
            &[
                "the operator saved changes",
                "Merrowshire Fire Authority",
                "Merrowshire Fire Brigade",
                "name=\"version\" value=\"2\"",
                "name=\"keep-name\"",
                "Written by the first",
            ],
        );
        assert!(!page.text.contains("name=\"keep-kind\""), "both say the same of the kind");

        let settling = [
            ("settling", "yes"),
            ("version", "2"),
            ("name", "Merrowshire Fire Brigade"),
            ("kind", "responsible-authority"),
            ("notes", ""),
            ("keep-notes", "now"),
        ];
        check(&browser.post(&change, &settling).await, 409, &["Name: choose which to keep."]);
        let chosen: Vec<_> = settling.into_iter().chain([("keep-name", "mine")]).collect();
        let page = browser.post(&change, &chosen).await;
        check(&after(&mut browser, page).await, 200, &["The body is changed", "Merrowshire Fire Brigade"]);
        let kept = body(&world.store, &ctx, id).await.unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.notes.as_deref()),
            ("Merrowshire Fire Brigade", Some("Written by the first"))
        );
        world
    });
}

#[test]
fn a_group_changed_by_two_is_settled_too() {
    on_both(SLICES, |world| async move {
        let ctx = officer(&world);
        let new = NewGroup { name: "Board".into(), ..NewGroup::default() };
        let id = add_group(&world.store, &ctx, new.clone()).await.unwrap();
        let purposeful = NewGroup { purpose: Some("Agrees the plan".into()), ..new };
        crate::change_group(&world.store, &ctx, id, purposeful, 1).await.unwrap();
        let mut browser = browser(&world, "officer");
        let change = urls::change_group(id);
        check(&browser.get(&change).await, 200, &["Agrees the plan"]);
        let mine = [("version", "1"), ("name", "Board"), ("purpose", "Owns the plan")];
        check(&browser.post(&change, &mine).await, 409, &["Agrees the plan", "Owns the plan"]);
        let same = [("version", "1"), ("name", "Board"), ("purpose", "Agrees the plan")];
        let page = browser.post(&change, &same).await;
        check(&after(&mut browser, page).await, 200, &["The group already says what you wrote"]);
        world
    });
}

#[test]
fn a_member_looks_and_is_offered_no_change() {
    on_both(SLICES, |world| async move {
        let id = add_body(&world.store, &officer(&world), named("Merrowshire Police")).await.unwrap();
        let mut member = browser(&world, "member");
        for path in [urls::BODIES.to_owned(), urls::body(id), urls::GROUPS.to_owned()] {
            let page = member.get(&path).await;
            check(&page, 200, &[]);
            for offer in ["Add a", "Change this"] {
                assert!(!page.text.contains(offer), "{path} offers `{offer}`");
            }
        }
        check(&member.get(urls::NEW_BODY).await, 404, &[]);
        check(&member.get(&urls::change_body(id)).await, 404, &[]);
        check(&member.post(&urls::change_body(id), &[("name", "x"), ("version", "1")]).await, 404, &[]);
        check(&browser(&world, "auditor").get(urls::BODIES).await, 404, &[]);
        world
    });
}

#[test]
fn every_example_form_is_accepted() {
    on_both(SLICES, |world| async move {
        let ctx = officer(&world);
        let body = add_body(&world.store, &ctx, named("Merrowshire Police")).await.unwrap();
        let new = NewGroup { name: "Board".into(), ..NewGroup::default() };
        let group = add_group(&world.store, &ctx, new).await.unwrap();
        let seat = NewSeat {
            group,
            body,
            title: "Police".into(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: None,
            person: None,
            deputy: None,
        };
        let seat = add_seat(&world.store, &ctx, seat).await.unwrap();
        let filled = |text: &str| {
            text.replace("{body}", &body.to_string())
                .replace("{group}", &group.to_string())
                .replace("{seat}", &seat.to_string())
        };
        let mut browser = browser(&world, "officer");
        for route in (SLICE.routes)() {
            let path = filled(route.path);
            // What needs terms, signatures or bank holidays is walked in the invented county, which has them.
            if path.contains('{') || route.example.contains("{newcomer}") {
                continue;
            }
            if route.method == Method::Get {
                check(&browser.get(&path).await, 200, &[]);
                continue;
            }
            let form = format!("csrf=token&{}", filled(route.example));
            let page = browser.post_raw(&path, "application/x-www-form-urlencoded", form.into_bytes()).await;
            check(&page, 303, &[]);
        }
        world
    });
}
