//! Street crime as data.police.uk publishes it: one file a force and month, with no person, no day and no address. Its mapping ships with
//! the program.

use concordat_kernel::Result;

use super::mapping::Mapping;

/// The mapping of a street file.
///
/// # Errors
/// None in practice: a test reads it.
pub fn mapping() -> Result<Mapping> {
    Mapping::parse("police-uk.toml", include_str!("../../mappings/police-uk.toml"))
}

#[cfg(test)]
#[path = "police_uk_tests.rs"]
mod tests;
