//! The record of the partnership. Every function takes the circumstances and asks the door.

mod areas;
mod bodies;
mod groups;
mod lookup;
mod seats;

use concordat_kernel::{AnyId, Id, Kind, Problem, Result, jiff::civil::Date};
use concordat_store::Change;

pub use areas::{add_area, areas};
pub use bodies::{add_body, bodies, body, change_body};
pub use groups::{add_group, change_group, group, groups};
pub use lookup::{choices, lead_names, names, parents};
pub use seats::{add_seat, end_seat, fill_seat, seat, seats};

pub(crate) use areas::SOME_AREA;
pub(crate) use bodies::all as bodies_in;
pub(crate) use bodies::{BodyFile, SOME_BODY, body_file};
pub(crate) use groups::{GroupFile, SOME_GROUP, all as groups_in, group_file};
pub(crate) use lookup::title;
pub(crate) use seats::{SOME_SEAT, all as seats_in, end_in, insert as insert_seat};

/// A field that people edit, as history keeps it.
type Field = (&'static str, Option<String>);

/// Keeps what each field was and became.
async fn keep_all<K: Kind>(change: &mut Change, id: Id<K>, former: &[Field], latter: &[Field]) -> Result<()> {
    for (field, now) in latter {
        let was = former.iter().find(|(name, _)| name == field).and_then(|(_, value)| value.as_deref());
        change.keep(id, field, was, now.as_deref()).await?;
    }
    Ok(())
}

pub(crate) fn date(text: Option<&str>) -> Result<Option<Date>, Problem> {
    text.map(|text| text.parse().map_err(|e| Problem::new("reading a date of the partnership", e)))
        .transpose()
}

fn any_id(text: Option<&str>) -> Result<Option<AnyId>, Problem> {
    text.map(|text| text.parse().map_err(|e| Problem::new("reading an id of the partnership", e))).transpose()
}

pub(crate) fn word<T>(known: Option<T>, word: &str) -> Result<T, Problem> {
    known.ok_or_else(|| Problem::say(format!("the partnership’s tables hold the unknown word `{word}`")))
}

/// A line without needless space, or nothing.
fn tidy(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

pub(crate) fn tidy_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
