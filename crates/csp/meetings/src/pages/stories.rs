use concordat_access::{Held, Scope};
use concordat_kernel::{AnyId, Clock, Result, jiff::civil::date};
use concordat_store::Store;
use concordat_testkit::{Browser, Page, World, bare_tools, on_both};
use concordat_web::{App, Authenticate, Config, SignedIn, async_trait, router};

use crate::{
    AgendaPart, SLICE, add_item, agree_agenda, begin_minutes, meeting_file, plan_meeting, publish_agenda,
    stories::{SLICES, county, go_to, item, officer, planned},
    urls,
};

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

fn browser(world: &World) -> Browser {
    Browser::new(router(app(world)))
}

pub(crate) fn app(world: &World) -> App {
    App::new(
        world.store.clone(),
        world.clock.clone(),
        world.chance.clone(),
        bare_tools(ByRole),
        SLICES,
        Config::default(),
    )
}

#[track_caller]
fn check(page: &Page, status: u16, says: &[&str]) {
    assert_eq!(page.status.as_u16(), status, "{}", page.text);
    for words in says {
        assert!(page.text.contains(words), "`{words}` is not on the page: {}", page.text);
    }
}

/// Sends a form and follows where it leads.
async fn send(browser: &mut Browser, path: &str, form: &[(&str, &str)], says: &[&str]) {
    browser.get(path).await;
    let page = browser.post(path, form).await;
    let to = page.location.clone().unwrap_or_else(|| panic!("{path}: nothing was done: {}", page.text));
    check(&browser.get(to.split('#').next().unwrap_or_default()).await, 200, says);
}

#[test]
fn every_view_draws_with_every_sample() {
    let drawn = (SLICE.views)().unwrap();
    assert!(drawn.len() >= 40, "{}", drawn.len());
    for sample in drawn {
        assert!(sample.html.contains("</html>"), "{} {}", sample.view, sample.sample);
        for raw in ["<action>", "<Room>", "<funder>", "<Larkwater>", "<Nobody>", "<Oyelaran>"] {
            assert!(!sample.html.contains(raw), "unescaped: {} {}", sample.view, sample.sample);
        }
    }
}

/// The whole way as an officer and the chair click through it, and what the public sees of it.
#[test]
fn a_meeting_is_clicked_through_from_planning_to_published_minutes() {
    on_both(SLICES, |world| async move {
        let county = county(&world).await;
        let mut officer = browser(&world).with_session("officer");
        let mut chair = browser(&world).with_session("chair");
        let mut anybody = browser(&world);
        check(&officer.get(urls::MEETINGS).await, 200, &["Plan a meeting", "None."]);
        let group = county.board.to_string();
        let plan = [
            ("group", group.as_str()),
            ("held_on-day", "19"),
            ("held_on-month", "11"),
            ("held_on-year", "2026"),
            ("begins", "10am"),
            ("manner", "hybrid"),
            ("joining", "https://join.example/secret-room"),
        ];
        officer.get(urls::NEW_MEETING).await;
        let wrong = officer.post(urls::NEW_MEETING, &plan[..4]).await;
        check(&wrong, 422, &["Enter when it begins.", "Choose how people meet."]);
        let planned_page = officer.post(urls::NEW_MEETING, &plan).await;
        let here = planned_page.location.unwrap();
        check(
            &officer.get(&here).await,
            200,
            &[
                "The meeting is planned",
                "Last day for agenda and papers: Thursday 12 November 2026.",
                "8 working days are left.",
                "It has no items yet.",
            ],
        );
        let add = format!("{here}/items/new");
        send(&mut officer, &add, &[("part", "B"), ("title", "The action plan")], &["B1 The action plan"])
            .await;
        let closed = [
            ("part", "D"),
            ("title", "Reviews"),
            ("restricted_title", "CANARY title"),
            ("reason", "It names people"),
        ];
        send(&mut officer, &add, &closed, &["D1 Reviews", "CANARY title", "Restricted: It names people."])
            .await;
        check(&anybody.get(urls::PUBLIC_MEETINGS).await, 200, &["None."]);
        check(&chair.get(&here).await, 200, &["Agree the agenda"]);
        send(&mut chair, &format!("{here}/agree"), &[], &["The agenda is agreed"]).await;
        send(&mut officer, &format!("{here}/publish"), &[], &["The agenda is published"]).await;
        let public = format!("/public{here}");
        let page = anybody.get(&public).await;
        check(&page, 200, &["B1 The action plan", "D1 Reviews", "It names people", "not for publication"]);
        assert!(!page.text.contains("CANARY") && !page.text.contains("secret-room"), "{}", page.text);

        go_to(&world, date(2026, 11, 19));
        let room = format!("{here}/room");
        check(&officer.get(&room).await, 200, &["Not quorate", "Nobody came for"]);
        for (name, body) in ["Ada", "Bea", "Cal", "Dee"].into_iter().zip(&county.bodies) {
            let body = body.to_string();
            let form = [("name", name), ("body", body.as_str()), ("part", "member")];
            send(&mut officer, &format!("{here}/attend"), &form, &[name]).await;
        }
        check(
            &officer.get(&room).await,
            200,
            &["Quorate: 4 responsible authorities represented; 4 are needed."],
        );
        check(&officer.get(&format!("{room}?at=9:00")).await, 200, &["At 9:00am."]);
        send(&mut officer, &format!("{here}/chair"), &[("name", "Bea"), ("right", "vice-chair")], &["Bea"])
            .await;
        send(
            &mut officer,
            &format!("{here}/minutes/begin"),
            &[],
            &["The minutes are begun", "1. The action plan"],
        )
        .await;
        let minutes = officer.get(&format!("{here}/minutes")).await;
        let writes: Vec<String> = minutes
            .text
            .split("href=\"/minutes/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|id| !id.contains('/'))
            .map(|id| format!("/minutes/{id}"))
            .collect();
        assert_eq!(writes.len(), 2, "{}", minutes.text);
        for write in &writes {
            let form = [
                ("version", "1"),
                ("public_text", "Members received it."),
                ("restricted_text", "CANARY minute"),
            ];
            send(&mut officer, write, &form, &["Members received it.", "CANARY minute"]).await;
        }
        let decision = [
            ("kind", "agree"),
            ("public_text", "The plan was agreed."),
            ("restricted_text", "CANARY decision"),
        ];
        send(&mut officer, &format!("{}/decide", writes[0]), &decision, &["The plan was agreed."]).await;
        let action = [("kind", "action"), ("text", "Write to the funder"), ("owner", "Officer")];
        send(&mut officer, &format!("{here}/follow-up"), &action, &["Write to the funder"]).await;
        check(&officer.get(urls::FOLLOW_UPS).await, 200, &["Write to the funder"]);
        send(&mut officer, &format!("{here}/minutes/circulate"), &[], &["Circulated for accuracy"]).await;
        let late = [("name", "Eve"), ("part", "officer")];
        send(&mut officer, &format!("{here}/attend"), &late, &["Eve (correction)"]).await;

        let next = plan_meeting(&world.store, &officer_ctx(&world), county.board, planned(date(2027, 3, 18)))
            .await
            .unwrap();
        add_item(&world.store, &officer_ctx(&world), next, item(AgendaPart::B, "x"), None).await.unwrap();
        go_to(&world, date(2027, 3, 18));
        check(&officer.get(&urls::meeting(next)).await, 200, &["Brought forward", "Write to the funder"]);
        let next = next.to_string();
        send(
            &mut officer,
            &format!("{here}/minutes/approve"),
            &[("at", next.as_str())],
            &["Approved by the meeting"],
        )
        .await;
        let signed = [("by", "Chair"), ("on-day", "18"), ("on-month", "3"), ("on-year", "2027")];
        send(&mut chair, &format!("{here}/minutes/sign"), &signed, &["Signed on 18 March 2027 by Chair."])
            .await;
        // What is not published looks to the public like what is not there: the way in.
        check(&anybody.get(&format!("{public}/minutes")).await, 303, &[]);
        send(&mut officer, &format!("{here}/minutes/publish"), &[], &["Published on 18 March 2027."]).await;

        let mut seen = String::new();
        for (path, says) in [
            (format!("{public}/minutes"), "Members received it."),
            (urls::PUBLIC_DECISIONS.to_owned(), "The plan was agreed."),
            (
                urls::PUBLIC_FEED.to_owned(),
                "<title>Minutes: Merrowshire Partnership, 19 November 2026</title>",
            ),
            (urls::PUBLIC_CALENDAR.to_owned(), "DTSTART:20261119T100000Z"),
            (public.clone(), "Read the minutes"),
        ] {
            let page = anybody.get(&path).await;
            check(&page, 200, &[says]);
            seen.push_str(&page.text);
        }
        assert!(!seen.contains("CANARY") && !seen.contains("secret-room"), "{seen}");
        // An officer of elsewhere and somebody without a second factor do not see it either: told in `stories`.
        check(
            &browser(&world).with_session("lead-contact").get(&format!("{here}/minutes")).await,
            200,
            &["Members received it."],
        );
        world
    });
}

fn officer_ctx(world: &World) -> concordat_access::Ctx {
    officer(world)
}

/// Of two who write the same, the second sees both texts and loses none.
#[test]
fn two_who_write_the_same_minute_item_or_paper_see_both_texts() {
    on_both(SLICES, |world| async move {
        let county = county(&world).await;
        let (store, ctx) = (&world.store, &officer(&world));
        let id = plan_meeting(store, ctx, county.board, planned(date(2026, 11, 19))).await.unwrap();
        let one = add_item(store, ctx, id, item(AgendaPart::B, "The action plan"), None).await.unwrap();
        let (mut first, mut second) =
            (browser(&world).with_session("officer"), browser(&world).with_session("officer"));
        let path = urls::item(one);
        first.get(&path).await;
        second.get(&path).await;
        let item = |title: &'static str, presenter: &'static str, version: &'static str| {
            [
                ("version", version),
                ("was-title", "The action plan"),
                ("was-presenter", ""),
                ("was-part", "B"),
                ("part", "B"),
                ("title", title),
                ("presenter", presenter),
            ]
        };
        assert_eq!(first.post(&path, &item("The plan", "", "1")).await.status, 303);
        let both = second.post(&path, &item("Our action plan", "Chair", "1")).await;
        let says =
            ["Someone else changed this meanwhile", "The plan", "Our action plan", "Use what you wrote"];
        check(&both, 409, &says);
        // What both touched must be chosen; what one touched is chosen already.
        let mut settled = item("Our action plan", "Chair", "2").to_vec();
        settled.push(("settling", "yes"));
        check(&second.post(&path, &settled).await, 409, &["Title: choose which to keep."]);
        settled.extend([("keep-title", "now"), ("keep-presenter", "mine")]);
        assert_eq!(second.post(&path, &settled).await.status, 303);
        check(&first.get(&urls::meeting(id)).await, 200, &["B1 The plan", "Chair"]);

        let path = format!("{}/write", urls::paper(one));
        let paper = |text: &'static str| {
            [
                ("version", "0"),
                ("classification", "information"),
                ("by", "Officer"),
                ("to", "Board"),
                ("dated-day", "1"),
                ("dated-month", "11"),
                ("dated-year", "2026"),
                ("subject", "Plan"),
                ("summary", "Short"),
                ("text", text),
            ]
        };
        first.get(&path).await;
        second.get(&path).await;
        assert_eq!(first.post(&path, &paper("The first text")).await.status, 303);
        check(
            &second.post(&path, &paper("The second text")).await,
            409,
            &["The first text", "The second text"],
        );

        agree_agenda(store, ctx, id).await.unwrap();
        publish_agenda(store, ctx, id, "").await.unwrap();
        go_to(&world, date(2026, 11, 19));
        begin_minutes(store, ctx, id).await.unwrap();
        let minute = meeting_file(store, ctx, id).await.unwrap().minutes.remove(0);
        let path = urls::minute(minute.id);
        first.get(&path).await;
        second.get(&path).await;
        let text = |public: &'static str, restricted: &'static str| {
            [
                ("version", "1"),
                ("public_text", public),
                ("restricted_text", restricted),
                ("correction", "A name"),
            ]
        };
        assert_eq!(first.post(&path, &text("Members received it.", "It named people.")).await.status, 303);
        let both = second.post(&path, &text("The report was received.", "")).await;
        let says = [
            "Official-Sensitive",
            "Members received it.",
            "The report was received.",
            "It named people.",
            "name=\"correction\" value=\"A name\"",
        ];
        check(&both, 409, &says);
        world
    });
}

/// What anybody will see is looked at before it is published, and nobody else sees it.
#[test]
fn the_public_edition_is_looked_at_before_it_is_published() {
    on_both(SLICES, |world| async move {
        let county = county(&world).await;
        let (store, ctx) = (&world.store, &officer(&world));
        let id = plan_meeting(store, ctx, county.board, planned(date(2026, 11, 19))).await.unwrap();
        add_item(store, ctx, id, item(AgendaPart::B, "The action plan"), None).await.unwrap();
        let path = urls::of(id, "preview");
        let page = browser(&world).with_session("publisher").get(&path).await;
        check(&page, 200, &["what anybody would see", "B1 The action plan", "pack/preview.pdf"]);
        assert!(!page.text.contains("secret-room"), "{}", page.text);
        for role in ["lead-contact", "member", "auditor"] {
            check(&browser(&world).with_session(role).get(&path).await, 404, &[]);
        }
        world
    });
}
