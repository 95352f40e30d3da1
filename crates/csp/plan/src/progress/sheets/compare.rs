//! What a spreadsheet would say of each action, beside what was said before.

use super::model::{Asked, AskedAction, Entry, Reading};

/// What becomes of one action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference<'a> {
    pub(crate) action: &'a AskedAction,
    /// What the file says.
    pub(crate) said: Option<&'a Entry>,
    pub(crate) effect: Effect,
}

/// What using the file does to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// An update is recorded.
    Lands,
    /// It is what was sent before: nothing is recorded.
    Same,
    /// The file does not answer for it.
    Silent,
}

/// Every action asked about, in the order of the plan.
pub(crate) fn differences<'a>(asked: &'a Asked, reading: &'a Reading) -> Vec<Difference<'a>> {
    let of = |action: &'a AskedAction| {
        let said = reading.said.get(&action.id);
        let effect = match said {
            None => Effect::Silent,
            Some(said) if action.sent && is_same(action, said) => Effect::Same,
            Some(_) => Effect::Lands,
        };
        Difference { action, said, effect }
    };
    asked.actions.iter().map(of).collect()
}

/// How many have this effect.
pub(crate) fn count(differences: &[Difference<'_>], effect: Effect) -> usize {
    differences.iter().filter(|one| one.effect == effect).count()
}

fn is_same(action: &AskedAction, said: &Entry) -> bool {
    let plain = |said: &Entry| Entry { evidence: String::new(), ..said.clone() };
    let known = said.evidence.is_empty() || action.evidence.contains(&said.evidence);
    known && plain(&action.said) == plain(said)
}
