//! Who answers for leads.

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Refusal, Result, Sensitivity};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    super::{
        model::{Contact, Lead, RecordedContact},
        rules,
    },
    CHANGE_CONTACTS, VIEW_CONTACTS, of_plan,
};
use crate::{Plan, import::tidy};

sql! {
    CONTACTS = "SELECT id, group_id, lead, body_id, name, email, version
                FROM plan_contact
                WHERE ended_on IS NULL AND (group_id IS NULL OR group_id = $1)
                ORDER BY lead, name, id";
    CONTACT = "SELECT id, group_id, lead, body_id, name, email, version
               FROM plan_contact WHERE id = $1 AND ended_on IS NULL";
    INSERT = "INSERT INTO plan_contact (id, group_id, lead, body_id, name, email, ended_on, version)
              VALUES ($1, $2, $3, $4, $5, $6, NULL, 1)";
    UPDATE = "UPDATE plan_contact SET name = $2, email = $3, version = version + 1
              WHERE id = $1 AND version = $4 AND ended_on IS NULL";
    END = "UPDATE plan_contact SET ended_on = $2, version = version + 1
           WHERE id = $1 AND version = $3 AND ended_on IS NULL";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Contact>,
    group_id: Option<Id<()>>,
    lead: String,
    body_id: Option<Id<()>>,
    name: String,
    email: String,
    version: i64,
}

/// Who answers for the leads of a plan.
///
/// # Errors
/// When there is no such plan, or they are not for the asker to see.
pub async fn contacts(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Vec<RecordedContact>> {
    let resource = of_plan(&mut store.peek().await?, "plan_contact", plan).await?;
    let group = resource.within.first().copied();
    let mut tx = store.read(ctx, VIEW_CONTACTS, &resource).await?;
    contacts_in(&mut tx, group).await
}

/// The same, where the door has been asked already; the plan belongs to `group`.
pub(super) async fn contacts_in(tx: &mut Tx, group: Option<AnyId>) -> Result<Vec<RecordedContact>> {
    Ok(tx.all::<Row>(&CONTACTS, args![group]).await?.into_iter().map(recorded).collect())
}

/// One contact, for the page on which it is changed.
///
/// # Errors
/// When there is none, or it is not for the asker to change.
pub async fn contact(store: &Store, ctx: &Ctx, id: Id<Contact>) -> Result<RecordedContact> {
    let found = find(&mut store.peek().await?, id).await?;
    store.read(ctx, CHANGE_CONTACTS, &resource(&found)).await?;
    Ok(found)
}

/// Adds somebody who answers for a lead of a plan, for all plans of its group.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn add_contact(
    store: &Store,
    ctx: &Ctx,
    plan: Id<Plan>,
    lead: &Lead,
    (name, email): (&str, &str),
) -> Result<Id<Contact>> {
    let resource = of_plan(&mut store.peek().await?, "plan_contact", plan).await?;
    let group = resource.within.first().copied();
    let mut tx = store.change(ctx, CHANGE_CONTACTS, &resource).await?;
    rules::check_line("lead", &lead.words, "for whom they answer")?;
    rules::check_person(name, email)?;
    let (name, email) = (tidy(name), email.trim().to_lowercase());
    let known = contacts_in(&mut tx, group).await?;
    if known.iter().any(|other| other.lead.is(lead) && other.email == email) {
        return Err(Refusal::invalid("email", "This address answers for this lead already.").into());
    }
    let id: Id<Contact> = ctx.chance.id(&ctx.clock);
    tx.run(&INSERT, args![id, group, &lead.words, lead.body, &name, &email]).await?;
    keep(&mut tx, id, None, Some((&name, &email))).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// Changes a contact's name and address. Links that were sent stay as they are.
///
/// # Errors
/// [`Refusal::Conflict`] when it changed meanwhile; when the asker may not; when a rule says no.
pub async fn change_contact(
    store: &Store,
    ctx: &Ctx,
    id: Id<Contact>,
    version: i64,
    (name, email): (&str, &str),
) -> Result<()> {
    let former = find(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, CHANGE_CONTACTS, &resource(&former)).await?;
    rules::check_person(name, email)?;
    let (name, email) = (tidy(name), email.trim().to_lowercase());
    if tx.run(&UPDATE, args![id, &name, &email, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep(&mut tx, id, Some((&former.name, &former.email)), Some((&name, &email))).await?;
    tx.commit().await
}

/// Ends a contact: no further round asks them. Links that were sent are stopped on the page of the round.
///
/// # Errors
/// As [`change_contact`].
pub async fn end_contact(store: &Store, ctx: &Ctx, id: Id<Contact>, version: i64) -> Result<()> {
    let former = find(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, CHANGE_CONTACTS, &resource(&former)).await?;
    if tx.run(&END, args![id, ctx.clock.today(), version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.keep(id, "Ended", None, Some(&ctx.clock.today().to_string())).await?;
    tx.commit().await
}

async fn keep(
    tx: &mut Change,
    id: Id<Contact>,
    former: Option<(&str, &str)>,
    latter: Option<(&str, &str)>,
) -> Result<()> {
    tx.keep(id, "Name", former.map(|one| one.0), latter.map(|one| one.0)).await?;
    tx.keep(id, "E-mail address", former.map(|one| one.1), latter.map(|one| one.1)).await
}

async fn find(tx: &mut Tx, id: Id<Contact>) -> Result<RecordedContact> {
    Ok(recorded(tx.one::<Row>(&CONTACT, args![id]).await?))
}

fn resource(contact: &RecordedContact) -> Resource {
    Resource::one(contact.id).within(contact.group).at(Sensitivity::Restricted)
}

fn recorded(row: Row) -> RecordedContact {
    RecordedContact {
        id: row.id,
        group: row.group_id.map(Id::uuid),
        lead: Lead { words: row.lead, body: row.body_id.map(Id::uuid) },
        name: row.name,
        email: row.email,
        version: row.version,
    }
}
