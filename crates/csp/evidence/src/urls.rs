//! Addresses of this slice.

use concordat_kernel::{Id, Kind as _, Ref};

use crate::ingest::Ingest;

pub(crate) const EVIDENCE: &str = "/records";
pub(crate) const FINDINGS: &str = "/records/findings";
pub(crate) const FINDINGS_PDF: &str = "/records/findings.pdf";
pub(crate) const FINDINGS_XLSX: &str = "/records/findings.xlsx";
pub(crate) const FINDINGS_JSON: &str = "/records/findings.json";
pub(crate) const WORKING: &str = "/records/working";
pub(crate) const INGEST: &str = "/records/ingests/{evidence_ingest}";

/// The page of one entry of the ledger.
pub fn ingest(id: Id<Ingest>) -> String {
    format!("/records/ingests/{id}")
}

/// The page of a thing of this slice.
pub(crate) fn link(thing: &Ref) -> Option<String> {
    (thing.kind == Ingest::NAME).then(|| format!("/records/ingests/{}", thing.id))
}
