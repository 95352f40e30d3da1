//! The states a lead chooses among, in the words of the drop-down.

use super::{super::model::Said, columns::plain};

/// The words for a state kept by its word; empty for none.
pub(crate) fn words(state: &str) -> String {
    state.parse::<Said>().map_or_else(|_| String::new(), |said| said.to_string())
}

/// The state that was typed: capitals, spaces and full stops do not matter. Nothing else is guessed:
/// what "green" means differs from partner to partner.
pub(crate) fn typed(text: &str) -> Option<Said> {
    let text = plain(text);
    Said::ALL.into_iter().find(|said| plain(&said.to_string()) == text)
}

/// All of them in a sentence.
pub(crate) fn listed() -> String {
    let words: Vec<String> = Said::ALL.iter().map(Said::to_string).collect();
    match words.split_last() {
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_typed_by_hand_is_known_and_a_colour_is_not() {
        assert_eq!(typed("On Track "), Some(Said::OnTrack));
        assert_eq!(typed("AT-RISK"), Some(Said::AtRisk));
        assert_eq!(typed("not  started."), Some(Said::NotStarted));
        for unknown in ["green", "Amber", "complete", "yes", ""] {
            assert_eq!(typed(unknown), None, "{unknown}");
        }
    }
}
