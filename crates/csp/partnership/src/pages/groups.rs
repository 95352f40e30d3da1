//! Every group, each under the one it is part of.

use std::collections::{HashMap, HashSet};

use askama::Template;
use concordat_access::Resource;
use concordat_kernel::{AnyId, Id, Kind as _};
use concordat_web::{
    Answer, Reader, View,
    parts::{Button, Html, Shell},
};

use super::sample_shell;
use crate::{Group, actions::ADD_GROUP, store, urls};

/// The tree.
#[derive(Debug, Clone, Template)]
#[template(path = "groups.html")]
pub(super) struct GroupsPage {
    shell: Shell,
    add: Option<Button>,
    tree: Option<Html>,
}

/// How many seats a group has, and how many of them are vacant.
type Counts = HashMap<Id<Group>, (usize, usize)>;

/// Shows the tree.
pub(super) async fn show(reader: Reader) -> Answer {
    let groups = store::groups(reader.store(), &reader.ctx).await?;
    let today = reader.ctx.clock.today();
    let mut counts = Counts::new();
    for seat in store::seats(reader.store(), &reader.ctx).await? {
        if !seat.has_ended(today) {
            let (seats, vacant) = counts.entry(seat.group).or_default();
            *seats += 1;
            *vacant += usize::from(seat.is_vacant());
        }
    }
    let may_add = reader.may(ADD_GROUP, &Resource::any(Group::NAME));
    let add = may_add.then(|| Button::link("Add a group", urls::NEW_GROUP));
    concordat_web::page(&GroupsPage { shell: reader.shell("Groups"), add, tree: tree(&groups, &counts) })
}

fn tree(groups: &[Group], counts: &Counts) -> Option<Html> {
    let mut placed = HashSet::new();
    let mut roots = Vec::new();
    for group in groups.iter().filter(|group| group.parent.is_none()) {
        roots.extend(branch(group, groups, counts, &mut placed));
    }
    // The rules let no ring arise; if one came in from elsewhere, its groups are still shown.
    for group in groups {
        roots.extend(branch(group, groups, counts, &mut placed));
    }
    (!roots.is_empty()).then(|| Html::bullets(roots))
}

fn branch(group: &Group, groups: &[Group], counts: &Counts, placed: &mut HashSet<Id<Group>>) -> Option<Html> {
    if !placed.insert(group.id) {
        return None;
    }
    let mut pieces = vec![
        Html::link(&urls::group(group.id), &group.name),
        Html::from(counted(counts.get(&group.id).copied().unwrap_or_default())),
    ];
    let mut below = Vec::new();
    for child in groups.iter().filter(|child| child.parent == Some(group.id)) {
        below.extend(branch(child, groups, counts, placed));
    }
    if !below.is_empty() {
        pieces.push(Html::bullets(below));
    }
    Some(Html::spaced(pieces))
}

fn counted((seats, vacant): (usize, usize)) -> String {
    let seats = match seats {
        0 => return "(no seats)".to_owned(),
        1 => "1 seat".to_owned(),
        n => format!("{n} seats"),
    };
    match vacant {
        0 => format!("({seats})"),
        n => format!("({seats}, {n} vacant)"),
    }
}

/// An invented group.
pub(crate) fn sample_group(n: u128, name: &str, parent: Option<&Group>) -> Group {
    Group {
        id: Id::from_uuid(AnyId::from_u128(n)),
        version: 1,
        name: name.to_owned(),
        short_name: None,
        parent: parent.map(|parent| parent.id),
        purpose: None,
        area: None,
        statutory: None,
    }
}

impl View for GroupsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let board = sample_group(1, "Merrowshire Community Safety Partnership", None);
        let working = sample_group(2, "Working Group", Some(&board));
        let water = sample_group(3, "Water <Safety> & Rivers", Some(&working));
        let counts = Counts::from([(board.id, (7, 1)), (working.id, (1, 0))]);
        let tree = tree(&[board, water, working], &counts);
        let add = Some(Button::link("Add a group", urls::NEW_GROUP));
        vec![
            ("usual", Self { shell: sample_shell("Groups"), add, tree }),
            ("empty", Self { shell: sample_shell("Groups"), add: None, tree: None }),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_is_shown_once_even_in_a_ring() {
        let mut one = sample_group(1, "First", None);
        let two = sample_group(2, "Second", Some(&one));
        one.parent = Some(two.id);
        let top = sample_group(3, "Third", None);
        let html = tree(&[one, two, top], &Counts::new()).unwrap();
        for name in ["First", "Second", "Third"] {
            assert_eq!(html.as_str().matches(name).count(), 1, "{name}");
        }
    }

    #[test]
    fn seats_are_counted_in_words() {
        for (counts, told) in [((0, 0), "(no seats)"), ((1, 0), "(1 seat)"), ((7, 2), "(7 seats, 2 vacant)")]
        {
            assert_eq!(counted(counts), told);
        }
    }
}
