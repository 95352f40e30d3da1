//! The pages of this theme.

mod choose;
mod clause;
mod compare;
mod editions;
mod holidays;
mod index;
mod office;
mod samples;
mod sharing;
pub(crate) mod sheet;
mod spoken_for;
mod succession;
mod terms;

use concordat_access::Ctx;
use concordat_kernel::Result;
use concordat_store::Store;
use concordat_web::{Route, Waiting};

use super::{
    store::{
        self, AGREE_TERMS, APPOINT, CHANGE_HOLIDAYS, CHANGE_SHARING, CHANGE_TERMS, VIEW_HOLIDAYS,
        VIEW_SHARING, VIEW_TERMS, Waits,
    },
    urls,
};
use crate::{
    actions::{CHANGE_BODY, FILL_SEAT},
    pages::form::FormPage,
    terms::{Due, What},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::INDEX, VIEW_TERMS, index::show),
        Route::get(urls::DRAFT, CHANGE_TERMS, editions::new),
        Route::post(urls::DRAFT, CHANGE_TERMS, editions::begin).example("title=Terms+of+reference+2099"),
        Route::get(urls::TERMS, VIEW_TERMS, terms::show),
        Route::get(urls::COMPARE, VIEW_TERMS, compare::show),
        Route::get(urls::AGREE, AGREE_TERMS, editions::ask),
        Route::post(urls::AGREE, AGREE_TERMS, editions::save)
            .example("title=Terms+2099&on-day=1&on-month=4&on-year=2099&by=Meeting+of+March"),
        Route::get(urls::CHOOSE, CHANGE_TERMS, choose::show),
        Route::get(urls::NEW_CLAUSE, CHANGE_TERMS, clause::new),
        Route::post(urls::NEW_CLAUSE, CHANGE_TERMS, clause::add).example(
            "subject=quorum&number=7&heading=Quorum&text=Four+bodies.&choice=organisations&amount=4&after=",
        ),
        Route::get(urls::CLAUSE, CHANGE_TERMS, clause::edit),
        Route::post(urls::CLAUSE, CHANGE_TERMS, clause::change)
            .example("subject=text&number=1&heading=Name&text=The+group+has+a+name.&version=1"),
        Route::get(urls::REMOVE_CLAUSE, CHANGE_TERMS, clause::ask),
        Route::post(urls::REMOVE_CLAUSE, CHANGE_TERMS, clause::remove),
        Route::get(urls::APPOINT, APPOINT, office::show),
        Route::post(urls::APPOINT, APPOINT, office::save)
            .example("office=vice-chair&holder=Chief+fire+officer&since-day=1&since-month=4&since-year=2099"),
        Route::get(urls::SHARING, VIEW_SHARING, sharing::show),
        Route::get(urls::NEW_SHARING, CHANGE_SHARING, sharing::new),
        Route::post(urls::NEW_SHARING, CHANGE_SHARING, sharing::add).example(
            "name=Merrowshire+sharing&edition=2099&issued_on-day=1&issued_on-month=4&issued_on-year=2099",
        ),
        Route::get(urls::SIGN, CHANGE_SHARING, sharing::ask),
        Route::post(urls::SIGN, CHANGE_SHARING, sharing::save)
            .example("body={newcomer}&on-day=1&on-month=6&on-year=2024"),
        Route::get(urls::HOLIDAYS, VIEW_HOLIDAYS, holidays::show),
        Route::get(urls::NEW_HOLIDAY, CHANGE_HOLIDAYS, holidays::new),
        Route::post(urls::NEW_HOLIDAY, CHANGE_HOLIDAYS, holidays::add)
            .example("day-day=1&day-month=6&day-year=2099&name=County+day&one_off=yes"),
        Route::get(urls::REMOVE_HOLIDAY, CHANGE_HOLIDAYS, holidays::ask),
        Route::post(urls::REMOVE_HOLIDAY, CHANGE_HOLIDAYS, holidays::remove),
        Route::get(urls::SPEAKS_FOR, FILL_SEAT, spoken_for::show),
        Route::post(urls::SPEAKS_FOR, FILL_SEAT, spoken_for::save).example("bodies={newcomer}"),
        Route::get(urls::TAKE_OVER, CHANGE_BODY, succession::show),
        Route::post(urls::TAKE_OVER, CHANGE_BODY, succession::save)
            .example("body={newcomer}&on-day=1&on-month=4&on-year=2099"),
    ]
}

/// The samples of forms, for the page that every form stands on.
pub(crate) fn form_samples() -> Vec<(&'static str, FormPage)> {
    [
        editions::samples(),
        clause::samples(),
        office::samples(),
        succession::samples(),
        spoken_for::samples(),
        sharing::form_samples(),
        holidays::form_samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is due of terms, offices and signatures, for the home page.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    let today = ctx.clock.today();
    let told = |waits| match waits {
        Waits::Review(group, on) => Waiting {
            text: index::told(&Due { what: What::Review, on }, today),
            href: urls::index(group.id),
            heading: group.name,
        },
        Waits::Appointment(group, office, on) => Waiting {
            text: index::told(&Due { what: What::Appointment(office), on }, today),
            href: urls::index(group.id),
            heading: group.name,
        },
        Waits::Unsigned(version, missing) => Waiting {
            text: match missing {
                1 => format!("1 body has not signed {}", version.edition),
                n => format!("{n} bodies have not signed {}", version.edition),
            },
            heading: version.name,
            href: urls::SHARING.to_owned(),
        },
    };
    Ok(store::waits_for(store, ctx).await?.into_iter().map(told).collect())
}
