//! The pages of the plan: each a form, its handlers, a typed view and its samples.

pub(crate) mod action;
mod action_edit;
pub(crate) mod action_form;
mod action_move;
mod actions;
pub(crate) mod conflict;
mod due;
pub(crate) mod export;
mod filter;
pub(crate) mod form;
pub(crate) mod history;
mod import;
mod plan;
pub(crate) mod plan_edit;
pub(crate) mod plans;
mod priority;
mod priority_edit;
pub(crate) mod samples;
mod staged;
mod staged_choices;
mod staged_effects;
mod staged_oddities;
#[cfg(test)]
pub(crate) mod stories;
mod waits;
mod withdraw;
pub(crate) mod words;

pub(crate) use waits::waits_for;

use axum::{http::StatusCode, response::IntoResponse as _};
use concordat_kernel::{Mark, Problem, jiff::Timestamp};
use concordat_web::{
    Answer, PaperSample, Reader, Route, View, ViewSample, axum,
    parts::{Html, NavItem, Shell},
    samples_of,
};

use crate::{store, urls};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::PLANS, store::VIEW, plans::show),
        Route::get(urls::IMPORT, store::IMPORT, import::show),
        Route::post(urls::IMPORT, store::IMPORT, import::stage)
            .upload()
            .example_file("plan.csv", "No.,Objective,Actions,Measures,Timescale,Lead\n1.1,Light the park,Ask residents,Lamps lit,March 2027,Merrowshire Police\n"),
        Route::get(urls::PLAN, store::VIEW, plan::show),
        Route::get(urls::EXPORT_PDF, store::EXPORT, export::pdf),
        Route::get(urls::EXPORT_XLSX, store::EXPORT, export::xlsx),
        Route::get(urls::EXPORT_DOCX, store::EXPORT, export::docx),
        Route::get(urls::EXPORT_JSON, store::EXPORT, export::json),
        Route::get(urls::ACTIONS, store::VIEW, actions::show),
        Route::get(urls::EDIT_PLAN, store::CHANGE, plan_edit::show),
        Route::post(urls::EDIT_PLAN, store::CHANGE, plan_edit::save)
            .example("version=1&title=Merrowshire+plan&period_from=April+2026&period_to=March+2027"),
        Route::get(urls::PRIORITY, store::VIEW, priority::show),
        Route::get(urls::EDIT_PRIORITY, store::CHANGE, priority_edit::show),
        Route::post(urls::EDIT_PRIORITY, store::CHANGE, priority_edit::save)
            .example("version=1&title=Safer+places&leads=Superintendent%2C+Merrowshire+Police"),
        Route::get(urls::NEW_ACTION, store::ADD_ACTION, action_edit::show_new),
        Route::post(urls::NEW_ACTION, store::ADD_ACTION, action_edit::add).example(
            "priority={plan_priority}&number=98.1&objective=Light+the+station+path&state=no-update&rows=1&row-1-when=March+2027",
        ),
        Route::get(urls::ACTION, store::VIEW_ACTION, action::show),
        Route::get(urls::EDIT_ACTION, store::CHANGE_ACTION, action_edit::show),
        Route::post(urls::EDIT_ACTION, store::CHANGE_ACTION, action_edit::save)
            .example("version=1&number=99.1&objective=Light+the+park&state=on-track&rows=1&row-1-steps=Ask+residents"),
        Route::get(urls::MOVE_ACTION, store::CHANGE_ACTION, action_move::show),
        Route::post(urls::MOVE_ACTION, store::CHANGE_ACTION, action_move::save)
            .example("version=1&priority={plan_priority}&number=97.1"),
        Route::get(urls::WITHDRAW, store::WITHDRAW, withdraw::show),
        Route::post(urls::WITHDRAW, store::WITHDRAW, withdraw::save)
            .example("version=1&because=Another+group+does+it"),
        Route::post(urls::PUT_BACK, store::WITHDRAW, withdraw::put_back).example("version=2"),
        Route::get(urls::STAGED, store::IMPORT, staged::show),
        Route::post(urls::STAGED, store::IMPORT, staged::save).example("version=1&title=Another+title"),
        Route::post(urls::APPLY, store::IMPORT, staged::apply).example("version=1"),
        Route::post(urls::DISCARD, store::IMPORT, staged::discard).example("version=1"),
    ]
}

/// The papers of this slice, each with its samples.
pub(crate) fn papers() -> Vec<PaperSample> {
    let (usual, money) = samples::plan_and_money();
    let paper = |plan| {
        crate::export::paper(
            &plan,
            &money,
            ("Merrowshire Community Safety Partnership", "Draft"),
            Mark::Official,
            Timestamp::UNIX_EPOCH,
        )
    };
    vec![
        PaperSample { name: "action plan, usual", paper: paper(usual) },
        PaperSample { name: "action plan, empty", paper: paper(samples::empty_plan()) },
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    Ok([
        samples_of::<plans::Plans>()?,
        samples_of::<plan::PlanPage>()?,
        samples_of::<actions::Actions>()?,
        samples_of::<action::ActionPage>()?,
        samples_of::<priority::PriorityPage>()?,
        samples_of::<form::Form>()?,
        samples_of::<staged::StagedPage>()?,
    ]
    .concat())
}

/// A piece of an action's page that a theme of the plan brings.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// What addresses it: `updates`.
    pub(crate) id: &'static str,
    /// Its heading.
    pub(crate) heading: String,
    /// What it shows.
    pub(crate) body: Html,
}

/// The shell of a page of the plan: every one belongs under "Plan" in the navigation, whatever its address.
pub(crate) fn shell(reader: &Reader, title: impl Into<String>) -> Shell {
    let mut shell = reader.shell(title);
    shell.nav = shell
        .nav
        .into_iter()
        .map(|item| if item.href == urls::PLANS { NavItem::current(item) } else { item })
        .collect();
    shell
}

/// A page that shows what must be put right.
pub(crate) fn refused(view: &impl View) -> Answer {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, concordat_web::page(view)?).into_response())
}

/// The id of a field on the page: names may hold a column's own words, ids no space.
pub(crate) fn id_of(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect()
}
