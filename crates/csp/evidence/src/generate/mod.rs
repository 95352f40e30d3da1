//! Invented records in any number, with the proportions that were published of real counties: for trying the program out, for
//! teaching, and for seeing that a method finds what was put in. Written as they are made, suspect by suspect, so that memory does not
//! grow with their number; the same seed gives the same file.

mod preset;
mod row;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub use preset::{Preset, presets};
use row::{Draw, HEADING, Maker};

/// The mapping that reads what is made.
pub const MAPPING: &str = include_str!("../../mappings/generated.toml");

/// What was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Made {
    /// Crimes, a row each.
    pub crimes: u64,
    /// Different suspects.
    pub suspects: u64,
    /// Different victims.
    pub victims: u64,
}

/// Writes about so many crimes, or as many as the preset's source had.
///
/// # Errors
/// When what is written to cannot be written.
pub fn generate(preset: &Preset, crimes: Option<u64>, seed: u64, out: &mut impl Write) -> io::Result<Made> {
    writeln!(out, "{HEADING}")?;
    let scale = crimes.map_or(1.0, |crimes| crimes as f64 / preset.crimes as f64);
    let suspects = ((preset.suspects as f64 * scale).round() as u64).max(1);
    let mut maker = Maker::new(preset);
    let mut made = Made { suspects, ..Made::default() };
    for suspect in 0..suspects {
        // Each suspect draws alone, so that the file could be made in pieces and be the same.
        let mut draw = Draw::new(seed, suspect);
        let records = preset.records(&mut draw);
        let serious = preset.serious.as_ref().filter(|serious| draw.share() < serious.share);
        for n in 0..records {
            let code = serious.filter(|_| n == 0).map(|serious| serious.code.as_str());
            maker.write(out, suspect, code, &mut draw)?;
            made.crimes += 1;
        }
    }
    made.victims = maker.victims();
    Ok(made)
}
