//! Choosing a file to bring in. It is read and staged; nothing reaches a plan yet.

use axum::{
    extract::{FromRequest as _, Request},
    response::Response,
};
use concordat_access::{Resource, audit::hex};
use concordat_kernel::{Error, Problem, Refusal};
use concordat_web::{
    Answer, Errors, Failed, Reader, Upload, UploadedFile, axum, page,
    parts::{BackLink, Details, FileUpload, Html, Shell},
    redirect,
};
use sha2::{Digest as _, Sha256};

use super::{
    form::{Form, Section},
    refused, shell,
};
use crate::{
    import::{self, Reading},
    store, urls,
};

pub(super) async fn show(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, store::IMPORT, &Resource::anywhere("plan", &reader.ctx.actor)).await?;
    page(&view(upload_shell(&reader), reader.app.config.upload_limit, &Errors::none()))
}

pub(super) async fn stage(reader: Reader, request: Request) -> Answer {
    // Asked before the file is taken in: nobody else makes the program hold a large one.
    reader.store().ask(&reader.ctx, store::IMPORT, &Resource::anywhere("plan", &reader.ctx.actor)).await?;
    let limit = reader.app.config.upload_limit;
    let read = match Upload::from_request(request, &reader.app).await {
        Ok(upload) => read(&reader, upload.file).await,
        // Too large, or a form out of date: said beside the question, like everything else about the file.
        Err(failed) => match failed.error() {
            Error::Refusal(refusal @ Refusal::Rule(_)) => Err(refusal.clone().into()),
            _ => return Err(failed),
        },
    };
    let mut errors = Errors::none();
    match read {
        Ok((name, hash, reading)) => {
            let id = store::stage(reader.store(), &reader.ctx, &name, &hash, &reading, None).await?;
            redirect(urls::staged(id))
        }
        Err(Error::Refusal(Refusal::Rule(sentence) | Refusal::Invalid { message: sentence, .. })) => {
            errors.add("file", sentence);
            refused_upload(&reader, limit, &errors)
        }
        Err(other) => Err(other.into()),
    }
}

fn refused_upload(reader: &Reader, limit: usize, errors: &Errors) -> Result<Response, Failed> {
    refused(&view(upload_shell(reader), limit, errors))
}

async fn read(
    reader: &Reader,
    file: Option<UploadedFile>,
) -> concordat_kernel::Result<(String, String, Reading)> {
    let file = file.ok_or_else(|| Refusal::rule("Choose the file that holds the plan."))?;
    let limit = u64::try_from(reader.app.config.upload_limit).unwrap_or(u64::MAX);
    let mut tx = reader.store().peek().await?;
    let known: Vec<String> =
        concordat_partnership::lead_names(&mut tx).await?.into_iter().flat_map(|(_, names)| names).collect();
    drop(tx);
    // Reading is work for a processor, and pages wait for none of it.
    let work = tokio::task::spawn_blocking(move || {
        let reading = import::read(&file.bytes, &file.name, limit, &known)?;
        let hash = hex(&Sha256::digest(&file.bytes));
        Ok::<_, Refusal>((file.name, hash, reading))
    });
    Ok(work.await.map_err(|e| Problem::new("reading an uploaded file", e))??)
}

fn upload_shell(reader: &Reader) -> Shell {
    shell(reader, "Import a plan").back(BackLink::new(urls::PLANS).text("Back to action plans"))
}

fn view(shell: Shell, limit: usize, errors: &Errors) -> Form {
    let file = FileUpload::new("file", "The file that holds the plan")
        .hint(format!("Word (.docx), Excel (.xlsx), CSV or text (.txt, .md), up to {} MB", limit / 1_000_000))
        .accept(".docx,.xlsx,.csv,.txt,.md")
        .error_if(errors.get("file"));
    let intro = [
        "The plan may stand anywhere in the file: in the middle of a meeting’s papers, in a spreadsheet, or in one that was exported from here and edited by a partner.",
        "You will see what was read, everything that was odd about it and what it would change, before anything is changed.",
    ];
    let help = Details::new(
        "What is found in the file",
        Html::bullets([
            "Title and period, and the key that explains stars and colours",
            "Priorities with their leads, aims and notes",
            "Actions with number, star, label, objective, steps, measures, timescale and leads",
            "Columns of your own, such as a rating or a budget, which are kept beside each row",
        ]),
    );
    let section = Section::plain(vec![file.into(), help.into()]);
    let mut form = Form::new(shell, "Read this file", vec![section], urls::PLANS.to_owned())
        .errors(errors)
        .intro(Html::paragraphs(intro));
    form.is_upload = true;
    form
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let mut errors = Errors::none();
    errors.add("file", "No plan was found in “minutes.docx”. Check that it is the right file.");
    let shell = || super::samples::shell("Import a plan");
    vec![
        ("import", view(shell(), 20_000_000, &Errors::none())),
        ("import: no plan in the file", view(shell(), 20_000_000, &errors)),
    ]
}
