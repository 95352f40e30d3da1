use concordat_kernel::jiff::SignedDuration;
use concordat_testkit::on_both;

use super::*;
use crate::State;

#[test]
fn a_lead_answers_by_the_link_in_its_letter() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let mut guest = round.begun(&world, "Rowan Ashdown").await;
        let page = guest.get(urls::ANSWER).await;
        check(&page, 200, &["1.1", "2.1", "Not answered yet", "Merrowshire community safety action plan"]);
        assert!(!page.text.contains("/actions/1.2"), "only its own actions");
        assert!(!page.text.contains("Publish what was found"), "only its own actions");
        assert!(!page.text.contains("2.2"), "not the withdrawn one");

        // Saved for later, it is nobody's business yet.
        let (first, second) = (round.action("2.1"), round.action("1.1"));
        let page = guest.answer(first, &[("state", "late"), ("words", ""), ("then", "")]).await;
        check(&page, 422, &["Say why it is late."]);
        let page = guest.answer(first, &[("state", "late"), ("words", ""), ("then", "later")]).await;
        assert_eq!(page.location.as_deref(), Some(urls::ANSWER), "{}", page.text);
        check(&guest.get(urls::ANSWER).await, 200, &["Saved, not complete", "Not answered yet"]);
        check(&guest.post(urls::CHECK, &[]).await, 422, &["nothing new to send"]);
        assert!(round.updates(&world).await.is_empty());

        // A file and a link go with it.
        let page = guest
            .answer(
                first,
                &[
                    ("state", "done"),
                    ("words", "Held & heard"),
                    ("done-day", "30"),
                    ("done-month", "10"),
                    ("done-year", "2026"),
                    ("help", "A room"),
                    ("then", "evidence"),
                ],
            )
            .await;
        assert_eq!(page.location, Some(urls::answer_evidence(first)));
        let evidence = urls::answer_evidence(first);
        guest.get(&evidence).await;
        let form = guest.form.clone();
        let fields = [("form", form.as_str()), ("title", "Minutes"), ("address", "")];
        let page = guest.browser.upload(&evidence, &fields, ("file", "../../minutes.txt", b"We met.")).await;
        assert!(page.location.is_some(), "{}", page.text);
        let fields = [("form", form.as_str()), ("title", "Report"), ("address", "javascript:alert(1)")];
        check(&guest.browser.upload(&evidence, &fields, ("file", "", b"")).await, 422, &["https://"]);
        let fields =
            [("form", form.as_str()), ("title", "Report"), ("address", "https://merrowshire.example/report")];
        assert!(guest.browser.upload(&evidence, &fields, ("file", "", b"")).await.location.is_some());

        let page = guest.get(urls::CHECK).await;
        check(
            &page,
            200,
            &["Held &amp; heard", "A room", "1 answer will be sent", "1 action is not complete"],
        );
        let page = guest.post(urls::CHECK, &[]).await;
        assert_eq!(page.location.as_deref(), Some(urls::DONE), "{}", page.text);
        check(
            &guest.get(urls::DONE).await,
            200,
            &["Your answers are sent", "1 action is still to be answered"],
        );
        let sent = round.updates(&world).await;
        assert_eq!((sent.len(), sent[0].said, sent[0].given_by.as_str()), (1, Said::Done, "Rowan Ashdown"));
        let now = round.now(&world).await;
        assert_eq!(now.action(first).unwrap().1.state, State::Done, "the only lead says so");

        // Answered in full, then put right: the update stays, a later one follows.
        world.clock.advance(SignedDuration::from_mins(1));
        guest.answer(second, &[("state", "on-track"), ("words", ""), ("then", "")]).await;
        guest.get(urls::CHECK).await;
        guest.post(urls::CHECK, &[]).await;
        check(&guest.get(urls::DONE).await, 200, &["All of your actions are answered."]);
        world.clock.advance(SignedDuration::from_mins(1));
        guest.answer(second, &[("state", "at-risk"), ("words", "It rained"), ("then", "")]).await;
        check(&guest.get(urls::ANSWER).await, 200, &["Changed, not sent"]);
        guest.get(urls::CHECK).await;
        guest.post(urls::CHECK, &[]).await;
        let said: Vec<Said> = round.updates(&world).await.iter().map(|update| update.said).collect();
        assert_eq!(said, [Said::AtRisk, Said::OnTrack, Said::Done]);
        let mut tx = world.store.peek().await.unwrap();
        let requests = store::requests_of_round(&mut tx, round.id).await.unwrap();
        drop(tx);
        let police = requests.iter().find(|request| request.lead.words == POLICE).unwrap();
        assert_eq!(police.standing, Standing::Answered);

        // The plan shows it to members, with the evidence to download, and history names the lead.
        let mut member = browser(&world, "member");
        let page = member.get(&crate::urls::action(first)).await;
        check(&page, 200, &["Held &amp; heard", "Minutes", "Report", "Reported by Merrowshire Police"]);
        assert!(!page.text.contains("rowan@"), "no address of a contact");
        let (_, rest) = page.text.split_once("/evidence/").unwrap();
        let file = member.get(&format!("/evidence/{}", rest.split('"').next().unwrap())).await;
        assert_eq!(file.bytes, b"We met.");
        assert!(file.headers["content-disposition"].starts_with("attachment"), "{:?}", file.headers);
        world
    });
}

#[test]
fn what_several_leads_say_makes_the_state() {
    on_both(SLICES, |world| async move {
        let officer = world.somebody("officer");
        let plan = sample(&world).await;
        let (_, action) = plan.actions().find(|(_, action)| action.content.number == "1.2").unwrap();
        let mut content = action.content.clone();
        content.leads.push(POLICE.to_owned());
        let edit = plans::ActionEdit { version: 1, content, state: State::NoUpdate };
        plans::change_action(&world.store, &officer, action.id, edit).await.unwrap();
        let plan = plans::plan(&world.store, &officer, plan.head.id).await.unwrap();
        let round = Round::of_plan(&world, std::sync::Arc::unwrap_or_clone(plan)).await;
        let id = round.action("1.2");
        let state = async || round.now(&world).await.action(id).unwrap().1.state;

        let mut police = round.begun(&world, "Wren Holloway").await;
        check(&police.get(urls::ANSWER).await, 200, &["1.2", rules::STANDING_EXPLAINED]);
        let done = [
            ("state", "done"),
            ("words", "Published"),
            ("done-day", "1"),
            ("done-month", "11"),
            ("done-year", "2026"),
            ("then", ""),
        ];
        police.answer(id, &done).await;
        police.get(urls::CHECK).await;
        police.post(urls::CHECK, &[]).await;
        assert_eq!(state().await, State::OnTrack, "the council has not said so");

        let mut council = round.begun(&world, "Idris Vale").await;
        council.answer(id, &[("state", "late"), ("words", "Not all of it"), ("then", "")]).await;
        council.get(urls::CHECK).await;
        council.post(urls::CHECK, &[]).await;
        assert_eq!(state().await, State::Late, "the worst of the two");
        council.answer(id, &done).await;
        council.get(urls::CHECK).await;
        council.post(urls::CHECK, &[]).await;
        assert_eq!(state().await, State::Done, "both say so");
        world
    });
}

#[test]
fn two_who_answer_at_once_see_both_texts() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let action = round.action("1.1");
        let mut rowan = round.begun(&world, "Rowan Ashdown").await;
        let mut wren = round.begun(&world, "Wren Holloway").await;
        let path = urls::answer_action(action);
        let (seen, also_seen) = (rowan.get(&path).await, wren.get(&path).await);
        let fields = |page: &Page, words: &'static str| {
            vec![
                ("version", hidden(page, "version")),
                ("was-state", String::new()),
                ("was-words", String::new()),
                ("state", "on-track".to_owned()),
                ("words", words.to_owned()),
                ("then", "later".to_owned()),
            ]
        };
        let send = |fields: Vec<(&'static str, String)>| fields;
        let first = send(fields(&seen, "Rowan’s words"));
        let first: Vec<(&str, &str)> = first.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert!(rowan.post(&path, &first).await.location.is_some());
        let second = send(fields(&also_seen, "Wren’s words"));
        let second: Vec<(&str, &str)> = second.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let page = wren.post(&path, &second).await;
        check(&page, 409, &["Rowan’s words", "Wren’s words", "Rowan Ashdown saved an answer"]);
        let version = hidden(&page, "version");
        let chosen = [
            ("version", version.as_str()),
            ("state", "on-track"),
            ("words", "Wren’s words"),
            ("now-words", "Rowan’s words"),
            ("differs", "words"),
            ("keep-words", "other"),
            ("text-words", "Rowan’s words\nWren’s words"),
            ("then", "later"),
        ];
        assert!(wren.post(&path, &chosen).await.location.is_some());
        let page = rowan.get(&path).await;
        check(&page, 200, &["Rowan’s words\nWren’s words"]);
        check(&rowan.get(urls::ANSWER).await, 200, &["Saved by Wren Holloway"]);
        world
    });
}

#[test]
fn a_request_is_handed_on_with_a_trace() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let mut guest = round.begun(&world, "Idris Vale").await;
        guest.get(urls::HAND_ON).await;
        let wrong = guest.post(urls::HAND_ON, &[("name", "Tamsin"), ("email", "tamsin")]).await;
        check(&wrong, 422, &["Enter an e-mail address"]);
        let again =
            guest.post(urls::HAND_ON, &[("name", "Me"), ("email", "IDRIS@merrowshire.example")]).await;
        check(&again, 422, &["has a link to this request already"]);
        for (n, name) in ["Tamsin", "Corin", "Bede", "Alban"].into_iter().enumerate() {
            guest.get(urls::HAND_ON).await;
            let email = format!("{name}@merrowshire.example");
            let page = guest.post(urls::HAND_ON, &[("name", name), ("email", &email)]).await;
            if n < rules::LONGEST_CHAIN {
                assert!(page.location.is_some(), "{}", page.text);
                check(&guest.get(urls::ANSWER).await, 200, &["You handed it on to"]);
                guest = round.begun(&world, name).await;
                check(&guest.get(urls::ANSWER).await, 200, &["handed this on to you."]);
            } else {
                check(&page, 422, &["handed on too often"]);
            }
        }
        let page = browser(&world, "officer").get(&urls::round(round.id)).await;
        check(&page, 200, &["Handed on by Idris Vale", "Handed on by Tamsin", "tamsin@merrowshire.example"]);
        let member = browser(&world, "member").get(&urls::round(round.id)).await;
        check(&member, 200, &[COUNCIL]);
        assert!(!member.text.contains("Tamsin") && !member.text.contains("Idris"), "names are restricted");

        // Stopping a link stops what was handed on from it.
        let tamsin = round.pass(&world, "Tamsin").await.id;
        store::revoke(&world.store, &round.officer, tamsin).await.unwrap();
        for (name, stopped) in [("Idris Vale", false), ("Tamsin", true), ("Corin", true), ("Bede", true)] {
            assert_eq!(round.pass(&world, name).await.revoked_at.is_some(), stopped, "{name}");
        }
        world
    });
}
