//! Who sat in a seat from when until when, kept as seats are filled and ended.

use concordat_access::Ctx;
use concordat_kernel::{
    AnyId, Id, Problem, Result,
    jiff::{ToSpan as _, civil::Date},
};
use concordat_store::{Change, Tx, args, sql};

use crate::{Group, Seat, store::date, terms::model::Sitting};

sql! {
    BEGIN = "INSERT INTO partnership_sitting (id, seat, person, part, since) VALUES ($1, $2, $3, $4, $5)";
    OF_GROUP = "
        SELECT t.seat,
               t.person,
               t.part,
               t.since,
               t.until
        FROM partnership_sitting t
        JOIN partnership_seat s ON s.id = t.seat
        WHERE s.group_id = $1
        ORDER BY t.since DESC, t.id DESC";
    END = "
        UPDATE partnership_sitting
        SET until = CASE WHEN since > $3 THEN since ELSE $3 END
        WHERE seat = $1
          AND part = $2
          AND until IS NULL";
}

/// Who has sat in the seats of a group, newest first.
pub(crate) async fn of_group(tx: &mut Tx, group: Id<Group>) -> Result<Vec<Sitting>> {
    type Row = (Id<Seat>, String, String, String, Option<String>);
    let read = |(seat, person, part, since, until): Row| {
        let person = person.parse().map_err(|e| Problem::new("reading who sat in a seat", e))?;
        let since = date(Some(&since))?.ok_or_else(|| Problem::say("somebody sat from no day on"))?;
        let until = date(until.as_deref())?;
        Ok(Sitting { seat, person, deputy: part == "deputy", since, until })
    };
    tx.all::<Row>(&OF_GROUP, args![group]).await?.into_iter().map(read).collect()
}

/// Somebody sits, or somebody else does: whoever sat before sat until the day before.
pub(crate) async fn follow(
    change: &mut Change,
    ctx: &Ctx,
    seat: Id<Seat>,
    part: &'static str,
    former: Option<AnyId>,
    latter: Option<AnyId>,
    on: Date,
) -> Result<()> {
    if former == latter {
        return Ok(());
    }
    let before = on.checked_sub(1.day()).unwrap_or(on);
    change.run(&END, args![seat, part, before]).await?;
    if let Some(person) = latter {
        let id = ctx.chance.id::<()>(&ctx.clock);
        change.run(&BEGIN, args![id, seat, person, part, on]).await?;
    }
    Ok(())
}
