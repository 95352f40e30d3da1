//! The notebook: its entries, the form that adds or changes one, and the assessment that is put together from it.

use askama::Template;
use concordat_kernel::{Id, Problem, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, View,
    axum::http::StatusCode,
    axum::response::IntoResponse as _,
    download,
    parts::{BackLink, Button, Column, Html, InputWidth, Select, Shell, Table, TextInput, Textarea},
};

use super::{
    lists::{ListForm, summary},
    samples,
};
use crate::{
    actions::{self, WRITE_NOTES},
    findings::{Wanted, lenses, methods},
    notebook::{self, Note},
    urls,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "notebook.html")]
pub(super) struct NotebookPage {
    shell: Shell,
    add: Option<Button>,
    table: Option<Table>,
    files: [(&'static str, &'static str); 2],
}

/// Shows the page.
pub(super) async fn show(reader: Reader) -> Answer {
    let notes = notebook::notes(reader.store(), &reader.ctx).await?;
    let may_write = reader.may(WRITE_NOTES, &actions::notebook());
    concordat_web::page(&NotebookPage::new(reader.shell("Notebook"), &notes, may_write))
}

/// The assessment as PDF.
pub(super) async fn pdf(reader: Reader) -> Answer {
    let report = notebook::report(&assembled(&reader).await?);
    let typesetter = reader.app.typesetter.clone();
    let made = tokio::task::spawn_blocking(move || typesetter.typeset(&concordat_report::paper(&report)));
    let bytes = made.await.map_err(|e| Problem::new("making an assessment", e))??;
    download("assessment.pdf", "application/pdf", bytes)
}

/// The assessment as a workbook.
pub(super) async fn xlsx(reader: Reader) -> Answer {
    let bytes = concordat_report::xlsx(&notebook::report(&assembled(&reader).await?))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("assessment.xlsx", kind, bytes)
}

async fn assembled(reader: &Reader) -> concordat_kernel::Result<notebook::Assembled> {
    let analyst = reader.app.analyst.as_ref();
    notebook::assemble(reader.store(), analyst, &reader.ctx, reader.query.some("rule")).await
}

/// The form for a new entry.
pub(super) async fn ask(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, WRITE_NOTES, &actions::notebook()).await?;
    concordat_web::page(&add_form(reader.shell("Add to the notebook"), &Answers::default(), &Errors::none()))
}

/// Adds it.
pub(super) async fn add(reader: Reader, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let mut month = |field: &'static str| {
        let text = answers.some(field)?;
        let read = text.parse().ok();
        if read.is_none() {
            errors.add(field, "Write a month as its year and number, such as 2025-04.");
        }
        read
    };
    let wanted = Wanted {
        from: month("from"),
        to: month("to"),
        lens: answers.some("lens").map(str::to_owned),
        ..Wanted::default()
    };
    if errors.is_empty() {
        let about = answers.some("finding").map(|finding| (finding, &wanted));
        let (heading, words) = (answers.get("heading"), answers.get("words"));
        let (store, analyst) = (reader.store(), reader.app.analyst.as_ref());
        let added = notebook::add(store, analyst, &reader.ctx, heading, words, about).await;
        if errors.take(added)?.is_some() {
            return reader.done(urls::NOTEBOOK, "Added to the notebook.");
        }
    }
    wrong(&add_form(reader.shell("Add to the notebook"), &answers, &errors))
}

/// The form that changes an entry.
pub(super) async fn edit(reader: Reader, At(id): At<Id<Note>>) -> Answer {
    let note = one(&reader, id).await?;
    reader.store().ask(&reader.ctx, WRITE_NOTES, &actions::note(id)).await?;
    let answers = filled(&note);
    concordat_web::page(&edit_form(reader.shell("Change an entry"), &note, &answers, &Errors::none()))
}

/// Changes it, or takes it out.
pub(super) async fn save(reader: Reader, At(id): At<Id<Note>>, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let done = if answers.get("withdraw") == "yes" {
        notebook::withdraw(reader.store(), &reader.ctx, id).await
    } else {
        let version = answers.get("version").parse().unwrap_or(-1);
        let position = answers.get("position").trim().parse().unwrap_or(1);
        let (heading, words) = (answers.get("heading"), answers.get("words"));
        notebook::change(reader.store(), &reader.ctx, id, version, heading, words, position).await
    };
    if errors.take(done)?.is_some() {
        return reader.done(urls::NOTEBOOK, "Saved.");
    }
    let note = one(&reader, id).await?;
    wrong(&edit_form(reader.shell("Change an entry"), &note, &answers, &errors))
}

async fn one(reader: &Reader, id: Id<Note>) -> concordat_kernel::Result<Note> {
    let notes = notebook::notes(reader.store(), &reader.ctx).await?;
    Ok(notes.into_iter().find(|note| note.id == id).ok_or(Refusal::NotFound)?)
}

fn wrong(form: &ListForm) -> Answer {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, concordat_web::page(form)?).into_response())
}

fn filled(note: &Note) -> Answers {
    Answers::from_pairs([
        ("heading", note.heading.clone()),
        ("words", note.words.clone()),
        ("position", note.position.to_string()),
        ("version", note.version.to_string()),
    ])
}

fn said(answers: &Answers, errors: &Errors) -> Vec<Html> {
    vec![
        TextInput::new("heading", "Heading")
            .value(answers.get("heading"))
            .error_if(errors.get("heading"))
            .into(),
        Textarea::new("words", "What it means")
            .hint("For whoever reads the assessment. Name nobody")
            .value(answers.get("words"))
            .rows(6)
            .error_if(errors.get("words"))
            .into(),
    ]
}

fn add_form(shell: Shell, answers: &Answers, errors: &Errors) -> ListForm {
    let month = |name: &str, label: &str| {
        TextInput::new(name, label)
            .hint("Such as 2025-04")
            .width(InputWidth::Ten)
            .value(answers.get(name))
            .error_if(errors.get(name))
    };
    let mut fields = said(answers, errors);
    let findings = methods().map(|method| (method.name.to_owned(), method.title.to_owned()));
    let none = ("".to_owned(), "None: words alone".to_owned());
    fields.extend([
        Select::new("finding", "The finding that it is about")
            .options(std::iter::once(none).chain(findings))
            .chosen(answers.get("finding"))
            .error_if(errors.get("finding"))
            .into(),
        Select::new("lens", "Lens")
            .options(lenses().iter().map(|lens| (&lens.name, &lens.title)))
            .chosen(answers.some("lens").unwrap_or("all"))
            .error_if(errors.get("lens"))
            .into(),
        month("from", "First month (the last twelve without it)").into(),
        month("to", "Last month (the latest with records without it)").into(),
    ]);
    ListForm {
        shell: marked(shell, errors),
        summary: summary(errors),
        before: Vec::new(),
        action: urls::NOTE_NEW.to_owned(),
        hidden: Vec::new(),
        fields,
        button: Button::new("Add to the notebook").once(),
    }
}

fn edit_form(shell: Shell, note: &Note, answers: &Answers, errors: &Errors) -> ListForm {
    let mut fields = said(answers, errors);
    fields.push(
        TextInput::new("position", "Where it stands")
            .hint("1 for the first")
            .width(InputWidth::Five)
            .value(answers.get("position"))
            .error_if(errors.get("position"))
            .into(),
    );
    fields.push(Button::new("Take it out").warning().sends("withdraw", "yes").into());
    let before = note.about.as_ref().map(|about| {
        Html::paragraphs([format!("About the finding {}, {}, {}.", about.finding, about.lens, about.window)])
    });
    ListForm {
        shell: marked(shell, errors),
        summary: summary(errors),
        before: before.into_iter().collect(),
        action: urls::note(note.id),
        hidden: vec![("version", answers.get("version").to_owned())],
        fields,
        button: Button::new("Save").once(),
    }
}

fn marked(shell: Shell, errors: &Errors) -> Shell {
    let shell = shell.back(BackLink::new(urls::NOTEBOOK).text("Back to the notebook"));
    if errors.is_empty() { shell } else { shell.with_errors() }
}

impl NotebookPage {
    fn new(shell: Shell, notes: &[Note], may_write: bool) -> Self {
        let row = |note: &Note| {
            let heading = if may_write {
                Html::link(&urls::note(note.id), &note.heading)
            } else {
                Html::from(&note.heading)
            };
            let about = note.about.as_ref();
            let about = about.map(|about| format!("{}, {}, {}", about.finding, about.lens, about.window));
            vec![
                Html::from(note.position.to_string()),
                heading,
                Html::from(about.unwrap_or_else(|| "words alone".to_owned())),
            ]
        };
        let table = Table::new("Entries")
            .caption_hidden()
            .column(Column::numeric("Place"))
            .column("Heading")
            .column("About")
            .rows(notes.iter().map(row))
            .scroll();
        Self {
            shell: shell.back(BackLink::new(urls::EVIDENCE).text("Back to the evidence")).wide(),
            add: may_write.then(|| Button::link("Add to the notebook", urls::NOTE_NEW)),
            table: (!notes.is_empty()).then_some(table),
            files: [(urls::NOTEBOOK_PDF, "PDF"), (urls::NOTEBOOK_XLSX, "Excel")],
        }
    }
}

impl View for NotebookPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || samples::shell("Notebook");
        let notes = samples::notes();
        vec![
            ("usual", Self::new(shell(), &notes, true)),
            ("only reading", Self::new(shell(), &notes, false)),
            ("empty", Self::new(shell(), &[], true)),
        ]
    }
}

/// The forms in each way they can look.
pub(super) fn form_samples() -> Vec<(&'static str, ListForm)> {
    let mut errors = Errors::none();
    errors.add("heading", "Give the entry a heading.");
    let shell = || samples::shell("Add to the notebook");
    let mut all = vec![
        ("adding to the notebook", add_form(shell(), &Answers::default(), &Errors::none())),
        ("adding to the notebook, with errors", add_form(shell(), &Answers::default(), &errors)),
    ];
    if let Some(note) = samples::notes().first() {
        let answers = filled(note);
        all.push(("changing an entry", edit_form(shell(), note, &answers, &Errors::none())));
    }
    all
}
