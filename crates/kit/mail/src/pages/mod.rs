//! The pages: one file each, with its handlers, its view and its samples.

mod letter;
mod letters;
mod samples;
mod settle;
mod words;

use concordat_kernel::Problem;
use concordat_web::{
    NavItem, Route, ViewSample,
    parts::{Colour, Html, Tag},
    samples_of,
};

use crate::{
    Delivery, State,
    model::{LETTER_SETTLE, LETTER_VIEW},
    urls,
};

/// What became of the newest of these letters, in a word: to show beside whoever it went to.
pub fn newest(letters: &[Delivery]) -> Html {
    match letters.first() {
        None => "None".into(),
        Some(last) if last.undelivered() => Tag::new(Colour::Red, last.state.title()).into(),
        Some(last) => last.state.title().into(),
    }
}

pub(crate) const NAV: &[NavItem] = &[NavItem { text: "Mail", href: urls::MAIL, action: LETTER_VIEW }];

pub(crate) fn routes() -> Vec<Route> {
    const REASON: &str = "because=They+rang+about+it";
    vec![
        Route::get(urls::MAIL, LETTER_VIEW, letters::show),
        Route::get(urls::LETTER, LETTER_VIEW, letter::show),
        Route::get(urls::ARRIVED, LETTER_SETTLE, settle::ask_arrived),
        Route::post(urls::ARRIVED, LETTER_SETTLE, settle::arrived).example(REASON),
        Route::get(urls::AGAIN, LETTER_SETTLE, settle::ask_again),
        Route::post(urls::AGAIN, LETTER_SETTLE, settle::again).example(REASON),
        Route::get(urls::NOT_NEEDED, LETTER_SETTLE, settle::ask_not_needed),
        Route::post(urls::NOT_NEEDED, LETTER_SETTLE, settle::not_needed).example(REASON),
        Route::get(urls::CAME_BACK, LETTER_SETTLE, settle::ask_came_back),
        Route::post(urls::CAME_BACK, LETTER_SETTLE, settle::came_back).example(REASON),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    let drawn = [
        samples_of::<letters::LettersPage>()?,
        samples_of::<letter::LetterPage>()?,
        samples_of::<settle::SettlePage>()?,
    ];
    Ok(drawn.into_iter().flatten().collect())
}

fn state_tag(state: State) -> Tag {
    let colour = match state {
        State::Waiting | State::Cancelled => Colour::Grey,
        State::Claimed | State::Handed => Colour::Blue,
        State::Sent => Colour::Green,
        State::InDoubt => Colour::Orange,
        State::Refused => Colour::Red,
    };
    Tag::new(colour, state.title())
}
