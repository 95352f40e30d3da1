//! What other slices ask in the middle of their own work. They have asked the door about
//! their own thing; the names of bodies and groups are public.

use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Kind as _, Ref, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{areas, bodies, groups, seats};
use crate::{
    Area, Body, Choice, Group, Seat,
    actions::{VIEW_AREA, VIEW_BODY, VIEW_GROUP, VIEW_SEAT, in_directory},
    rules,
};

sql! {
    BODY_NAME = "SELECT name FROM partnership_body WHERE id = $1";
    GROUP_NAME = "SELECT name FROM partnership_group WHERE id = $1";
}

/// Every name each body goes by, its own first: for recognising leads in a plan.
///
/// # Errors
/// When the store does not answer.
pub async fn lead_names(tx: &mut Tx) -> Result<Vec<(Id<Body>, Vec<String>)>> {
    Ok(bodies::all(tx).await?.iter().map(|body| (body.id, rules::known_as(body))).collect())
}

/// Bodies, then groups, each by name: for lists to choose from.
///
/// # Errors
/// When the store does not answer.
pub async fn choices(tx: &mut Tx) -> Result<Vec<Choice>> {
    let bodies = bodies::all(tx).await?.into_iter().map(|body| Choice {
        id: body.id.uuid(),
        kind: Body::NAME,
        name: body.name,
    });
    let groups = groups::all(tx).await?.into_iter().map(|group| Choice {
        id: group.id.uuid(),
        kind: Group::NAME,
        name: group.name,
    });
    Ok(bodies.chain(groups).collect())
}

/// The names of every body and group, by id.
///
/// # Errors
/// When the store does not answer.
pub async fn names(tx: &mut Tx) -> Result<HashMap<AnyId, String>> {
    Ok(choices(tx).await?.into_iter().map(|choice| (choice.id, choice.name)).collect())
}

/// The group above each group that has one.
///
/// # Errors
/// When the store does not answer.
pub async fn parents(tx: &mut Tx) -> Result<HashMap<AnyId, AnyId>> {
    let groups = groups::all(tx).await?;
    Ok(groups.iter().filter_map(|group| Some((group.id.uuid(), group.parent?.uuid()))).collect())
}

/// The title of a thing of this slice, if the asker may see it.
pub(crate) async fn title(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    let action = match thing.kind.as_ref() {
        Body::NAME => VIEW_BODY,
        Group::NAME => VIEW_GROUP,
        Seat::NAME => VIEW_SEAT,
        Area::NAME => VIEW_AREA,
        _ => return Ok(None),
    };
    let resource = in_directory(ctx, concordat_access::Resource::any(action.kind));
    // A title is a kindness on somebody else's page: not to be allowed it is no denied attempt.
    if !store.may(ctx, action, &resource) {
        return Ok(None);
    }
    let mut tx = store.read(ctx, action, &resource).await?;
    let title = match action.kind {
        Body::NAME => tx.opt(&BODY_NAME, args![thing.id]).await?.map(|(name,): (String,)| name),
        Group::NAME => tx.opt(&GROUP_NAME, args![thing.id]).await?.map(|(name,): (String,)| name),
        Seat::NAME => {
            let seats = seats::all(&mut tx).await?;
            seats.into_iter().find(|seat| seat.id.uuid() == thing.id).map(|seat| seat.title)
        }
        _ => {
            let areas = areas::all(&mut tx).await?;
            areas.into_iter().find(|area| area.id.uuid() == thing.id).map(|area| area.name)
        }
    };
    Ok(title)
}
