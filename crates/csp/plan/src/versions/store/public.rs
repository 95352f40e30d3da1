//! What anybody may know: which plans have a published version.

use concordat_kernel::{Id, Period, Problem, Result};
use concordat_store::{Tx, args, sql};
use serde::Deserialize;

use crate::Plan;

sql! {
    NEWEST_OF_EACH = "SELECT v.plan_id, v.number, v.published_at, v.snapshot
                      FROM plan_version v
                      WHERE v.number = (SELECT MAX(w.number) FROM plan_version w WHERE w.plan_id = v.plan_id)
                      ORDER BY v.plan_id";
    /// Some plan of which a version was published.
    pub ANY_PUBLISHED_PLAN = "SELECT plan_id FROM plan_version ORDER BY plan_id LIMIT 1";
}

/// A plan by what its newest published version calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedHead {
    /// The plan.
    pub id: Id<Plan>,
    /// Its title then.
    pub title: String,
    /// Its period then.
    pub period: Option<Period>,
    /// The number of the version.
    pub number: i64,
    /// When it was published (RFC 3339, UTC).
    pub published_at: String,
}

/// Only what is wanted of a version's text: the rest is not built.
#[derive(Deserialize)]
struct Wanted {
    plan: WantedHead,
}

#[derive(Deserialize)]
struct WantedHead {
    title: String,
    period: Option<Period>,
}

/// The plans of which a version was published, newest period first.
///
/// # Errors
/// When the database does not answer.
pub async fn published_heads(tx: &mut Tx) -> Result<Vec<PublishedHead>> {
    let mut heads = Vec::new();
    type Row = (Id<Plan>, i64, String, String);
    for (id, number, published_at, snapshot) in tx.all::<Row>(&NEWEST_OF_EACH, args![]).await? {
        let wanted: Wanted =
            serde_json::from_str(&snapshot).map_err(|e| Problem::new("reading a version of a plan", e))?;
        let WantedHead { title, period } = wanted.plan;
        heads.push(PublishedHead { id, title, period, number, published_at });
    }
    heads.sort_by(|a, b| {
        let from = |head: &PublishedHead| head.period.map(|period| period.from);
        from(b).cmp(&from(a)).then_with(|| a.title.cmp(&b.title))
    });
    Ok(heads)
}
