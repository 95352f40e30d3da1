use concordat_access::{Ctx, Held, Scope};
use concordat_kernel::{AnyId, Id, Ref, Refusal, Result, jiff::civil::Date};
use concordat_store::{Store, Tx, args, sql};

use crate::{
    Person, RoleHeld, RoleRow,
    model::PERSON_GRANT,
    places::{Place, name_of, places},
    roles, rules,
    store::people::resource,
    words,
};

sql! {
    GRANT = "INSERT INTO identity_role_held (id, person, role, scope_kind, scope, from_date, until_date, granted_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_PERSON = "SELECT id, person, role, scope_kind, scope, from_date, until_date, ended_at
        FROM identity_role_held
        WHERE person = $1
        ORDER BY from_date DESC, id DESC";
    ALL = "SELECT id, person, role, scope_kind, scope, from_date, until_date, ended_at
        FROM identity_role_held
        ORDER BY person, role, id";
    BY_ID = "SELECT id, person, role, scope_kind, scope, from_date, until_date, ended_at
        FROM identity_role_held
        WHERE id = $1";
    END = "UPDATE identity_role_held SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    PERSON_THERE = "SELECT id FROM identity_person WHERE id = $1";
}

/// Gives a role to a person: for a body or group, or everywhere (`None`), from a day, until a day or open.
/// Both days are included.
///
/// # Errors
/// When not allowed, or the role, the place or the dates cannot be accepted.
pub async fn grant(
    store: &Store,
    ctx: &Ctx,
    person: Id<Person>,
    role: &str,
    scope: Option<Ref>,
    from: Date,
    until: Option<Date>,
) -> Result<Id<RoleHeld>> {
    let mut change = store.change(ctx, PERSON_GRANT, &resource(person)).await?;
    let _: (Id<Person>,) = change.one(&PERSON_THERE, args![person]).await?;
    if !roles::grantable().any(|known| known.name == role) {
        return Err(Refusal::invalid("role", "Choose a role from the list").into());
    }
    rules::dates_of_role(from, until)?;
    let known = places(&mut change).await?;
    if let Some(scope) = &scope
        && !known.iter().any(|place| place.id == scope.id && place.kind == scope.kind)
    {
        return Err(Refusal::invalid("scope", "Choose where the role holds from the list").into());
    }
    let id = ctx.chance.id::<RoleHeld>(&ctx.clock);
    let kind = scope.as_ref().map(|scope| scope.kind.to_string());
    let row =
        args![id, person, role, kind, scope.as_ref().map(|scope| scope.id), from, until, ctx.actor.word()];
    change.run(&GRANT, row).await?;
    let held: RoleRow = change.one(&BY_ID, args![id]).await?;
    change.keep(person, "role", None, Some(&in_words(&held, &known))).await?;
    change.commit().await?;
    Ok(id)
}

/// Ends a role at once. It stays in the list of what was held.
///
/// # Errors
/// When not allowed, not there, or when it is one's own role of administrator.
pub async fn end_role(store: &Store, ctx: &Ctx, held: Id<RoleHeld>) -> Result<Id<Person>> {
    let found: RoleRow = store.peek().await?.one(&BY_ID, args![held]).await?;
    let mut change = store.change(ctx, PERSON_GRANT, &resource(found.person)).await?;
    // Whoever does this stays, so there is always an administrator left.
    if ctx.actor.person() == Some(found.person.uuid()) && found.role == "administrator" {
        return Err(Refusal::rule(
            "You cannot end your own role of administrator. Ask another administrator to do it.",
        )
        .into());
    }
    if change.run(&END, args![held, ctx.clock.now()]).await? > 0 {
        let known = places(&mut change).await?;
        change.keep(found.person, "role", Some(&in_words(&found, &known)), None).await?;
    }
    change.commit().await?;
    Ok(found.person)
}

/// Every role a person holds, held or will hold.
pub(super) async fn of_person_in(tx: &mut Tx, person: Id<Person>) -> Result<Vec<RoleRow>> {
    tx.all(&OF_PERSON, args![person]).await
}

/// Everybody's roles.
pub(super) async fn all_in(tx: &mut Tx) -> Result<Vec<RoleRow>> {
    tx.all(&ALL, args![]).await
}

/// The roles that count today, as the door wants them.
pub(super) async fn held_today(tx: &mut Tx, person: Id<Person>, today: Date) -> Result<Vec<Held>> {
    let rows = of_person_in(tx, person).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.holds_on(today))
        .filter_map(|row| {
            let scope = match row.scope {
                None => Scope::Everywhere,
                // A place that cannot be read gives nothing, not everything.
                Some(id) => Scope::Within(id.parse::<AnyId>().ok()?),
            };
            Some(Held { role: row.role, scope })
        })
        .collect())
}

/// "Chair of the Executive Group", "Officer".
pub(crate) fn role_title(row: &RoleRow, places: &[Place]) -> String {
    let title = roles::title(&row.role);
    match &row.scope {
        None => title.to_owned(),
        Some(id) => {
            let place = name_of(places, id.parse().ok()).unwrap_or("a body or group that is no longer there");
            format!("{title}, {place}")
        }
    }
}

fn in_words(row: &RoleRow, places: &[Place]) -> String {
    let until = row.until_date.as_deref().map(|until| format!(" until {}", words::day_kept(until)));
    let from = words::day_kept(&row.from_date);
    format!("{} from {from}{}", role_title(row, places), until.unwrap_or_default())
}
