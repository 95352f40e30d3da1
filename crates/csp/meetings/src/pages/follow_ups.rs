//! What is followed up, of all groups; adding something, and saying that it was done.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{AnyId, Id, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, cells,
    parts::{BackLink, Colour, Html, Radios, Shell, Table, Tag},
};

use super::{
    answers::{choice, chosen, day, day_input, line, set_day, short_day, some, text},
    form::FormPage,
    minutes::found,
    samples,
    sheet::Sheet,
};
use crate::{
    FollowUp, FollowUpKind, Meeting, MeetingFile, NewFollowUp, add_follow_up, finish, follow_ups,
    store::{RECORD, asked, of_group},
    urls,
};

/// Shows what is open, then what was done.
pub(crate) async fn show(reader: Reader) -> Answer {
    let found = follow_ups(reader.store(), &reader.ctx).await?;
    let groups = concordat_partnership::groups(reader.store(), &reader.ctx).await?;
    let names = groups.into_iter().map(|group| (group.id.uuid(), group.name)).collect();
    let may = |one: &FollowUp| reader.may(RECORD, &asked(RECORD, of_group(one.group)));
    let shell = reader.shell("What is followed up");
    concordat_web::page(&draw(shell, &found, &names, reader.ctx.clock.today(), &may))
}

fn draw(
    shell: Shell,
    found: &[FollowUp],
    names: &HashMap<AnyId, String>,
    today: Date,
    may: &dyn Fn(&FollowUp) -> bool,
) -> Sheet {
    let shell = shell.back(BackLink::new(urls::MEETINGS).text("All meetings"));
    let (mut open, mut done): (Vec<&FollowUp>, Vec<&FollowUp>) =
        found.iter().partition(|one| one.done.is_none());
    // Those without a day stand last.
    open.sort_by_key(|one| (one.said.due.is_none(), one.said.due, one.id));
    done.sort_by_key(|one| std::cmp::Reverse(one.done.as_ref().map(|(on, _)| *on)));
    let lead = Html::paragraphs([
        "What was undertaken or asked at meetings returns at each meeting of the group until it is done.",
    ]);
    let name = |one: &FollowUp| names.get(&one.group.uuid()).map_or("", String::as_str);
    let open = if open.is_empty() {
        Html::paragraphs(["Nothing is open."])
    } else {
        Table::new("Open")
            .caption_hidden()
            .columns(["What", "Who", "Due", "Group"])
            .column(Html::hidden("What can be done"))
            .row_headers()
            .rows(open.into_iter().map(|one| {
                let due = match one.said.due {
                    Some(day) if day < today => {
                        Html::spaced([Html::from(Tag::new(Colour::Red, "Overdue")), short_day(day).into()])
                    }
                    Some(day) => short_day(day).into(),
                    None => "—".into(),
                };
                let offer = if may(one) {
                    Html::link(
                        &urls::finish(one.id),
                        Html::spaced([Html::from("Done"), Html::hidden(&one.said.text)]),
                    )
                } else {
                    Html::link(
                        &urls::meeting(one.meeting),
                        Html::spaced([Html::from("Meeting"), Html::hidden(&one.said.text)]),
                    )
                };
                let what = format!("{}: {}", one.said.kind.title(), one.said.text);
                cells![Html::link(&urls::follow_up(one.id), what), &one.said.owner, due, name(one), offer]
            }))
            .into()
    };
    let page = Sheet::new(shell, lead).piece("open", "Open", open);
    if done.is_empty() {
        return page;
    }
    let table = Table::new("Done, newest first")
        .caption_hidden()
        .columns(["What", "Who", "What came of it", "Group"])
        .row_headers()
        .rows(done.into_iter().map(|one| {
            let outcome = one.done.as_ref().map(|(on, outcome)| format!("{}: {outcome}", short_day(*on)));
            let what = Html::link(&urls::follow_up(one.id), &one.said.text);
            cells![what, &one.said.owner, outcome.unwrap_or_default(), name(one)]
        }));
    page.piece("done", "Done", table)
}

/// The form that adds one.
pub(crate) async fn new(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, RECORD, id).await?;
    adding(reader.shell("Add something to follow up"), &file, &Answers::default(), &Errors::none()).answer()
}

/// Adds it.
pub(crate) async fn add(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let file = found(&reader, RECORD, id).await?;
    let mut errors = Errors::none();
    let kind = FollowUpKind::from_word(answers.get("kind"));
    if kind.is_none() {
        errors.add("kind", "Choose what it is.");
    }
    let minute = chosen(&answers, "minute", &mut errors);
    let new = NewFollowUp {
        kind: kind.unwrap_or_default(),
        text: answers.get("text").to_owned(),
        restricted_text: some(&answers, "restricted_text"),
        owner: answers.get("owner").to_owned(),
        body: chosen(&answers, "body", &mut errors),
        due: day(&answers, "due_on", &mut errors),
        about: super::decide::about(&reader, &answers, &mut errors).await?,
    };
    if errors.is_empty()
        && errors.take(add_follow_up(reader.store(), &reader.ctx, id, minute, new).await)?.is_some()
    {
        return reader.done(urls::of(id, "minutes"), "It will be followed up");
    }
    adding(reader.shell("Add something to follow up"), &file, &answers, &errors).answer()
}

fn adding(shell: Shell, file: &MeetingFile, answers: &Answers, errors: &Errors) -> FormPage {
    let kinds = FollowUpKind::ALL.iter().map(|kind| (kind.word(), kind.title()));
    let minutes =
        file.minutes.iter().map(|minute| (minute.id.to_string(), format!("Minute {}", minute.number)));
    let bodies = file.conduct.bodies.iter().map(|body| (body.id.to_string(), body.name.clone()));
    FormPage::new(shell, "Add it", urls::of(file.meeting.id, "minutes"))
        .errors(errors)
        .field(
            Radios::new("kind", "What is it?")
                .items(kinds)
                .chosen(answers.get("kind"))
                .error_if(errors.get("kind")),
        )
        .field(choice(
            "minute",
            "From which minute? (optional)",
            "None in particular",
            minutes,
            answers,
            errors,
        ))
        .field(text("text", "What is to be done?", 3, answers, errors))
        .field(
            text(
                "restricted_text",
                "What of it is not for everybody in the partnership (optional)",
                3,
                answers,
                errors,
            )
            .hint("Official-Sensitive"),
        )
        .field(
            line("owner", "Who is to see to it?", answers, errors)
                .hint("A role, such as “Head of community safety”"),
        )
        .field(choice("body", "Of which body? (optional)", "Not said", bodies, answers, errors))
        .field(day_input("due_on", "By when? (optional)", answers, errors))
        .field(
            line("about", "What is it about, in another part of this record? (optional)", answers, errors)
                .hint("Copy the address of its page, such as that of the action on which scrutiny commented"),
        )
}

async fn found_one(reader: &Reader, id: Id<FollowUp>) -> concordat_kernel::Result<FollowUp> {
    let group = crate::store::group_of_follow_up(reader.store(), id).await?;
    let resource = group.map_or_else(|| Resource::any(RECORD.kind), of_group);
    reader.store().ask(&reader.ctx, RECORD, &asked(RECORD, resource)).await?;
    let all = follow_ups(reader.store(), &reader.ctx).await?;
    Ok(all.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?)
}

/// The form that says it was done.
pub(crate) async fn ask(reader: Reader, At(id): At<Id<FollowUp>>) -> Answer {
    let one = found_one(&reader, id).await?;
    let mut answers = Answers::default();
    set_day(&mut answers, "on", Some(reader.ctx.clock.today()));
    finishing(reader.shell("It was done"), &one, &answers, &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn save(reader: Reader, At(id): At<Id<FollowUp>>, answers: Answers) -> Answer {
    let one = found_one(&reader, id).await?;
    let mut errors = Errors::none();
    let on = day(&answers, "on", &mut errors);
    if errors.is_empty() {
        let saved = finish(reader.store(), &reader.ctx, id, on, answers.get("outcome")).await;
        if errors.take(saved)?.is_some() {
            return reader.done(urls::follow_up(id), "It is recorded as done");
        }
    }
    finishing(reader.shell("It was done"), &one, &answers, &errors).answer()
}

fn finishing(shell: Shell, one: &FollowUp, answers: &Answers, errors: &Errors) -> FormPage {
    FormPage::new(shell, "Record it", urls::FOLLOW_UPS)
        .errors(errors)
        .intro([format!("{}: {} ({})", one.said.kind.title(), one.said.text, one.said.owner)])
        .field(day_input("on", "When was it done?", answers, errors))
        .field(text("outcome", "What came of it?", 4, answers, errors))
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = samples::file();
    let names = HashMap::from([(file.meeting.group.uuid(), file.conduct.group.name.clone())]);
    let mut found: Vec<FollowUp> = file.follow_ups.into_iter().chain(file.brought_forward).collect();
    let mut done = found.clone();
    done.truncate(1);
    done.iter_mut()
        .for_each(|one| one.done = Some((Date::constant(2027, 4, 2), "The <funder> agreed".into())));
    found.extend(done);
    let day = Date::constant(2027, 5, 4);
    let shell = || samples::shell("What is followed up");
    vec![
        ("follow-ups", draw(shell(), &found, &names, day, &|_| true)),
        ("no follow-ups", draw(shell(), &[], &names, day, &|_| false)),
    ]
}

pub(crate) fn form_samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let mut errors = Errors::none();
    errors.add("kind", "Choose what it is.");
    let empty = Answers::default();
    let mut pages = vec![(
        "follow-up, adding, with errors",
        adding(samples::shell("Add something to follow up"), &file, &empty, &errors),
    )];
    pages.extend(file.follow_ups.first().map(|one| {
        ("follow-up, done", finishing(samples::shell("It was done"), one, &empty, &Errors::none()))
    }));
    pages
}
