//! What a plan covers and what it leaves out. Pure: the plan, what stands beside it and the links in, lists out.

use std::collections::{HashMap, HashSet};

use concordat_kernel::{AnyId, Id};

use super::{
    model::{Item, RecordedStrategy, RecordedTheme},
    store::{Adopted, Link},
};
use crate::{Action, RecordedAction, RecordedPlan, RecordedPriority, State, import::PriorityKind};

/// What a plan covers.
#[derive(Debug, Clone, Default)]
pub struct Coverage<'a> {
    /// For each strategy with items: those that the plan does something about, and those that it does not.
    pub strategies: Vec<Covered<'a>>,
    /// Actions that are meant to serve several priorities and are linked to none.
    pub serve_no_priority: Vec<&'a RecordedAction>,
    /// Actions that serve no theme.
    pub serve_no_theme: Vec<&'a RecordedAction>,
    /// For each theme how many actions serve it.
    pub themes: Vec<(&'a RecordedTheme, usize)>,
    /// Priorities without actions and without anything adopted.
    pub empty_priorities: Vec<&'a RecordedPriority>,
}

/// What a plan does about a strategy.
#[derive(Debug, Clone)]
pub struct Covered<'a> {
    /// The strategy.
    pub strategy: &'a RecordedStrategy,
    /// Its items that actions of the plan are linked to, with these actions.
    pub by_action: Vec<(&'a Item, Vec<&'a RecordedAction>)>,
    /// Its items that the plan adopted.
    pub adopted: Vec<&'a Item>,
    /// Its items that nothing in the plan answers.
    pub open: Vec<&'a Item>,
}

/// Everything that is linked to each thing.
struct Linked(HashMap<AnyId, HashSet<AnyId>>);

impl Linked {
    fn new(links: &[Link]) -> Self {
        let mut all = HashMap::<AnyId, HashSet<AnyId>>::new();
        for link in links {
            all.entry(link.ends.0.id).or_default().insert(link.ends.1.id);
            all.entry(link.ends.1.id).or_default().insert(link.ends.0.id);
        }
        Self(all)
    }

    fn are(&self, one: AnyId, other: AnyId) -> bool {
        self.0.get(&one).is_some_and(|others| others.contains(&other))
    }
}

impl<'a> Coverage<'a> {
    /// Finds out what a plan covers.
    pub fn of(
        plan: &'a RecordedPlan,
        strategies: &'a [RecordedStrategy],
        themes: &'a [RecordedTheme],
        adopted: &[Adopted],
        links: &[Link],
    ) -> Self {
        let linked = Linked::new(links);
        let current: Vec<(&RecordedPriority, &RecordedAction)> =
            plan.actions().filter(|(_, action)| action.state != State::Withdrawn).collect();
        let held: Vec<&Adopted> = adopted.iter().filter(|adopted| adopted.ended.is_none()).collect();
        let taken: HashSet<AnyId> = held.iter().map(|adopted| adopted.was.thing.id).collect();
        let themes: Vec<&RecordedTheme> = themes
            .iter()
            .filter(|theme| theme.ended_because.is_none())
            .filter(|theme| theme.group.is_none() || theme.group == plan.head.group)
            .collect();
        let serves_theme = |id: Id<Action>| themes.iter().any(|theme| linked.are(theme.id.uuid(), id.uuid()));
        let serves_priority =
            |id: Id<Action>| plan.priorities.iter().any(|priority| linked.are(priority.id.uuid(), id.uuid()));
        let only = |wanted: &dyn Fn(&RecordedPriority, &RecordedAction) -> bool| {
            let wanted = current.iter().filter(|(priority, action)| wanted(priority, action));
            wanted.map(|(_, action)| *action).collect::<Vec<_>>()
        };
        Self {
            strategies: strategies
                .iter()
                .filter(|strategy| strategy.current().next().is_some())
                .map(|strategy| Covered::of(strategy, &current, &taken, &linked))
                .collect(),
            serve_no_priority: only(&|priority, action| {
                priority.kind == PriorityKind::Shared && !serves_priority(action.id)
            }),
            serve_no_theme: only(&|_, action| !serves_theme(action.id)),
            themes: themes
                .iter()
                .map(|theme| {
                    let of =
                        current.iter().filter(|(_, action)| linked.are(theme.id.uuid(), action.id.uuid()));
                    (*theme, of.count())
                })
                .collect(),
            empty_priorities: plan
                .priorities
                .iter()
                .filter(|priority| priority.current().next().is_none())
                .filter(|priority| held.iter().all(|adopted| adopted.priority != priority.id))
                .collect(),
        }
    }
}

impl<'a> Covered<'a> {
    fn of(
        strategy: &'a RecordedStrategy,
        actions: &[(&'a RecordedPriority, &'a RecordedAction)],
        taken: &HashSet<AnyId>,
        linked: &Linked,
    ) -> Self {
        let mut covered = Self { strategy, by_action: Vec::new(), adopted: Vec::new(), open: Vec::new() };
        for item in strategy.current() {
            let by = actions.iter().filter(|(_, action)| linked.are(item.id.uuid(), action.id.uuid()));
            let by: Vec<&RecordedAction> = by.map(|(_, action)| *action).collect();
            if !by.is_empty() {
                covered.by_action.push((item, by));
            } else if taken.contains(&item.id.uuid()) {
                covered.adopted.push(item);
            } else {
                covered.open.push(item);
            }
        }
        covered
    }
}

#[cfg(test)]
mod tests {
    use concordat_kernel::Ref;

    use super::*;
    use crate::{pages::samples, strategies::samples as beside};

    fn link(n: u128, one: Ref, other: Ref) -> Link {
        Link { id: samples::id(n), ends: (one, other), note: String::new() }
    }

    #[test]
    fn what_nothing_answers_is_found_from_either_end_of_a_link() {
        let (plan, strategy) = (samples::plan(), beside::strategy());
        let themes = beside::themes();
        let (_, first) = plan.actions().next().unwrap();
        let (_, shared) = plan.actions().nth(2).unwrap();
        let links = [
            link(1, Ref::to(first.id), Ref::to(strategy.items[0].id)),
            link(2, Ref::to(strategy.items[1].id), Ref::to(first.id)),
            link(3, Ref::to(themes[0].id), Ref::to(first.id)),
        ];
        let strategies = [strategy.clone(), beside::bare()];
        let coverage = Coverage::of(&plan, &strategies, &themes, &[], &links);
        let of = &coverage.strategies;
        assert_eq!(of.len(), 1, "a strategy without items has nothing to cover");
        assert_eq!((of[0].by_action.len(), of[0].open.len()), (2, 2));
        assert_eq!(coverage.serve_no_priority, [shared]);
        assert!(!coverage.serve_no_theme.contains(&first), "it serves one");
        assert_eq!(coverage.themes.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [1, 0]);
        assert!(coverage.empty_priorities.is_empty());

        let withdrawn = Ref::to(plan.actions().nth(3).unwrap().1.id);
        let links = [link(4, withdrawn, Ref::to(strategy.items[0].id))];
        let coverage = Coverage::of(&plan, &strategies, &themes, &[], &links);
        assert_eq!(coverage.strategies[0].open.len(), 4, "a withdrawn action answers nothing");
    }
}
