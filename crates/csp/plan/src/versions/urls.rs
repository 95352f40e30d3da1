//! Where the pages of this theme are.

use concordat_kernel::{Id, Kind as _, Ref};

use super::Version;
use crate::Plan;

/// The versions of a plan, and where it stands.
pub const VERSIONS: &str = "/plans/{plan}/versions";
/// Publishing a version.
pub const PUBLISH: &str = "/plans/{plan}/versions/publish";
/// A version.
pub const VERSION: &str = "/versions/{plan_version}";
/// A version as PDF.
pub const VERSION_PDF: &str = "/versions/{plan_version}/export.pdf";
/// A version as a workbook.
pub const VERSION_XLSX: &str = "/versions/{plan_version}/export.xlsx";
/// A version as a Word document.
pub const VERSION_DOCX: &str = "/versions/{plan_version}/export.docx";
/// A version as JSON.
pub const VERSION_JSON: &str = "/versions/{plan_version}/export.json";

/// The versions of a plan.
pub fn versions(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/versions")
}

/// The form that publishes a version.
pub fn publish(plan: Id<Plan>) -> String {
    format!("/plans/{plan}/versions/publish")
}

/// The page of a version.
pub fn version(id: Id<Version>) -> String {
    format!("/versions/{id}")
}

/// A version as a file.
pub fn export(id: Id<Version>, extension: &str) -> String {
    format!("/versions/{id}/export.{extension}")
}

/// The page of a thing of this theme.
pub fn link(thing: &Ref) -> Option<String> {
    match thing.kind.as_ref() {
        Version::NAME => Some(version(Id::from_uuid(thing.id))),
        _ => None,
    }
}
