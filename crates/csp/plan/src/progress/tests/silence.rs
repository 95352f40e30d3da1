use concordat_kernel::jiff::{SignedDuration, ToSpan as _, civil::Weekday};
use concordat_testkit::on_both;

use super::*;
use crate::{
    SLICE,
    exceptions::{self, Ground},
    pages::stories::app,
};

async fn raised(world: &World, round: &Round) -> Vec<(String, Ground, String)> {
    let mut tx = world.store.peek().await.unwrap();
    let all = exceptions::of_plan(&mut tx, round.plan.head.id).await.unwrap();
    let number = |id| round.plan.action(id).unwrap().1.content.number.clone();
    all.into_iter().map(|one| (number(one.action), one.ground, one.because)).collect()
}

#[test]
fn a_lead_silent_in_two_rounds_is_raised_when_the_second_closes() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let first = store::round(&world.store, &round.officer, round.id).await.unwrap().0;
        store::close_round(&world.store, &round.officer, round.id, 1).await.unwrap();
        let once = raised(&world, &round).await;
        assert!(once.iter().all(|one| one.1 != Ground::NoAnswer), "once is no pattern: {once:?}");

        world.clock.advance(SignedDuration::from_hours(24 * 30));
        let about = rules::suggested_months(world.clock.today(), &[]);
        let due_on = rules::suggested_due(world.clock.today());
        let new = store::NewRound { title: "Second round".into(), about, due_on };
        let plan = round.plan.head.id;
        let second = store::open_round(&world.store, &round.officer, plan, new).await.unwrap();
        // The council speaks up; the police do not.
        let council = Lead { words: COUNCIL.to_owned(), body: None };
        let requests = store::round(&world.store, &round.officer, second).await.unwrap().2;
        let request = requests.into_iter().find(|one| one.lead.is(&council)).unwrap();
        let update = NewUpdate {
            lead: request.lead,
            request: Some(request.id),
            said: Said::OnTrack,
            words: "Half is written".into(),
            help: String::new(),
            done_on: None,
            counted: Vec::new(),
            came_by: CameBy::Page,
            given_by: "Idris Vale".into(),
        };
        store::enter_update(&world.store, &round.officer, round.action("1.2"), update).await.unwrap();

        // Refused as a whole: nothing is raised by a closing that does not happen.
        let before = raised(&world, &round).await;
        let stale = store::close_round(&world.store, &round.officer, second, 7).await;
        assert!(stale.is_err());
        assert_eq!(raised(&world, &round).await, before);
        store::close_round(&world.store, &round.officer, second, 1).await.unwrap();
        let silent: Vec<_> =
            raised(&world, &round).await.into_iter().filter(|one| one.1 == Ground::NoAnswer).collect();
        assert!(silent.iter().any(|one| one.0 == "2.1"), "{silent:?}");
        assert!(silent.iter().all(|one| one.0 != "1.2"), "{silent:?}");
        let because = format!("{POLICE} did not answer in {} and in Second round.", first.title);
        assert!(silent.iter().any(|one| one.2 == because), "{silent:?}");

        let all = raised(&world, &round).await;
        exceptions::store::check(&world.store, &round.officer, plan).await.unwrap();
        assert_eq!(raised(&world, &round).await, all, "it was raised already");
        world
    });
}

#[test]
fn what_is_due_is_done_by_itself_and_once() {
    on_both(SLICES, |world| async move {
        let round = Round::of(&world).await;
        let (mut app, operator) = (app(&world), world.operator());
        app.config = concordat_web::Config { mail: false, ..(*app.config).clone() }.into();
        // Three days before the last day, at an hour when letters go out.
        let due = store::round(&world.store, &operator, round.id).await.unwrap().0.due_on;
        let mut day = due.saturating_sub(3.days());
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.tomorrow().unwrap();
        }
        let ten = day.at(10, 0, 0, 0).in_tz("Europe/London").unwrap().timestamp();
        world.clock.advance(ten.duration_since(world.clock.now()));

        assert_eq!((SLICE.tick)(&app, &operator).await.unwrap(), 1, "what is late is raised without mail");
        assert_eq!(raised(&world, &round).await[0].0, "2.1");
        let before = done(&world).await;
        assert_eq!((SLICE.tick)(&app, &operator).await.unwrap(), 0);
        assert_eq!(done(&world).await, before, "nothing to do leaves nothing in the trail");

        app.config = concordat_web::Config { mail: true, ..(*app.config).clone() }.into();
        assert_eq!((SLICE.tick)(&app, &operator).await.unwrap(), 3, "each contact is reminded");
        let before = done(&world).await;
        assert_eq!((SLICE.tick)(&app, &operator).await.unwrap(), 0);
        assert_eq!(done(&world).await, before);
        world
    });
}
