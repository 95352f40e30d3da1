use proptest::prelude::*;

use super::*;
use crate::{pages::samples, versions::Lines};

fn sample() -> Snapshot {
    Snapshot::of(&samples::plan(), &Lines::default())
}

/// One thing that somebody may do to a plan, and the field that must then be listed.
#[derive(Debug, Clone)]
enum Edit {
    Objective(usize, String),
    Label(usize, String),
    Leads(usize, Vec<String>),
    Note(usize, String),
    Funding(usize, String),
    Links(usize, Vec<String>),
    Star(usize),
    Number(usize, String),
    Step(usize, String),
    Measure(usize, String),
    When(usize, String),
    Extra(usize, String),
    Withdraw(usize, String),
    PriorityTitle(usize, String),
    PriorityAim(usize, String),
    PriorityLeads(usize, Vec<String>),
    PriorityNotes(usize, Vec<String>),
    PlanTitle(String),
    Key(Vec<String>),
    Move(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let text = || "[a-z]{3,12}( [a-z]{2,9}){0,3}";
    let texts = move || proptest::collection::vec(text(), 1..3);
    let at = || 0_usize..4;
    let action = prop_oneof![
        (at(), text()).prop_map(|(at, text)| Edit::Objective(at, text)),
        (at(), text()).prop_map(|(at, text)| Edit::Label(at, text)),
        (at(), texts()).prop_map(|(at, texts)| Edit::Leads(at, texts)),
        (at(), text()).prop_map(|(at, text)| Edit::Note(at, text)),
        (at(), text()).prop_map(|(at, text)| Edit::Funding(at, text)),
        (at(), texts()).prop_map(|(at, texts)| Edit::Links(at, texts)),
        at().prop_map(Edit::Star),
        (at(), text()).prop_map(|(at, text)| Edit::Number(at, text)),
        (at(), text()).prop_map(|(at, text)| Edit::Step(at, text)),
        (at(), text()).prop_map(|(at, text)| Edit::Measure(at, text)),
        (at(), text()).prop_map(|(at, text)| Edit::When(at, text)),
        (at(), text()).prop_map(|(at, text)| Edit::Extra(at, text)),
        (at(), text()).prop_map(|(at, text)| Edit::Withdraw(at, text)),
        at().prop_map(Edit::Move),
    ];
    let priority = prop_oneof![
        (0_usize..2, text()).prop_map(|(at, text)| Edit::PriorityTitle(at, text)),
        (0_usize..2, text()).prop_map(|(at, text)| Edit::PriorityAim(at, text)),
        (0_usize..2, texts()).prop_map(|(at, texts)| Edit::PriorityLeads(at, texts)),
        (0_usize..2, texts()).prop_map(|(at, texts)| Edit::PriorityNotes(at, texts)),
        text().prop_map(Edit::PlanTitle),
        texts().prop_map(Edit::Key),
    ];
    prop_oneof![3 => action, 1 => priority]
}

fn action(snapshot: &mut Snapshot, at: usize) -> &mut KeptAction {
    snapshot.priorities.iter_mut().flat_map(|priority| &mut priority.actions).nth(at).unwrap()
}

/// Does it, and says whose line it is and what must be listed of it. What ends as it began is not listed.
fn done(snapshot: &mut Snapshot, edit: &Edit) {
    fn first_row(action: &mut KeptAction) -> &mut import::Row {
        if action.content.rows.is_empty() {
            action.content.rows.push(import::Row::default());
        }
        &mut action.content.rows[0]
    }
    match edit.clone() {
        Edit::Objective(at, text) => action(snapshot, at).content.objective = text,
        Edit::Label(at, text) => action(snapshot, at).content.label = Some(text),
        Edit::Leads(at, texts) => action(snapshot, at).content.leads = texts,
        Edit::Note(at, text) => action(snapshot, at).content.lead_note = Some(text),
        Edit::Funding(at, note) => action(snapshot, at).content.funding = Some(import::Funding { note }),
        Edit::Links(at, to) => {
            action(snapshot, at).content.linked = import::Linked { state: import::LinkState::Yes, to };
        }
        Edit::Star(at) => action(snapshot, at).content.starred ^= true,
        Edit::Number(at, text) => action(snapshot, at).content.number = text,
        Edit::Step(at, text) => first_row(action(snapshot, at)).steps.push(text),
        Edit::Measure(at, text) => first_row(action(snapshot, at)).measures.push(text),
        Edit::When(at, text) => first_row(action(snapshot, at)).timescale = import::Timescale::Text { text },
        Edit::Extra(at, text) => {
            first_row(action(snapshot, at)).extra.insert("Cost".to_owned(), text);
        }
        Edit::Withdraw(at, because) => action(snapshot, at).withdrawn_because = Some(because),
        Edit::PriorityTitle(at, text) => snapshot.priorities[at].title = text,
        Edit::PriorityAim(at, text) => snapshot.priorities[at].aim = Some(text),
        Edit::PriorityLeads(at, texts) => snapshot.priorities[at].leads = texts,
        Edit::PriorityNotes(at, texts) => snapshot.priorities[at].notes = texts,
        Edit::PlanTitle(text) => snapshot.plan.title = text,
        Edit::Key(lines) => snapshot.plan.key = lines,
        Edit::Move(at) => {
            let line = action(snapshot, at).line;
            let from = snapshot
                .priorities
                .iter()
                .position(|priority| priority.actions.iter().any(|action| action.line == line))
                .unwrap();
            let place =
                snapshot.priorities[from].actions.iter().position(|action| action.line == line).unwrap();
            let action = snapshot.priorities[from].actions.remove(place);
            snapshot.priorities[1 - from].actions.push(action);
        }
    }
}

/// Applies what was listed to a state: it must give the other one.
fn texts_of(snapshot: &Snapshot) -> HashMap<(AnyId, String), String> {
    let mut texts = HashMap::new();
    let nowhere = AnyId::nil();
    for (field, text) in plan_fields(snapshot) {
        texts.insert((nowhere, field), text);
    }
    for priority in &snapshot.priorities {
        for (field, text) in fields_of_priority(priority) {
            texts.insert((priority.line, field), text);
        }
    }
    for (priority, action) in snapshot.actions() {
        for (field, text) in crate::compare::fields(&action.content) {
            // One row is named plainly, several are numbered: the same field for whoever compares.
            let field = field.strip_prefix("Row 1: ").map_or_else(|| field.to_lowercase(), str::to_owned);
            texts.insert((action.line, field.to_lowercase()), text);
        }
        texts.insert((action.line, "priority".to_owned()), priority.line.to_string());
        texts.insert(
            (action.line, "withdrawn".to_owned()),
            action.withdrawn_because.clone().unwrap_or_default(),
        );
    }
    texts.retain(|_, text| !text.is_empty());
    texts
}

proptest! {
    #[test]
    fn whatever_was_done_to_a_plan_every_field_that_differs_is_listed(edits in proptest::collection::vec(edit(), 0..12)) {
        let before = sample();
        let mut after = before.clone();
        edits.iter().for_each(|edit| done(&mut after, edit));
        prop_assert!(Changes::between(&after, &after).is_empty());
        let changes = Changes::between(&before, &after);
        let (was, is) = (texts_of(&before), texts_of(&after));
        prop_assert_eq!(changes.is_empty(), was == is);

        let mut replayed = was.clone();
        let mut put = |key: (AnyId, String), text: &str| {
            replayed.insert(key.clone(), text.to_owned());
            replayed.retain(|_, text| !text.is_empty());
        };
        for field in &changes.plan {
            put((AnyId::nil(), field.field.clone()), &field.proposed);
        }
        for change in &changes.priorities {
            for field in &change.fields {
                put((change.line, field.field.clone()), &field.proposed);
            }
        }
        for change in &changes.actions {
            for field in &change.fields {
                let name = field.field.strip_prefix("Row 1: ").unwrap_or(&field.field).to_lowercase();
                put((change.line, name), &field.proposed);
            }
            for what in &change.what {
                match what {
                    What::Withdrawn(because) => put((change.line, "withdrawn".to_owned()), because),
                    What::Moved { to, .. } => {
                        let line = after.priorities.iter().find(|priority| {
                            priority.title == *to
                                && priority.actions.iter().any(|action| action.line == change.line)
                        });
                        put((change.line, "priority".to_owned()), &line.unwrap().line.to_string());
                    }
                    _ => {}
                }
            }
        }
        prop_assert_eq!(replayed, is);
    }
}

#[test]
fn a_thing_is_known_by_its_line_and_by_nothing_else() {
    let before = sample();
    let mut after = before.clone();
    // Another action takes the number and the words of the first, which goes elsewhere under other words.
    let words = action(&mut after, 0).content.clone();
    action(&mut after, 1).content = words;
    let first = action(&mut after, 0);
    (first.content.number, first.content.objective) = ("9.9".to_owned(), "Something else".to_owned());
    let line = first.line;
    let changes = Changes::between(&before, &after);
    let change = changes.actions.iter().find(|change| change.line == line).unwrap();
    assert!(change.what.contains(&What::Renumbered { from: "1.1".to_owned(), to: "9.9".to_owned() }));
    assert!(change.what.contains(&What::Renamed));
    assert_eq!(changes.actions.len(), 2);
}

#[test]
fn added_left_out_withdrawn_and_put_back_are_told_apart() {
    let full = sample();
    let mut less = full.clone();
    less.priorities[0].actions.remove(0);
    let word = |changes: &Changes| -> Vec<&'static str> {
        changes.actions.iter().flat_map(|change| change.what.iter().map(What::word)).collect()
    };
    assert_eq!(word(&Changes::between(&less, &full)), ["Added"]);
    assert_eq!(word(&Changes::between(&full, &less)), ["Left out"]);
    let mut withdrawn = full.clone();
    action(&mut withdrawn, 0).withdrawn_because = Some("Done elsewhere".to_owned());
    assert_eq!(word(&Changes::between(&full, &withdrawn)), ["Withdrawn"]);
    assert_eq!(word(&Changes::between(&withdrawn, &full)), ["Put back"]);
}

#[test]
fn how_an_action_comes_round_is_said_in_plain_words() {
    let before = sample();
    let mut after = before.clone();
    after.priorities[0].actions[0].course.recurs = Recurs::Annual.word().to_owned();
    let changes = Changes::between(&before, &after);
    let field = &changes.actions[0].fields[0];
    assert_eq!((field.recorded.as_str(), field.proposed.as_str()), ("Once", "Every year"));
}
