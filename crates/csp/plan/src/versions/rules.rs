//! What may be published, said and proposed, and when. Pure.

use concordat_kernel::Refusal;

use crate::RecordedPlan;

/// The longest reference to a decision, and the longest title of a version.
const LINE_LIMIT: usize = 200;

/// Checks the reference to a decision.
///
/// # Errors
/// When there is none, or it is no reference any more.
pub fn check_decision(decision: &str) -> Result<(), Refusal> {
    match decision.trim().chars().count() {
        0 => Err(Refusal::invalid("decision", "Enter the decision, such as Board, 14 July 2026, item 52.")),
        1..=LINE_LIMIT => Ok(()),
        _ => Err(Refusal::invalid(
            "decision",
            format!("The decision must be {LINE_LIMIT} characters or fewer."),
        )),
    }
}

/// Checks the title of a version, which may be empty.
///
/// # Errors
/// When it is no title any more.
pub fn check_version_title(title: &str) -> Result<(), Refusal> {
    if title.trim().chars().count() > LINE_LIMIT {
        return Err(Refusal::invalid(
            "title",
            format!("The title must be {LINE_LIMIT} characters or fewer."),
        ));
    }
    Ok(())
}

/// A version says something, and every action of it can be named.
///
/// # Errors
/// With what is missing.
pub fn check_can_be_published(plan: &RecordedPlan) -> Result<(), Refusal> {
    let mut current = plan.priorities.iter().flat_map(|priority| priority.current()).peekable();
    if current.peek().is_none() {
        return Err(Refusal::rule("The plan has no actions yet. Add them before you publish it."));
    }
    match current.find(|action| action.content.number.trim().is_empty()) {
        Some(action) => Err(Refusal::rule(format!(
            "“{}” has no number. Give it one before you publish the plan.",
            action.content.objective
        ))),
        None => Ok(()),
    }
}
