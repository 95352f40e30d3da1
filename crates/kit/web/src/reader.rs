use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Path, Request, State},
    http::request::Parts,
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use concordat_access::{Action, Actor, Ctx, Held, Resource};
use concordat_kernel::{AnyId, Clock, Problem, Ref, Refusal, Result};
use concordat_store::Store;
use serde::de::DeserializeOwned;

use crate::{
    Answer, Answers, App, Failed, assets,
    between::{BECAUSE, Cause, Decided},
    notice,
    parts::{Csrf, Html, InsetText, NavItem, Shell},
};

/// The name of the session's cookie where cookies are not marked secure (loopback only);
/// behind TLS it carries the `__Host-` prefix, which browsers refuse to send anywhere else.
pub const SESSION_COOKIE: &str = "concordat";

/// Finds out who a session belongs to. Provided by the identity slice.
#[crate::async_trait]
pub trait Authenticate: Send + Sync {
    /// The person behind a session token, if the session is still good.
    ///
    /// # Errors
    /// When the store does not answer.
    async fn who(&self, store: &Store, clock: &Clock, token: &str) -> Result<Option<SignedIn>>;
}

/// A person's session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub person: AnyId,
    /// The name to greet them by.
    pub name: String,
    /// The roles held today.
    pub roles: Arc<[Held]>,
    /// Whether the second factor was given in this session.
    pub second_factor: bool,
    /// The token every form must carry.
    pub csrf: String,
    /// The page to be sent to before anything else: signing in is not finished.
    pub pending: Option<&'static str>,
}

/// Who is reading, in what circumstances. Every handler takes one.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The program.
    pub app: App,
    /// Who, when and the request's number.
    pub ctx: Ctx,
    /// The address asked for, without its query.
    pub path: String,
    /// What followed the question mark: filters and searches, never personal data of others.
    pub query: Answers,
    /// Because of what something is about to be done here, where the address says so: see
    /// [`because`](crate::between::because).
    pub cause: Option<Cause>,
    signed_in: Option<Arc<SignedIn>>,
    notice: Option<String>,
}

impl Reader {
    /// The record.
    pub fn store(&self) -> &Store {
        &self.app.store
    }

    /// The session, when somebody is signed in.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.signed_in.as_deref()
    }

    /// The token for forms, when somebody is signed in.
    pub fn csrf(&self) -> Option<&str> {
        self.signed_in.as_deref().map(|session| session.csrf.as_str())
    }

    /// Whether to offer something. The doing asks again.
    pub fn may(&self, action: Action, resource: &Resource) -> bool {
        self.app.store.may(&self.ctx, action, resource)
    }

    /// Whether to offer the way to a kind of thing: true when it may be done anywhere that the reader
    /// holds a role.
    pub fn may_somewhere(&self, action: Action) -> bool {
        self.may(action, &Resource::anywhere(action.kind, &self.ctx.actor))
    }

    /// The shell of a page: title, navigation for this reader, notice.
    pub fn shell(&self, title: impl Into<String>) -> Shell {
        let mut shell = Shell::new(title, assets::prefix());
        if let Some(session) = self.signed_in() {
            shell.csrf = Csrf::new(session.csrf.clone());
            shell.person = Some(session.name.clone());
        }
        if let Some(notice) = &self.notice {
            shell = shell.flash(notice);
        }
        if let Some(Cause { thing, title, href }) = &self.cause {
            let name = href.as_ref().map_or_else(|| Html::from(title), |href| Html::link(href, title));
            shell.because = Some(thing.clone());
            shell.told =
                Some(InsetText::new(Html::spaced([Html::from("What is done here carries out:"), name])));
        }
        for slice in self.app.slices {
            for item in slice.nav {
                if self.may_somewhere(item.action) {
                    let current = self.path == item.href || self.path.starts_with(&format!("{}/", item.href));
                    let link = NavItem::new(item.text, item.href);
                    shell.nav.push(if current { link.current() } else { link });
                }
            }
        }
        shell
    }

    /// Sends the reader on, with a banner to show once on the next page.
    pub fn done(&self, to: impl AsRef<str>, notice: &str) -> Answer {
        let jar = CookieJar::new().add(notice::cookie(notice, self.app.config.secure_cookies));
        let on = crate::redirect(to)?;
        Ok((jar, on).into_response())
    }

    /// Where and what was decided, as words for a field of a form that carries a decision out: only when everybody who
    /// reads the thing may read of the decision too. Otherwise it is left to whoever writes.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn quotable(&self, thing: &Ref) -> Result<Option<Decided>> {
        let Some(cause) = &self.cause else { return Ok(None) };
        let decided = self.app.decided(&self.ctx, thing).await?;
        Ok(decided.into_iter().find(|one| one.decision == cause.thing && !one.restricted))
    }

    /// The cookie that holds a session token (or takes it away, when empty).
    pub fn session_cookie(&self, token: &str) -> Cookie<'static> {
        let secure = self.app.config.secure_cookies;
        let mut cookie = Cookie::build((session_cookie_name(secure), token.to_owned()))
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .build();
        if token.is_empty() {
            cookie.make_removal();
        }
        cookie
    }
}

fn session_cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-concordat" } else { SESSION_COOKIE }
}

impl FromRequestParts<App> for Reader {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failed> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::say("a handler was reached without its reader").into())
    }
}

/// The parameters of an address: `At(id): At<Id<Plan>>`. What cannot be read does not exist.
#[derive(Debug, Clone, Copy)]
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failed> {
        match Path::<T>::from_request_parts(parts, app).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Refusal::NotFound.into()),
        }
    }
}

/// The pages open to somebody who has given a password but not yet a second factor.
fn finishes_signing_in(path: &str) -> bool {
    ["/sign-in", "/sign-out", "/account/second-factor", "/static/", "/help", "/accessibility"]
        .iter()
        .any(|open| path.starts_with(open))
}

const UNTIED: &str = "What this was to carry out is not there, or not for you to see. Nothing was done. Open the form again from there.";

/// Works out who is reading before any handler runs, and draws the page of whatever failed after.
pub(crate) async fn identify(
    State(mut app): State<App>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    // What is sent with other requests may be long in coming, and no snapshot waits for it.
    if request.method().is_safe() {
        app.store = app.store.for_one_request();
    }
    let path = request.uri().path().to_owned();
    let query = Answers::decode(request.uri().query().unwrap_or_default().as_bytes());
    let method = request.method().clone();
    let notice = notice::take(&jar);
    let had_notice = notice.is_some();
    let found = match jar.get(session_cookie_name(app.config.secure_cookies)) {
        Some(cookie) => app.authenticate.who(&app.store, &app.clock, cookie.value()).await,
        None => Ok(None),
    };
    let (signed_in, failed) = match found {
        Ok(signed_in) => (signed_in.map(Arc::new), None),
        Err(error) => (None, Some(Failed::from(error))),
    };
    let actor = signed_in.as_ref().map_or(Actor::Anonymous, |session| Actor::Person {
        id: session.person,
        roles: Arc::clone(&session.roles),
        second_factor: session.second_factor,
    });
    let ctx = Ctx::new(actor, app.clock.clone(), app.chance.clone());
    let cause = match query.get(BECAUSE).parse() {
        Ok(thing) if signed_in.is_some() => app.cause(&ctx, thing).await,
        _ => Ok(None),
    };
    let (cause, failed) = match (cause, failed) {
        // Sent from a form that was tied to something: it is not done untied.
        (Ok(None), None) if query.has(BECAUSE) && !method.is_safe() => {
            (None, Some(Failed::from(Refusal::rule(UNTIED))))
        }
        (Ok(cause), failed) => (cause, failed),
        (Err(error), failed) => (None, failed.or(Some(Failed::from(error)))),
    };
    let ctx = match &cause {
        Some(cause) if !method.is_safe() => ctx.caused_by(cause.thing.clone()),
        _ => ctx,
    };
    let reader = Reader { app, ctx, path, query, cause, signed_in, notice };
    request.extensions_mut().insert(reader.clone());
    let unfinished = reader.signed_in().and_then(|session| session.pending);
    let mut response = match (failed, unfinished) {
        (Some(failed), _) => failed.into_response(),
        (None, Some(to)) if !finishes_signing_in(&reader.path) => Redirect::to(to).into_response(),
        _ => next.run(request).await,
    };
    if let Some(failed) = response.extensions_mut().remove::<Failed>() {
        return crate::app::failure_page(&reader, &method, &failed);
    }
    // Shown once: but a redirect has shown nothing yet.
    if had_notice && !response.status().is_redirection() {
        response = (CookieJar::new().add(notice::removal()), response).into_response();
    }
    response
}
