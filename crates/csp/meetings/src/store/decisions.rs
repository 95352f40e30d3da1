//! Decisions by themselves: for the page of one, and for the pages of the things they are about.
//!
//! Whoever reads meetings reads what was decided under an open item. Of a restricted item they are not told that there
//! is a decision at all: that is for those who may read what is restricted of the meeting, and each reading is recorded.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Ref, Result, Sensitivity, jiff::civil::Date};
use concordat_partnership::{Group, in_directory};
use concordat_store::{Store, Tx, args, sql};
use concordat_web::between::Decided;

use super::{VIEW, always, file::clearance, resource, word};
use crate::{Clearance, Decision, DecisionKind, Meeting, urls};

sql! {
    ONE = "
        SELECT d.id, d.kind, d.public_text, m.meeting, m.number, t.restricted, g.group_id, g.held_on
        FROM meetings_decision d
        JOIN meetings_minute m ON m.id = d.minute
        JOIN meetings_item t ON t.id = m.item
        JOIN meetings_meeting g ON g.id = m.meeting
        WHERE d.id = $1";
    ABOUT = "SELECT id FROM meetings_decision WHERE about_kind = $1 AND about_id = $2 ORDER BY id";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Decision>,
    kind: String,
    public_text: String,
    meeting: Id<Meeting>,
    number: i64,
    restricted: i64,
    group_id: Id<Group>,
    held_on: String,
}

/// A decision, if the asker may know of it.
async fn seen(store: &Store, ctx: &Ctx, id: Id<Decision>) -> Result<Option<Decided>> {
    let Some(row) = store.peek().await?.opt::<Row>(&ONE, args![id]).await? else { return Ok(None) };
    let own = resource(store, row.meeting).await?;
    let open = in_directory(ctx, Resource { id: None, ..own.clone() });
    let closed = row.restricted == 1;
    if !store.may(ctx, VIEW, &open) || (closed && clearance(store, ctx, &own) != Clearance::Restricted) {
        return Ok(None);
    }
    let asked = if closed { own.at(Sensitivity::Restricted) } else { open };
    let mut tx = store.read(ctx, VIEW, &asked).await?;
    Ok(Some(told(&mut tx, row).await?))
}

async fn told(tx: &mut Tx, row: Row) -> Result<Decided> {
    let group = concordat_partnership::names(tx).await?.remove(&row.group_id.uuid());
    let on: Date = always(&row.held_on)?;
    let kind = word(DecisionKind::from_word(&row.kind), &row.kind)?;
    Ok(Decided {
        decision: Ref::to(row.id),
        on,
        kind: kind.title(),
        place: format!(
            "{}, {}, minute {}",
            group.unwrap_or_else(|| "Meeting".to_owned()),
            on.strftime("%-d %B %Y"),
            row.number
        ),
        text: row.public_text,
        href: urls::decision(row.id),
        restricted: row.restricted == 1,
    })
}

/// What was decided about a thing: decisions that say so, and those because of which it was changed.
pub(crate) async fn decided(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Vec<Decided>> {
    let mut tx = store.peek().await?;
    let about = tx.all::<(Id<Decision>,)>(&ABOUT, args![thing.kind.as_ref(), thing.id]).await?;
    let mut ids: Vec<Id<Decision>> = about.into_iter().map(|(id,)| id).collect();
    for (_, cause) in tx.causes_of(thing.id).await? {
        let id = Id::from_uuid(cause.id);
        if cause.kind == Decision::NAME && !ids.contains(&id) {
            ids.push(id);
        }
    }
    drop(tx);
    let mut found = Vec::new();
    for id in ids {
        found.extend(seen(store, ctx, id).await?);
    }
    Ok(found)
}

/// What a decision is called, if the asker may know of it.
pub(crate) async fn title(store: &Store, ctx: &Ctx, id: Id<Decision>) -> Result<Option<String>> {
    Ok(seen(store, ctx, id).await?.map(|one| format!("{} ({})", one.place, one.kind.to_lowercase())))
}
