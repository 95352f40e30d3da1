//! The pages for a guest of feedback, who came by a link: no account, no way to anything else.

mod list;
mod say;
mod start;

pub(super) use list::show as list;
pub(super) use say::{say_of_action, say_of_plan, show_action, show_plan};
pub(super) use start::{begin, link};

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

use super::super::{
    store::guest::{self as store, Guest},
    urls,
};
use crate::{
    links::{Holder, secrets, shell},
    progress::pages::sheet::Sheet,
};

/// Where a browser keeps the secret of a link while somebody comments.
const COOKIE: Holder =
    Holder { names: ("concordat-comment", "__Secure-concordat-comment"), path: urls::COMMENTING };

/// A guest with the token that the guest's forms carry.
pub(super) struct Visit {
    guest: Guest,
    token: String,
}

/// Whoever holds the cookie of a link that still works; to others every page says that it does not. Found out before a
/// form is read, so that nobody else is listened to for long.
impl FromRequestParts<App> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let failed = |error: Error| Failed::from(error).into_response();
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
    fn check(&self, answers: &Answers) -> concordat_kernel::Result<()> {
        if answers.get("form") == self.token {
            return Ok(());
        }
        Err(Refusal::rule("This form is out of date, or you have opened another link since. Open the link in your e-mail again and send it once more; what is saved is kept.").into())
    }

    /// Where a page leads back to.
    fn back(shell: Shell) -> Shell {
        shell.back(BackLink::new(urls::COMMENTING).text("Back to the plan"))
    }
}

const MISSING: &str = "Page not found";

/// The answer to a visit. What is not there is a page of the guest's own: whoever has no account is not asked to sign in.
fn found(reader: &Reader, answer: Answer) -> Answer {
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
        .says([Html::link(urls::COMMENTING, "Back to the plan")])
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
        .says(["It may be incomplete, too old or stopped.", "If you came from an e-mail, open the link there again. If that does not help, ask whoever sent it for a new one."])
        .piece(InsetText::new("Comments that were sent are kept. Nothing is lost."))
}

/// An invented visit and what the guest sees, for the samples.
mod samples {
    use concordat_access::{Actor, Ctx, Resource};
    use concordat_kernel::{Chance, Clock, jiff::Timestamp, jiff::civil::Date};

    use super::{
        super::{
            super::{CommentHead, Verdict, store::guest::Seen},
            feedback::{sample_comments, sample_time},
            guests::sample_guest,
        },
        Guest, Visit,
    };
    use crate::pages::samples::plan;

    pub(super) const TODAY: Date = Date::constant(2026, 7, 15);
    pub(super) const LATER: Date = Date::constant(2026, 8, 15);

    pub(super) fn visit() -> Visit {
        let clock = Clock::fixed(Timestamp::UNIX_EPOCH);
        let invitation = sample_guest(301, "Tamsin Orrell", "Ashing Youth Forum");
        let guest = Guest {
            ctx: Ctx::new(Actor::Anonymous, clock, Chance::seeded(1)),
            resource: Resource::one(invitation.id),
            time: sample_time(&plan(), Date::constant(2026, 7, 31)),
            invitation,
        };
        Visit { guest, token: "sample".to_owned() }
    }

    /// One comment answered, one not.
    pub(super) fn seen() -> Seen {
        let mut comments: Vec<CommentHead> =
            sample_comments().into_iter().filter(|one| one.invitation.is_some()).collect();
        if let Some(first) = comments.first().cloned() {
            comments.push(CommentHead {
                id: crate::pages::samples::id(205),
                action_id: Some(crate::pages::samples::id(2)),
                text: "Publish it where people see it,\nnot on a web page only.".to_owned(),
                answer: Some(Verdict::Accept),
                reason: "It will hang in the bus shelters too.".to_owned(),
                answered_at: Some("2026-06-20T10:00:00Z".to_owned()),
                ..first
            });
        }
        Seen { plan: plan(), comments }
    }
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    [start::samples(), list::samples(), say::samples()].concat()
}
