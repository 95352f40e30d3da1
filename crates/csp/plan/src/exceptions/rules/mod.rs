//! What is an exception, what may be said to it, and who assures what is said to be done. Pure: facts in, a verdict out.

mod course;
mod grounds;
mod steps;

pub use course::{ComesRound, comes_round, due, next_due, stood_down, suggestion, timescales, to_confirm};
pub use grounds::{Asked, ClosedRound, Condition, Facts, LastWord, conditions};
pub use steps::condition as conditional_words;

use concordat_kernel::{AnyId, Refusal, jiff::civil::Date};

use super::model::{Level, RecordedException, Remedy};
use crate::{RecordedAction, State};

/// The longest text of one field.
const TEXT_LIMIT: usize = 4000;
/// The longest name of whoever does something.
const NAME_LIMIT: usize = 200;

/// Checks a text that must be given: `ask` says what to enter.
///
/// # Errors
/// When there is none, or it is endless.
pub fn check_text(field: &'static str, text: &str, ask: &str) -> Result<(), Refusal> {
    match text.trim().chars().count() {
        0 => Err(Refusal::invalid(field, ask)),
        1..=TEXT_LIMIT => Ok(()),
        _ => Err(Refusal::invalid(field, format!("This must be {TEXT_LIMIT} characters or fewer."))),
    }
}

/// Checks a remedy as somebody would write it.
///
/// # Errors
/// With the field, and what to do, for the first thing that cannot stand.
pub fn check_remedy(remedy: &Remedy) -> Result<(), Refusal> {
    check_text("remedy", &remedy.what, "Enter what will be done about it.")?;
    check_text("remedy_by", &remedy.by, "Enter who will do it.")?;
    if remedy.by.trim().chars().count() > NAME_LIMIT {
        return Err(Refusal::invalid(
            "remedy_by",
            format!("Who will do it must be {NAME_LIMIT} characters or fewer."),
        ));
    }
    Ok(())
}

/// Whether raising an exception to the partnership is proposed: the working group has it, and the day on which the
/// remedy was to work has passed.
pub fn proposes_further(exception: &RecordedException, today: Date) -> bool {
    exception.is_open()
        && exception.level == Level::Group
        && exception.remedy.as_ref().is_some_and(|remedy| remedy.due < today)
}

/// Whether somebody may assure a claim about this action: nobody judges the work of a body for which they act.
/// `acts_for` holds the bodies whose seats they fill or stand in for, and those for which they hold a role; where no
/// lead is recognised as one of them nothing can be told, and they may.
///
/// # Errors
/// With the body, when they act for one that leads the action.
pub fn check_impartial(action: &RecordedAction, acts_for: &[AnyId]) -> Result<(), Refusal> {
    let own = action.lead_bodies.iter().find(|lead| acts_for.contains(&lead.body));
    match own {
        None => Ok(()),
        Some(lead) => Err(Refusal::rule(format!(
            "You act for {}, which leads this action. Somebody who does not must assure it.",
            lead.written
        ))),
    }
}

/// Checks the state to which an action is put back when a claim is returned.
///
/// # Errors
/// When it would be done all the same, or withdrawn.
pub fn check_returned(state: Option<State>) -> Result<State, Refusal> {
    let open = state.filter(|state| state.is_open() && *state != State::NoUpdate);
    open.ok_or_else(|| Refusal::invalid("state", "Choose how the action stands."))
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;
    use crate::{exceptions::samples, pages};

    #[test]
    fn a_remedy_says_what_and_who() {
        let remedy = Remedy { what: "Ask again".into(), by: "Chair".into(), due: date(2027, 2, 1) };
        assert!(check_remedy(&remedy).is_ok());
        assert!(check_remedy(&Remedy { what: " ".into(), ..remedy.clone() }).is_err());
        assert!(check_remedy(&Remedy { by: String::new(), ..remedy.clone() }).is_err());
        assert!(check_remedy(&Remedy { by: "é".repeat(NAME_LIMIT + 1), ..remedy }).is_err());
    }

    #[test]
    fn the_day_after_the_remedys_day_it_is_proposed_to_raise_it_further() {
        let [open, further, resolved, _] = samples::exceptions().try_into().unwrap();
        let due = open.remedy.as_ref().unwrap().due;
        assert!(!proposes_further(&open, due));
        assert!(proposes_further(&open, due.tomorrow().unwrap()));
        let without = RecordedException { remedy: None, ..open };
        assert!(!proposes_further(&without, date(2099, 1, 1)), "nothing was promised");
        assert!(!proposes_further(&further, date(2099, 1, 1)), "it is there already");
        assert!(!proposes_further(&resolved, date(2099, 1, 1)));
    }

    #[test]
    fn nobody_assures_their_own_bodys_work() {
        let plan = pages::samples::plan();
        let (_, action) = plan.actions().next().unwrap();
        let police = action.lead_bodies[0].body;
        let other = AnyId::from_u128(404);
        assert!(check_impartial(action, &[]).is_ok());
        assert!(check_impartial(action, &[other]).is_ok());
        let refused = check_impartial(action, &[other, police]).unwrap_err().to_string();
        assert!(refused.contains("Merrowshire Police"), "{refused}");
    }

    #[test]
    fn what_is_returned_is_open_again() {
        assert_eq!(check_returned(Some(State::AtRisk)), Ok(State::AtRisk));
        for state in [None, Some(State::Done), Some(State::Withdrawn), Some(State::NoUpdate)] {
            assert!(check_returned(state).is_err(), "{state:?}");
        }
    }
}
