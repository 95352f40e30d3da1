use concordat_kernel::jiff::SignedDuration;
use concordat_testkit::on_both;

use super::*;

/// Every page that a guest can reach.
fn pages(action: Id<Action>) -> Vec<String> {
    vec![
        urls::ANSWER.to_owned(),
        urls::answer_action(action),
        urls::answer_evidence(action),
        urls::CHECK.to_owned(),
        urls::DONE.to_owned(),
        urls::HAND_ON.to_owned(),
    ]
}

const SHUT: &str = "This link does not work";

#[test]
fn a_link_that_is_not_good_opens_nothing() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let secret = round.link(&world, "Rowan Ashdown").await;
        let mut tampered = secret.clone();
        let last = if tampered.pop() == Some('0') { '1' } else { '0' };
        tampered.push(last);
        let hash = concordat_links::secrets::hash(&secret);
        let long = format!("{secret}0");
        let wrong: [&str; 8] = [
            &tampered,
            &secret[..63],
            &long,
            &secret.to_uppercase(),
            &hash,
            "%2e%2e%2fanswer",
            "0",
            "'%20OR%201=1",
        ];
        for wrong in wrong {
            let mut browser = stranger(&world);
            check(&browser.get(&urls::link(wrong)).await, 200, &[SHUT]);
            check(&browser.post(urls::START, &[("link", wrong)]).await, 422, &[SHUT]);
            check(&browser.get(urls::ANSWER).await, 200, &[SHUT]);
        }
        check(&stranger(&world).get(&urls::link(&secret)).await, 200, &["Start"]);

        // Stopped, and stopped while the cookie is held.
        let mut rowan = round.begun(&world, "Rowan Ashdown").await;
        let mut wren = round.begun(&world, "Wren Holloway").await;
        store::revoke(&world.store, &round.officer, round.pass(&world, "Rowan Ashdown").await.id)
            .await
            .unwrap();
        check(&stranger(&world).get(&urls::link(&secret)).await, 200, &[SHUT]);
        let before = done(&world).await;
        shut(&round, &mut rowan).await;
        check(&wren.get(urls::ANSWER).await, 200, &["1.1"]);

        // Too old; then the round is closed.
        let mut idris = round.begun(&world, "Idris Vale").await;
        world.clock.advance(SignedDuration::from_hours(24 * 61));
        shut(&round, &mut wren).await;
        world.clock.advance(SignedDuration::from_hours(-24 * 61));
        check(&idris.get(urls::ANSWER).await, 200, &["1.2"]);
        store::close_round(&world.store, &round.officer, round.id, 1).await.unwrap();
        shut(&round, &mut idris).await;
        assert!(done(&world).await > before);
        assert!(round.updates(&world).await.is_empty());
        world
    });
}

/// Nothing can be seen or done any more.
async fn shut(round: &Round, guest: &mut Guest) {
    let action = round.action("1.1");
    for page in pages(action) {
        let shown = guest.get(&page).await;
        check(&shown, 200, &[SHUT]);
        assert!(!shown.text.contains(POLICE), "{page} still tells something");
    }
    let answer = [("version", "0"), ("state", "on-track"), ("then", "later")];
    check(&guest.post(&urls::answer_action(action), &answer).await, 422, &[SHUT]);
    check(&guest.post(urls::CHECK, &[]).await, 422, &[SHUT]);
    let hand = [("name", "Tamsin"), ("email", "tamsin@merrowshire.example")];
    check(&guest.post(urls::HAND_ON, &hand).await, 422, &[SHUT]);
    let evidence = urls::answer_evidence(action);
    check(&guest.browser.upload(&evidence, &hand, ("file", "a.txt", b"a")).await, 422, &[SHUT]);
    check(&guest.post(&urls::remove_evidence(action), &[]).await, 422, &[SHUT]);
}

/// Said in the guest's own pages, whoever has an account elsewhere.
#[track_caller]
fn not_there(page: &Page) {
    check(page, 404, &["Page not found", "Back to your actions"]);
    assert!(page.location.is_none() && !page.text.contains("/sign-in"), "{}", page.text);
}

#[test]
fn a_guest_opens_the_files_they_added_and_no_others() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let own = round.action("1.1");
        let mut rowan = round.begun(&world, "Rowan Ashdown").await;
        rowan.get(&urls::answer_evidence(own)).await;
        let form = rowan.form.clone();
        let fields = [("form", form.as_str()), ("title", "Minutes"), ("address", "")];
        let file = ("file", "minutes.txt", b"We met.".as_slice());
        let added = rowan.browser.upload(&urls::answer_evidence(own), &fields, file).await;
        assert!(added.location.is_some(), "{}", added.text);
        let page = rowan.get(&urls::answer_action(own)).await;
        let (_, rest) = page.text.split_once("/answer/evidence/").unwrap();
        let at = format!("/answer/evidence/{}", rest.split('"').next().unwrap());
        assert_eq!(rowan.get(&at).await.bytes, b"We met.");

        // A colleague of the same request, too; another lead no more than somebody without a link.
        let mut wren = round.begun(&world, "Wren Holloway").await;
        assert_eq!(wren.get(&at).await.bytes, b"We met.");
        let mut idris = round.begun(&world, "Idris Vale").await;
        let theirs = idris.get(&at).await;
        not_there(&theirs);
        let nothing: Id<Evidence> = Id::from_uuid(AnyId::from_u128(404));
        assert_eq!(theirs.text, idris.get(&urls::answer_file(nothing)).await.text);
        check(&stranger(&world).get(&at).await, 200, &[SHUT]);

        // Removed, it is gone for its own lead as well.
        let id = at.rsplit('/').next().unwrap();
        rowan.get(&urls::answer_evidence(own)).await;
        let page = rowan.post(&urls::remove_evidence(own), &[("evidence", id)]).await;
        assert!(page.location.is_some(), "{}", page.text);
        not_there(&rowan.get(&at).await);
        world
    });
}

#[test]
fn another_leads_action_is_not_there() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        // The council has answered, with evidence that is not sent yet.
        let secret = round.link(&world, "Idris Vale").await;
        let council = concordat_links::let_in::<store::Guest>(&world.store, &world.anybody(), &secret)
            .await
            .unwrap()
            .unwrap();
        let theirs = round.action("1.2");
        let given = store::Given {
            said: Some(Said::OnTrack),
            words: "CANARY-ANSWER".into(),
            ..store::Given::default()
        };
        store::save(&world.store, &council, theirs, 0, &given).await.unwrap();
        let link = store::Proof::Link("https://merrowshire.example/canary".to_owned());
        let evidence = store::add(&world.store, &council, theirs, "CANARY-EVIDENCE", link).await.unwrap();

        let mut police = round.begun(&world, "Rowan Ashdown").await;
        let before = done(&world).await;
        let mut seen = Vec::new();
        for action in [theirs, Id::from_uuid(AnyId::from_u128(404))] {
            for page in [urls::answer_action(action), urls::answer_evidence(action)] {
                not_there(&police.get(&page).await);
            }
            let answer = [("version", "0"), ("state", "done"), ("words", "Ours now"), ("then", "later")];
            let page = police.post(&urls::answer_action(action), &answer).await;
            not_there(&page);
            seen.push(page.text);
            let form = police.form.clone();
            let fields =
                [("form", form.as_str()), ("title", "Mine"), ("address", "https://merrowshire.example/x")];
            not_there(
                &police.browser.upload(&urls::answer_evidence(action), &fields, ("file", "", b"")).await,
            );
            let id = evidence.to_string();
            not_there(&police.post(&urls::remove_evidence(action), &[("evidence", id.as_str())]).await);
        }
        not_there(&police.get("/answer/actions/1.2").await);
        assert_eq!(seen[0], seen[1], "what is another's looks like what is not there");
        // Nor by way of one's own action, nor with what is no id at all.
        let own = round.action("1.1");
        let id = evidence.to_string();
        for id in [id.as_str(), "../../etc/passwd", ""] {
            police.post(&urls::remove_evidence(own), &[("evidence", id)]).await;
        }
        for path in
            ["/answer/actions/../../plans", "/answer/actions/%2e%2e", "/evidence/..%2f..%2fetc%2fpasswd"]
        {
            assert_ne!(police.get(path).await.status, 200, "{path}");
        }
        assert_ne!(police.get(&urls::evidence(evidence)).await.status, 200);
        // Not by naming another's measure either.
        let measure = format!("count-{theirs}");
        police.answer(own, &[("state", "on-track"), (measure.as_str(), "99"), ("then", "later")]).await;
        assert_eq!(done(&world).await, before + 1, "only the last of these did something");

        let asked = store::asked(&world.store, &council).await.unwrap();
        assert_eq!(asked.answer(theirs).unwrap().given, given);
        assert_eq!(store::evidence(&world.store, &council, &asked, theirs).await.unwrap().len(), 1);
        for page in pages(own) {
            let page = police.get(&page).await;
            assert!(!page.text.contains("CANARY"), "{}", page.text);
        }
        world
    });
}

#[test]
fn no_page_of_a_guest_holds_what_is_restricted() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let action = round.action("1.1");
        let note = "CANARY-NOTE";
        store::add_note(&world.store, &round.officer, action, note).await.unwrap();
        let mut guest = round.begun(&world, "Rowan Ashdown").await;
        guest.answer(action, &[("state", "on-track"), ("words", "Held"), ("then", "")]).await;
        let secret = round.link(&world, "Rowan Ashdown").await;
        let mut all = pages(action);
        all.push(urls::link(&secret));
        all.push(urls::notes(action));
        all.push(crate::urls::action(action));
        for page in all {
            let shown = guest.get(&page).await;
            for canary in [note, "idris@merrowshire.example", "Idris Vale", "wren@merrowshire.example"] {
                assert!(!shown.text.contains(canary), "{canary} is on {page}: {}", shown.text);
            }
        }
        // Nor does somebody signed in read it without the second factor, or another role.
        check(&browser(&world, "officer").get(&urls::notes(action)).await, 200, &[note]);
        assert_eq!(browser(&world, "member").get(&urls::notes(action)).await.status, 404);
        let page = browser(&world, "officer").get(&crate::urls::action(action)).await;
        assert!(!page.text.contains(note), "the action's page only leads to the notes");
        world
    });
}

#[test]
fn opening_a_link_changes_nothing_and_tells_nobody() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let secret = round.link(&world, "Rowan Ashdown").await;
        let dump = async || {
            let pass = round.pass(&world, "Rowan Ashdown").await;
            let mut tx = world.store.peek().await.unwrap();
            let requests = store::requests_of_round(&mut tx, round.id).await.unwrap();
            let updates = store::updates_of_plan(&mut tx, round.plan.head.id).await.unwrap();
            (pass, requests, updates)
        };
        let before = (dump().await, history(&world).await);
        let rows = audit(&world).await.len();
        for _ in 0..3 {
            let page = stranger(&world).get(&urls::link(&secret)).await;
            check(&page, 200, &["Start", POLICE]);
            assert!(!page.headers.contains_key("set-cookie"), "nothing is begun");
            assert_eq!(page.headers["referrer-policy"], "strict-origin");
            assert!(!page.text.contains("1.1"), "no action yet");
        }
        assert_eq!((dump().await, history(&world).await), before);
        let trail = audit(&world).await;
        let opened: Vec<_> = trail.iter().filter(|row| row.contains("plan_request.open")).collect();
        assert_eq!(opened.len(), 3, "each look is in the trail");
        assert!(opened.iter().all(|row| row.starts_with(&before.0.0.id.to_string())), "under the pass");
        assert!(trail.len() >= rows + 3);

        // All the way through: the secret is in the letter's address and in the cookie, and nowhere else.
        let mut guest = Guest { browser: stranger(&world), form: String::new() };
        let page = guest.browser.post(urls::START, &[("link", secret.as_str())]).await;
        let cookie = &page.headers["set-cookie"];
        for words in ["HttpOnly", "SameSite=Strict", "Path=/answer"] {
            assert!(cookie.contains(words), "{cookie}");
        }
        let action = round.action("1.1");
        for path in pages(action) {
            let page = guest.get(&path).await;
            check(&page, 200, &[]);
            assert!(!page.text.contains(&secret), "{path} holds the secret");
        }
        guest.answer(action, &[("state", "on-track"), ("words", "Held"), ("then", "")]).await;
        guest.get(urls::CHECK).await;
        guest.post(urls::CHECK, &[]).await;
        guest.get(&format!("{}0", urls::link(&secret))).await;
        for row in audit(&world).await.iter().chain(&history(&world).await) {
            assert!(!row.contains(&secret[..16]), "the secret is in `{row}`");
        }
        world
    });
}

#[test]
fn every_use_of_a_link_is_in_the_trail() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let own = round.action("1.1");
        let pass = round.pass(&world, "Rowan Ashdown").await.id.to_string();
        let mut guest = round.begun(&world, "Rowan Ashdown").await;
        let trail = async || {
            let rows = audit(&world).await;
            rows.into_iter().filter(|row| row.starts_with(&pass)).collect::<Vec<_>>()
        };
        let mut before = trail().await.len();
        let mut used = async |what: &str, also: &str| {
            let rows = trail().await;
            let new = rows.get(before..).unwrap_or_default();
            let has = |verb: &str| new.iter().any(|row| row.contains(verb));
            assert!(has("plan_request.view"), "{what} left no row: {new:?}");
            assert!(has(also), "{what} left no row of `{also}`: {new:?}");
            before = rows.len();
        };
        let view = "plan_request.view";
        for path in pages(own).into_iter().chain([crate::progress::sheets::urls::GUEST.to_owned()]) {
            guest.get(&path).await;
            used(&path, view).await;
        }
        guest.get(crate::progress::sheets::urls::GUEST_SHEET).await;
        used("the spreadsheet", "plan_reply.export").await;
        guest.get(&urls::answer_action(round.action("1.2"))).await;
        used("another lead’s action", view).await;
        guest.get(&urls::answer_action(own)).await;
        used("the form", view).await;
        check(&guest.post(&urls::answer_action(own), &[("version", "0"), ("then", "")]).await, 422, &[]);
        used("a form that must be put right", view).await;
        guest
            .post(&urls::answer_action(own), &[("version", "0"), ("state", "on-track"), ("then", "later")])
            .await;
        used("saving", "plan_request.answer").await;
        let form = guest.form.clone();
        let fields = [("form", form.as_str()), ("title", "Minutes"), ("address", "")];
        let none = guest.browser.upload(&urls::answer_evidence(own), &fields, ("file", "", b"")).await;
        check(&none, 422, &[]);
        used("adding nothing", view).await;
        let file = ("file", "minutes.txt", b"We met.".as_slice());
        guest.browser.upload(&urls::answer_evidence(own), &fields, file).await;
        used("adding a file", "plan_request.answer").await;
        let page = guest.get(&urls::answer_action(own)).await;
        used("the page with the file", view).await;
        let (_, rest) = page.text.split_once("/answer/evidence/").unwrap();
        let id = rest.split('"').next().unwrap();
        assert_eq!(guest.get(&format!("/answer/evidence/{id}")).await.bytes, b"We met.");
        used("the file", "plan_request.export").await;
        guest.post(&urls::remove_evidence(own), &[("evidence", id)]).await;
        used("taking the file away", "plan_request.answer").await;
        guest.get(urls::CHECK).await;
        used("checking", view).await;
        guest.post(urls::CHECK, &[]).await;
        used("sending", "plan_request.answer").await;
        check(&guest.post(urls::CHECK, &[]).await, 422, &["nothing new to send"]);
        used("sending nothing", view).await;
        world
    });
}

#[test]
fn forms_from_elsewhere_are_refused_and_guesses_wait() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let action = round.action("1.1");
        let mut guest = round.begun(&world, "Rowan Ashdown").await;
        let other = round.begun(&world, "Idris Vale").await;
        guest.get(&urls::answer_action(action)).await;
        let before = done(&world).await;
        for form in ["", "wrong", other.form.as_str()] {
            let mut forged = guest.clone();
            forged.form = form.to_owned();
            let answer = [("version", "0"), ("state", "done"), ("then", "later")];
            for path in [urls::answer_action(action), urls::CHECK.to_owned(), urls::HAND_ON.to_owned()] {
                check(&forged.post(&path, &answer).await, 422, &["out of date"]);
            }
            let fields = [("form", form), ("title", "x"), ("address", "https://merrowshire.example/x")];
            let path = urls::answer_evidence(action);
            check(&forged.browser.upload(&path, &fields, ("file", "", b"")).await, 422, &["out of date"]);
        }
        assert_eq!(done(&world).await, before);

        // The eleventh guess in a row begins to wait; the right link never does.
        for _ in 0..11 {
            stranger(&world).get(&urls::link(&"ab".repeat(32))).await;
        }
        let began = std::time::Instant::now();
        stranger(&world).get(&urls::link(&"cd".repeat(32))).await;
        assert!(began.elapsed() >= std::time::Duration::from_millis(100), "{:?}", began.elapsed());
        let denied = audit(&world).await;
        assert!(denied.iter().filter(|row| row.starts_with("anonymous plan_request.open")).count() >= 12);
        world
    });
}

async fn rows(world: &World, sql: &'static concordat_store::Sql) -> Vec<String> {
    let rows: Vec<(String,)> = world.store.peek().await.unwrap().all(sql, args![]).await.unwrap();
    rows.into_iter().map(|(row,)| row).collect()
}

async fn audit(world: &World) -> Vec<String> {
    rows(world, &AUDIT).await
}

async fn history(world: &World) -> Vec<String> {
    rows(world, &HISTORY).await
}
