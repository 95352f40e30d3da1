//! Who leads what: a body where the plan's words name one, otherwise those words.

use std::collections::HashMap;

use concordat_kernel::AnyId;

use crate::{RecordedAction, RecordedPlan, RecordedPriority, compare::same_words};

/// A lead of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// What addresses it: the body's id, or the plan's words.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// Which body the plan's words mean: what is recognised in one action is meant by the same words in another.
struct Known(HashMap<String, AnyId>);

impl Known {
    fn of(plan: &RecordedPlan) -> Self {
        let recognised = plan.actions().flat_map(|(_, action)| &action.lead_bodies);
        Self(recognised.map(|lead| (same_words(&lead.written), lead.body)).collect())
    }

    fn key(&self, written: &str) -> String {
        self.0.get(&same_words(written)).map_or_else(|| written.to_owned(), ToString::to_string)
    }
}

/// Every lead of the plan's current actions, by name.
pub(crate) fn leads(plan: &RecordedPlan, names: &HashMap<AnyId, String>) -> Vec<Lead> {
    let known = Known::of(plan);
    let mut leads: Vec<Lead> = Vec::new();
    for action in plan.priorities.iter().flat_map(RecordedPriority::current) {
        for written in &action.content.leads {
            let key = known.key(written);
            if leads.iter().any(|lead| same_words(&lead.key) == same_words(&key)) {
                continue;
            }
            let body = known.0.get(&same_words(written));
            let name = body.and_then(|body| names.get(body)).unwrap_or(written).clone();
            leads.push(Lead { key, name });
        }
    }
    leads.sort_by_key(|lead| lead.name.to_lowercase());
    leads
}

/// The actions that are not withdrawn and led by this lead, in the plan's order.
pub(crate) fn led_by<'a>(plan: &'a RecordedPlan, key: &str) -> Vec<&'a RecordedAction> {
    let known = Known::of(plan);
    let is_theirs = |written: &String| same_words(&known.key(written)) == same_words(key);
    plan.priorities
        .iter()
        .flat_map(RecordedPriority::current)
        .filter(|action| action.content.leads.iter().any(is_theirs))
        .collect()
}
