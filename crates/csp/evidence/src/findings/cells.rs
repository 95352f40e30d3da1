//! What counts are called. A count has the same name in every table, lens and window that it stands in, so that what is hidden in one
//! is hidden in all, and one release is held against another.

use concordat_disclosure::{Error, Key, Tables};
use concordat_kernel::{Month, Period, Problem};

use super::{
    Asked,
    lens::{Lens, Who, lenses},
};

/// Which crimes a count is of, whatever the window.
fn of(lens: &Lens) -> Key {
    let sex = |who: &Who| who.sex.map_or("any", |sex| sex.word());
    let ages = |who: &Who| who.ages().map(|(from, to)| format!("{from} to {to}"));
    let mut key =
        Key::of(&[("victims", sex(&lens.victim)), ("domestic", if lens.domestic { "only" } else { "any" })]);
    // What is not named is any: counts keep their names when lenses learn to ask for more.
    if lens.suspect.sex.is_some() {
        key = key.with("suspects", sex(&lens.suspect));
    }
    for (of, ages) in [("victim ages", ages(&lens.victim)), ("suspect ages", ages(&lens.suspect))] {
        key = ages.map_or(key.clone(), |ages| key.with(of, &ages));
    }
    if !lens.relationships.is_empty() {
        key = key.with("relationships", &lens.name);
    }
    key
}

/// A lens narrows by groups or takes every one; two lenses that differ in nothing else share the counts of a group. Lenses with the same groups have one name for
/// them, that of the first.
fn scope(lens: &Lens, key: &Key) -> Key {
    let first = lenses().iter().find(|one| one.groups == lens.groups && one.offences == lens.offences);
    key.with("groups", if lens.takes_every_offence() { "every" } else { &first.unwrap_or(lens).name })
}

/// All crimes of a lens in a window.
pub(super) fn all(asked: &Asked, window: Period) -> Key {
    scope(asked.lens, &of(asked.lens)).with("window", &window.to_string())
}

/// All crimes of the kinds that a lens looks at, whoever was in them.
pub(super) fn of_kind(asked: &Asked, window: Period) -> Key {
    scope(asked.lens, &Key::of(&[("victims", "any"), ("domestic", "any")]))
        .with("window", &window.to_string())
}

/// The crimes of one group of offences, in whatever letters a file writes it.
pub(super) fn group(asked: &Asked, window: Period, name: &str) -> Key {
    let lens = asked.lens;
    let key = of(lens).with("window", &window.to_string()).with("group", &name.to_uppercase());
    // A lens that names single offences may hold a part of a group.
    if lens.offences.is_empty() { key } else { key.with("offences", &lens.name) }
}

/// Parts in crimes in which a victim and a suspect were something to each other. Those of a relationship that a lens asks for are the same as through a lens that does
/// not ask.
pub(super) fn related(asked: &Asked, parts: &Key, relationship: &str) -> Key {
    let relationship = plain(relationship);
    let asks = asked.lens.relationships.iter().any(|word| plain(word) == relationship);
    let parts = if asks { parts.without("relationships") } else { parts.clone() };
    parts.with("relationship", &relationship)
}

/// A word as counts are named by it, however a source spells it.
pub(crate) fn plain(word: &str) -> String {
    word.to_lowercase().replace('-', " ")
}

/// The crimes of a month.
pub(super) fn month(asked: &Asked, month: Month) -> Key {
    scope(asked.lens, &of(asked.lens)).with("month", &month.to_string())
}

/// Counts that a finding shows.
#[derive(Debug, Default)]
pub(super) struct Counts(pub(super) Tables);

impl Counts {
    /// Cells and the total that they add up to.
    pub(super) fn sum(
        &mut self,
        total: Key,
        parts: impl IntoIterator<Item = (Key, i64)>,
    ) -> Result<(), Problem> {
        let parts = parts.into_iter().map(|(key, count)| (key, count.unsigned_abs())).collect();
        self.0.add_sum(total, parts).map_err(|e| unlike(&e))
    }

    /// A count that adds up to nothing else.
    pub(super) fn one(&mut self, key: Key, count: i64) -> Result<(), Problem> {
        self.0.put(key, count.unsigned_abs()).map_err(|e| unlike(&e))
    }
}

fn unlike(error: &Error) -> Problem {
    Problem::new("putting the counts of findings together", error.clone())
}
