//! The pages.

use concordat_kernel::{Problem, Result};
use concordat_web::{NavItem, PaperSample, Route, ViewSample};

/// The money's places in the navigation.
pub(crate) const NAV: &[NavItem] = &[];

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    Ok(Vec::new())
}

pub(crate) fn papers() -> Vec<PaperSample> {
    Vec::new()
}
