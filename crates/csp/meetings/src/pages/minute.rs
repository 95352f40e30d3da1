//! Writing a minute: its two texts, one beneath the other.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Editing, Errors, Reader,
    conflict::Question,
    parts::{Html, Shell},
};

use super::{
    answers::{line, some, text},
    form::FormPage,
    minutes::{self, found},
    samples,
};
use crate::{
    MeetingFile, Minute, MinutesState, Written,
    store::{RECORD, meeting_of_minute},
    urls, write_minute,
};

/// The meeting of a minute, for whoever may record.
pub(crate) async fn of(reader: &Reader, id: Id<Minute>) -> concordat_kernel::Result<(MeetingFile, Minute)> {
    let meeting = meeting_of_minute(reader.store(), id).await?;
    let file = found(reader, RECORD, meeting).await?;
    let minute = file.minutes.iter().find(|minute| minute.id == id).cloned().ok_or(Refusal::NotFound)?;
    Ok((file, minute))
}

const QUESTIONS: &[Question] = &[
    Question { name: "public_text", label: "What anybody may read", boxes: &["public_text"] },
    Question { name: "restricted_text", label: "What is not for publication", boxes: &["restricted_text"] },
];

/// What two who write the same minute see of each other. What is said of a correction goes along.
fn editing(file: &MeetingFile, minute: &Minute) -> Editing<'static> {
    let now = Answers::from_pairs([
        ("public_text", minute.public_text.clone()),
        ("restricted_text", minute.restricted_text.clone().unwrap_or_default()),
    ]);
    let mark = (file.clearance == crate::Clearance::Restricted).then_some("Official-Sensitive");
    Editing::new(QUESTIONS, minute.version, now, urls::of(file.meeting.id, "minutes"))
        .also(&["correction"])
        .mark(mark)
}

/// The form, filled in.
pub(crate) async fn edit(reader: Reader, At(id): At<Id<Minute>>) -> Answer {
    let (file, minute) = of(&reader, id).await?;
    let now = editing(&file, &minute).now;
    let title = format!("Minute {}", minute.number);
    draw(reader.shell(title), &file, &minute, (&now, &now), &Errors::none()).answer()
}

/// Saves it.
pub(crate) async fn save(reader: Reader, At(id): At<Id<Minute>>, answers: Answers) -> Answer {
    let (file, minute) = of(&reader, id).await?;
    let editing = editing(&file, &minute).by(&reader, id.uuid()).await?;
    let was = editing.was(&answers);
    let answers = match editing.settle(&reader, &answers) {
        Ok(answers) => answers,
        Err(both) => return *both,
    };
    let mut errors = Errors::none();
    let new = Written {
        public_text: answers.get("public_text").to_owned(),
        restricted_text: some(&answers, "restricted_text"),
        correction: answers.get("correction").to_owned(),
    };
    let saved = write_minute(reader.store(), &reader.ctx, id, new, minute.version).await;
    if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
        errors.add("", super::CONFLICT);
    } else if errors.take(saved)?.is_some() {
        let to = format!("{}#minute-{}", urls::of(file.meeting.id, "minutes"), minute.number);
        return reader.done(to, "The minute is written");
    }
    let title = format!("Minute {}", minute.number);
    draw(reader.shell(title), &file, &minute, (&was, &answers), &errors).answer()
}

/// What was corrected, asked once the minutes have gone round.
pub(crate) fn correction(page: FormPage, file: &MeetingFile, answers: &Answers, errors: &Errors) -> FormPage {
    page.field_if(file.meeting.minutes == MinutesState::Circulated, || {
        line("correction", "What is corrected?", answers, errors)
            .hint("The minutes have gone round. Anybody may read what you write here; it stays visible as a correction.")
            .into()
    })
}

fn draw(
    shell: Shell,
    file: &MeetingFile,
    minute: &Minute,
    (was, answers): (&Answers, &Answers),
    errors: &Errors,
) -> FormPage {
    let item = file.items.iter().find(|item| item.id == minute.item);
    let mut intro: Vec<Html> = Vec::new();
    intro.extend(item.map(|item| Html::from(format!("On item {}.", super::parts::item_title(item)))));
    intro.extend(item.and_then(super::parts::why_closed));
    let page = FormPage::new(shell, "Save the minute", urls::of(file.meeting.id, "minutes"))
        .errors(errors)
        .intro(intro)
        .hidden_all(editing(file, minute).carried(was))
        .field(
            text("public_text", "What anybody may read", 12, answers, errors)
                .hint("A restricted item has a minute for the public too, without what must not be known."),
        )
        .field(
            text("restricted_text", "What is not for publication (optional)", 8, answers, errors)
                .hint("Official-Sensitive. Members of the group read it, with a second factor; each reading is recorded."),
        );
    correction(page, file, answers, errors)
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = samples::file();
    let mut errors = Errors::none();
    errors.add("public_text", "Enter what anybody may read.");
    let mut pages = minutes::form_samples();
    if let Some(minute) = file.minutes.last() {
        let empty = Answers::default();
        let shell = || samples::shell("Minute 52");
        pages.push(("minute", draw(shell(), &file, minute, (&empty, &empty), &Errors::none())));
        pages.push(("minute, with errors", draw(shell(), &file, minute, (&empty, &empty), &errors)));
    }
    pages
}
