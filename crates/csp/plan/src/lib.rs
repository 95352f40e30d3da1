#![doc = include_str!("../README.md")]

pub mod compare;
mod decided;
pub mod exceptions;
pub mod export;
pub mod import;
pub mod measures;
mod model;
mod pages;
pub mod progress;
pub mod reports;
pub mod rules;
mod state;
pub mod store;
pub mod strategies;
pub mod urls;
pub mod versions;

pub use model::{
    Action, Import, LeadBody, Plan, PlanHead, Priority, RecordedAction, RecordedPlan, RecordedPriority,
};
pub use state::State;

use std::pin::Pin;

use concordat_access::{Ctx, ResourceKind};
use concordat_kernel::{Kind as _, Problem, Ref, Result};
use concordat_store::{Migration, Store};
use concordat_web::{
    App, Composed, LetterHead, NavItem, PaperSample, Reader, Route, Slice, ViewSample, Waiting,
};

/// The plan, as the app sees it.
pub const SLICE: Slice = Slice {
    name: "plan",
    migrations: &[
        Migration { name: "20261105_01_plan", sql: include_str!("../migrations/20261105_01_plan.sql") },
        Migration {
            name: "20261123_01_progress",
            sql: include_str!("../migrations/20261123_01_progress.sql"),
        },
        Migration {
            name: "20261123_02_exceptions",
            sql: include_str!("../migrations/20261123_02_exceptions.sql"),
        },
        Migration {
            name: "20261123_03_measures",
            sql: include_str!("../migrations/20261123_03_measures.sql"),
        },
        Migration {
            name: "20261123_04_versions",
            sql: include_str!("../migrations/20261123_04_versions.sql"),
        },
        Migration {
            name: "20261123_05_strategies",
            sql: include_str!("../migrations/20261123_05_strategies.sql"),
        },
        Migration { name: "20261123_06_replies", sql: include_str!("../migrations/20261123_06_replies.sql") },
        Migration { name: "20261123_07_reports", sql: include_str!("../migrations/20261123_07_reports.sql") },
        Migration {
            name: "20261126_01_feedback_guests",
            sql: include_str!("../migrations/20261126_01_feedback_guests.sql"),
        },
        Migration {
            name: "20261126_02_exception_decision",
            sql: include_str!("../migrations/20261126_02_exception_decision.sql"),
        },
        Migration { name: "20261128_10_guesses", sql: include_str!("../migrations/20261128_10_guesses.sql") },
    ],
    columns: concat!(
        include_str!("../columns.toml"),
        include_str!("progress/columns.toml"),
        include_str!("progress/sheets/columns.toml"),
        include_str!("progress/chase/columns.toml"),
        include_str!("exceptions/columns.toml"),
        include_str!("measures/columns.toml"),
        include_str!("versions/columns.toml"),
        include_str!("strategies/columns.toml"),
        include_str!("reports/columns.toml"),
    ),
    policies: concat!(
        include_str!("../policies.cedar"),
        include_str!("progress/policies.cedar"),
        include_str!("progress/sheets/policies.cedar"),
        include_str!("progress/chase/policies.cedar"),
        include_str!("exceptions/policies.cedar"),
        include_str!("measures/policies.cedar"),
        include_str!("versions/policies.cedar"),
        include_str!("strategies/policies.cedar"),
        include_str!("reports/policies.cedar"),
    ),
    kinds: &KINDS,
    routes,
    views,
    papers,
    nav: &[NavItem { text: "Plan", href: urls::PLANS, action: store::VIEW }],
    examples: &[
        (Plan::NAME, &store::ANY_PLAN),
        (Priority::NAME, &store::ANY_PRIORITY),
        (Action::NAME, &store::ANY_ACTION),
        (Import::NAME, &store::ANY_IMPORT),
        ("withdrawn_action", &store::ANY_WITHDRAWN),
        (measures::Measure::NAME, &store::measured::ANY_MEASURE),
        (measures::Value::NAME, &measures::ANY_VALUE),
        (versions::Version::NAME, &versions::store::ANY_VERSION),
        (reports::Topic::NAME, &reports::store::topics::ANY_TOPIC),
        ("published_plan", &versions::store::public::ANY_PUBLISHED_PLAN),
        exceptions::EXAMPLES[0],
        exceptions::EXAMPLES[1],
        exceptions::EXAMPLES[2],
        exceptions::EXAMPLES[3],
        exceptions::EXAMPLES[4],
        exceptions::EXAMPLES[5],
        exceptions::EXAMPLES[6],
        (versions::Comment::NAME, &versions::store::ANY_COMMENT),
        (versions::Invitation::NAME, &versions::store::ANY_INVITATION),
        (versions::Proposal::NAME, &versions::store::ANY_PROPOSAL),
        ("feedback_plan", &versions::store::ANY_FEEDBACK_PLAN),
        ("priority_of_plan", &versions::store::ANY_PRIORITY_OF_PLAN),
        ("priority_of_action", &versions::store::ANY_PRIORITY_OF_ACTION),
        ("newest_plan", &versions::store::ANY_NEWEST_PLAN),
        (versions::Agreement::NAME, &versions::store::ANY_AGREEMENT),
        (versions::Chapter::NAME, &versions::store::ANY_CHAPTER),
        (versions::ChapterVersion::NAME, &versions::store::ANY_CHAPTER_VERSION),
        (progress::Contact::NAME, &progress::ANY_CONTACT),
        (progress::Round::NAME, &progress::ANY_ROUND),
        (progress::Request::NAME, &progress::ANY_REQUEST),
        (progress::Pass::NAME, &progress::ANY_PASS),
        (progress::Evidence::NAME, &progress::ANY_EVIDENCE),
        (progress::sheets::Reply::NAME, &progress::sheets::ANY_REPLY),
        (strategies::model::Strategy::NAME, &strategies::store::ANY_STRATEGY),
        (strategies::model::Area::NAME, &strategies::store::ANY_AREA),
        (strategies::model::Commitment::NAME, &strategies::store::ANY_ITEM),
        (strategies::model::StrategyImport::NAME, &strategies::store::ANY_IMPORT),
        (strategies::model::Theme::NAME, &strategies::store::ANY_THEME),
        (strategies::model::Relation::NAME, &strategies::store::ANY_LINK),
        (strategies::model::Adoption::NAME, &strategies::store::ANY_ADOPTION),
        (strategies::model::Tabling::NAME, &strategies::store::ANY_TABLING),
    ],
    letters: &[
        progress::letter::ASKED,
        progress::letter::HANDED_ON,
        progress::chase::REMINDER,
        progress::chase::FURTHER,
        versions::letter::INVITED,
        versions::letter::ANSWERED,
    ],
    compose: |app, ctx, letter| Box::pin(compose(app, ctx, letter)),
    title,
    link,
    aims: |store, ctx| Box::pin(store::aims(store, ctx)),
    ways: |store, ctx, thing| Box::pin(decided::ways(store, ctx, thing)),
    drawable: |app, ctx, occasion| Box::pin(reports::drawable(&app.store, ctx, occasion)),
    draw: |app, ctx, occasion, paper| Box::pin(reports::draw_paper(&app.store, ctx, occasion, paper)),
    waits_for: |store, ctx| Box::pin(waits_for(store, ctx)),
    tick: |app, ctx| Box::pin(tick(app, ctx)),
    check: |store| Box::pin(versions::check(store)),
    ..Slice::EMPTY
};

// The kinds of the plan itself and of its themes, in one list.
const KIND_LISTS: &[&[ResourceKind]] = &[
    store::KINDS,
    progress::KINDS,
    progress::sheets::KINDS,
    progress::chase::KINDS,
    versions::store::KINDS,
    exceptions::KINDS,
    strategies::store::KINDS,
    reports::store::KINDS,
];
const KINDS: [ResourceKind; kind_count()] = kinds();

const fn kind_count() -> usize {
    let (mut count, mut list) = (0, 0);
    while list < KIND_LISTS.len() {
        count += KIND_LISTS[list].len();
        list += 1;
    }
    count
}

const fn kinds() -> [ResourceKind; kind_count()] {
    let mut all = [store::KINDS[0]; kind_count()];
    let (mut at, mut list) = (0, 0);
    while list < KIND_LISTS.len() {
        let mut one = 0;
        while one < KIND_LISTS[list].len() {
            all[at] = KIND_LISTS[list][one];
            at += 1;
            one += 1;
        }
        list += 1;
    }
    all
}

fn title<'a>(
    store: &'a Store,
    ctx: &'a Ctx,
    thing: &'a Ref,
) -> Pin<Box<dyn Future<Output = Result<Option<String>>> + Send + 'a>> {
    Box::pin(async move {
        match store::titles(store, ctx, thing).await? {
            None => match strategies::store::titles(store, ctx, thing).await? {
                None => decided::title(store, ctx, thing).await,
                title => Ok(title),
            },
            title => Ok(title),
        }
    })
}

async fn compose(app: &App, ctx: &Ctx, letter: &LetterHead) -> Result<Option<Composed>> {
    if let Some(composed) = progress::letter::compose(app, ctx, letter).await? {
        return Ok(Some(composed));
    }
    match progress::chase::compose(app, ctx, letter).await? {
        None => versions::letter::compose(app, ctx, letter).await,
        composed => Ok(composed),
    }
}

/// Months end and rounds pass without anybody doing anything: plans are checked for what is late by now, and whoever
/// is silent is reminded where mail goes out from here. What fails of the one does not keep the other back.
async fn tick(app: &App, ctx: &Ctx) -> Result<usize> {
    let raised = exceptions::store::check_running(&app.store, ctx).await;
    let sent = if app.config.mail { progress::chase::send_all_due(&app.store, ctx).await } else { Ok(0) };
    Ok(raised? + sent?)
}

// One capability in several themes; each keeps its tables, policies, rules and pages in a folder of its own.

fn routes() -> Vec<Route> {
    [
        pages::routes(),
        progress::routes(),
        exceptions::routes(),
        measures::routes(),
        versions::routes(),
        strategies::routes(),
        reports::routes(),
    ]
    .concat()
}

fn views() -> Result<Vec<ViewSample>, Problem> {
    Ok([
        pages::views()?,
        progress::views()?,
        exceptions::views()?,
        measures::views()?,
        versions::views()?,
        strategies::views()?,
        reports::views()?,
    ]
    .concat())
}

fn papers() -> Vec<PaperSample> {
    [
        pages::papers(),
        progress::papers(),
        exceptions::papers(),
        measures::papers(),
        versions::papers(),
        strategies::papers(),
        reports::papers(),
    ]
    .concat()
}

fn link(thing: &Ref) -> Option<String> {
    urls::link(thing)
        .or_else(|| progress::link(thing))
        .or_else(|| exceptions::link(thing))
        .or_else(|| measures::link(thing))
        .or_else(|| versions::link(thing))
        .or_else(|| strategies::link(thing))
        .or_else(|| reports::link(thing))
        .or_else(|| decided::link(thing))
}

async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    let running = store::running(store, ctx).await?;
    let mut waiting = pages::waits_for(store, ctx, &running).await?;
    waiting.extend(progress::waits_for(store, ctx).await?);
    waiting.extend(exceptions::waits_for(store, ctx, &running).await?);
    waiting.extend(measures::waits_for(store, ctx).await?);
    waiting.extend(versions::waits_for(store, ctx).await?);
    waiting.extend(strategies::waits_for(store, ctx).await?);
    waiting.extend(reports::waits_for(store, ctx).await?);
    Ok(waiting)
}

/// What the themes add to an action's page.
pub(crate) async fn action_sections(
    reader: &Reader,
    plan: &RecordedPlan,
    action: &RecordedAction,
) -> Result<Vec<pages::Section>> {
    let mut sections = progress::action_sections(reader, plan, action).await?;
    sections.extend(exceptions::action_sections(reader, plan, action).await?);
    sections.extend(measures::action_sections(reader, plan, action).await?);
    sections.extend(versions::action_sections(reader, plan, action).await?);
    sections.extend(strategies::action_sections(reader, plan, action).await?);
    sections.extend(reports::action_sections(reader, plan, action).await?);
    let decided = decided::told(reader, &Ref::to(action.id)).await?;
    sections.extend(decided.map(|body| pages::Section {
        id: "decided-in",
        heading: "Decided in".to_owned(),
        body,
    }));
    Ok(sections)
}

/// Where a plan's page leads to: address and words.
pub(crate) fn places(reader: &Reader, plan: &PlanHead) -> Vec<(String, &'static str)> {
    [
        progress::places(reader, plan),
        exceptions::places(reader, plan),
        measures::places(reader, plan),
        versions::places(reader, plan),
        strategies::places(reader, plan),
        reports::places(reader, plan),
    ]
    .concat()
}
