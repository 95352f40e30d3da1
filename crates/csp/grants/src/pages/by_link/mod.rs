//! The pages of links: for those who give them out, and for whoever comes by one.

mod links;
mod start;
mod visit;

use concordat_web::{Route, sheet::Sheet};

use crate::{
    actions::{ADD_CLAIM, COUNT},
    passes::{MAKE_PASS, OPEN, REVOKE_PASS, START, VIEW_PASSES, VIEW_VISIT, guest::Guest},
    urls,
};

/// The last ones are open: the secret of the link, not a session, says who may.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::PASSES, VIEW_PASSES, links::show),
        Route::get(urls::NEW_PASS, MAKE_PASS, links::new),
        Route::post(urls::NEW_PASS, MAKE_PASS, links::give)
            .example("name=Idris+Vale&email=idris.vale.new%40merrowshire.example"),
        Route::post(urls::PASS_LINK, MAKE_PASS, links::copy),
        Route::post(urls::STOP_PASS, REVOKE_PASS, links::stop),
        Route::get(urls::CLAIM_LINK, OPEN, start::link).open(),
        Route::post(urls::START_CLAIMING, START, start::begin).example("link=none").open(),
        Route::get(urls::CLAIMING, VIEW_VISIT, visit::show).open(),
        Route::get(urls::CLAIM_BY_LINK, VIEW_VISIT, visit::new).open(),
        Route::post(urls::CLAIM_BY_LINK, ADD_CLAIM, visit::claim)
            .example("amount=1&reference=7&on-day=1&on-month=9&on-year=2026")
            .open(),
        Route::get(urls::COUNT_BY_LINK, VIEW_VISIT, visit::counting).open(),
        Route::post(urls::COUNT_BY_LINK, COUNT, visit::count)
            .example("output=none&delivered=1&on-day=1&on-month=9&on-year=2026")
            .open(),
    ]
}

/// Every page of links, with invented content.
pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    [links::samples(), start::samples(), visit::samples()].concat()
}

/// A visit of somebody who claims.
type Visit = concordat_links::Visit<Guest>;
