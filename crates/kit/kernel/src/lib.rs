#![doc = include_str!("../README.md")]

mod chance;
mod clock;
mod error;
mod id;
mod money;
mod month;
mod number;
mod reference;
mod sensitivity;
mod working_days;

pub use chance::Chance;
pub use clock::{Clock, london_today};
pub use error::{Error, Problem, Refusal, Result};
pub use id::{AnyId, Id, Kind};
pub use money::{Extended, Money, ParseMoneyError, Share, UnitPrice};
pub use month::{Month, ParseMonthError, Period};
pub use number::{grouped, with_thousands};
pub use reference::{NoRef, Ref};
pub use sensitivity::{Mark, Sensitivity};
pub use working_days::Holidays;

/// Civil dates, times and time zones; re-exported so that slices agree on one version.
pub use jiff;

/// Declares a kind of thing that has an id: `kind!(Plan, "plan");` makes the marker type
/// `Plan`, so that `Id<Plan>` cannot be passed where `Id<Person>` is wanted.
#[macro_export]
macro_rules! kind {
    ($(#[$doc:meta])* $name:ident, $word:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {}
        impl $crate::Kind for $name {
            const NAME: &'static str = $word;
        }
    };
}
