//! The pages of this theme.

mod claim;
mod claims;
mod comes_round;
mod decision;
mod exception;
mod exceptions;
mod further;
mod list;
mod raised;
mod remedy;
mod sections;
mod steps;
mod words;

pub(crate) use sections::sections;

use concordat_kernel::Problem;
use concordat_web::{Route, ViewSample, samples_of};

use super::{store, urls};
use crate::{pages::form::Form, store::CHANGE_ACTION, versions::sheet::Sheet};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::EXCEPTIONS, store::VIEW, exceptions::show),
        Route::post(urls::CHECK, store::RAISE, exceptions::check).example("now=yes"),
        Route::get(urls::CLAIMS, store::VIEW_CLAIM, claims::show),
        Route::get(urls::EXCEPTION, store::VIEW, exception::show),
        Route::get(urls::REMEDY, store::REMEDY, remedy::show),
        Route::post(urls::REMEDY, store::REMEDY, remedy::save)
            .example("version=1&remedy=Ask+again&remedy_by=The+chair&due-day=31&due-month=3&due-year=2099"),
        Route::get(urls::RAISE_FURTHER, store::RAISE_FURTHER, further::show),
        Route::post(urls::RAISE_FURTHER, store::RAISE_FURTHER, further::save)
            .example("version=1&because=Only+the+partnership+can+decide+it"),
        Route::get(urls::RAISED, store::VIEW_RAISED, raised::show),
        Route::get(urls::DECIDE_RAISED, store::DECIDE_RAISED, decision::show),
        Route::post(urls::DECIDE_RAISED, store::DECIDE_RAISED, decision::save)
            .example("version={raised_version}&decision=The+county+pays+for+one+year"),
        Route::get(urls::RESOLVE, store::RESOLVE, further::show_resolve),
        Route::post(urls::RESOLVE, store::RESOLVE, further::resolve).example("version=1&because=It+is+done"),
        Route::get(urls::CLAIM, store::DECIDE, claim::show),
        Route::post(urls::CLAIM, store::DECIDE, claim::decide)
            .example("version=1&verdict=returned&state=on-track&note=Send+the+report"),
        Route::get(urls::COMES_ROUND, CHANGE_ACTION, comes_round::show),
        Route::post(urls::COMES_ROUND, CHANGE_ACTION, comes_round::save).example("version=1&recurs=annual"),
        Route::post(urls::CONFIRM, CHANGE_ACTION, comes_round::confirm).example("goes_on=yes"),
        Route::get(urls::STAND_DOWN, CHANGE_ACTION, steps::show),
        Route::post(urls::STAND_DOWN, CHANGE_ACTION, steps::stand_down)
            .example("version=1&because=Nobody+asked+for+it"),
        Route::post(urls::STAND_UP, CHANGE_ACTION, steps::stand_up).example("version=2"),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    samples_of::<list::ListPage>()
}

/// The forms of this theme, as the gallery shows them.
pub(crate) fn forms() -> Vec<(&'static str, Form)> {
    [
        remedy::samples(),
        further::samples(),
        decision::samples(),
        claim::samples(),
        comes_round::samples(),
        steps::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The pages to read of this theme, as the gallery shows them.
pub(crate) fn sheets() -> Vec<(&'static str, Sheet)> {
    [exception::samples(), raised::samples(), sections::samples()].into_iter().flatten().collect()
}
