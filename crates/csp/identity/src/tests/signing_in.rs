use concordat_kernel::jiff::SignedDuration;
use concordat_testkit::{World, on_both};
use concordat_web::Config;

use super::{PASSWORD, SLICES, audit, browser, sign_in, site, someone};
use crate::{NewPerson, add_person, disable, invite, link_state, make_link, set_password};

#[test]
fn from_invitation_to_first_page() {
    on_both(&SLICES, |world: World| async move {
        let operator = world.operator();
        let new =
            NewPerson { name: "Idris Vale".into(), email: "Idris@Merrowshire.example".into(), body: None };
        let person = add_person(&world.store, &operator, new).await.unwrap();
        let first = invite(&world.store, &operator, person).await.unwrap();
        let token = invite(&world.store, &operator, person).await.unwrap();
        let mut browser = browser(&world);
        assert!(browser.get(&format!("/welcome/{first}")).await.text.contains("no longer works"), "revoked");

        let page = browser.get(&format!("/welcome/{token}")).await;
        assert!(page.text.contains("Hello Idris Vale"));
        assert!(
            browser.get(&format!("/welcome/{token}")).await.text.contains("Hello"),
            "looking spends nothing"
        );

        let to = format!("/welcome/{token}");
        let short = browser.post(&to, &[("password", "quiet heron"), ("again", "quiet heron")]).await;
        assert_eq!(short.status, 422);
        assert!(short.text.contains("12 characters or more"));
        let differ = browser.post(&to, &[("password", PASSWORD), ("again", "three quiet herrings")]).await;
        assert!(differ.text.contains("not the same"));
        let set = browser.post(&to, &[("password", PASSWORD), ("again", PASSWORD)]).await;
        assert_eq!(set.location.as_deref(), Some("/sign-in"), "a link alone opens no session");
        let again =
            browser.post(&to, &[("password", "other quiet herons"), ("again", "other quiet herons")]).await;
        assert_eq!(again.status, 422, "once only");
        assert!(again.text.contains("no longer works"));

        let signed_in = browser
            .post(
                "/sign-in",
                &[("email", " idris@merrowshire.EXAMPLE "), ("password", PASSWORD), ("next", "/account")],
            )
            .await;
        assert_eq!(signed_in.location.as_deref(), Some("/account"));
        assert!(browser.get("/account").await.text.contains("idris@merrowshire.example"));
        let rows = audit(&world, 2).await;
        let me = person.to_string();
        assert!(rows.contains(&(me, "session.add".into(), "done".into())), "{rows:?}");
        assert!(rows.contains(&("anonymous".into(), "account.change".into(), "denied".into())), "{rows:?}");
        world
    });
}

#[test]
fn links_grow_old_and_die_with_the_account() {
    on_both(&SLICES, |world: World| async move {
        let person = someone(&world, "Idris Vale", None).await;
        let (store, operator) = (&world.store, world.operator());
        let link = make_link(store, &operator, person).await.unwrap();
        assert_eq!(link.purpose, "reset", "they have a password");
        world.clock.advance(SignedDuration::from_secs(24 * 3600 - 1));
        assert!(link_state(store, &world.clock, &link.token).await.unwrap().is_some());
        world.clock.advance(SignedDuration::from_secs(1));
        assert!(link_state(store, &world.clock, &link.token).await.unwrap().is_none());

        let link = make_link(store, &operator, person).await.unwrap();
        disable(store, &operator, person).await.unwrap();
        assert!(link_state(store, &world.clock, &link.token).await.unwrap().is_none());
        assert!(make_link(store, &operator, person).await.is_err());
        assert!(set_password(store, &operator, person, "idris has herons").await.is_err(), "own name");
        world
    });
}

#[test]
fn every_failure_is_answered_alike() {
    on_both(&SLICES, |world: World| async move {
        let gone = someone(&world, "Wren Marlow", None).await;
        disable(&world.store, &world.operator(), gone).await.unwrap();
        someone(&world, "Idris Vale", None).await;
        let invited =
            NewPerson { name: "Fen Hale".into(), email: "fen@merrowshire.example".into(), body: None };
        add_person(&world.store, &world.operator(), invited).await.unwrap();
        let mut browser = browser(&world);
        for (email, password) in [
            ("nobody@merrowshire.example", PASSWORD),
            ("wren@merrowshire.example", PASSWORD),
            ("fen@merrowshire.example", PASSWORD),
            ("idris@merrowshire.example", "three quiet heron"),
        ] {
            let page = browser.post("/sign-in", &[("email", email), ("password", password)]).await;
            assert_eq!(page.status, 422, "{email}");
            assert!(page.text.contains("The e-mail address or the password is not right"), "{email}");
            let rows = world.store.peek().await.unwrap().audit_page(None, 1).await.unwrap();
            let row = rows.first().unwrap();
            assert_eq!((row.action.as_str(), row.outcome.as_str()), ("session.add", "denied"), "{email}");
            assert_eq!(row.actor, "anonymous");
            assert!(!format!("{row:?}").contains("merrowshire"), "never the address");
        }
        let page = browser.post("/sign-in", &[]).await;
        assert!(page.text.contains("Enter your e-mail address") && page.text.contains("Enter your password"));
        world
    });
}

#[test]
fn guessing_is_slowed_and_nobody_is_locked_out() {
    on_both(&SLICES, |world: World| async move {
        someone(&world, "Idris Vale", None).await;
        let mut browser = browser(&world);
        for email in ["idris@merrowshire.example", "nobody@merrowshire.example"] {
            for _ in 0..5 {
                let page = browser.post("/sign-in", &[("email", email), ("password", "not it at all")]).await;
                assert!(page.text.contains("not right"), "{email}");
            }
            let page = browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
            assert!(page.text.contains("Wait 30 seconds"), "even the right one, known or not: {email}");
        }
        let rows = audit(&world, 1).await;
        assert_eq!(rows, [("anonymous".into(), "session.add".into(), "denied".into())]);
        world.clock.advance(SignedDuration::from_secs(30));
        assert_eq!(
            sign_in(&mut browser, "idris@merrowshire.example").await.status,
            303,
            "then it counts afresh"
        );
        world
    });
}

#[test]
fn only_pages_of_ours_follow() {
    on_both(&SLICES, |world: World| async move {
        someone(&world, "Idris Vale", None).await;
        for next in ["//evil.example", "https://evil.example", "/\\evil.example"] {
            let mut browser = browser(&world);
            let fields = [("email", "idris@merrowshire.example"), ("password", PASSWORD), ("next", next)];
            assert_eq!(browser.post("/sign-in", &fields).await.location.as_deref(), Some("/"), "{next}");
        }
        let mut browser = browser(&world);
        let sent = browser.get("/account").await;
        assert_eq!(sent.location.as_deref(), Some("/sign-in?next=%2Faccount"));
        assert!(browser.get("/sign-in?next=/account").await.text.contains("value=\"/account\""));
        world
    });
}

#[test]
fn the_demonstration_lets_one_be_anybody_and_nothing_else_does() {
    on_both(&SLICES, |world: World| async move {
        let rowan = someone(&world, "Rowan Ashdown", Some("officer")).await;
        let id = rowan.to_string();
        let mut real = browser(&world);
        assert!(!real.get("/sign-in").await.text.contains("Rowan Ashdown"));
        let refused = real.post("/demo/sign-in", &[("person", &id)]).await;
        assert_eq!(
            refused.location.as_deref(),
            Some("/sign-in?next=%2F"),
            "as any address that is not there"
        );
        assert_eq!(real.get("/account").await.status, 303, "not signed in");

        let mut demo = site(&world, Config { demo: true, ..Config::default() });
        let page = demo.get("/sign-in").await;
        assert!(page.text.contains("Sign in as Rowan Ashdown") && page.text.contains("(Officer)"));
        assert_eq!(demo.post("/demo/sign-in", &[("person", &id)]).await.location.as_deref(), Some("/"));
        assert_eq!(demo.get("/people").await.status, 200, "second factor and all");
        disable(&world.store, &world.operator(), rowan).await.unwrap();
        let mut other = site(&world, Config { demo: true, ..Config::default() });
        let refused = other.post("/demo/sign-in", &[("person", &id)]).await;
        assert_eq!(refused.location.as_deref(), Some("/sign-in?next=%2F"), "an account that is closed");
        world
    });
}

#[test]
fn twenty_guesses_at_once_are_twenty() {
    on_both(&SLICES, |world: World| async move {
        someone(&world, "Idris Vale", None).await;
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (store, anybody) = (world.store.clone(), world.anybody());
            guesses.spawn(async move {
                let refused =
                    crate::sign_in(&store, &anybody, "idris@merrowshire.example", "not it at all").await;
                refused.unwrap_err().to_string().contains("is not right")
            });
        }
        let looked_at = guesses.join_all().await.into_iter().filter(|looked_at| *looked_at).count();
        assert!(looked_at <= 5, "{looked_at} were looked at");
        world
    });
}

#[test]
fn signing_in_as_another_ends_the_first_session() {
    on_both(&SLICES, |world: World| async move {
        let rowan = someone(&world, "Rowan Ashdown", Some("officer")).await;
        let idris = someone(&world, "Idris Vale", Some("member")).await;
        let mut demo = site(&world, Config { demo: true, ..Config::default() });
        let page = demo.post("/demo/sign-in", &[("person", &rowan.to_string())]).await;
        let (_, rest) = page.headers.get("set-cookie").unwrap().split_once('=').unwrap();
        let first = rest.split(';').next().unwrap().to_owned();
        demo.get("/account").await;
        demo.post("/demo/sign-in", &[("person", &idris.to_string())]).await;
        assert!(demo.get("/account").await.text.contains("Idris Vale"));
        let mut before = browser(&world).with_session(&first);
        assert_eq!(before.get("/account").await.status, 303);
        world
    });
}
