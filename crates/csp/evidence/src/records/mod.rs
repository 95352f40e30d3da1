//! What every source is brought into: crimes with their places, and people in crimes. A source's own words and codes are
//! translated on the way in; what it does not say stays `None`, which is counted and shown as "not stated", never guessed.
//! No name and no reference of the force's own comes this far: pseudonyms stand for both (see [`Pseudonym`]).
//!
//! `docs/evidence-schema.md` has every field with its meaning and what a mapping calls it.

pub mod shapes;

use concordat_kernel::{
    Month,
    jiff::civil::{Date, DateTime},
};
use serde::{Deserialize, Serialize};

use crate::ingest::pseudonym::Pseudonym;

/// A recorded offence.
#[derive(Debug, Clone, PartialEq)]
pub struct Crime {
    /// What stands for the force's own reference, or `None` where the source gives none (published anti-social behaviour has none).
    pub reference: Option<Pseudonym>,
    /// The month that it counts in.
    pub month: Month,
    /// The earliest moment at which it may have happened, civil time in Europe/London.
    pub from: Option<DateTime>,
    /// The latest moment.
    pub to: Option<DateTime>,
    /// The day on which it was reported.
    pub reported: Option<Date>,
    /// The kind of offence: a code of the Home Office's classification where the source has one, else its own words. It is what a
    /// harm index is asked for.
    pub offence: String,
    /// The wider group that the source files it under, such as `Violence and sexual offences`.
    pub group: String,
    /// Where it happened.
    pub place: Place,
    /// Whether it is flagged as domestic.
    pub domestic: Option<bool>,
    /// Whether the police found it themselves and nobody reported it: kept apart in every figure of harm.
    pub proactive: Option<bool>,
    /// How it ended, in the source's words.
    pub outcome: Option<String>,
    /// The force that recorded it.
    pub reported_by: Option<String>,
    /// The force in whose area it happened.
    pub falls_within: Option<String>,
}

/// Where a crime happened, no finer than the source publishes it and never as an address.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// What stands for the force's own reference for the place (an address in its gazetteer), so that crimes at one place can be counted
    /// without keeping where it is.
    pub reference: Option<Pseudonym>,
    /// The code of its small area (an LSOA).
    pub area: Option<String>,
    /// The name of its district, where the source gives one.
    pub district: Option<String>,
    /// Degrees east, WGS 84. Published points are moved to a spot that eight or more addresses share.
    pub longitude: Option<f64>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
}

/// A person's part in a crime.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonInCrime {
    /// The crime, as in [`Crime::reference`].
    pub crime: Pseudonym,
    /// What the person was in it.
    pub role: Role,
    /// Who it is, or `None` where the source gives no reference: such a person counts as one, and is nobody's repeat.
    pub person: Option<Pseudonym>,
    /// Sex as recorded.
    pub sex: Option<Sex>,
    /// Age in whole years when it happened.
    pub age: Option<u8>,
    /// Ethnicity in the source's words.
    pub ethnicity: Option<String>,
    /// What the victim and the suspect were to each other, in the source's words.
    pub relationship: Option<String>,
}

/// What a person was in a crime. A suspect is not an offender: somebody named is not somebody convicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The crime was done to them.
    Victim,
    /// Named or charged, not convicted.
    Suspect,
    /// Found guilty by a court, or admitted it in an out-of-court disposal.
    ConvictedOffender,
    /// Saw or heard it.
    Witness,
}

/// Sex as police record it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Recorded as something else. "Not stated" is `None`, not this.
    Other,
}
