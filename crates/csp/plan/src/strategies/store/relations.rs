use concordat_access::{Action as Verb, Ctx, Resource};
use concordat_kernel::{AnyId, Id, Kind as _, Ref, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};

use super::{ADD_LINK, ITEM_TITLE, REMOVE_LINK, STRATEGY_TITLE, THEME_TITLE, VIEW_LINK, shared};
use crate::{
    Action, Priority,
    store::{action_resource, priority_resource},
    strategies::{
        model::{Commitment, Relation, Strategy, Theme},
        rules,
    },
};

sql! {
    OF_THING = "SELECT id, one_kind, one_id, other_kind, other_id, note FROM plan_relation
                WHERE one_id = $1 OR other_id = $1 ORDER BY made_at, id";
    ALL = "SELECT id, one_kind, one_id, other_kind, other_id, note FROM plan_relation ORDER BY made_at, id";
    ONE = "SELECT id, one_kind, one_id, other_kind, other_id, note FROM plan_relation WHERE id = $1";
    INSERT = "INSERT INTO plan_relation
                  (id, one_kind, one_id, other_kind, other_id, note, made_at, made_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    DELETE = "DELETE FROM plan_relation WHERE id = $1";
    STRATEGY_IS_THERE = "SELECT id FROM plan_strategy WHERE id = $1";
    ITEM_IS_THERE = "SELECT id FROM plan_commitment WHERE id = $1";
}

/// An end of a link, and where roles that count for it are held.
#[derive(Debug, Clone)]
pub struct End {
    /// The thing.
    pub thing: Ref,
    /// The groups it belongs to; `None` for what all partnerships of the county share.
    within: Option<Vec<AnyId>>,
}

impl End {
    /// Whether to offer something there. The doing asks again.
    pub fn may(&self, store: &Store, ctx: &Ctx, verb: Verb) -> bool {
        store.may(ctx, verb, &resource(ctx, self, verb))
    }
}

/// A link as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: Id<Relation>,
    /// Both ends, in the order in which they are kept.
    pub ends: (Ref, Ref),
    /// What it means.
    pub note: String,
}

impl Link {
    /// The end that is not this thing.
    pub fn other(&self, thing: AnyId) -> &Ref {
        if self.ends.0.id == thing { &self.ends.1 } else { &self.ends.0 }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Relation>,
    one_kind: String,
    one_id: Id<()>,
    other_kind: String,
    other_id: Id<()>,
    note: String,
}

impl From<Row> for Link {
    fn from(row: Row) -> Self {
        let end = |kind: String, id: Id<()>| Ref { kind: kind.into(), id: id.uuid() };
        Self {
            id: row.id,
            ends: (end(row.one_kind, row.one_id), end(row.other_kind, row.other_id)),
            note: row.note,
        }
    }
}

/// A thing as the end of a link, when it is there and can have links.
async fn end(tx: &mut Tx, thing: &Ref) -> Result<End> {
    let within = match thing.kind.as_ref() {
        Action::NAME => Some(action_resource(tx, Id::from_uuid(thing.id)).await?.1.within),
        Priority::NAME => Some(priority_resource(tx, Id::from_uuid(thing.id)).await?.1.within),
        Theme::NAME => {
            let (_, group): (String, Option<Id<()>>) = tx.one(&THEME_TITLE, args![thing.id]).await?;
            group.map(|group| vec![group.uuid()])
        }
        Strategy::NAME => {
            tx.one::<(String,)>(&STRATEGY_IS_THERE, args![thing.id]).await?;
            None
        }
        Commitment::NAME => {
            tx.one::<(String,)>(&ITEM_IS_THERE, args![thing.id]).await?;
            None
        }
        "group" => {
            let known = concordat_partnership::choices(tx).await?;
            known
                .iter()
                .find(|choice| choice.kind == "group" && choice.id == thing.id)
                .ok_or(Refusal::NotFound)?;
            Some(vec![thing.id])
        }
        _ => return Err(Refusal::NotFound.into()),
    };
    Ok(End { thing: thing.clone(), within })
}

fn resource(ctx: &Ctx, end: &End, verb: Verb) -> Resource {
    let resource = Resource { id: Some(end.thing.id), ..Resource::any(Relation::NAME) };
    match &end.within {
        // A group stands in the directory: everybody who works in the partnership reads of it.
        Some(_) if verb == VIEW_LINK && end.thing.kind == "group" => shared(ctx, resource),
        Some(within) => Resource { within: within.clone(), ..resource },
        None => shared(ctx, resource),
    }
}

/// The thing as the end of links, for a page on which `verb` is done or about to be done.
///
/// # Errors
/// When it is not there, or the asker may not.
pub async fn link_end(store: &Store, ctx: &Ctx, verb: Verb, thing: &Ref) -> Result<End> {
    let found = end(&mut store.peek().await?, thing).await;
    // Absent and not allowed look the same, and both ask, so that an attempt is recorded.
    match found {
        Ok(found) => {
            store.ask(ctx, verb, &resource(ctx, &found, verb)).await?;
            Ok(found)
        }
        Err(error) => {
            store.ask(ctx, verb, &shared(ctx, Resource::any(Relation::NAME))).await?;
            Err(error)
        }
    }
}

/// The links of a thing, also those whose other end the asker may not see: whoever shows them asks for its title.
///
/// # Errors
/// When it is not for the asker.
pub async fn links_of(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Vec<Link>> {
    link_end(store, ctx, VIEW_LINK, thing).await?;
    let rows = store.peek().await?.all::<Row>(&OF_THING, args![thing.id]).await?;
    Ok(rows.into_iter().map(Link::from).collect())
}

/// Every link, for counting what is covered. For what has asked whether the plan may be read.
///
/// # Errors
/// When the database does not answer.
pub async fn all_links(tx: &mut Tx) -> Result<Vec<Link>> {
    Ok(tx.all::<Row>(&ALL, args![]).await?.into_iter().map(Link::from).collect())
}

/// Links two things. It holds both ways.
///
/// # Errors
/// When the asker may not change one end or see the other; when they are linked already.
pub async fn add_link(store: &Store, ctx: &Ctx, from: &Ref, to: &Ref, note: &str) -> Result<Id<Relation>> {
    let from = link_end(store, ctx, ADD_LINK, from).await?;
    let (one, other) = rules::in_order(from.thing.clone(), to.clone())?;
    let choose = || Refusal::invalid("to", "Choose what it is linked to.");
    let to = end(&mut store.peek().await?, to).await.map_err(|_| choose())?;
    if !store.may(ctx, VIEW_LINK, &resource(ctx, &to, VIEW_LINK)) {
        return Err(choose().into());
    }
    rules::check_text("note", note, None)?;
    let mut tx = store.change(ctx, ADD_LINK, &resource(ctx, &from, ADD_LINK)).await?;
    let id: Id<Relation> = ctx.chance.id(&ctx.clock);
    let row = args![
        id,
        one.kind.as_ref(),
        one.id,
        other.kind.as_ref(),
        other.id,
        note.trim(),
        ctx.clock.now(),
        ctx.actor.word()
    ];
    tx.run_unless_taken(&INSERT, row, Refusal::invalid("to", "These two are linked already.")).await?;
    let (to_one, to_other) = (words(&mut tx, &one).await?, words(&mut tx, &other).await?);
    tx.keep(one, "Link", None, Some(&to_other)).await?;
    tx.keep(other, "Link", None, Some(&to_one)).await?;
    tx.commit().await?;
    Ok(id)
}

/// A thing as the history of its other end names it: by its title only where everybody who works in the
/// partnership may read it.
async fn words(tx: &mut Tx, thing: &Ref) -> Result<String> {
    Ok(match thing.kind.as_ref() {
        Strategy::NAME => tx.one::<(String,)>(&STRATEGY_TITLE, args![thing.id]).await?.0,
        Commitment::NAME => {
            let row: (String, String, String, String) = tx.one(&ITEM_TITLE, args![thing.id]).await?;
            format!("{}, {} {}", row.3, row.0, row.1)
        }
        "group" => super::names(tx).await?.remove(&thing.id).unwrap_or_else(|| "A group".to_owned()),
        Action::NAME => "An action of a plan".to_owned(),
        Priority::NAME => "A priority of a plan".to_owned(),
        _ => "A cross-cutting theme".to_owned(),
    })
}

/// Takes a link away, from whichever end.
///
/// # Errors
/// When it is not there, or the asker may change neither end.
pub async fn remove_link(store: &Store, ctx: &Ctx, id: Id<Relation>) -> Result<Link> {
    let mut peek = store.peek().await?;
    let Some(row) = peek.opt::<Row>(&ONE, args![id]).await? else {
        store.ask(ctx, REMOVE_LINK, &shared(ctx, Resource::any(Relation::NAME))).await?;
        return Err(Refusal::NotFound.into());
    };
    let link = Link::from(row);
    let mut ends = Vec::new();
    for thing in [&link.ends.0, &link.ends.1] {
        ends.extend(end(&mut peek, thing).await.ok());
    }
    drop(peek);
    let asked: Vec<Resource> = ends.iter().map(|end| resource(ctx, end, REMOVE_LINK)).collect();
    let allowed = asked.iter().find(|resource| store.may(ctx, REMOVE_LINK, resource));
    let resource = allowed.or(asked.first()).ok_or(Refusal::NotFound)?;
    let mut tx = store.change(ctx, REMOVE_LINK, resource).await?;
    tx.run(&DELETE, args![id]).await?;
    let (one, other) = link.ends.clone();
    let (to_one, to_other) = (words(&mut tx, &one).await?, words(&mut tx, &other).await?);
    tx.keep(one, "Link", Some(&to_other), None).await?;
    tx.keep(other, "Link", Some(&to_one), None).await?;
    tx.commit().await?;
    Ok(link)
}
