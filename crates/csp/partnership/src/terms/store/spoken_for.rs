//! The bodies that a seat speaks for beside the one that holds it.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};

use crate::{
    Body, Seat,
    actions::FILL_SEAT,
    store::{bodies_in, seats_in},
};

sql! {
    ALL = "SELECT seat, body FROM partnership_spoken_for ORDER BY seat, body";
    CLEAR = "DELETE FROM partnership_spoken_for WHERE seat = $1";
    ADD = "INSERT INTO partnership_spoken_for (seat, body) VALUES ($1, $2)";
}

/// Every seat that speaks for others, with each of them: for slices in the middle of their own work.
///
/// # Errors
/// When the store does not answer.
pub async fn spoken_for(tx: &mut Tx) -> Result<Vec<(Id<Seat>, Id<Body>)>> {
    tx.all(&ALL, args![]).await
}

/// What is needed to say whom a seat speaks for.
pub(crate) struct SpokenFile {
    pub(crate) seat: Seat,
    /// Those it could speak for.
    pub(crate) bodies: Vec<Body>,
    pub(crate) now: Vec<Id<Body>>,
}

/// For whoever may fill the seat.
pub(crate) async fn spoken_file(store: &Store, ctx: &Ctx, id: Id<Seat>) -> Result<SpokenFile> {
    let resource = resource_of(store, id).await?;
    let mut tx = store.read(ctx, FILL_SEAT, &resource).await?;
    let seat = seats_in(&mut tx).await?.into_iter().find(|seat| seat.id == id).ok_or(Refusal::NotFound)?;
    let today = ctx.clock.today();
    let mut bodies = bodies_in(&mut tx).await?;
    bodies.retain(|body| body.is_active(today) && body.id != seat.body);
    let now =
        spoken_for(&mut tx).await?.into_iter().filter(|(of, _)| *of == id).map(|(_, body)| body).collect();
    Ok(SpokenFile { seat, bodies, now })
}

async fn resource_of(store: &Store, id: Id<Seat>) -> Result<Resource> {
    let found = seats_in(&mut store.peek().await?).await?.into_iter().find(|seat| seat.id == id);
    let resource = Resource::one(id);
    Ok(match found {
        Some(seat) => resource.within(seat.group.uuid()).within(seat.body.uuid()),
        None => resource,
    })
}

/// Says for which bodies a seat speaks beside the one that holds it. Somebody of theirs then counts for that seat, and
/// all of them together once.
///
/// # Errors
/// When the asker may not, the seat is not there, or a body is not in the list.
pub async fn speak_for(store: &Store, ctx: &Ctx, id: Id<Seat>, bodies: &[Id<Body>]) -> Result<()> {
    let resource = resource_of(store, id).await?;
    let mut change = store.change(ctx, FILL_SEAT, &resource).await?;
    let seat =
        seats_in(&mut change).await?.into_iter().find(|seat| seat.id == id).ok_or(Refusal::NotFound)?;
    let known = bodies_in(&mut change).await?;
    let mut wanted: Vec<Id<Body>> = bodies.iter().copied().filter(|body| *body != seat.body).collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.iter().any(|body| known.iter().all(|other| other.id != *body)) {
        return Err(Refusal::invalid("bodies", "Choose the bodies from the list.").into());
    }
    let words = |bodies: &[Id<Body>]| {
        let ids: Vec<String> = bodies.iter().map(ToString::to_string).collect();
        Some(ids.join("\n")).filter(|text| !text.is_empty())
    };
    let now: Vec<Id<Body>> = spoken_for(&mut change)
        .await?
        .into_iter()
        .filter(|(of, _)| *of == id)
        .map(|(_, body)| body)
        .collect();
    change.run(&CLEAR, args![id]).await?;
    for body in &wanted {
        change.run(&ADD, args![id, *body]).await?;
    }
    change.keep(id, "spoken_for", words(&now).as_deref(), words(&wanted).as_deref()).await?;
    change.commit().await
}
