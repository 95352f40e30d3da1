//! What a measure's setting must be like, and whether its values are on course. Pure.

use concordat_kernel::{Month, Refusal, jiff::civil::Date};

use super::{
    model::{Better, GivenValue, Kind, MeasureSeries, Setting, month_words, period_words},
    number::Amount,
};

/// How far a value may stay behind the straight line before it counts as off course, in hundredths of the
/// whole way: a single quarter is seldom a twelfth of a year to the person.
const ALLOWANCE: i128 = 10;
/// The longest words of a unit or a note.
const LONGEST: usize = 500;

/// Where a measure stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Course {
    /// It is told in words: there is nothing to reach.
    Told,
    /// No target is set.
    NoTarget,
    /// No value has come that could be compared.
    NoValue,
    /// Something is missing to compare with; the words say what.
    Unclear(String),
    /// The target is reached.
    Reached(String),
    /// On course, or behind by no more than the allowance.
    On(String),
    /// Off course.
    Off(String),
}

/// Why a measure is off course, in words; `None` when it is not, or when nobody can say.
///
/// The rule. A story, a measure without a target and one without a value are never off course. Otherwise the
/// value of the latest months counts, or the sum of all values where they add up.
///
/// - *Yes or no*: off course once the target's month is over without a yes.
/// - *Up or down*: off course when the latest value is not on the better side of the baseline, or says the
///   other way or “no change” in words.
/// - *All others*: never off course once the target is reached. Off course when the target's month is over
///   (by today, or by the months of the latest value) and it is not reached. Before that, a straight line is
///   drawn from the baseline at the end of its month (from nothing at the beginning of the plan, where values
///   add up) to the target at the end of its month; off course when the value lies behind the line at the end
///   of its own months by more than a tenth of the whole way from baseline to target.
pub fn off_course(series: &MeasureSeries, today: Date) -> Option<String> {
    match course(series, today) {
        Course::Off(words) => Some(words),
        _ => None,
    }
}

/// Where a measure stands: see [`off_course`] for the rule.
pub fn course(series: &MeasureSeries, today: Date) -> Course {
    let setting = &series.setting;
    if setting.is_told() {
        return Course::Told;
    }
    if !setting.has_target() {
        return Course::NoTarget;
    }
    match (setting.kind, setting.target) {
        (Some(Kind::Milestone), _) => milestone(series, today),
        (Some(Kind::Direction), None) => direction(series),
        (_, Some(target)) => towards(series, target, today),
        _ => Course::NoTarget,
    }
}

fn milestone(series: &MeasureSeries, today: Date) -> Course {
    let is_yes = |value: &&GivenValue| {
        value.amount.is_some_and(|amount| amount >= Amount::YES) || value.words.eq_ignore_ascii_case("yes")
    };
    let Some(by) = series.setting.target_on else { return Course::NoTarget };
    match series.current().find(is_yes) {
        Some(value) => Course::Reached(format!("Done, as said for {}.", period_words(value.period))),
        None if by.last_day() < today => {
            Course::Off(format!("Not done; it was to be done by {}.", month_words(by)))
        }
        None => Course::On(format!("To be done by {}.", month_words(by))),
    }
}

fn direction(series: &MeasureSeries) -> Course {
    let setting = &series.setting;
    let (Some(better), Some(last)) = (setting.better, series.last()) else { return Course::NoValue };
    let (wanted, way) = match better {
        Better::Up => ("Up", "up"),
        Better::Down => ("Down", "down"),
    };
    let when = period_words(last.period);
    let Some(amount) = last.amount else {
        return if last.words == wanted {
            Course::On(format!("{} in {when}.", last.words))
        } else {
            Course::Off(format!("“{}” in {when}; it is to go {way}.", last.words))
        };
    };
    let Some(baseline) = setting.baseline else {
        return Course::Unclear("There is no baseline to compare with.".to_owned());
    };
    let words =
        format!("{} in {when}, from a baseline of {}", setting.words(amount), setting.words(baseline));
    let is_better = match better {
        Better::Up => amount > baseline,
        Better::Down => amount < baseline,
    };
    if is_better {
        Course::On(format!("{words}."))
    } else {
        Course::Off(format!("{words}; it is to go {way}."))
    }
}

fn towards(series: &MeasureSeries, target: Amount, today: Date) -> Course {
    let setting = &series.setting;
    let is_over = setting.target_on.is_some_and(|by| by.last_day() < today);
    let by = |month: Option<Month>| month.map(|m| format!(" by {}", month_words(m))).unwrap_or_default();
    let goal = format!("{}{}", setting.words(target), by(setting.target_on));
    let Some((value, month)) = standing(series) else {
        return if is_over {
            Course::Off(format!("No value has come; the target was {goal}."))
        } else {
            Course::NoValue
        };
    };
    let from = if setting.adds_up { Some(Amount::hundredths(0)) } else { setting.baseline };
    let is_up = setting.better.map_or(from.is_none_or(|from| from <= target), |better| better == Better::Up);
    let is_last = setting.target_on.is_some_and(|by| month >= by);
    let is_there = if is_up { value >= target } else { value <= target };
    let said = format!("{} by {}", setting.words(value), month_words(month));
    // A sum that is to stay below its target has not done so before the end.
    if is_there && (is_up || !setting.adds_up || is_last) {
        return Course::Reached(format!("{said}; the target is {goal}."));
    }
    if is_over || is_last {
        return Course::Off(format!("{said}; the target was {goal}."));
    }
    let Some(end) = setting.target_on else {
        return Course::Unclear(format!(
            "{said}. No month is set for the target of {goal}, so nobody can say whether it is on course."
        ));
    };
    let start = if setting.adds_up {
        series
            .begins
            .or_else(|| series.current().map(|one| one.period.from).min())
            .map(|first| first.plus(-1))
    } else {
        setting.baseline_on.or_else(|| series.begins.map(|first| first.plus(-1)))
    };
    let (Some(from), Some(start)) = (from, start) else {
        return Course::Unclear(format!(
            "{said}; the target is {goal}. There is no baseline to draw the line from."
        ));
    };
    let (way, gone) = (months(start, end), months(start, month).max(0));
    if way <= 0 {
        return Course::Unclear("The baseline’s month is not before the target’s.".to_owned());
    }
    let distance = i128::from(target.in_hundredths()) - i128::from(from.in_hundredths());
    let line = i128::from(from.in_hundredths()) + distance * i128::from(gone) / i128::from(way);
    let behind = if is_up {
        line - i128::from(value.in_hundredths())
    } else {
        i128::from(value.in_hundredths()) - line
    };
    let line = setting.words(Amount::hundredths(i64::try_from(line).unwrap_or(i64::MAX)));
    let origin = if setting.adds_up {
        format!("from nothing in {}", month_words(start))
    } else {
        format!("from the baseline of {} in {}", setting.words(from), month_words(start))
    };
    let said = if is_up && !matches!(setting.kind, Some(Kind::Share)) && setting.unit.trim() != "%" {
        format!("{} of {} by {}", setting.words(value), setting.words(target), month_words(month))
    } else {
        format!("{said}, with a target of {goal}")
    };
    let words = format!("{said}; the straight line {origin} would be {line}.");
    if behind * 100 > distance.abs() * ALLOWANCE { Course::Off(words) } else { Course::On(words) }
}

/// What counts now and the month it is of: the latest number, or the sum of all where they add up.
fn standing(series: &MeasureSeries) -> Option<(Amount, Month)> {
    let numbers = || series.current().filter_map(|value| Some((value.amount?, value.period.to)));
    let (last, month) = numbers().next_back()?;
    if !series.setting.adds_up {
        return Some((last, month));
    }
    let sum = numbers().map(|(amount, _)| amount.in_hundredths()).fold(0_i64, i64::saturating_add);
    Some((Amount::hundredths(sum), month))
}

fn months(from: Month, to: Month) -> i64 {
    (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.number()) - i64::from(from.number())
}

/// Checks what an officer says of a measure.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub fn check_setting(setting: &Setting) -> Result<(), Refusal> {
    let Some(kind) = setting.kind else {
        return Err(Refusal::invalid("kind", "Choose how it is measured."));
    };
    for (field, text) in [("unit", &setting.unit), ("baseline_note", &setting.baseline_note)] {
        if text.chars().count() > LONGEST {
            return Err(Refusal::invalid(field, format!("This must be {LONGEST} characters or fewer.")));
        }
    }
    if kind == Kind::Story && (setting.target.is_some() || setting.baseline.is_some()) {
        return Err(Refusal::invalid(
            "target",
            "A story has no figures. Choose another kind, or leave them out.",
        ));
    }
    if kind == Kind::Milestone && setting.target == Some(Amount::NO) {
        return Err(Refusal::invalid("target", "The target of a yes-or-no measure is “yes”."));
    }
    if kind == Kind::Milestone && setting.target.is_some() && setting.target_on.is_none() {
        return Err(Refusal::invalid("target_on", "Enter the month by whose end it is to be done."));
    }
    if kind == Kind::Direction && setting.better.is_none() {
        return Err(Refusal::invalid("better", "Choose which way is better."));
    }
    if setting.target.is_none() && setting.target_on.is_some() && kind != Kind::Milestone {
        return Err(Refusal::invalid("target", "Enter the target, or leave out its month."));
    }
    if let (Some(began), Some(ends)) = (setting.baseline_on, setting.target_on)
        && began >= ends
    {
        return Err(Refusal::invalid("target_on", "The target’s month must be after the baseline’s."));
    }
    if let (Some(baseline), Some(target), Some(better)) = (setting.baseline, setting.target, setting.better) {
        let is_backwards = match better {
            Better::Up => target < baseline,
            Better::Down => target > baseline,
        };
        // Where values add up, the baseline is last year's sum and may well be higher.
        if is_backwards && !setting.adds_up {
            return Err(Refusal::invalid(
                "better",
                "The target lies on the other side of the baseline. Choose the other way, or change one of them.",
            ));
        }
    }
    Ok(())
}
