//! Addresses of this slice.

use concordat_kernel::{Id, Kind as _, Ref};

use crate::{ingest::Ingest, notebook::Note, ranking::List};

pub(crate) const EVIDENCE: &str = "/records";
pub(crate) const FINDINGS: &str = "/records/findings";
pub(crate) const FINDINGS_PDF: &str = "/records/findings.pdf";
pub(crate) const FINDINGS_XLSX: &str = "/records/findings.xlsx";
pub(crate) const FINDINGS_JSON: &str = "/records/findings.json";
pub(crate) const WORKING: &str = "/records/working";
pub(crate) const INGEST: &str = "/records/ingests/{evidence_ingest}";
pub(crate) const RELEASES: &str = "/records/releases";
pub(crate) const TRANSPARENCY: &str = "/records/transparency.json";
pub(crate) const COMPARE: &str = "/records/compare";
pub(crate) const NOTEBOOK: &str = "/records/notebook";
pub(crate) const NOTEBOOK_PDF: &str = "/records/notebook.pdf";
pub(crate) const NOTEBOOK_XLSX: &str = "/records/notebook.xlsx";
pub(crate) const NOTE_NEW: &str = "/records/notebook/new";
pub(crate) const NOTE: &str = "/records/notebook/{evidence_note}";
pub(crate) const LISTS: &str = "/records/lists";
pub(crate) const LIST_NEW: &str = "/records/lists/new";
pub(crate) const LIST: &str = "/records/lists/{evidence_list}";
pub(crate) const LIST_ROW: &str = "/records/lists/{evidence_list}/row";
pub(crate) const LIST_XLSX: &str = "/records/lists/{evidence_list}/list.xlsx";

/// The page of an entry of the notebook.
pub(crate) fn note(id: Id<Note>) -> String {
    format!("/records/notebook/{id}")
}

/// The page of a list.
pub fn list(id: Id<List>) -> String {
    format!("/records/lists/{id}")
}

/// The page of a row of a list.
pub(crate) fn list_row(id: Id<List>, position: i64) -> String {
    format!("/records/lists/{id}/row?n={position}")
}

/// A list as a workbook.
pub(crate) fn list_xlsx(id: Id<List>) -> String {
    format!("/records/lists/{id}/list.xlsx")
}

/// The page of one entry of the ledger.
pub fn ingest(id: Id<Ingest>) -> String {
    format!("/records/ingests/{id}")
}

/// The page of a thing of this slice.
pub(crate) fn link(thing: &Ref) -> Option<String> {
    match thing.kind.as_ref() {
        Ingest::NAME => Some(format!("/records/ingests/{}", thing.id)),
        List::NAME => Some(format!("/records/lists/{}", thing.id)),
        _ => None,
    }
}
