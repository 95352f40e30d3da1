//! The pages of a lead's spreadsheet: for officers, and for whoever answers by a link.

mod difference;
mod file;
mod guest;
mod office;
pub(crate) mod samples;

use concordat_web::Route;

use super::{store, urls};

/// A spreadsheet as the walking tests send it: without the mark, so the lead is chosen beside it.
const EXAMPLE: &str = "No.,State,What happened\n1.1,On track,Walked the streets twice\n";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::SHEET, store::EXPORT, office::download),
        Route::get(urls::REPLIES, store::VIEW, office::show),
        Route::post(urls::REPLIES, store::ADD, office::upload)
            .upload()
            .example("request={plan_request}")
            .example_file("answers.csv", EXAMPLE),
        Route::get(urls::REPLY, store::VIEW, office::look),
        Route::post(urls::USE, store::USE, office::put_to_use)
            .example("version=1&given_by=Alex+Marlow&any=yes"),
        Route::post(urls::DISCARD, store::SET_ASIDE, office::discard).example("version=1"),
        Route::get(urls::GUEST, store::VIEW, guest::show).open(),
        Route::get(urls::GUEST_SHEET, store::EXPORT, guest::download).open(),
        Route::post(urls::GUEST, store::ADD, guest::upload)
            .open()
            .upload()
            .example_file("answers.csv", EXAMPLE),
        Route::get(urls::GUEST_REPLY, store::VIEW, guest::look).open(),
        Route::post(urls::GUEST_USE, store::USE, guest::put_to_use).open().example("version=1"),
        Route::post(urls::GUEST_DISCARD, store::SET_ASIDE, guest::discard).open().example("version=1"),
    ]
}
