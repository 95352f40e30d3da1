//! The pages: one file each, with its handlers, its view and its samples.

mod evidence;
mod findings;
mod ingest;
pub(crate) mod samples;
mod working;

use concordat_kernel::{Month, Problem};
use concordat_web::{NavItem, Route, ViewSample, samples_of};

use crate::{
    actions::{EXPORT_FINDING, LOOK_BEHIND, VIEW_FINDING, VIEW_INGEST},
    urls,
};

pub(crate) const NAV: &[NavItem] = &[NavItem { text: "Evidence", href: urls::EVIDENCE, action: VIEW_INGEST }];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::EVIDENCE, VIEW_INGEST, evidence::show),
        Route::get(urls::INGEST, VIEW_INGEST, ingest::show),
        Route::get(urls::FINDINGS, VIEW_FINDING, findings::show),
        Route::get(urls::FINDINGS_PDF, EXPORT_FINDING, findings::pdf),
        Route::get(urls::FINDINGS_XLSX, EXPORT_FINDING, findings::xlsx),
        Route::get(urls::FINDINGS_JSON, EXPORT_FINDING, findings::json),
        Route::get(urls::WORKING, LOOK_BEHIND, working::show),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    let drawn = [
        samples_of::<evidence::EvidencePage>()?,
        samples_of::<ingest::IngestPage>()?,
        samples_of::<findings::FindingsPage>()?,
        samples_of::<working::WorkingPage>()?,
    ];
    Ok(drawn.into_iter().flatten().collect())
}

/// `October 2018`.
pub(crate) fn month_words(month: Month) -> String {
    format!("{} {}", month.name(), month.year())
}
