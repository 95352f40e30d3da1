//! Bringing records in from files. [`read::read`] is the one way in; a [`mapping::Mapping`] says what an extract's columns mean, a
//! [`pseudonym::Key`] makes the pseudonyms, a [`read::Sink`] takes the records, and an [`account::Account`] says what came of it.
//! Nothing here knows the record: [`land`](crate::landing::land) brings all of that into it.

use concordat_kernel::kind;

pub mod account;
mod binding;
pub mod bytes;
pub mod check;
mod column;
pub mod completeness;
mod crimes;
mod dates;
mod districts;
mod labels;
pub mod mapping;
mod people;
pub mod police_uk;
pub mod pseudonym;
pub mod read;
pub(crate) mod remarks;
pub mod rows;
pub mod schema;
pub mod seal;
pub mod seen;
mod split;
pub mod tally;

kind!(
    /// A file of records that was brought in.
    Ingest,
    "evidence_ingest"
);
