//! The pages: one file each, with its handlers, its view and its samples.

mod compare;
mod evidence;
mod findings;
mod ingest;
mod list;
mod lists;
mod notebook;
mod releases;
pub(crate) mod samples;
mod working;

use concordat_kernel::{Month, Problem};
use concordat_web::{NavItem, Route, ViewSample, samples_of};

use crate::{
    actions::{
        DECIDE_LIST, EXPORT_FINDING, LOOK_BEHIND, MAKE_LIST, TAKE_LIST, VIEW_FINDING, VIEW_INGEST, VIEW_LIST,
        VIEW_NOTES, WRITE_NOTES,
    },
    urls,
};

pub(crate) const NAV: &[NavItem] = &[NavItem { text: "Evidence", href: urls::EVIDENCE, action: VIEW_INGEST }];

/// What the form that makes a list sends, for tests that walk the routes.
const NEW_LIST: &str = "purpose=Choose+whose+cases+the+next+tasking+meeting+looks+at&basis=Law+enforcement+purposes%2C+Data+Protection+Act+2018+section+31&owner=Detective+Inspector&expires=14&lens=all&rows=5";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::EVIDENCE, VIEW_INGEST, evidence::show),
        Route::get(urls::INGEST, VIEW_INGEST, ingest::show),
        Route::get(urls::FINDINGS, VIEW_FINDING, findings::show),
        Route::get(urls::FINDINGS_PDF, EXPORT_FINDING, findings::pdf),
        Route::get(urls::FINDINGS_XLSX, EXPORT_FINDING, findings::xlsx),
        Route::get(urls::FINDINGS_JSON, EXPORT_FINDING, findings::json),
        Route::get(urls::WORKING, LOOK_BEHIND, working::show),
        Route::get(urls::COMPARE, VIEW_FINDING, compare::show),
        Route::get(urls::NOTEBOOK, VIEW_NOTES, notebook::show),
        Route::get(urls::NOTEBOOK_PDF, EXPORT_FINDING, notebook::pdf),
        Route::get(urls::NOTEBOOK_XLSX, EXPORT_FINDING, notebook::xlsx),
        Route::get(urls::NOTE_NEW, WRITE_NOTES, notebook::ask),
        Route::post(urls::NOTE_NEW, WRITE_NOTES, notebook::add)
            .example("heading=What+victims+say&words=They+wait+too+long+for+an+answer."),
        Route::get(urls::NOTE, WRITE_NOTES, notebook::edit),
        Route::post(urls::NOTE, WRITE_NOTES, notebook::save)
            .example("version=1&heading=What+victims+told+us&words=They+wait+too+long.&position=1"),
        Route::get(urls::RELEASES, EXPORT_FINDING, releases::show),
        Route::get(urls::TRANSPARENCY, VIEW_FINDING, list::transparency),
        Route::get(urls::LISTS, VIEW_LIST, lists::show),
        Route::get(urls::LIST_NEW, MAKE_LIST, lists::ask),
        Route::post(urls::LIST_NEW, MAKE_LIST, lists::make).example(NEW_LIST),
        Route::get(urls::LIST, VIEW_LIST, list::show),
        Route::get(urls::LIST_ROW, VIEW_LIST, list::row),
        Route::post(urls::LIST_ROW, DECIDE_LIST, list::decide)
            .example("position=1&verdict=leave&reason=Under+way+already"),
        Route::get(urls::LIST_XLSX, TAKE_LIST, list::xlsx),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    let drawn = [
        samples_of::<evidence::EvidencePage>()?,
        samples_of::<ingest::IngestPage>()?,
        samples_of::<findings::FindingsPage>()?,
        samples_of::<working::WorkingPage>()?,
        samples_of::<compare::ComparePage>()?,
        samples_of::<notebook::NotebookPage>()?,
        samples_of::<releases::ReleasesPage>()?,
        samples_of::<lists::ListsPage>()?,
        samples_of::<lists::ListForm>()?,
        samples_of::<list::ListPage>()?,
    ];
    Ok(drawn.into_iter().flatten().collect())
}

/// Whether a reader sees how many rows a file has. A file is often a month, and its number of rows would tell what a number hidden in a
/// finding hides; so it is for those who may look behind findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// They are shown.
    Open,
    /// They are kept back.
    Kept,
}

impl Counts {
    /// What is said instead of a number.
    const WORDS: &str = "for those only who may look at the rows behind a finding";

    fn for_reader(reader: &concordat_web::Reader) -> Self {
        if reader.may(LOOK_BEHIND, &crate::actions::findings()) { Self::Open } else { Self::Kept }
    }
}

/// `October 2018`.
pub(crate) fn month_words(month: Month) -> String {
    format!("{} {}", month.name(), month.year())
}
