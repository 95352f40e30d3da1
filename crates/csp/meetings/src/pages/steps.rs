//! The steps that minutes go through: round, corrected, approved, signed, published.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Html, Shell},
};

use super::{
    answers::{choice, chosen, day, day_input, line, long_day, set_day, some, text},
    form::FormPage,
    minutes::found,
    samples,
};
use crate::{
    Meeting, MeetingFile, approve, circulate, correct, meetings, publish_minutes, sign_minutes,
    store::{PUBLISH, RECORD, SIGN},
    urls,
};

fn page(shell: Shell, button: &str, id: Id<Meeting>, errors: &Errors) -> FormPage {
    FormPage::new(shell, button, urls::of(id, "minutes")).errors(errors)
}

/// Asks whether they go round.
pub(crate) async fn ask_circulate(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    found(&reader, RECORD, id).await?;
    circulating(reader.shell("Send the minutes round"), id, &Errors::none()).answer()
}

/// They go round.
pub(crate) async fn save_circulate(reader: Reader, At(id): At<Id<Meeting>>, _: Answers) -> Answer {
    found(&reader, RECORD, id).await?;
    let mut errors = Errors::none();
    if errors.take(circulate(reader.store(), &reader.ctx, id).await)?.is_some() {
        return reader.done(urls::of(id, "minutes"), "The minutes have gone round");
    }
    circulating(reader.shell("Send the minutes round"), id, &errors).answer()
}

fn circulating(shell: Shell, id: Id<Meeting>, errors: &Errors) -> FormPage {
    page(shell, "Send them round", id, errors).intro([
        "Members read the draft and say what is not accurate. From now on every change is recorded as a correction and stays visible.",
    ])
}

/// The form for a correction.
pub(crate) async fn ask_correct(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    found(&reader, RECORD, id).await?;
    correcting(reader.shell("Record a correction"), id, &Answers::default(), &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn save_correct(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    found(&reader, RECORD, id).await?;
    let mut errors = Errors::none();
    let closed = some(&answers, "restricted_text");
    let saved = correct(reader.store(), &reader.ctx, id, answers.get("public_text"), closed.as_deref()).await;
    if errors.take(saved)?.is_some() {
        return reader.done(urls::of(id, "minutes"), "The correction is recorded");
    }
    correcting(reader.shell("Record a correction"), id, &answers, &errors).answer()
}

fn correcting(shell: Shell, id: Id<Meeting>, answers: &Answers, errors: &Errors) -> FormPage {
    page(shell, "Record the correction", id, errors)
        .intro(["To change a minute or who was there, change it where it stands: that records a correction by itself."])
        .field(text("public_text", "What is corrected? Anybody may read it", 3, answers, errors))
        .field(
            text("restricted_text", "What of it is not for publication (optional)", 3, answers, errors)
                .hint("Official-Sensitive"),
        )
}

/// The form for the meeting that approved them.
pub(crate) async fn ask_approve(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, RECORD, id).await?;
    let later = later(&reader, &file).await?;
    approving(
        reader.shell("A meeting approved the minutes"),
        id,
        &later,
        &Answers::default(),
        &Errors::none(),
    )
    .answer()
}

/// Records it.
pub(crate) async fn save_approve(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let file = found(&reader, RECORD, id).await?;
    let mut errors = Errors::none();
    let at = chosen(&answers, "at", &mut errors);
    if errors.is_empty() && errors.take(approve(reader.store(), &reader.ctx, id, at).await)?.is_some() {
        return reader.done(urls::of(id, "minutes"), "The approval is recorded");
    }
    let later = later(&reader, &file).await?;
    approving(reader.shell("A meeting approved the minutes"), id, &later, &answers, &errors).answer()
}

/// Later meetings of the group that have been held.
async fn later(reader: &Reader, file: &MeetingFile) -> concordat_kernel::Result<Vec<Meeting>> {
    let today = reader.ctx.clock.today();
    let mut found = meetings(reader.store(), &reader.ctx).await?;
    found.retain(|other| {
        other.group == file.meeting.group
            && other.plan.held_on > file.meeting.plan.held_on
            && other.plan.held_on <= today
            && other.cancelled.is_none()
    });
    Ok(found)
}

fn approving(
    shell: Shell,
    id: Id<Meeting>,
    later: &[Meeting],
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let options = later.iter().map(|meeting| (meeting.id.to_string(), long_day(meeting.plan.held_on)));
    page(shell, "Record the approval", id, errors)
        .intro(["Minutes are approved by a later meeting of the group. After that they no longer change."])
        .field(choice("at", "Which meeting approved them?", "Choose a meeting", options, answers, errors))
}

/// The form for the signature.
pub(crate) async fn ask_sign(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    found(&reader, SIGN, id).await?;
    let mut answers = Answers::default();
    set_day(&mut answers, "on", Some(reader.ctx.clock.today()));
    signing(reader.shell("Sign the minutes"), id, &answers, &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn save_sign(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    found(&reader, SIGN, id).await?;
    let mut errors = Errors::none();
    let on = day(&answers, "on", &mut errors);
    if errors.is_empty() {
        let saved = sign_minutes(reader.store(), &reader.ctx, id, answers.get("by"), on).await;
        if errors.take(saved)?.is_some() {
            return reader.done(urls::of(id, "minutes"), "The minutes are signed");
        }
    }
    signing(reader.shell("Sign the minutes"), id, &answers, &errors).answer()
}

fn signing(shell: Shell, id: Id<Meeting>, answers: &Answers, errors: &Errors) -> FormPage {
    page(shell, "Record the signature", id, errors)
        .field(line("by", "Who signed them?", answers, errors).hint("An office or a role, such as “Chair”"))
        .field(day_input("on", "When?", answers, errors))
}

/// Asks whether they are published.
pub(crate) async fn ask_publish(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, PUBLISH, id).await?;
    publishing(reader.shell("Publish the minutes"), &file, &Errors::none()).answer()
}

/// They are published.
pub(crate) async fn save_publish(reader: Reader, At(id): At<Id<Meeting>>, _: Answers) -> Answer {
    let file = found(&reader, PUBLISH, id).await?;
    let mut errors = Errors::none();
    if errors.take(publish_minutes(reader.store(), &reader.ctx, id).await)?.is_some() {
        return reader.done(urls::of(id, "minutes"), "The minutes are published");
    }
    publishing(reader.shell("Publish the minutes"), &file, &errors).answer()
}

fn publishing(shell: Shell, file: &MeetingFile, errors: &Errors) -> FormPage {
    let lines = file.minutes.iter().map(|minute| {
        let shown: String = minute.public_text.chars().take(160).collect();
        Html::from(format!("{}. {shown}", minute.number))
    });
    page(shell, "Publish the minutes", file.meeting.id, errors)
        .warning()
        .intro([
            Html::link(&urls::of(file.meeting.id, "preview"), "Look first at what the public will see"),
            Html::from("Anybody will read the public text of each minute and decision, who was present, apologies, interests and corrections. \
             What is not for publication stays out. There is no way back."),
            "These are the public texts, as they begin:".into(),
        ])
        .field(Html::bullets(lines))
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let (id, none, empty) = (file.meeting.id, Errors::none(), Answers::default());
    let mut errors = Errors::none();
    errors.add("on", "Enter the day on which they were signed.");
    let shell = samples::shell;
    vec![
        ("minutes, sending round", circulating(shell("Send the minutes round"), id, &none)),
        ("minutes, correcting", correcting(shell("Record a correction"), id, &empty, &none)),
        (
            "minutes, approving",
            approving(
                shell("A meeting approved the minutes"),
                id,
                std::slice::from_ref(&file.meeting),
                &empty,
                &none,
            ),
        ),
        ("minutes, signing, with errors", signing(shell("Sign the minutes"), id, &empty, &errors)),
        ("minutes, publishing", publishing(shell("Publish the minutes"), &file, &none)),
    ]
}
