//! The pack: agenda, papers and attachments of one meeting as one PDF, in a public and a restricted edition.
//!
//! **Two editions, one numbering.** The first pages are the *open part*: cover, agenda, and every item in its place. It is
//! the same in both editions, page for page: an item that is not open has one page in it, a *stub* with the public title
//! and the reason. What is closed follows in the restricted edition alone, as a *closed part* whose pages are numbered R1,
//! R2, …; so no number of the open part depends on it, and the length of what is closed is not told. Supplements carry
//! on where the pack's open part ended.
//!
//! **Nothing to hide at the end.** [`OpenPart`] has no place for a restricted title, text or file. The public edition is
//! made of an open part alone, and that of [`public_meeting`](crate::public_meeting) and of a statement that reads the
//! files of open items.

mod copies;
mod draw;
mod file_pages;
mod gather;
mod issues;
mod model;
mod pages;
mod samples;
mod store;
pub mod word;
mod xml;

#[cfg(test)]
mod tests;

pub use copies::{copies, send_copies};
pub use draw::{Made, make};
pub use issues::issue;
pub use model::{
    Body, ClosedEntry, ClosedPart, Copy, Edition, FileRead, IssueHead, OpenContent, OpenEntry, OpenPart, Pack,
};
pub use store::{File, NewFile, add_file, files, pack, preview_pack, remove_file};

pub(crate) use pages::{pack_of, public_pack_of, routes};
pub(crate) use samples::samples;
pub(crate) use store::refuse_with_files;
