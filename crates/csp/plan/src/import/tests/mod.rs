//! The importer, told as an officer would meet it.

mod fixtures;
mod parts;
mod real_pack;
mod refusals;
mod round_trip;
mod sheets;
mod word;

use super::{Action, Code, Draft, Reading, UPLOAD_LIMIT, read};

/// A file read that must hold a plan.
fn plan(bytes: &[u8], name: &str) -> Reading {
    match read(bytes, name, UPLOAD_LIMIT, &["Merrow District Council".to_owned()]) {
        Ok(reading) => reading,
        Err(refusal) => panic!("{name}: {refusal}"),
    }
}

fn action<'a>(draft: &'a Draft, number: &str) -> &'a Action {
    draft
        .actions()
        .find(|action| action.number == number)
        .unwrap_or_else(|| panic!("no action {number}: {draft:#?}"))
}

fn codes(reading: &Reading) -> Vec<Code> {
    let mut codes: Vec<Code> = reading.oddities.iter().map(|oddity| oddity.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn steps(action: &Action) -> Vec<&str> {
    action.rows.iter().flat_map(|row| &row.steps).map(String::as_str).collect()
}
