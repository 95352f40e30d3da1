//! The pages for those who answer by a link: no account, no way to anything else.

mod action;
mod check;
mod evidence;
mod hand_on;
pub(super) mod samples;
mod start;
mod tasks;

pub(super) use action::{save, show as action};
pub(super) use check::{done, send, show as check};
pub(super) use evidence::{
    add as add_evidence, download as evidence_file, remove as remove_evidence, show as evidence,
};
pub(super) use hand_on::{hand_on, show as hand_on_form};
pub(super) use start::{begin, link};
pub(super) use tasks::show as tasks;

use axum_extra::extract::cookie::CookieJar;
use concordat_kernel::{Error, Refusal};
use concordat_web::{
    Answer, Answers, App, Failed, Reader,
    axum::{
        extract::FromRequestParts,
        http::{StatusCode, request::Parts},
        response::{IntoResponse as _, Response},
    },
    parts::{BackLink, Html, InsetText, Shell},
};

use super::sheet::Sheet;
use crate::{
    links::{Holder, secrets, shell},
    progress::{
        store::{self, Guest},
        urls,
    },
};

/// Where a browser keeps the secret of a link while it is answered.
const COOKIE: Holder =
    Holder { names: ("concordat-answer", "__Secure-concordat-answer"), path: urls::ANSWER };

/// A guest with the token that the guest's forms carry.
pub(in crate::progress) struct Visit {
    pub(in crate::progress) guest: Guest,
    token: String,
}

/// Whoever holds the cookie of a link that still works; to others every page says that it does not. Found
/// out before a form is read, so that nobody else is listened to for long.
impl FromRequestParts<App> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let failed = |error: concordat_kernel::Error| Failed::from(error).into_response();
        let reader = Reader::from_request_parts(parts, app).await.map_err(Failed::into_response)?;
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = jar.get(COOKIE.name(app.config.secure_cookies));
        if let Some(cookie) = cookie
            && let Some(guest) =
                store::guest(reader.store(), &reader.ctx, cookie.value()).await.map_err(failed)?
        {
            return Ok(Self { guest, token: secrets::form_token(cookie.value()) });
        }
        if parts.method.is_safe() {
            return Err(ended(&reader).unwrap_or_else(Failed::into_response));
        }
        if cookie.is_none() {
            store::turned_away(reader.store(), &reader.ctx).await.map_err(failed)?;
        }
        Err(ended_wrong(&reader).unwrap_or_else(Failed::into_response))
    }
}

impl Visit {
    /// Refuses a form that was not made for this link: another site's, or another link's in the same browser.
    pub(in crate::progress) fn check(&self, answers: &Answers) -> concordat_kernel::Result<()> {
        if answers.get("form") == self.token {
            return Ok(());
        }
        Err(Refusal::rule("This form is out of date, or you have opened another link since. Open the link in your e-mail again and send it once more; what is saved is kept.").into())
    }

    /// The shell of a page of this visit.
    pub(in crate::progress) fn shell(&self, reader: &Reader, title: impl Into<String>) -> Shell {
        shell(reader, title)
    }

    /// Where a page leads back to.
    pub(in crate::progress) fn back(&self, shell: Shell) -> Shell {
        shell.back(BackLink::new(urls::ANSWER).text("Back to your actions"))
    }
}

const MISSING: &str = "Page not found";

/// The answer to a visit. What is not there, or not this guest's, is a page of theirs that tells neither from the
/// other: whoever has no account is not asked to sign in.
pub(in crate::progress) fn found(reader: &Reader, answer: Answer) -> Answer {
    match answer {
        Err(failed) if matches!(failed.error(), Error::Refusal(Refusal::NotFound | Refusal::SignInFirst)) => {
            Ok((StatusCode::NOT_FOUND, missing_sheet(shell(reader, MISSING)).answer()?).into_response())
        }
        other => other,
    }
}

fn missing_sheet(shell: Shell) -> Sheet {
    Sheet::new(shell)
        .says(["There is nothing here, or it is not for you to see."])
        .says([Html::link(urls::ANSWER, "Back to your actions")])
}

const ENDED: &str = "This link does not work";

/// The same page in answer to a form.
fn ended_wrong(reader: &Reader) -> Answer {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, ended(reader)?).into_response())
}

/// What is said when a link does not work, whatever the reason: a guess learns nothing.
fn ended(reader: &Reader) -> Answer {
    ended_sheet(shell(reader, ENDED)).answer()
}

fn ended_sheet(shell: Shell) -> Sheet {
    Sheet::new(shell)
        .says(["It may be incomplete, too old or stopped, or the round of updates is closed.", "If you came from an e-mail, open the link there again. If that does not help, ask whoever sent it for a new one."])
        .piece(InsetText::new("Answers that were sent are kept. Nothing is lost."))
}

/// What every form of a visit carries.
pub(in crate::progress) fn token(visit: &Visit) -> (String, String) {
    ("form".to_owned(), visit.token.clone())
}
