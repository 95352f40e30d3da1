//! The bodies and groups that people work for and roles hold for: the one place that asks the
//! partnership slice.

use concordat_kernel::{AnyId, Result};
use concordat_store::Tx;

/// A body or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) id: AnyId,
    /// `body` or `group`.
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}

/// Every body and group.
pub(crate) async fn places(tx: &mut Tx) -> Result<Vec<Place>> {
    let choices = concordat_partnership::choices(tx).await?;
    Ok(choices
        .into_iter()
        .map(|choice| Place { id: choice.id, kind: choice.kind, name: choice.name })
        .collect())
}

/// The name of one of them.
pub(crate) fn name_of(places: &[Place], id: Option<AnyId>) -> Option<&str> {
    places.iter().find(|place| Some(place.id) == id).map(|place| place.name.as_str())
}
