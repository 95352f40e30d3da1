//! For officers: every lead's spreadsheet of a round, to take away and to bring back.

use std::collections::HashMap;

use axum::extract::{FromRequest as _, Request as Posted};
use concordat_kernel::{AnyId, Error, Id, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Failed, Reader, Upload, UploadedFile, axum, cells,
    parts::{BackLink, Button, Colour, FileUpload, Html, InputWidth, Select, Shell, Table, Tag, TextInput},
    redirect,
};

use super::{
    super::{
        model::Reply,
        store::{self, Looked, ReplyHead},
        urls, weigh,
    },
    difference, file,
};
use crate::{
    pages::{shell, words},
    progress::{
        model::{RecordedPass, RecordedRequest, RecordedRound, Request, Round, Standing},
        pages::sheet::{Form, Sheet},
        store as progress_store, urls as progress_urls,
    },
};

pub(super) async fn download(reader: Reader, At(id): At<Id<Request>>) -> Answer {
    let shown = store::asked(reader.store(), &reader.ctx, store::EXPORT, id).await?;
    file::made(shown.asked, reader.ctx.clock.now()).await
}

/// A round with its requests and what came in for it.
struct Page {
    round: RecordedRound,
    requests: Vec<RecordedRequest>,
    replies: Vec<ReplyHead>,
}

async fn of_round(reader: &Reader, id: Id<Round>) -> Result<Page> {
    let replies = store::replies_of_round(reader.store(), &reader.ctx, id).await?;
    let (round, _, requests) = progress_store::round(reader.store(), &reader.ctx, id).await?;
    Ok(Page { round, requests, replies })
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Round>>) -> Answer {
    let page = of_round(&reader, id).await?;
    listed(round_shell(&reader, &page.round), &page, reader.app.config.upload_limit, "", &Errors::none())
        .answer()
}

pub(super) async fn upload(reader: Reader, At(id): At<Id<Round>>, posted: Posted) -> Answer {
    // Asked before the file is taken in: nobody else makes the program hold a large one.
    let page = of_round(&reader, id).await?;
    let limit = reader.app.config.upload_limit;
    let mut errors = Errors::none();
    let mut chosen = String::new();
    let read = async {
        let (file, answers) = file::chosen(Upload::from_request(posted, &reader.app).await?)?;
        chosen = answers.get("request").to_owned();
        let request = whose(&page, &answers, &file, limit)?;
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let file = (file.name.as_str(), file.bytes);
        let reply = store::bring_in(reader.store(), &reader.ctx, request, file, limit).await?;
        Ok::<_, Failed>(reply)
    };
    match read.await {
        Ok(reply) => redirect(urls::reply(reply)),
        Err(failed) => {
            let Some(sentence) = file::sentence(&failed) else { return Err(failed) };
            errors.add("file", sentence);
            listed(round_shell(&reader, &page.round), &page, limit, &chosen, &errors).answer()
        }
    }
}

/// Whose answers a file holds: by its own mark, or as chosen when it has lost it.
fn whose(page: &Page, answers: &Answers, file: &UploadedFile, limit: usize) -> Result<Id<Request>, Refusal> {
    let mark = weigh::marked(&file.bytes, &file.name, u64::try_from(limit).unwrap_or(u64::MAX))?;
    let of_round = |id: AnyId| page.requests.iter().find(|request| request.id.uuid() == id);
    let chosen = answers.some("request").and_then(|id| of_round(id.parse().ok()?));
    match (mark, chosen) {
        (None, Some(request)) => Ok(request.id),
        (None, None) => Err(Refusal::rule(
            "The file’s own mark is missing. Choose whose answers it holds, and upload it again.",
        )),
        (Some(mark), chosen) => match of_round(mark) {
            None => Err(Refusal::rule(
                "This file was made for another round or another plan. Open that round and upload it there, or choose another file.",
            )),
            Some(request) if chosen.is_some_and(|other| other.id != request.id) => Err(Refusal::rule(
                format!("This file holds the answers of {}, and you chose another lead.", request.lead.words),
            )),
            Some(request) => Ok(request.id),
        },
    }
}

fn round_shell(reader: &Reader, round: &RecordedRound) -> Shell {
    let back = BackLink::new(progress_urls::round(round.id)).text("Back to the round");
    shell(reader, "Answers by spreadsheet").back(back)
}

fn listed(shell: Shell, page: &Page, limit: usize, chosen: &str, errors: &Errors) -> Sheet {
    let mut replies: HashMap<Id<Request>, Vec<Html>> = HashMap::new();
    for reply in &page.replies {
        let state = match reply.state.as_str() {
            "staged" => Tag::new(Colour::Yellow, "To look through"),
            "used" => Tag::new(Colour::Green, "Used"),
            _ => Tag::new(Colour::Grey, "Set aside"),
        };
        let link = Html::link(&urls::reply(reply.id), &reply.file_name);
        replies.entry(reply.request_id).or_default().push(Html::spaced([link, state.into()]));
    }
    let rows = page.requests.iter().map(|request| {
        let standing = match request.standing {
            Standing::Asked => Tag::new(Colour::Grey, "Not answered"),
            Standing::Begun => Tag::new(Colour::Yellow, "Begun"),
            Standing::Answered => Tag::new(Colour::Green, "Answered"),
        };
        let words = Html::spaced([
            Html::text("Download"),
            Html::hidden(&format!("the spreadsheet of {}", request.lead.words)),
        ]);
        let came = replies.remove(&request.id).map_or_else(|| "None".into(), Html::stacked);
        cells![request.lead.words.as_str(), standing, Html::link(&urls::sheet(request.id), words), came]
    });
    let table = Table::new("Spreadsheets of the round")
        .caption_hidden()
        .columns(["Lead", "State", "Spreadsheet", "Came back"])
        .row_headers()
        .rows(rows.collect::<Vec<_>>());
    let sheet = Sheet::new(shell).caption(&page.round.title).errors(errors, &[]).says([
        "For leads who prefer it. Each spreadsheet holds one lead’s actions with what was said last time, and cells to fill in.",
        "When one comes back, upload it here. You see what it would change before anything is recorded.",
    ]);
    let sheet = sheet.piece(table);
    if page.round.closed_at.is_some() {
        return sheet.says(["This round is closed, so nothing more is taken in."]);
    }
    let form = upload_form(sheet.shell(), limit, errors).field(
        Select::new("request", "Whose answers are these?")
            .hint("Only needed when the file does not say it itself")
            .option("", "As the file says")
            .options(page.requests.iter().map(|one| (one.id.to_string(), one.lead.words.clone())))
            .chosen(chosen),
    );
    sheet.section("upload", "Upload a spreadsheet", form)
}

/// The question for a file.
pub(super) fn upload_form(shell: &Shell, limit: usize, errors: &Errors) -> Form {
    Form::new(shell, Button::new("Read this file").once()).upload().field(
        FileUpload::new("file", "The spreadsheet with the answers")
            .hint(format!("An Excel workbook (.xlsx) or .csv, up to {} MB", limit / 1_000_000))
            .accept(".xlsx,.csv")
            .error_if(errors.get("file")),
    )
}

pub(super) async fn look(reader: Reader, At(id): At<Id<Reply>>) -> Answer {
    let looked = store::reply(reader.store(), &reader.ctx, id).await?;
    page(&reader, &looked, None, &Errors::none()).await
}

pub(super) async fn put_to_use(reader: Reader, At(id): At<Id<Reply>>, answers: Answers) -> Answer {
    let looked = store::reply(reader.store(), &reader.ctx, id).await?;
    let (version, seen) = (answers.get("version").parse().unwrap_or(0), seen(&looked, &answers));
    let used =
        store::put_to_use(reader.store(), &reader.ctx, id, (version, &seen), answers.get("given_by")).await;
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = used {
        errors.add("", CHANGED);
        return page(&reader, &store::reply(reader.store(), &reader.ctx, id).await?, Some(&answers), &errors)
            .await;
    }
    match errors.take(used)? {
        Some(used) => reader.done(urls::replies(used.round), &landed_words(used)),
        None => page(&reader, &looked, Some(&answers), &errors).await,
    }
}

pub(super) const CHANGED: &str = "Something changed since this page was shown: another answer came, or the file was used. Look again at what it would do now.";

/// What the page showed. A form that does not say it means whatever stands now.
pub(super) fn seen(looked: &Looked, answers: &Answers) -> String {
    answers.some("seen").map_or_else(|| looked.seen(), str::to_owned)
}

pub(super) fn landed_words(used: store::Used) -> String {
    match used.landed {
        0 => "Nothing changed: these answers were sent before.".to_owned(),
        n => format!("{} recorded.", words::count_first(n, "answer is", "answers are")),
    }
}

pub(super) async fn discard(reader: Reader, At(id): At<Id<Reply>>, answers: Answers) -> Answer {
    let version = answers.get("version").parse().unwrap_or(0);
    let looked = store::reply(reader.store(), &reader.ctx, id).await?;
    store::discard(reader.store(), &reader.ctx, id, version).await?;
    reader.done(urls::replies(looked.shown.round.id), "The file is set aside. Nothing of it was recorded.")
}

/// Everybody who holds a pass to the request, where that may be seen.
async fn holders(reader: &Reader, looked: &Looked) -> Result<Vec<RecordedPass>> {
    let request = looked.shown.request.id;
    match progress_store::passes(reader.store(), &reader.ctx, looked.shown.round.id).await {
        Ok(held) => {
            Ok(held.into_iter().map(|(pass, _)| pass).filter(|pass| pass.request == request).collect())
        }
        Err(Error::Refusal(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// The page; without `typed` it suggests who filled the file in: whoever sent it by the link, or was asked first.
async fn page(reader: &Reader, looked: &Looked, typed: Option<&Answers>, errors: &Errors) -> Answer {
    let by = &looked.head.made_by;
    let holders = holders(reader, looked).await?;
    let sender = holders.iter().find(|pass| pass.id.to_string() == *by);
    let suggested = sender.or(holders.first()).map(|pass| pass.name.clone()).unwrap_or_default();
    let by = match sender {
        Some(pass) => pass.name.clone(),
        None => words::names(reader, &[by]).await?.remove(by).unwrap_or_default(),
    };
    let back = BackLink::new(urls::replies(looked.shown.round.id)).text("Back to the spreadsheets");
    let shell = shell(reader, "Look through a spreadsheet").back(back).wide();
    let suggested = Answers::from_pairs([("given_by", suggested)]);
    drawn(shell, looked, &by, typed.unwrap_or(&suggested), errors).answer()
}

fn drawn(shell: Shell, looked: &Looked, by: &str, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = difference::drawn(Sheet::new(shell).errors(errors, &[]), looked, by);
    if !looked.head.is_staged() {
        return sheet;
    }
    let name = TextInput::new("given_by", "Who filled it in?")
        .hint("Kept with the answers")
        .width(InputWidth::Thirty)
        .value(typed.get("given_by"))
        .error_if(errors.get("given_by"));
    let form = decide(sheet.shell(), looked, &urls::reply(looked.head.id), &[], Some(name.into()));
    sheet.section("decide", "Decide", form)
}

/// The form beneath the differences.
pub(super) fn decide(
    shell: &Shell,
    looked: &Looked,
    at: &str,
    tokens: &[(String, String)],
    name: Option<Html>,
) -> Html {
    let aside = Form::new(shell, Button::new("Set it aside").secondary())
        .to(format!("{at}/discard"))
        .hide("version", looked.head.version)
        .hide_all(tokens.iter().cloned());
    if difference::lands(looked) == 0 {
        return aside.into();
    }
    let mut form = Form::new(shell, Button::new("Use these answers").once())
        .to(format!("{at}/use"))
        .hide("version", looked.head.version)
        .hide("seen", looked.seen())
        .hide_all(tokens.iter().cloned());
    if let Some(name) = name {
        form = form.field(name);
    }
    Html::spaced([Html::from(form), aside.into()])
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let mut page = Page {
        round: super::samples::round(),
        requests: super::samples::requests(),
        replies: super::samples::replies(),
    };
    let shell = |title: &str| super::samples::shell(title);
    let mut errors = Errors::none();
    errors.add("file", "“minutes.docx” is not an Excel workbook. Save the spreadsheet with the answers as .xlsx (Excel workbook).");
    let title = "Answers by spreadsheet";
    let usual = listed(shell(title), &page, 20_000_000, "", &Errors::none());
    let wrong = listed(shell(title), &page, 20_000_000, "", &errors);
    page.round.closed_at = Some("2026-12-01T09:00:00Z".to_owned());
    let closed = listed(shell(title), &page, 20_000_000, "", &Errors::none());
    let mut all = vec![
        ("spreadsheets of a round", usual),
        ("spreadsheets: not a spreadsheet", wrong),
        ("spreadsheets of a closed round", closed),
    ];
    let typed = Answers::from_pairs([("given_by", "Alex Marlow")]);
    for (name, looked) in super::samples::looked() {
        let shell = shell("Look through a spreadsheet").wide();
        all.push((name, drawn(shell, &looked, "Rowan Ashdown", &typed, &Errors::none())));
    }
    all
}
