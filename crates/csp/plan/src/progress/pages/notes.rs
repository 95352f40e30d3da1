//! Notes of the office about an action: for those who keep the plan, and never for guests.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, Html, Shell, SummaryList, Textarea},
};

use super::{
    sheet::{Form, Sheet},
    updates::person,
};
use crate::{
    Action, pages,
    pages::words,
    progress::{store, urls},
    store as plans,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Action>>) -> Answer {
    page(&reader, id, &Answers::default(), &Errors::none()).await
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Action>>, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let added = store::add_note(reader.store(), &reader.ctx, id, answers.get("text")).await;
    if errors.take(added)?.is_some() {
        return reader.done(urls::notes(id), "The note is kept.");
    }
    page(&reader, id, &answers, &errors).await
}

async fn page(reader: &Reader, id: Id<Action>, typed: &Answers, errors: &Errors) -> Answer {
    let notes = store::notes(reader.store(), &reader.ctx, id).await?;
    let plan = plans::plan_of_action(reader.store(), &reader.ctx, id).await?;
    let (_, action) = plan.action(id).ok_or(concordat_kernel::Refusal::NotFound)?;
    let mut shown = Vec::new();
    for note in &notes {
        let who = format!(
            "{}, {}",
            words::capital(&person(reader, &note.made_by).await?),
            words::moment(&note.made_at)
        );
        shown.push((who, Html::lines(&note.text)));
    }
    let back = BackLink::new(crate::urls::action(id)).text("Back to the action");
    let shell = pages::shell(reader, TITLE).back(back).mark("Official-Sensitive");
    sheet(shell, &action.content.full_objective(), shown, typed, errors).answer()
}

const TITLE: &str = "Notes of the office";

fn sheet(shell: Shell, caption: &str, notes: Vec<(String, Html)>, typed: &Answers, errors: &Errors) -> Sheet {
    let form = Form::new(&shell, Button::new("Keep this note").once()).field(
        Textarea::new("text", "A new note")
            .hint("Those who answer by link never see it, and it is not published.")
            .value(typed.get("text"))
            .error_if(errors.get("text")),
    );
    let sheet = Sheet::new(shell).errors(errors, &[]).caption(caption);
    let sheet = if notes.is_empty() {
        sheet.says(["There are no notes yet."])
    } else {
        sheet.piece(SummaryList::new().rows(notes))
    };
    sheet.piece(form)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let shell = || pages::samples::shell(TITLE).mark("Official-Sensitive");
    let notes =
        vec![("Rowan Ashdown, 4 March 2027, 9:30am".to_owned(), Html::text("Rang twice & left word."))];
    let mut errors = Errors::none();
    errors.add("text", "Enter the note.");
    let none = Answers::default();
    vec![
        ("notes", sheet(shell(), "Light the park", notes, &none, &Errors::none())),
        ("no notes", sheet(shell(), "Light the park", Vec::new(), &none, &errors)),
    ]
}
