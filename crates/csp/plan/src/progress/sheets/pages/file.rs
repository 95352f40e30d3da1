//! Taking a file in, and making one.

use concordat_kernel::{Error, Problem, Refusal, jiff::Timestamp};
use concordat_web::{Answer, Answers, Failed, Upload, UploadedFile, download};

use super::super::{model::Asked, write};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What is said beside the question when a file cannot be taken in: it is too large, or not one, or the form is
/// out of date.
pub(super) fn sentence(failed: &Failed) -> Option<&str> {
    match failed.error() {
        Error::Refusal(Refusal::Rule(sentence) | Refusal::Invalid { message: sentence, .. }) => {
            Some(sentence)
        }
        _ => None,
    }
}

/// The file that was chosen.
pub(super) fn chosen(upload: Upload) -> Result<(UploadedFile, Answers), Refusal> {
    match upload.file {
        Some(file) => Ok((file, upload.answers)),
        None => Err(Refusal::rule("Choose the spreadsheet with the answers.")),
    }
}

/// A lead's spreadsheet to save.
pub(super) async fn made(asked: Asked, now: Timestamp) -> Answer {
    let name = name(&asked.round, &asked.lead);
    let bytes = tokio::task::spawn_blocking(move || write::xlsx(&asked, now)).await;
    download(&name, XLSX, bytes.map_err(|e| Problem::new("writing a lead's spreadsheet", e))??)
}

/// `merrowshire-police-update-for-july-to-september-2026.xlsx`.
fn name(round: &str, lead: &str) -> String {
    let plain: Vec<String> = format!("{lead} {round}")
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let plain: String = plain.join("-").chars().take(90).collect();
    format!("{}.xlsx", if plain.is_empty() { "answers" } else { plain.trim_end_matches('-') })
}
