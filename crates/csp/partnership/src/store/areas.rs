use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Problem, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{Field, bodies, keep_all, tidy_name, word};
use crate::{
    Area, AreaKind, Body, NewArea,
    actions::{ADD_AREA, VIEW_AREA, in_directory},
    rules,
};

sql! {
    AREAS = "
        SELECT id,
               name,
               kind,
               parent,
               body
        FROM partnership_area";
    INSERT = "
        INSERT INTO partnership_area (id, name, kind, parent, body)
        VALUES ($1, $2, $3, $4, $5)";
    pub(crate) SOME_AREA = "SELECT id FROM partnership_area ORDER BY id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Area>,
    name: String,
    kind: String,
    parent: Option<Id<Area>>,
    body: Option<Id<Body>>,
}

impl TryFrom<Row> for Area {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let kind = word(AreaKind::from_word(&row.kind), &row.kind)?;
        Ok(Self { id: row.id, name: row.name, kind, parent: row.parent, body: row.body })
    }
}

/// Every area, by name.
///
/// # Errors
/// When the asker may not see the directory, or the store does not answer.
pub async fn areas(store: &Store, ctx: &Ctx) -> Result<Vec<Area>> {
    let mut tx = store.read(ctx, VIEW_AREA, &in_directory(ctx, Resource::any(Area::NAME))).await?;
    all(&mut tx).await
}

/// Adds an area.
///
/// # Errors
/// When the asker may not, or the rules refuse what is said of it.
pub async fn add_area(store: &Store, ctx: &Ctx, new: NewArea) -> Result<Id<Area>> {
    let mut change = store.change(ctx, ADD_AREA, &Resource::any(Area::NAME)).await?;
    let new = NewArea { name: tidy_name(&new.name), ..new };
    let bodies = bodies::all(&mut change).await?;
    rules::refuse(rules::area_faults(&new, &all(&mut change).await?, &bodies))?;
    let id = ctx.chance.id::<Area>(&ctx.clock);
    let taken = Refusal::invalid("name", "There is already an area with this name.");
    let row = args![id, &new.name, new.kind.word(), new.parent, new.body];
    change.run_unless_taken(&INSERT, row, taken).await?;
    let latter: [Field; 4] = [
        ("name", Some(new.name)),
        ("kind", Some(new.kind.word().to_owned())),
        ("parent", new.parent.map(|id| id.to_string())),
        ("body", new.body.map(|id| id.to_string())),
    ];
    keep_all(&mut change, id, &[], &latter).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Area>> {
    let rows = tx.all::<Row>(&AREAS, args![]).await?;
    let mut areas = rows.into_iter().map(Area::try_from).collect::<Result<Vec<_>, _>>()?;
    areas.sort_by_cached_key(|area| (area.name.to_lowercase(), area.id));
    Ok(areas)
}
