//! What a group must take each year or once.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Month, Refusal, Result, jiff::civil::Date};
use concordat_partnership::{Group, in_directory};
use concordat_store::{Store, Tx, args, sql};

use super::{CHANGE, VIEW, check_group, of_group, read};
use crate::{
    Duty, Meeting, NewDuty, Rhythm,
    rules::texts::{line, line_or_none},
};

sql! {
    ALL = "
        SELECT id, version, group_id, title, month, once, source, ended_on
        FROM meetings_duty
        ORDER BY group_id, month, once, id";
    INSERT = "
        INSERT INTO meetings_duty (id, version, group_id, title, month, once, source)
        VALUES ($1, 1, $2, $3, $4, $5, $6)";
    END = "UPDATE meetings_duty SET version = version + 1, ended_on = $2 WHERE id = $1 AND ended_on IS NULL";
    GROUP_OF = "SELECT group_id FROM meetings_duty WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Duty>,
    version: i64,
    group_id: Id<Group>,
    title: String,
    month: Option<i64>,
    once: Option<String>,
    source: Option<String>,
    ended_on: Option<String>,
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Duty>> {
    let rows = tx.all::<Row>(&ALL, args![]).await?;
    rows.into_iter()
        .map(|row| {
            let once: Option<Month> = read(row.once.as_deref())?;
            let yearly = row.month.and_then(|month| i8::try_from(month).ok());
            let rhythm = match (once, yearly) {
                (Some(month), _) => Rhythm::Once(month),
                (None, Some(month)) => Rhythm::Yearly(month),
                (None, None) => return Err(Refusal::NotFound.into()),
            };
            let said = NewDuty { title: row.title, rhythm, source: row.source };
            let ended_on: Option<Date> = read(row.ended_on.as_deref())?;
            Ok(Duty { id: row.id, version: row.version, group: row.group_id, said, ended_on })
        })
        .collect()
}

/// Every duty, ended ones too.
///
/// # Errors
/// When the asker may not see meetings.
pub async fn duties(store: &Store, ctx: &Ctx) -> Result<Vec<Duty>> {
    let resource = in_directory(ctx, Resource::any(Meeting::NAME));
    all(&mut store.read(ctx, VIEW, &resource).await?).await
}

/// Adds a duty of a group.
///
/// # Errors
/// When the asker may not, the group is not there, or something is missing.
pub async fn add_duty(store: &Store, ctx: &Ctx, group: Id<Group>, new: NewDuty) -> Result<Id<Duty>> {
    let mut change = store.change(ctx, CHANGE, &of_group(group)).await?;
    check_group(&mut change, group).await?;
    let title = line("title", "what the group must take", &new.title)?;
    let source = line_or_none("source", new.source.as_deref())?;
    let (month, once) = match new.rhythm {
        Rhythm::Yearly(month) if (1..=12).contains(&month) => (Some(i64::from(month)), None),
        Rhythm::Yearly(_) => return Err(Refusal::invalid("month", "Choose the month.").into()),
        Rhythm::Once(month) => (None, Some(month)),
    };
    let id = ctx.chance.id::<Duty>(&ctx.clock);
    change.run(&INSERT, args![id, group, &title, month, once, &source]).await?;
    change.keep(id, "title", None, Some(&title)).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Ends a duty today.
///
/// # Errors
/// When the asker may not, or it has ended.
pub async fn end_duty(store: &Store, ctx: &Ctx, id: Id<Duty>) -> Result<()> {
    let group = group_of_duty(store, id).await?;
    let resource = Resource::any(Meeting::NAME).within(group.map(Id::uuid));
    let mut change = store.change(ctx, CHANGE, &resource).await?;
    let today = ctx.clock.today();
    if change.run(&END, args![id, today]).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    change.keep(id, "ended_on", None, Some(&today.to_string())).await?;
    change.commit().await
}

/// The group that has a duty: for asking the door.
pub(crate) async fn group_of_duty(store: &Store, id: Id<Duty>) -> Result<Option<Id<Group>>> {
    let found: Option<(Id<Group>,)> = store.peek().await?.opt(&GROUP_OF, args![id]).await?;
    Ok(found.map(|(group,)| group))
}
