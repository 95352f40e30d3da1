//! A seat with the people who could fill it.

use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Result};
use concordat_partnership::Seat;
use concordat_store::Store;

use super::people::{all_in, person_names};
use crate::{
    PersonRow,
    model::SEAT_FILL,
    places::{Place, name_of, places},
};

/// Somebody to choose.
#[derive(Debug, Clone)]
pub(crate) struct PersonChoice {
    pub(crate) id: AnyId,
    /// Their name and whom they work for, so that namesakes can be told apart.
    pub(crate) name: String,
}

/// All that is needed for saying who fills a seat.
#[derive(Debug, Clone)]
pub(crate) struct SeatFile {
    pub(crate) seat: Seat,
    /// The name of its group.
    pub(crate) group: String,
    /// The name of its body.
    pub(crate) body: String,
    pub(crate) people: Vec<PersonChoice>,
    /// Who changed the seat last, as history keeps them.
    pub(crate) last_actor: String,
    pub(crate) names: HashMap<AnyId, String>,
}

/// For whoever may fill this seat; they may see whom they choose from.
pub(crate) async fn seat_file(store: &Store, ctx: &Ctx, id: Id<Seat>) -> Result<SeatFile> {
    let seat = concordat_partnership::seat(store, ctx, id).await?;
    let group = concordat_partnership::group(store, ctx, seat.group).await?.name;
    let body = concordat_partnership::body(store, ctx, seat.body).await?.name;
    let resource = Resource::one(id).within(seat.group.uuid()).within(seat.body.uuid());
    let mut tx = store.read(ctx, SEAT_FILL, &resource).await?;
    let (rows, places) = (all_in(&mut tx).await?, places(&mut tx).await?);
    let people = choices_of(&rows, &places, seat.person, seat.deputy);
    let last_actor = tx.history(id.uuid()).await?.into_iter().next().map(|change| change.actor);
    let last_actor = last_actor.unwrap_or_default();
    let doers: Vec<AnyId> = last_actor.parse().into_iter().collect();
    let names = person_names(&mut tx, &doers).await?;
    Ok(SeatFile { seat, group, body, people, last_actor, names })
}

/// Everybody who may sign in or has been invited, and whoever sits there now, so that saving the form
/// as it is changes nothing.
pub(crate) fn choices_of(
    rows: &[PersonRow],
    places: &[Place],
    person: Option<AnyId>,
    deputy: Option<AnyId>,
) -> Vec<PersonChoice> {
    let sits = |id: AnyId| Some(id) == person || Some(id) == deputy;
    let choice = |row: &PersonRow| {
        let name = match name_of(places, row.body_id()) {
            Some(body) => format!("{}, {body}", row.name),
            None => row.name.clone(),
        };
        let gone = if row.disabled_at.is_some() { " (may no longer sign in)" } else { "" };
        PersonChoice { id: row.id.uuid(), name: format!("{name}{gone}") }
    };
    rows.iter().filter(|row| row.disabled_at.is_none() || sits(row.id.uuid())).map(choice).collect()
}
