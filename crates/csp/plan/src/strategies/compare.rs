//! What bringing a text in would do to a strategy: who is who, and what differs. Pure.
//!
//! An item is recognised by its words first, then by its number among those left: rewording keeps the number,
//! renumbering keeps the words, and either keeps the id. What the text does not name stays as it is.

use concordat_kernel::Id;
use serde::Serialize;

use super::{
    model::{Area, Commitment, Item, RecordedStrategy},
    read::{Contents, FoundItem},
};
use crate::compare::same_words;

/// What bringing a text in would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// For each area of the text the one it is in the record.
    pub areas: Vec<Matched<Area>>,
    /// For each item of the text the one it is in the record.
    pub items: Vec<Matched<Commitment>>,
    /// Items of the record that the text does not name.
    pub absent: Vec<Id<Commitment>>,
}

/// What a thing of the text is in the record, and what would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(bound = "")]
pub struct Matched<K> {
    /// The thing; `None` when it would be added.
    pub recorded: Option<Id<K>>,
    /// Each field that would change: what it says and what it would say.
    pub changes: Vec<Difference>,
}

/// A field that would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field.
    pub field: &'static str,
    /// What it says.
    pub recorded: String,
    /// What it would say.
    pub proposed: String,
}

impl Effects {
    /// Compares a text with a strategy; with none everything is added.
    pub fn of(recorded: Option<&RecordedStrategy>, contents: &Contents) -> Self {
        let Some(recorded) = recorded else {
            let add = || Matched { recorded: None, changes: Vec::new() };
            return Self {
                areas: contents.areas.iter().map(|_| add()).collect(),
                items: contents
                    .items
                    .iter()
                    .map(|_| Matched { recorded: None, changes: Vec::new() })
                    .collect(),
                absent: Vec::new(),
            };
        };
        let items = match_items(recorded, contents);
        let areas = match_areas(recorded, contents, &items);
        let absent =
            recorded.current().filter(|item| !items.contains(&Some(item.id))).map(|item| item.id).collect();
        let areas: Vec<Matched<Area>> = areas
            .into_iter()
            .zip(&contents.areas)
            .map(|(id, found)| {
                let changes = id.and_then(|id| recorded.area(id)).map(|area| {
                    differing([("Number", &area.number, &found.number), ("Title", &area.title, &found.title)])
                });
                Matched { recorded: id, changes: changes.unwrap_or_default() }
            })
            .collect();
        let items = items
            .into_iter()
            .zip(&contents.items)
            .map(|(id, found)| {
                let changes = id.and_then(|id| recorded.item(id));
                let changes = changes.map(|item| item_changes(recorded, contents, &areas, item, found));
                Matched { recorded: id, changes: changes.unwrap_or_default() }
            })
            .collect();
        Self { areas, items, absent }
    }

    /// Items added, changed and unchanged.
    pub fn tally(&self) -> (usize, usize, usize) {
        let added = self.items.iter().filter(|item| item.recorded.is_none()).count();
        let changed = self.items.iter().filter(|item| !item.changes.is_empty()).count();
        (added, changed, self.items.len() - added - changed)
    }

    /// Whether nothing would change.
    pub fn is_nothing(&self) -> bool {
        let still = |recorded: bool, changes: &[Difference]| recorded && changes.is_empty();
        self.items.iter().all(|item| still(item.recorded.is_some(), &item.changes))
            && self.areas.iter().all(|area| still(area.recorded.is_some(), &area.changes))
    }
}

fn item_changes(
    recorded: &RecordedStrategy,
    contents: &Contents,
    areas: &[Matched<Area>],
    item: &Item,
    found: &FoundItem,
) -> Vec<Difference> {
    let of_record = item.area.and_then(|id| recorded.area(id)).map(|area| area.name()).unwrap_or_default();
    let goes_to = found.area.and_then(|at| areas.get(at)).map(|area| area.recorded);
    let stays = goes_to.map_or(item.area.is_none(), |to| to.is_some() && to == item.area);
    let of_text = found.area.and_then(|at| contents.areas.get(at));
    let of_text = of_text.map(|area| area.title.clone()).unwrap_or_default();
    let kinds = (item.kind.title().to_owned(), found.kind.title().to_owned());
    let mut changes = differing([
        ("Kind", &kinds.0, &kinds.1),
        ("Number", &item.number, &found.number),
        ("Text", &item.text, &found.text),
    ]);
    if !stays {
        changes.push(Difference { field: "Area", recorded: of_record, proposed: of_text });
    }
    changes
}

fn differing<const N: usize>(fields: [(&'static str, &String, &String); N]) -> Vec<Difference> {
    let differ = fields.into_iter().filter(|(_, recorded, proposed)| recorded != proposed);
    differ
        .map(|(field, recorded, proposed)| Difference {
            field,
            recorded: recorded.clone(),
            proposed: proposed.clone(),
        })
        .collect()
}

/// For each item of the text the one it is: by words, then by kind and number.
fn match_items(recorded: &RecordedStrategy, contents: &Contents) -> Vec<Option<Id<Commitment>>> {
    let mut found: Vec<Option<Id<Commitment>>> = vec![None; contents.items.len()];
    type Same = fn(&Item, &FoundItem) -> bool;
    let rounds: [Same; 3] = [
        |item, new| item.number == new.number && same_words(&item.text) == same_words(&new.text),
        |item, new| same_words(&item.text) == same_words(&new.text),
        |item, new| !new.number.is_empty() && item.kind == new.kind && item.number == new.number,
    ];
    for same in rounds {
        for (at, new) in contents.items.iter().enumerate() {
            if found.get(at).is_some_and(Option::is_some) {
                continue;
            }
            let free = recorded.items.iter().find(|item| !found.contains(&Some(item.id)) && same(item, new));
            if let (Some(slot), Some(item)) = (found.get_mut(at), free) {
                *slot = Some(item.id);
            }
        }
    }
    found
}

/// For each area of the text the one it is: by title, then the one in which most of its items stand, then by number.
fn match_areas(
    recorded: &RecordedStrategy,
    contents: &Contents,
    items: &[Option<Id<Commitment>>],
) -> Vec<Option<Id<Area>>> {
    let mut found: Vec<Option<Id<Area>>> = vec![None; contents.areas.len()];
    for round in 0..3 {
        for (at, new) in contents.areas.iter().enumerate() {
            if found.get(at).is_some_and(Option::is_some) {
                continue;
            }
            let shared = |id: Id<Area>| {
                let pairs = items.iter().zip(&contents.items).filter(|(_, item)| item.area == Some(at));
                pairs
                    .filter(|(old, _)| {
                        old.and_then(|old| recorded.item(old)).is_some_and(|old| old.area == Some(id))
                    })
                    .count()
            };
            let mut free = recorded.areas.iter().filter(|area| !found.contains(&Some(area.id)));
            let taken = match round {
                0 => free.find(|area| same_words(&area.title) == same_words(&new.title)),
                1 => free.filter(|area| shared(area.id) > 0).max_by_key(|area| shared(area.id)),
                _ => free.find(|area| !new.number.is_empty() && area.number == new.number),
            };
            let id = taken.map(|area| area.id);
            if let Some(slot) = found.get_mut(at) {
                *slot = id;
            }
        }
    }
    found
}
