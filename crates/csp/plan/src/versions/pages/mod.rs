//! The pages of this theme.

mod export;
mod publish;
pub(crate) mod sheet;
mod standing;
mod version;
mod versions;

pub(crate) use standing::standing;

use concordat_kernel::Problem;
use concordat_web::{Route, ViewSample, samples_of};

use super::{store, urls};
use crate::pages::form::Form;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::VERSIONS, store::VIEW_VERSION, versions::show),
        Route::get(urls::PUBLISH, store::PUBLISH, publish::show),
        Route::post(urls::PUBLISH, store::PUBLISH, publish::save)
            .example("title=As+agreed&decision=Board%2C+14+July%2C+item+52"),
        Route::get(urls::VERSION, store::VIEW_VERSION, version::show),
        Route::get(urls::VERSION_PDF, store::EXPORT_VERSION, export::pdf),
        Route::get(urls::VERSION_XLSX, store::EXPORT_VERSION, export::xlsx),
        Route::get(urls::VERSION_DOCX, store::EXPORT_VERSION, export::docx),
        Route::get(urls::VERSION_JSON, store::EXPORT_VERSION, export::json),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    samples_of::<sheet::Sheet>()
}

/// The forms of this theme, as the gallery shows them.
pub(crate) fn forms() -> Vec<(&'static str, Form)> {
    [publish::samples()].into_iter().flatten().collect()
}
