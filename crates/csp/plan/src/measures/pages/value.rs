//! Adding a value, and correcting one.

use concordat_kernel::{Error, Id, Month, Period, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Html, InputWidth, Select, Shell, TextInput, Textarea},
};

use super::samples as invented;
use crate::{
    import::Timescale,
    measures::{
        model::{GivenValue, Kind, Measure, MeasureSeries, Typed, Value, month_words, period_words},
        store, urls,
    },
    pages::{
        self,
        form::{Form, Section},
        refused, shell,
    },
    store::CHANGE_ACTION,
};

/// The most quarters that are offered.
const OFFERED: i32 = 8;

pub(super) async fn show_new(reader: Reader, At(id): At<Id<Measure>>) -> Answer {
    let (_, series) = store::measure_to(reader.store(), &reader.ctx, CHANGE_ACTION, id).await?;
    let today = reader.ctx.clock.today();
    page(&view(new_shell(&reader, id), &series, today, &Answers::default(), &Errors::none()))
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Measure>>, answers: Answers) -> Answer {
    let (_, series) = store::measure_to(reader.store(), &reader.ctx, CHANGE_ACTION, id).await?;
    let mut errors = Errors::none();
    if let Some(typed) = read(&answers, &mut errors) {
        let done = store::add_value(reader.store(), &reader.ctx, id, typed, None).await;
        if errors.take(about_months(done))?.is_some() {
            return reader.done(urls::measure(id), "The value is added.");
        }
    }
    refused(&view(new_shell(&reader, id), &series, reader.ctx.clock.today(), &answers, &errors))
}

pub(super) async fn show_correct(reader: Reader, At(id): At<Id<Value>>) -> Answer {
    let item = store::measure_of_value(reader.store(), id).await?;
    let (_, series) = store::measure_to(reader.store(), &reader.ctx, CHANGE_ACTION, item).await?;
    let value = series.values.iter().find(|value| value.id == id).ok_or(Refusal::NotFound)?;
    if value.replaced_by.is_some() {
        return concordat_web::redirect(urls::measure(series.item));
    }
    let filled = fill(&series, value);
    let today = reader.ctx.clock.today();
    page(&view(correct_shell(&reader, series.item), &series, today, &filled, &Errors::none()))
}

pub(super) async fn correct(reader: Reader, At(id): At<Id<Value>>, answers: Answers) -> Answer {
    let item = store::measure_of_value(reader.store(), id).await?;
    let (_, series) = store::measure_to(reader.store(), &reader.ctx, CHANGE_ACTION, item).await?;
    let mut errors = Errors::none();
    let mut to = String::new();
    if let Some(typed) = read(&answers, &mut errors) {
        let done = store::add_value(reader.store(), &reader.ctx, series.item, typed, Some(id)).await;
        if let Err(Error::Refusal(Refusal::Conflict)) = done {
            // What is sent again takes the place of what stands now.
            let stands = latest(&series, id);
            let words = stands.map(|value| value.shown(&series.setting)).unwrap_or_default();
            errors.add("", format!("Someone else corrected this value meanwhile, or there is one for these months already; it says “{words}” now. Your own is kept here, so you can still put it in its place."));
            to = stands.map(|value| urls::correct_value(value.id)).unwrap_or_default();
        } else if errors.take(about_months(done))?.is_some() {
            return reader
                .done(urls::measure(series.item), "The value is corrected. The former stays visible.");
        }
    }
    let shell = correct_shell(&reader, series.item);
    let form = view(shell, &series, reader.ctx.clock.today(), &answers, &errors);
    refused(&Form { to, ..form })
}

/// The value that stands at the end of the chain that begins with `id`.
fn latest(series: &MeasureSeries, id: Id<Value>) -> Option<&GivenValue> {
    let mut value = series.values.iter().find(|value| value.id == id)?;
    for _ in 0..series.values.len() {
        let Some(next) = value.replaced_by else { break };
        value = series.values.iter().find(|value| value.id == next)?;
    }
    Some(value)
}

/// What the record says about the months stands beside the question for them.
fn about_months<T>(done: concordat_kernel::Result<T>) -> concordat_kernel::Result<T> {
    done.map_err(|error| match error {
        Error::Refusal(Refusal::Invalid { field: "period", message }) => {
            Refusal::invalid("months", message).into()
        }
        other => other,
    })
}

fn read(answers: &Answers, errors: &mut Errors) -> Option<Typed> {
    let period = match answers.get("months") {
        "" => {
            errors.add("months", "Choose the months that the value is for.");
            None
        }
        "other" => {
            let mut month = |name: &str| match Timescale::read(answers.get(name)) {
                Timescale::Month { month } => Some(month),
                _ => {
                    errors.add(name, "Enter a month and year, such as April 2026.");
                    None
                }
            };
            let (from, to) = (month("from"), month("to"));
            from.zip(to).map(|(from, to)| Period { from, to })
        }
        chosen => {
            let months = chosen.split_once('/').and_then(|(from, to)| from.parse().ok().zip(to.parse().ok()));
            if months.is_none() {
                errors.add("months", "Choose the months that the value is for.");
            }
            months.map(|(from, to)| Period { from, to })
        }
    };
    if answers.get("value").is_empty() {
        errors.add("value", "Enter a value.");
        return None;
    }
    let (text, note) = (answers.get("value").to_owned(), answers.get("note").to_owned());
    period.map(|period| Typed { period, text, note, by: None, update: None })
}

fn written(period: Period) -> String {
    format!("{}/{}", period.from, period.to)
}

fn fill(series: &MeasureSeries, value: &GivenValue) -> Answers {
    let text = match value.amount {
        Some(amount) if value.words.is_empty() => series.setting.words(amount),
        _ => value.words.clone(),
    };
    Answers::from_pairs([("months", written(value.period)), ("value", text), ("note", value.note.clone())])
}

/// The quarters that have begun, latest first, counted from the plan's first month; then its year so far.
fn offered(series: &MeasureSeries, today: Date) -> Vec<Period> {
    let now = Month::of(today);
    // Without a period of the plan: the calendar's quarters.
    let begins = series.begins.unwrap_or_else(|| Month::new(now.year(), 1).unwrap_or(now).plus(-12));
    let quarters = (0..400).map(|n| begins.plus(3 * n)).take_while(|first| *first <= now);
    let mut offered: Vec<Period> = quarters.map(|from| Period { from, to: from.plus(2) }).collect();
    offered.reverse();
    offered.truncate(usize::try_from(OFFERED).unwrap_or(usize::MAX));
    let year = Period { from: begins, to: begins.plus(11) };
    offered.extend((begins <= now).then_some(year));
    offered
}

fn new_shell(reader: &Reader, id: Id<Measure>) -> Shell {
    shell(reader, "Add a value").back(BackLink::new(urls::measure(id)).text("Back to the measure"))
}

fn correct_shell(reader: &Reader, id: Id<Measure>) -> Shell {
    shell(reader, "Correct a value").back(BackLink::new(urls::measure(id)).text("Back to the measure"))
}

fn view(shell: Shell, series: &MeasureSeries, today: Date, typed: &Answers, errors: &Errors) -> Form {
    let mut periods = offered(series, today);
    let chosen = typed.get("months");
    // The months of a value that is corrected may be none of these.
    let own = chosen.split_once('/').and_then(|(from, to)| from.parse().ok().zip(to.parse().ok()));
    if let Some((from, to)) = own
        && !periods.contains(&Period { from, to })
    {
        periods.push(Period { from, to });
    }
    let months = Select::new("months", "Which months is it for?")
        .hint("A value for the same months takes the former one’s place; that stays visible")
        .option("", "Choose the months")
        .options(periods.into_iter().map(|period| (written(period), period_words(period))))
        .option("other", "Other months, entered below")
        .chosen(chosen)
        .error_if(errors.get("months"));
    let line = |name: &str, label: &str| {
        TextInput::new(name, label)
            .value(typed.get(name))
            .error_if(errors.get(name))
            .width(InputWidth::Twenty)
    };
    let label = if series.setting.unit.is_empty() {
        "Value".to_owned()
    } else {
        format!("Value ({})", series.setting.unit)
    };
    let value: Html = if series.setting.is_told() {
        Textarea::new("value", "What happened, and for whom?")
            .value(typed.get("value"))
            .error_if(errors.get("value"))
            .into()
    } else {
        line("value", &label).hint(hint(series.setting.kind)).into()
    };
    let note = Textarea::new("note", "Note")
        .hint("Where it comes from, or what must be known to read it")
        .rows(3)
        .value(typed.get("note"))
        .error_if(errors.get("note"));
    let fields = vec![
        months.into(),
        line("from", "Other months: the first").hint(month_hint(today, -3)).into(),
        line("to", "Other months: the last").hint(month_hint(today, -1)).into(),
        value,
        note.into(),
    ];
    Form::new(shell, "Save", vec![Section::plain(fields)], urls::measure(series.item))
        .errors(errors)
        .caption(&series.text)
}

fn month_hint(today: Date, months: i32) -> String {
    format!("Such as {}", month_words(Month::of(today).plus(months)))
}

fn hint(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Milestone) => "Yes or no",
        Some(Kind::Share) => "Such as 45% or 3 of 12",
        Some(Kind::Money) => "Such as £1,200.50",
        Some(Kind::Survey) => "Such as 68% or 3.9 of 5",
        Some(Kind::Direction) => "A number, or up, down or no change",
        Some(Kind::Story) => "In your own words",
        Some(Kind::Count | Kind::Benchmark) | None => "Such as 1,250",
    }
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let today = Date::constant(2026, 10, 15);
    let all = invented::all();
    let [counted, _, story, ..] = all.as_slice() else { return Vec::new() };
    let none = Errors::none();
    let mut errors = Errors::none();
    let wrong = Answers::from_pairs([("months", "other"), ("from", "spring"), ("to", "June 2026")]);
    read(&wrong, &mut errors);
    let fresh = Answers::default();
    let mut samples = vec![
        ("a value", view(pages::samples::shell("Add a value"), counted, today, &fresh, &none)),
        ("a value: a story", view(pages::samples::shell("Add a value"), story, today, &fresh, &none)),
        (
            "a value: nothing entered",
            view(pages::samples::shell("Add a value"), counted, today, &wrong, &errors),
        ),
    ];
    if let Some(last) = counted.last() {
        let shell = pages::samples::shell("Correct a value");
        samples.push(("correct a value", view(shell, counted, today, &fill(counted, last), &none)));
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarters_that_have_begun_are_offered() {
        let series = &invented::all()[0];
        let words: Vec<String> =
            offered(series, Date::constant(2026, 10, 15)).into_iter().map(period_words).collect();
        let expected = [
            "October to December 2026",
            "July to September 2026",
            "April to June 2026",
            "April 2026 to March 2027",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn months_of_ones_own_are_read() {
        let typed =
            |pairs: &[(&str, &str)]| read(&Answers::from_pairs(pairs.iter().copied()), &mut Errors::none());
        let period =
            typed(&[("months", "other"), ("from", "April 2026"), ("to", "May 2026"), ("value", "1")])
                .unwrap()
                .period;
        assert_eq!(period_words(period), "April to May 2026");
        assert!(typed(&[("months", "2026-04/2026-06"), ("value", "1")]).is_some());
        assert!(typed(&[("months", "2026-04"), ("value", "1")]).is_none());
        assert!(typed(&[("months", "2026-04/2026-06")]).is_none());
    }
}
