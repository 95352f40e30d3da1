use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use concordat_kernel::{Error, Problem, Refusal};

/// What a handler returns.
pub type Answer = Result<Response, Failed>;

/// An error on its way to becoming a page. Handlers use `?`; the page is drawn on the way out,
/// where the reader is known.
#[derive(Debug, Clone)]
pub struct Failed(pub(crate) Arc<Error>);

impl<E: Into<Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

impl Failed {
    /// The error.
    pub fn error(&self) -> &Error {
        &self.0
    }

    pub(crate) fn status(&self) -> StatusCode {
        match &*self.0 {
            Error::Refusal(Refusal::NotFound) => StatusCode::NOT_FOUND,
            Error::Refusal(Refusal::SignInFirst | Refusal::SecondFactorFirst) => StatusCode::SEE_OTHER,
            Error::Refusal(Refusal::Conflict) => StatusCode::CONFLICT,
            Error::Refusal(Refusal::Invalid { .. } | Refusal::Rule(_)) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Problem(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Sends the reader on after something was done.
pub fn redirect(to: impl AsRef<str>) -> Answer {
    Ok(Redirect::to(to.as_ref()).into_response())
}

/// A file to save. The name is ours, never the reader's.
///
/// # Errors
/// When the name cannot stand in a header.
pub fn download(name: &str, content_type: &'static str, bytes: Vec<u8>) -> Answer {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .map_err(|e| Problem::new("naming a download", e))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}
