//! The files on an item: adding one, and removing some.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader, Upload,
    axum::http::StatusCode,
    parts::{Button, Checkboxes, Choice, ErrorSummary, FileUpload, Html, Shell, TextInput},
};

use super::{
    pages::{Form, files_of, pack_of},
    store::{self, File, NewFile},
};
use crate::{
    Item, meeting_file,
    pages::sheet::Sheet,
    store::{CHANGE, asked, meeting_of_item, resource},
};

pub(super) async fn edit_files(reader: Reader, At(id): At<Id<Item>>) -> Answer {
    let page = files_page(&reader, id, &Answers::default(), &Errors::none()).await?;
    concordat_web::page(&page)
}

pub(super) async fn save_files(reader: Reader, At(id): At<Id<Item>>, upload: Upload) -> Answer {
    let (store, ctx) = (reader.store(), &reader.ctx);
    let answers = upload.answers;
    let meeting = meeting_of_item(store, id).await?;
    let mut errors = Errors::none();
    let mut said = Vec::new();
    for file in answers.all("remove").iter().filter_map(|file| file.parse().ok()) {
        if errors.take(store::remove_file(store, ctx, id, file).await)?.is_some() {
            said.push("A file was removed.".to_owned());
        }
    }
    match upload.file {
        Some(file) => {
            let new = NewFile {
                title: answers.get("title").to_owned(),
                restricted: answers.get("restricted") == "yes",
                name: file.name,
                bytes: file.bytes,
                limit: reader.app.config.attachment_limit,
            };
            let added = store::add_file(store, ctx, &reader.app.typesetter, id, new).await;
            if let Some(lost) = errors.take(added)? {
                said.push("The file was added.".to_owned());
                said.extend(lost);
            }
        }
        None if said.is_empty() && errors.is_empty() => {
            // Asked all the same, so that whoever may not is told that, and not that a file is missing.
            store.ask(ctx, CHANGE, &asked(CHANGE, resource(store, meeting).await?)).await?;
            errors.add("file", "Choose a PDF or a Word document, or a file to remove");
        }
        None => {}
    }
    if errors.is_empty() {
        return reader.done(pack_of(meeting), &said.join(" "));
    }
    let mut answer = concordat_web::page(&files_page(&reader, id, &answers, &errors).await?)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn files_page(
    reader: &Reader,
    id: Id<Item>,
    answers: &Answers,
    errors: &Errors,
) -> concordat_kernel::Result<Sheet> {
    let meeting = meeting_of_item(reader.store(), id).await?;
    let own = asked(CHANGE, resource(reader.store(), meeting).await?);
    reader.store().ask(&reader.ctx, CHANGE, &own).await?;
    let found = meeting_file(reader.store(), &reader.ctx, meeting).await?;
    let item = found.items.iter().find(|item| item.id == id).ok_or(concordat_kernel::Refusal::NotFound)?;
    let mut files = store::files(reader.store(), &reader.ctx, meeting).await?;
    files.retain(|file| file.item == id);
    Ok(draw_files(reader.shell("Files"), item, &files, answers, errors))
}

pub(super) fn draw_files(
    shell: Shell,
    item: &Item,
    files: &[File],
    answers: &Answers,
    errors: &Errors,
) -> Sheet {
    let (csrf, mut shell) = (shell.csrf.clone(), shell);
    let mut lead = Vec::new();
    if !errors.is_empty() {
        let summary = errors.iter().fold(ErrorSummary::new(), |summary, (field, sentence)| match field {
            "" => summary.general(sentence),
            field => summary.error(field, sentence),
        });
        lead.push(summary.into());
        shell = shell.with_errors();
    }
    lead.push(Html::paragraphs([
        "A PDF is bound into the pack as it is, under the pack’s own page numbers. A Word document is read: headings, paragraphs, lists, tables, links and pictures.",
    ]));
    let mut fields = Vec::new();
    let mut title =
        TextInput::new("title", "What the file is called in the pack").value(answers.get("title"));
    if let Some(sentence) = errors.get("title") {
        title = title.error(sentence);
    }
    fields.push(title.into());
    let mut file = FileUpload::new("file", "The file").hint("PDF or Word (.docx)").accept(".pdf,.docx");
    if let Some(sentence) = errors.get("file") {
        file = file.error(sentence);
    }
    fields.push(file.into());
    if item.said.closed.is_none() {
        let choice = Choice::new("yes", "It is not for publication, though the item is open");
        fields.push(
            Checkboxes::new("restricted", "Who may read it")
                .item(choice)
                .chosen(answers.some("restricted"))
                .into(),
        );
    }
    if !files.is_empty() {
        let choices = files.iter().map(|file| Choice::new(file.id.to_string(), file.title.as_str()));
        fields.push(
            Checkboxes::new("remove", "Remove files")
                .hint("What they hold is gone for good.")
                .items(choices)
                .into(),
        );
    }
    let form =
        Form { action: files_of(item.id), files: true, csrf, fields, button: Button::new("Save").once() };
    Sheet::new(shell, Html::stacked(lead))
        .caption(format!("{}. {}", item.reference(), item.said.title))
        .piece("add", "Add a file", Html::of(&form))
}
