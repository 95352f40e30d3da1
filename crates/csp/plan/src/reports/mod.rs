//! What the record says of itself: progress report, year-end summary, a page for each lead, the public plan.
//!
//! A report is first gathered as facts, then said as a document, then drawn as a page, a
//! PDF, a Word document or a workbook. The saying is pure: each number is a count of facts, made in one place.

mod drawn;
mod facts;
mod leads;
mod make;
pub(crate) mod pages;
#[cfg(test)]
mod render;
mod rules;
mod samples;
pub(crate) mod say;
pub mod store;
pub mod urls;

pub use concordat_report::docx;
pub use concordat_report::{Report, paper, xlsx};
pub(crate) use drawn::{draw as draw_paper, drawable};
pub use facts::Topic;
pub use make::{Asked, draw};
pub use store::topics::add as add_topic;

use concordat_access::Ctx;
use concordat_kernel::{Id, Kind as _, Problem, Ref, Result};
use concordat_store::Store;
use concordat_web::{PaperSample, Reader, Route, ViewSample, Waiting, askama::Template as _, samples_of};

use crate::{PlanHead, RecordedAction, RecordedPlan, pages::Section};

pub(crate) fn routes() -> Vec<Route> {
    use pages::{index, leads, public, report, tell, topics};
    vec![
        Route::get(urls::REPORTS, store::VIEW, index::show),
        Route::get(urls::PROGRESS, store::VIEW, report::progress),
        Route::get(urls::PROGRESS_PDF, store::EXPORT, report::progress_pdf),
        Route::get(urls::PROGRESS_DOCX, store::EXPORT, report::progress_docx),
        Route::get(urls::PROGRESS_XLSX, store::EXPORT, report::progress_xlsx),
        Route::get(urls::YEAR_END, store::VIEW, report::year_end),
        Route::get(urls::YEAR_END_PDF, store::EXPORT, report::year_end_pdf),
        Route::get(urls::YEAR_END_DOCX, store::EXPORT, report::year_end_docx),
        Route::get(urls::YEAR_END_XLSX, store::EXPORT, report::year_end_xlsx),
        Route::get(urls::LEADS, store::VIEW, leads::show),
        Route::get(urls::LEADS_PDF, store::EXPORT, report::leads_pdf),
        Route::get(urls::LEADS_DOCX, store::EXPORT, report::leads_docx),
        Route::get(urls::LEADS_XLSX, store::EXPORT, report::leads_xlsx),
        Route::get(urls::TELL, store::PUBLISH, tell::show),
        Route::post(urls::TELL, store::PUBLISH, tell::save).example("summary=Half+of+it+is+done."),
        Route::get(urls::PUBLIC_PLANS, store::public::VIEW_PUBLIC, public::list).open(),
        Route::get(urls::PUBLIC_PLAN, store::public::VIEW_PUBLIC, public::show).open(),
        Route::get(urls::TOPICS, store::VIEW_TOPIC, topics::show),
        Route::get(urls::NEW_TOPIC, store::CHANGE_TOPIC, topics::show_new),
        Route::post(urls::NEW_TOPIC, store::CHANGE_TOPIC, topics::add)
            .example("title=Rural+crime&because=Asked+for+in+June&priorities=&actions=1.1"),
        Route::get(urls::TOPIC, store::CHANGE_TOPIC, topics::edit),
        Route::post(urls::TOPIC, store::CHANGE_TOPIC, topics::save)
            .example("version=1&title=Road+safety&actions=1.1"),
        Route::post(urls::GIVE_UP, store::CHANGE_TOPIC, topics::give_up).example("version=1"),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    let mut views = [
        samples_of::<pages::index::Index>()?,
        samples_of::<pages::report::ReportPage>()?,
        samples_of::<pages::leads::Leads>()?,
        samples_of::<pages::topics::Topics>()?,
        samples_of::<pages::public::PublicPlans>()?,
        samples_of::<pages::public::PublicPage>()?,
    ]
    .concat();
    for (sample, form) in pages::topics::samples().into_iter().chain(pages::tell::samples()) {
        let html = form.render().map_err(|e| Problem::new("drawing the sample of a form", e))?;
        views.push(ViewSample { view: "reports::Form", sample, html });
    }
    Ok(views)
}

pub(crate) fn papers() -> Vec<PaperSample> {
    samples::reports()
        .into_iter()
        .map(|(name, _, report)| {
            let mut paper = paper(&report);
            // What is meant for one page must keep to it, however much there is to say.
            paper.data["proof"] = (report.pages == concordat_report::Pages::One).into();
            PaperSample { name, paper }
        })
        .collect()
}

/// The page of a thing of this theme.
pub(crate) fn link(thing: &Ref) -> Option<String> {
    (thing.kind == Topic::NAME).then(|| urls::topic(Id::from_uuid(thing.id)))
}

/// What of this theme waits for the asker.
pub(crate) async fn waits_for(_store: &Store, _ctx: &Ctx) -> Result<Vec<Waiting>> {
    Ok(Vec::new())
}

/// What an action's page shows of this theme, to this reader.
pub(crate) async fn action_sections(
    _reader: &Reader,
    _plan: &RecordedPlan,
    _action: &RecordedAction,
) -> Result<Vec<Section>> {
    Ok(Vec::new())
}

/// The pages of this theme that a plan's page leads to: address and words, for those who may go there.
pub(crate) fn places(reader: &Reader, plan: &PlanHead) -> Vec<(String, &'static str)> {
    let may = reader.may(store::VIEW, &store::resource(plan, store::VIEW));
    if may { vec![(urls::reports(plan.id), "Reports")] } else { Vec::new() }
}
