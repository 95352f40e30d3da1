//! For whoever answers by a link: the same spreadsheet, their own only.

use axum::extract::{FromRequest as _, Request as Posted};
use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Failed, Reader, Upload, axum,
    parts::{Button, Shell},
    redirect,
};

use super::{
    super::{
        model::Reply,
        store::{self, Looked, Shown},
        urls,
    },
    difference, file, office,
};
use crate::progress::pages::{guest::Visit, sheet::Sheet};

const TITLE: &str = "Answer by spreadsheet";

pub(super) async fn show(reader: Reader, visit: Visit) -> Answer {
    form(&reader, &visit, &Errors::none()).await
}

pub(super) async fn download(reader: Reader, visit: Visit) -> Answer {
    let guest = &visit.guest;
    let shown = store::asked(reader.store(), &guest.ctx, store::EXPORT, guest.request.id).await?;
    file::made(shown.asked, guest.ctx.clock.now()).await
}

pub(super) async fn upload(reader: Reader, visit: Visit, posted: Posted) -> Answer {
    let guest = &visit.guest;
    let read = async {
        let (file, answers) = file::chosen(Upload::from_request(posted, &reader.app).await?)?;
        visit.check(&answers)?;
        let request = guest.request.id;
        let limit = reader.app.config.upload_limit;
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let file = (file.name.as_str(), file.bytes);
        let reply = store::bring_in(reader.store(), &guest.ctx, request, file, limit).await?;
        Ok::<_, Failed>(reply)
    };
    let mut errors = Errors::none();
    match read.await {
        Ok(reply) => redirect(urls::guest_reply(reply)),
        Err(failed) => {
            let Some(sentence) = file::sentence(&failed) else { return Err(failed) };
            errors.add("file", sentence);
            form(&reader, &visit, &errors).await
        }
    }
}

async fn form(reader: &Reader, visit: &Visit, errors: &Errors) -> Answer {
    let guest = &visit.guest;
    let shown = store::asked(reader.store(), &guest.ctx, store::VIEW, guest.request.id).await?;
    let shell = visit.back(visit.shell(reader, TITLE));
    drawn(shell, &shown, reader.app.config.upload_limit, visit.token(), errors).answer()
}

fn drawn(shell: Shell, shown: &Shown, limit: usize, token: (String, String), errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).caption(&shown.round.title).errors(errors, &[]).says([
        "The spreadsheet holds your actions with what was said last time, and cells to fill in. What you saved on these pages stands in it already.",
        "When you upload it you see what it says. Nothing is sent before you choose “Use these answers”.",
    ]);
    let sheet = sheet.piece(Button::link("Download the spreadsheet", urls::GUEST_SHEET).secondary());
    let form = office::upload_form(sheet.shell(), limit, errors).hide_all([token]);
    sheet.section("upload", "Upload it again", form)
}

/// One of the guest's own. Another lead's is not there, whatever the address says.
async fn own(reader: &Reader, visit: &Visit, id: Id<Reply>) -> concordat_kernel::Result<Looked> {
    let looked = store::reply(reader.store(), &visit.guest.ctx, id).await?;
    if looked.head.request_id != visit.guest.request.id {
        return Err(Refusal::NotFound.into());
    }
    Ok(looked)
}

pub(super) async fn look(reader: Reader, visit: Visit, at: Result<At<Id<Reply>>, Failed>) -> Answer {
    let looked = async {
        let looked = own(&reader, &visit, at?.0).await?;
        page(&reader, &visit, &looked, &Errors::none())
    };
    Visit::found(&reader, looked.await)
}

fn page(reader: &Reader, visit: &Visit, looked: &Looked, errors: &Errors) -> Answer {
    let shell = visit.back(visit.shell(reader, "Check what your spreadsheet says")).wide();
    checked(shell, looked, visit.token(), errors).answer()
}

fn checked(shell: Shell, looked: &Looked, token: (String, String), errors: &Errors) -> Sheet {
    let sheet = difference::drawn(Sheet::new(shell).errors(errors, &[]), looked, "you or a colleague");
    if !looked.head.is_staged() {
        return sheet;
    }
    let form = office::decide(sheet.shell(), looked, &urls::guest_reply(looked.head.id), &[token], None);
    sheet.section("decide", "Decide", form)
}

pub(super) async fn put_to_use(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Reply>>, Failed>,
    answers: Answers,
) -> Answer {
    Visit::found(&reader, async { used(&reader, &visit, at?.0, answers).await }.await)
}

async fn used(reader: &Reader, visit: &Visit, id: Id<Reply>, answers: Answers) -> Answer {
    visit.check(&answers)?;
    let looked = own(reader, visit, id).await?;
    let (version, seen) = (answers.get("version").parse().unwrap_or(0), office::seen(&looked, &answers));
    let guest = &visit.guest;
    let used = store::put_to_use(reader.store(), &guest.ctx, id, (version, &seen), &guest.pass.name).await;
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = used {
        errors.add("", office::CHANGED);
        return page(reader, visit, &own(reader, visit, id).await?, &errors);
    }
    match errors.take(used)? {
        Some(used) => reader.done(crate::progress::urls::DONE, &office::landed_words(used)),
        None => page(reader, visit, &looked, &errors),
    }
}

pub(super) async fn discard(
    reader: Reader,
    visit: Visit,
    at: Result<At<Id<Reply>>, Failed>,
    answers: Answers,
) -> Answer {
    let set_aside = async {
        visit.check(&answers)?;
        let At(id) = at?;
        own(&reader, &visit, id).await?;
        let version = answers.get("version").parse().unwrap_or(0);
        store::discard(reader.store(), &visit.guest.ctx, id, version).await?;
        reader.done(urls::GUEST, "The file is set aside. Nothing of it was sent.")
    };
    Visit::found(&reader, set_aside.await)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let token = || ("form".to_owned(), "sample".to_owned());
    let shell = |title: &str| super::samples::shell(title);
    let mut all = Vec::new();
    for (name, looked) in super::samples::looked() {
        if name == "look through a spreadsheet" {
            let form = drawn(shell(TITLE), &looked.shown, 20_000_000, token(), &Errors::none());
            all.push(("answer by spreadsheet", form));
            let shell = shell("Check what your spreadsheet says").wide();
            all.push(("check a spreadsheet", checked(shell, &looked, token(), &Errors::none())));
        }
    }
    all
}
