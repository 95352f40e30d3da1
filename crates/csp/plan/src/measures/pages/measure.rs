//! One measure: what it is to reach, every value it was given, and how a target could be set.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    page,
    parts::{Html, SeriesChart, Shell, SummaryList, Table, Timeline},
};

use super::{
    samples,
    words::{said, tag},
};
use crate::{
    State,
    measures::{
        model::{Better, GivenValue, Measure, MeasureSeries, period_words},
        rules::course,
        store,
        suggest::suggest,
        urls,
    },
    pages::{
        self,
        action::{title, trail},
        history, shell, words,
    },
    store::{CHANGE_ACTION, VIEW_ACTION},
    urls as plan_urls,
};

/// One measure.
#[derive(Debug, Template)]
#[template(path = "measures/measure.html")]
pub(super) struct MeasurePage {
    shell: Shell,
    caption: String,
    tag: Html,
    words: String,
    in_plan: bool,
    has_target: bool,
    add: Option<String>,
    edit: Option<String>,
    help: Html,
    facts: SummaryList,
    values: Option<Html>,
    history: Option<Timeline>,
}

/// What stands beside a measure on its page.
#[derive(Debug, Default)]
struct Beside {
    may_change: bool,
    names: HashMap<String, String>,
    before: Option<(String, String)>,
    history: Option<Timeline>,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Measure>>) -> Answer {
    let (_, series) = store::measure_to(reader.store(), &reader.ctx, VIEW_ACTION, id).await?;
    let plan = crate::store::plan_of_action(reader.store(), &reader.ctx, series.action).await?;
    let (priority, action) = plan.action(series.action).ok_or(concordat_kernel::Refusal::NotFound)?;
    let changes = store::history(reader.store(), &reader.ctx, id).await?;
    let given = series.values.iter().map(|value| value.given_by.as_str());
    let actors: Vec<&str> = changes.iter().map(|change| change.actor.as_str()).chain(given).collect();
    let names = words::names(&reader, &actors).await?;
    let before = if series.setting.has_target() || series.setting.is_told() {
        None
    } else {
        store::before(reader.store(), &reader.ctx, plan.head.id, &series.text).await?
    };
    let resource = Resource::one(series.action).within(plan.head.group);
    let beside = Beside {
        may_change: reader.may(CHANGE_ACTION, &resource) && action.state != State::Withdrawn,
        history: history::timeline(&changes, &names),
        names,
        before,
    };
    let trail =
        trail(&plan, priority).page(title(&action.content), plan_urls::action(action.id)).here("Measure");
    let shell = shell(&reader, &series.text).trail(trail).wide();
    page(&MeasurePage::of(shell, &series, beside, reader.ctx.clock.today()))
}

impl MeasurePage {
    fn of(shell: Shell, series: &MeasureSeries, beside: Beside, today: Date) -> Self {
        let stands = course(series, today);
        let has_target = series.setting.has_target();
        let help =
            if has_target || series.setting.is_told() { Html::default() } else { help(series, &beside) };
        let of = if series.number.is_empty() {
            "Measure".to_owned()
        } else {
            format!("Measure of action {}", series.number)
        };
        Self {
            shell,
            caption: of,
            tag: tag(&stands),
            words: said(&stands).to_owned(),
            in_plan: series.in_plan,
            has_target,
            add: (beside.may_change && series.in_plan).then(|| urls::add_value(series.item)),
            edit: (beside.may_change && series.in_plan).then(|| urls::edit_measure(series.item)),
            help,
            facts: facts(series),
            values: values(series, &beside),
            history: beside.history,
        }
    }
}

/// What the measure's words suggest, what is known of where it began, and how a target could be written.
fn help(series: &MeasureSeries, beside: &Beside) -> Html {
    let suggestion = suggest(&series.text);
    let mut lines =
        vec![format!("It could be measured as {}. {}", lower(suggestion.kind.title()), suggestion.because)];
    if let Some(figure) = &suggestion.figure {
        lines.push(format!("Its words name {figure} already, which could be its target."));
    }
    lines.push(match (&beside.before, series.current().next()) {
        (Some((value, months)), _) => {
            format!("An earlier plan had the same measure: {value} in {months}. That could be its baseline.")
        }
        (None, Some(first)) => format!(
            "Its first value is {} in {}. That could be its baseline.",
            first.shown(&series.setting),
            period_words(first.period)
        ),
        (None, None) => {
            "No figure is known from before. The first value that comes in can be its baseline.".to_owned()
        }
    });
    lines.push(format!("With a target it could read: “{}”", suggestion.example(&series.text)));
    if beside.may_change {
        lines.push("Nothing of this is set until you set it.".to_owned());
    }
    Html::bullets(lines)
}

/// A title inside a sentence.
pub(super) fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn facts(series: &MeasureSeries) -> SummaryList {
    let setting = &series.setting;
    let action = if series.number.is_empty() {
        "Action without a number".to_owned()
    } else {
        format!("Action {}", series.number)
    };
    let target = match setting.target_words() {
        Some(words) => words,
        None if setting.is_told() => "Not needed for a story".to_owned(),
        None => "None set".to_owned(),
    };
    let mut list = SummaryList::new()
        .row(("Action", Html::link(&plan_urls::action(series.action), action)))
        .row(("How it is measured", setting.kind.map_or("Nobody has said", |kind| kind.title())));
    if !setting.unit.is_empty() {
        list = list.row(("What is counted", &setting.unit));
    }
    if setting.is_told() {
        return list;
    }
    list = list.row(("Target", target)).row((
        "Baseline",
        match (setting.baseline_words(), setting.baseline_note.as_str()) {
            (None, "") => Html::from("None set"),
            (Some(words), "") => words.into(),
            (words, note) => Html::stacked(words.into_iter().chain([note.to_owned()])),
        },
    ));
    if let Some(better) = setting.better {
        list = list.row(("Which way is better", if better == Better::Up { "Up" } else { "Down" }));
    }
    if setting.kind.is_some() {
        let words = if setting.adds_up {
            "Each stands for its own months, and they add up"
        } else {
            "Each is the whole so far"
        };
        list = list.row(("Its values", words));
    }
    list
}

/// The values as a picture with its table; words alone as a table.
fn values(series: &MeasureSeries, beside: &Beside) -> Option<Html> {
    let setting = &series.setting;
    let may_correct = beside.may_change && series.in_plan;
    let mut table = Table::new("Values, latest first")
        .caption_hidden()
        .columns(["Months", "Value", "Note", "Given by"])
        .scroll_wide();
    if may_correct {
        table = table.column(Html::hidden("Correct"));
    }
    let rows: Vec<Vec<Html>> =
        series.current().rev().map(|value| row(series, value, beside, may_correct)).collect();
    if rows.is_empty() {
        return None;
    }
    let table = table.rows(rows);
    let numbers: Vec<(&GivenValue, i64)> =
        series.current().filter_map(|value| Some((value, value.amount?.in_hundredths()))).collect();
    if numbers.is_empty() {
        return Some(table.into());
    }
    let mut chart = SeriesChart::new("series", &series.text, table);
    let mut sum = 0_i64;
    for (value, number) in numbers {
        sum = sum.saturating_add(number);
        let shown = value.shown(setting);
        chart = if setting.adds_up {
            let so_far = setting.words(crate::measures::Amount::hundredths(sum));
            chart.point(period_words(value.period), sum, format!("{so_far} so far, {shown} in these months"))
        } else {
            chart.point(period_words(value.period), number, shown)
        };
    }
    if let (Some(baseline), Some(words)) = (setting.baseline, setting.baseline_words()) {
        chart = chart.baseline(baseline.in_hundredths(), words);
    }
    if let (Some(target), Some(words)) = (setting.target, setting.target_words()) {
        chart = chart.target(target.in_hundredths(), words);
    }
    let axis = |at| setting.words(crate::measures::Amount::hundredths(at));
    Some(chart.axis(100, axis).into())
}

fn row(series: &MeasureSeries, value: &GivenValue, beside: &Beside, may_correct: bool) -> Vec<Html> {
    let by = |value: &GivenValue| {
        let name = beside.names.get(&value.given_by).map_or("Someone", String::as_str);
        let who = if value.given_for.is_empty() { words::capital(name) } else { value.given_for.clone() };
        format!("{who}, {}", words::moment(&value.given_at))
    };
    let mut said = vec![Html::from(value.shown(&series.setting))];
    said.extend(
        series
            .replaced(value.id)
            .into_iter()
            .map(|former| Html::from(format!("Before: {} ({})", former.shown(&series.setting), by(former)))),
    );
    let months = period_words(value.period);
    let mut cells =
        vec![Html::from(&months), Html::stacked(said), Html::lines(&value.note), by(value).into()];
    if may_correct {
        let link = Html::spaced([Html::from("Correct"), Html::hidden(&format!("the value for {months}"))]);
        cells.push(Html::link(&urls::correct_value(value.id), link));
    }
    cells
}

impl View for MeasurePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let today = Date::constant(2026, 10, 15);
        let all = samples::all();
        let names = ["off course", "no target", "a story", "nothing said yet", "taken out"];
        names
            .into_iter()
            .zip(&all)
            .map(|(name, series)| {
                let officer = Beside {
                    may_change: name != "taken out",
                    names: HashMap::from([("operator".to_owned(), "the operator".to_owned())]),
                    before: (name == "nothing said yet")
                        .then(|| ("34".to_owned(), "January to March 2026".to_owned())),
                    history: history::samples()
                        .into_iter()
                        .next()
                        .map(|(_, one)| one)
                        .filter(|_| name == "off course"),
                };
                (name, Self::of(pages::samples::shell(&series.text).wide(), series, officer, today))
            })
            .collect()
    }
}
