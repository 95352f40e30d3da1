//! Saying how a measure is measured, where it began and what it is to reach. Its words suggest something; the
//! officer decides.

use concordat_kernel::{Id, Month};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, InputWidth, Radios, Shell, TextInput},
};

use super::{measure::lower, samples as invented};
use crate::{
    import::{Timescale, tidy},
    measures::{
        model::{Better, Kind, Measure, MeasureSeries, Setting, month_words, period_words},
        number::{self, Amount},
        store,
        suggest::{Suggestion, suggest},
        urls,
    },
    pages::{
        self, conflict,
        form::{self, Field, Form, Section, base},
        refused, shell,
    },
    store::CHANGE_ACTION,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Measure>>) -> Answer {
    let (plan, series) = store::measure_to(reader.store(), &reader.ctx, CHANGE_ACTION, id).await?;
    let before = store::before(reader.store(), &reader.ctx, plan, &series.text).await?;
    let filled = fill(&series);
    page(&view(edit_shell(&reader, id), &series, before.as_ref(), &filled, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Measure>>, mut answers: Answers) -> Answer {
    let (plan, series) = store::measure_to(reader.store(), &reader.ctx, CHANGE_ACTION, id).await?;
    let (now, fields) = (fill(&series), fields());
    let mut errors = Errors::none();
    conflict::merge(&fields, &mut answers, &mut errors);
    let version: i64 = answers.get("version").parse().unwrap_or(-1);
    if version == series.version && errors.is_empty() {
        let latter = read(&answers, &mut errors);
        if errors.is_empty() {
            let saved = store::set(reader.store(), &reader.ctx, id, version, &latter).await;
            if errors.take(saved)?.is_some() {
                return reader.done(urls::measure(id), "Saved.");
            }
        }
        let before = store::before(reader.store(), &reader.ctx, plan, &series.text).await?;
        let recorded = conflict::before(&fields, &answers);
        let shell = edit_shell(&reader, id);
        return refused(&view(shell, &series, before.as_ref(), &recorded, &answers, &errors));
    }
    let history = store::history(reader.store(), &reader.ctx, id).await?;
    let by = conflict::by(&reader, &history).await?;
    let title = "Someone else changed this measure while you were editing";
    conflict::answer(
        conflict::Page {
            shell: shell(&reader, title).back(BackLink::new(urls::measure(id))),
            fields: &fields,
            typed: &answers,
            now: &now,
            version: series.version,
            by,
            carried: Vec::new(),
            cancel: urls::measure(id),
        },
        &errors,
    )
}

fn fill(series: &MeasureSeries) -> Answers {
    let setting = &series.setting;
    let amount = |amount: Option<Amount>| amount.map(|one| setting.words(one)).unwrap_or_default();
    let month = |month: Option<Month>| month.map(month_words).unwrap_or_default();
    Answers::from_pairs([
        ("kind", setting.kind.map(Kind::word).unwrap_or_default().to_owned()),
        ("unit", setting.unit.clone()),
        ("better", setting.better.map(Better::word).unwrap_or_default().to_owned()),
        ("adds_up", if setting.adds_up { "yes" } else { "no" }.to_owned()),
        ("baseline", amount(setting.baseline)),
        ("baseline_on", month(setting.baseline_on)),
        ("baseline_note", setting.baseline_note.clone()),
        ("target", amount(setting.target)),
        ("target_on", month(setting.target_on)),
        ("version", series.version.to_string()),
    ])
}

fn read(answers: &Answers, errors: &mut Errors) -> Setting {
    let kind = Kind::of_word(answers.get("kind"));
    let unit = tidy(answers.get("unit"));
    let mut amount = |name: &str| {
        let text = answers.some(name)?;
        match number::read(text, kind, &unit) {
            _ if kind == Some(Kind::Story) => {
                errors.add(name, "A story has no figures. Leave this empty, or choose another kind.");
                None
            }
            Ok(said) if said.amount.is_none() => {
                errors.add(name, "Enter a figure. Leave it empty where there is none.");
                None
            }
            Ok(said) => said.amount,
            Err(sentence) => {
                errors.add(name, sentence);
                None
            }
        }
    };
    let (baseline, target) = (amount("baseline"), amount("target"));
    let mut month = |name: &str| match Timescale::read(answers.some(name)?) {
        Timescale::Month { month } => Some(month),
        _ => {
            errors.add(name, "Enter a month and year, such as March 2027.");
            None
        }
    };
    Setting {
        kind,
        baseline_on: month("baseline_on"),
        target_on: month("target_on"),
        unit,
        better: Better::of_word(answers.get("better")),
        adds_up: answers.get("adds_up") == "yes",
        baseline,
        baseline_note: tidy(answers.get("baseline_note")),
        target,
    }
}

const WAYS: &[(&str, &str)] = &[("up", "Up"), ("down", "Down"), ("", "Neither, or not decided")];
const ADDS_UP: &[(&str, &str)] = &[
    ("no", "Each value is the whole so far, or how things stand"),
    ("yes", "Each value is for its own months, and they add up"),
];

fn fields() -> Vec<Field> {
    let kinds: Vec<(&str, &str)> = Kind::ALL.iter().map(|kind| (kind.word(), kind.title())).collect();
    vec![
        Field::new("kind", "How is it measured?", form::Kind::choice(&kinds)),
        Field::new("unit", "What is counted", form::Kind::Line),
        Field::new("better", "Which way is better?", form::Kind::choice(WAYS)),
        Field::new("adds_up", "What does each value stand for?", form::Kind::choice(ADDS_UP)),
        Field::new("target", "Target", form::Kind::Line),
        Field::new("target_on", "By the end of", form::Kind::Line),
        Field::new("baseline", "Baseline", form::Kind::Line),
        Field::new("baseline_on", "Month of the baseline", form::Kind::Line),
        Field::new("baseline_note", "Where the baseline comes from", form::Kind::Line),
    ]
}

fn edit_shell(reader: &Reader, id: Id<Measure>) -> Shell {
    shell(reader, "Set what is measured").back(BackLink::new(urls::measure(id)).text("Back to the measure"))
}

fn view(
    shell: Shell,
    series: &MeasureSeries,
    before: Option<&(String, String)>,
    recorded: &Answers,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let suggestion = suggest(&series.text);
    let line = |name: &str, label: &str| {
        TextInput::new(name, label).value(typed.get(name)).error_if(errors.get(name))
    };
    let month =
        |name: &str, label: &str| line(name, label).hint("Such as March 2027").width(InputWidth::Twenty);
    let ways =
        Radios::new("better", "Which way is better?").items(WAYS.iter().copied()).chosen(typed.get("better"));
    let adds = Radios::new("adds_up", "What does each value stand for?")
        .hint("A quarter’s number of people trained adds up to a year’s; a share or a survey result does not")
        .items(ADDS_UP.iter().copied())
        .chosen(typed.get("adds_up"));
    let how: Vec<Html> = vec![
        kinds(&suggestion, typed, errors).into(),
        line("unit", "What is counted")
            .hint("Such as people trained. Leave it empty when the measure says it")
            .into(),
        ways.error_if(errors.get("better")).into(),
        adds.into(),
    ];
    let target: Vec<Html> = vec![
        line("target", "Target")
            .hint("Such as 40, 45% or £12,000. Leave it empty for yes or no, and where none is agreed")
            .width(InputWidth::Twenty)
            .into(),
        month("target_on", "By the end of").into(),
    ];
    let known = known(series, before);
    let baseline: Vec<Html> = vec![
        line("baseline", "Baseline").hint(known).width(InputWidth::Twenty).into(),
        month("baseline_on", "Month of the baseline").into(),
        line("baseline_note", "Where the baseline comes from").hint("Such as last year’s report").into(),
    ];
    let section = |id: &str, heading: &str, fields| Section {
        id: id.to_owned(),
        heading: Some(heading.to_owned()),
        fields,
    };
    let sections = vec![
        Section::plain(how),
        section("target-section", "What it is to reach", target),
        section("baseline-section", "Where it began", baseline),
    ];
    let intro = format!("With a target it could read: “{}”", suggestion.example(&series.text));
    let mut form = Form::new(shell, "Save", sections, urls::measure(series.item))
        .errors(errors)
        .caption(&series.text)
        .intro(Html::paragraphs([intro]))
        .hide("version", typed.get("version"));
    form.hidden.extend(base(&fields(), recorded));
    form
}

fn kinds(suggestion: &Suggestion, typed: &Answers, errors: &Errors) -> Radios {
    let hint = format!("Suggested: {}. {}", lower(suggestion.kind.title()), suggestion.because);
    Radios::new("kind", "How is it measured?")
        .hint(hint)
        .items(Kind::ALL.map(|kind| Choice::new(kind.word(), kind.title()).hint(kind.hint())))
        .chosen(typed.get("kind"))
        .error_if(errors.get("kind"))
}

/// What is known of where it began, as a hint.
fn known(series: &MeasureSeries, before: Option<&(String, String)>) -> String {
    match (before, series.current().next()) {
        (Some((value, months)), _) => format!("An earlier plan had {value} in {months}"),
        (None, Some(first)) => {
            format!("The first value is {} in {}", first.shown(&series.setting), period_words(first.period))
        }
        (None, None) => "Where it stood before, if anybody knows".to_owned(),
    }
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let all = invented::all();
    let [counted, .., untouched, _] = all.as_slice() else { return Vec::new() };
    let shell = || pages::samples::shell("Set what is measured");
    let none = Errors::none();
    let (filled, fresh) = (fill(counted), fill(untouched));
    let before = ("34".to_owned(), "January to March 2026".to_owned());
    let wrong = Answers::from_pairs([("kind", "count"), ("target", "forty"), ("target_on", "2027")]);
    let mut errors = Errors::none();
    read(&wrong, &mut errors);
    vec![
        ("a measure", view(shell(), counted, None, &filled, &filled, &none)),
        ("a measure: nothing said yet", view(shell(), untouched, Some(&before), &fresh, &fresh, &none)),
        ("a measure: a target that cannot be read", view(shell(), untouched, None, &fresh, &wrong, &errors)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_reads_back_the_same() {
        for series in invented::all() {
            let mut errors = Errors::none();
            assert_eq!(read(&fill(&series), &mut errors), series.setting, "{}", series.text);
            assert!(errors.is_empty());
        }
    }
}
