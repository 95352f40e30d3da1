#![doc = include_str!("../README.md")]

pub mod compare;
pub mod export;
pub mod import;
mod model;
mod pages;
pub mod rules;
mod state;
pub mod store;
pub mod urls;

pub use model::{
    Action, Import, LeadBody, Plan, PlanHead, Priority, RecordedAction, RecordedPlan, RecordedPriority,
};
pub use state::State;

use std::pin::Pin;

use concordat_access::Ctx;
use concordat_kernel::{Kind as _, Ref, Result};
use concordat_store::{Migration, Store};
use concordat_web::{NavItem, Slice};

/// The plan, as the app sees it.
pub const SLICE: Slice = Slice {
    name: "plan",
    migrations: &[Migration {
        name: "20261105_01_plan",
        sql: include_str!("../migrations/20261105_01_plan.sql"),
    }],
    columns: include_str!("../columns.toml"),
    policies: include_str!("../policies.cedar"),
    kinds: store::KINDS,
    routes: pages::routes,
    views: pages::views,
    papers: pages::papers,
    nav: &[NavItem { text: "Plan", href: urls::PLANS, action: store::VIEW }],
    examples: &[
        (Plan::NAME, &store::ANY_PLAN),
        (Priority::NAME, &store::ANY_PRIORITY),
        (Action::NAME, &store::ANY_ACTION),
        (Import::NAME, &store::ANY_IMPORT),
        ("withdrawn_action", &store::ANY_WITHDRAWN),
    ],
    title,
    link: urls::link,
    waits_for: |store, ctx| Box::pin(pages::waits_for(store, ctx)),
    ..Slice::EMPTY
};

fn title<'a>(
    store: &'a Store,
    ctx: &'a Ctx,
    thing: &'a Ref,
) -> Pin<Box<dyn Future<Output = Result<Option<String>>> + Send + 'a>> {
    Box::pin(store::titles(store, ctx, thing))
}
