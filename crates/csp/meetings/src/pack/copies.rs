//! Numbered copies of the restricted edition: who has which, and who confirmed receipt.

use std::collections::HashSet;

use concordat_access::Ctx;
use concordat_kernel::{Id, Refusal, Result, Sensitivity};
use concordat_partnership::Seat;
use concordat_store::{Store, Tx, args, sql};

use super::{
    model::Copy,
    store::{cleared, day},
};
use crate::{
    Meeting,
    store::{CHANGE, VIEW, asked, resource},
};

sql! {
    COPIES = "
        SELECT id,
               number,
               seat,
               holder,
               sent_on,
               received_on
        FROM meetings_copy
        WHERE meeting = $1
        ORDER BY number";
    ADD_COPY = "
        INSERT INTO meetings_copy (id, meeting, number, seat, holder, sent_on) VALUES ($1, $2, $3, $4, $5, $6)";
    RECEIVED = "UPDATE meetings_copy SET received_on = $2 WHERE id = $1 AND received_on IS NULL";
}

#[derive(sqlx::FromRow)]
struct CopyRow {
    id: Id<Copy>,
    number: i64,
    seat: Id<Seat>,
    holder: String,
    sent_on: String,
    received_on: Option<String>,
}

pub(super) async fn copies_of(tx: &mut Tx, meeting: Id<Meeting>) -> Result<Vec<Copy>> {
    let rows: Vec<CopyRow> = tx.all(&COPIES, args![meeting]).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(Copy {
            id: row.id,
            number: row.number,
            seat: row.seat,
            holder: row.holder,
            sent_on: day(&row.sent_on)?,
            received_on: row.received_on.as_deref().map(day).transpose()?,
        });
    }
    Ok(found)
}

/// Who has which copy of the restricted edition.
///
/// # Errors
/// When the asker may not read what is restricted of the meeting.
pub async fn copies(store: &Store, ctx: &Ctx, meeting: Id<Meeting>) -> Result<Vec<Copy>> {
    let own = resource(store, meeting).await?.at(Sensitivity::Restricted);
    let mut tx = store.read(ctx, VIEW, &own).await?;
    copies_of(&mut tx, meeting).await
}

/// Gives every seat that is held on the day a numbered copy, if it has none, and records whose receipt is confirmed.
///
/// # Errors
/// When the asker may not, or nobody has a seat that day.
pub async fn send_copies(store: &Store, ctx: &Ctx, meeting: Id<Meeting>, received: &[i64]) -> Result<()> {
    let own = asked(CHANGE, resource(store, meeting).await?);
    store.ask(ctx, CHANGE, &own).await?;
    let found = cleared(store, ctx, meeting).await?;
    let mut change = store.change(ctx, CHANGE, &own).await?;
    let (today, on) = (ctx.clock.today(), found.meeting.plan.held_on);
    let known = copies_of(&mut change, meeting).await?;
    let served: HashSet<Id<Seat>> = known.iter().map(|copy| copy.seat).collect();
    let mut number = known.last().map_or(0, |copy| copy.number);
    let seats = found.conduct.seats.iter().filter(|seat| {
        seat.active_from.is_none_or(|from| from <= on) && seat.active_until.is_none_or(|until| until >= on)
    });
    for seat in seats.filter(|seat| !served.contains(&seat.id)) {
        number += 1;
        let id: Id<Copy> = ctx.chance.id(&ctx.clock);
        let holder = format!("{}, {}", seat.title, found.conduct.name_of(seat.body));
        change.run(&ADD_COPY, args![id, meeting, number, seat.id, &holder, today]).await?;
        change.keep(id, "holder", None, Some(&holder)).await?;
    }
    if number == 0 {
        return Err(Refusal::rule(
            "No seat of the group is held on the day of the meeting. Add its seats first.",
        )
        .into());
    }
    for copy in copies_of(&mut change, meeting).await? {
        if received.contains(&copy.number) && change.run(&RECEIVED, args![copy.id, today]).await? > 0 {
            change.keep(copy.id, "received_on", None, Some(&today.to_string())).await?;
        }
    }
    change.commit().await
}
