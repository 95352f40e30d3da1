//! Stories of measures, on both databases.

use concordat_kernel::{Error, Id, Month, Period, Refusal};
use concordat_testkit::{World, on_both};

use super::{
    Amount, Kind, Measure, MeasureSeries, Setting, Typed, Value, add_value, history, measures_of_plan,
    off_course, set, store::measure_to, urls,
};
use crate::{
    RecordedPlan,
    pages::stories::{SLICES, after, browser, check, plan as sample},
    store::{self, ActionEdit, VIEW_ACTION},
};

fn period(from: &str, to: &str) -> Period {
    Period { from: from.parse().unwrap(), to: to.parse().unwrap() }
}

fn typed(months: Period, text: &str) -> Typed {
    Typed { period: months, text: text.to_owned(), note: String::new(), by: None, update: None }
}

/// The plan's first measure.
async fn first(world: &World, plan: &RecordedPlan) -> MeasureSeries {
    let officer = world.somebody("officer");
    measures_of_plan(&world.store, &officer, plan.head.id).await.unwrap().into_iter().next().unwrap()
}

async fn give(
    world: &World,
    item: Id<Measure>,
    months: Period,
    text: &str,
) -> concordat_kernel::Result<Id<Value>> {
    add_value(&world.store, &world.somebody("officer"), item, typed(months, text), None).await
}

fn said(error: Error) -> String {
    match error {
        Error::Refusal(Refusal::Invalid { message, .. }) => message,
        other => panic!("{other:?}"),
    }
}

fn forty() -> Setting {
    Setting {
        kind: Some(Kind::Count),
        unit: "people".to_owned(),
        baseline: Some(Amount::hundredths(0)),
        baseline_on: Month::new(2026, 3),
        target: Some(Amount::hundredths(4_000)),
        target_on: Month::new(2027, 3),
        ..Setting::default()
    }
}

#[test]
fn a_measure_without_target_takes_values_and_gets_a_target_later() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let officer = world.somebody("officer");
        let measure = first(&world, &plan).await;
        assert_eq!((measure.version, measure.setting.has_target(), measure.values.len()), (0, false, 0));
        give(&world, measure.item, period("2026-04", "2026-06"), "5").await.unwrap();
        give(&world, measure.item, period("2026-07", "2026-09"), "12 people").await.unwrap();
        let measure = first(&world, &plan).await;
        assert_eq!(off_course(&measure, world.clock.today()), None, "there is nothing to reach");
        set(&world.store, &officer, measure.item, measure.version, &forty()).await.unwrap();
        let measure = first(&world, &plan).await;
        assert_eq!(measure.setting, forty());
        assert!(
            off_course(&measure, world.clock.today()).unwrap().starts_with("12 of 40 by September 2026;")
        );
        let stale = set(&world.store, &officer, measure.item, 1, &forty()).await;
        assert!(matches!(stale, Err(Error::Refusal(Refusal::Conflict))));
        let changes = history(&world.store, &officer, measure.item).await.unwrap();
        let of = |field: &str| changes.iter().find(|change| change.field == field).unwrap();
        assert_eq!(of("Target").latter.as_deref(), Some("40 by March 2027"));
        assert_eq!(of("Value for July to September 2026").latter.as_deref(), Some("12"));
        world
    });
}

#[test]
fn a_value_is_corrected_by_another_and_stays_visible() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let officer = world.somebody("officer");
        let item = first(&world, &plan).await.item;
        set(&world.store, &officer, item, 0, &Setting { adds_up: true, ..forty() }).await.unwrap();
        let quarter = period("2026-04", "2026-06");
        let wrong = give(&world, item, quarter, "50").await.unwrap();
        // The same months again: that is a correction, too.
        let right = give(&world, item, quarter, "5").await.unwrap();
        let measure = first(&world, &plan).await;
        assert_eq!(measure.current().map(|value| value.id).collect::<Vec<_>>(), [right]);
        assert_eq!(measure.replaced(right).iter().map(|value| value.id).collect::<Vec<_>>(), [wrong]);
        let months = period("2026-05", "2026-07");
        assert!(
            said(give(&world, item, months, "3").await.unwrap_err()).contains("April to June 2026 already")
        );
        let moved = add_value(&world.store, &officer, item, typed(months, "6"), Some(right)).await.unwrap();
        let again = add_value(&world.store, &officer, item, typed(months, "7"), Some(right)).await;
        assert!(matches!(again, Err(Error::Refusal(Refusal::Conflict))), "somebody was faster");
        let measure = first(&world, &plan).await;
        assert_eq!(measure.replaced(moved).len(), 2);
        assert_eq!(measure.last().unwrap().shown(&measure.setting), "6");
        assert!(
            said(give(&world, item, period("2026-08", "2026-09"), "some").await.unwrap_err())
                .contains("not a number")
        );
        assert!(
            said(give(&world, item, period("2026-12", "2027-01"), "1").await.unwrap_err())
                .contains("not begun")
        );
        world
    });
}

#[test]
fn only_those_who_keep_the_plan_say_what_is_measured() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let item = first(&world, &plan).await.item;
        let quarter = period("2026-04", "2026-06");
        for role in ["member", "lead-contact"] {
            let member = world.somebody(role);
            assert!(measure_to(&world.store, &member, VIEW_ACTION, item).await.is_ok());
            let refused = add_value(&world.store, &member, item, typed(quarter, "5"), None).await;
            assert!(matches!(refused, Err(Error::Refusal(Refusal::NotFound))), "{role}");
            let refused = set(&world.store, &member, item, 0, &forty()).await;
            assert!(matches!(refused, Err(Error::Refusal(Refusal::NotFound))), "{role}");
        }
        let auditor = world.somebody("auditor");
        assert!(measure_to(&world.store, &auditor, VIEW_ACTION, item).await.is_err());
        world
    });
}

#[test]
fn a_measure_keeps_its_values_when_its_action_is_rewritten() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let officer = world.somebody("officer");
        let measure = first(&world, &plan).await;
        give(&world, measure.item, period("2026-04", "2026-06"), "5").await.unwrap();
        let rewrite = async |change: fn(&mut crate::import::Action)| {
            let plan = store::plan(&world.store, &officer, plan.head.id).await.unwrap();
            let (_, action) = plan.action(measure.action).unwrap();
            let mut content = action.content.clone();
            change(&mut content);
            let edit = ActionEdit { version: action.version, content, state: action.state };
            store::change_action(&world.store, &officer, action.id, edit).await.unwrap();
        };
        // To another row: another item, with the same words.
        rewrite(|content| {
            let moved = content.rows[0].measures.remove(0);
            content.rows.push(crate::import::Row { measures: vec![moved], ..Default::default() });
        })
        .await;
        let all = measures_of_plan(&world.store, &officer, plan.head.id).await.unwrap();
        let moved = all.iter().find(|one| one.text == measure.text).unwrap();
        assert_eq!((moved.in_plan, moved.values.len()), (true, 1));
        assert_eq!(all.iter().filter(|one| one.text == measure.text).count(), 1);
        give(&world, moved.item, period("2026-07", "2026-09"), "7").await.unwrap();
        // Out of the action: what was counted is still there to be read.
        rewrite(|content| content.rows.iter_mut().for_each(|row| row.measures.clear())).await;
        let all = measures_of_plan(&world.store, &officer, plan.head.id).await.unwrap();
        let out: Vec<_> = all.iter().filter(|one| one.text == measure.text).collect();
        assert!(out.iter().all(|one| !one.in_plan));
        assert_eq!(out.iter().map(|one| one.values.len()).sum::<usize>(), 2);
        assert!(measure_to(&world.store, &officer, VIEW_ACTION, out[0].item).await.is_ok());
        world
    });
}

#[test]
fn an_officer_sets_a_target_and_enters_a_value_on_the_pages() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let item = first(&world, &plan).await.item;
        let mut officer = browser(&world, "officer");
        let page = officer.get(&urls::measure(item)).await;
        check(
            &page,
            200,
            &["No target is set", "Nobody can say", "It could be measured as", "With a target it could read"],
        );
        check(&officer.get(&urls::measures(plan.head.id)).await, 200, &["no target", "None set"]);

        let wrong = [("version", "0"), ("kind", "count"), ("target", "forty"), ("target_on", "2027")];
        let page = officer.post(&urls::edit_measure(item), &wrong).await;
        check(&page, 422, &["is not a number", "Enter a month and year", "value=\"forty\""]);
        let right = [
            ("version", "0"),
            ("kind", "count"),
            ("target", "40"),
            ("target_on", "March 2027"),
            ("baseline", "0"),
            ("baseline_on", "March 2026"),
        ];
        let page = officer.post(&urls::edit_measure(item), &right).await;
        check(&after(&mut officer, page).await, 200, &["Saved.", "40 by March 2027", "No value yet"]);
        let late = [("version", "0"), ("kind", "share"), ("was-kind", "")];
        let page = officer.post(&urls::edit_measure(item), &late).await;
        check(&page, 409, &["Someone else changed this measure", "A share"]);

        let months = ("months", "2026-04/2026-09");
        let page = officer.post(&urls::add_value(item), &[months, ("value", "some")]).await;
        check(&page, 422, &["is not a number", "value=\"some\""]);
        let page = officer.post(&urls::add_value(item), &[months, ("value", "12")]).await;
        let page = after(&mut officer, page).await;
        check(
            &page,
            200,
            &["The value is added.", "Off course", "12 of 40 by September 2026", "<svg", "would be"],
        );
        let value = first(&world, &plan).await.last().unwrap().id;
        let page = officer.get(&urls::correct_value(value)).await;
        check(&page, 200, &["value=\"12\"", "April to September 2026"]);
        let corrected = [months, ("value", "21"), ("note", "Nine were left out")];
        let page = officer.post(&urls::correct_value(value), &corrected).await;
        let page = after(&mut officer, page).await;
        check(&page, 200, &["The value is corrected", "On course", "Before: 12", "Nine were left out"]);
        let page = officer.post(&urls::correct_value(value), &[months, ("value", "30")]).await;
        check(&page, 422, &["corrected this value meanwhile", "value=\"30\""]);
        let action = first(&world, &plan).await.action;
        let page = officer.get(&crate::urls::action(action)).await;
        check(&page, 200, &["What is measured", "40 by March 2027"]);

        let mut member = browser(&world, "member");
        let page = member.get(&urls::measure(item)).await;
        check(&page, 200, &["40 by March 2027"]);
        assert!(!page.text.contains("Add a value") && !page.text.contains("/correct"));
        check(&member.get(&urls::edit_measure(item)).await, 404, &[]);
        world
    });
}
