//! The county loads into an empty record, and the record holds what a visitor is promised.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use concordat_engine::{Engine, Limits};
use concordat_identity as identity;
use concordat_kernel::{Chance, Clock, jiff::Timestamp};
use concordat_partnership as partnership;
use concordat_plan::{
    RecordedPlan, State,
    import::{Code, LinkState},
    measures, rules, store as plans,
};
use concordat_testkit::{World, on_both};
use concordat_web::Slice;

use crate::{Sample, load, plans::Plans};

const SLICES: &[Slice] = &[
    partnership::SLICE,
    identity::SLICE,
    concordat_plan::SLICE,
    concordat_grants::SLICE,
    concordat_meetings::SLICE,
    concordat_evidence::SLICE,
    concordat_mail::SLICE,
    concordat_links::SLICE,
    concordat_attachments::SLICE,
];

/// Bodies that a plan names and the partnership does not know, on purpose.
const STRANGERS: [&str; 1] = ["University of Merrowshire"];

/// Evidence in a folder of this process; its parts are named after their ingests, so worlds do not meet.
fn analyst() -> &'static Engine {
    static ENGINE: LazyLock<(tempfile::TempDir, Engine)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::new(folder.path(), Limits::default());
        (folder, engine)
    });
    &ENGINE.1
}

async fn loaded(world: &World) -> Sample {
    load(&world.store, analyst(), &world.operator()).await.unwrap()
}

fn states(plan: &RecordedPlan) -> BTreeMap<State, usize> {
    let mut states = BTreeMap::new();
    for (_, action) in plan.actions() {
        *states.entry(action.state).or_default() += 1;
    }
    states
}

#[test]
fn the_county_is_whole() {
    on_both(SLICES, |world| async move {
        let sample = loaded(&world).await;
        let ctx = world.operator();

        let held: BTreeSet<&str> =
            sample.people.iter().flat_map(|person| &person.roles).map(String::as_str).collect();
        for role in identity::grantable() {
            assert!(held.contains(role.name), "nobody is {}", role.name);
        }
        assert!(sample.people.iter().all(|person| person.email.ends_with("@merrowshire.example")));
        assert!(sample.people.iter().any(|person| person.left));

        let bodies = partnership::bodies(&world.store, &ctx).await.unwrap();
        let kind =
            |kind| bodies.iter().filter(|body| body.kind == kind && body.active_until.is_none()).count();
        assert_eq!(kind(partnership::BodyKind::ResponsibleAuthority), 7 + 12);
        assert!(kind(partnership::BodyKind::CoOperating) >= 15);
        let ended: Vec<_> = bodies.iter().filter(|body| body.active_until.is_some()).collect();
        assert_eq!(ended.len(), 1);
        assert!(bodies.iter().any(|body| body.predecessor == Some(ended[0].id)));
        assert_eq!(partnership::groups(&world.store, &ctx).await.unwrap().len(), 3);
        let areas = partnership::areas(&world.store, &ctx).await.unwrap();
        let districts = areas.iter().filter(|area| area.kind == partnership::AreaKind::District).count();
        assert_eq!((areas.len(), districts), (14, 12));

        let plan = plans::plan(&world.store, &ctx, sample.plan).await.unwrap();
        let counts = plan.draft().counts();
        assert_eq!((counts.priorities, counts.shared, counts.actions), (8, 1, 30), "one more is withdrawn");
        assert_eq!(plan.head.period.unwrap().to_string(), "April 2026 to March 2027");
        let held = states(&plan);
        assert_eq!(held.len(), State::ALL.len(), "something in every state: {held:?}");
        assert!(plan.actions().any(|(_, action)| rules::is_overdue(action, ctx.clock.today())));
        for state in [LinkState::Unknown, LinkState::Yes, LinkState::No] {
            assert!(plan.actions().any(|(_, action)| action.content.linked.state == state), "{state:?}");
        }
        for plan in [&plan, &plans::plan(&world.store, &ctx, sample.last_plan).await.unwrap()] {
            for (_, action) in plan.actions() {
                for lead in &action.content.leads {
                    let known = action.lead_bodies.iter().any(|body| body.written == *lead);
                    assert!(
                        known != STRANGERS.contains(&lead.as_str()),
                        "{} is led by {lead}",
                        action.content.number
                    );
                }
            }
        }
        let measures = measures::measures_of_plan(&world.store, &ctx, sample.plan).await.unwrap();
        let with = measures.iter().filter(|series| series.setting.has_target()).count();
        assert!(with >= 5 && with * 4 < measures.len(), "most measures have no target: {with}");
        assert!(measures.iter().any(|series| measures::off_course(series, ctx.clock.today()).is_some()));
        let corrected = |series: &measures::MeasureSeries| series.values.len() > series.current().count();
        assert!(measures.iter().any(corrected), "a value was corrected");
        let last = states(&plans::plan(&world.store, &ctx, sample.last_plan).await.unwrap());
        assert!(last[&State::Done] * 2 > last.values().sum(), "last year is mostly done: {last:?}");
        world
    });
}

#[test]
fn the_two_plans_read_without_surprises() {
    on_both(SLICES, |world| async move {
        let sample = loaded(&world).await;
        let ctx = world.operator();
        let expected = BTreeSet::from([Code::LeadInherited]);
        for key in ["plan", "last-plan"] {
            let (name, text) = Plans::default().file(key, 2026).unwrap();
            let reading = crate::plans::read(&world.store, &name, &text).await.unwrap();
            assert!(
                reading.oddities.iter().all(|odd| expected.contains(&odd.code)),
                "{:#?}",
                reading.oddities
            );
            assert!(reading.unplaced.is_empty(), "{:#?}", reading.unplaced);
            assert!(reading.splits.is_empty(), "{:#?}", reading.splits);
        }
        let imports = plans::imports(&world.store, &ctx, sample.plan).await.unwrap();
        // Sorted: on this day both of the later two came at the present moment.
        let mut states: Vec<&str> = imports.iter().map(|head| head.state.as_str()).collect();
        states.sort_unstable();
        assert_eq!(states, ["applied", "discarded", "staged"]);
        let staged = plans::import_of(&world.store, &ctx, sample.staged).await.unwrap();
        assert_eq!(staged.reading.oddities, []);
        let comparison = staged.comparison.unwrap();
        assert_eq!(comparison.tally(), (0, 2, 0));
        let fields: Vec<&str> = comparison
            .priorities
            .iter()
            .flat_map(|priority| &priority.actions)
            .flat_map(|action| &action.differences)
            .map(|difference| difference.field.as_str())
            .collect();
        assert_eq!(fields, ["Timescale", "Steps", "Measures"]);
        assert!(comparison.plan.is_empty(), "{:?}", comparison.plan);
        assert!(
            comparison.priorities.iter().all(|priority| priority.differences.is_empty()),
            "{comparison:#?}"
        );
        world
    });
}

#[tokio::test]
async fn one_day_and_one_seed_always_give_the_same_record() {
    let (one, other) = (World::sqlite(SLICES).await, World::sqlite(SLICES).await);
    let (first, second) = (loaded(&one).await, loaded(&other).await);
    assert_eq!((first.plan, first.staged, &first.session), (second.plan, second.staged, &second.session));
    let plan = |world: World, sample: Sample| async move {
        plans::plan(&world.store, &world.operator(), sample.plan).await.unwrap()
    };
    assert_eq!(plan(one, first).await, plan(other, second).await);
}

/// A visitor may come on any day of the year, also on the first and the last.
#[tokio::test]
async fn it_loads_on_any_day() {
    for day in
        ["2027-04-01T00:30:00Z", "2027-06-20T08:00:00Z", "2028-02-29T12:00:00Z", "2028-03-31T22:00:00Z"]
    {
        let world = World::sqlite(SLICES).await;
        let clock = Clock::fixed(day.parse::<Timestamp>().unwrap());
        let ctx = concordat_access::Ctx::new(concordat_access::Actor::Operator, clock, Chance::seeded(1));
        let sample = load(&world.store, analyst(), &ctx).await.unwrap_or_else(|e| panic!("on {day}: {e:?}"));
        let plan = plans::plan(&world.store, &ctx, sample.plan).await.unwrap();
        assert_eq!(plan.actions().count(), 31, "on {day}");
        assert_eq!(states(&plan)[&State::Withdrawn], 1, "on {day}");
        let (_, faults) = world.store.verify_audit(None).await.unwrap();
        assert_eq!(faults, Vec::<String>::new(), "on {day}");
        world.end().await;
    }
}
