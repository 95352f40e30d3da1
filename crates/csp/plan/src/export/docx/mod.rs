//! The plan as a Word document.
//!
//! Written part by part rather than through a library, because the parts that partners and their
//! screen readers need (repeated header rows, real lists, language, title, cells merged down) are few
//! and plain, and the libraries at hand leave some of them out.

pub(crate) mod body;
mod parts;
pub(crate) mod xml;

use concordat_kernel::{Mark, Problem, jiff::Timestamp};

use super::package::pack;
use crate::{RecordedPlan, import::tidy, strategies::model::Money};

/// The plan as a Word document that partners can edit and send back; `money` is what was said of how certain it is.
///
/// # Errors
/// When the file cannot be packed.
pub fn docx(plan: &RecordedPlan, money: &Money, mark: Mark, made_at: Timestamp) -> Result<Vec<u8>, Problem> {
    bundle(&tidy(&plan.head.title), mark, made_at, body::document(plan, money))
}

/// A Word document around its text: properties, styles, lists, header and footer.
///
/// # Errors
/// When the file cannot be packed.
pub(crate) fn bundle(
    title: &str,
    mark: Mark,
    made_at: Timestamp,
    document: String,
) -> Result<Vec<u8>, Problem> {
    let parts = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_LINKS.to_owned()),
        ("docProps/core.xml", parts::properties(title, made_at)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_LINKS.to_owned()),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/numbering.xml", parts::NUMBERING.to_owned()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/header1.xml", parts::header(mark)),
        ("word/footer1.xml", parts::footer(title, mark)),
    ];
    pack(&parts.map(|(name, text)| (name.to_owned(), text)))
        .map_err(|error| Problem::new("packing a Word document", error))
}
