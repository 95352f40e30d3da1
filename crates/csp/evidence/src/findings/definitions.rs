//! Words with a dated meaning, as data.

use std::sync::LazyLock;

use concordat_kernel::Month;
use serde::Deserialize;

/// What makes a suspect a serial one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Serial {
    /// The month from which it holds.
    pub(crate) from: Month,
    /// Different victims, at least.
    pub(crate) victims: i64,
    /// Crimes against them, at least.
    pub(crate) crimes: i64,
    /// Months looked back over.
    pub(crate) months: i32,
    /// The least age in years.
    pub(crate) age: i64,
    /// The same in words.
    pub(crate) says: String,
    /// Who says so.
    pub(crate) source: String,
}

/// What makes a crime one of earlier years that is reported now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Historic {
    /// The month from which it holds.
    pub(crate) from: Month,
    /// Whole months, at least, between its end and the month that it counts in.
    pub(crate) months: i32,
    /// The same in words.
    pub(crate) says: String,
    /// Who asks for it.
    pub(crate) source: String,
}

#[derive(Default, Deserialize)]
struct Definitions {
    serial: Vec<Serial>,
    historic: Vec<Historic>,
}

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| {
    // What the program ships is read by a test; an unreadable list would be an empty one.
    toml::from_str(include_str!("../../definitions.toml")).unwrap_or_default()
});

/// The meaning of "serial suspect" that holds in a month; `None` before there was any.
pub(crate) fn serial(at: Month) -> Option<&'static Serial> {
    DEFINITIONS.serial.iter().filter(|one| one.from <= at).max_by_key(|one| one.from)
}

/// The meaning of "crime of earlier years" that holds in a month; `None` before there was any.
pub(crate) fn historic(at: Month) -> Option<&'static Historic> {
    DEFINITIONS.historic.iter().filter(|one| one.from <= at).max_by_key(|one| one.from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_that_holds_is_the_latest_that_has_begun() {
        let at = |month: &str| serial(month.parse().unwrap());
        assert_eq!(at("2009-12"), None);
        let now = at("2026-03").unwrap();
        assert_eq!((now.victims, now.months, now.age), (2, 36, 16));
        assert_eq!(historic("2026-03".parse().unwrap()).unwrap().months, 12);
    }
}
