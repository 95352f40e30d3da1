//! What an officer decided about a staged import: splits accepted, texts placed, title and period put
//! right. Pure: a reading and answers in, the changed reading out.

use concordat_web::{Answers, Errors};

use super::plan_edit::read_period;
use crate::import::{Action, Code, Draft, Reading, Row, Split, Unplaced, tidy};

/// As many texts without a place as are asked about at once.
pub(super) const PLACED_AT_ONCE: usize = 40;

/// Takes the answers into the reading. The places of splits and texts are those of the reading as it was shown.
pub(super) fn take(reading: &mut Reading, answers: &Answers, errors: &mut Errors) {
    if answers.has("title") {
        match tidy(answers.get("title")) {
            title if title.is_empty() => errors.add("title", "Enter what the plan is called."),
            title => reading.draft.title = title,
        }
    }
    if answers.has("period_from") || answers.has("period_to") {
        let period = read_period(answers, errors);
        if period.is_some_and(|period| period.from > period.to) {
            errors.add("period_to", "The last month must not be before the first.");
        } else if errors.is_empty() {
            reading.draft.period = period;
        }
    }
    let splits = std::mem::take(&mut reading.splits);
    for (n, split) in splits.into_iter().enumerate() {
        if answers.get(&format!("split-{n}")) != "yes" || !accept(reading, &split, answers, n, errors) {
            reading.splits.push(split);
        }
    }
    let unplaced = std::mem::take(&mut reading.unplaced);
    for (n, text) in unplaced.into_iter().enumerate() {
        let place = answers.get(&format!("place-{n}"));
        match put(&mut reading.draft, place, &text.text) {
            Some(did) => note(reading, Code::NotPlaced, text.line, &text.text, did),
            None => reading.unplaced.push(text),
        }
    }
    reading.draft.recount();
}

fn accept(reading: &mut Reading, split: &Split, answers: &Answers, n: usize, errors: &mut Errors) -> bool {
    let name = format!("split-{n}-parts");
    let parts = if answers.has(&name) { answers.lines(&name) } else { split.parts.clone() };
    let edited = Split { parts, ..split.clone() };
    if edited.parts.is_empty() {
        errors.add(name, "Write at least one part, each on its own line.");
        return false;
    }
    if !reading.draft.apply(&edited) {
        return false;
    }
    let did = format!("Split into {} by the officer who brought the file in", edited.parts.len());
    note(reading, Code::BulletsLost, split.line, &split.text, did);
    true
}

/// Puts a text where the answer says; says what was done, or nothing when it stays without a place.
fn put(draft: &mut Draft, place: &str, text: &str) -> Option<String> {
    let (what, at) = place.split_once(':')?;
    let mut at = at.split('.').map(|n| n.parse::<usize>());
    let mut next = || at.next()?.ok();
    let priority = draft.priorities.get_mut(next()?)?;
    if what == "note" {
        priority.notes.push(tidy(text));
        return Some(format!(
            "Kept as a note of “{}” by the officer who brought the file in",
            priority.title
        ));
    }
    let (action, row) = (next()?, next()?);
    let action: &mut Action = priority.actions.get_mut(action)?;
    if action.rows.is_empty() {
        action.rows.push(Row::default());
    }
    let row = action.rows.get_mut(row)?;
    match what {
        "step" => row.steps.push(tidy(text)),
        "measure" => row.measures.push(tidy(text)),
        _ => return None,
    }
    Some(format!("Kept as a {what} of {} by the officer who brought the file in", action.number))
}

/// Says in the report what an officer did about an oddity.
fn note(reading: &mut Reading, code: Code, line: u32, text: &str, did: String) {
    let same = |saw: &str| text.starts_with(saw.trim_end_matches('…'));
    let oddity = reading
        .oddities
        .iter_mut()
        .find(|oddity| oddity.code == code && oddity.line == line && same(&oddity.saw));
    if let Some(oddity) = oddity {
        oddity.did = did;
    }
}

/// The places a text can go: what the answer says, and words for it. Those of the priority it stood under come first.
pub(super) fn places(draft: &Draft, unplaced: &Unplaced) -> Vec<(String, String)> {
    let mut places = vec![(String::new(), "Leave it out; it stays in this list".to_owned())];
    let mut order: Vec<usize> = (0..draft.priorities.len()).collect();
    order.sort_by_key(|at| unplaced.priority != Some(*at));
    for p in order {
        let Some(priority) = draft.priorities.get(p) else { continue };
        places.push((format!("note:{p}"), format!("A note of “{}”", priority.title)));
        for (a, action) in priority.actions.iter().enumerate() {
            for r in 0..action.rows.len().max(1) {
                let number = match action.rows.len() {
                    0 | 1 => action.number.clone(),
                    _ => format!("{}, row {}", action.number, r + 1),
                };
                places.push((format!("step:{p}.{a}.{r}"), format!("A step of {number}")));
                places.push((format!("measure:{p}.{a}.{r}"), format!("A measure of {number}")));
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{import::CellKind, pages::samples};

    fn take_in(pairs: &[(&str, &str)]) -> (Reading, Errors) {
        let mut reading = samples::reading();
        let mut errors = Errors::none();
        take(&mut reading, &Answers::from_pairs(pairs.iter().copied()), &mut errors);
        (reading, errors)
    }

    #[test]
    fn no_answer_changes_nothing() {
        let (reading, errors) = take_in(&[]);
        assert!(errors.is_empty());
        assert_eq!(reading, samples::reading());
    }

    #[test]
    fn a_split_is_taken_as_edited_and_the_report_says_so() {
        let (reading, _) = take_in(&[("split-0", "yes"), ("split-0-parts", "Walks held\nLights put right")]);
        let row = &reading.draft.priorities[0].actions[0].rows[0];
        assert_eq!(row.measures, ["Walks held", "Lights put right"]);
        assert!(reading.splits.is_empty());
        assert!(reading.oddities[0].did.starts_with("Split into 2"));
        assert_eq!(reading.draft.counts.measures, 2);
    }

    #[test]
    fn a_split_without_parts_is_asked_again() {
        let (reading, errors) = take_in(&[("split-0", "yes"), ("split-0-parts", "")]);
        assert!(errors.get("split-0-parts").is_some());
        assert_eq!(reading.splits.len(), 1);
        assert_eq!(reading.splits[0].cell, CellKind::Measures);
    }

    #[test]
    fn a_text_goes_where_the_officer_says() {
        let (reading, _) = take_in(&[("place-0", "note:0")]);
        assert_eq!(reading.draft.priorities[0].notes.last().unwrap(), "Approved by the board in May");
        assert!(reading.unplaced.is_empty());
        let (reading, _) = take_in(&[("place-0", "step:0.0.0")]);
        assert_eq!(
            reading.draft.priorities[0].actions[0].rows[0].steps.last().unwrap(),
            "Approved by the board in May"
        );
    }

    #[test]
    fn a_made_up_place_leaves_the_text_where_it_was() {
        for place in ["note:9", "step:0.0.7", "step:0", "nonsense", "word:0.0.0", "note:-1"] {
            let (reading, _) = take_in(&[("place-0", place)]);
            assert_eq!(reading.unplaced.len(), 1, "{place}");
        }
    }

    #[test]
    fn every_place_that_is_offered_can_be_taken() {
        let reading = samples::reading();
        let text = &reading.unplaced[0];
        for (place, words) in places(&reading.draft, text).iter().skip(1) {
            assert!(put(&mut reading.draft.clone(), place, &text.text).is_some(), "{words}");
        }
    }
}
