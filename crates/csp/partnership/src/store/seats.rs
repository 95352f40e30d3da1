use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Kind as _, Problem, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{Field, any_id, bodies, date, keep_all, tidy_name, word};
use crate::{
    Body, Capacity, Group, NewSeat, Seat,
    actions::{ADD_SEAT, END_SEAT, FILL_SEAT, VIEW_SEAT, in_directory},
    rules,
    terms::store::follow_sittings,
};

sql! {
    SEATS = "
        SELECT id,
               group_id,
               body,
               title,
               capacity,
               active_from,
               active_until,
               end_reason,
               person,
               deputy
        FROM partnership_seat";
    GROUP_IS_THERE = "SELECT id FROM partnership_group WHERE id = $1";
    INSERT = "
        INSERT INTO partnership_seat (
            id, group_id, body, title, capacity, active_from, person, deputy
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FILL = "
        UPDATE partnership_seat
        SET person = $2,
            deputy = $3
        WHERE id = $1";
    END = "
        UPDATE partnership_seat
        SET active_until = $2,
            end_reason = $3
        WHERE id = $1
          AND active_until IS NULL";
    pub(crate) SOME_SEAT = "SELECT id FROM partnership_seat WHERE active_until IS NULL ORDER BY id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Seat>,
    group_id: Id<Group>,
    body: Id<Body>,
    title: String,
    capacity: String,
    active_from: Option<String>,
    active_until: Option<String>,
    end_reason: Option<String>,
    person: Option<String>,
    deputy: Option<String>,
}

impl TryFrom<Row> for Seat {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        Ok(Self {
            id: row.id,
            group: row.group_id,
            body: row.body,
            title: row.title,
            capacity: word(Capacity::from_word(&row.capacity), &row.capacity)?,
            active_from: date(row.active_from.as_deref())?,
            active_until: date(row.active_until.as_deref())?,
            end_reason: row.end_reason,
            person: any_id(row.person.as_deref())?,
            deputy: any_id(row.deputy.as_deref())?,
        })
    }
}

/// Every seat, by title; ended ones too.
///
/// # Errors
/// When the asker may not see the directory, or the store does not answer.
pub async fn seats(store: &Store, ctx: &Ctx) -> Result<Vec<Seat>> {
    let mut tx = store.read(ctx, VIEW_SEAT, &in_directory(ctx, Resource::any(Seat::NAME))).await?;
    all(&mut tx).await
}

/// One seat.
///
/// # Errors
/// As [`seats`], and [`Refusal::NotFound`] when there is none with this id.
pub async fn seat(store: &Store, ctx: &Ctx, id: Id<Seat>) -> Result<Seat> {
    let mut tx = store.read(ctx, VIEW_SEAT, &in_directory(ctx, Resource::one(id))).await?;
    find(&mut tx, id).await
}

/// Adds a seat to a group.
///
/// # Errors
/// When the asker may not, the group is not there, or the rules refuse what is said of the seat.
pub async fn add_seat(store: &Store, ctx: &Ctx, new: NewSeat) -> Result<Id<Seat>> {
    let resource = Resource::any(Seat::NAME).within(new.group.uuid());
    let mut change = store.change(ctx, ADD_SEAT, &resource).await?;
    change.one::<(Id<Group>,)>(&GROUP_IS_THERE, args![new.group]).await?;
    let new = NewSeat { title: tidy_name(&new.title), ..new };
    rules::refuse(rules::seat_faults(&new, &bodies::all(&mut change).await?))?;
    let id = insert(&mut change, ctx, &new).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Adds a seat in the middle of a change that has been allowed.
pub(crate) async fn insert(change: &mut Change, ctx: &Ctx, new: &NewSeat) -> Result<Id<Seat>> {
    let id = ctx.chance.id::<Seat>(&ctx.clock);
    let row = args![
        id,
        new.group,
        new.body,
        &new.title,
        new.capacity.word(),
        new.active_from,
        new.person,
        new.deputy
    ];
    change.run(&INSERT, row).await?;
    let first = new.active_from.unwrap_or_else(|| ctx.clock.today());
    follow_sittings(change, ctx, id, "holder", None, new.person, first).await?;
    follow_sittings(change, ctx, id, "deputy", None, new.deputy, first).await?;
    let latter: [Field; 6] = [
        ("title", Some(new.title.clone())),
        ("body", Some(new.body.to_string())),
        ("capacity", Some(new.capacity.word().to_owned())),
        ("active_from", new.active_from.map(|date| date.to_string())),
        ("person", new.person.map(|id| id.to_string())),
        ("deputy", new.deputy.map(|id| id.to_string())),
    ];
    keep_all(change, id, &[], &latter).await?;
    Ok(id)
}

/// Ends a seat in the middle of a change that has been allowed.
pub(crate) async fn end_in(
    change: &mut Change,
    ctx: &Ctx,
    seat: &Seat,
    last: Date,
    reason: &str,
) -> Result<()> {
    if change.run(&END, args![seat.id, last, reason]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let after = last.tomorrow().unwrap_or(last);
    follow_sittings(change, ctx, seat.id, "holder", seat.person, None, after).await?;
    follow_sittings(change, ctx, seat.id, "deputy", seat.deputy, None, after).await?;
    let latter = [("active_until", Some(last.to_string())), ("end_reason", Some(reason.to_owned()))];
    keep_all(change, seat.id, &[], &latter).await
}

/// Says who fills a seat and who stands in for them; nobody leaves it vacant. Called from
/// where people are known.
///
/// # Errors
/// When the asker may not, the seat is not there or has ended, or the deputy is the same person.
pub async fn fill_seat(
    store: &Store,
    ctx: &Ctx,
    id: Id<Seat>,
    person: Option<AnyId>,
    deputy: Option<AnyId>,
) -> Result<()> {
    let resource = resource_of(store, id).await?;
    let mut change = store.change(ctx, FILL_SEAT, &resource).await?;
    let former = find(&mut change, id).await?;
    if former.has_ended(ctx.clock.today()) {
        return Err(Refusal::rule("This seat has ended, so nobody can be put in it any more.").into());
    }
    rules::refuse(rules::filling_faults(person, deputy))?;
    change.run(&FILL, args![id, person, deputy]).await?;
    let today = ctx.clock.today();
    follow_sittings(&mut change, ctx, id, "holder", former.person, person, today).await?;
    follow_sittings(&mut change, ctx, id, "deputy", former.deputy, deputy, today).await?;
    keep_all(&mut change, id, &people(former.person, former.deputy), &people(person, deputy)).await?;
    change.commit().await
}

/// Ends a seat: `last` is its last day.
///
/// # Errors
/// When the asker may not, the seat is not there or has been ended, or the day is before its first.
pub async fn end_seat(
    store: &Store,
    ctx: &Ctx,
    id: Id<Seat>,
    last: Option<Date>,
    reason: &str,
) -> Result<()> {
    let resource = resource_of(store, id).await?;
    let because = ctx.clone().because(reason.trim());
    let mut change = store.change(&because, END_SEAT, &resource).await?;
    let former = find(&mut change, id).await?;
    rules::refuse(rules::ending_faults(&former, last, reason))?;
    // The rules refuse an end without a day.
    let last = last.ok_or_else(|| Refusal::invalid("until", "Enter the last day the seat is held."))?;
    end_in(&mut change, ctx, &former, last, reason.trim()).await?;
    change.commit().await
}

pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Seat>> {
    let rows = tx.all::<Row>(&SEATS, args![]).await?;
    let mut seats = rows.into_iter().map(Seat::try_from).collect::<Result<Vec<_>, _>>()?;
    seats.sort_by_cached_key(|seat| (seat.title.to_lowercase(), seat.id));
    Ok(seats)
}

async fn find(tx: &mut Tx, id: Id<Seat>) -> Result<Seat> {
    Ok(all(tx).await?.into_iter().find(|seat| seat.id == id).ok_or(Refusal::NotFound)?)
}

/// A seat belongs to its group and its body: roles held for either count. One that is not
/// there is asked for like any other, so that nobody learns whether it is.
async fn resource_of(store: &Store, id: Id<Seat>) -> Result<Resource> {
    let found = all(&mut store.peek().await?).await?.into_iter().find(|seat| seat.id == id);
    let resource = Resource::one(id);
    Ok(match found {
        Some(seat) => resource.within(seat.group.uuid()).within(seat.body.uuid()),
        None => resource,
    })
}

fn people(person: Option<AnyId>, deputy: Option<AnyId>) -> [Field; 2] {
    [("person", person.map(|id| id.to_string())), ("deputy", deputy.map(|id| id.to_string()))]
}
