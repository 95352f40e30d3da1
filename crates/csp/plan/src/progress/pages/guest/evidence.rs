//! Adding a file or a link to an answer, and taking it away again.

use concordat_kernel::{Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Failed, Reader, Upload,
    parts::{Button, FileUpload, InputKind, Shell, TextInput},
};

use super::{Visit, tasks::name};
use crate::{
    Action, RecordedAction,
    progress::{
        model::{Evidence, RecordedEvidence},
        pages::{
            sheet::{Form, Sheet},
            updates::evidence_list,
        },
        store::{self, Proof},
        urls,
    },
};

const TITLE: &str = "Add a file or a link";

pub(in super::super) async fn show(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Action>>, Failed>,
) -> Answer {
    let page = async { page(&reader, &visit, at?.0, &Answers::default(), &Errors::none()).await };
    Visit::found(&reader, page.await)
}

/// A file that was added in this request, to be looked at again.
pub(in super::super) async fn download(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Evidence>>, Failed>,
) -> Answer {
    let file = async {
        let (head, bytes) = store::own_file(reader.store(), &visit.guest, at?.0).await?;
        concordat_attachments::download(&head, bytes)
    };
    Visit::found(&reader, file.await)
}

pub(in super::super) async fn add(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Action>>, Failed>,
    upload: Upload,
) -> Answer {
    Visit::found(&reader, async { keep(&reader, &visit, at?.0, upload).await }.await)
}

async fn keep(reader: &Reader, visit: &Visit, id: Id<Action>, upload: Upload) -> Answer {
    visit.check(&upload.answers)?;
    let address = upload.answers.get("address").to_owned();
    let mut errors = Errors::none();
    let proof = match (upload.file, address.is_empty()) {
        (Some(_), false) => {
            errors.add("address", "Add the file and the link one after the other.");
            None
        }
        (Some(file), true) => Some(Proof::File {
            name: file.name,
            bytes: file.bytes,
            limit: reader.app.config.attachment_limit,
        }),
        (None, false) => Some(Proof::Link(address)),
        (None, true) => {
            errors.add("file", "Choose a file, or enter a link.");
            None
        }
    };
    if let Some(proof) = proof {
        let added = store::add(reader.store(), &visit.guest, id, upload.answers.get("title"), proof).await;
        if errors.take(added)?.is_some() {
            return reader.done(urls::answer_action(id), "It is added. It is sent with your answer.");
        }
    }
    page(reader, visit, id, &upload.answers, &errors).await
}

pub(in super::super) async fn remove(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Action>>, Failed>,
    answers: Answers,
) -> Answer {
    let removed = async {
        visit.check(&answers)?;
        let At(id) = at?;
        let evidence = answers.get("evidence").parse().map_err(|_| Refusal::NotFound)?;
        store::remove(reader.store(), &visit.guest, id, evidence).await?;
        reader.done(urls::answer_evidence(id), "It is removed.")
    };
    Visit::found(&reader, removed.await)
}

async fn page(reader: &Reader, visit: &Visit, id: Id<Action>, typed: &Answers, errors: &Errors) -> Answer {
    let asked = store::asked(reader.store(), &visit.guest).await?;
    let action = visit.guest.action(&asked.plan, id)?;
    let evidence = store::evidence(reader.store(), &visit.guest, &asked, id).await?;
    let shell = visit.back(visit.shell(reader, TITLE));
    sheet(shell, visit, action, &evidence, typed, errors).answer()
}

fn sheet(
    shell: Shell,
    visit: &Visit,
    action: &RecordedAction,
    evidence: &[RecordedEvidence],
    typed: &Answers,
    errors: &Errors,
) -> Sheet {
    let form = Form::new(&shell, Button::new("Add it").once())
        .upload()
        .hide_all([visit.token()])
        .field(
            TextInput::new("title", "What does it show?")
                .hint("For example, minutes of the June meeting")
                .value(typed.get("title"))
                .error_if(errors.get("title")),
        )
        .field(
            FileUpload::new("file", "A file")
                .hint("PDF, Word, Excel, picture, text or CSV. What it says about its author is taken out.")
                .accept(".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.txt,.csv")
                .error_if(errors.get("file")),
        )
        .field(
            TextInput::new("address", "Or a link")
                .hint("It begins with https://")
                .kind(InputKind::Url)
                .no_spellcheck()
                .value(typed.get("address"))
                .error_if(errors.get("address")),
        )
        .leave("Back to your answer", urls::answer_action(action.id));
    let sheet = Sheet::new(shell)
        .errors(errors, &[])
        .caption(name(action))
        .says(["Files and links are sent with your answer. Do not add anything about victims or other private people."])
        .piece(form);
    let mine: Vec<RecordedEvidence> = evidence.to_vec();
    if mine.is_empty() {
        return sheet;
    }
    let sheet = sheet.section("added", "Added so far", evidence_list(&mine, urls::answer_file));
    mine.iter().filter(|one| one.update.is_none()).fold(sheet, |sheet, one| {
        let words = format!("Remove “{}”", one.title);
        let form = Form::new(sheet.shell(), Button::new(words).secondary())
            .to(urls::remove_evidence(action.id))
            .hide_all([visit.token()])
            .hide("evidence", one.id);
        sheet.piece(form)
    })
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let (visit, asked) = (super::samples::visit(), super::samples::asked());
    let Some(action) = visit.guest.actions(&asked.plan).first().copied() else { return Vec::new() };
    let evidence = super::super::updates::sample_evidence(action.id);
    let mut errors = Errors::none();
    errors.add("file", "Choose a file, or enter a link.");
    let shell = || super::samples::shell(TITLE);
    let none = Answers::default();
    vec![
        ("evidence", sheet(shell(), &visit, action, &evidence, &none, &Errors::none())),
        ("evidence, none chosen", sheet(shell(), &visit, action, &[], &none, &errors)),
    ]
}
