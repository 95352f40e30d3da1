//! The addresses of this capability. They hold ids, never anything about a person.

use concordat_kernel::Id;

use crate::Posted;

pub(crate) const MAIL: &str = "/mail";
pub(crate) const LETTER: &str = "/mail/{letter}";
pub(crate) const ARRIVED: &str = "/mail/{letter}/arrived";
pub(crate) const AGAIN: &str = "/mail/{letter}/again";
pub(crate) const NOT_NEEDED: &str = "/mail/{letter}/not-needed";
pub(crate) const CAME_BACK: &str = "/mail-sent/{sent_letter}/came-back";

/// The list of letters in a state, by the word kept for it.
pub(crate) fn in_state(word: &str) -> String {
    format!("{MAIL}?state={word}")
}

/// The page of a letter.
pub fn letter(id: Id<Posted>) -> String {
    format!("{MAIL}/{id}")
}
