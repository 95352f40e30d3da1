#![doc = include_str!("../README.md")]

pub mod actions;
pub mod import;
mod model;
mod pages;
pub mod passes;
pub mod publish;
pub mod rules;
pub mod store;
pub mod urls;

pub use model::{
    Award, AwardTerms, Bid, BidState, Chain, ChainStep, Claim, ClaimState, CostLine, Count, Decision,
    Extension, Finish, Fund, LeadTime, Match, MatchForm, NewAward, NewBid, NewClaim, NewDecision,
    NewExtension, NewFund, NewMatch, NewOrder, NewPot, NewPotEvent, NewProject, Order, Output, Pot, PotEvent,
    PotRule, PotState, Project, ProjectState, Promise, Return, Verdict,
};

use concordat_kernel::Kind as _;
use concordat_store::Migration;
use concordat_web::Slice;

/// The money, as the app sees it.
pub const SLICE: Slice = Slice {
    name: "grants",
    migrations: &[
        Migration { name: "20261126_10_grants", sql: include_str!("../migrations/20261126_10_grants.sql") },
        Migration {
            name: "20261126_11_publication",
            sql: include_str!("../migrations/20261126_11_publication.sql"),
        },
        Migration { name: "20261128_11_passes", sql: include_str!("../migrations/20261128_11_passes.sql") },
    ],
    columns: include_str!("../columns.toml"),
    policies: include_str!("../policies.cedar"),
    kinds: actions::KINDS,
    routes: pages::routes,
    views: pages::views,
    papers: pages::papers,
    nav: pages::NAV,
    examples: &[
        (Fund::NAME, &store::ANY_FUND),
        (Award::NAME, &store::ANY_AWARD),
        (Pot::NAME, &store::ANY_POT),
        (Bid::NAME, &store::ANY_BID),
        (Project::NAME, &store::ANY_PROJECT),
        (Claim::NAME, &store::ANY_CLAIM),
        (Order::NAME, &store::ANY_ORDER),
        (Output::NAME, &store::ANY_OUTPUT),
        (Match::NAME, &store::ANY_MATCH),
        (publish::Publication::NAME, &publish::store::ANY_PUBLICATION),
        (Return::NAME, &store::ANY_RETURN),
        (passes::Pass::NAME, &passes::ANY_PASS),
        ("accepted_claim", &store::ANY_ACCEPTED_CLAIM),
        ("planned_project", &store::ANY_PLANNED_PROJECT),
        ("waiting_project", &store::ANY_WAITING_PROJECT),
    ],
    letters: &[passes::letter::INVITED, passes::letter::TOLD],
    compose: |app, ctx, letter| Box::pin(passes::letter::compose(app, ctx, letter)),
    title: |store, ctx, thing| Box::pin(store::title(store, ctx, thing)),
    link: urls::link,
    ways: |store, ctx, thing| Box::pin(store::ways(store, ctx, thing)),
    drawable: |app, ctx, occasion| Box::pin(publish::drawable(app, ctx, occasion)),
    draw: |app, ctx, occasion, paper| Box::pin(publish::draw(app, ctx, occasion, paper)),
    waits_for: |store, ctx| Box::pin(store::waits_for(store, ctx)),
    check: |store| Box::pin(store::check(store)),
    ..Slice::EMPTY
};

#[cfg(test)]
mod tests;
