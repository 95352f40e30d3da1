use concordat_access::{Actor, Ctx};
use concordat_kernel::{
    Error, Id, Ref, Refusal,
    jiff::{SignedDuration, civil::date},
};
use concordat_partnership::{NewGroup, add_group};
use concordat_testkit::{World, on_both};
use concordat_web::Authenticate as _;

use super::{SLICES, browser, someone};
use crate::{
    NewPerson, Person, Sessions, add_person, change_person, disable, end_role, grant, open_session, person,
    person_by_email, person_names,
};

#[test]
fn roles_count_where_and_while_they_are_held() {
    on_both(&SLICES, |world: World| async move {
        let (store, operator) = (&world.store, world.operator());
        let group = NewGroup {
            name: "Executive Group".into(),
            short_name: None,
            parent: None,
            purpose: None,
            area: None,
            statutory: None,
        };
        let group = add_group(store, &operator, group).await.unwrap();
        let idris = someone(&world, "Idris Vale", None).await;
        let place = Some(Ref { kind: "group".into(), id: group.uuid() });
        let (first, last) = (date(2026, 11, 3), Some(date(2026, 11, 3)));
        grant(store, &operator, idris, "chair", place, first, last).await.unwrap();
        let member = grant(store, &operator, idris, "member", None, date(2026, 4, 1), None).await.unwrap();
        // At nine each morning; London's day counts.
        for roles in [&["member"][..], &["chair", "member"], &["member"]] {
            assert_eq!(roles_now(&world, idris).await, roles, "{}", world.clock.today());
            world.clock.advance(SignedDuration::from_hours(24));
        }
        let token = open_session(store, &operator, idris, false).await.unwrap();
        end_role(store, &operator, member).await.unwrap();
        let session = Sessions.who(store, &world.clock, &token).await.unwrap().unwrap();
        assert!(session.roles.is_empty(), "at once, in the session that was open");

        let history = store.peek().await.unwrap().history(idris.uuid()).await.unwrap();
        let given: Vec<_> = history.iter().filter_map(|change| change.latter.as_deref()).collect();
        assert!(
            given.contains(&"Chair, Executive Group from 3 November 2026 until 3 November 2026"),
            "{given:?}"
        );
        world
    });
}

async fn roles_now(world: &World, person: Id<Person>) -> Vec<String> {
    let token = open_session(&world.store, &world.operator(), person, false).await.unwrap();
    let session = Sessions.who(&world.store, &world.clock, &token).await.unwrap().unwrap();
    let mut roles: Vec<String> = session.roles.iter().map(|held| held.role.clone()).collect();
    roles.sort_unstable();
    roles
}

#[test]
fn what_cannot_be_given_is_refused() {
    on_both(&SLICES, |world: World| async move {
        let (store, operator) = (&world.store, world.operator());
        let idris = someone(&world, "Idris Vale", None).await;
        let nowhere = Some(Ref { kind: "group".into(), id: idris.uuid() });
        let (from, before) = (date(2026, 4, 1), Some(date(2026, 3, 31)));
        for (role, place, until) in [
            ("operator", None, None),
            ("public", None, None),
            ("emperor", None, None),
            ("chair", nowhere, None),
            ("chair", None, before),
        ] {
            let refused = grant(store, &operator, idris, role, place, from, until).await.unwrap_err();
            assert!(matches!(refused, Error::Refusal(Refusal::Invalid { .. })), "{role}: {refused:?}");
        }
        world
    });
}

#[test]
fn people_are_added_found_and_changed_by_one_at_a_time() {
    on_both(&SLICES, |world: World| async move {
        let (store, operator) = (&world.store, world.operator());
        let idris = someone(&world, "Idris Vale", None).await;
        let new = |name: &str| NewPerson {
            name: name.into(),
            email: "IDRIS@merrowshire.example".into(),
            body: None,
        };
        let taken = add_person(store, &operator, new("Another Idris")).await.unwrap_err();
        assert!(taken.to_string().contains("already"), "{taken}");
        assert_eq!(
            person_by_email(store, &operator, " Idris@merrowshire.example").await.unwrap(),
            Some(idris)
        );
        let shown = person(store, &operator, idris).await.unwrap().version;
        change_person(store, &operator, idris, shown, new("Idris Vale-Tarn")).await.unwrap();
        let late = change_person(store, &operator, idris, shown, new("Idris Tarn")).await.unwrap_err();
        assert!(matches!(late, Error::Refusal(Refusal::Conflict)), "{late:?}");
        let mut tx = store.peek().await.unwrap();
        let names = person_names(&mut tx, &[idris.uuid()]).await.unwrap();
        assert_eq!(names.get(&idris.uuid()).map(String::as_str), Some("Idris Vale-Tarn"));
        world
    });
}

#[test]
fn an_administrator_cannot_shut_everybody_out() {
    on_both(&SLICES, |world: World| async move {
        let store = &world.store;
        let admin = someone(&world, "Tamsin Rook", None).await;
        let role = grant(store, &world.operator(), admin, "administrator", None, date(2026, 4, 1), None)
            .await
            .unwrap();
        let held = [concordat_access::Held {
            role: "administrator".into(),
            scope: concordat_access::Scope::Everywhere,
        }];
        let actor = Actor::Person { id: admin.uuid(), roles: held.into(), second_factor: true };
        let ctx = Ctx::new(actor, world.clock.clone(), world.chance.clone());
        assert!(matches!(disable(store, &ctx, admin).await, Err(Error::Refusal(Refusal::Rule(_)))));
        assert!(matches!(end_role(store, &ctx, role).await, Err(Error::Refusal(Refusal::Rule(_)))));
        world
    });
}

#[test]
fn an_administrator_works_through_the_pages() {
    on_both(&SLICES, |world: World| async move {
        let admin = someone(&world, "Tamsin Rook", Some("administrator")).await;
        let token = open_session(&world.store, &world.operator(), admin, true).await.unwrap();
        let mut browser = browser(&world).with_session(&token);
        browser.get("/people/add").await;
        let bad = browser.post("/people/add", &[("name", ""), ("email", "idris")]).await;
        assert!(
            bad.status == 422
                && bad.text.contains("Enter the person")
                && bad.text.contains("value=\"idris\"")
        );
        let fields = [("name", "Idris Vale"), ("email", "idris@merrowshire.example"), ("body", "")];
        let page = browser.post("/people/add", &fields).await;
        let at = page.location.unwrap();
        assert!(browser.get(&at).await.text.contains("Invited"));

        let link = browser.post(&format!("{at}/link"), &[]).await;
        assert!(
            link.text.contains("http://127.0.0.1:8080/welcome/")
                && link.text.contains("The invitation is ready")
        );
        browser.get(&format!("{at}/roles")).await;
        let fields = [
            ("role", "member"),
            ("scope", ""),
            ("from-day", "1"),
            ("from-month", "4"),
            ("from-year", "2026"),
        ];
        let page = browser.post(&format!("{at}/roles"), &fields).await;
        assert_eq!(page.location.as_deref(), Some(at.as_str()));
        let wrong = [("role", "member"), ("from-day", "31"), ("from-month", "2"), ("from-year", "26")];
        assert!(browser.post(&format!("{at}/roles"), &wrong).await.text.contains("must be a real date"));
        let page = browser.get(&at).await;
        assert!(page.text.contains("1 April 2026") && page.text.contains("Role given"), "{}", page.text);
        let (_, rest) = page.text.split_once("/roles-held/").unwrap();
        let end = format!("/roles-held/{}/end", rest.split('/').next().unwrap());
        assert_eq!(browser.post(&end, &[]).await.location.as_deref(), Some(at.as_str()));
        assert!(browser.get(&at).await.text.contains("Role ended"));
        browser.post(&format!("{at}/disable"), &[]).await;
        assert!(browser.get(&at).await.text.contains("Let them sign in again"));

        let found = browser.get("/people?q=ROOK+administrator").await;
        assert!(found.text.contains("Tamsin Rook") && !found.text.contains("Idris Vale"));
        let audit = browser.get("/audit?check=1").await;
        assert!(
            audit.text.contains("is whole") && audit.text.contains("Gave or ended a role"),
            "{}",
            audit.text
        );
        assert!(audit.text.contains("Idris Vale") && audit.text.contains("the command line"));
        let id = at.rsplit('/').next().unwrap();
        assert!(browser.get(&format!("/audit?thing={id}")).await.text.contains("Added a person"));
        assert!(browser.get(&format!("/audit?person={admin}")).await.text.contains("Tamsin Rook"));
        world
    });
}

#[test]
fn the_second_administrator_sees_both_texts_and_loses_nothing() {
    on_both(&SLICES, |world: World| async move {
        let admin = someone(&world, "Tamsin Rook", Some("administrator")).await;
        let idris = someone(&world, "Idris Vale", None).await;
        let token = open_session(&world.store, &world.operator(), admin, true).await.unwrap();
        let mut browser = browser(&world).with_session(&token);
        let change = format!("/people/{idris}/change");
        let page = browser.get(&change).await;
        assert!(page.text.contains("name=\"was-name\" value=\"Idris Vale\""), "{}", page.text);

        let theirs = NewPerson {
            name: "Idris Vale-Tarn".into(),
            email: "idris.vale@merrowshire.example".into(),
            body: None,
        };
        let shown = person(&world.store, &world.operator(), idris).await.unwrap().version;
        change_person(&world.store, &world.operator(), idris, shown, theirs).await.unwrap();
        world.clock.advance(SignedDuration::from_mins(5));
        grant(&world.store, &world.operator(), idris, "member", None, date(2026, 4, 1), None).await.unwrap();
        let (shown, now) = (shown.to_string(), (shown + 1).to_string());
        let mine = [
            ("version", shown.as_str()),
            ("was-name", "Idris Vale"),
            ("was-email", "idris@merrowshire.example"),
            ("was-body", ""),
            ("name", "Idris Tarn"),
            ("email", "idris@merrowshire.example"),
            ("body", ""),
        ];
        let page = browser.post(&change, &mine).await;
        assert_eq!(page.status, 409);
        for says in [
            "the command line saved changes",
            "Idris Vale-Tarn",
            "Idris Tarn",
            "keep-email",
            &format!("name=\"version\" value=\"{now}\""),
        ] {
            assert!(page.text.contains(says), "{says}: {}", page.text);
        }
        assert!(!page.text.contains("keep-body"), "both say the same of it");

        let settling = [
            ("settling", "yes"),
            ("version", &now),
            ("name", "Idris Tarn"),
            ("email", "idris@merrowshire.example"),
            ("body", ""),
            ("keep-email", "now"),
        ];
        let page = browser.post(&change, &settling).await;
        assert!(page.status == 409 && page.text.contains("Name: choose which to keep."));
        let chosen: Vec<_> = settling.into_iter().chain([("keep-name", "mine")]).collect();
        assert_eq!(browser.post(&change, &chosen).await.location, Some(format!("/people/{idris}")));
        let kept = person(&world.store, &world.operator(), idris).await.unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.email.as_str()),
            ("Idris Tarn", "idris.vale@merrowshire.example")
        );
        let again = [("version", "1"), ("name", "Idris Tarn"), ("email", &kept.email), ("body", "")];
        assert_eq!(browser.post(&change, &again).await.status, 303, "both wrote the same");
        let wrong = [
            ("version", "1"),
            ("was-name", &kept.name),
            ("was-email", &kept.email),
            ("name", ""),
            ("email", &kept.email),
            ("body", ""),
        ];
        let page = browser.post(&change, &wrong).await;
        assert_eq!(page.status, 422, "nobody touched what the form asks, so there is nothing to choose");
        world
    });
}

#[test]
fn others_see_people_but_change_nothing_and_the_auditor_sees_who_did_what_alone() {
    on_both(&SLICES, |world: World| async move {
        let idris = someone(&world, "Idris Vale", Some("member")).await;
        let auditor = someone(&world, "Fen Hale", Some("auditor")).await;
        let token = open_session(&world.store, &world.operator(), idris, false).await.unwrap();
        let mut member = browser(&world).with_session(&token);
        assert_eq!(member.get("/people").await.status, 200);
        let page = member.get(&format!("/people/{auditor}")).await;
        assert!(page.status == 200 && !page.text.contains("Disable") && !page.text.contains("Give a role"));
        for path in [
            "/people/add",
            "/audit",
            &format!("/people/{auditor}/change"),
            &format!("/people/{auditor}/roles"),
        ] {
            assert_eq!(member.get(path).await.status, 404, "{path}");
        }
        assert_eq!(member.post(&format!("/people/{auditor}/disable"), &[]).await.status, 404);
        for path in ["/people/add".to_owned(), format!("/people/{auditor}/roles")] {
            assert_eq!(
                member.post(&path, &[]).await.status,
                404,
                "{path}: not even with a form to put right"
            );
        }
        let token = open_session(&world.store, &world.operator(), auditor, true).await.unwrap();
        let mut auditor = browser(&world).with_session(&token);
        assert_eq!(auditor.get("/people").await.status, 404);
        assert_eq!(auditor.get("/audit").await.status, 200);
        assert!(
            auditor.get("/audit").await.text.contains("Looked at who did what"),
            "reading it is recorded"
        );
        world
    });
}
