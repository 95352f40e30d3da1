//! Bringing records in from files. [`read::read`] is the one way in; a [`mapping::Mapping`] says what an extract's columns mean, a
//! [`pseudonym::Key`] makes the pseudonyms, a [`read::Sink`] takes the records, and an [`account::Account`] says what came of it.
//! [`land::land`] brings all of that into the record: parts beside it, and an entry in the ledger.

use concordat_kernel::kind;

pub mod account;
mod binding;
pub mod bytes;
mod changes;
pub mod check;
mod column;
pub mod completeness;
mod courier;
mod crimes;
mod dates;
mod districts;
pub mod land;
pub mod mapping;
mod people;
pub mod police_uk;
pub mod pseudonym;
pub mod read;
pub mod refusals;
mod remarks;
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
