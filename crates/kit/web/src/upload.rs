use axum::extract::{FromRequest, FromRequestParts as _, Multipart, Request};
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
        let limit = app.config.upload_limit;
        let (mut pairs, mut file, mut total) = (Vec::new(), None, 0_usize);
        while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let path = field.file_name().map(str::to_owned);
            let mut bytes = Vec::new();
            // A field weighs something even when it is empty: millions of them are too much as well.
            total = total.saturating_add(name.len()).saturating_add(EMPTY_FIELD);
            // Counted as it comes, so that what is too large is never held.
            while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
                total = total.saturating_add(chunk.len());
                if total > limit.saturating_add(ANSWERS_LIMIT) {
                    return Err(too_large(limit).into());
                }
                bytes.extend_from_slice(&chunk);
            }
            if total > limit.saturating_add(ANSWERS_LIMIT) {
                return Err(too_large(limit).into());
            }
            match path {
                Some(_) if bytes.len() > limit => return Err(too_large(limit).into()),
                Some(path) if !path.is_empty() => {
                    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
                    let name = name.chars().filter(|c| !c.is_control()).take(200).collect();
                    file = Some(UploadedFile { name, bytes });
                }
                Some(_) => {}
                None => pairs.push((name, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        let answers = Answers::from_pairs(pairs);
        answers.check_token(&reader)?;
        Ok(Self { answers, file })
    }
}

/// What the answers beside the file may weigh together, in bytes.
const ANSWERS_LIMIT: usize = 1_000_000;
/// What a field counts for besides what it holds, in bytes.
const EMPTY_FIELD: usize = 100;

fn too_large(limit: usize) -> Refusal {
    Refusal::rule(format!(
        "The file is larger than {} MB. Choose a smaller one, or ask whoever runs the machine to import it with `concordat plan import`.",
        limit / 1_000_000
    ))
}
