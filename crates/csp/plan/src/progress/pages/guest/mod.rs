//! The pages for those who answer by a link: no account, no way to anything else.

mod action;
mod check;
mod evidence;
mod hand_on;
pub(super) mod samples;
mod start;
mod tasks;

pub(super) use action::{save, show as action};
pub(super) use check::{done, send, show as check};
pub(super) use evidence::{
    add as add_evidence, download as evidence_file, remove as remove_evidence, show as evidence,
};
pub(super) use hand_on::{hand_on, show as hand_on_form};
pub(super) use start::{begin, link};
pub(super) use tasks::show as tasks;

use crate::progress::store::Guest;

/// A visit of somebody who answers for a lead.
pub(in crate::progress) type Visit = concordat_links::Visit<Guest>;
