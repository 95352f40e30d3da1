//! Steps that are only taken if something turns out to need them.

/// The words by which plans say so. Longer ones first, so that the whole is shown.
const CONDITIONS: &[&str] = &[
    "if there is an identified need",
    "if there is a need",
    "if there is need",
    "if an identified need",
    "if identified need",
    "if need be",
    "if needed",
    "if it is required",
    "if required",
    "if identified",
    "if necessary",
    "if appropriate",
    "if requested",
    "if applicable",
    "subject to identified need",
    "subject to need",
    "subject to demand",
    "subject to requirement",
    "subject to funding",
    "as appropriate",
    "as and when required",
    "as and when needed",
    "as and when",
    "as required",
    "as needed",
    "as necessary",
    "where there is a need",
    "where appropriate",
    "where necessary",
    "where required",
    "where needed",
    "when required",
    "when needed",
    "should the need arise",
    "should it be required",
];

/// The words of a step that make it conditional, as they stand in it. A suggestion: whether a step can be spared is for
/// people to say.
pub fn condition(step: &str) -> Option<&str> {
    // Only ASCII letters change, so that places in both texts are the same.
    let small = step.to_ascii_lowercase();
    let found = CONDITIONS.iter().filter_map(|words| {
        small
            .match_indices(words)
            .find(|(at, _)| is_whole(&small, *at, words.len()))
            .map(|(at, _)| (at, words))
    });
    let (at, words) = found.min_by_key(|(at, words)| (*at, std::cmp::Reverse(words.len())))?;
    step.get(at..at + words.len())
}

/// Whether what stands there is whole words.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at + length..).and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditional_steps_are_known_by_their_words() {
        assert_eq!(condition("Hold a workshop (if required)"), Some("if required"));
        assert_eq!(condition("Subject to need, train more officers"), Some("Subject to need"));
        assert_eq!(condition("Run a campaign if identified need"), Some("if identified need"));
        assert_eq!(condition("Share with partners as appropriate."), Some("as appropriate"));
        assert_eq!(condition("Meet as and when required – “as needed”"), Some("as and when required"));
    }

    #[test]
    fn other_steps_are_not() {
        for step in [
            "Hold a workshop",
            "Find out if requirements have changed",
            "Serif required",
            "Ask whether it is appropriate",
            "",
            "Übung – İf required?",
        ] {
            assert_eq!(condition(step), None, "{step}");
        }
    }
}
