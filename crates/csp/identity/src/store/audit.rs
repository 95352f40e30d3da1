use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Result, Sensitivity};
use concordat_store::{AuditRow, Store};

use super::person_names;
use crate::{Person, model::AUDIT_VIEW};

/// Which rows of who did what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// A page of all of them, before a number.
    Before(Option<i64>),
    /// What one person did.
    By(Id<Person>),
    /// What was done to one thing.
    To(AnyId),
}

/// How many rows a page shows.
pub(crate) const PAGE: i64 = 50;

/// Rows, newest first, with the names of who did it.
#[derive(Debug, Clone)]
pub(crate) struct Trail {
    pub(crate) rows: Vec<AuditRow>,
    pub(crate) names: HashMap<AnyId, String>,
}

/// Reads who did what. That is restricted, so the reading leaves a row of its own.
pub(crate) async fn trail(store: &Store, ctx: &Ctx, which: Rows) -> Result<Trail> {
    let mut tx = store.read(ctx, AUDIT_VIEW, &Resource::any("audit").at(Sensitivity::Restricted)).await?;
    let rows = match which {
        Rows::Before(before) => tx.audit_page(before, PAGE).await?,
        Rows::By(person) => tx.audit_by(&person.to_string()).await?,
        Rows::To(thing) => tx.audit_of(thing).await?,
    };
    let actors: Vec<AnyId> = rows.iter().filter_map(|row| row.actor.parse().ok()).collect();
    let names = person_names(&mut tx, &actors).await?;
    Ok(Trail { rows, names })
}
