//! What may be said of bodies, groups, seats and areas. Pure: facts in, faults out.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use concordat_kernel::{Id, Refusal, jiff::civil::Date};

use crate::{Area, Body, Group, NewArea, NewBody, NewGroup, NewSeat, Seat};

/// The longest name, in characters: it must fit a table cell and a badge.
pub const NAME_LIMIT: usize = 200;
/// The longest remark.
pub const NOTE_LIMIT: usize = 10_000;

/// Something to put right, and the field it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field, as named on the form.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::invalid(fault.field, fault.message)
    }
}

/// The first fault as a refusal: for callers without a form.
pub(crate) fn refuse(faults: Vec<Fault>) -> Result<(), Refusal> {
    faults.into_iter().next().map_or(Ok(()), |fault| Err(fault.into()))
}

/// What is wrong with a body. `others` are all bodies, `own` the one being changed.
pub fn body_faults(new: &NewBody, others: &[Body], own: Option<Id<Body>>) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.name("name", "the body’s name", &new.name);
    faults.length("short_name", "The short name", new.short_name.as_deref().unwrap_or(""), NAME_LIMIT);
    for alias in &new.aliases {
        faults.length("aliases", "Each name in documents", alias, NAME_LIMIT);
    }
    faults.in_order("active_until", new.active_from, new.active_until);
    faults.length("notes", "The notes", new.notes.as_deref().unwrap_or(""), NOTE_LIMIT);
    for (field, name) in names_of(new) {
        let other = others.iter().filter(|other| Some(other.id) != own).find(|other| answers_to(other, name));
        if let Some(other) = other {
            faults.add(
                field,
                format!(
                    "“{name}” already stands for {}. Use another name, or take it away there first.",
                    other.name
                ),
            );
        }
    }
    if let Some(predecessor) = new.predecessor {
        let known: HashMap<_, _> = others.iter().map(|body| (body.id, body.predecessor)).collect();
        if !known.contains_key(&predecessor) {
            faults.add("predecessor", "Choose a body from the list.");
        } else if own.is_some_and(|own| makes_a_loop(own, predecessor, &known)) {
            faults.add(
                "predecessor",
                "A body cannot have taken over from itself, or from one that took over from it.",
            );
        }
    }
    faults.0
}

/// What is wrong with a group. `others` are all groups, `own` the one being changed.
pub fn group_faults(new: &NewGroup, others: &[Group], areas: &[Area], own: Option<Id<Group>>) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.name("name", "the group’s name", &new.name);
    if others.iter().any(|other| Some(other.id) != own && same(&other.name, &new.name)) {
        faults.add("name", "There is already a group with this name. Use another.");
    }
    faults.length("short_name", "The short name", new.short_name.as_deref().unwrap_or(""), NAME_LIMIT);
    faults.length("purpose", "The purpose", new.purpose.as_deref().unwrap_or(""), NOTE_LIMIT);
    faults.length("statutory", "The statutory role", new.statutory.as_deref().unwrap_or(""), NAME_LIMIT);
    if let Some(parent) = new.parent {
        let known: HashMap<_, _> = others.iter().map(|group| (group.id, group.parent)).collect();
        if !known.contains_key(&parent) {
            faults.add("parent", "Choose a group from the list.");
        } else if own.is_some_and(|own| makes_a_loop(own, parent, &known)) {
            faults.add("parent", "A group cannot stand under itself, or under a group that stands under it.");
        }
    }
    if new.area.is_some_and(|area| areas.iter().all(|known| known.id != area)) {
        faults.add("area", "Choose an area from the list.");
    }
    faults.0
}

/// What is wrong with a seat.
pub fn seat_faults(new: &NewSeat, bodies: &[Body]) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.name("title", "what the seat is called", &new.title);
    if bodies.iter().all(|body| body.id != new.body) {
        faults.add("body", "Choose the body that holds the seat.");
    }
    faults.people(new.person.is_some(), new.person == new.deputy);
    faults.0
}

/// What is wrong with who is to fill a seat.
pub fn filling_faults<P: PartialEq>(person: Option<P>, deputy: Option<P>) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.people(person.is_some(), person == deputy);
    faults.0
}

/// What is wrong with ending a seat on this day for this reason.
pub fn ending_faults(seat: &Seat, last: Option<Date>, reason: &str) -> Vec<Fault> {
    let mut faults = Faults::default();
    if seat.active_until.is_some() {
        faults.add("until", "This seat has already been ended.");
    }
    match last {
        None => faults.add("until", "Enter the last day the seat is held."),
        Some(_) => faults.in_order("until", seat.active_from, last),
    }
    if reason.trim().is_empty() {
        faults.add("reason", "Enter why the seat ends.");
    }
    faults.length("reason", "The reason", reason, NOTE_LIMIT);
    faults.0
}

/// What is wrong with an area.
pub fn area_faults(new: &NewArea, others: &[Area], bodies: &[Body]) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.name("name", "the area’s name", &new.name);
    if others.iter().any(|other| same(&other.name, &new.name)) {
        faults.add("name", "There is already an area with this name.");
    }
    if new.parent.is_some_and(|parent| others.iter().all(|other| other.id != parent)) {
        faults.add("parent", "Choose an area from the list.");
    }
    if new.body.is_some_and(|body| bodies.iter().all(|known| known.id != body)) {
        faults.add("body", "Choose a body from the list.");
    }
    faults.0
}

/// Trimmed, empty ones left out, each once whatever its case, and none that says the name again.
pub fn tidy_aliases(aliases: &[String], name: &str, short_name: Option<&str>) -> Vec<String> {
    let mut seen: HashSet<String> = [Some(name), short_name].into_iter().flatten().map(folded).collect();
    aliases
        .iter()
        .map(|alias| alias.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|alias| !alias.is_empty() && seen.insert(folded(alias)))
        .collect()
}

/// Whether putting `own` under `above` would close a ring, walking up from `above`.
pub fn makes_a_loop<T: Copy + Eq + Hash>(own: T, above: T, parents: &HashMap<T, Option<T>>) -> bool {
    let mut walked = HashSet::new();
    let mut at = Some(above);
    while let Some(here) = at {
        if here == own {
            return true;
        }
        // A ring that is already there is somebody else's; stop all the same.
        if !walked.insert(here) {
            return false;
        }
        at = parents.get(&here).copied().flatten();
    }
    false
}

/// Every name a body is known by, its own first.
pub fn known_as(body: &Body) -> Vec<String> {
    [Some(&body.name), body.short_name.as_ref()].into_iter().flatten().chain(&body.aliases).cloned().collect()
}

fn names_of(new: &NewBody) -> impl Iterator<Item = (&'static str, &str)> {
    std::iter::once(("name", new.name.as_str()))
        .chain(new.short_name.as_deref().map(|name| ("short_name", name)))
        .chain(new.aliases.iter().map(|alias| ("aliases", alias.as_str())))
}

fn answers_to(body: &Body, name: &str) -> bool {
    known_as(body).iter().any(|known| same(known, name))
}

fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    /// One sentence for a field is enough at a time.
    fn add(&mut self, field: &'static str, message: impl Into<String>) {
        if self.0.iter().all(|fault| fault.field != field) {
            self.0.push(Fault { field, message: message.into() });
        }
    }

    fn name(&mut self, field: &'static str, what: &str, value: &str) {
        if value.trim().is_empty() {
            self.add(field, format!("Enter {what}."));
        }
        self.length(field, "The name", value, NAME_LIMIT);
    }

    fn length(&mut self, field: &'static str, what: &str, value: &str, limit: usize) {
        if value.chars().count() > limit {
            self.add(field, format!("{what} must be {limit} characters or fewer."));
        }
    }

    fn in_order(&mut self, field: &'static str, from: Option<Date>, until: Option<Date>) {
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.add(field, "The last day must not be before the first.");
        }
    }

    fn people(&mut self, filled: bool, same: bool) {
        if filled && same {
            self.add("deputy", "The deputy must be somebody else.");
        }
    }
}

#[cfg(test)]
mod tests;
