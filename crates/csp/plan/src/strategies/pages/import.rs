//! Bringing in a strategy from a file or from pasted text. It is read and kept; nothing reaches the record yet.

use axum::extract::{FromRequest as _, Request};
use concordat_access::{Resource, audit::hex};
use concordat_kernel::{Error, Problem, Refusal};
use concordat_web::{
    Answer, Answers, Errors, Reader, Upload, axum, page,
    parts::{BackLink, Choice, Details, FileUpload, Html, Radios, Select, Shell, Textarea},
    redirect,
};
use sha2::{Digest as _, Sha256};

use crate::{
    pages::{
        form::{Form, Section},
        refused, shell,
    },
    strategies::{
        model::{ItemKind, StrategyHead},
        read::{self, Reading},
        samples, store, urls,
    },
};

pub(super) async fn show(reader: Reader) -> Answer {
    ask(&reader).await?;
    let heads = store::strategy_heads(reader.store(), &reader.ctx).await?;
    let typed = Answers::default();
    page(&view(import_shell(&reader), &heads, reader.app.config.upload_limit, &typed, &Errors::none()))
}

async fn ask(reader: &Reader) -> concordat_kernel::Result<()> {
    let resource = store::shared(&reader.ctx, Resource::any("plan_strategy"));
    reader.store().ask(&reader.ctx, store::IMPORT_STRATEGY, &resource).await
}

pub(super) async fn stage(reader: Reader, request: Request) -> Answer {
    // Asked before the file is taken in: nobody else makes the program hold a large one.
    ask(&reader).await?;
    let limit = reader.app.config.upload_limit;
    let (mut typed, mut errors) = (Answers::default(), Errors::none());
    let read = match Upload::from_request(request, &reader.app).await {
        Ok(upload) => {
            typed = upload.answers;
            let file = upload.file.map(|file| (file.name, file.bytes));
            let pasted = typed.some("text").map(|text| (String::new(), text.as_bytes().to_vec()));
            read(file.or(pasted), limit, ItemKind::from_word(typed.get("usual"))).await
        }
        Err(failed) => match failed.error() {
            Error::Refusal(refusal @ Refusal::Rule(_)) => Err(refusal.clone().into()),
            _ => return Err(failed),
        },
    };
    match read {
        Ok((name, hash, reading)) => {
            let into = typed.some("into").and_then(|id| id.parse().ok());
            let id = store::stage(reader.store(), &reader.ctx, (&name, &hash), &reading, into).await?;
            redirect(urls::staged(id))
        }
        Err(Error::Refusal(Refusal::Rule(sentence) | Refusal::Invalid { message: sentence, .. })) => {
            errors.add("file", sentence);
            let heads = store::strategy_heads(reader.store(), &reader.ctx).await?;
            refused(&view(import_shell(&reader), &heads, limit, &typed, &errors))
        }
        Err(other) => Err(other.into()),
    }
}

async fn read(
    given: Option<(String, Vec<u8>)>,
    limit: usize,
    usual: Option<ItemKind>,
) -> concordat_kernel::Result<(String, String, Reading)> {
    let (name, bytes) =
        given.ok_or_else(|| Refusal::rule("Choose the file that holds the strategy, or paste its text."))?;
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    // Reading is work for a processor, and pages wait for none of it.
    let work = tokio::task::spawn_blocking(move || {
        let reading = read::read(&bytes, &name, limit, usual)?;
        let hash = hex(&Sha256::digest(&bytes));
        Ok::<_, Refusal>((name, hash, reading))
    });
    Ok(work.await.map_err(|e| Problem::new("reading a strategy", e))??)
}

fn import_shell(reader: &Reader) -> Shell {
    shell(reader, "Bring in a strategy").back(BackLink::new(urls::STRATEGIES).text("Back to strategies"))
}

fn view(shell: Shell, heads: &[StrategyHead], limit: usize, typed: &Answers, errors: &Errors) -> Form {
    let file = FileUpload::new("file", "The file that holds the strategy")
        .hint(format!("Word (.docx), Excel (.xlsx), CSV or text (.txt, .md), up to {} MB", limit / 1_000_000))
        .accept(".docx,.xlsx,.csv,.txt,.md")
        .error_if(errors.get("file"));
    let text = Textarea::new("text", "Or paste its text").rows(8).value(typed.get("text"));
    let usual = Radios::new("usual", "What are its numbered or bulleted lines, where the text does not say?")
        .items(ItemKind::ALL.iter().map(|kind| Choice::new(kind.word(), format!("{}s", kind.title()))))
        .item(Choice::new("", "Commitments, or an inquiry’s recommendations"))
        .chosen(typed.get("usual"));
    let into = Select::new("into", "Which strategy is it?")
        .hint("Choose one to bring its text up to date: what is the same stays, with its progress and links")
        .option("", "A new one, or the one of the same title")
        .options(heads.iter().map(|head| (head.id.to_string(), head.title.as_str())))
        .chosen(typed.get("into"));
    let help = Details::new(
        "What is found in the text",
        Html::bullets([
            "A title; lines such as “Owner: …”, “Period: …” and “Source: …”",
            "Headings as areas; “Objectives” or “Recommendations” as headings say what stands under them",
            "Numbered and bulleted lines as commitments, objectives or recommendations",
            "Tables with columns for area, number and the words",
        ]),
    );
    let section = Section::plain(vec![file.into(), text.into(), usual.into(), into.into(), help.into()]);
    let mut form =
        Form::new(shell, "Read it", vec![section], urls::STRATEGIES.to_owned()).errors(errors).intro(
            Html::paragraphs(["You will see what was read and what found no place before anything is kept."]),
        );
    form.is_upload = true;
    form
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let mut errors = Errors::none();
    errors.add("file", "Choose the file that holds the strategy, or paste its text.");
    let shell = || crate::pages::samples::shell("Bring in a strategy");
    let heads = [samples::strategy().head];
    vec![
        ("bring in a strategy", view(shell(), &heads, 20_000_000, &Answers::default(), &Errors::none())),
        ("bring in a strategy: nothing chosen", view(shell(), &[], 20_000_000, &Answers::default(), &errors)),
    ]
}
