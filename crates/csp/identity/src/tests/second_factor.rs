use concordat_kernel::jiff::SignedDuration;
use concordat_testkit::{Browser, World, on_both};

use super::{PASSWORD, SLICES, audit, browser, sign_in, someone};
use crate::{code_at, enrol_for_samples, remove_second_factor};

const EMAIL: &str = "rowan@merrowshire.example";

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(found, _)| found).unwrap()
}

fn codes(text: &str) -> Vec<String> {
    text.split("<code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

/// Enrols through the pages and gives the secret and the recovery codes.
async fn enrol(world: &World, browser: &mut Browser) -> (String, Vec<String>) {
    let page = browser.get("/account/second-factor").await;
    let secret = between(&page.text, "name=\"secret\" value=\"", "\"").to_owned();
    let code = code_at(&secret, world.clock.now()).unwrap();
    let done = browser
        .post("/account/second-factor", &[("secret", &secret), ("code", &code), ("next", "/people")])
        .await;
    assert_eq!(done.status, 200, "{}", done.text);
    (secret, codes(&done.text))
}

#[test]
fn whoever_needs_a_second_factor_sets_it_up_before_anything_else() {
    on_both(&SLICES, |world: World| async move {
        someone(&world, "Rowan Ashdown", Some("officer")).await;
        let mut browser = browser(&world);
        let fields = [("email", EMAIL), ("password", PASSWORD), ("next", "/people")];
        let page = browser.post("/sign-in", &fields).await;
        assert_eq!(page.location.as_deref(), Some("/account/second-factor?next=%2Fpeople"));
        for path in ["/people", "/account", "/bodies", "/"] {
            let page = browser.get(path).await;
            assert_eq!(page.location.as_deref(), Some("/account/second-factor"), "{path}");
        }
        let page = browser.get("/account/second-factor").await;
        assert!(page.text.contains("<svg role=\"img\"") && page.text.contains("otpauth://totp/Concordat:"));
        assert!(!page.text.contains("style="), "the content security policy refuses inline style");
        let secret = between(&page.text, "name=\"secret\" value=\"", "\"").to_owned();
        let wrong = browser.post("/account/second-factor", &[("secret", &secret), ("code", "000000")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains(&secret), "the same secret: it was scanned already");

        let (_, codes) = enrol(&world, &mut browser).await;
        assert_eq!(codes.len(), 10);
        assert_eq!(browser.get("/people").await.status, 200, "the session goes on, with roles");
        let again = browser.get("/account").await;
        assert!(again.text.contains("10 left"));
        world
    });
}

#[test]
fn a_code_is_asked_for_and_counts_once() {
    on_both(&SLICES, |world: World| async move {
        someone(&world, "Rowan Ashdown", Some("officer")).await;
        let mut first = browser(&world);
        sign_in(&mut first, EMAIL).await;
        let (secret, recovery) = enrol(&world, &mut first).await;
        world.clock.advance(SignedDuration::from_mins(2));

        let mut second = browser(&world);
        let page = sign_in(&mut second, EMAIL).await;
        assert_eq!(page.location.as_deref(), Some("/sign-in/code"));
        assert_eq!(second.get("/people").await.location.as_deref(), Some("/sign-in/code"));
        let page = second.get("/account/second-factor").await;
        assert_eq!(page.location.as_deref(), Some("/sign-in/code"), "a password alone shows nothing of it");
        second.get("/sign-in/code").await;
        let code = code_at(&secret, world.clock.now()).unwrap();
        let replaced = second.post("/account/second-factor", &[("secret", &secret), ("code", &code)]).await;
        assert_eq!(replaced.status, 303, "nor replaces it");
        let page = second.post("/sign-in/code", &[("code", "000000"), ("next", "/people")]).await;
        assert_eq!(page.status, 422);
        let (_, action, outcome) = audit(&world, 1).await.remove(0);
        assert_eq!((action.as_str(), outcome.as_str()), ("session.add", "denied"));
        let page = second.post("/sign-in/code", &[("code", &code), ("next", "/people")]).await;
        assert_eq!(page.location.as_deref(), Some("/people"));
        assert_eq!(second.get("/people").await.status, 200);

        let mut third = browser(&world);
        sign_in(&mut third, EMAIL).await;
        third.get("/sign-in/code").await;
        let replay = third.post("/sign-in/code", &[("code", &code)]).await;
        assert_eq!(replay.status, 422, "a code counts once");
        let recovered = third.post("/sign-in/code", &[("code", &recovery[0].to_uppercase())]).await;
        assert_eq!(recovered.location.as_deref(), Some("/"));
        assert!(third.get("/account").await.text.contains("9 left"));

        let mut fourth = browser(&world);
        sign_in(&mut fourth, EMAIL).await;
        fourth.get("/sign-in/code").await;
        assert_eq!(
            fourth.post("/sign-in/code", &[("code", &recovery[0])]).await.status,
            422,
            "so does a recovery code"
        );
        world
    });
}

#[test]
fn a_new_token_after_the_second_factor() {
    on_both(&SLICES, |world: World| async move {
        let rowan = someone(&world, "Rowan Ashdown", Some("officer")).await;
        enrol_for_samples(&world.store, &world.operator(), rowan, super::SECRET).await.unwrap();
        let mut browser = browser(&world);
        let page = sign_in(&mut browser, EMAIL).await;
        let before = between(page.headers.get("set-cookie").unwrap(), "concordat=", ";").to_owned();
        browser.get("/sign-in/code").await;
        let code = code_at(super::SECRET, world.clock.now()).unwrap();
        let page = browser.post("/sign-in/code", &[("code", &code)]).await;
        let after = between(page.headers.get("set-cookie").unwrap(), "concordat=", ";").to_owned();
        assert_ne!(before, after);
        let mut thief = super::browser(&world).with_session(&before);
        assert_eq!(thief.get("/account").await.location.as_deref(), Some("/sign-in?next=%2Faccount"));
        world
    });
}

#[test]
fn guessing_codes_is_slowed() {
    on_both(&SLICES, |world: World| async move {
        let rowan = someone(&world, "Rowan Ashdown", Some("officer")).await;
        enrol_for_samples(&world.store, &world.operator(), rowan, super::SECRET).await.unwrap();
        let mut browser = browser(&world);
        sign_in(&mut browser, EMAIL).await;
        browser.get("/sign-in/code").await;
        for _ in 0..5 {
            assert!(browser.post("/sign-in/code", &[("code", "000000")]).await.text.contains("not right"));
        }
        let code = code_at(super::SECRET, world.clock.now()).unwrap();
        let page = browser.post("/sign-in/code", &[("code", &code)]).await;
        assert!(page.text.contains("Wait 30 seconds"));
        world
    });
}

#[test]
fn replacing_it_needs_the_password_and_losing_it_an_administrator() {
    on_both(&SLICES, |world: World| async move {
        let rowan = someone(&world, "Rowan Ashdown", Some("officer")).await;
        let mut browser = browser(&world);
        sign_in(&mut browser, EMAIL).await;
        let (_, old) = enrol(&world, &mut browser).await;
        let page = browser.get("/account/second-factor").await;
        let secret = between(&page.text, "name=\"secret\" value=\"", "\"").to_owned();
        let code = code_at(&secret, world.clock.now()).unwrap();
        let to = "/account/second-factor";
        let page =
            browser.post(to, &[("secret", &secret), ("code", &code), ("current", "not it at all")]).await;
        assert!(page.text.contains("This is not your password"));
        let page = browser.post(to, &[("secret", &secret), ("code", &code), ("current", PASSWORD)]).await;
        let new = codes(&page.text);
        assert!(new.len() == 10 && new != old);

        browser.get("/account/recovery-codes").await;
        let page = browser.post("/account/recovery-codes", &[("current", PASSWORD)]).await;
        assert!(codes(&page.text).len() == 10 && codes(&page.text) != new);

        remove_second_factor(&world.store, &world.operator(), rowan).await.unwrap();
        assert_eq!(browser.get("/account").await.status, 303, "signed out everywhere");
        let page = sign_in(&mut browser, EMAIL).await;
        assert_eq!(page.location.as_deref(), Some("/account/second-factor"), "to set up a new one");
        world
    });
}
