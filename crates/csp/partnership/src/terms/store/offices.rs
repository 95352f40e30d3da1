use concordat_access::{Ctx, Resource};
use concordat_kernel::{
    Id, Kind as _, Refusal, Result,
    jiff::{ToSpan as _, civil::Date},
};
use concordat_store::{Store, Tx, args, sql};

use super::APPOINT;
use crate::{
    Group, Seat, rules,
    store::{date, groups_in, seats_in, tidy_name, word},
    terms::model::{Office, OfficeHolder},
};

sql! {
    ALL = "
        SELECT id,
               group_id,
               office,
               holder,
               seat,
               since,
               until
        FROM partnership_office
        ORDER BY since DESC, id DESC";
    INSERT = "
        INSERT INTO partnership_office (id, group_id, office, holder, seat, since)
        VALUES ($1, $2, $3, $4, $5, $6)";
    END = "
        UPDATE partnership_office
        SET until = $3
        WHERE group_id = $1
          AND office = $2
          AND until IS NULL";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<OfficeHolder>,
    group_id: Id<Group>,
    office: String,
    holder: String,
    seat: Option<Id<Seat>>,
    since: String,
    until: Option<String>,
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<OfficeHolder>> {
    let rows = tx.all::<Row>(&ALL, args![]).await?;
    rows.into_iter()
        .map(|row| {
            let office = word(Office::from_word(&row.office), &row.office)?;
            let since = date(Some(&row.since))?.ok_or(Refusal::NotFound)?;
            let until = date(row.until.as_deref())?;
            let Row { id, group_id: group, holder, seat, .. } = row;
            Ok(OfficeHolder { id, group, office, holder, seat, since, until })
        })
        .collect()
}

/// What is needed to say who is in office.
pub(crate) struct OfficeFile {
    pub(crate) group: Group,
    /// Seats that are held.
    pub(crate) seats: Vec<Seat>,
}

/// For whoever may appoint.
pub(crate) async fn office_file(store: &Store, ctx: &Ctx, group: Id<Group>) -> Result<OfficeFile> {
    let mut tx = store.read(ctx, APPOINT, &asked(group)).await?;
    let found = groups_in(&mut tx).await?.into_iter().find(|known| known.id == group);
    let today = ctx.clock.today();
    let seats = seats_in(&mut tx).await?;
    let seats = seats.into_iter().filter(|seat| seat.group == group && !seat.has_ended(today)).collect();
    Ok(OfficeFile { group: found.ok_or(Refusal::NotFound)?, seats })
}

fn asked(group: Id<Group>) -> Resource {
    Resource::any(OfficeHolder::NAME).within(group.uuid())
}

/// Says who is in office from a day on: newly come to it, or confirmed in it. Whoever was before ends the day before.
///
/// # Errors
/// When the asker may not, the group or the seat is not there, nobody is named, or the day is before the present
/// holder's first.
pub async fn appoint(
    store: &Store,
    ctx: &Ctx,
    group: Id<Group>,
    office: Office,
    holder: &str,
    seat: Option<Id<Seat>>,
    since: Option<Date>,
) -> Result<Id<OfficeHolder>> {
    let mut change = store.change(ctx, APPOINT, &asked(group)).await?;
    if !groups_in(&mut change).await?.iter().any(|known| known.id == group) {
        return Err(Refusal::NotFound.into());
    }
    let seat = match seat {
        Some(id) => {
            let seats = seats_in(&mut change).await?;
            let found = seats.into_iter().find(|seat| seat.id == id && seat.group == group);
            Some(found.ok_or_else(|| Refusal::invalid("seat", "Choose a seat from the list."))?)
        }
        None => None,
    };
    let mut holder = tidy_name(holder);
    if let (true, Some(seat)) = (holder.is_empty(), &seat) {
        holder.clone_from(&seat.title);
    }
    if holder.is_empty() || holder.chars().count() > rules::NAME_LIMIT {
        let sentence =
            "Choose the seat, or enter the post that the office goes with, in 200 characters or fewer.";
        return Err(Refusal::invalid("holder", sentence).into());
    }
    let since =
        since.ok_or_else(|| Refusal::invalid("since", "Enter the first day, or the day of the election."))?;
    let known = all(&mut change).await?;
    let present =
        known.iter().find(|held| held.group == group && held.office == office && held.until.is_none());
    if let Some(present) = present {
        if since <= present.since {
            return Err(Refusal::invalid("since", "The day must be after the present holder’s first.").into());
        }
        let last = since.checked_sub(1.day()).unwrap_or(since);
        change.run(&END, args![group, office.word(), last]).await?;
        change.keep(present.id, "until", None, Some(&last.to_string())).await?;
    }
    let id = ctx.chance.id::<OfficeHolder>(&ctx.clock);
    let seat = seat.map(|seat| seat.id);
    change.run(&INSERT, args![id, group, office.word(), &holder, seat, since]).await?;
    change.keep(id, "holder", None, Some(&holder)).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}
