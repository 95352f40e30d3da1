//! The pages of the reports.

pub(crate) mod index;
pub(crate) mod leads;
pub(crate) mod public;
pub(crate) mod report;
pub(crate) mod tell;
pub(crate) mod topics;

#[cfg(test)]
mod public_stories;
#[cfg(test)]
mod stories;
