//! When a pot may be used, and why not.

use concordat_kernel::{Refusal, Result, jiff::civil::Date};

use super::in_words;
use crate::{NewPotEvent, Pot, PotRule, PotState};

/// A project of an earlier award that is not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// The award's label: "2020/21".
    pub award: String,
    /// The project's number in it.
    pub number: i64,
    /// What it is called.
    pub title: String,
}

impl std::fmt::Display for Unfinished {
    /// `project 3 of 2020/21, Dummy cameras`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "project {} of {}, {}", self.number, self.award, self.title)
    }
}

/// What an outside party may say next: a state that changes something, told in order, by somebody, with something to
/// show for it.
///
/// # Errors
/// A sentence that says what is missing or out of order.
pub fn check_event(pot: &Pot, event: &NewPotEvent) -> Result<()> {
    if event.made_by.trim().is_empty() {
        return Err(Refusal::invalid("made_by", "Enter who said so.").into());
    }
    if event.reference.trim().is_empty() {
        return Err(Refusal::invalid("reference", "Enter the letter or minute that says so.").into());
    }
    let last = pot.events.last();
    if let Some(last) = last.filter(|last| last.said.on > event.on) {
        return Err(Refusal::invalid(
            "on",
            format!(
                "The pot was {} on {}. What was said after that has a later day.",
                last.said.state.title().to_lowercase(),
                in_words(last.said.on)
            ),
        )
        .into());
    }
    let now = last.map_or(PotState::Locked, |last| last.said.state);
    if now == event.state && last.is_some() {
        return Err(
            Refusal::invalid("state", format!("The pot is {} already.", now.title().to_lowercase())).into()
        );
    }
    Ok(())
}

/// Why a pot can or cannot be used on a day, in sentences: what was said, then what the rule waits for.
pub fn explain(pot: &Pot, on: Date, before: &[Unfinished]) -> Vec<String> {
    let name = &pot.said.name;
    let mut sentences = Vec::new();
    match pot.last_on(on) {
        None => sentences.push(format!("{name} is locked: nobody has opened it yet.")),
        Some(event) => {
            let said = &event.said;
            let what = match said.state {
                PotState::Locked => "is locked",
                PotState::Opened => "is open",
                PotState::Closed => "is closed",
            };
            sentences.push(format!(
                "{name} {what}: {} said so with effect from {} ({}).",
                said.made_by,
                in_words(said.on),
                said.reference
            ));
        }
    }
    if pot.state_on(on) == PotState::Opened {
        return sentences;
    }
    sentences.push(match pot.said.rule {
        PotRule::EarlierYearsComplete if before.is_empty() => {
            "Its rule is that all projects of earlier years are complete. They are: ask the funder to open it.".to_owned()
        }
        PotRule::EarlierYearsComplete => {
            let names: Vec<String> = before.iter().map(ToString::to_string).collect();
            format!(
                "Its rule is that all projects of earlier years are complete. {} not: {}.",
                if before.len() == 1 { "One is".to_owned() } else { format!("{} are", before.len()) },
                names.join("; ")
            )
        }
        PotRule::FromDay => match pot.said.opens_on {
            Some(day) if day > on => format!("Its rule is that it opens on {}.", in_words(day)),
            Some(day) => {
                format!("Its rule is that it opens on {}, which has come: ask the funder to open it.", in_words(day))
            },
            None => "Its rule names a day that is not known.".to_owned(),
        },
        PotRule::FunderDecides => "Its rule is that the funder decides.".to_owned(),
    });
    sentences
}
