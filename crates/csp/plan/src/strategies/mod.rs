//! What stands beside the plan: strategies and their commitments, adoption, themes, links and who reports to whom.

pub mod compare;
pub mod coverage;
pub mod map;
pub mod model;
mod pages;
pub mod read;
pub mod rules;
mod samples;
pub mod store;
#[cfg(test)]
mod stories;
pub mod urls;

use concordat_access::Ctx;
use concordat_kernel::{Id, Problem, Ref, Result};
use concordat_store::Store;
use concordat_web::{PaperSample, Reader, Route, ViewSample, Waiting, parts::Html};

use crate::{PlanHead, Priority, RecordedAction, RecordedPlan, pages::Section};

pub(crate) fn routes() -> Vec<Route> {
    pages::routes()
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    pages::views()
}

pub(crate) fn papers() -> Vec<PaperSample> {
    Vec::new()
}

/// The page of a thing of this theme.
pub(crate) fn link(thing: &Ref) -> Option<String> {
    urls::link(thing)
}

/// What of this theme waits for the asker.
pub(crate) async fn waits_for(_store: &Store, _ctx: &Ctx) -> Result<Vec<Waiting>> {
    Ok(Vec::new())
}

/// What an action's page shows of this theme, to this reader.
pub(crate) async fn action_sections(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
) -> Result<Vec<Section>> {
    let mut sections = Vec::new();
    if let Some(body) = pages::funding_of(reader, plan, action).await? {
        sections.push(Section { id: "funding", heading: "Funding".to_owned(), body });
    }
    if let Some(body) = pages::adopted_by(reader, action.id).await? {
        sections.push(Section { id: "adopted-by", heading: "Plans that adopted it".to_owned(), body });
    }
    let body = pages::links_of(reader, action).await?;
    sections.push(Section { id: "links", heading: "Links".to_owned(), body });
    Ok(sections)
}

/// What a priority's page shows of this theme, to this reader.
pub(crate) async fn priority_sections(
    reader: &Reader,
    plan: &RecordedPlan,
    priority: Id<Priority>,
) -> Result<Vec<Section>> {
    let adopted = pages::adopted_into(reader, plan, priority).await?;
    let section = |body| Section { id: "adopted", heading: "Adopted from elsewhere".to_owned(), body };
    let mut sections: Vec<Section> = adopted.map(section).into_iter().collect();
    let body = pages::links_of_priority(reader, priority).await?;
    sections.push(Section { id: "links", heading: "Links".to_owned(), body });
    Ok(sections)
}

/// How much a plan adopted, for its page.
pub(crate) async fn adopted_count(reader: &Reader, plan: &PlanHead) -> Result<Option<Html>> {
    pages::adopted_count(reader, plan).await
}

/// The pages of this theme that a plan's page leads to: address and words, for those who may go there.
pub(crate) fn places(reader: &Reader, plan: &PlanHead) -> Vec<(String, &'static str)> {
    if !reader.may_somewhere(store::VIEW_STRATEGY) {
        return Vec::new();
    }
    vec![
        (urls::coverage(plan.id), "What the plan covers"),
        (urls::adopted(plan.id), "Adopted from elsewhere"),
        (urls::STRATEGIES.to_owned(), "Strategies beside the plan"),
        (urls::THEMES.to_owned(), "Cross-cutting themes"),
        (urls::GOVERNANCE.to_owned(), "Who reports to whom"),
    ]
}
