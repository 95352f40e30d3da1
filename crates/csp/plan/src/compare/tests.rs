use super::*;
use crate::{
    PlanHead, State,
    import::{LinkState, Linked, PriorityKind, Row},
};

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(uuid::Uuid::from_u128(n))
}

fn action(number: &str, objective: &str) -> import::Action {
    import::Action {
        number: number.to_owned(),
        objective: objective.to_owned(),
        rows: vec![Row { steps: vec!["Ask residents".to_owned()], ..Row::default() }],
        ..import::Action::default()
    }
}

fn recorded(n: u128, number: &str, objective: &str) -> RecordedAction {
    RecordedAction {
        id: id(n),
        state: State::OnTrack,
        withdrawn_because: None,
        lead_bodies: vec![],
        version: 1,
        course: crate::exceptions::Course::default(),
        content: import::Action { id: Some(id::<Action>(n).to_string()), ..action(number, objective) },
    }
}

fn priority(n: u128, title: &str, actions: Vec<RecordedAction>) -> RecordedPriority {
    RecordedPriority {
        id: id(n),
        kind: PriorityKind::Priority,
        title: title.to_owned(),
        leads: vec!["Merrowshire Police".to_owned()],
        aim: Some("Safer streets".to_owned()),
        notes: vec![],
        version: 1,
        actions,
    }
}

fn plan() -> RecordedPlan {
    RecordedPlan {
        head: PlanHead {
            id: id(1),
            title: "Action plan".to_owned(),
            period: None,
            group: None,
            key: vec![],
            version: 1,
        },
        priorities: vec![
            priority(
                10,
                "Streets",
                vec![recorded(101, "1.1", "Light the park"), recorded(102, "1.2", "Walk the lanes")],
            ),
            priority(20, "Homes", vec![recorded(201, "2.1", "Fit better locks")]),
        ],
    }
}

/// The plan as a file without our ids would say it.
fn file() -> Draft {
    let mut draft = plan().draft();
    for priority in &mut draft.priorities {
        for action in &mut priority.actions {
            action.id = None;
        }
    }
    draft
}

fn only_change(draft: &Draft) -> ActionMatch {
    let comparison = Comparison::of(&plan(), draft);
    let mut changed: Vec<ActionMatch> = comparison
        .priorities
        .into_iter()
        .flat_map(|priority| priority.actions)
        .filter(|action| !action.is_unchanged())
        .collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    changed.remove(0)
}

#[test]
fn what_was_not_touched_changes_nothing() {
    for draft in [plan().draft(), file()] {
        let comparison = Comparison::of(&plan(), &draft);
        assert!(comparison.is_empty(), "{comparison:?}");
        assert_eq!(comparison.tally(), (0, 0, 3));
    }
}

#[test]
fn an_action_renumbered_and_reworded_is_known_by_its_id() {
    let mut draft = plan().draft();
    let first = &mut draft.priorities[0].actions[0];
    first.number = "7.7".to_owned();
    first.objective = "Brighten the square".to_owned();
    let change = only_change(&draft);
    assert_eq!(change.recorded, Some(id(101)));
    let fields: Vec<&str> = change.differences.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["Number", "Objective"]);
}

#[test]
fn without_ids_the_same_words_outweigh_the_same_number() {
    // A new action was put first, and the others moved down.
    let mut draft = file();
    let actions = &mut draft.priorities[0].actions;
    actions[0].number = "1.2".to_owned();
    actions[1].number = "1.3".to_owned();
    actions.insert(0, action("1.1", "Mend the bridge"));
    let comparison = Comparison::of(&plan(), &draft);
    let known: Vec<_> = comparison.priorities[0].actions.iter().map(|action| action.recorded).collect();
    assert_eq!(known, [None, Some(id(101)), Some(id(102))]);
}

#[test]
fn a_reworded_action_is_known_by_its_number() {
    let mut draft = file();
    draft.priorities[1].actions[0].objective = "Fit much better locks".to_owned();
    let change = only_change(&draft);
    assert_eq!((change.recorded, change.differences.len()), (Some(id(201)), 1));
}

#[test]
fn a_renamed_priority_is_known_by_its_actions() {
    let mut draft = file();
    draft.priorities[0].title = "Public places".to_owned();
    let comparison = Comparison::of(&plan(), &draft);
    assert_eq!(comparison.priorities[0].recorded, Some(id(10)));
    assert_eq!(comparison.priorities[0].differences[0].proposed, "Public places");
    assert!(
        comparison.absent_priorities.is_empty()
            && comparison.priorities[0].actions.iter().all(ActionMatch::is_unchanged)
    );
}

#[test]
fn an_action_under_another_priority_has_moved() {
    let mut draft = file();
    let moved = draft.priorities[0].actions.remove(1);
    draft.priorities[1].actions.push(moved);
    let change = only_change(&draft);
    assert_eq!((change.recorded, change.moved_from.as_deref()), (Some(id(102)), Some("Streets")));
}

#[test]
fn what_a_file_leaves_out_is_named_and_left() {
    let mut draft = file();
    draft.priorities.remove(1);
    let comparison = Comparison::of(&plan(), &draft);
    assert_eq!((comparison.absent, comparison.absent_priorities), (vec![id(201)], vec![id(20)]));
}

#[test]
fn a_file_without_a_place_for_leads_and_aim_leaves_them() {
    let mut draft = file();
    for priority in &mut draft.priorities {
        priority.leads.clear();
        priority.aim = None;
    }
    assert!(Comparison::of(&plan(), &draft).is_empty());
    // But one that states some of them states all of them.
    draft.priorities[0].leads = vec!["Merrowshire Police".to_owned()];
    let comparison = Comparison::of(&plan(), &draft);
    let fields: Vec<&str> =
        comparison.priorities[0].differences.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["Aim"]);
}

#[test]
fn rows_are_named_alike_when_one_is_added() {
    let mut draft = plan().draft();
    draft.priorities[1].actions[0]
        .rows
        .push(Row { measures: vec!["Locks fitted".to_owned()], ..Row::default() });
    let change = only_change(&draft);
    let fields: Vec<&str> = change.differences.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["Row 2: measures"]);
}

#[test]
fn a_link_is_said_in_words() {
    let linked = |state, to: &[&str]| {
        linked_words(&Linked { state, to: to.iter().map(|&to| to.to_owned()).collect() })
    };
    assert_eq!(linked(LinkState::Unknown, &[]), "Not known");
    assert_eq!(
        linked(LinkState::Yes, &["Alcohol strategy", "Youth board"]),
        "Yes: Alcohol strategy / Youth board"
    );
}

#[test]
fn case_and_punctuation_do_not_make_words_differ() {
    assert_eq!(same_words("Domestic & Sexual-Abuse  Group."), same_words("domestic sexual abuse GROUP"));
}
