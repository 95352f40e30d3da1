use axum::{
    extract::{FromRequest, FromRequestParts as _, Multipart, Request},
    http::StatusCode,
};
use concordat_kernel::Refusal;

use crate::{Answers, App, Failed, Reader, form::unreadable};

/// A file that came in with a form.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The name it had, without folders. For showing and for its ending, never for a path.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A form with at most one file, its token checked.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The other answers.
    pub answers: Answers,
    /// The file, when one was chosen.
    pub file: Option<UploadedFile>,
}

impl FromRequest<App> for Upload {
    type Rejection = Failed;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let reader = Reader::from_request_parts(&mut parts, app).await?;
        let mut form =
            Multipart::from_request(Request::from_parts(parts, body), app).await.map_err(unreadable)?;
        let (mut pairs, mut file) = (Vec::new(), None);
        let limit = app.config.upload_limit;
        let read = |error: axum::extract::multipart::MultipartError| -> Failed {
            if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
                let megabytes = limit / 1_000_000;
                Refusal::rule(format!(
                    "The file is larger than {megabytes} MB. Choose a smaller one, or ask whoever runs the machine to import it with `concordat plan import`."
                ))
                .into()
            } else {
                unreadable(error).into()
            }
        };
        while let Some(field) = form.next_field().await.map_err(read)? {
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(path) = field.file_name().map(str::to_owned) {
                let bytes = field.bytes().await.map_err(read)?.to_vec();
                let name = path.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(200).collect();
                if !path.is_empty() {
                    file = Some(UploadedFile { name, bytes });
                }
            } else {
                pairs.push((name, field.text().await.map_err(read)?));
            }
        }
        let answers = Answers::from_pairs(pairs);
        answers.check_token(&reader)?;
        Ok(Self { answers, file })
    }
}
