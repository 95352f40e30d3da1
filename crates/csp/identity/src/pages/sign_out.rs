//! Signing out: here, from another browser, everywhere.

use axum_extra::extract::cookie::CookieJar;
use concordat_kernel::Id;
use concordat_web::{Answer, Answers, At, Reader, axum::response::IntoResponse as _};

use super::form::token;
use crate::{Session, store, urls};

fn signed_out(reader: &Reader, notice: &str) -> Answer {
    let jar = CookieJar::new().add(reader.session_cookie(""));
    Ok((jar, reader.done(urls::SIGN_IN, notice)?).into_response())
}

pub(crate) async fn here(reader: Reader, _: Answers) -> Answer {
    store::end_own_session(reader.store(), &reader.ctx, token(&reader)).await?;
    signed_out(&reader, "You are signed out")
}

pub(crate) async fn one(reader: Reader, At(session): At<Id<Session>>, _: Answers) -> Answer {
    store::end_session(reader.store(), &reader.ctx, session).await?;
    reader.done(urls::ACCOUNT, "That session is ended")
}

pub(crate) async fn everywhere(reader: Reader, _: Answers) -> Answer {
    store::end_all_sessions(reader.store(), &reader.ctx).await?;
    signed_out(&reader, "You are signed out everywhere")
}
