//! The banner shown once after something was done. It travels in a cookie of its own, so that
//! nothing of it is in the address.

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

const COOKIE: &str = "concordat-notice";

pub(crate) fn take(jar: &CookieJar) -> Option<String> {
    let raw = jar.get(COOKIE)?.value();
    form_urlencoded::parse(raw.as_bytes()).next().map(|(_, text)| text.chars().take(300).collect())
}

pub(crate) fn cookie(text: &str, secure: bool) -> Cookie<'static> {
    let value: String = form_urlencoded::Serializer::new(String::new()).append_pair("n", text).finish();
    Cookie::build((COOKIE, value)).path("/").http_only(true).secure(secure).same_site(SameSite::Lax).build()
}

pub(crate) fn removal() -> Cookie<'static> {
    let mut cookie = Cookie::build((COOKIE, "")).path("/").build();
    cookie.make_removal();
    cookie
}
