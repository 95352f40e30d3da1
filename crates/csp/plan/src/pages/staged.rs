//! x
/// What became of an import, in words.
pub(super) fn state_words(state: &str) -> &'static str {
    match state {
        "applied" => "Brought into the plan",
        "discarded" => "Discarded",
        _ => "Waiting to be looked through",
    }
}
