//! The pages of progress: for those who answer by a link, and for those who ask.

mod contacts;
mod dates;
mod enter;
pub(super) mod guest;
mod notes;
mod round;
mod round_new;
mod rounds;
mod samples;
mod updates;

pub(super) use updates::section;

use concordat_kernel::Problem;
pub(crate) use concordat_web::sheet;
use concordat_web::{Route, ViewSample, samples_from};

use super::{store, urls};

pub(super) fn routes() -> Vec<Route> {
    [officers(), guests()].concat()
}

fn officers() -> Vec<Route> {
    vec![
        Route::get(urls::CONTACTS, store::VIEW_CONTACTS, contacts::show),
        Route::get(urls::NEW_CONTACT, store::CHANGE_CONTACTS, contacts::show_new),
        Route::post(urls::NEW_CONTACT, store::CHANGE_CONTACTS, contacts::add)
            .example("lead=Probation+Service&name=Idris+Vale&email=idris.vale.new%40merrowshire.example"),
        Route::get(urls::EDIT_CONTACT, store::CHANGE_CONTACTS, contacts::show_edit),
        Route::post(urls::EDIT_CONTACT, store::CHANGE_CONTACTS, contacts::change)
            .example("version=1&plan={plan}&name=Idris+Vale&email=idris.vale.new%40merrowshire.example"),
        Route::post(urls::END_CONTACT, store::CHANGE_CONTACTS, contacts::end)
            .example("version=1&plan={plan}"),
        Route::get(urls::ROUNDS, store::VIEW_ROUND, rounds::show),
        Route::get(urls::ROUND, store::VIEW_ROUND, round::show),
        Route::get(urls::SEND_REQUEST, store::MAKE_PASS, round::show_send),
        Route::post(urls::SEND_REQUEST, store::MAKE_PASS, round::send)
            .example("name=Idris+Vale&email=idris.vale.new%40merrowshire.example"),
        Route::post(urls::PASS_LINK, store::MAKE_PASS, round::link),
        Route::post(urls::PASS_REVOKE, store::REVOKE_PASS, round::revoke),
        Route::get(urls::ENTER_UPDATE, store::ADD_UPDATE, enter::show),
        Route::post(urls::ENTER_UPDATE, store::ADD_UPDATE, enter::add)
            .example("lead=0&state=on-track&words=The+walks+were+held&given_by=Idris+Vale"),
        Route::get(urls::NOTES, store::VIEW_NOTES, notes::show),
        Route::post(urls::NOTES, store::ADD_NOTE, notes::add).example("text=Rang+twice"),
        Route::post(urls::CLOSE_ROUND, store::CLOSE_ROUND, round::close).example("version=1"),
        Route::get(urls::NEW_ROUND, store::OPEN_ROUND, round_new::show),
        Route::post(urls::NEW_ROUND, store::OPEN_ROUND, round_new::open),
        Route::get(urls::EVIDENCE, crate::store::VIEW_ACTION, updates::download),
    ]
}

/// Open: the secret of the link, not a session, says who may.
fn guests() -> Vec<Route> {
    vec![
        Route::get(urls::LINK, store::OPEN, guest::link).open(),
        Route::post(urls::START, store::START, guest::begin).example("link=none").open(),
        Route::get(urls::ANSWER, store::VIEW_REQUEST, guest::tasks).open(),
        Route::get(urls::ANSWER_ACTION, store::VIEW_REQUEST, guest::action).open(),
        Route::post(urls::ANSWER_ACTION, store::ANSWER, guest::save).example("state=on-track").open(),
        Route::get(urls::ANSWER_EVIDENCE, store::VIEW_REQUEST, guest::evidence).open(),
        Route::post(urls::ANSWER_EVIDENCE, store::ANSWER, guest::add_evidence)
            .upload()
            .example("title=Minutes")
            .example_file("minutes.txt", "The walks were held.")
            .open(),
        Route::get(urls::ANSWER_FILE, store::EXPORT_FILE, guest::evidence_file).open(),
        Route::post(urls::REMOVE_EVIDENCE, store::ANSWER, guest::remove_evidence)
            .example("evidence=none")
            .open(),
        Route::get(urls::CHECK, store::VIEW_REQUEST, guest::check).open(),
        Route::post(urls::CHECK, store::ANSWER, guest::send).example("form=none").open(),
        Route::get(urls::DONE, store::VIEW_REQUEST, guest::done).open(),
        Route::get(urls::HAND_ON, store::VIEW_REQUEST, guest::hand_on_form).open(),
        Route::post(urls::HAND_ON, store::HAND_ON, guest::hand_on).example("name=Idris+Vale").open(),
    ]
}

pub(super) fn views() -> Result<Vec<ViewSample>, Problem> {
    samples_from(samples::all())
}
