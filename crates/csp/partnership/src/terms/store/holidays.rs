use concordat_access::{Ctx, Resource};
use concordat_kernel::{Holidays, Kind as _, Refusal, Result, jiff::civil::Date};
use concordat_store::{Store, Tx, args, sql};

use super::{CHANGE_HOLIDAYS, VIEW_HOLIDAYS};
use crate::{actions::in_directory, rules, store::tidy_name, terms::model::Holiday};

sql! {
    ALL = "SELECT day, name, one_off FROM partnership_holiday ORDER BY day";
    ADD = "INSERT INTO partnership_holiday (day, name, one_off) VALUES ($1, $2, $3)";
    REMOVE = "DELETE FROM partnership_holiday WHERE day = $1";
    pub(crate) ONE_OFF = "SELECT day FROM partnership_holiday WHERE one_off = 1 ORDER BY day DESC LIMIT 1";
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Holiday>> {
    let rows = tx.all::<(String, String, i64)>(&ALL, args![]).await?;
    rows.into_iter()
        .map(|(day, name, one_off)| {
            let day = day.parse().map_err(|e| concordat_kernel::Problem::new("reading a bank holiday", e))?;
            Ok(Holiday { day, name, one_off: one_off == 1 })
        })
        .collect()
}

/// The bank holidays, in order.
pub(crate) async fn list(store: &Store, ctx: &Ctx) -> Result<Vec<Holiday>> {
    let resource = in_directory(ctx, Resource::any(Holiday::NAME));
    all(&mut store.read(ctx, VIEW_HOLIDAYS, &resource).await?).await
}

/// The days on which offices are shut: for slices in the middle of their own work.
///
/// # Errors
/// When the store does not answer.
pub async fn holidays(tx: &mut Tx) -> Result<Holidays> {
    Ok(all(tx).await?.into_iter().map(|holiday| holiday.day).collect())
}

/// Adds a bank holiday.
///
/// # Errors
/// When the asker may not, the day is one already, or it has no name.
pub async fn add_holiday(store: &Store, ctx: &Ctx, new: Holiday) -> Result<()> {
    let mut change = store.change(ctx, CHANGE_HOLIDAYS, &Resource::any(Holiday::NAME)).await?;
    let name = tidy_name(&new.name);
    if name.is_empty() || name.chars().count() > rules::NAME_LIMIT {
        return Err(Refusal::invalid(
            "name",
            "Enter what the holiday is called, in 200 characters or fewer.",
        )
        .into());
    }
    let taken = Refusal::invalid("day", "That day is a bank holiday already.");
    change.run_unless_taken(&ADD, args![new.day, &name, new.one_off], taken).await?;
    change.commit().await
}

/// Takes a bank holiday away: it was moved, or entered by mistake.
///
/// # Errors
/// When the asker may not, or the day is none.
pub async fn remove_holiday(store: &Store, ctx: &Ctx, day: Date) -> Result<()> {
    let mut change = store.change(ctx, CHANGE_HOLIDAYS, &Resource::any(Holiday::NAME)).await?;
    if change.run(&REMOVE, args![day]).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    change.commit().await
}
