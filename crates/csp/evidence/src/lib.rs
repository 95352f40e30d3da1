#![doc = include_str!("../README.md")]

mod actions;
pub mod areas;
pub mod findings;
pub mod generate;
pub mod index;
pub mod ingest;
pub mod landing;
mod load;
pub mod notebook;
mod pages;
pub mod ranking;
pub mod records;
pub mod reidentify;
pub mod releases;
pub mod store;
pub mod urls;

pub use load::{Code, Oddity};

use std::pin::Pin;

use concordat_access::{Ctx, ResourceKind};
use concordat_kernel::{Kind as _, Ref, Result};
use concordat_store::{Migration, Store};
use concordat_web::{PaperSample, Slice};

/// Evidence, as the app sees it.
pub const SLICE: Slice = Slice {
    name: "evidence",
    migrations: &[
        Migration {
            name: "20261126_00_evidence",
            sql: include_str!("../migrations/20261126_00_evidence.sql"),
        },
        Migration {
            name: "20261126_01_index_and_areas",
            sql: include_str!("../migrations/20261126_01_index_and_areas.sql"),
        },
        Migration {
            name: "20261126_02_releases",
            sql: include_str!("../migrations/20261126_02_releases.sql"),
        },
        Migration { name: "20261126_03_lists", sql: include_str!("../migrations/20261126_03_lists.sql") },
        Migration {
            name: "20261126_04_notebook",
            sql: include_str!("../migrations/20261126_04_notebook.sql"),
        },
        Migration {
            name: "20261128_00_boundaries",
            sql: include_str!("../migrations/20261128_00_boundaries.sql"),
        },
        Migration {
            name: "20261128_01_reidentified",
            sql: include_str!("../migrations/20261128_01_reidentified.sql"),
        },
        Migration {
            name: "20261201_00_people_alone",
            sql: include_str!("../migrations/20261201_00_people_alone.sql"),
        },
        Migration { name: "20261202_00_parts", sql: include_str!("../migrations/20261202_00_parts.sql") },
    ],
    columns: include_str!("../columns.toml"),
    policies: include_str!("../policies.cedar"),
    kinds: KINDS,
    routes: pages::routes,
    views: pages::views,
    papers,
    nav: pages::NAV,
    examples: &[
        (areas::AreaList::NAME, &areas::SOME_AREA_LIST),
        (index::Index::NAME, &index::SOME_INDEX),
        (ingest::Ingest::NAME, &store::SOME_INGEST),
        (notebook::Note::NAME, &notebook::SOME_NOTE),
        (ranking::List::NAME, &ranking::SOME_LIST),
    ],
    title,
    link: urls::link,
    ..Slice::EMPTY
};

/// An invented list of areas, for demonstrations and tests.
pub const SAMPLE_AREAS: &[u8] = include_bytes!("../samples/areas.csv");
/// Where these areas lie, as invented as they are.
pub const SAMPLE_BOUNDARIES: &[u8] = include_bytes!("../samples/boundaries.geojson");
/// An invented harm index, for demonstrations and tests.
pub const SAMPLE_INDEX: &[u8] = include_bytes!("../samples/index.csv");

const KINDS: &[ResourceKind] = &[
    areas::actions::KIND,
    index::actions::KIND,
    actions::KINDS[0],
    actions::KINDS[1],
    actions::KINDS[2],
    actions::KINDS[3],
];

fn papers() -> Vec<PaperSample> {
    let found = pages::samples::released();
    let paper = found.map(|found| concordat_report::paper(&findings::report::report(&found)));
    paper.map(|paper| PaperSample { name: "findings in records", paper }).into_iter().collect()
}

fn title<'a>(
    store: &'a Store,
    ctx: &'a Ctx,
    thing: &'a Ref,
) -> Pin<Box<dyn Future<Output = Result<Option<String>>> + Send + 'a>> {
    Box::pin(async move {
        match ranking::title(store, ctx, thing).await? {
            Some(title) => Ok(Some(title)),
            None => store::title(store, ctx, thing).await,
        }
    })
}

#[cfg(test)]
mod tests;
