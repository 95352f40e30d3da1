use concordat_kernel::{Error, Refusal, jiff::SignedDuration};
use concordat_testkit::on_both;
use concordat_web::{App, Config};

use super::*;
use crate::{State, pages::stories::app};

fn at(world: &World) -> App {
    let url = "https://csp.merrowshire.example".to_owned();
    App { config: Config { public_url: url, ..Config::default() }.into(), ..app(world) }
}

#[test]
fn an_officer_opens_a_round_and_sees_who_cannot_be_asked() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let mut officer = browser(&world, "officer");
        let contacts = urls::contacts(plan.head.id);
        check(&officer.get(&contacts).await, 200, &[POLICE, "Nobody yet", "2 leads have nobody"]);
        let path = format!("{contacts}/new?lead=0");
        check(&officer.get(&path).await, 200, &["value=\"Merrowshire Police\" selected"]);
        let fields = [("lead", POLICE), ("name", "Rowan Ashdown"), ("email", "rowan@merrowshire.example")];
        assert!(officer.post(&format!("{contacts}/new"), &fields).await.location.is_some());
        check(
            &officer.post(&format!("{contacts}/new"), &fields).await,
            422,
            &["answers for this lead already"],
        );
        check(&officer.get(&contacts).await, 200, &["Rowan Ashdown", "1 lead has nobody"]);

        let path = urls::new_round(plan.head.id);
        let page = officer.get(&path).await;
        check(
            &page,
            200,
            &["Update for July to September 2026", "1 lead has nobody", "1 letter will be sent"],
        );
        let fields = [("due-day", "1"), ("due-month", "11"), ("due-year", "2026")];
        check(&officer.post(&path, &fields).await, 422, &["must be today or later"]);
        let page = officer.post(&path, &[]).await;
        let round = page.location.unwrap_or_else(|| panic!("not opened: {}", page.text));
        check(&officer.get(&round).await, 200, &["0 of 2", "Nobody answers for this lead yet", "Waiting"]);
        check(&officer.post(&path, &[]).await, 422, &["is open already"]);

        // To a lead without a contact the request is sent later, and a link can be copied.
        let id: Id<super::super::Round> = round.rsplit('/').next().unwrap().parse().unwrap();
        let mut tx = world.store.peek().await.unwrap();
        let requests = store::requests_of_round(&mut tx, id).await.unwrap();
        drop(tx);
        let council = requests.iter().find(|request| request.lead.words == COUNCIL).unwrap();
        let fields = [("name", "Idris Vale"), ("email", "idris@merrowshire.example")];
        assert!(officer.post(&urls::send_request(council.id), &fields).await.location.is_some());
        let passes = store::passes(&world.store, &world.somebody("officer"), id).await.unwrap();
        let page = officer.post(&urls::pass_link(passes[1].0.id), &[]).await;
        check(&page, 200, &["/answer/", "Idris Vale"]);
        assert_eq!(page.headers["cache-control"], "no-store");

        for role in ["member", "chair", "lead-contact", "auditor", "administrator"] {
            let mut other = browser(&world, role);
            for path in [&contacts, &path, &urls::send_request(council.id)] {
                assert_eq!(other.get(path).await.status, 404, "{role} at {path}");
            }
        }
        let page = officer.post(&format!("{round}/close"), &[("version", "1")]).await;
        assert!(page.location.is_some(), "{}", page.text);
        check(&officer.get(&urls::rounds(plan.head.id)).await, 200, &["Closed", "0 of 2"]);
        world
    });
}

#[test]
fn a_letter_says_what_is_asked_and_nothing_once_it_is_not() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let head = letter_to(&world, "Rowan Ashdown").await;
        let composed = || super::super::letter::compose;
        let (app, operator) = (at(&world), world.operator());
        let letter = composed()(&app, &operator, &head).await.unwrap().unwrap();
        for words in ["Dear Rowan Ashdown", POLICE, "1.1", "2.1", "{link}", "23 November 2026", "two minutes"]
        {
            assert!(letter.text.contains(words), "`{words}` is not in the letter: {}", letter.text);
        }
        assert!(!letter.text.contains("1.2 "), "only its own actions");
        let secret = letter.secret.unwrap();
        assert!(secret.starts_with("https://csp.merrowshire.example/answer/"), "{secret}");
        assert!(!letter.text.contains(secret.rsplit('/').next().unwrap()), "the kept text holds no secret");
        // Composed again, because it is not known whether the first arrived: both links work.
        let other = composed()(&app, &operator, &head).await.unwrap().unwrap().secret.unwrap();
        assert_ne!(secret, other);
        for link in [&secret, &other] {
            let path = link.strip_prefix("https://csp.merrowshire.example").unwrap();
            check(&stranger(&world).get(path).await, 200, &["Start"]);
        }

        let pass = round.pass(&world, "Rowan Ashdown").await;
        store::revoke(&world.store, &round.officer, pass.id).await.unwrap();
        assert_eq!(composed()(&app, &operator, &head).await.unwrap(), None, "stopped");
        let head = letter_to(&world, "Idris Vale").await;
        assert!(composed()(&app, &operator, &head).await.unwrap().is_some());
        let mut guest = round.begun(&world, "Idris Vale").await;
        for number in ["1.1", "1.2"] {
            let answer = [("state", "on-track"), ("words", ""), ("then", "")];
            guest.answer(round.action(number), &answer).await;
        }
        guest.get(urls::CHECK).await;
        guest.post(urls::CHECK, &[]).await;
        assert_eq!(composed()(&app, &operator, &head).await.unwrap(), None, "answered");
        let head = letter_to(&world, "Wren Holloway").await;
        world.clock.advance(SignedDuration::from_hours(24 * 100));
        assert_eq!(composed()(&app, &operator, &head).await.unwrap(), None, "too old");
        let member = world.somebody("member");
        assert!(store::make_link(&world.store, &member, pass.id).await.is_err(), "only officers make links");
        world
    });
}

#[test]
fn what_came_by_telephone_answers_the_request_too() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let action = round.action("1.2");
        let mut officer = browser(&world, "officer");
        let path = urls::enter_update(action);
        check(&officer.get(&path).await, 200, &[COUNCIL]);
        let fields = [("lead", "0"), ("state", "at-risk"), ("words", "The printer went bankrupt")];
        check(&officer.post(&path, &fields).await, 422, &["Enter who gave you this update."]);
        let fields = [fields.as_slice(), &[("given_by", "Idris Vale, by telephone")]].concat();
        assert!(officer.post(&path, &fields).await.location.is_some());
        let now = round.now(&world).await;
        assert_eq!(now.action(action).unwrap().1.state, State::AtRisk);
        let standing = async || {
            let mut tx = world.store.peek().await.unwrap();
            let requests = store::requests_of_round(&mut tx, round.id).await.unwrap();
            requests.into_iter().find(|request| request.lead.words == COUNCIL).unwrap().standing
        };
        assert_eq!(standing().await, Standing::Begun, "it leads another action too");
        let fields = [("lead", "1"), ("state", "on-track"), ("given_by", "Idris Vale, by telephone")];
        let page = officer.post(&urls::enter_update(round.action("1.1")), &fields).await;
        assert!(page.location.is_some(), "{}", page.text);
        assert_eq!(standing().await, Standing::Answered);
        // The contact sees it as sent, and can put it right.
        let mut guest = round.begun(&world, "Idris Vale").await;
        check(&guest.get(urls::ANSWER).await, 200, &["Sent"]);
        check(&guest.get(&urls::answer_action(action)).await, 200, &["The printer went bankrupt"]);
        assert_eq!(browser(&world, "member").get(&path).await.status, 404);
        world
    });
}

#[test]
fn a_closed_round_takes_nothing_more() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let secret = round.link(&world, "Idris Vale").await;
        let guest = concordat_links::let_in::<store::Guest>(&world.store, &world.anybody(), &secret)
            .await
            .unwrap()
            .unwrap();
        store::close_round(&world.store, &round.officer, round.id, 1).await.unwrap();
        let again = store::close_round(&world.store, &round.officer, round.id, 1).await.unwrap_err();
        assert!(matches!(again, Error::Refusal(Refusal::Conflict)), "{again:?}");
        // Even for somebody whose page was checked a moment before.
        let given = store::Given { said: Some(Said::OnTrack), ..store::Given::default() };
        let late = store::save(&world.store, &guest, round.action("1.2"), 0, &given).await;
        assert!(late.is_err(), "saved into a closed round");
        assert!(store::send(&world.store, &guest).await.is_err());
        let person = ("Tamsin", "tamsin@merrowshire.example");
        assert!(store::hand_on(&world.store, &guest, person.0, person.1).await.is_err());
        let sent = store::send_to(&world.store, &round.officer, guest.request.id, person).await;
        assert!(matches!(sent.unwrap_err(), Error::Refusal(Refusal::Rule(_))));
        world
    });
}
