use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Ref, Refusal, Result};
use concordat_mail::Delivery;
use concordat_partnership::in_directory;
use concordat_store::{Change, Former, Store, Tx, args, sql};

use super::{links, roles, sessions};
use crate::{
    NewPerson, Person, PersonRow, RoleRow,
    model::{PERSON_ADD, PERSON_CHANGE, PERSON_DISABLE, PERSON_VIEW},
    places::{Place, name_of, places},
    rules,
};

sql! {
    ADD = "INSERT INTO identity_person (id, name, email, body, created_at, version) VALUES ($1, $2, $3, $4, $5, 1)";
    CHANGE = "UPDATE identity_person
        SET name = $3, email = $4, body = $5, version = version + 1
        WHERE id = $1 AND version = $2";
    BY_ID = "SELECT id, name, email, body, disabled_at, created_at, version,
            CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password,
            CAST(CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_second_factor
        FROM identity_person
        WHERE id = $1";
    ALL = "SELECT id, name, email, body, disabled_at, created_at, version,
            CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password,
            CAST(CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_second_factor
        FROM identity_person
        ORDER BY LOWER(name), id";
    BY_EMAIL = "SELECT id FROM identity_person WHERE email = $1";
    NAMES = "SELECT id, name FROM identity_person";
    ADDRESSES = "SELECT id, name, email FROM identity_person WHERE disabled_at IS NULL";
    DISABLE = "UPDATE identity_person SET disabled_at = $2, version = version + 1 WHERE id = $1 AND disabled_at IS NULL";
    ENABLE = "UPDATE identity_person SET disabled_at = NULL, version = version + 1 WHERE id = $1 AND disabled_at IS NOT NULL";
}

/// A person, as the door is asked about them.
pub(super) fn resource(id: Id<Person>) -> Resource {
    Resource::one(id).of_person(id.uuid())
}

fn taken() -> Refusal {
    Refusal::invalid("email", "Somebody with this e-mail address is in the list of people already")
}

/// Adds a person. They cannot sign in until they have used an invitation ([`invite`](super::invite)).
///
/// # Errors
/// When not allowed, a value cannot be accepted, or the address is taken.
pub async fn add_person(store: &Store, ctx: &Ctx, new: NewPerson) -> Result<Id<Person>> {
    let mut change = store.change(ctx, PERSON_ADD, &Resource::any("person")).await?;
    let new = accepted(&mut change, new).await?;
    let id = ctx.chance.id::<Person>(&ctx.clock);
    let row = args![id, &new.name, &new.email, new.body, ctx.clock.now()];
    change.run_unless_taken(&ADD, row, taken()).await?;
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

async fn accepted(tx: &mut Change, new: NewPerson) -> Result<NewPerson> {
    let (name, email) = (rules::person_name(&new.name)?, rules::email_address(&new.email)?);
    let known = places(tx).await?;
    if let Some(body) = new.body
        && !known.iter().any(|place| place.id == body && place.kind == "body")
    {
        return Err(Refusal::invalid("body", "Choose a body from the list").into());
    }
    Ok(NewPerson { name, email, body: new.body })
}

/// Changes name, address or body. `version` is the one that was shown for editing.
///
/// # Errors
/// As [`add_person`], and when somebody else changed them first.
pub async fn change_person(
    store: &Store,
    ctx: &Ctx,
    id: Id<Person>,
    version: i64,
    new: NewPerson,
) -> Result<()> {
    let mut change = store.change(ctx, PERSON_CHANGE, &resource(id)).await?;
    let former: PersonRow = change.one(&BY_ID, args![id]).await?;
    let new = accepted(&mut change, new).await?;
    let row = args![id, version, &new.name, &new.email, new.body];
    if change.run_unless_taken(&CHANGE, row, taken()).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let known = places(&mut change).await?;
    change.keep(id, "name", Some(&former.name), Some(&new.name)).await?;
    change.keep(id, "email", Some(&former.email), Some(&new.email)).await?;
    let body = |id| name_of(&known, id);
    change.keep(id, "body", body(former.body_id()), body(new.body)).await?;
    change.commit().await
}

/// Finds out that there is such a person, in the middle of a change.
pub(super) async fn is_there(change: &mut Change, id: Id<Person>) -> Result<()> {
    change.one::<PersonRow>(&BY_ID, args![id]).await.map(drop)
}

pub(super) async fn by_id(tx: &mut Tx, id: Id<Person>) -> Result<PersonRow> {
    tx.one(&BY_ID, args![id]).await
}

/// One person.
///
/// # Errors
/// When not allowed or not there.
pub async fn person(store: &Store, ctx: &Ctx, id: Id<Person>) -> Result<PersonRow> {
    store.read(ctx, PERSON_VIEW, &in_directory(ctx, resource(id))).await?.one(&BY_ID, args![id]).await
}

/// Everybody by name, with their roles and the names of places.
#[derive(Debug, Clone)]
pub(crate) struct People {
    pub(crate) rows: Vec<PersonRow>,
    pub(crate) roles: Vec<RoleRow>,
    pub(crate) places: Vec<Place>,
}

pub(super) async fn all_in(tx: &mut Tx) -> Result<Vec<PersonRow>> {
    tx.all(&ALL, args![]).await
}

pub(crate) async fn people(store: &Store, ctx: &Ctx) -> Result<People> {
    let mut tx = store.read(ctx, PERSON_VIEW, &in_directory(ctx, Resource::any("person"))).await?;
    Ok(People {
        rows: all_in(&mut tx).await?,
        roles: roles::all_in(&mut tx).await?,
        places: places(&mut tx).await?,
    })
}

/// Everything about one person, as of one moment.
#[derive(Debug, Clone)]
pub(crate) struct PersonFile {
    pub(crate) row: PersonRow,
    pub(crate) roles: Vec<RoleRow>,
    pub(crate) places: Vec<Place>,
    pub(crate) history: Former,
    pub(crate) names: HashMap<AnyId, String>,
    /// The letters sent to them about signing in, newest first.
    pub(crate) letters: Vec<Delivery>,
}

pub(crate) async fn person_file(store: &Store, ctx: &Ctx, id: Id<Person>) -> Result<PersonFile> {
    let mut tx = store.read(ctx, PERSON_VIEW, &in_directory(ctx, resource(id))).await?;
    let row = tx.one(&BY_ID, args![id]).await?;
    let history = tx.history(id.uuid()).await?;
    let actors: Vec<AnyId> = history.iter().filter_map(|change| change.actor.parse().ok()).collect();
    Ok(PersonFile {
        row,
        roles: roles::of_person_in(&mut tx, id).await?,
        places: places(&mut tx).await?,
        names: person_names(&mut tx, &actors).await?,
        letters: concordat_mail::letters_about(&mut tx, &[Ref::to(id)]).await?,
        history,
    })
}

/// The bodies and groups to choose from, for the forms of this slice.
pub(crate) async fn places_to_choose(store: &Store, ctx: &Ctx) -> Result<Vec<Place>> {
    places(&mut store.read(ctx, PERSON_VIEW, &Resource::any("person")).await?).await
}

/// Everybody who can be tried out in the demonstration. Not asked of the door: nobody is signed in
/// there yet, and all of its people are invented. The caller has made sure that it is the demonstration.
pub(crate) async fn demo_people(store: &Store) -> Result<Vec<(PersonRow, Vec<RoleRow>)>> {
    let mut tx = store.peek().await?;
    let rows = all_in(&mut tx).await?;
    let roles = roles::all_in(&mut tx).await?;
    let of = |row: &PersonRow| roles.iter().filter(|role| role.person == row.id).cloned().collect();
    Ok(rows
        .into_iter()
        .filter(|row| row.disabled_at.is_none())
        .map(|row| {
            let held = of(&row);
            (row, held)
        })
        .collect())
}

/// The names of people, for pages of other slices that name who did something. Whoever may see the
/// page may see who is on it.
///
/// # Errors
/// When the database does not answer.
pub async fn person_names(tx: &mut Tx, ids: &[AnyId]) -> Result<HashMap<AnyId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Id<Person>, String)> = tx.all(&NAMES, args![]).await?;
    Ok(rows.into_iter().map(|(id, name)| (id.uuid(), name)).filter(|(id, _)| ids.contains(id)).collect())
}

/// The names and addresses of people who may sign in, for letters that other slices write to them in the middle of
/// their own work. The addresses are for the letters, not for a page.
///
/// # Errors
/// When the database does not answer.
pub async fn person_addresses(tx: &mut Tx, ids: &[AnyId]) -> Result<HashMap<AnyId, (String, String)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Id<Person>, String, String)> = tx.all(&ADDRESSES, args![]).await?;
    let rows = rows.into_iter().map(|(id, name, email)| (id.uuid(), (name, email)));
    Ok(rows.filter(|(id, _)| ids.contains(id)).collect())
}

/// The person with this address, if there is one: for the command line.
///
/// # Errors
/// When not allowed.
pub async fn person_by_email(store: &Store, ctx: &Ctx, email: &str) -> Result<Option<Id<Person>>> {
    let mut tx = store.read(ctx, PERSON_VIEW, &Resource::any("person")).await?;
    let found: Option<(Id<Person>,)> = tx.opt(&BY_EMAIL, args![email.trim().to_lowercase()]).await?;
    Ok(found.map(|(id,)| id))
}

/// Ends a person's access at once: they are signed out everywhere, and open links stop working. What
/// they did stays.
///
/// # Errors
/// When not allowed, or when it is oneself.
pub async fn disable(store: &Store, ctx: &Ctx, id: Id<Person>) -> Result<()> {
    let mut change = store.change(ctx, PERSON_DISABLE, &resource(id)).await?;
    // Whoever does this stays, so there is always an administrator left.
    if ctx.actor.person() == Some(id.uuid()) {
        return Err(Refusal::rule("You cannot disable yourself. Ask another administrator to do it.").into());
    }
    is_there(&mut change, id).await?;
    if change.run(&DISABLE, args![id, ctx.clock.now()]).await? > 0 {
        sessions::end_all_in(&mut change, ctx, id).await?;
        links::revoke_in(&mut change, ctx, id).await?;
        change.keep(id, "state", Some("may sign in"), Some("disabled")).await?;
    }
    change.commit().await
}

/// Lets a disabled person sign in again.
///
/// # Errors
/// When not allowed or not there.
pub async fn enable(store: &Store, ctx: &Ctx, id: Id<Person>) -> Result<()> {
    let mut change = store.change(ctx, PERSON_DISABLE, &resource(id)).await?;
    is_there(&mut change, id).await?;
    if change.run(&ENABLE, args![id]).await? > 0 {
        change.keep(id, "state", Some("disabled"), Some("may sign in")).await?;
    }
    change.commit().await
}
