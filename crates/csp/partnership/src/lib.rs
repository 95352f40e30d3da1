#![doc = include_str!("../README.md")]

mod actions;
mod model;
mod pages;
pub mod rules;
mod store;
pub mod terms;
pub mod urls;

pub use actions::in_directory;
pub use model::{
    Area, AreaKind, Body, BodyKind, Capacity, Choice, Group, NewArea, NewBody, NewGroup, NewSeat, Seat,
};
pub use store::{
    add_area, add_body, add_group, add_seat, areas, bodies, body, change_body, change_group, choices,
    end_seat, fill_seat, group, groups, lead_names, names, parents, seat, seats,
};

use std::pin::Pin;

use concordat_access::Ctx;
use concordat_kernel::{Kind, Ref, Result};
use concordat_store::{Migration, Store};
use concordat_web::Slice;

/// The partnership, as the app sees it.
pub const SLICE: Slice = Slice {
    name: "partnership",
    migrations: &[
        Migration {
            name: "20261102_00_partnership",
            sql: include_str!("../migrations/20261102_00_partnership.sql"),
        },
        Migration { name: "20261127_00_terms", sql: include_str!("../migrations/20261127_00_terms.sql") },
    ],
    columns: include_str!("../columns.toml"),
    policies: include_str!("../policies.cedar"),
    kinds: &actions::KINDS,
    routes: pages::routes,
    views: pages::views,
    nav: pages::NAV,
    examples: &[
        (Body::NAME, &store::SOME_BODY),
        (Group::NAME, &store::SOME_GROUP),
        (Seat::NAME, &store::SOME_SEAT),
        (Area::NAME, &store::SOME_AREA),
        (terms::Terms::NAME, &terms::store::SOME_TERMS),
        ("draft_terms", &terms::store::DRAFT_TERMS),
        ("group_without_draft", &terms::store::AGREED_TERMS),
        ("standing_body", &terms::store::SOME_STANDING_BODY),
        ("newcomer", &terms::store::SOME_NEWCOMER),
        (terms::Clause::NAME, &terms::store::SOME_CLAUSE),
        (terms::Sharing::NAME, &terms::store::SOME_SHARING),
        ("one_off_holiday", &terms::store::ONE_OFF),
    ],
    title,
    link: urls::link,
    waits_for: |store, ctx| Box::pin(terms::pages::waits_for(store, ctx)),
    ..Slice::EMPTY
};

fn title<'a>(
    store: &'a Store,
    ctx: &'a Ctx,
    thing: &'a Ref,
) -> Pin<Box<dyn Future<Output = Result<Option<String>>> + Send + 'a>> {
    Box::pin(store::title(store, ctx, thing))
}

#[cfg(test)]
mod tests;
