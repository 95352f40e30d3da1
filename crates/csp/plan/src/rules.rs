//! What an action must be like to stand in the record. Pure: facts in, a verdict out.

use concordat_kernel::{Refusal, jiff::civil::Date};

use crate::{RecordedAction, RecordedPlan, import};

/// The longest number: `12.10b`, `Action 3`.
const NUMBER_LIMIT: usize = 20;
/// The longest text of one field or item.
const TEXT_LIMIT: usize = 4000;

/// Checks an action's content as an officer would write it.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub fn check_action(action: &import::Action) -> Result<(), Refusal> {
    if action.number.trim().is_empty() {
        return Err(Refusal::invalid("number", "Enter the action's number, such as 5.2."));
    }
    if action.number.chars().count() > NUMBER_LIMIT {
        return Err(Refusal::invalid(
            "number",
            format!("The number must be {NUMBER_LIMIT} characters or fewer."),
        ));
    }
    if action.objective.trim().is_empty() {
        return Err(Refusal::invalid("objective", "Enter what the action is to achieve."));
    }
    let too_long = |text: &str| text.chars().count() > TEXT_LIMIT;
    if too_long(&action.objective) {
        return Err(Refusal::invalid(
            "objective",
            format!("The objective must be {TEXT_LIMIT} characters or fewer."),
        ));
    }
    let items = action.rows.iter().flat_map(|row| row.steps.iter().chain(&row.measures));
    if items.chain(&action.leads).chain(&action.linked.to).any(|text| too_long(text)) {
        return Err(Refusal::rule(format!(
            "Each step, measure, lead and link must be {TEXT_LIMIT} characters or fewer."
        )));
    }
    if action.linked.state != import::LinkState::Yes && !action.linked.to.is_empty() {
        return Err(Refusal::invalid(
            "linked",
            "Choose “Yes” if the action is linked, or remove what it is linked to.",
        ));
    }
    Ok(())
}

/// Checks a reason for withdrawing.
///
/// # Errors
/// When none is given.
pub fn check_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::invalid("because", "Enter why the action is withdrawn."));
    }
    if reason.chars().count() > TEXT_LIMIT {
        return Err(Refusal::invalid(
            "because",
            format!("The reason must be {TEXT_LIMIT} characters or fewer."),
        ));
    }
    Ok(())
}

/// Refuses a number that another action of the plan has already: partners say "action 5.2", and
/// must mean one.
///
/// # Errors
/// With the other action's objective.
pub fn check_number_is_free(
    plan: &RecordedPlan,
    number: &str,
    except: Option<concordat_kernel::Id<crate::Action>>,
) -> Result<(), Refusal> {
    let taken = plan.priorities.iter().flat_map(|priority| priority.current()).find(|action| {
        Some(action.id) != except && action.content.number.eq_ignore_ascii_case(number.trim())
    });
    match taken {
        Some(action) => Err(Refusal::invalid(
            "number",
            format!("Number {number} is taken by “{}”. Choose another.", action.content.objective),
        )),
        None => Ok(()),
    }
}

/// The last day on which the whole action is still in time: its latest dated row.
pub fn due(action: &RecordedAction) -> Option<Date> {
    action.content.rows.iter().filter_map(|row| row.timescale.due()).max()
}

/// The next day on which something of the action falls due, from `today` on.
pub fn next_due(action: &RecordedAction, today: Date) -> Option<Date> {
    action.content.rows.iter().filter_map(|row| row.timescale.due()).filter(|due| *due >= today).min()
}

/// Whether the action is still open after its last day. Its state may say otherwise until
/// somebody updates it, so pages say both.
pub fn is_overdue(action: &RecordedAction, today: Date) -> bool {
    action.state.is_open() && due(action).is_some_and(|due| due < today)
}
