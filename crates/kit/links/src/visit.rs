use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use concordat_access::{
    Action, Ctx, Resource,
    audit::{Entry, Outcome},
};
use concordat_kernel::{Error, Refusal, Result};
use concordat_store::{Change, Store};
use concordat_web::{
    Answer, Answers, App, Failed, Reader,
    axum::{
        extract::FromRequestParts,
        http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
        response::{IntoResponse as _, Response},
    },
    parts::{BackLink, Button, Html, InsetText, Shell},
    sheet::{Form, Sheet},
};

use crate::secrets;

/// A cookie that holds the secret of a link while it is in use. It goes only with the addresses of its own pages, only
/// from our own pages, and no script sees it; it ends with the browser.
#[derive(Debug, Clone, Copy)]
pub struct Holder {
    /// Its name, and its name behind TLS, by which browsers are told to take it over TLS only.
    pub names: (&'static str, &'static str),
    /// The address that it goes with, and those below. The visit begins there.
    pub path: &'static str,
}

impl Holder {
    fn name(self, secure: bool) -> &'static str {
        if secure { self.names.1 } else { self.names.0 }
    }

    /// The cookie, for whoever begins a visit.
    pub fn cookie(self, reader: &Reader, secret: &str) -> Cookie<'static> {
        let secure = reader.app.config.secure_cookies;
        Cookie::build((self.name(secure), secret.to_owned()))
            .path(self.path)
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Strict)
            .build()
    }
}

/// Goes with the page whose address is a secret, so that no page learns it from us: only where we are. (Not
/// `no-referrer`, which would make browsers send `Origin: null` with the form there.)
pub const UNTOLD: [(HeaderName, HeaderValue); 1] =
    [(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"))];

/// Whoever holds the secret of one kind of link.
pub trait ByLink: Sized + Send + Sync + 'static {
    /// Where a browser keeps the secret.
    const HOLDER: Holder;
    /// What leads back to where the visit begins, such as "Back to your actions".
    const BACK: &'static str;
    /// Why a link may not work, in one sentence for all reasons: a guess learns nothing.
    const ENDED: &'static str;
    /// What stays when it does not.
    const KEPT: &'static str;

    /// Looking at a link, beginning with it, reading what it opens, and what its forms do: what the door is asked.
    const ASKED: Asked;

    /// Whose secret it is, if it still works. What does not is recorded by the slice; a secret that belongs to nothing
    /// goes through [`guessed`](crate::guessed).
    fn find(store: &Store, ctx: &Ctx, secret: &str) -> impl Future<Output = Result<Option<Self>>> + Send;

    /// The circumstances, with the guest as the actor.
    fn ctx(&self) -> &Ctx;

    /// What the link opens, as the door sees it.
    fn resource(&self) -> &Resource;

    /// Notes that something is done by the link; refused when it was stopped since the guest was let in.
    fn used(&self, tx: &mut Change) -> impl Future<Output = Result<()>> + Send;
}

/// What the door is asked of a visit.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Looking at a link.
    pub open: Action,
    /// Beginning a visit.
    pub start: Action,
    /// Reading a page of it.
    pub view: Action,
    /// Sending a form of it.
    pub send: Action,
}

/// Looks at a link: whose it is, if it works. Changes nothing but the trail, where it leaves a row, so that a mail program
/// which opens links ahead of its reader does no harm.
///
/// # Errors
/// When the store does not answer.
pub async fn open<G: ByLink>(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<G>> {
    noted(store, ctx, secret, G::ASKED.open).await
}

/// Begins a visit: from here on the secret is in a cookie and in no address.
///
/// # Errors
/// When the store does not answer.
pub async fn start<G: ByLink>(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<G>> {
    let Some(guest) = G::find(store, ctx, secret).await? else { return Ok(None) };
    let mut tx = store.change(guest.ctx(), G::ASKED.start, guest.resource()).await?;
    guest.used(&mut tx).await?;
    tx.commit().await?;
    Ok(Some(guest))
}

/// Whom the secret of a link that was begun with lets in. Asked for every page and every form of a visit, and each such
/// use leaves a row in the trail, whatever comes of it.
///
/// # Errors
/// When the store does not answer.
pub async fn let_in<G: ByLink>(store: &Store, ctx: &Ctx, secret: &str) -> Result<Option<G>> {
    noted(store, ctx, secret, G::ASKED.view).await
}

async fn noted<G: ByLink>(store: &Store, ctx: &Ctx, secret: &str, action: Action) -> Result<Option<G>> {
    let Some(guest) = G::find(store, ctx, secret).await? else { return Ok(None) };
    store.ask(guest.ctx(), action, guest.resource()).await?;
    store.note(Entry::new(guest.ctx(), action, guest.resource(), Outcome::Done)).await?;
    Ok(Some(guest))
}

/// Records that somebody without a link sent a form.
async fn turned_away<G: ByLink>(store: &Store, ctx: &Ctx) -> Result<()> {
    let action = G::ASKED.send;
    store.note(Entry::new(ctx, action, &Resource::any(action.kind), Outcome::Denied)).await
}

/// Somebody with the token that their forms carry.
#[derive(Debug)]
pub struct Visit<G> {
    /// Whose visit it is.
    pub guest: G,
    token: String,
}

/// Whoever holds the cookie of a link that still works; to others every page says that it does not. Found out before a
/// form is read, so that nobody else is listened to for long.
impl<G: ByLink> FromRequestParts<App> for Visit<G> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let failed = |error: Error| Failed::from(error).into_response();
        let reader = Reader::from_request_parts(parts, app).await.map_err(Failed::into_response)?;
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = jar.get(G::HOLDER.name(app.config.secure_cookies));
        if let Some(cookie) = cookie
            && let Some(guest) =
                let_in::<G>(reader.store(), &reader.ctx, cookie.value()).await.map_err(failed)?
        {
            return Ok(Self { guest, token: secrets::form_token(cookie.value()) });
        }
        if parts.method.is_safe() {
            return Err(Self::ended(&reader).unwrap_or_else(Failed::into_response));
        }
        if cookie.is_none() {
            turned_away::<G>(reader.store(), &reader.ctx).await.map_err(failed)?;
        }
        Err(Self::ended_wrong(&reader).unwrap_or_else(Failed::into_response))
    }
}

impl<G: ByLink> Visit<G> {
    /// A visit for the samples of pages.
    pub fn sample(guest: G) -> Self {
        Self { guest, token: "sample".to_owned() }
    }

    /// Refuses a form that was not made for this link: another site's, or another link's in the same browser.
    ///
    /// # Errors
    /// With the sentence that says so.
    pub fn check(&self, answers: &Answers) -> Result<()> {
        if answers.get("form") == self.token {
            return Ok(());
        }
        Err(Refusal::rule("This form is out of date, or you have opened another link since. Open the link in your e-mail again and send it once more; what is saved is kept.").into())
    }

    /// What every form of a visit sends along: name and value.
    pub fn token(&self) -> (String, String) {
        ("form".to_owned(), self.token.clone())
    }

    /// The shell of a page of this visit.
    pub fn shell(&self, reader: &Reader, title: impl Into<String>) -> Shell {
        bare(reader.shell(title))
    }

    /// Where a page leads back to.
    pub fn back(&self, shell: Shell) -> Shell {
        shell.back(BackLink::new(G::HOLDER.path).text(G::BACK))
    }

    /// The answer to a visit. What is not there, or not this guest's, is a page of theirs that tells neither from the
    /// other: whoever has no account is not asked to sign in.
    ///
    /// # Errors
    /// As the answer itself, in all other cases.
    pub fn found(reader: &Reader, answer: Answer) -> Answer {
        match answer {
            Err(failed)
                if matches!(failed.error(), Error::Refusal(Refusal::NotFound | Refusal::SignInFirst)) =>
            {
                let page = missing_sheet::<G>(bare(reader.shell(MISSING))).answer()?;
                Ok((StatusCode::NOT_FOUND, page).into_response())
            }
            other => other,
        }
    }

    /// What is said when a link does not work, whatever the reason.
    ///
    /// # Errors
    /// When the page cannot be drawn.
    pub fn ended(reader: &Reader) -> Answer {
        ended_sheet::<G>(bare(reader.shell(ENDED))).answer()
    }

    /// The same page in answer to a form.
    ///
    /// # Errors
    /// As [`Visit::ended`].
    pub fn ended_wrong(reader: &Reader) -> Answer {
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Self::ended(reader)?).into_response())
    }

    /// Both pages for whom a link does not, or no longer, let in, drawn in this shell: for the samples.
    pub fn ended_sheets(shell: impl Fn(&str) -> Shell) -> [Sheet; 2] {
        [ended_sheet::<G>(bare(shell(ENDED))), missing_sheet::<G>(bare(shell(MISSING)))]
    }
}

/// A shell that leads nowhere else, whoever is signed in beside it.
pub fn bare(mut shell: Shell) -> Shell {
    shell.nav.clear();
    shell.person = None;
    shell
}

/// What an officer can do with somebody's links: make one to copy, and stop them all.
pub fn acts(shell: &Shell, name: &str, copy: impl Into<String>, stop: impl Into<String>) -> Html {
    let button = |text: &str, to: String| {
        let words = Html::spaced([Html::from(text), Html::hidden(&format!("for {name}"))]);
        Html::from(Form::new(shell, Button::new(words).secondary()).to(to))
    };
    Html::spaced([button("Make a link to copy", copy.into()), button("Stop this link", stop.into())])
}

const MISSING: &str = "Page not found";
const ENDED: &str = "This link does not work";

fn missing_sheet<G: ByLink>(shell: Shell) -> Sheet {
    Sheet::new(shell)
        .says(["There is nothing here, or it is not for you to see."])
        .says([Html::link(G::HOLDER.path, G::BACK)])
}

fn ended_sheet<G: ByLink>(shell: Shell) -> Sheet {
    Sheet::new(shell)
        .says([G::ENDED, "If you came from an e-mail, open the link there again. If that does not help, ask whoever sent it for a new one."])
        .piece(InsetText::new(G::KEPT))
}
