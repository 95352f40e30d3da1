//! Invitations: a letter for each seat that is held on the day, and for whoever else is asked to come.
//!
//! What a letter says is worked out from the meeting and the terms of reference each time it is made: where, how to get
//! in, how to join from elsewhere, when the papers follow, and how a substitute is sent. By e-mail it is composed when
//! it is handed over, so a meeting that was cancelled meanwhile invites nobody.

mod letter;
mod pages;
mod store;
mod words;

#[cfg(test)]
mod stories;

pub use store::{Invitation, Invited, NewGuest, invitations, invite};

pub(crate) use letter::{INVITED, compose};
pub(crate) use pages::{invitations_of, papers, routes, samples};
