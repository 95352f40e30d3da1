//! The chase list, and saying who is told when a lead stays silent.

mod further;
mod list;
mod samples;

pub(crate) use samples::all as samples;

use concordat_web::Route;

use super::{store, urls};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::CHASE, store::VIEW, list::show),
        Route::post(urls::SEND, store::SEND, list::send),
        Route::get(urls::FURTHER, store::CHANGE, further::show),
        Route::post(urls::FURTHER, store::CHANGE, further::save)
            .example("version=1&name=Ines+Farrow&email=ines.farrow%40merrowshire.example"),
    ]
}
