//! Links that let somebody in without an account: what their secrets are, where a browser keeps them, and how whoever
//! guesses is slowed down. What a link opens is for its theme to say: a request of a round, or feedback on a plan.

mod guesses;
pub(crate) mod secrets;

pub(crate) use guesses::guessed;

use axum_extra::extract::cookie::{Cookie, SameSite};
use concordat_web::{
    Reader,
    axum::http::{HeaderName, HeaderValue, header},
    parts::Shell,
};

/// A cookie that holds the secret of a link while it is in use. It goes only with the addresses of its own pages, only
/// from our own pages, and no script sees it; it ends with the browser.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holder {
    /// Its name, and its name behind TLS, by which browsers are told to take it over TLS only.
    pub(crate) names: (&'static str, &'static str),
    /// The address that it goes with, and those below.
    pub(crate) path: &'static str,
}

impl Holder {
    pub(crate) fn name(self, secure: bool) -> &'static str {
        if secure { self.names.1 } else { self.names.0 }
    }

    pub(crate) fn cookie(self, reader: &Reader, secret: &str) -> Cookie<'static> {
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
pub(crate) const UNTOLD: [(HeaderName, HeaderValue); 1] =
    [(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"))];

/// A shell that leads nowhere else, whoever is signed in beside it.
pub(crate) fn shell(reader: &Reader, title: impl Into<String>) -> Shell {
    let mut shell = crate::pages::shell(reader, title);
    shell.nav.clear();
    shell.person = None;
    shell
}

/// The same for the samples.
pub(crate) fn sample_shell(title: &str) -> Shell {
    let mut shell = crate::pages::samples::shell(title);
    shell.nav.clear();
    shell.person = None;
    shell
}
