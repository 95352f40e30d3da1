//! Stories of what reference data the evidence stands on, told on both databases.

mod areas;
mod findings;
mod generated;
mod index;
mod landing;
mod lists;
mod map;
mod notebook;
mod people;
mod reidentify;
mod releases;
mod sources;
mod sql;
mod trend;
mod weights;
mod windows;

use std::path::{Path, PathBuf};

use concordat_access::Role;
use concordat_kernel::{Error, Refusal, Result};
use concordat_web::Slice;

use crate::SLICE;

const fn role(name: &'static str) -> Role {
    Role { name, title: name, purpose: name, second_factor: false }
}

/// Roles belong to another slice; here stand those that the policies name, and two that they do not.
const ROLES: Slice = Slice {
    name: "roles",
    roles: &[
        role("operator"),
        role("officer"),
        role("analyst"),
        role("chair"),
        role("member"),
        role("lead-contact"),
        role("auditor"),
    ],
    ..Slice::EMPTY
};

static SLICES: &[Slice] = &[SLICE, ROLES];

fn refused<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refusal(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// A file of the published data beside the repository; `None`, said aloud, where it is absent.
pub(crate) fn published(name: &str) -> Option<Vec<u8>> {
    let path: PathBuf =
        Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../../../shared/data").join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        eprintln!("skipped: {name} is not beside the repository");
    }
    bytes
}
