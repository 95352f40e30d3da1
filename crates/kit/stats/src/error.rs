/// Why a figure cannot be given. A plain sentence: it is shown where the figure would stand.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// Too little to say anything with.
    #[error("{}", too_few(of, *least, *had))]
    TooFew {
        /// What is counted, in the plural: "complete months".
        of: &'static str,
        /// How many the method needs.
        least: usize,
        /// How many there are.
        had: usize,
    },
    /// A number that the method has no meaning for.
    #[error("{of} must be {must_be}, but number {place} is {value}")]
    Value {
        /// What the numbers are, in the plural.
        of: &'static str,
        /// What each must be: "zero or more".
        must_be: &'static str,
        /// Which of them is wrong, counted from 1.
        place: usize,
        /// What it is.
        value: f64,
    },
    /// Nothing to share out.
    #[error("all {of} are zero, so there is nothing to share out")]
    AllZero {
        /// What the numbers are, in the plural.
        of: &'static str,
    },
    /// A setting outside what the method allows.
    #[error("{name} must be {must_be}, not {value}")]
    Setting {
        /// The setting.
        name: &'static str,
        /// What it must be.
        must_be: &'static str,
        /// What it is.
        value: f64,
    },
}

fn too_few(of: &str, least: usize, had: usize) -> String {
    match (least, had) {
        (_, 0) => format!("there are no {of}"),
        _ => format!("needs at least {least} {of}, and there are {had}"),
    }
}

/// Refuses what is not a number of zero or more.
pub(crate) fn not_negative(of: &'static str, values: &[f64]) -> Result<(), Error> {
    each(of, values, "a number of zero or more", |value| value.is_finite() && value >= 0.0)
}

/// Refuses the first value that is not `good`.
pub(crate) fn each(
    of: &'static str,
    values: &[f64],
    must_be: &'static str,
    good: impl Fn(f64) -> bool,
) -> Result<(), Error> {
    match values.iter().position(|value| !good(*value)) {
        None => Ok(()),
        Some(at) => Err(Error::Value { of, must_be, place: at + 1, value: values[at] }),
    }
}

/// Refuses fewer than `least`.
pub(crate) fn at_least(of: &'static str, least: usize, had: usize) -> Result<(), Error> {
    if had < least { Err(Error::TooFew { of, least, had }) } else { Ok(()) }
}
