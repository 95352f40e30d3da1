//! What a plan, a priority and an action must be like to stand in the record. Pure: facts in, a verdict out.

use concordat_kernel::{Refusal, jiff::civil::Date};

use crate::{RecordedAction, RecordedPlan, exceptions::rules::ComesRound, import};

/// The longest number: `12.10b`, `Action 3`.
const NUMBER_LIMIT: usize = 20;
/// The longest title: a heading, not a paragraph.
const TITLE_LIMIT: usize = 500;
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
    let funding = action.funding.as_ref().map(|funding| &funding.note);
    let beside = action.label.iter().chain(&action.lead_note).chain(funding);
    let columns = action.rows.iter().flat_map(|row| row.extra.values());
    let mut dates = action.rows.iter().map(|row| row.timescale.to_string());
    if beside.chain(columns).any(|text| too_long(text)) || dates.any(|text| too_long(&text)) {
        return Err(Refusal::rule(format!(
            "Each label, note, timescale and column of your own must be {TEXT_LIMIT} characters or fewer."
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

/// Checks the title of a plan or a priority: `of` says of which.
///
/// # Errors
/// When there is none, or it is no title any more.
pub fn check_title(title: &str, of: &str) -> Result<(), Refusal> {
    match title.trim().chars().count() {
        0 => Err(Refusal::invalid("title", format!("Enter the {of}'s title."))),
        1..=TITLE_LIMIT => Ok(()),
        _ => Err(Refusal::invalid("title", format!("The title must be {TITLE_LIMIT} characters or fewer."))),
    }
}

/// Checks a priority as an officer would write it.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub fn check_priority(priority: &import::Priority) -> Result<(), Refusal> {
    check_title(&priority.title, "priority")?;
    let texts = priority.leads.iter().chain(&priority.notes).chain(&priority.aim);
    if texts.into_iter().any(|text| text.chars().count() > TEXT_LIMIT) {
        return Err(Refusal::rule(format!(
            "The aim and each lead and note must be {TEXT_LIMIT} characters or fewer."
        )));
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

pub use crate::exceptions::rules::{comes_round, due, next_due, timescales};

/// Whether there is something to be done of the action: its state says so, or it comes round again this year.
pub fn is_open(action: &RecordedAction, today: Date) -> bool {
    action.state.is_open() || matches!(comes_round(action, today), Some(ComesRound::Again { .. }))
}

/// Whether the action is still open after its last day. Its state may say otherwise until
/// somebody updates it, so pages say both.
pub fn is_overdue(action: &RecordedAction, today: Date) -> bool {
    is_open(action, today) && due(action).is_some_and(|due| due < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_endless() {
        assert!(check_title(&"é".repeat(TITLE_LIMIT), "plan").is_ok());
        assert!(check_title(&"é".repeat(TITLE_LIMIT + 1), "plan").is_err());
        assert!(check_title(" ", "plan").is_err());
        let long = "é".repeat(TEXT_LIMIT + 1);
        let usual =
            import::Action { number: "1.1".into(), objective: "Light it".into(), ..Default::default() };
        assert!(check_action(&usual).is_ok());
        let row = import::Row { extra: [("Cost".to_owned(), long.clone())].into(), ..Default::default() };
        for action in [
            import::Action { label: Some(long.clone()), ..usual.clone() },
            import::Action { lead_note: Some(long.clone()), ..usual.clone() },
            import::Action { rows: vec![row], ..usual },
        ] {
            assert!(check_action(&action).is_err());
        }
    }
}
