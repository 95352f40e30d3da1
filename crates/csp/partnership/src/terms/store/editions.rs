use std::collections::HashMap;

use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Refusal, Result, jiff::civil::Date};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{AGREE_TERMS, CHANGE_TERMS, VIEW_TERMS, clauses, offices};
use crate::{
    Body, Group, Seat,
    actions::in_directory,
    rules,
    store::{bodies_in, date, groups_in, seats_in, tidy_name},
    terms::model::{Agreed, OfficeHolder, Terms},
};

sql! {
    TERMS = "
        SELECT id,
               version,
               group_id,
               number,
               title,
               agreed_on,
               agreed_by
        FROM partnership_terms
        ORDER BY group_id, number";
    INSERT = "
        INSERT INTO partnership_terms (id, version, group_id, number, title)
        VALUES ($1, 1, $2, $3, $4)";
    AGREE = "
        UPDATE partnership_terms
        SET version = version + 1,
            title = $2,
            agreed_on = $3,
            agreed_by = $4
        WHERE id = $1
          AND agreed_on IS NULL";
    TOUCH = "
        UPDATE partnership_terms
        SET version = version + 1
        WHERE id = $1
          AND agreed_on IS NULL";
    pub(crate) SOME_TERMS = "SELECT id FROM partnership_terms ORDER BY id LIMIT 1";
    pub(crate) DRAFT_TERMS = "SELECT id FROM partnership_terms WHERE agreed_on IS NULL ORDER BY id LIMIT 1";
    pub(crate) AGREED_TERMS = "
        SELECT id
        FROM partnership_group
        WHERE id NOT IN (SELECT group_id FROM partnership_terms WHERE agreed_on IS NULL)
        ORDER BY id
        LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Terms>,
    version: i64,
    group_id: Id<Group>,
    number: i64,
    title: String,
    agreed_on: Option<String>,
    agreed_by: Option<String>,
}

/// Every edition, by group and number.
pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Terms>> {
    let rows = tx.all::<Row>(&TERMS, args![]).await?;
    let mut clauses = clauses::all(tx).await?;
    rows.into_iter()
        .map(|row| {
            let agreed = match (date(row.agreed_on.as_deref())?, row.agreed_by) {
                (Some(on), Some(by)) => Some(Agreed { on, by }),
                _ => None,
            };
            let clauses = clauses.remove(&row.id).unwrap_or_default();
            let Row { id, version, group_id: group, number, title, .. } = row;
            Ok(Terms { id, version, group, number, title, agreed, clauses })
        })
        .collect()
}

/// Every edition of a group's terms, oldest first: for slices in the middle of their own work.
///
/// # Errors
/// When the store does not answer.
pub async fn terms_of(tx: &mut Tx, group: Id<Group>) -> Result<Vec<Terms>> {
    Ok(all(tx).await?.into_iter().filter(|terms| terms.group == group).collect())
}

/// All that a page on a group's terms needs.
pub(crate) struct TermsFile {
    pub(crate) group: Group,
    pub(crate) groups: Vec<Group>,
    pub(crate) bodies: Vec<Body>,
    pub(crate) seats: Vec<Seat>,
    /// Oldest first.
    pub(crate) editions: Vec<Terms>,
    /// Newest first.
    pub(crate) offices: Vec<OfficeHolder>,
}

impl TermsFile {
    /// The edition that binds on a day.
    pub(crate) fn in_force(&self, day: Date) -> Option<&Terms> {
        in_force(&self.editions, day)
    }

    /// The draft, if one is worked on.
    pub(crate) fn draft(&self) -> Option<&Terms> {
        self.editions.iter().find(|terms| terms.agreed.is_none())
    }

    /// The names of groups.
    pub(crate) fn names(&self) -> HashMap<Id<Group>, String> {
        self.groups.iter().map(|group| (group.id, group.name.clone())).collect()
    }
}

/// The newest edition agreed by a day.
pub(crate) fn in_force(editions: &[Terms], day: Date) -> Option<&Terms> {
    let agreed = |terms: &Terms| terms.agreed.as_ref().map(|agreed| agreed.on).filter(|on| *on <= day);
    editions
        .iter()
        .filter_map(|terms| Some((agreed(terms)?, terms.number, terms)))
        .max_by_key(|(on, number, _)| (*on, *number))
        .map(|(.., terms)| terms)
}

/// What a page on a group's terms needs.
///
/// # Errors
/// When the asker may not see the directory, or there is no such group.
pub(crate) async fn terms_file(store: &Store, ctx: &Ctx, group: Id<Group>) -> Result<TermsFile> {
    let resource = in_directory(ctx, Resource::any(Terms::NAME).within(group.uuid()));
    let mut tx = store.read(ctx, VIEW_TERMS, &resource).await?;
    file(&mut tx, group).await
}

pub(super) async fn file(tx: &mut Tx, id: Id<Group>) -> Result<TermsFile> {
    let groups = groups_in(tx).await?;
    let group = groups.iter().find(|group| group.id == id).cloned().ok_or(Refusal::NotFound)?;
    Ok(TermsFile {
        group,
        groups,
        bodies: bodies_in(tx).await?,
        seats: seats_in(tx).await?.into_iter().filter(|seat| seat.group == id).collect(),
        editions: terms_of(tx, id).await?,
        offices: offices::all(tx).await?.into_iter().filter(|office| office.group == id).collect(),
    })
}

/// The edition asked for: whose it is must be known before the door can be asked.
pub(crate) async fn group_of(store: &Store, id: Id<Terms>) -> Result<Option<Id<Group>>> {
    let found = all(&mut store.peek().await?).await?.into_iter().find(|terms| terms.id == id);
    Ok(found.map(|terms| terms.group))
}

/// Terms, and the group they belong to: roles held for it count.
pub(super) fn of_group(id: Id<Terms>, group: Option<Id<Group>>) -> Resource {
    Resource::one(id).within(group.map(Id::uuid))
}

/// A change to the draft of these terms. It is counted, so that two who work on it notice each other.
pub(super) async fn change_draft(store: &Store, ctx: &Ctx, id: Id<Terms>) -> Result<(Change, Terms)> {
    let group = group_of(store, id).await?;
    let mut change = store.change(ctx, CHANGE_TERMS, &of_group(id, group)).await?;
    if change.run(&TOUCH, args![id]).await? == 0 {
        return Err(not_a_draft(&mut change, id).await?.into());
    }
    let terms = all(&mut change).await?.into_iter().find(|terms| terms.id == id).ok_or(Refusal::NotFound)?;
    Ok((change, terms))
}

async fn not_a_draft(tx: &mut Tx, id: Id<Terms>) -> Result<Refusal> {
    let there = all(tx).await?.iter().any(|terms| terms.id == id);
    Ok(if there {
        Refusal::rule("These terms have been agreed and no longer change. Begin a draft of the next edition.")
    } else {
        Refusal::NotFound
    })
}

/// Begins a draft: a copy of the newest edition, or an empty one.
///
/// # Errors
/// When the asker may not, the group is not there, or a draft is already worked on.
pub async fn draft(store: &Store, ctx: &Ctx, group: Id<Group>, title: &str) -> Result<Id<Terms>> {
    let resource = Resource::any(Terms::NAME).within(group.uuid());
    let mut change = store.change(ctx, CHANGE_TERMS, &resource).await?;
    if !groups_in(&mut change).await?.iter().any(|known| known.id == group) {
        return Err(Refusal::NotFound.into());
    }
    let editions = terms_of(&mut change, group).await?;
    let title = tidy_name(title);
    check_title(&title)?;
    let id = ctx.chance.id::<Terms>(&ctx.clock);
    let number = editions.last().map_or(1, |last| last.number + 1);
    let taken = Refusal::rule("A draft of these terms is already being worked on. Agree it first.");
    change.run_unless_taken(&INSERT, args![id, group, number, &title], taken).await?;
    change.keep(id, "title", None, Some(&title)).await?;
    if let Some(last) = editions.last() {
        for (place, clause) in last.clauses.iter().enumerate() {
            clauses::insert(&mut change, ctx, id, place, &clause.said).await?;
        }
    }
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Agrees a draft: from `on` it binds the group, and it no longer changes. `by` says where that was agreed.
///
/// # Errors
/// When the asker may not, it is no draft, or the day or the decision is missing.
pub async fn agree(
    store: &Store,
    ctx: &Ctx,
    id: Id<Terms>,
    title: &str,
    on: Option<Date>,
    by: &str,
) -> Result<()> {
    let group = group_of(store, id).await?;
    let mut change = store.change(ctx, AGREE_TERMS, &of_group(id, group)).await?;
    let known = all(&mut change).await?;
    let terms = known.iter().find(|terms| terms.id == id).ok_or(Refusal::NotFound)?;
    let (title, by) = (tidy_name(title), tidy_name(by));
    check_title(&title)?;
    let on = on.ok_or_else(|| Refusal::invalid("on", "Enter the first day on which they bind the group."))?;
    let earlier = known
        .iter()
        .filter(|other| other.group == terms.group)
        .filter_map(|other| other.agreed.as_ref())
        .map(|agreed| agreed.on)
        .max();
    if earlier.is_some_and(|earlier| on <= earlier) {
        return Err(Refusal::invalid(
            "on",
            "The day must be after the one on which the edition before began.",
        )
        .into());
    }
    if by.is_empty() {
        return Err(
            Refusal::invalid("by", "Enter where they were agreed, such as a meeting and its item.").into()
        );
    }
    if terms.clauses.is_empty() {
        return Err(Refusal::rule("The draft has no sections yet. Add them before it is agreed.").into());
    }
    if change.run(&AGREE, args![id, &title, on, &by]).await? == 0 {
        return Err(not_a_draft(&mut change, id).await?.into());
    }
    change.keep(id, "title", Some(&terms.title), Some(&title)).await?;
    change.keep(id, "agreed_on", None, Some(&on.to_string())).await?;
    change.keep(id, "agreed_by", None, Some(&by)).await?;
    change.commit().await
}

fn check_title(title: &str) -> Result<()> {
    if title.is_empty() {
        return Err(Refusal::invalid(
            "title",
            "Enter what the terms are called, such as “Terms of reference 2027”.",
        )
        .into());
    }
    if title.chars().count() > rules::NAME_LIMIT {
        let limit = rules::NAME_LIMIT;
        return Err(
            Refusal::invalid("title", format!("The title must be {limit} characters or fewer.")).into()
        );
    }
    Ok(())
}
