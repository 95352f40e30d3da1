//! Where what can be adopted stands now.

use std::collections::{HashMap, hash_map::Entry};

use concordat_access::{Ctx, Resource};
use concordat_kernel::{AnyId, Id, Kind as _, Ref, Refusal, Result};
use concordat_store::{Store, Tx, args};

use super::{
    ADOPT, VIEW_STRATEGY,
    items::STRATEGY_OF_ITEM,
    shared,
    strategies::{load as load_strategy, strategies},
};
use crate::{
    Action, Priority, RecordedPlan, State,
    pages::words::moment,
    progress,
    store::{VIEW_ACTION, action_resource, load, priority_resource},
    strategies::model::{Adoption, Commitment, RecordedStrategy, Strategy},
};

/// Something that can be adopted: a strategy's item or another plan's action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The thing.
    pub thing: Ref,
    /// Whose it is.
    pub owner: String,
    /// The strategy or plan it stands in.
    pub title: String,
    /// Its number there.
    pub number: String,
    /// Its words there.
    pub text: String,
    /// How it stands there.
    pub state: State,
    /// What was last said of it there, with its day, when it says so.
    pub said: Option<String>,
}

/// Where things are read once, however many of them were adopted.
#[derive(Default)]
pub(super) struct Origins {
    strategies: HashMap<AnyId, RecordedStrategy>,
    plans: HashMap<AnyId, RecordedPlan>,
    groups: Option<HashMap<AnyId, String>>,
}

impl Origins {
    /// A thing as it stands at its origin; nothing when it is not there or not for the asker.
    pub(super) async fn find(
        &mut self,
        store: &Store,
        ctx: &Ctx,
        tx: &mut Tx,
        thing: &Ref,
    ) -> Result<Option<Origin>> {
        if self.groups.is_none() {
            self.groups = Some(super::names(tx).await?);
        }
        match thing.kind.as_ref() {
            Commitment::NAME => {
                if !store.may(ctx, VIEW_STRATEGY, &shared(ctx, Resource::any(Strategy::NAME))) {
                    return Ok(None);
                }
                let Some((id,)) = tx.opt::<(Id<Strategy>,)>(&STRATEGY_OF_ITEM, args![thing.id]).await? else {
                    return Ok(None);
                };
                if let Entry::Vacant(unread) = self.strategies.entry(id.uuid()) {
                    unread.insert(load_strategy(tx, id).await?);
                }
                Ok(self.strategies.get(&id.uuid()).and_then(|strategy| of_item(strategy, thing)))
            }
            Action::NAME => {
                let (plan, resource) = match action_resource(tx, Id::from_uuid(thing.id)).await {
                    Ok(found) => found,
                    Err(concordat_kernel::Error::Refusal(Refusal::NotFound)) => return Ok(None),
                    Err(error) => return Err(error),
                };
                if !store.may(ctx, VIEW_ACTION, &resource) {
                    return Ok(None);
                }
                if let Entry::Vacant(unread) = self.plans.entry(plan.uuid()) {
                    unread.insert(load::load(tx, plan).await?);
                }
                let said = last_said(tx, Id::from_uuid(thing.id)).await?;
                let group = |id: &AnyId| self.groups.as_ref().and_then(|names| names.get(id).cloned());
                Ok(self.plans.get(&plan.uuid()).and_then(|plan| {
                    let owner = plan.head.group.as_ref().and_then(group);
                    Some(Origin { said, ..of_action(plan, thing, owner)? })
                }))
            }
            _ => Ok(None),
        }
    }
}

/// What a lead last said of an action, with its day.
async fn last_said(tx: &mut Tx, action: Id<Action>) -> Result<Option<String>> {
    let updates = progress::updates_of_action(tx, action).await?;
    let newest = updates
        .into_iter()
        .filter(|update| !update.words.is_empty())
        .max_by(|a, b| a.given_at.cmp(&b.given_at));
    Ok(newest.map(|update| format!("{}: {}", moment(&update.given_at), update.words)))
}

fn of_item(strategy: &RecordedStrategy, thing: &Ref) -> Option<Origin> {
    let item = strategy.item(Id::from_uuid(thing.id))?;
    Some(Origin {
        thing: thing.clone(),
        owner: strategy.head.owner_name.clone(),
        title: strategy.head.title.clone(),
        number: item.number.clone(),
        text: item.text.clone(),
        state: item.state(),
        said: item.latest.as_ref().map(|said| format!("{}: {}", said.on.strftime("%-d %B %Y"), said.words)),
    })
}

fn of_action(plan: &RecordedPlan, thing: &Ref, owner: Option<String>) -> Option<Origin> {
    let (_, action) = plan.action(Id::from_uuid(thing.id))?;
    Some(Origin {
        thing: thing.clone(),
        owner: owner.unwrap_or_else(|| "another partnership".to_owned()),
        title: plan.head.title.clone(),
        number: action.content.number.clone(),
        text: action.content.full_objective(),
        state: action.state,
        said: None,
    })
}

/// What could be adopted into a plan: the items of every strategy, and the actions of the other plans that the
/// asker may see, each under the name of where it stands.
///
/// # Errors
/// When the asker may not adopt into this priority.
pub async fn origins(
    store: &Store,
    ctx: &Ctx,
    priority: Id<Priority>,
) -> Result<(RecordedPlan, Vec<(Ref, String, Vec<Origin>)>)> {
    let (own, resource) = priority_resource(&mut store.peek().await?, priority).await?;
    let resource = Resource { within: resource.within, ..Resource::any(Adoption::NAME) };
    store.ask(ctx, ADOPT, &resource).await?;
    let strategies = strategies(store, ctx).await?;
    let mut tx = store.read(ctx, ADOPT, &resource).await?;
    let names = super::names(&mut tx).await?;
    let mut all = Vec::new();
    for strategy in strategies {
        let items = strategy.current().filter_map(|item| of_item(&strategy, &Ref::to(item.id))).collect();
        let name = format!("{} ({})", strategy.head.title, strategy.head.owner_name);
        all.push((Ref::to(strategy.head.id), name, items));
    }
    for head in load::load_heads(&mut tx).await? {
        if head.id == own || !store.may(ctx, crate::store::VIEW, &Resource::one(head.id).within(head.group)) {
            continue;
        }
        let plan = load::load(&mut tx, head.id).await?;
        let owner = head.group.and_then(|group| names.get(&group).cloned());
        let current = plan.actions().filter(|(_, action)| action.state != State::Withdrawn);
        let items =
            current.filter_map(|(_, action)| of_action(&plan, &Ref::to(action.id), owner.clone())).collect();
        let period = head.period.map(|period| format!(", {period}")).unwrap_or_default();
        let owner = owner.map(|owner| format!(" ({owner})")).unwrap_or_default();
        all.push((Ref::to(head.id), format!("{}{period}{owner}", head.title), items));
    }
    Ok((load::load(&mut tx, own).await?, all))
}
