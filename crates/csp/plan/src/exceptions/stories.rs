//! Stories of what a group looks at, on both databases.

use concordat_access::{Actor, Ctx, Held, Scope};
use concordat_kernel::{
    AnyId, Error, Id, Refusal,
    jiff::{
        SignedDuration,
        civil::{Date, date},
    },
};
use concordat_partnership::{BodyKind, Capacity, NewBody, NewGroup, NewSeat, add_body, add_group, add_seat};
use concordat_testkit::{World, on_both};

use super::{
    Ground, Level, RecordedClaim, RecordedException, Recurs, Remedy, Verdict,
    store::{self, Decision},
};
use crate::{
    Action, Plan, RecordedPlan, State,
    pages::stories::{SLICES, plan as recorded},
    store as plans,
};

/// A person with a role everywhere.
fn person(world: &World, n: u128, role: &str) -> Ctx {
    let roles = [Held { role: role.to_owned(), scope: Scope::Everywhere }].into();
    world.ctx(Actor::Person { id: AnyId::from_u128(n), roles, second_factor: true })
}

async fn now(world: &World, plan: Id<Plan>) -> RecordedPlan {
    std::sync::Arc::unwrap_or_clone(plans::plan(&world.store, &world.operator(), plan).await.unwrap())
}

fn numbered(plan: &RecordedPlan, number: &str) -> Id<Action> {
    plan.actions().find(|(_, action)| action.content.number == number).unwrap().1.id
}

async fn set(world: &World, plan: Id<Plan>, number: &str, state: State) {
    let plan = now(world, plan).await;
    let (_, action) = plan.action(numbered(&plan, number)).unwrap();
    let edit = plans::ActionEdit { version: action.version, content: action.content.clone(), state };
    plans::change_action(&world.store, &person(world, 2, "officer"), action.id, edit).await.unwrap();
}

/// A lead says that an action is done.
async fn claim(world: &World, plan: Id<Plan>, number: &str, lead: &str, done_on: Date) {
    set(world, plan, number, State::Done).await;
    let action = numbered(&now(world, plan).await, number);
    let ctx = person(world, 2, "officer");
    let resource = concordat_access::Resource::any("plan_action");
    let mut tx = world.store.change(&ctx, plans::CHANGE_ACTION, &resource).await.unwrap();
    store::claim(&mut tx, &ctx, action, None, lead, Some(done_on)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claims(world: &World, plan: Id<Plan>) -> Vec<RecordedClaim> {
    store::claims_of_plan(&mut world.store.peek().await.unwrap(), plan).await.unwrap()
}

async fn exceptions(world: &World, plan: Id<Plan>) -> Vec<RecordedException> {
    store::of_plan(&mut world.store.peek().await.unwrap(), plan).await.unwrap()
}

fn days(world: &World, n: i64) {
    world.clock.advance(SignedDuration::from_hours(24 * n));
}

fn is_not_there(error: Error) -> bool {
    matches!(error, Error::Refusal(Refusal::NotFound))
}

#[test]
fn done_is_claimed_returned_claimed_again_and_assured() {
    on_both(SLICES, |world| async move {
        let plan = recorded(&world).await.head.id;
        let (officer, chair) = (person(&world, 2, "officer"), person(&world, 3, "chair"));
        claim(&world, plan, "1.1", "Merrowshire Police", date(2026, 10, 28)).await;
        claim(&world, plan, "1.1", "Merrowshire  County Council", date(2026, 10, 30)).await;
        let [first] = claims(&world, plan).await.try_into().unwrap();
        assert_eq!(first.claimed_by, ["Merrowshire Police", "Merrowshire County Council"]);
        assert_eq!((first.done_on, first.verdict), (Some(date(2026, 10, 30)), Verdict::Waiting));
        assert!(first.waits(now(&world, plan).await.action(first.action).unwrap().1));

        let member = person(&world, 4, "member");
        let assured = Decision::Assured { note: String::new() };
        let refused = store::decide(&world.store, &member, first.id, first.version, &assured).await;
        assert!(is_not_there(refused.unwrap_err()), "a member only reads");
        let without = Decision::Returned { note: " ".into(), state: Some(State::AtRisk) };
        let refused = store::decide(&world.store, &chair, first.id, first.version, &without).await;
        assert!(refused.is_err(), "the lead must read why");
        let returned =
            Decision::Returned { note: "Only one street is lit.".into(), state: Some(State::AtRisk) };
        let refused = store::decide(&world.store, &chair, first.id, first.version - 1, &returned).await;
        assert!(matches!(refused.unwrap_err(), Error::Refusal(Refusal::Conflict)), "a lead joined meanwhile");
        store::decide(&world.store, &chair, first.id, first.version, &returned).await.unwrap();
        let plan_now = now(&world, plan).await;
        assert_eq!(plan_now.action(first.action).unwrap().1.state, State::AtRisk);
        let again = store::decide(&world.store, &chair, first.id, first.version + 1, &assured).await;
        assert!(again.is_err(), "it was decided");

        days(&world, 20);
        claim(&world, plan, "1.1", "Merrowshire Police", date(2026, 11, 20)).await;
        let claim = claims(&world, plan).await.pop().unwrap();
        let seen = Decision::Assured { note: "Walked on 21 November.".into() };
        store::decide(&world.store, &officer, claim.id, claim.version, &seen).await.unwrap();
        let claims = claims(&world, plan).await;
        let verdicts: Vec<Verdict> = claims.iter().map(|claim| claim.verdict).collect();
        assert_eq!(verdicts, [Verdict::Returned, Verdict::Assured]);
        assert_eq!(claims[1].done_on, Some(date(2026, 11, 20)));
        assert_eq!(claims[1].decided_on, Some(date(2026, 11, 22)));
        let plan_now = now(&world, plan).await;
        let (_, action) = plan_now.action(claims[1].action).unwrap();
        assert_eq!(
            (action.state, action.course.assured.as_slice()),
            (State::Done, &[date(2026, 11, 22)][..])
        );
        let history = plans::action_history(&world.store, &officer, action.id).await.unwrap();
        let said: Vec<&str> = history
            .iter()
            .filter(|change| change.field == "Assurance")
            .filter_map(|change| change.latter.as_deref())
            .collect();
        assert_eq!(said, ["Assured: Walked on 21 November.", "Returned: Only one street is lit."]);
        world
    });
}

#[test]
fn nobody_assures_for_the_body_whose_seat_they_fill() {
    on_both(SLICES, |world| async move {
        let operator = world.operator();
        let new = NewBody {
            name: "Merrowshire Police".into(),
            kind: BodyKind::ResponsibleAuthority,
            ..NewBody::default()
        };
        let body = add_body(&world.store, &operator, new).await.unwrap();
        let new = NewGroup {
            name: "Board".into(),
            short_name: None,
            parent: None,
            purpose: None,
            area: None,
            statutory: None,
        };
        let group = add_group(&world.store, &operator, new).await.unwrap();
        let seat = NewSeat {
            group,
            body,
            title: "Police".into(),
            capacity: Capacity::ResponsibleAuthority,
            active_from: Some(date(2026, 1, 1)),
            person: Some(AnyId::from_u128(8)),
            deputy: Some(AnyId::from_u128(9)),
        };
        add_seat(&world.store, &operator, seat).await.unwrap();
        let plan = recorded(&world).await.head.id;
        claim(&world, plan, "1.1", "Merrowshire Police", date(2026, 10, 28)).await;
        let [claim] = claims(&world, plan).await.try_into().unwrap();
        let assured = Decision::Assured { note: String::new() };
        for own in [8, 9] {
            let chair = person(&world, own, "chair");
            let refused = store::decide(&world.store, &chair, claim.id, claim.version, &assured).await;
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains("You act for Merrowshire Police"), "{refused}");
        }
        let chair = person(&world, 10, "chair");
        store::decide(&world.store, &chair, claim.id, claim.version, &assured).await.unwrap();
        world
    });
}

#[test]
fn late_is_raised_once_remedied_raised_further_and_resolved() {
    on_both(SLICES, |world| async move {
        let plan = recorded(&world).await.head.id;
        let (officer, chair) = (person(&world, 2, "officer"), person(&world, 3, "chair"));
        assert!(is_not_there(store::check(&world.store, &chair, plan).await.unwrap_err()));
        assert_eq!(store::check(&world.store, &officer, plan).await.unwrap(), 1);
        assert_eq!(store::check(&world.store, &officer, plan).await.unwrap(), 0, "once is enough");
        let [late] = exceptions(&world, plan).await.try_into().unwrap();
        assert_eq!((late.ground, late.level), (Ground::Late, Level::Group));
        assert_eq!(late.because, "It was due by the end of September 2026 and is not done.");

        let remedy = Remedy { what: "Ask again".into(), by: "The chair".into(), due: date(2026, 11, 30) };
        let member = person(&world, 4, "member");
        let refused = store::remedy(&world.store, &member, late.id, 1, remedy.clone()).await;
        assert!(is_not_there(refused.unwrap_err()));
        store::remedy(&world.store, &chair, late.id, 1, remedy.clone()).await.unwrap();
        let stale = store::remedy(&world.store, &officer, late.id, 1, remedy).await.unwrap_err();
        assert!(matches!(stale, Error::Refusal(Refusal::Conflict)));
        store::raise_further(&world.store, &chair, late.id, 2, "It did not help.").await.unwrap();
        let twice = store::raise_further(&world.store, &chair, late.id, 3, "Again").await;
        assert!(twice.is_err(), "it is there already");
        let refused = store::resolve(&world.store, &chair, late.id, 3, "Over").await;
        assert!(is_not_there(refused.unwrap_err()), "an officer writes down what was resolved");
        assert!(store::resolve(&world.store, &officer, late.id, 3, "").await.is_err());
        store::resolve(&world.store, &officer, late.id, 3, "The partnership agreed a later date.")
            .await
            .unwrap();
        let [late] = exceptions(&world, plan).await.try_into().unwrap();
        assert_eq!(late.level, Level::Partnership);
        assert_eq!(late.resolved.unwrap().on, date(2026, 11, 2));
        let fields: Vec<String> = store::history(&world.store, &member, late.id)
            .await
            .unwrap()
            .into_iter()
            .map(|change| change.field)
            .collect();
        for field in ["Raised", "Remedy", "By when", "With", "Resolved because"] {
            assert!(fields.iter().any(|kept| kept == field), "{field}: {fields:?}");
        }

        assert_eq!(
            store::check(&world.store, &officer, plan).await.unwrap(),
            0,
            "it was resolved and still holds"
        );
        set(&world, plan, "2.1", State::Done).await;
        store::check(&world.store, &officer, plan).await.unwrap();
        assert!(exceptions(&world, plan).await[0].gone_on.is_some());
        set(&world, plan, "2.1", State::Late).await;
        assert_eq!(store::check(&world.store, &officer, plan).await.unwrap(), 1, "it had gone and came back");
        world
    });
}

#[test]
fn what_holds_no_longer_is_said_but_only_a_person_resolves_it() {
    on_both(SLICES, |world| async move {
        let plan = recorded(&world).await.head.id;
        let officer = person(&world, 2, "officer");
        set(&world, plan, "2.1", State::Done).await;
        set(&world, plan, "1.2", State::AtRisk).await;
        store::check(&world.store, &officer, plan).await.unwrap();
        days(&world, 3);
        set(&world, plan, "1.2", State::OnTrack).await;
        assert_eq!(store::check(&world.store, &officer, plan).await.unwrap(), 0);
        let [gone] = exceptions(&world, plan).await.try_into().unwrap();
        assert_eq!(
            (gone.ground, gone.gone_on, gone.is_open()),
            (Ground::AtRisk, Some(date(2026, 11, 5)), true)
        );
        set(&world, plan, "1.2", State::AtRisk).await;
        assert_eq!(store::check(&world.store, &officer, plan).await.unwrap(), 0);
        let [back] = exceptions(&world, plan).await.try_into().unwrap();
        assert_eq!(back.gone_on, None);
        world
    });
}

#[test]
fn a_step_is_stood_down_with_a_reason_and_up_again_while_its_words_are_edited() {
    on_both(SLICES, |world| async move {
        let plan = recorded(&world).await.head.id;
        let officer = person(&world, 2, "officer");
        let before = now(&world, plan).await;
        let id = numbered(&before, "1.1");
        let step = before.action(id).unwrap().1.course.steps[0].clone();
        assert!(store::stand_step_down(&world.store, &officer, step.id, 1, "").await.is_err());
        let member = person(&world, 4, "member");
        let refused = store::stand_step_down(&world.store, &member, step.id, 1, "No need").await;
        assert!(is_not_there(refused.unwrap_err()));
        store::stand_step_down(&world.store, &officer, step.id, 1, "No need").await.unwrap();
        let after = now(&world, plan).await;
        assert_eq!(after.draft(), before.draft(), "what goes out says the same");

        let (_, action) = after.action(id).unwrap();
        let mut content = action.content.clone();
        content.rows[0].steps.insert(0, "Begin with a map".into());
        let edit = plans::ActionEdit { version: action.version, content, state: action.state };
        plans::change_action(&world.store, &officer, id, edit).await.unwrap();
        let edited = now(&world, plan).await;
        let (_, action) = edited.action(id).unwrap();
        let down = action.course.steps.iter().find(|one| one.id == step.id).unwrap();
        assert_eq!((down.row, down.place), (0, 1));
        assert_eq!(down.stood_down.as_ref().unwrap().because, "No need");
        assert!(store::stand_step_down(&world.store, &officer, step.id, action.version, "x").await.is_err());
        store::stand_step_up(&world.store, &officer, step.id, action.version).await.unwrap();
        let up = now(&world, plan).await;
        assert!(up.action(id).unwrap().1.course.steps.iter().all(|one| one.stood_down.is_none()));
        world
    });
}

#[test]
fn an_ongoing_action_is_confirmed_for_a_year() {
    on_both(SLICES, |world| async move {
        let plan = recorded(&world).await.head.id;
        let officer = person(&world, 2, "officer");
        let id = numbered(&now(&world, plan).await, "1.2");
        assert!(store::confirm(&world.store, &officer, id).await.is_err(), "it is done once");
        store::change_recurs(&world.store, &officer, id, 1, Recurs::Ongoing).await.unwrap();
        let of = async || now(&world, plan).await.action(id).unwrap().1.clone();
        let asks =
            |action: &crate::RecordedAction| crate::rules::comes_round(action, world.clock.today()).is_some();
        assert!(!asks(&of().await));
        days(&world, 365);
        assert!(asks(&of().await));
        store::confirm(&world.store, &officer, id).await.unwrap();
        assert!(!asks(&of().await));
        let history = plans::action_history(&world.store, &officer, id).await.unwrap();
        assert!(history.iter().any(|change| change.field == "How it comes round"));
        assert!(history.iter().any(|change| change.latter.as_deref() == Some("2 November 2027")));
        world
    });
}

/// Enough of everything for the example forms of this theme: each is about something that nobody has changed.
pub(crate) async fn furnish(world: &World, plan: &RecordedPlan) {
    let officer = person(world, 2, "officer");
    let id = plan.head.id;
    let add = async |number: &str, state| {
        let content = crate::import::Action {
            number: number.into(),
            objective: "Go on".into(),
            rows: vec![crate::import::Row { steps: vec!["Meet if required".into()], ..Default::default() }],
            ..Default::default()
        };
        let new = plans::NewAction { priority: plan.priorities[0].id, content, state };
        plans::add_action(&world.store, &officer, new).await.unwrap()
    };
    for number in ["81", "82", "83", "84"] {
        add(number, State::AtRisk).await;
    }
    store::check(&world.store, &officer, id).await.unwrap();
    let ongoing = add("85", State::OnTrack).await;
    store::change_recurs(&world.store, &officer, ongoing, 1, Recurs::Ongoing).await.unwrap();
    let down = add("86", State::OnTrack).await;
    let step = now(world, id).await.action(down).unwrap().1.course.steps[0].id;
    store::stand_step_down(&world.store, &officer, step, 1, "No need").await.unwrap();
    for number in ["87", "88"] {
        add(number, State::NotStarted).await;
        claim(world, id, number, "Merrowshire County Council", date(2026, 10, 30)).await;
    }
}
