//! What a focus topic must be like. Pure.

use concordat_kernel::{Id, Refusal};

use super::facts::Topic;
use crate::{Action, RecordedPlan, rules::check_title};

/// The longest text of a topic.
const TEXT_LIMIT: usize = 4000;

/// Checks a topic as an officer would write it, against the plan's other topics.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub(crate) fn check_topic(
    plan: &RecordedPlan,
    known: &[Topic],
    topic: &Topic,
    except: Option<Id<Topic>>,
) -> Result<(), Refusal> {
    check_title(&topic.title, "topic")?;
    let taken = known
        .iter()
        .any(|other| Some(other.id) != except && other.title.trim().eq_ignore_ascii_case(topic.title.trim()));
    if taken {
        return Err(Refusal::invalid("title", "The plan has a topic of that title. Choose another."));
    }
    if topic.because.chars().count() > TEXT_LIMIT || topic.commentary.chars().count() > TEXT_LIMIT {
        return Err(Refusal::rule(format!("Each text must be {TEXT_LIMIT} characters or fewer.")));
    }
    let strange = |found: bool| if found { Ok(()) } else { Err(Refusal::NotFound) };
    for id in &topic.priorities {
        strange(plan.priorities.iter().any(|priority| priority.id == *id))?;
    }
    for id in &topic.actions {
        strange(plan.action(*id).is_some())?;
    }
    if topic.priorities.is_empty() && topic.actions.is_empty() {
        return Err(Refusal::invalid("priorities", "Choose a priority, or enter the number of an action."));
    }
    Ok(())
}

/// What a topic covers, in words.
pub(crate) fn covered_words(plan: &RecordedPlan, topic: &Topic) -> String {
    let priorities = plan
        .priorities
        .iter()
        .filter(|priority| topic.priorities.contains(&priority.id))
        .map(|priority| priority.title.clone());
    let actions = plan
        .actions()
        .filter(|(_, action)| topic.actions.contains(&action.id))
        .map(|(_, action)| format!("Action {}", action.content.number));
    priorities.chain(actions).collect::<Vec<_>>().join("\n")
}

/// The actions that these numbers name, one a line or with commas between.
///
/// # Errors
/// With the first number that no action of the plan has.
pub(crate) fn actions_of(plan: &RecordedPlan, numbers: &str) -> Result<Vec<Id<Action>>, Refusal> {
    let mut actions = Vec::new();
    for number in numbers.split([',', ';', '\n']).map(str::trim).filter(|number| !number.is_empty()) {
        let found = plan.actions().find(|(_, action)| action.content.number.eq_ignore_ascii_case(number));
        let Some((_, action)) = found else {
            return Err(Refusal::invalid("actions", format!("The plan has no action {number}.")));
        };
        if !actions.contains(&action.id) {
            actions.push(action.id);
        }
    }
    Ok(actions)
}
