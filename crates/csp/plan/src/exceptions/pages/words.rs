//! Words and small pieces that several pages of this theme share.

use concordat_kernel::jiff::civil::Date;
use concordat_web::{
    Answers, Errors,
    parts::{Colour, DateInput, DatePart, Html, Tag},
};

use crate::{
    RecordedAction, RecordedPlan,
    exceptions::{Ground, Level, RecordedException, RecordedStep, Verdict, rules},
    import::Timescale,
    pages::words::timescale_words,
};

/// `4 January 2027`, kept together at the end of a line.
pub(super) fn day(date: Date) -> String {
    timescale_words(&Timescale::Date { date })
}

pub(super) fn ground(ground: Ground) -> Html {
    let colour = match ground {
        Ground::Late => Colour::Red,
        Ground::AtRisk => Colour::Orange,
        Ground::NoAnswer => Colour::Yellow,
        Ground::OffCourse => Colour::Purple,
    };
    Tag::new(colour, ground.to_string()).into()
}

pub(super) fn level(level: Level) -> Html {
    let colour = match level {
        Level::Group => Colour::Blue,
        Level::Partnership => Colour::Magenta,
    };
    Tag::new(colour, level.to_string()).into()
}

pub(super) fn verdict(verdict: Verdict) -> Html {
    let colour = match verdict {
        Verdict::Waiting => Colour::Yellow,
        Verdict::Assured => Colour::Green,
        Verdict::Returned => Colour::Orange,
    };
    Tag::new(colour, verdict.to_string()).into()
}

/// Where an exception has got to; `holds` says whether what raised it is still so.
pub(super) fn standing(exception: &RecordedException, holds: bool, today: Date) -> Html {
    let mut tags: Vec<Html> = Vec::new();
    if let Some(resolved) = &exception.resolved {
        let on = format!("Resolved on {}", day(resolved.on));
        return Html::stacked([Tag::new(Colour::Green, on).into(), Html::text(&resolved.because)]);
    }
    tags.push(level(exception.level));
    if !holds {
        tags.push(Tag::new(Colour::Grey, "No longer holds").into());
    }
    if rules::proposes_further(exception, today) {
        tags.push(Tag::new(Colour::Red, "Remedy overdue: raise further?").into());
    }
    Html::stacked(tags)
}

/// What is done about an exception, in a cell of a table.
pub(super) fn remedy(exception: &RecordedException) -> Html {
    match &exception.remedy {
        None => "None recorded".into(),
        Some(remedy) => Html::stacked([
            Html::lines(&remedy.what),
            Html::text(format!("{}, by {}", remedy.by, day(remedy.due))),
        ]),
    }
}

/// The text of a step.
pub(super) fn step_text<'a>(action: &'a RecordedAction, step: &RecordedStep) -> &'a str {
    let row = action.content.rows.get(step.row);
    row.and_then(|row| row.steps.get(step.place)).map_or("", String::as_str)
}

/// The names of an action's leads, one beneath the other.
pub(super) fn leads(action: &RecordedAction) -> Html {
    if action.content.leads.is_empty() {
        "None stated".into()
    } else {
        Html::lines(&action.content.leads.join("\n"))
    }
}

/// Every lead that leads one of these actions, each once.
pub(super) fn leads_of<'a>(
    plan: &RecordedPlan,
    wanted: impl Fn(&RecordedAction) -> bool + 'a,
) -> Vec<String> {
    let mut leads = std::collections::BTreeMap::new();
    for (_, action) in plan.actions().filter(|(_, action)| wanted(action)) {
        for lead in &action.content.leads {
            leads.entry(lead.to_lowercase()).or_insert_with(|| lead.clone());
        }
    }
    leads.into_values().collect()
}

/// The day that was typed in three boxes.
pub(super) fn typed_day(name: &str, answers: &Answers) -> Option<Date> {
    let part = |part: &str| answers.get(&format!("{name}-{part}"));
    Date::new(part("year").parse().ok()?, part("month").parse().ok()?, part("day").parse().ok()?).ok()
}

/// Three boxes for a day, as they were filled in.
pub(super) fn day_input(name: &str, legend: &str, answers: &Answers, errors: &Errors) -> DateInput {
    let part = |part: &str| answers.get(&format!("{name}-{part}")).to_owned();
    DateInput::new(name, legend)
        .hint("For example, 31 3 2027")
        .error_if(errors.get(name))
        .value(DatePart::Day, part("day"))
        .value(DatePart::Month, part("month"))
        .value(DatePart::Year, part("year"))
}

/// Fills in a day.
pub(super) fn fill_day(answers: &mut Answers, name: &str, date: Date) {
    answers.set(format!("{name}-day"), date.day().to_string());
    answers.set(format!("{name}-month"), date.month().to_string());
    answers.set(format!("{name}-year"), date.year().to_string());
}

/// The sentence for somebody whose form met a change by somebody else.
pub(super) const CHANGED: &str = "Someone else changed this meanwhile. What it says now is shown above the form; what you typed is kept here, so you can still save it.";
