//! Planning a meeting, changing what is planned, and cancelling it.

use concordat_kernel::{Error, Id, Refusal};
use concordat_partnership::Group;
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Radios, Shell},
};

use super::{
    answers::{choice, chosen, day, day_input, line, set_day, some, text, time, time_input},
    form::FormPage,
    samples,
};
use crate::{
    Manner, Meeting, NewMeeting, cancel, change_meeting, meeting_file, plan_meeting,
    store::{ADD, CHANGE, asked, of_group, resource},
    urls,
};

/// The groups for which the reader may plan meetings.
async fn groups(reader: &Reader) -> concordat_kernel::Result<Vec<Group>> {
    let anywhere = concordat_access::Resource::anywhere(ADD.kind, &reader.ctx.actor);
    reader.store().ask(&reader.ctx, ADD, &anywhere).await?;
    let mut groups = concordat_partnership::groups(reader.store(), &reader.ctx).await?;
    groups.retain(|group| reader.may(ADD, &of_group(group.id)));
    Ok(groups)
}

/// The empty form.
pub(crate) async fn new(reader: Reader) -> Answer {
    let groups = groups(&reader).await?;
    let mut answers = Answers::from_pairs([("begins", "10:00"), ("manner", Manner::Hybrid.word())]);
    answers.set("group", reader.query.get("group"));
    planning(reader.shell("Plan a meeting"), Some(&groups), None, &answers, &Errors::none()).answer()
}

/// Plans it.
pub(crate) async fn add(reader: Reader, answers: Answers) -> Answer {
    let groups = groups(&reader).await?;
    let mut errors = Errors::none();
    let group: Option<Id<Group>> = chosen(&answers, "group", &mut errors);
    let group = group.filter(|id| groups.iter().any(|group| group.id == *id));
    if group.is_none() && errors.get("group").is_none() {
        errors.add("group", "Choose the group that meets.");
    }
    let new = read(&answers, &mut errors);
    if let (Some(group), Some(new), true) = (group, new, errors.is_empty())
        && let Some(id) = errors.take(plan_meeting(reader.store(), &reader.ctx, group, new).await)?
    {
        return reader.done(urls::meeting(id), "The meeting is planned");
    }
    planning(reader.shell("Plan a meeting"), Some(&groups), None, &answers, &errors).answer()
}

/// The form, filled in.
pub(crate) async fn edit(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let meeting = found(&reader, id).await?;
    let answers = filled(&meeting.plan);
    planning(reader.shell("Change the meeting"), None, Some(&meeting), &answers, &Errors::none()).answer()
}

/// Changes it.
pub(crate) async fn change(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let meeting = found(&reader, id).await?;
    let mut errors = Errors::none();
    if let (Some(new), true) = (read(&answers, &mut errors), errors.is_empty()) {
        let version = answers.get("version").parse().unwrap_or_default();
        let saved = change_meeting(reader.store(), &reader.ctx, id, new, version).await;
        if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
            errors.add("", super::CONFLICT);
        } else if errors.take(saved)?.is_some() {
            return reader.done(urls::meeting(id), "The meeting is changed");
        }
    }
    planning(reader.shell("Change the meeting"), None, Some(&meeting), &answers, &errors).answer()
}

/// Asks why it does not take place.
pub(crate) async fn ask(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    found(&reader, id).await?;
    cancelling(reader.shell("Cancel the meeting"), id, &Answers::default(), &Errors::none()).answer()
}

/// Cancels it.
pub(crate) async fn call_off(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    found(&reader, id).await?;
    let mut errors = Errors::none();
    if errors.take(cancel(reader.store(), &reader.ctx, id, answers.get("reason")).await)?.is_some() {
        return reader.done(urls::meeting(id), "The meeting is cancelled");
    }
    cancelling(reader.shell("Cancel the meeting"), id, &answers, &errors).answer()
}

async fn found(reader: &Reader, id: Id<Meeting>) -> concordat_kernel::Result<Meeting> {
    let resource = asked(CHANGE, resource(reader.store(), id).await?);
    reader.store().ask(&reader.ctx, CHANGE, &resource).await?;
    Ok(meeting_file(reader.store(), &reader.ctx, id).await?.meeting)
}

fn planning(
    shell: Shell,
    groups: Option<&[Group]>,
    meeting: Option<&Meeting>,
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let (button, back) = match meeting {
        Some(meeting) => ("Save changes", urls::meeting(meeting.id)),
        None => ("Plan the meeting", urls::MEETINGS.to_owned()),
    };
    let mut page = FormPage::new(shell, button, back).errors(errors);
    if let Some(meeting) = meeting {
        page = page.hidden("version", meeting.version);
    }
    if let Some(groups) = groups {
        let groups = groups.iter().map(|group| (group.id.to_string(), group.name.clone()));
        page = page.field(choice("group", "Which group meets?", "Choose a group", groups, answers, errors));
    }
    page.field(day_input("held_on", "On which day?", answers, errors))
        .field(time_input("begins", "When does it begin?", answers, errors))
        .field(time_input("ends", "When does it end? (optional)", answers, errors))
        .field(
            Radios::new("manner", "How do people meet?")
                .items(Manner::ALL.iter().map(|manner| (manner.word(), manner.title())))
                .chosen(answers.get("manner"))
                .error_if(errors.get("manner")),
        )
        .field(line("venue", "Where? (optional)", answers, errors))
        .field(
            text("access", "What does somebody need to know to come? (optional)", 3, answers, errors)
                .hint("Steps and lifts, hearing loop, parking, quiet room. Anybody may read it."),
        )
        .field(
            text("joining", "How do members join from elsewhere? (optional)", 2, answers, errors)
                .hint("The address of the video call. Never shown to the public."),
        )
}

fn cancelling(shell: Shell, id: Id<Meeting>, answers: &Answers, errors: &Errors) -> FormPage {
    FormPage::new(shell, "Cancel the meeting", urls::meeting(id))
        .warning()
        .errors(errors)
        .intro(["The meeting stays in the record, marked as cancelled."])
        .field(text("reason", "Why does it not take place?", 3, answers, errors))
}

fn filled(plan: &NewMeeting) -> Answers {
    let time = |time: concordat_kernel::jiff::civil::Time| time.strftime("%H:%M").to_string();
    let mut answers = Answers::from_pairs([
        ("begins", time(plan.begins)),
        ("ends", plan.ends.map(time).unwrap_or_default()),
        ("manner", plan.manner.word().to_owned()),
        ("venue", plan.venue.clone().unwrap_or_default()),
        ("access", plan.access.clone().unwrap_or_default()),
        ("joining", plan.joining.clone().unwrap_or_default()),
    ]);
    set_day(&mut answers, "held_on", Some(plan.held_on));
    answers
}

fn read(answers: &Answers, errors: &mut Errors) -> Option<NewMeeting> {
    let held_on = day(answers, "held_on", errors);
    if held_on.is_none() && errors.get("held_on").is_none() {
        errors.add("held_on", "Enter the day on which the group meets.");
    }
    let begins = time(answers, "begins", errors);
    if begins.is_none() && errors.get("begins").is_none() {
        errors.add("begins", "Enter when it begins.");
    }
    let ends = time(answers, "ends", errors);
    let manner = Manner::from_word(answers.get("manner"));
    if manner.is_none() {
        errors.add("manner", "Choose how people meet.");
    }
    Some(NewMeeting {
        held_on: held_on?,
        begins: begins?,
        ends,
        manner: manner?,
        venue: some(answers, "venue"),
        access: some(answers, "access"),
        joining: some(answers, "joining"),
    })
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let groups = [file.conduct.group.clone()];
    let (mut errors, wrong) = (Errors::none(), Answers::from_pairs([("begins", "9")]));
    read(&wrong, &mut errors);
    let shell = || samples::shell("Plan a meeting");
    let filled = filled(&file.meeting.plan);
    vec![
        ("meeting, planning, with errors", planning(shell(), Some(&groups), None, &wrong, &errors)),
        ("meeting, changing", planning(shell(), None, Some(&file.meeting), &filled, &Errors::none())),
        ("meeting, cancelling", cancelling(shell(), file.meeting.id, &Answers::default(), &Errors::none())),
    ]
}
