//! The chair agrees the agenda, and it is put out.

use concordat_access::Action;
use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{Html, Shell},
};

use super::{answers::text, form::FormPage, meeting::notice, parts::item_title, samples};
use crate::{
    Meeting, MeetingFile, agree_agenda, meeting_file, publish_agenda,
    store::{AGREE, PUBLISH, asked, resource},
    urls,
};

async fn found(reader: &Reader, verb: Action, id: Id<Meeting>) -> concordat_kernel::Result<MeetingFile> {
    let resource = asked(verb, resource(reader.store(), id).await?);
    reader.store().ask(&reader.ctx, verb, &resource).await?;
    meeting_file(reader.store(), &reader.ctx, id).await
}

/// Asks the chair.
pub(crate) async fn ask(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, AGREE, id).await?;
    agreeing(reader.shell("Agree the agenda"), &file, &Errors::none()).answer()
}

/// The chair agrees.
pub(crate) async fn agree(reader: Reader, At(id): At<Id<Meeting>>, _: Answers) -> Answer {
    let file = found(&reader, AGREE, id).await?;
    let mut errors = Errors::none();
    if errors.take(agree_agenda(reader.store(), &reader.ctx, id).await)?.is_some() {
        return reader.done(urls::meeting(id), "The agenda is agreed");
    }
    agreeing(reader.shell("Agree the agenda"), &file, &errors).answer()
}

/// Asks whether it goes out.
pub(crate) async fn ask_publish(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = found(&reader, PUBLISH, id).await?;
    let today = reader.ctx.clock.today();
    publishing(reader.shell("Publish the agenda"), &file, today, &Answers::default(), &Errors::none())
        .answer()
}

/// It goes out.
pub(crate) async fn publish(reader: Reader, At(id): At<Id<Meeting>>, answers: Answers) -> Answer {
    let file = found(&reader, PUBLISH, id).await?;
    let mut errors = Errors::none();
    let done = publish_agenda(reader.store(), &reader.ctx, id, answers.get("late_reason")).await;
    if errors.take(done)?.is_some() {
        return reader.done(urls::meeting(id), "The agenda is published");
    }
    let today = reader.ctx.clock.today();
    publishing(reader.shell("Publish the agenda"), &file, today, &answers, &errors).answer()
}

fn agreeing(shell: Shell, file: &MeetingFile, errors: &Errors) -> FormPage {
    let items = Html::bullets(file.items.iter().map(item_title));
    FormPage::new(shell, "Agree the agenda", urls::meeting(file.meeting.id))
        .errors(errors)
        .intro([Html::from("You agree that the meeting takes these items, in this order:")])
        .field(items)
}

fn publishing(
    shell: Shell,
    file: &MeetingFile,
    today: concordat_kernel::jiff::civil::Date,
    answers: &Answers,
    errors: &Errors,
) -> FormPage {
    let late = file.conduct.last_day().is_some_and(|last| today > last.on);
    let look = Html::link(&urls::of(file.meeting.id, "preview"), "Look first at what the public will see");
    let page = FormPage::new(shell, "Publish the agenda", urls::meeting(file.meeting.id)).errors(errors).intro([
        Html::from(
            "Members see the agenda with its papers. The public sees it without what is restricted: of those items the \
             title for the public and the reason, and never a paper.",
        ),
        look,
    ]);
    let page = match notice(file, today) {
        Some(notice) => page.field(notice),
        None => page,
    };
    page.field_if(late, || {
        text("late_reason", "The chair’s reason for sending it late", 3, answers, errors).into()
    })
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let mut file = samples::file();
    file.meeting = samples::planned();
    let mut errors = Errors::none();
    errors.add(
        "late_reason",
        "The last day to publish has passed. Enter the chair’s reason for sending it late.",
    );
    let day = concordat_kernel::jiff::civil::Date::constant(2027, 3, 16);
    let empty = Answers::default();
    vec![
        ("agenda, agreeing", agreeing(samples::shell("Agree the agenda"), &file, &Errors::none())),
        (
            "agenda, publishing late",
            publishing(samples::shell("Publish the agenda"), &file, day, &empty, &errors),
        ),
    ]
}
