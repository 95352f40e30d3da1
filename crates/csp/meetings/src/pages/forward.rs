//! The year ahead of a group: its meetings, and what it must take at each.

use concordat_access::Resource;
use concordat_kernel::{Id, Month, Refusal, jiff::civil::Date};
use concordat_partnership::Group;
use concordat_web::{
    Answer, Answers, At, Errors, Reader, cells,
    parts::{BackLink, Html, Shell, Table},
};

use super::{
    answers::{choice, line, month, short_day, some},
    decide::read_month,
    form::FormPage,
    meetings::state,
    samples,
    sheet::Sheet,
};
use crate::{
    Duty, Meeting, NewDuty, Rhythm, add_duty, duties, end_duty, meetings, rules,
    store::{ADD, CHANGE, asked, of_group},
    urls,
};

/// Shows it.
pub(crate) async fn show(reader: Reader, At(id): At<Id<Group>>) -> Answer {
    let mut all = meetings(reader.store(), &reader.ctx).await?;
    all.retain(|meeting| meeting.group == id);
    let group = concordat_partnership::group(reader.store(), &reader.ctx, id).await?;
    let mut known = duties(reader.store(), &reader.ctx).await?;
    known.retain(|duty| duty.group == id);
    let change = reader.may(CHANGE, &asked(CHANGE, of_group(id)));
    let mut page = draw(reader.shell("Forward plan"), &group, &all, &known, reader.ctx.clock.today(), change);
    page = page.button_if(reader.may(ADD, &of_group(id)), "Plan a meeting", urls::new_meeting(id)).button_if(
        change,
        "Add a duty",
        urls::new_duty(id),
    );
    concordat_web::page(&page)
}

fn draw(shell: Shell, group: &Group, all: &[Meeting], known: &[Duty], today: Date, change: bool) -> Sheet {
    let shell = shell.back(BackLink::new(urls::MEETINGS).text("All meetings"));
    let days: Vec<Date> =
        all.iter().filter(|one| one.cancelled.is_none()).map(|one| one.plan.held_on).collect();
    let ahead: Vec<&Meeting> = all.iter().filter(|one| one.plan.held_on >= today).collect();
    let meetings = if ahead.is_empty() {
        Html::paragraphs(["No meeting is planned."])
    } else {
        Table::new("Meetings to come, and what each must take")
            .caption_hidden()
            .columns(["Day", "State", "To be taken"])
            .row_headers()
            .rows(ahead.iter().map(|meeting| {
                let day = meeting.plan.held_on;
                let others: Vec<Date> = days.iter().copied().filter(|other| *other != day).collect();
                let due: Vec<&str> = known
                    .iter()
                    .filter(|duty| rules::duties::falls_to(duty, day, &others))
                    .map(|duty| duty.said.title.as_str())
                    .collect();
                let due: Html = if due.is_empty() { "—".into() } else { Html::stacked(due) };
                cells![Html::link(&urls::meeting(meeting.id), short_day(day)), state(meeting), due]
            }))
            .into()
    };
    let standing: Vec<&Duty> = known.iter().filter(|duty| duty.ended_on.is_none()).collect();
    let duties = if standing.is_empty() {
        Html::paragraphs(["None has been recorded."])
    } else {
        let table = Table::new("Duties").caption_hidden().columns(["What", "When", "Why"]).row_headers();
        let table = if change { table.column(Html::hidden("What can be done")) } else { table };
        table
            .rows(standing.into_iter().map(|duty| {
                let mut row = cells![
                    &duty.said.title,
                    rhythm(duty.said.rhythm),
                    duty.said.source.as_deref().unwrap_or("—")
                ];
                if change {
                    let about = Html::spaced([Html::from("End"), Html::hidden(&duty.said.title)]);
                    row.push(Html::link(&urls::end_duty(duty.id), about));
                }
                row
            }))
            .into()
    };
    let lead = Html::paragraphs(["A duty falls to the first meeting in its month or after it."]);
    Sheet::new(shell, lead).caption(&group.name).piece("meetings", "Meetings to come", meetings).piece(
        "duties",
        "Standing duties",
        duties,
    )
}

fn rhythm(rhythm: Rhythm) -> String {
    match rhythm {
        Rhythm::Yearly(number) => match Month::new(2000, number) {
            Some(month) => format!("Each {}", month.name()),
            None => "Each year".to_owned(),
        },
        Rhythm::Once(by) => format!("Once, by {}", month(by)),
    }
}

async fn found(reader: &Reader, id: Id<Group>) -> concordat_kernel::Result<Group> {
    reader.store().ask(&reader.ctx, CHANGE, &asked(CHANGE, of_group(id))).await?;
    concordat_partnership::group(reader.store(), &reader.ctx, id).await
}

/// The form for a duty.
pub(crate) async fn new(reader: Reader, At(id): At<Id<Group>>) -> Answer {
    let group = found(&reader, id).await?;
    adding(reader.shell("Add a duty"), &group, &Answers::default(), &Errors::none()).answer()
}

/// Adds it.
pub(crate) async fn add(reader: Reader, At(id): At<Id<Group>>, answers: Answers) -> Answer {
    let group = found(&reader, id).await?;
    let mut errors = Errors::none();
    let yearly = answers.some("month").map(str::parse::<i8>);
    let once = answers.some("once").map(read_month);
    let rhythm = match (yearly, once) {
        (Some(Ok(number)), None) => Some(Rhythm::Yearly(number)),
        (None, Some(Some(month))) => Some(Rhythm::Once(month)),
        (None, Some(None)) => {
            errors.add("once", "Enter a month and a year, such as March 2027.");
            None
        }
        _ => {
            errors.add("month", "Choose the month of each year, or enter the month by which it comes once.");
            None
        }
    };
    if let Some(rhythm) = rhythm {
        let new =
            NewDuty { title: answers.get("title").to_owned(), rhythm, source: some(&answers, "source") };
        if errors.take(add_duty(reader.store(), &reader.ctx, id, new).await)?.is_some() {
            return reader.done(urls::forward(id), "The duty is added");
        }
    }
    adding(reader.shell("Add a duty"), &group, &answers, &errors).answer()
}

fn adding(shell: Shell, group: &Group, answers: &Answers, errors: &Errors) -> FormPage {
    let months = (1..=12_i8).filter_map(|n| Some((n.to_string(), Month::new(2000, n)?.name())));
    FormPage::new(shell, "Add the duty", urls::forward(group.id))
        .errors(errors)
        .intro([format!("Something that {} must take.", group.name)])
        .field(line("title", "What must it take?", answers, errors).hint("Such as “Update on mental health”"))
        .field(choice("month", "In which month of each year?", "Not each year", months, answers, errors))
        .field(line("once", "Or once: by which month?", answers, errors).hint("Such as March 2027"))
        .field(line("source", "Why? (optional)", answers, errors).hint("Such as “Promised in minute 54”"))
}

async fn found_duty(reader: &Reader, id: Id<Duty>) -> concordat_kernel::Result<Duty> {
    let group = crate::store::group_of_duty(reader.store(), id).await?;
    let resource = group.map_or_else(|| Resource::any(CHANGE.kind), of_group);
    reader.store().ask(&reader.ctx, CHANGE, &asked(CHANGE, resource)).await?;
    let all = duties(reader.store(), &reader.ctx).await?;
    Ok(all.into_iter().find(|duty| duty.id == id).ok_or(Refusal::NotFound)?)
}

/// Asks whether a duty ends.
pub(crate) async fn ask_end(reader: Reader, At(id): At<Id<Duty>>) -> Answer {
    let duty = found_duty(&reader, id).await?;
    ending(reader.shell("End a duty"), &duty).answer()
}

/// Ends it.
pub(crate) async fn end(reader: Reader, At(id): At<Id<Duty>>, _: Answers) -> Answer {
    let duty = found_duty(&reader, id).await?;
    end_duty(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::forward(duty.group), "The duty has ended")
}

fn ending(shell: Shell, duty: &Duty) -> FormPage {
    FormPage::new(shell, "End the duty", urls::forward(duty.group))
        .warning()
        .intro([format!("“{}” no longer comes round from today.", duty.said.title)])
}

fn sample_duties() -> Vec<Duty> {
    let group = samples::planned().group;
    let duty = |n: u128, title: &str, rhythm, source: Option<&str>| Duty {
        id: Id::from_uuid(concordat_kernel::AnyId::from_u128(n)),
        version: 1,
        group,
        said: NewDuty { title: title.into(), rhythm, source: source.map(str::to_owned) },
        ended_on: None,
    };
    let once = Month::new(2027, 6)
        .map(|month| duty(71, "Update on <safer roads>", Rhythm::Once(month), Some("Minute 56")));
    std::iter::once(duty(70, "Mental health", Rhythm::Yearly(3), None)).chain(once).collect()
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = samples::file();
    let group = &file.conduct.group;
    let day = Date::constant(2027, 3, 1);
    let shell = || samples::shell("Forward plan");
    vec![
        ("forward plan", draw(shell(), group, &[samples::planned()], &sample_duties(), day, true)),
        ("forward plan, empty", draw(shell(), group, &[], &[], day, false)),
    ]
}

pub(crate) fn form_samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let mut errors = Errors::none();
    errors.add("month", "Choose the month of each year, or enter the month by which it comes once.");
    let mut pages = vec![(
        "duty, with errors",
        adding(samples::shell("Add a duty"), &file.conduct.group, &Answers::default(), &errors),
    )];
    pages.extend(
        sample_duties().first().map(|duty| ("duty, ending", ending(samples::shell("End a duty"), duty))),
    );
    pages
}
