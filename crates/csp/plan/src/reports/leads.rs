//! Who leads what: a body where the plan's words name one, otherwise those words.

use std::collections::HashMap;

use concordat_kernel::AnyId;

use crate::{RecordedAction, RecordedPlan, RecordedPriority};

/// A lead of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// What addresses it: the body's id, or the plan's words.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// The lead that some words of an action mean.
fn lead_of(action: &RecordedAction, written: &str, names: &HashMap<AnyId, String>) -> Lead {
    match action.lead_bodies.iter().find(|lead| lead.written == written) {
        Some(lead) => Lead {
            key: lead.body.to_string(),
            name: names.get(&lead.body).cloned().unwrap_or_else(|| written.to_owned()),
        },
        None => Lead { key: written.to_owned(), name: written.to_owned() },
    }
}

/// Every lead of the plan's current actions, by name.
pub(crate) fn leads(plan: &RecordedPlan, names: &HashMap<AnyId, String>) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for action in plan.priorities.iter().flat_map(RecordedPriority::current) {
        for written in &action.content.leads {
            let lead = lead_of(action, written, names);
            if !leads.iter().any(|known| known.key == lead.key) {
                leads.push(lead);
            }
        }
    }
    leads.sort_by(|a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()));
    leads
}

/// Whether an action is led by this lead.
pub(crate) fn leads_it(action: &RecordedAction, key: &str) -> bool {
    action.content.leads.iter().any(|written| {
        match action.lead_bodies.iter().find(|lead| &lead.written == written) {
            Some(lead) => lead.body.to_string() == key,
            None => written == key,
        }
    })
}
