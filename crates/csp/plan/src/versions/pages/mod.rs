//! The pages of this theme.

mod action;
mod agreement;
mod chapter;
mod choose;
mod comment;
mod compare;
mod dates;
mod decide;
mod descent;
mod export;
mod feedback;
mod guest;
mod guests;
mod proposals;
mod propose;
mod publish;
mod refresh;
pub(crate) mod sheet;
mod standing;
mod version;
mod versions;
mod waits;

pub(crate) use action::{action_sections, because};
pub(crate) use agreement::sample as sample_agreement;
pub(crate) use proposals::title as proposal_title;
pub(crate) use standing::standing;
pub(crate) use waits::waits_for;

use concordat_kernel::Problem;
use concordat_web::{Route, ViewSample, samples_of};

use super::{store, urls};
use crate::{pages::form::Form, store::CHANGE};

pub(crate) fn routes() -> Vec<Route> {
    [versions_and_feedback(), guests_of_feedback(), proposals_and_refresh(), agreements()].concat()
}

fn versions_and_feedback() -> Vec<Route> {
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
        Route::get(urls::COMPARE, store::VIEW_VERSION, compare::show),
        Route::get(urls::FEEDBACK, store::VIEW_COMMENT, feedback::show),
        Route::get(urls::OPEN_FEEDBACK, store::OPEN_FEEDBACK, comment::show_open),
        Route::post(urls::OPEN_FEEDBACK, store::OPEN_FEEDBACK, comment::open)
            .example("closes_on-day=31&closes_on-month=7&closes_on-year=2099"),
        Route::get(urls::COMMENT, store::ADD_COMMENT, comment::show_comment),
        Route::post(urls::COMMENT, store::ADD_COMMENT, comment::comment).example("text=Walk+in+winter+too"),
        Route::get(urls::RECORD_COMMENT, store::RECORD_COMMENT, comment::show_record),
        Route::post(urls::RECORD_COMMENT, store::RECORD_COMMENT, comment::record).example(
            "said_by=Clerk%2C+Nether+Ashing&received_on-day=1&received_on-month=6&received_on-year=2025&text=Light+it",
        ),
        Route::get(urls::ANSWER, store::ANSWER_COMMENT, comment::show_answer),
        Route::post(urls::ANSWER, store::ANSWER_COMMENT, comment::answer)
            .example("version=1&answer=decline&reason=Another+group+does+it"),
    ]
}

/// The last ones are open: the secret of the link, not a session, says who may.
fn guests_of_feedback() -> Vec<Route> {
    vec![
        Route::get(urls::GUESTS, store::VIEW_GUESTS, guests::show),
        Route::get(urls::NEW_GUEST, store::MAKE_GUEST, guests::show_new),
        Route::post(urls::NEW_GUEST, store::MAKE_GUEST, guests::invite).example(
            "name=Idris+Vale&organisation=Ashing+Youth+Forum&email=idris.vale.new%40merrowshire.example",
        ),
        Route::post(urls::GUEST_LINK, store::MAKE_GUEST, guests::link),
        Route::post(urls::GUEST_STOP, store::STOP_GUEST, guests::stop),
        Route::get(urls::LINK, store::OPEN_INVITATION, guest::link).open(),
        Route::post(urls::START, store::START_INVITATION, guest::begin).example("link=none").open(),
        Route::get(urls::COMMENTING, store::VIEW_INVITATION, guest::list).open(),
        Route::get(urls::COMMENT_PLAN, store::VIEW_INVITATION, guest::show_plan).open(),
        Route::post(urls::COMMENT_PLAN, store::COMMENT_AS_GUEST, guest::say_of_plan)
            .example("version=0&text=Walk+in+winter+too")
            .open(),
        Route::get(urls::COMMENT_ACTION, store::VIEW_INVITATION, guest::show_action).open(),
        Route::post(urls::COMMENT_ACTION, store::COMMENT_AS_GUEST, guest::say_of_action)
            .example("version=0&text=Walk+in+winter+too")
            .open(),
    ]
}

fn proposals_and_refresh() -> Vec<Route> {
    vec![
        Route::get(urls::PROPOSALS, store::VIEW_PROPOSAL, proposals::list),
        Route::get(urls::PROPOSE_ADD, store::ADD_PROPOSAL, propose::show_add),
        Route::post(urls::PROPOSE_ADD, store::ADD_PROPOSAL, propose::add).example(
            "priority={priority_of_plan}&objective=Light+the+station+path&why=Nobody+walks+there&rows=1&row-1-when=March+2027",
        ),
        Route::get(urls::PROPOSE_CHANGE, store::ADD_PROPOSAL, propose::show_change),
        Route::post(urls::PROPOSE_CHANGE, store::ADD_PROPOSAL, propose::change)
            .example("number=96.1&objective=Light+both+parks&why=The+same+people+walk+in+both&rows=1"),
        Route::get(urls::PROPOSE_WITHDRAW, store::ADD_PROPOSAL, propose::show_withdraw),
        Route::post(urls::PROPOSE_WITHDRAW, store::ADD_PROPOSAL, propose::withdraw)
            .example("why=Another+group+does+it"),
        Route::get(urls::PROPOSE_MOVE, store::ADD_PROPOSAL, propose::show_move),
        Route::post(urls::PROPOSE_MOVE, store::ADD_PROPOSAL, propose::relocate)
            .example("priority={priority_of_action}&number=95.1&why=It+belongs+there"),
        Route::get(urls::PROPOSAL, store::VIEW_PROPOSAL, proposals::show),
        Route::get(urls::DECIDE, store::DECIDE, decide::show),
        Route::post(urls::DECIDE, store::DECIDE, decide::save)
            .example("version=1&verdict=accept&number=94.1&reason=It+is+needed&decision=Board%2C+item+9"),
        Route::post(urls::TAKE_BACK, store::TAKE_BACK, proposals::take_back).example("version=1"),
        Route::get(urls::REFRESH, store::ADD_PLAN, refresh::show),
        Route::post(urls::REFRESH, store::ADD_PLAN, refresh::save)
            .example("title=Next+plan&period_from=April+2097&period_to=March+2098&carry=suggested"),
        Route::get(urls::DESCENT, CHANGE, descent::show),
        Route::post(urls::DESCENT, CHANGE, descent::save).example("from=&shown=yes"),
    ]
}

fn agreements() -> Vec<Route> {
    vec![
        Route::get(urls::AGREEMENTS, store::VIEW_AGREEMENT, agreement::list),
        Route::get(urls::NEW_AGREEMENT, store::ADD_AGREEMENT, chapter::show_new),
        Route::post(urls::NEW_AGREEMENT, store::ADD_AGREEMENT, chapter::add).example("title=Our+agreement"),
        Route::get(urls::AGREEMENT, store::VIEW_AGREEMENT, agreement::show),
        Route::get(urls::AGREEMENT_PDF, store::EXPORT_AGREEMENT, agreement::pdf),
        Route::get(urls::NEW_CHAPTER, store::CHANGE_AGREEMENT, chapter::show_add),
        Route::post(urls::NEW_CHAPTER, store::CHANGE_AGREEMENT, chapter::add_chapter)
            .example("kind=appendix&title=Glossary&draft=What+words+mean"),
        Route::get(urls::EDIT_CHAPTER, store::CHANGE_AGREEMENT, chapter::show_edit),
        Route::post(urls::EDIT_CHAPTER, store::CHANGE_AGREEMENT, chapter::edit)
            .example("version=1&title=Who+we+are&draft=Seven+bodies"),
        Route::get(urls::PUBLISH_CHAPTER, store::PUBLISH_CHAPTER, chapter::show_publish),
        Route::post(urls::PUBLISH_CHAPTER, store::PUBLISH_CHAPTER, chapter::publish)
            .example("version=1&changed=First+version&decision=Board%2C+item+9"),
        Route::get(urls::CHAPTER_VERSION, store::VIEW_AGREEMENT, agreement::edition),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    samples_of::<sheet::Sheet>()
}

/// The pages that bring guests in or are for them, as the gallery shows them.
pub(crate) fn guest_sheets() -> Vec<(&'static str, crate::progress::pages::sheet::Sheet)> {
    [guests::samples(), guest::samples()].concat()
}

/// The forms of this theme, as the gallery shows them.
pub(crate) fn forms() -> Vec<(&'static str, Form)> {
    [
        publish::samples(),
        comment::samples(),
        propose::samples(),
        decide::samples(),
        refresh::samples(),
        descent::samples(),
        chapter::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
