//! The pages of strategies, themes, links and governance.

mod adopt;
mod adopted;
mod area_edit;
mod coverage;
mod funding;
mod governance;
mod import;
mod item;
mod item_edit;
mod item_update;
mod links;
mod sheet;
mod staged;
mod strategies;
mod strategy;
mod strategy_edit;
mod tabling;
mod themes;

pub(crate) use adopted::{count as adopted_count, of_action as adopted_by, of_priority as adopted_into};
pub(crate) use funding::of_action as funding_of;
pub(crate) use links::{of_action as links_of, of_priority as links_of_priority};

use concordat_kernel::{Month, Period, Problem};
use concordat_partnership::Group;
use concordat_web::{Answers, Errors, Route, ViewSample, askama::Template as _, parts::Html, samples_of};

use super::{
    model::{Commitment, Strategy, Theme},
    store, urls,
};
use crate::{Action, Priority, store as plans};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::STRATEGIES, store::VIEW_STRATEGY, strategies::show),
        Route::get(urls::NEW_STRATEGY, store::ADD_STRATEGY, strategy_edit::show_new),
        Route::post(urls::NEW_STRATEGY, store::ADD_STRATEGY, strategy_edit::add)
            .example("title=Road+safety+strategy&kind=strategy&owner_written=Road+Safety+Partnership"),
        Route::get(urls::IMPORT_STRATEGY, store::IMPORT_STRATEGY, import::show),
        Route::post(urls::IMPORT_STRATEGY, store::IMPORT_STRATEGY, import::stage)
            .upload()
            .example_file("strategy.md", "# Safer lanes strategy\n\n## Area 1: Speed\n\n1.1. Move two signs around the lanes\n"),
        Route::get(urls::STRATEGY, store::VIEW_STRATEGY, strategy::show),
        Route::get(urls::EDIT_STRATEGY, store::CHANGE_STRATEGY, strategy_edit::show),
        Route::post(urls::EDIT_STRATEGY, store::CHANGE_STRATEGY, strategy_edit::save)
            .example("version=1&title=Safer+lanes&kind=strategy&owner_written=Road+Safety+Partnership"),
        Route::get(urls::NEW_ITEM, store::CHANGE_STRATEGY, item_edit::show_new),
        Route::post(urls::NEW_ITEM, store::CHANGE_STRATEGY, item_edit::add)
            .example("kind=commitment&number=9.9&text=Light+the+station+path"),
        Route::get(urls::EDIT_AREA, store::CHANGE_STRATEGY, area_edit::show),
        Route::post(urls::EDIT_AREA, store::CHANGE_STRATEGY, area_edit::save)
            .example("version=1&number=1&title=Safer+lanes"),
        Route::get(urls::ITEM, store::VIEW_STRATEGY, item::show),
        Route::get(urls::EDIT_ITEM, store::CHANGE_STRATEGY, item_edit::show),
        Route::post(urls::EDIT_ITEM, store::CHANGE_STRATEGY, item_edit::save)
            .example("version=1&kind=commitment&number=9.9&text=Light+the+station+path"),
        Route::get(urls::UPDATE_ITEM, store::CHANGE_STRATEGY, item_update::show),
        Route::post(urls::UPDATE_ITEM, store::CHANGE_STRATEGY, item_update::save).example(
            "state=on-track&words=Two+signs+were+moved&by=Road+Safety+Partnership&on-day=1&on-month=4&on-year=2026",
        ),
        Route::get(urls::STAGED, store::IMPORT_STRATEGY, staged::show),
        Route::post(urls::STAGED, store::IMPORT_STRATEGY, staged::save).example("version=1"),
        Route::post(urls::APPLY, store::IMPORT_STRATEGY, staged::apply)
            .example("version=1&title=Safer+lanes&kind=strategy&owner_written=Road+Safety+Partnership"),
        Route::post(urls::DISCARD, store::IMPORT_STRATEGY, staged::discard).example("version=1"),
        Route::get(urls::TABLE_STRATEGY, store::CHANGE_STRATEGY, tabling::show),
        Route::post(urls::TABLE_STRATEGY, store::CHANGE_STRATEGY, tabling::save)
            .example("group={group}&cadence=Each+March"),
        Route::post(urls::UNTABLE, store::CHANGE_STRATEGY, tabling::end),
        Route::get(urls::GOVERNANCE, store::VIEW_STRATEGY, governance::show),
    ]
    .into_iter()
    .chain(beside_the_plan())
    .collect()
}

/// What ties a plan to what stands beside it.
fn beside_the_plan() -> Vec<Route> {
    vec![
        Route::get(urls::COVERAGE, plans::VIEW, coverage::show),
        Route::get(urls::ADOPTED, store::VIEW_ADOPTION, adopted::show),
        Route::get(urls::ADOPT, store::ADOPT, adopt::show),
        Route::post(urls::ADOPT, store::ADOPT, adopt::adopt)
            .example("item=plan_commitment/{plan_commitment}&decision=July+meeting%2C+minute+7"),
        Route::post(urls::SEEN, store::CHANGE_ADOPTION, adopted::seen).example("version=1"),
        Route::get(urls::END_ADOPTION, store::CHANGE_ADOPTION, adopted::show_end),
        Route::post(urls::END_ADOPTION, store::CHANGE_ADOPTION, adopted::end)
            .example("version=1&because=Its+owner+has+done+it"),
        Route::get(urls::THEMES, store::VIEW_THEME, themes::show_all),
        Route::get(urls::NEW_THEME, store::ADD_THEME, themes::show_new),
        Route::post(urls::NEW_THEME, store::ADD_THEME, themes::add)
            .example("title=Early+help&aim=Act+before+harm"),
        Route::get(urls::THEME, store::VIEW_THEME, themes::show),
        Route::get(urls::EDIT_THEME, store::CHANGE_THEME, themes::edit),
        Route::post(urls::EDIT_THEME, store::CHANGE_THEME, themes::save)
            .example("version=1&title=Earlier+help&aim=Act+before+harm"),
        Route::get(urls::ACTION_LINKS, store::VIEW_LINK, links::show::<Action>),
        Route::post(urls::ACTION_LINKS, store::ADD_LINK, links::add::<Action>)
            .example("to=plan_strategy/{plan_strategy}"),
        Route::get(urls::PRIORITY_LINKS, store::VIEW_LINK, links::show::<Priority>),
        Route::post(urls::PRIORITY_LINKS, store::ADD_LINK, links::add::<Priority>)
            .example("to=plan_strategy/{plan_strategy}&note=Shares+its+figures"),
        Route::get(urls::STRATEGY_LINKS, store::VIEW_LINK, links::show::<Strategy>),
        Route::post(urls::STRATEGY_LINKS, store::ADD_LINK, links::add::<Strategy>)
            .example("to=plan_priority/{plan_priority}"),
        Route::get(urls::ITEM_LINKS, store::VIEW_LINK, links::show::<Commitment>),
        Route::post(urls::ITEM_LINKS, store::ADD_LINK, links::add::<Commitment>)
            .example("to=plan_priority/{plan_priority}"),
        Route::get(urls::THEME_LINKS, store::VIEW_LINK, links::show::<Theme>),
        Route::post(urls::THEME_LINKS, store::ADD_LINK, links::add::<Theme>)
            .example("to=plan_strategy/{plan_strategy}"),
        Route::get(urls::GROUP_LINKS, store::VIEW_LINK, links::show::<Group>),
        Route::post(urls::GROUP_LINKS, store::ADD_LINK, links::add::<Group>)
            .example("to=plan_commitment/{plan_commitment}"),
        Route::post(urls::REMOVE_LINK, store::REMOVE_LINK, links::remove),
        Route::get(urls::FUNDING, plans::CHANGE_ACTION, funding::show),
        Route::post(urls::FUNDING, plans::CHANGE_ACTION, funding::save)
            .example("version=0&state=to-be-confirmed&fund=Safety+grant"),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    let mut views = [
        samples_of::<sheet::Sheet>()?,
        samples_of::<staged::StagedPage>()?,
        samples_of::<links::LinksPage>()?,
        samples_of::<adopt::AdoptPage>()?,
        samples_of::<governance::Governance>()?,
    ]
    .concat();
    let forms = [
        strategy_edit::samples(),
        item_edit::samples(),
        item_update::samples(),
        area_edit::samples(),
        import::samples(),
        tabling::samples(),
        themes::form_samples(),
        adopted::form_samples(),
        funding::samples(),
    ];
    for (sample, form) in forms.into_iter().flatten() {
        let html = form.render().map_err(|e| Problem::new(format!("drawing the form `{sample}`"), e))?;
        views.push(ViewSample { view: "concordat_plan::strategies::pages::Form", sample, html });
    }
    Ok(views)
}

/// Says on a form that the thing changed meanwhile, and what it says now: what was typed is kept beside it.
fn overtaken<'a>(
    errors: &mut Errors,
    typed: &mut Answers,
    version: i64,
    now: impl IntoIterator<Item = (&'a str, String)>,
) {
    let now: Vec<String> = now.into_iter().map(|(label, value)| format!("{label}: “{value}”")).collect();
    errors.add(
        "",
        format!(
            "Someone else changed this meanwhile. It says now: {}. What you wrote is kept below; save again to put it in place of theirs.",
            now.join("; ")
        ),
    );
    typed.set("version", version.to_string());
}

/// A sentence above a form.
fn intro(text: &'static str) -> Html {
    Html::paragraphs([text])
}

/// The two months of a form as a period; says beside the fields what cannot be read.
fn read_period(typed: &Answers, errors: &mut Errors) -> Option<Period> {
    let mut month = |name: &'static str| -> Option<Option<Month>> {
        let text = typed.get(name);
        if text.is_empty() {
            return Some(None);
        }
        let read = text.parse().ok().or_else(|| {
            let (word, year) = text.split_once(' ')?;
            Month::new(year.trim().parse().ok()?, Month::number_from_name(word)?)
        });
        if read.is_none() {
            errors.add(name, "Enter a month and a year, such as April 2026.");
        }
        read.map(Some)
    };
    let (from, to) = (month("period_from")?, month("period_to")?);
    match (from, to) {
        (Some(from), Some(to)) => Some(Period { from, to }),
        (None, None) => None,
        (None, Some(_)) => {
            errors.add("period_from", "Enter the first month too, or neither.");
            None
        }
        (Some(_), None) => {
            errors.add("period_to", "Enter the last month too, or neither.");
            None
        }
    }
}

/// A month as a form shows it.
fn month_words(month: Month) -> String {
    format!("{} {}", month.name(), month.year())
}
