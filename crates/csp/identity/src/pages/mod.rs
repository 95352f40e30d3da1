//! The pages: one file each, with its form, its handlers, its view and its samples.

mod account;
mod audit;
mod audit_words;
mod code;
mod demo;
mod form;
mod grant;
mod link_made;
mod password;
mod people;
mod person;
mod person_acts;
mod person_form;
mod recovery_codes;
mod samples;
mod seat_fill;
mod second_factor;
mod sign_in;
mod sign_out;
mod welcome;

use concordat_kernel::Problem;
use concordat_web::{
    NavItem, Reader, Route, ViewSample,
    conflict::ConflictPage,
    parts::{Colour, Csrf, Shell, Tag},
    samples_of,
};

use crate::{
    PersonState,
    model::{
        ACCOUNT_CHANGE, ACCOUNT_VIEW, AUDIT_VIEW, PERSON_ADD, PERSON_CHANGE, PERSON_DISABLE, PERSON_GRANT,
        PERSON_RESET, PERSON_SIGN_OUT, PERSON_VIEW, SEAT_FILL, SESSION_ADD, SESSION_END,
    },
    urls,
};

pub(crate) const NAV: &[NavItem] = &[
    NavItem { text: "People", href: urls::PEOPLE, action: PERSON_VIEW },
    NavItem { text: "Who did what", href: urls::AUDIT, action: AUDIT_VIEW },
];

/// Where a secret is asked for, the example is one that is refused: refusals leave an audit row too.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::SIGN_IN, SESSION_ADD, sign_in::show).open(),
        Route::post(urls::SIGN_IN, SESSION_ADD, sign_in::sign_in)
            .open()
            .example("email=nobody@merrowshire.example&password=three+quiet+herons"),
        Route::get(urls::CODE, ACCOUNT_VIEW, code::show).open(),
        Route::post(urls::CODE, SESSION_ADD, code::give).example("code=000000"),
        Route::post(urls::SIGN_OUT, SESSION_END, sign_out::here),
        Route::post(urls::DEMO_SIGN_IN, SESSION_ADD, demo::sign_in).open().example("person={person}"),
        Route::get(urls::WELCOME, SESSION_ADD, welcome::show).open(),
        Route::post(urls::WELCOME, ACCOUNT_CHANGE, welcome::set)
            .open()
            .example("password=three+quiet+herons&again=three+quiet+herons"),
        Route::get(urls::ACCOUNT, ACCOUNT_VIEW, account::show),
        Route::get(urls::PASSWORD, ACCOUNT_CHANGE, password::show),
        Route::post(urls::PASSWORD, ACCOUNT_CHANGE, password::change)
            .example("current={password}&password=three+quiet+herons&again=three+quiet+herons"),
        Route::get(urls::SECOND_FACTOR, ACCOUNT_CHANGE, second_factor::show),
        Route::post(urls::SECOND_FACTOR, ACCOUNT_CHANGE, second_factor::set_up)
            .example("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&code=000000"),
        Route::get(urls::RECOVERY_CODES, ACCOUNT_CHANGE, recovery_codes::show),
        Route::post(urls::RECOVERY_CODES, ACCOUNT_CHANGE, recovery_codes::make).example("current={password}"),
        Route::post(urls::SESSION_END, SESSION_END, sign_out::one),
        Route::post(urls::SESSIONS_END, SESSION_END, sign_out::everywhere),
        Route::get(urls::PEOPLE, PERSON_VIEW, people::show),
        Route::get(urls::PERSON_ADD, PERSON_ADD, person_form::new),
        Route::post(urls::PERSON_ADD, PERSON_ADD, person_form::add)
            .example("name=Wren+Marlow&email=wren.marlow@merrowshire.example&body="),
        Route::get(urls::PERSON, PERSON_VIEW, person::show),
        Route::get(urls::PERSON_CHANGE, PERSON_CHANGE, person_form::edit),
        Route::post(urls::PERSON_CHANGE, PERSON_CHANGE, person_form::change)
            .example("name=Wren+Marlow-Teal&email=wren.teal@merrowshire.example&body=&version=1"),
        Route::post(urls::PERSON_LINK, PERSON_RESET, link_made::make),
        Route::post(urls::PERSON_SIGN_OUT, PERSON_SIGN_OUT, person_acts::sign_out),
        Route::post(urls::PERSON_DISABLE, PERSON_DISABLE, person_acts::disable),
        Route::post(urls::PERSON_ENABLE, PERSON_DISABLE, person_acts::enable),
        Route::post(urls::PERSON_SECOND_FACTOR, PERSON_RESET, person_acts::remove_second_factor),
        Route::get(urls::PERSON_GRANT, PERSON_GRANT, grant::show),
        Route::post(urls::PERSON_GRANT, PERSON_GRANT, grant::give).example(
            "role=member&scope=&from-day=1&from-month=4&from-year=2026&until-day=&until-month=&until-year=",
        ),
        Route::post(urls::ROLE_END, PERSON_GRANT, person_acts::end_role),
        Route::get(concordat_partnership::urls::FILL_SEAT, SEAT_FILL, seat_fill::show),
        Route::post(concordat_partnership::urls::FILL_SEAT, SEAT_FILL, seat_fill::fill)
            .example("person={person}&deputy="),
        Route::get(urls::AUDIT, AUDIT_VIEW, audit::show),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    let drawn = [
        samples_of::<form::FormPage>()?,
        samples_of::<second_factor::SecondFactorPage>()?,
        samples_of::<recovery_codes::CodesPage>()?,
        samples_of::<account::AccountPage>()?,
        samples_of::<people::PeoplePage>()?,
        samples_of::<person::PersonPage>()?,
        samples_of::<link_made::LinkMadePage>()?,
        samples_of::<audit::AuditPage>()?,
        samples_of::<ConflictPage>()?,
    ];
    Ok(drawn.into_iter().flatten().collect())
}

fn state_tag(state: PersonState) -> Tag {
    match state {
        PersonState::Invited => Tag::new(Colour::Blue, "Invited"),
        PersonState::Active => Tag::new(Colour::Green, "Active"),
        PersonState::Disabled => Tag::new(Colour::Grey, "Disabled"),
    }
}

/// The shell while a session changes its token: nothing on it may carry the one that has just ended.
fn bare_shell(reader: &Reader, title: &str) -> Shell {
    let mut shell = reader.shell(title);
    shell.csrf = Csrf::default();
    shell.person = None;
    shell.nav.clear();
    shell
}

/// The shell of a sample.
fn sample_shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.nav = NAV.iter().map(|item| concordat_web::parts::NavItem::new(item.text, item.href)).collect();
    shell
}
