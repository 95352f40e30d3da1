use concordat_kernel::jiff::SignedDuration;
use concordat_testkit::{World, on_both};

use super::{PASSWORD, SLICES, audit, browser, sign_in, someone};
use crate::{disable, enable, open_session};

const EMAIL: &str = "idris@merrowshire.example";

#[test]
fn sessions_end_when_idle_and_after_a_day_at_work() {
    on_both(&SLICES, |world: World| async move {
        someone(&world, "Idris Vale", Some("member")).await;
        let mut browser = browser(&world);
        sign_in(&mut browser, EMAIL).await;
        let before = audit(&world, 1).await;
        for _ in 0..14 {
            world.clock.advance(SignedDuration::from_mins(50));
            assert_eq!(browser.get("/account").await.status, 200, "used within the hour");
        }
        assert_eq!(audit(&world, 1).await, before, "a session's clock is nobody's doing");
        world.clock.advance(SignedDuration::from_mins(20));
        assert_eq!(browser.get("/account").await.status, 303, "twelve hours are up");
        sign_in(&mut browser, EMAIL).await;
        world.clock.advance(SignedDuration::from_mins(60));
        assert_eq!(browser.get("/account").await.status, 303, "an hour without use");
        world
    });
}

#[test]
fn signing_out_here_there_and_everywhere() {
    on_both(&SLICES, |world: World| async move {
        let idris = someone(&world, "Idris Vale", None).await;
        let (mut here, mut there) = (browser(&world), browser(&world));
        sign_in(&mut here, EMAIL).await;
        world.clock.advance(SignedDuration::from_mins(1));
        sign_in(&mut there, EMAIL).await;
        let page = here.get("/account").await;
        assert_eq!(page.text.matches("/account/sessions/").count(), 2, "one to end, and everywhere");
        let (_, rest) = page.text.split_once("/account/sessions/").unwrap();
        let other = rest.split('/').next().unwrap().to_owned();
        let page = here.post(&format!("/account/sessions/{other}/end"), &[]).await;
        assert_eq!(page.location.as_deref(), Some("/account"));
        assert_eq!(there.get("/account").await.status, 303);

        sign_in(&mut there, EMAIL).await;
        here.forget_token();
        assert_eq!(here.post("/sign-out", &[]).await.status, 422, "not without the form's token");
        here.get("/account").await;
        here.post("/account/sessions/end", &[]).await;
        assert_eq!(here.get("/account").await.status, 303);
        assert_eq!(there.get("/account").await.status, 303);
        let rows = audit(&world, 3).await;
        assert!(rows.contains(&(idris.to_string(), "session.end".into(), "done".into())), "{rows:?}");

        sign_in(&mut here, EMAIL).await;
        here.get("/account").await;
        assert_eq!(here.post("/sign-out", &[]).await.location.as_deref(), Some("/sign-in"));
        assert_eq!(here.get("/account").await.status, 303);
        world
    });
}

#[test]
fn nobody_ends_the_session_of_another() {
    on_both(&SLICES, |world: World| async move {
        let idris = someone(&world, "Idris Vale", None).await;
        someone(&world, "Wren Marlow", Some("member")).await;
        open_session(&world.store, &world.operator(), idris, false).await.unwrap();
        let (session,): (String,) =
            world.store.peek().await.unwrap().one(crate::store::EXAMPLES[2].1, Vec::new()).await.unwrap();
        let mut wren = browser(&world);
        sign_in(&mut wren, "wren@merrowshire.example").await;
        wren.get("/account").await;
        assert_eq!(wren.post(&format!("/account/sessions/{session}/end"), &[]).await.status, 404);
        world
    });
}

#[test]
fn an_administrator_signs_somebody_out_everywhere() {
    on_both(&SLICES, |world: World| async move {
        let idris = someone(&world, "Idris Vale", Some("member")).await;
        let admin = someone(&world, "Tamsin Rook", Some("administrator")).await;
        let (mut here, mut there) = (browser(&world), browser(&world));
        sign_in(&mut here, EMAIL).await;
        sign_in(&mut there, EMAIL).await;
        here.get("/account").await;
        let path = format!("/people/{admin}/sign-out");
        assert_eq!(here.post(&path, &[]).await.status, 404, "a member signs nobody out");

        let token = open_session(&world.store, &world.operator(), admin, true).await.unwrap();
        let mut tamsin = browser(&world).with_session(&token);
        let at = format!("/people/{idris}");
        assert!(tamsin.get(&at).await.text.contains("Sign them out everywhere"));
        let page = tamsin.post(&format!("{at}/sign-out"), &[]).await;
        assert_eq!(page.location.as_deref(), Some(at.as_str()));
        let done = (admin.to_string(), "person.sign-out".into(), "done".into());
        assert!(audit(&world, 3).await.contains(&done), "it is recorded");
        assert_eq!(here.get("/account").await.status, 303);
        assert_eq!(there.get("/account").await.status, 303);
        let again = sign_in(&mut here, EMAIL).await;
        assert_eq!(again.status, 303);
        assert_eq!(here.get("/account").await.status, 200, "they may sign in again");
        assert!(
            !tamsin.get(&format!("/people/{admin}")).await.text.contains("Sign them out everywhere"),
            "one's own sessions are on one's own account page"
        );
        world
    });
}

#[test]
fn a_new_password_ends_the_others_and_disabling_ends_all() {
    on_both(&SLICES, |world: World| async move {
        let idris = someone(&world, "Idris Vale", None).await;
        let (mut here, mut there) = (browser(&world), browser(&world));
        sign_in(&mut here, EMAIL).await;
        sign_in(&mut there, EMAIL).await;
        here.get("/account/password").await;
        let new = "four brave otters";
        let fields = [("current", "not it at all"), ("password", new), ("again", new)];
        assert!(here.post("/account/password", &fields).await.text.contains("This is not your password"));
        let fields = [("current", PASSWORD), ("password", new), ("again", new)];
        assert_eq!(here.post("/account/password", &fields).await.location.as_deref(), Some("/account"));
        assert_eq!(here.get("/account").await.status, 200);
        assert_eq!(there.get("/account").await.status, 303);
        assert_eq!(sign_in(&mut there, EMAIL).await.status, 422, "the old one is gone");

        disable(&world.store, &world.operator(), idris).await.unwrap();
        assert_eq!(here.get("/account").await.status, 303);
        let fields = [("email", EMAIL), ("password", new)];
        assert_eq!(here.post("/sign-in", &fields).await.status, 422);
        enable(&world.store, &world.operator(), idris).await.unwrap();
        assert_eq!(here.post("/sign-in", &fields).await.status, 303);
        world
    });
}
