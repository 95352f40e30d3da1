//! The days on which offices are shut, which the clocks step over.

use concordat_access::Resource;
use concordat_kernel::{Kind as _, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    cells,
    parts::{BackLink, Button, Checkboxes, Html, Shell, Table, TextInput},
};

use super::sheet::Sheet;
use crate::{
    pages::{dates, form::FormPage, sample_shell, words},
    terms::{
        Holiday, add_holiday, remove_holiday,
        store::{CHANGE_HOLIDAYS, holiday_list},
        urls,
    },
};

/// The list, this year and what follows first.
pub(crate) async fn show(reader: Reader) -> Answer {
    let list = holiday_list(reader.store(), &reader.ctx).await?;
    let may = reader.may(CHANGE_HOLIDAYS, &Resource::any(Holiday::NAME));
    concordat_web::page(&draw(reader.shell("Bank holidays"), &list, reader.ctx.clock.today(), may))
}

fn draw(shell: Shell, list: &[Holiday], today: Date, may: bool) -> Sheet {
    let lead = Html::paragraphs([
        "Notice is counted in working days: neither weekends nor these days. Add a one-off holiday as soon as it is \
         announced; every clock follows at once.",
    ]);
    let (now, past): (Vec<&Holiday>, Vec<&Holiday>) =
        list.iter().partition(|holiday| holiday.day.year() >= today.year());
    let page = Sheet::new(shell, lead).button_if(may, "Add a bank holiday", urls::NEW_HOLIDAY);
    let page = match (now.is_empty(), now.last()) {
        (true, _) | (_, None) => page.piece(
            "now",
            "This year and later",
            Html::paragraphs(["None are recorded. Add them, or clocks count too many days."]),
        ),
        (false, Some(last)) => {
            let until = format!("This year and later, up to {}", words::day(last.day));
            page.piece("now", until, table("This year and later", &now, may))
        }
    };
    if past.is_empty() { page } else { page.piece("past", "Past years", table("Past years", &past, false)) }
}

fn table(caption: &str, list: &[&Holiday], may: bool) -> Table {
    let table = Table::new(caption).caption_hidden().columns(["Day", "Holiday"]).row_headers();
    let table = if may { table.column(Html::hidden("What can be done")) } else { table };
    table.rows(list.iter().map(|holiday| {
        let name = if holiday.one_off { format!("{} (one-off)", holiday.name) } else { holiday.name.clone() };
        let mut row = cells![words::day(holiday.day), name];
        if may {
            let about = format!("{} on {}", holiday.name, words::day(holiday.day));
            let words = Html::spaced([Html::from("Take away"), Html::hidden(&about)]);
            row.push(Html::link(&urls::remove_holiday(holiday.day), words));
        }
        row
    }))
}

/// The empty form.
pub(crate) async fn new(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, CHANGE_HOLIDAYS, &Resource::any(Holiday::NAME)).await?;
    adding(reader.shell("Add a bank holiday"), &Answers::default(), &Errors::none()).answer()
}

/// Adds it.
pub(crate) async fn add(reader: Reader, answers: Answers) -> Answer {
    reader.store().ask(&reader.ctx, CHANGE_HOLIDAYS, &Resource::any(Holiday::NAME)).await?;
    let mut errors = Errors::none();
    match dates::read(&answers, "day", "The day", &mut errors) {
        None if errors.is_empty() => errors.add("day", "Enter the day."),
        None => {}
        Some(day) => {
            let new = Holiday { day, name: answers.get("name").to_owned(), one_off: answers.has("one_off") };
            if errors.take(add_holiday(reader.store(), &reader.ctx, new).await)?.is_some() {
                return reader.done(urls::HOLIDAYS, "The bank holiday is added");
            }
        }
    }
    adding(reader.shell("Add a bank holiday"), &answers, &errors).answer()
}

fn adding(shell: Shell, answers: &Answers, errors: &Errors) -> FormPage {
    FormPage::new(
        shell.back(BackLink::new(urls::HOLIDAYS)),
        Button::new("Add the bank holiday").once(),
        urls::HOLIDAYS.to_owned(),
    )
    .errors(errors, &["day"])
    .field(dates::input("day", "Which day?", answers, errors))
    .field(
        TextInput::new("name", "What is it called?").value(answers.get("name")).error_if(errors.get("name")),
    )
    .field(
        Checkboxes::new("one_off", "Does it come back each year?")
            .item(("yes", "It was given once and does not come back"))
            .chosen(answers.all("one_off").iter().cloned()),
    )
}

/// Asks whether one is to be taken away.
pub(crate) async fn ask(reader: Reader, Path(day): Path<String>) -> Answer {
    let holiday = found(&reader, &day).await?;
    removing(reader.shell("Take a bank holiday away"), &holiday).answer()
}

/// Takes it away.
pub(crate) async fn remove(reader: Reader, Path(day): Path<String>, _: Answers) -> Answer {
    let holiday = found(&reader, &day).await?;
    remove_holiday(reader.store(), &reader.ctx, holiday.day).await?;
    reader.done(urls::HOLIDAYS, "The bank holiday is taken away")
}

async fn found(reader: &Reader, day: &str) -> concordat_kernel::Result<Holiday> {
    reader.store().ask(&reader.ctx, CHANGE_HOLIDAYS, &Resource::any(Holiday::NAME)).await?;
    let list = holiday_list(reader.store(), &reader.ctx).await?;
    let day: Date = day.parse().map_err(|_| Refusal::NotFound)?;
    Ok(list.into_iter().find(|holiday| holiday.day == day).ok_or(Refusal::NotFound)?)
}

fn removing(shell: Shell, holiday: &Holiday) -> FormPage {
    let sentence = format!(
        "This makes {} ({}) an ordinary day again. Last days to publish that stepped over it move.",
        words::day(holiday.day),
        holiday.name
    );
    FormPage::new(shell, Button::new("Take it away").warning().once(), urls::HOLIDAYS.to_owned())
        .intro(Html::paragraphs([sentence]))
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let today = Date::constant(2027, 3, 4);
    let holiday = |day, name: &str, one_off| Holiday { day, name: name.to_owned(), one_off };
    let list = [
        holiday(Date::constant(2026, 12, 25), "Christmas Day", false),
        holiday(Date::constant(2027, 3, 26), "Good Friday", false),
        holiday(Date::constant(2027, 6, 7), "Anniversary of the <County>", true),
    ];
    let shell = || sample_shell("Bank holidays");
    vec![
        ("bank holidays", draw(shell(), &list, today, true)),
        ("no bank holidays", draw(shell(), &[], today, false)),
    ]
}

pub(crate) fn form_samples() -> Vec<(&'static str, FormPage)> {
    let mut errors = Errors::none();
    errors.add("day", "Enter the day.");
    let holiday =
        Holiday { day: Date::constant(2027, 3, 26), name: "Good Friday".to_owned(), one_off: false };
    vec![
        (
            "bank holiday, with errors",
            adding(sample_shell("Add a bank holiday"), &Answers::default(), &errors),
        ),
        ("bank holiday, taking away", removing(sample_shell("Take a bank holiday away"), &holiday)),
    ]
}
