use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Refusal, Result};
use concordat_store::{Former, Store, Tx, args, sql};

use super::{Field, areas, bodies, keep_all, seats, tidy, tidy_name};
use crate::{
    Area, Body, Group, NewGroup, Seat,
    actions::{ADD_GROUP, CHANGE_GROUP, VIEW_GROUP, in_directory, itself},
    rules,
    terms::{Sitting, spoken_for, store::sittings_of},
};

sql! {
    GROUPS = "
        SELECT id,
               version,
               name,
               short_name,
               parent,
               purpose,
               area,
               statutory
        FROM partnership_group";
    INSERT = "
        INSERT INTO partnership_group (id, version, name, short_name, parent, purpose, area, statutory)
        VALUES ($1, 1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "
        UPDATE partnership_group
        SET version = version + 1,
            name = $3,
            short_name = $4,
            parent = $5,
            purpose = $6,
            area = $7,
            statutory = $8
        WHERE id = $1
          AND version = $2";
    // As for bodies: two edits at once must not close a ring of parents.
    HOLD = "UPDATE partnership_group SET version = version";
    pub(crate) SOME_GROUP = "SELECT id FROM partnership_group WHERE version = 1 ORDER BY id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Group>,
    version: i64,
    name: String,
    short_name: Option<String>,
    parent: Option<Id<Group>>,
    purpose: Option<String>,
    area: Option<Id<Area>>,
    statutory: Option<String>,
}

impl From<Row> for Group {
    fn from(row: Row) -> Self {
        let Row { id, version, name, short_name, parent, purpose, area, statutory } = row;
        Self { id, version, name, short_name, parent, purpose, area, statutory }
    }
}

/// Every group, by name.
///
/// # Errors
/// When the asker may not see the directory, or the store does not answer.
pub async fn groups(store: &Store, ctx: &Ctx) -> Result<Vec<Group>> {
    let mut tx = store.read(ctx, VIEW_GROUP, &in_directory(ctx, Resource::any(Group::NAME))).await?;
    all(&mut tx).await
}

/// One group.
///
/// # Errors
/// As [`groups`], and [`Refusal::NotFound`] when there is none with this id.
pub async fn group(store: &Store, ctx: &Ctx, id: Id<Group>) -> Result<Group> {
    let mut tx = store.read(ctx, VIEW_GROUP, &in_directory(ctx, itself(id))).await?;
    find(&all(&mut tx).await?, id)
}

/// All that is known of one group.
pub(crate) struct GroupFile {
    /// Every group, for the names of parent and subgroups.
    pub(crate) groups: Vec<Group>,
    /// The one asked for.
    pub(crate) group: Group,
    /// Every body, for the names of seat holders.
    pub(crate) bodies: Vec<Body>,
    /// Every area.
    pub(crate) areas: Vec<Area>,
    /// Its seats, ended ones too, and what each was before.
    pub(crate) seats: Vec<(Seat, Former)>,
    /// The bodies that its seats speak for beside those that hold them.
    pub(crate) spoken_for: Vec<(Id<Seat>, Id<Body>)>,
    /// Who has sat in its seats, newest first.
    pub(crate) sittings: Vec<Sitting>,
    /// What it was before.
    pub(crate) former: Former,
}

/// All that is known of one group, from one snapshot.
pub(crate) async fn group_file(store: &Store, ctx: &Ctx, id: Id<Group>) -> Result<GroupFile> {
    let mut tx = store.read(ctx, VIEW_GROUP, &in_directory(ctx, itself(id))).await?;
    let groups = all(&mut tx).await?;
    let group = find(&groups, id)?;
    let mut seats = Vec::new();
    for seat in seats::all(&mut tx).await?.into_iter().filter(|seat| seat.group == id) {
        let former = tx.history(seat.id.uuid()).await?;
        seats.push((seat, former));
    }
    Ok(GroupFile {
        groups,
        group,
        bodies: bodies::all(&mut tx).await?,
        areas: areas::all(&mut tx).await?,
        seats,
        spoken_for: spoken_for(&mut tx).await?,
        sittings: sittings_of(&mut tx, id).await?,
        former: tx.history(id.uuid()).await?,
    })
}

/// Adds a group.
///
/// # Errors
/// When the asker may not, or the rules refuse what is said of it.
pub async fn add_group(store: &Store, ctx: &Ctx, new: NewGroup) -> Result<Id<Group>> {
    let mut change = store.change(ctx, ADD_GROUP, &Resource::any(Group::NAME)).await?;
    let new = tidied(new);
    let areas = areas::all(&mut change).await?;
    rules::refuse(rules::group_faults(&new, &all(&mut change).await?, &areas, None))?;
    let id = ctx.chance.id::<Group>(&ctx.clock);
    let row = args![id, &new.name, &new.short_name, new.parent, &new.purpose, new.area, &new.statutory];
    change.run_unless_taken(&INSERT, row, taken()).await?;
    keep_all(&mut change, id, &[], &fields(&new)).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Changes what is said of a group. `version` is the one the editor saw.
///
/// # Errors
/// As [`add_group`]; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_group(
    store: &Store,
    ctx: &Ctx,
    id: Id<Group>,
    new: NewGroup,
    version: i64,
) -> Result<()> {
    let mut change = store.change(ctx, CHANGE_GROUP, &itself(id)).await?;
    change.run(&HOLD, args![]).await?;
    let known = all(&mut change).await?;
    let former = find(&known, id)?;
    if former.version != version {
        return Err(Refusal::Conflict.into());
    }
    let new = tidied(new);
    let areas = areas::all(&mut change).await?;
    rules::refuse(rules::group_faults(&new, &known, &areas, Some(id)))?;
    let row =
        args![id, version, &new.name, &new.short_name, new.parent, &new.purpose, new.area, &new.statutory];
    if change.run_unless_taken(&UPDATE, row, taken()).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep_all(&mut change, id, &fields(&former.into()), &fields(&new)).await?;
    change.commit().await
}

pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> =
        tx.all::<Row>(&GROUPS, args![]).await?.into_iter().map(Group::from).collect();
    groups.sort_by_cached_key(|group| (group.name.to_lowercase(), group.id));
    Ok(groups)
}

fn find(groups: &[Group], id: Id<Group>) -> Result<Group> {
    Ok(groups.iter().find(|group| group.id == id).cloned().ok_or(Refusal::NotFound)?)
}

fn tidied(new: NewGroup) -> NewGroup {
    let name = tidy_name(&new.name);
    NewGroup {
        name,
        short_name: tidy(new.short_name),
        purpose: tidy(new.purpose),
        statutory: tidy(new.statutory),
        ..new
    }
}

fn fields(group: &NewGroup) -> [Field; 6] {
    [
        ("name", Some(group.name.clone())),
        ("short_name", group.short_name.clone()),
        ("parent", group.parent.map(|id| id.to_string())),
        ("purpose", group.purpose.clone()),
        ("area", group.area.map(|id| id.to_string())),
        ("statutory", group.statutory.clone()),
    ]
}

fn taken() -> Refusal {
    Refusal::invalid("name", "There is already a group with this name. Use another.")
}
