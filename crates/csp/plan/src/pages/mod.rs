//! The pages of the plan: each a form, its handlers, a typed view and its samples.

mod action;
mod actions;
mod due;
mod filter;
mod history;
mod plan;
mod plans;
mod samples;
mod staged;
mod words;

use axum::{http::StatusCode, response::IntoResponse as _};
use concordat_kernel::Problem;
use concordat_web::{
    Answer, Reader, Route, View, ViewSample, axum,
    parts::{NavItem, Shell},
    samples_of,
};

use crate::{store, urls};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::PLANS, store::VIEW, plans::show),
        Route::get(urls::PLAN, store::VIEW, plan::show),
        Route::get(urls::ACTIONS, store::VIEW, actions::show),
        Route::get(urls::ACTION, store::VIEW_ACTION, action::show),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    Ok([
        samples_of::<plans::Plans>()?,
        samples_of::<plan::PlanPage>()?,
        samples_of::<actions::Actions>()?,
        samples_of::<action::ActionPage>()?,
    ]
    .concat())
}

/// The shell of a page of the plan: every one belongs under "Plan" in the navigation, whatever its address.
fn shell(reader: &Reader, title: impl Into<String>) -> Shell {
    let mut shell = reader.shell(title);
    shell.nav = shell
        .nav
        .into_iter()
        .map(|item| if item.href == urls::PLANS { NavItem::current(item) } else { item })
        .collect();
    shell
}

/// A page that shows what must be put right.
fn refused(view: &impl View) -> Answer {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, concordat_web::page(view)?).into_response())
}
