#![cfg(test)]
//! The rule of the straight line, on figures that can be done by hand.

use concordat_kernel::{Id, Month, Period, jiff::civil::Date};

use super::{
    model::{Better, GivenValue, Kind, MeasureSeries, Setting},
    number::Amount,
    rules::{Course, check_setting, course, off_course},
};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn whole(number: i64) -> Amount {
    Amount::hundredths(number * 100)
}

/// A measure of the year from April 2026, with a number for each pair of months.
fn series(setting: Setting, values: &[(&str, &str, i64)]) -> MeasureSeries {
    let values = values.iter().zip(1..).map(|((from, to, number), n)| GivenValue {
        id: Id::from_uuid(concordat_kernel::AnyId::from_u128(n)),
        period: Period { from: month(from), to: month(to) },
        amount: Some(whole(*number)),
        words: String::new(),
        note: String::new(),
        given_by: "operator".to_owned(),
        given_for: String::new(),
        given_at: String::new(),
        update: None,
        replaced_by: None,
    });
    MeasureSeries {
        item: Id::from_uuid(concordat_kernel::AnyId::from_u128(900)),
        action: Id::from_uuid(concordat_kernel::AnyId::from_u128(901)),
        number: "1.1".to_owned(),
        text: "People trained".to_owned(),
        setting,
        version: 1,
        values: values.collect(),
        in_plan: true,
        begins: Some(month("2026-04")),
    }
}

/// Forty by March 2027, from nothing in March 2026.
fn forty() -> Setting {
    Setting {
        kind: Some(Kind::Count),
        baseline: Some(whole(0)),
        baseline_on: Some(month("2026-03")),
        target: Some(whole(40)),
        target_on: Some(month("2027-03")),
        ..Setting::default()
    }
}

const AUTUMN: &str = "2026-10-15";

#[test]
fn the_straight_line_says_what_would_be_on_course() {
    let series_of = |number| series(forty(), &[("2026-04", "2026-09", number)]);
    assert_eq!(
        off_course(&series_of(12), day(AUTUMN)).unwrap(),
        "12 of 40 by September 2026; the straight line from the baseline of 0 in March 2026 would be 20."
    );
    // A tenth of the way is four: sixteen is just near enough.
    assert_eq!(off_course(&series_of(16), day(AUTUMN)), None);
    assert!(off_course(&series_of(15), day(AUTUMN)).is_some());
    assert!(matches!(course(&series_of(40), day(AUTUMN)), Course::Reached(_)));
}

#[test]
fn values_that_add_up_are_summed_and_the_line_begins_at_nothing() {
    let adding = Setting { adds_up: true, baseline: Some(whole(60)), ..forty() };
    let quarters = [("2026-04", "2026-06", 8), ("2026-07", "2026-09", 9)];
    assert!(matches!(course(&series(adding.clone(), &quarters), day(AUTUMN)), Course::On(_)));
    let off =
        off_course(&series(adding, &[("2026-04", "2026-06", 3), ("2026-07", "2026-09", 4)]), day(AUTUMN));
    assert_eq!(
        off.unwrap(),
        "7 of 40 by September 2026; the straight line from nothing in March 2026 would be 20."
    );
}

#[test]
fn less_is_better_where_the_target_lies_below() {
    let down =
        Setting { kind: Some(Kind::Share), baseline: Some(whole(60)), target: Some(whole(48)), ..forty() };
    let at = |number| course(&series(down.clone(), &[("2026-07", "2026-09", number)]), day(AUTUMN));
    assert!(matches!(at(55), Course::On(_)), "within a tenth of the way of 54%");
    let Course::Off(words) = at(57) else { panic!("{:?}", at(57)) };
    assert_eq!(
        words,
        "57% by September 2026, with a target of 48% by March 2027; the straight line from the baseline of 60% in March 2026 would be 54%."
    );
    assert!(matches!(at(48), Course::Reached(_)));
    // No more than forty in the year: a sum stays below until it does not.
    let cap = Setting { adds_up: true, better: Some(Better::Down), ..forty() };
    let at = |number| course(&series(cap.clone(), &[("2026-04", "2026-09", number)]), day(AUTUMN));
    assert!(matches!(at(10), Course::On(_)) && matches!(at(30), Course::Off(_)));
}

#[test]
fn once_the_month_is_over_only_the_target_counts() {
    let late = series(forty(), &[("2026-04", "2027-03", 38)]);
    assert_eq!(
        off_course(&late, day("2027-04-01")).unwrap(),
        "38 by March 2027; the target was 40 by March 2027."
    );
    let silent = series(forty(), &[]);
    assert_eq!(off_course(&silent, day("2027-03-31")), None);
    assert_eq!(
        off_course(&silent, day("2027-04-01")).unwrap(),
        "No value has come; the target was 40 by March 2027."
    );
}

#[test]
fn a_yes_comes_in_time_or_not() {
    let done =
        Setting { kind: Some(Kind::Milestone), target_on: Some(month("2026-09")), ..Setting::default() };
    let no = series(done.clone(), &[("2026-04", "2026-06", 0)]);
    assert_eq!(off_course(&no, day("2026-09-30")), None);
    assert_eq!(off_course(&no, day("2026-10-01")).unwrap(), "Not done; it was to be done by September 2026.");
    let yes = series(done, &[("2026-04", "2026-06", 0), ("2026-07", "2026-09", 1)]);
    assert!(matches!(course(&yes, day("2026-10-01")), Course::Reached(_)));
}

#[test]
fn up_or_down_is_compared_with_where_it_began() {
    let up = Setting { kind: Some(Kind::Direction), better: Some(Better::Up), ..Setting::default() };
    let from = Setting { baseline: Some(whole(34)), ..up.clone() };
    let last = |setting: &Setting, number| {
        course(&series(setting.clone(), &[("2026-07", "2026-09", number)]), day(AUTUMN))
    };
    assert!(matches!(last(&from, 41), Course::On(_)));
    assert_eq!(
        last(&from, 34),
        Course::Off("34 in July to September 2026, from a baseline of 34; it is to go up.".to_owned())
    );
    assert!(matches!(last(&up, 34), Course::Unclear(_)));
    let mut said = series(up, &[("2026-07", "2026-09", 1)]);
    said.values[0].amount = None;
    said.values[0].words = "Down".to_owned();
    assert!(off_course(&said, day(AUTUMN)).unwrap().contains("“Down”"));
}

#[test]
fn nobody_is_off_course_without_something_to_reach() {
    let today = day("2030-01-01");
    let values = [("2026-04", "2026-06", 1)];
    let story = Setting { kind: Some(Kind::Story), ..Setting::default() };
    assert_eq!(course(&series(story, &values), today), Course::Told);
    assert_eq!(course(&series(Setting::default(), &values), today), Course::NoTarget);
    let undated = Setting { target_on: None, ..forty() };
    assert!(matches!(course(&series(undated, &values), today), Course::Unclear(_)));
    let unbased = Setting { baseline: None, ..forty() };
    assert!(matches!(course(&series(unbased, &values), day(AUTUMN)), Course::Unclear(_)));
}

#[test]
fn a_replaced_value_no_longer_counts() {
    let mut series = series(forty(), &[("2026-04", "2026-09", 12), ("2026-04", "2026-09", 21)]);
    series.values[0].replaced_by = Some(series.values[1].id);
    assert_eq!(off_course(&series, day(AUTUMN)), None);
    assert_eq!(series.replaced(series.values[1].id).len(), 1);
}

#[test]
fn a_setting_that_contradicts_itself_is_refused() {
    let about = |setting: &Setting| match check_setting(setting) {
        Err(concordat_kernel::Refusal::Invalid { field, .. }) => field,
        other => panic!("{setting:?}: {other:?}"),
    };
    assert!(check_setting(&forty()).is_ok());
    assert_eq!(about(&Setting::default()), "kind");
    assert_eq!(about(&Setting { kind: Some(Kind::Story), ..forty() }), "target");
    assert_eq!(about(&Setting { kind: Some(Kind::Direction), ..forty() }), "better");
    assert_eq!(about(&Setting { target: None, ..forty() }), "target");
    assert_eq!(about(&Setting { baseline_on: Some(month("2027-03")), ..forty() }), "target_on");
    assert_eq!(about(&Setting { better: Some(Better::Down), ..forty() }), "better");
}
