use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Kind as _, Problem, Refusal, Result};
use concordat_store::{Former, Store, Tx, args, sql};

use super::{Field, date, keep_all, lookup, seats, tidy, tidy_name, word};
use crate::{
    Body, BodyKind, NewBody, Seat,
    actions::{ADD_BODY, CHANGE_BODY, VIEW_BODY, in_directory, itself},
    rules,
};

sql! {
    BODIES = "
        SELECT id,
               version,
               name,
               short_name,
               kind,
               aliases,
               predecessor,
               active_from,
               active_until,
               notes
        FROM partnership_body";
    INSERT = "
        INSERT INTO partnership_body (
            id, version, name, short_name, kind, aliases, predecessor, active_from, active_until, notes
        ) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)";
    // The version is both asked for and raised, so that of two edits made against the same text one finds no row.
    UPDATE = "
        UPDATE partnership_body
        SET version = version + 1,
            name = $3,
            short_name = $4,
            kind = $5,
            aliases = $6,
            predecessor = $7,
            active_from = $8,
            active_until = $9,
            notes = $10
        WHERE id = $1
          AND version = $2";
    // Takes turns with other edits where rows are locked one by one, so that two at once cannot close a ring.
    HOLD = "UPDATE partnership_body SET version = version";
    // Never edited, so that an example edit made against version 1 is accepted; not ceased, so that it may take a seat.
    pub(crate) SOME_BODY = "
        SELECT id
        FROM partnership_body
        WHERE version = 1
          AND active_until IS NULL
        ORDER BY id
        LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Body>,
    version: i64,
    name: String,
    short_name: Option<String>,
    kind: String,
    aliases: String,
    predecessor: Option<Id<Body>>,
    active_from: Option<String>,
    active_until: Option<String>,
    notes: Option<String>,
}

impl TryFrom<Row> for Body {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        Ok(Self {
            id: row.id,
            version: row.version,
            name: row.name,
            short_name: row.short_name,
            kind: word(BodyKind::from_word(&row.kind), &row.kind)?,
            aliases: row.aliases.lines().map(str::to_owned).collect(),
            predecessor: row.predecessor,
            active_from: date(row.active_from.as_deref())?,
            active_until: date(row.active_until.as_deref())?,
            notes: row.notes,
        })
    }
}

/// Every body, by name.
///
/// # Errors
/// When the asker may not see the directory, or the store does not answer.
pub async fn bodies(store: &Store, ctx: &Ctx) -> Result<Vec<Body>> {
    let mut tx = store.read(ctx, VIEW_BODY, &in_directory(ctx, Resource::any(Body::NAME))).await?;
    all(&mut tx).await
}

/// One body.
///
/// # Errors
/// As [`bodies`], and [`Refusal::NotFound`] when there is none with this id.
pub async fn body(store: &Store, ctx: &Ctx, id: Id<Body>) -> Result<Body> {
    let mut tx = store.read(ctx, VIEW_BODY, &in_directory(ctx, itself(id))).await?;
    find(&all(&mut tx).await?, id)
}

/// All that is known of one body.
pub(crate) struct BodyFile {
    /// Every body, for the names of predecessor and successors.
    pub(crate) bodies: Vec<Body>,
    /// The one asked for.
    pub(crate) body: Body,
    /// The names of bodies and groups.
    pub(crate) names: HashMap<AnyId, String>,
    /// Its seats, ended ones too.
    pub(crate) seats: Vec<Seat>,
    /// What it was before.
    pub(crate) former: Former,
}

/// All that is known of one body, from one snapshot.
pub(crate) async fn body_file(store: &Store, ctx: &Ctx, id: Id<Body>) -> Result<BodyFile> {
    let mut tx = store.read(ctx, VIEW_BODY, &in_directory(ctx, itself(id))).await?;
    let bodies = all(&mut tx).await?;
    let body = find(&bodies, id)?;
    let seats = seats::all(&mut tx).await?.into_iter().filter(|seat| seat.body == id).collect();
    let names = lookup::names(&mut tx).await?;
    let former = tx.history(id.uuid()).await?;
    Ok(BodyFile { bodies, body, names, seats, former })
}

/// Adds a body.
///
/// # Errors
/// When the asker may not, or the rules refuse what is said of it.
pub async fn add_body(store: &Store, ctx: &Ctx, new: NewBody) -> Result<Id<Body>> {
    let mut change = store.change(ctx, ADD_BODY, &Resource::any(Body::NAME)).await?;
    let new = tidied(new);
    rules::refuse(rules::body_faults(&new, &all(&mut change).await?, None))?;
    let id = ctx.chance.id::<Body>(&ctx.clock);
    let row = args![
        id,
        &new.name,
        &new.short_name,
        new.kind.word(),
        new.aliases.join("\n"),
        new.predecessor,
        new.active_from,
        new.active_until,
        &new.notes
    ];
    change.run_unless_taken(&INSERT, row, taken()).await?;
    keep_all(&mut change, id, &[], &fields(&new)).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Changes what is said of a body. `version` is the one the editor saw.
///
/// # Errors
/// As [`add_body`]; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_body(store: &Store, ctx: &Ctx, id: Id<Body>, new: NewBody, version: i64) -> Result<()> {
    let mut change = store.change(ctx, CHANGE_BODY, &itself(id)).await?;
    change.run(&HOLD, args![]).await?;
    let known = all(&mut change).await?;
    let former = find(&known, id)?;
    if former.version != version {
        return Err(Refusal::Conflict.into());
    }
    let new = tidied(new);
    rules::refuse(rules::body_faults(&new, &known, Some(id)))?;
    let row = args![
        id,
        version,
        &new.name,
        &new.short_name,
        new.kind.word(),
        new.aliases.join("\n"),
        new.predecessor,
        new.active_from,
        new.active_until,
        &new.notes
    ];
    if change.run_unless_taken(&UPDATE, row, taken()).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep_all(&mut change, id, &fields(&former.into()), &fields(&new)).await?;
    change.commit().await
}

pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Body>> {
    let rows = tx.all::<Row>(&BODIES, args![]).await?;
    let mut bodies = rows.into_iter().map(Body::try_from).collect::<Result<Vec<_>, _>>()?;
    // Sorted here, as the two databases order letters differently.
    bodies.sort_by_cached_key(|body| (body.name.to_lowercase(), body.id));
    Ok(bodies)
}

fn find(bodies: &[Body], id: Id<Body>) -> Result<Body> {
    Ok(bodies.iter().find(|body| body.id == id).cloned().ok_or(Refusal::NotFound)?)
}

fn tidied(new: NewBody) -> NewBody {
    let name = tidy_name(&new.name);
    let short_name = tidy(new.short_name);
    let aliases = rules::tidy_aliases(&new.aliases, &name, short_name.as_deref());
    NewBody { name, short_name, aliases, notes: tidy(new.notes), ..new }
}

fn fields(body: &NewBody) -> [Field; 8] {
    [
        ("name", Some(body.name.clone())),
        ("short_name", body.short_name.clone()),
        ("kind", Some(body.kind.word().to_owned())),
        ("aliases", Some(body.aliases.join("\n")).filter(|text| !text.is_empty())),
        ("predecessor", body.predecessor.map(|id| id.to_string())),
        ("active_from", body.active_from.map(|date| date.to_string())),
        ("active_until", body.active_until.map(|date| date.to_string())),
        ("notes", body.notes.clone()),
    ]
}

fn taken() -> Refusal {
    Refusal::invalid("name", "There is already a body with this name. Use another.")
}
