//! The pages of measures.

mod edit;
mod list;
mod measure;
mod samples;
mod value;
mod words;

use concordat_access::Resource;
use concordat_kernel::{Id, Kind as _, Problem, Ref, Result};
use concordat_web::{Reader, Route, ViewSample, parts::Html, samples_of};

use super::{model::Measure, store, urls};
use crate::{
    PlanHead, RecordedAction, RecordedPlan,
    pages::{Section, form::Form},
    store::{CHANGE_ACTION, VIEW, VIEW_ACTION},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::MEASURES, VIEW, list::show),
        Route::get(urls::MEASURE, VIEW_ACTION, measure::show),
        Route::get(urls::EDIT_MEASURE, CHANGE_ACTION, edit::show),
        Route::post(urls::EDIT_MEASURE, CHANGE_ACTION, edit::save)
            .example("version=0&kind=count&adds_up=no&target=40&target_on=March+2027"),
        Route::get(urls::ADD_VALUE, CHANGE_ACTION, value::show_new),
        Route::post(urls::ADD_VALUE, CHANGE_ACTION, value::add).example("months=2020-01/2020-01&value=5"),
        Route::get(urls::CORRECT_VALUE, CHANGE_ACTION, value::show_correct),
        Route::post(urls::CORRECT_VALUE, CHANGE_ACTION, value::correct)
            .example("months=2020-02/2020-02&value=6"),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    Ok([samples_of::<list::MeasuresPage>()?, samples_of::<measure::MeasurePage>()?].concat())
}

/// The forms, each with its samples.
pub(crate) fn forms() -> Vec<(&'static str, Form)> {
    edit::samples().into_iter().chain(value::samples()).collect()
}

/// The page of a thing of this theme.
pub(crate) fn link(thing: &Ref) -> Option<String> {
    (thing.kind == Measure::NAME).then(|| urls::measure(Id::from_uuid(thing.id)))
}

/// What an action's page shows of this theme, to this reader.
pub(crate) async fn action_sections(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
) -> Result<Vec<Section>> {
    let resource = Resource::one(action.id).within(plan.head.group);
    let mut tx = reader.store().read(&reader.ctx, VIEW_ACTION, &resource).await?;
    let mut measures = store::of_action(&mut tx, &plan.head, action.id).await?;
    measures.retain(|series| series.in_plan);
    let today = reader.ctx.clock.today();
    let section = words::table("Measures of this action", measures.iter(), today, false).map(|table| {
        Section { id: "measures", heading: "What is measured".to_owned(), body: Html::from(table) }
    });
    Ok(section.into_iter().collect())
}

/// The pages of this theme that a plan's page leads to: address and words, for those who may go there.
pub(crate) fn places(reader: &Reader, plan: &PlanHead) -> Vec<(String, &'static str)> {
    let may = reader.may(VIEW, &Resource::one(plan.id).within(plan.group));
    may.then(|| (urls::measures(plan.id), "Measures and targets")).into_iter().collect()
}
