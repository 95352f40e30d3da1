//! Words and tables that several pages of measures share.

use concordat_kernel::jiff::civil::Date;
use concordat_web::parts::{Colour, Html, Table, Tag};

use crate::{
    measures::{
        model::{MeasureSeries, period_words},
        rules::{Course, course},
        urls,
    },
    urls as plan_urls,
};

/// Where a measure stands, as a word on its colour.
pub(super) fn tag(course: &Course) -> Html {
    let (colour, word) = match course {
        Course::Told => (Colour::Teal, "Told in words"),
        Course::NoTarget => (Colour::Grey, "No target"),
        Course::NoValue => (Colour::Yellow, "No value yet"),
        Course::Unclear(_) => (Colour::Grey, "Cannot be said"),
        Course::Reached(_) => (Colour::Green, "Reached"),
        Course::On(_) => (Colour::Blue, "On course"),
        Course::Off(_) => (Colour::Red, "Off course"),
    };
    Tag::new(colour, word).into()
}

/// What there is to say about where a measure stands.
pub(super) fn said(course: &Course) -> &str {
    match course {
        Course::Told | Course::NoTarget | Course::NoValue => "",
        Course::Unclear(words) | Course::Reached(words) | Course::On(words) | Course::Off(words) => words,
    }
}

/// Measures with target, last value and where they stand; with their actions where they are of several.
pub(super) fn table<'a>(
    caption: &str,
    measures: impl Iterator<Item = &'a MeasureSeries>,
    today: Date,
    with_action: bool,
) -> Option<Table> {
    let rows: Vec<Vec<Html>> = measures.map(|series| row(series, today, with_action)).collect();
    let columns: &[&str] = if with_action {
        &["Action", "Measure", "Target", "Last value", "Where it stands"]
    } else {
        &["Measure", "Target", "Last value", "Where it stands"]
    };
    let table = Table::new(caption).caption_hidden().columns(columns.iter().copied()).scroll_wide();
    (!rows.is_empty()).then(|| table.rows(rows))
}

fn row(series: &MeasureSeries, today: Date, with_action: bool) -> Vec<Html> {
    let stands = course(series, today);
    let target = match series.setting.target_words() {
        Some(words) => words,
        None if series.setting.is_told() => "Not needed".to_owned(),
        None => "None set".to_owned(),
    };
    let last = series.last().map_or_else(
        || Html::from("None yet"),
        |last| Html::stacked([last.shown(&series.setting), period_words(last.period)]),
    );
    let stands = match said(&stands) {
        "" => tag(&stands),
        words => Html::stacked([tag(&stands), words.into()]),
    };
    let mut cells = vec![Html::link(&urls::measure(series.item), &series.text), target.into(), last, stands];
    if with_action {
        let number = if series.number.is_empty() { "No number" } else { &series.number };
        let words = Html::spaced([Html::hidden("Action"), number.into()]);
        cells.insert(0, Html::link(&plan_urls::action(series.action), words));
    }
    cells
}
