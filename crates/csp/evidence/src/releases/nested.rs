//! What is left between two counts of which one holds the other: of a year and of its first eleven months, of all victims and of the women among
//! them. Where both are told, so is their difference; so a small difference is hidden like any small number.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Error, Key, Protected, Rule, Shown, Tables};
use concordat_kernel::{Month, Period};

use super::{
    again,
    narrowed::{Known, Narrowed},
    stretches,
    windows::signed,
};
use crate::findings::{Lens, lenses};

/// The dimension of a difference: of which smaller count the larger is without.
pub(super) const WITHOUT: &str = "without";
/// What is not compared here. Of people by what each is in, somebody with one crime may be somebody with two, so that such counts do not grow with the crimes
/// that are looked at. Hours are shared out over spans and rounded, and of serial suspects each kind by itself may shrink: what these tell
/// is looked at before ([`super::left_out`]).
const NOT_GROWING: [&str; 5] = ["crimes", "accused as", "serial", "flow", "hour"];
/// What is compared with windows within each other only. Of somebody with a third crime between two, the time from one to the next is shorter.
const WITH_MONTHS_ONLY: [&str; 1] = ["after"];

/// What left in earlier releases.
#[derive(Debug, Default)]
pub(super) struct Told<'a> {
    /// Each count as it left last, in which of the releases, and whether it was shown there.
    counts: BTreeMap<&'a Key, Left>,
}

#[derive(Debug, Clone, Copy)]
struct Left {
    count: u64,
    at: usize,
    shown: bool,
}

impl<'a> Told<'a> {
    /// By all of them, oldest first, of the counts that `of` names. What stands in no table follows from those that do.
    pub(super) fn by(before: &[&'a Protected], of: impl Fn(Shown) -> bool) -> Self {
        let mut counts = BTreeMap::new();
        for (at, release) in before.iter().enumerate() {
            for (key, count) in release.tables.cells() {
                let shown = release.published.shown(key).unwrap_or(Shown::Hidden);
                if shown != Shown::Untold && of(shown) {
                    counts.insert(key, Left { count, at, shown: !shown.is_hidden() });
                }
            }
        }
        Self { counts }
    }

    /// Those that agree with these tables and with what left later: others were corrected since.
    pub(super) fn as_of(&self, tables: &Tables) -> Self {
        let stale = stretches::stale(tables, self);
        let counts = self.counts.iter().filter(|(key, _)| !stale.contains(**key));
        Self { counts: counts.map(|(key, left)| (*key, *left)).collect() }
    }

    fn cells(&self) -> impl Iterator<Item = (&'a Key, u64)> {
        self.counts.iter().map(|(key, left)| (*key, left.count))
    }

    /// Those that left last first.
    pub(super) fn latest_first(&self) -> impl Iterator<Item = (&'a Key, u64)> {
        let mut all: Vec<_> = self.counts.iter().collect();
        all.sort_by_key(|(_, left)| std::cmp::Reverse(left.at));
        all.into_iter().map(|(key, left)| (*key, left.count))
    }

    /// Counts of what a list of areas or an index leaves out that were shown with nearly the same number before. Lists are swapped in a minute, and the
    /// difference is the crimes of what the one has more than the other.
    pub(super) fn nearly_the_same(&self, tables: &Tables, rule: &Rule) -> BTreeSet<Key> {
        let differs = |key: &Key, count: u64| {
            let left = self.counts.get(key).filter(|left| left.shown);
            left.is_some_and(|left| rule.is_small(left.count.abs_diff(count)))
        };
        let of_lists = |key: &Key| ["left out", "without harm"].iter().any(|of| key.category(of).is_some());
        let cells = tables.cells().filter(|(key, count)| of_lists(key) && differs(key, *count));
        cells.map(|(key, _)| key.clone()).collect()
    }

    /// With what follows from them alone.
    pub(super) fn and<'b>(&'b self, narrowed: &[&'b Narrowed]) -> Told<'b> {
        let mut counts: BTreeMap<&'b Key, Left> =
            self.counts.iter().map(|(key, left)| (*key, *left)).collect();
        for one in narrowed {
            let lefts: Option<Vec<&Left>> = one.parts().map(|(key, _)| counts.get(key)).collect();
            let Some(lefts) = lefts else { continue };
            let left = Left {
                count: one.count,
                at: lefts.iter().map(|left| left.at).max().unwrap_or_default(),
                shown: lefts.iter().all(|left| left.shown),
            };
            counts.entry(&one.key).or_insert(left);
        }
        Told { counts }
    }

    /// Whether a reader has seen this number of a count.
    pub(super) fn is_shown(&self, key: &Key, count: u64) -> bool {
        self.counts.get(key).is_some_and(|left| left.shown && left.count == count)
    }
}

/// A count, a smaller one that it holds, and their difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nested {
    larger: (Key, u64),
    smaller: (Key, u64),
    rest: (Key, u64),
}

impl Nested {
    /// None where records that were corrected between the two tell less of more.
    fn of(larger: (&Key, u64), smaller: (&Key, u64)) -> Option<Self> {
        Some(Self {
            larger: (larger.0.clone(), larger.1),
            smaller: (smaller.0.clone(), smaller.1),
            rest: (without(larger.0, smaller.0), larger.1.checked_sub(smaller.1)?),
        })
    }

    fn put(&self, tables: &mut Tables) -> Result<(), Error> {
        tables.add_sum(self.larger.0.clone(), vec![self.smaller.clone(), self.rest.clone()])
    }
}

/// The difference of two counts by name.
pub(super) fn without(larger: &Key, smaller: &Key) -> Key {
    let narrower = smaller.categories().filter(|category| larger.categories().all(|of| of != *category));
    let narrower: Vec<String> = narrower.map(|(of, category)| format!("{of} {category}")).collect();
    larger.with(WITHOUT, &narrower.join(", "))
}

/// Every count of these tables that was not shown before, with each of earlier ones, or of those that follow from both, that holds it or that it holds.
fn pairs<'t>(
    tables: &'t Tables,
    told: &'t Told<'t>,
    from_both: &[&'t Narrowed],
    of: impl Fn(&Key) -> bool,
) -> Vec<[(&'t Key, u64); 2]> {
    // Two counts of which one holds the other are alike in all but what varies.
    let mut alike: BTreeMap<_, Vec<(&Key, u64)>> = BTreeMap::new();
    let from_both = from_both.iter().map(|one| (&one.key, one.count));
    for (key, count) in told.cells().chain(from_both).filter(|(key, _)| of(key)) {
        // What stands in these tables too, with another number, was corrected since.
        if tables.count(key).is_none_or(|now| now == count) {
            alike.entry(fixed(key)).or_default().push((key, count));
        }
    }
    let mut pairs = Vec::new();
    for one in tables.cells().filter(|(key, count)| of(key) && !told.is_shown(key, *count)) {
        for other in alike.get(&fixed(one.0)).into_iter().flatten() {
            if holds(one.0, other.0) {
                pairs.push([one, *other]);
            } else if holds(other.0, one.0) {
                pairs.push([*other, one]);
            }
        }
    }
    pairs
}

/// What is left between counts, where it is small; or where nothing is, so that one that is hidden can be no more, or no less, than the other.
fn nested(tables: &Tables, told: &Told<'_>, from_both: &[&Narrowed], rule: &Rule) -> Vec<Nested> {
    let found = pairs(tables, told, from_both, compares).into_iter();
    let found = found.filter_map(|[larger, smaller]| Nested::of(larger, smaller));
    let is_close = |one: &Nested| rule.is_small(one.rest.1) || one.rest.1 == 0 && one.larger.1 > 0;
    found.filter(is_close).collect()
}

/// Whether the difference of some counts, of which one holds the other, would be one that the test takes for telling too much.
pub(super) fn any(
    tables: &Tables,
    told: &Told<'_>,
    of: impl Fn(&Key) -> bool,
    tells: impl Fn(i64) -> bool,
) -> bool {
    let mut pairs = pairs(tables, told, &[], of).into_iter();
    pairs.any(|[larger, smaller]| tells(signed(larger.1) - signed(smaller.1)))
}

/// The tables with what follows from their counts, those that are `hidden` among them, and from those told before; `narrowed` is what lenses tell of each other.
pub(super) fn with(
    tables: &Tables,
    told: &Told<'_>,
    narrowed: &[Narrowed],
    rule: &Rule,
    hidden: &BTreeSet<Key>,
) -> Result<Tables, Error> {
    let Known { tables: known, from, from_both, without } = Known::of(tables, narrowed);
    let mut hides = hidden.clone();
    for one in from {
        hides.extend(one.is_hidden(rule, &hides).then(|| one.key.clone()));
    }
    let told = &told.and(&without);
    // What a reader has by two ways, of these tables and of those told before: one may hide what the other tells.
    let met = narrowed.iter().map(|one| &one.key).filter(|key| known.count(key).is_some());
    let met: BTreeSet<Key> = met.filter(|key| told.counts.contains_key(key)).cloned().collect();
    let mut all = tables.clone();
    nested(&known, told, &from_both, rule).iter().try_for_each(|one| one.put(&mut all))?;
    stretches::stretches(&known, told, rule, &hides).into_iter().try_for_each(|one| one.put(&mut all))?;
    again::again(&known, told, rule, &hides).into_iter().try_for_each(|one| one.put(&mut all))?;
    // What follows from others before these.
    for one in narrowed.iter().rev() {
        if all.count(&one.key).is_some() || met.contains(&one.key) {
            one.follows.clone().put(&mut all)?;
        }
    }
    Ok(all.telling(|key| tables.count(key).is_some()))
}

fn compares(key: &Key) -> bool {
    key.categories().all(|(of, _)| of != WITHOUT && !NOT_GROWING.contains(&of))
        && key.categories().any(|(of, _)| of == "window" || of == "month")
}

/// The dimensions of scopes: they say which crimes a count is of, and of two counts one may hold the other by them.
pub(super) const VARIES: [&str; 9] = [
    "window",
    "victims",
    "victim ages",
    "suspects",
    "suspect ages",
    "relationships",
    "domestic",
    "groups",
    "offences",
];

pub(super) fn varies(of: &str) -> bool {
    VARIES.contains(&of)
}

pub(super) fn fixed(key: &Key) -> Vec<(&str, &str)> {
    key.categories().filter(|(of, _)| !varies(of)).collect()
}

/// Whether all that the smaller counts is in the larger, and they are not the same.
pub(super) fn holds(larger: &Key, smaller: &Key) -> bool {
    let of = |key: &Key, of: &str| {
        key.categories()
            .find(|(name, _)| *name == of)
            .map_or("any".to_owned(), |(_, category)| category.to_owned())
    };
    let with_months_only = larger.categories().any(|(of, _)| WITH_MONTHS_ONLY.contains(&of));
    let named = larger.categories().chain(smaller.categories()).map(|(name, _)| name);
    let mut differ =
        named.filter(|name| varies(name)).filter(|name| of(larger, name) != of(smaller, name)).peekable();
    differ.peek().is_some()
        && differ.all(|name| {
            (name == "window" || !with_months_only) && is_wider(name, &of(larger, name), &of(smaller, name))
        })
}

pub(super) fn is_wider(of: &str, wide: &str, narrow: &str) -> bool {
    let lens = |name: &str| lenses().iter().find(|lens| lens.name == name);
    let holds = |words: fn(&Lens) -> &Vec<String>| {
        lens(wide)
            .zip(lens(narrow))
            .is_some_and(|(wide, narrow)| words(narrow).iter().all(|word| words(wide).contains(word)))
    };
    match of {
        "window" => window(wide)
            .zip(window(narrow))
            .is_some_and(|(wide, narrow)| wide.from <= narrow.from && narrow.to <= wide.to),
        "groups" => wide == "every" || holds(|lens| &lens.groups) && holds(|lens| &lens.offences),
        "offences" => wide == "any" || holds(|lens| &lens.groups) && holds(|lens| &lens.offences),
        "relationships" => wide == "any" || narrow != "any" && holds(|lens| &lens.relationships),
        "victim ages" | "suspect ages" => {
            wide == "any"
                || ages(wide)
                    .zip(ages(narrow))
                    .is_some_and(|(wide, narrow)| wide.0 <= narrow.0 && narrow.1 <= wide.1)
        }
        _ => wide == "any",
    }
}

/// The first and the last year of age.
fn ages(words: &str) -> Option<(u8, u8)> {
    let (from, to) = words.split_once(" to ")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// A window from its words.
pub(super) fn window(words: &str) -> Option<Period> {
    let month = |words: &str| {
        let (name, year) = words.split_once(' ')?;
        let year = year.parse().ok()?;
        (1..=12).filter_map(|n| Month::new(year, n)).find(|month| month.name() == name)
    };
    let (from, to) = words.split_once(" to ")?;
    Some(Period { from: month(from)?, to: month(to)? })
}

#[cfg(test)]
#[path = "nested_tests.rs"]
mod tests;
