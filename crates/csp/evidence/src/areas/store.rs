use std::collections::BTreeMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Problem, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{
    actions::{ADD_AREAS, VIEW_AREAS},
    model::{Area, AreaList, Areas, Changes, LoadedAreas, NewAreaList},
    read::AreasReading,
};
use crate::load::{self, Oddity, tidy};

sql! {
    LISTS = "
        SELECT l.id,
               l.number,
               l.name,
               l.file_name,
               l.sha256,
               l.loaded_at,
               (SELECT COUNT(*) FROM evidence_area a WHERE a.list_id = l.id) AS areas
        FROM evidence_area_list l
        ORDER BY l.number DESC";
    INSERT_LIST = "
        INSERT INTO evidence_area_list (id, number, name, file_name, sha256, loaded_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    AREAS = "
        SELECT code,
               name,
               district,
               district_code,
               population,
               decile
        FROM evidence_area
        WHERE list_id = $1";
    INSERT_AREA = "
        INSERT INTO evidence_area (list_id, code, name, district, district_code, population, decile)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    INSERT_BOUNDARY = "
        INSERT INTO evidence_boundary (list_id, code, geometry)
        VALUES ($1, $2, $3)";
    BOUNDARIES = "
        SELECT code,
               geometry
        FROM evidence_boundary
        WHERE list_id = $1";
    pub(crate) SOME_AREA_LIST = "SELECT id FROM evidence_area_list ORDER BY number LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<AreaList>,
    number: i64,
    name: String,
    file_name: String,
    sha256: String,
    loaded_at: String,
    areas: i64,
}

impl TryFrom<Row> for AreaList {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let loaded_at =
            row.loaded_at.parse().map_err(|e| Problem::new("reading when a list of areas was loaded", e))?;
        Ok(Self {
            id: row.id,
            number: row.number,
            name: row.name,
            file_name: row.file_name,
            sha256: row.sha256,
            loaded_at,
            areas: row.areas,
        })
    }
}

#[derive(sqlx::FromRow)]
struct AreaRow {
    code: String,
    name: String,
    district: Option<String>,
    district_code: Option<String>,
    population: Option<i64>,
    decile: Option<i64>,
}

impl From<AreaRow> for Area {
    fn from(row: AreaRow) -> Self {
        Self {
            code: row.code,
            name: row.name,
            district: row.district,
            district_code: row.district_code,
            population: row.population,
            decile: row.decile,
        }
    }
}

/// Loads a list of areas, whole or not at all, which from then on counts instead of the one before. The same file again
/// under the same name changes nothing.
///
/// # Errors
/// When the asker may not, or the list has no name; [`Refusal::Conflict`] when somebody else loads one at the same moment.
pub async fn load(store: &Store, ctx: &Ctx, new: NewAreaList, reading: &AreasReading) -> Result<LoadedAreas> {
    let mut change = store.change(ctx, ADD_AREAS, &Resource::any(AreaList::NAME)).await?;
    let name = tidy(&new.name);
    if name.is_empty() {
        return Err(
            Refusal::invalid("name", "The list needs a name, such as its sort of area and year.").into()
        );
    }
    let former = all(&mut change).await?.into_iter().next();
    let before = match &former {
        Some(list) => areas_in(&mut change, list.id).await?,
        None => Vec::new(),
    };
    if let Some(list) = former.clone().filter(|list| list.sha256 == new.sha256 && list.name == name) {
        let number = Some(list.number);
        return Ok(LoadedAreas { list, already: true, former: number, changes: Changes::default() });
    }
    let list = AreaList {
        id: ctx.chance.id(&ctx.clock),
        number: former.as_ref().map_or(1, |list| list.number + 1),
        name,
        file_name: new.file_name,
        sha256: new.sha256,
        loaded_at: ctx.clock.now(),
        areas: i64::try_from(reading.areas.len()).unwrap_or(i64::MAX),
    };
    let row = args![list.id, list.number, &list.name, &list.file_name, &list.sha256, list.loaded_at];
    change.run_unless_taken(&INSERT_LIST, row, Refusal::Conflict).await?;
    for area in &reading.areas {
        let row = args![
            list.id,
            &area.code,
            &area.name,
            &area.district,
            &area.district_code,
            area.population,
            area.decile
        ];
        change.run(&INSERT_AREA, row).await?;
    }
    for (code, geometry) in &reading.boundaries {
        change.run(&INSERT_BOUNDARY, args![list.id, code, geometry]).await?;
    }
    load::store::keep(&mut change, list.id.uuid(), &reading.oddities).await?;
    change.about(list.id.uuid());
    change.commit().await?;
    let changes = Changes::between(&before, &reading.areas);
    Ok(LoadedAreas { list, already: false, former: former.map(|list| list.number), changes })
}

/// Every list, the one that counts first.
///
/// # Errors
/// When the asker may not see them, or the store does not answer.
pub async fn lists(store: &Store, ctx: &Ctx) -> Result<Vec<AreaList>> {
    let mut tx = store.read(ctx, VIEW_AREAS, &Resource::any(AreaList::NAME)).await?;
    all(&mut tx).await
}

/// The list that counts, with its areas by code; `None` when none was loaded.
///
/// # Errors
/// As [`lists`].
pub async fn areas(store: &Store, ctx: &Ctx) -> Result<Option<Areas>> {
    let mut tx = store.read(ctx, VIEW_AREAS, &Resource::any(AreaList::NAME)).await?;
    let Some(list) = all(&mut tx).await?.into_iter().next() else { return Ok(None) };
    let areas = areas_in(&mut tx, list.id).await?;
    Ok(Some(Areas { list, areas }))
}

/// The list with this number, which a figure names, with its areas.
///
/// # Errors
/// As [`lists`], and [`Refusal::NotFound`] when there is none with this number.
pub async fn areas_of(store: &Store, ctx: &Ctx, number: i64) -> Result<Areas> {
    let mut tx = store.read(ctx, VIEW_AREAS, &Resource::any(AreaList::NAME)).await?;
    let list = all(&mut tx).await?.into_iter().find(|list| list.number == number).ok_or(Refusal::NotFound)?;
    let areas = areas_in(&mut tx, list.id).await?;
    Ok(Areas { list, areas })
}

/// The boundaries of a list's areas by code, as GeoJSON geometries in degrees (WGS 84); areas without one are absent.
///
/// # Errors
/// As [`lists`].
pub async fn boundaries(store: &Store, ctx: &Ctx, id: Id<AreaList>) -> Result<BTreeMap<String, String>> {
    let mut tx = store.read(ctx, VIEW_AREAS, &Resource::one(id)).await?;
    let rows = tx.all::<(String, String)>(&BOUNDARIES, args![id]).await?;
    Ok(rows.into_iter().collect())
}

/// What was odd about the file of a list.
///
/// # Errors
/// As [`lists`].
pub async fn oddities(store: &Store, ctx: &Ctx, id: Id<AreaList>) -> Result<Vec<Oddity>> {
    let mut tx = store.read(ctx, VIEW_AREAS, &Resource::one(id)).await?;
    load::store::of(&mut tx, id.uuid()).await
}

async fn all(tx: &mut Tx) -> Result<Vec<AreaList>> {
    let rows = tx.all::<Row>(&LISTS, args![]).await?;
    Ok(rows.into_iter().map(AreaList::try_from).collect::<Result<_, _>>()?)
}

/// Sorted here, as the two databases order letters differently.
async fn areas_in(tx: &mut Tx, list: Id<AreaList>) -> Result<Vec<Area>> {
    let mut areas: Vec<Area> =
        tx.all::<AreaRow>(&AREAS, args![list]).await?.into_iter().map(Area::from).collect();
    areas.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(areas)
}
