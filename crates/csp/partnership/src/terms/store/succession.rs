//! A body takes over from another on a day: seats, and with them who sits there, follow.

use concordat_access::Ctx;
use concordat_kernel::{
    Id, Refusal, Result,
    jiff::{ToSpan as _, civil::Date},
};
use concordat_store::{Store, args, sql};

use crate::{
    Body, NewSeat, Seat,
    actions::{CHANGE_BODY, itself},
    rules,
    store::{bodies_in, end_in, insert_seat, seats_in},
};

sql! {
    CEASE = "UPDATE partnership_body SET version = version + 1, active_until = $2 WHERE id = $1";
    BEGIN = "
        UPDATE partnership_body
        SET version = version + 1,
            predecessor = $2,
            active_from = $3
        WHERE id = $1";
    // Neither ceased nor ever taken over, so that an example may take it over.
    pub(crate) SOME_STANDING_BODY = "
        SELECT id
        FROM partnership_body
        WHERE active_until IS NULL
          AND id NOT IN (SELECT predecessor FROM partnership_body WHERE predecessor IS NOT NULL)
        ORDER BY id
        LIMIT 1";
    // The youngest: it took over from nobody, and may take over from the one above.
    pub(crate) SOME_NEWCOMER = "
        SELECT id
        FROM partnership_body
        WHERE active_until IS NULL
          AND predecessor IS NULL
        ORDER BY id DESC
        LIMIT 1";
}

/// What is needed to say that a body takes over from another.
pub(crate) struct Succession {
    pub(crate) former: Body,
    /// Those that could take over.
    pub(crate) others: Vec<Body>,
    /// The seats that would follow.
    pub(crate) seats: Vec<Seat>,
}

/// For whoever may change the body.
pub(crate) async fn succession_file(store: &Store, ctx: &Ctx, id: Id<Body>) -> Result<Succession> {
    let mut tx = store.read(ctx, CHANGE_BODY, &itself(id)).await?;
    let bodies = bodies_in(&mut tx).await?;
    let former = bodies.iter().find(|body| body.id == id).cloned().ok_or(Refusal::NotFound)?;
    let today = ctx.clock.today();
    let seats = seats_in(&mut tx).await?;
    Ok(Succession {
        former,
        others: bodies.into_iter().filter(|body| body.id != id && body.active_until.is_none()).collect(),
        seats: seats.into_iter().filter(|seat| seat.body == id && !seat.has_ended(today)).collect(),
    })
}

/// `latter` takes over from `former` on a day: `former` ends the day before, and each of its seats passes on with its
/// title, its right, and whoever sits there.
///
/// # Errors
/// When the asker may not change both, either is not there, `former` has ceased, or it would close a ring.
pub async fn take_over(
    store: &Store,
    ctx: &Ctx,
    former: Id<Body>,
    latter: Option<Id<Body>>,
    on: Option<Date>,
) -> Result<()> {
    let mut change = store.change(ctx, CHANGE_BODY, &itself(former)).await?;
    let bodies = bodies_in(&mut change).await?;
    let was = bodies.iter().find(|body| body.id == former).ok_or(Refusal::NotFound)?;
    let heir = latter
        .and_then(|id| bodies.iter().find(|body| body.id == id && body.id != former))
        .ok_or_else(|| Refusal::invalid("body", "Choose the body that takes over."))?;
    store.ask(ctx, CHANGE_BODY, &itself(heir.id)).await?;
    let on = on.ok_or_else(|| Refusal::invalid("on", "Enter the day on which it takes over."))?;
    if was.active_until.is_some() {
        return Err(Refusal::rule("This body has ceased already.").into());
    }
    if heir.predecessor.is_some_and(|other| other != former) {
        let sentence = "That body already took over from another. Choose one that has not.";
        return Err(Refusal::invalid("body", sentence).into());
    }
    let parents = bodies.iter().map(|body| (body.id, body.predecessor)).collect();
    if rules::makes_a_loop(heir.id, former, &parents) {
        return Err(
            Refusal::invalid("body", "A body cannot take over from one that took over from it.").into()
        );
    }
    let last = on.checked_sub(1.day()).unwrap_or(on);
    if was.active_from.is_some_and(|first| last < first) {
        return Err(Refusal::invalid("on", "The day must be after the one on which the body began.").into());
    }
    change.run(&CEASE, args![former, last]).await?;
    change.keep(former, "active_until", None, Some(&last.to_string())).await?;
    let begins = heir.active_from.unwrap_or(on);
    change.run(&BEGIN, args![heir.id, former, begins]).await?;
    let text = |id: Option<Id<Body>>| id.map(|id| id.to_string());
    change.keep(heir.id, "predecessor", text(heir.predecessor).as_deref(), Some(&former.to_string())).await?;
    let began = heir.active_from.map(|day| day.to_string());
    change.keep(heir.id, "active_from", began.as_deref(), Some(&begins.to_string())).await?;
    let reason = format!("{} took over", heir.name);
    for seat in seats_in(&mut change).await?.into_iter().filter(|seat| seat.body == former) {
        // One that has been ended already ends as it was said.
        if seat.active_until.is_some() {
            continue;
        }
        // A seat that would only have begun later has no day under the former body.
        let ends = seat.active_from.map_or(last, |first| first.max(last));
        end_in(&mut change, ctx, &seat, ends, &reason).await?;
        let follows = NewSeat {
            group: seat.group,
            body: heir.id,
            title: seat.title,
            capacity: seat.capacity,
            active_from: Some(on),
            person: seat.person,
            deputy: seat.deputy,
        };
        insert_seat(&mut change, ctx, &follows).await?;
    }
    change.commit().await
}
