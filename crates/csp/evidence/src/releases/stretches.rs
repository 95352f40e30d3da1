//! What windows tell of the months between their ends. The crimes of a window are those before its end less those before its beginning. So whoever was told
//! windows that have ends in common knows every stretch of months between these ends: the last quarter of a year from the year and its other quarters, a
//! month from two years to date.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Error, Key, Rule, Tables};
use concordat_kernel::{Month, Period};

use super::nested::{self, Told};

/// What counts crimes, or parts in them: whatever stands in a month stands in no other, so that months add up. People do not: somebody may come in two.
const OF_CRIMES: [&str; 14] = [
    "group",
    "district",
    "weekday",
    "time",
    "known",
    "parts",
    "all parts",
    "relationship",
    "left out",
    "named",
    "alone",
    "not told",
    "told",
    "without harm",
];
/// The same of single categories: what comes again in the same month, and people beside the first of a crime.
const OF_CRIMES_TOO: [(&str, &str, &str); 2] =
    [("repeats", "after", "In the same month"), ("parts", "beyond", "one of each crime")];

/// How counts follow from others that are told.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Follows {
    total: (Key, u64),
    parts: Vec<(Key, u64)>,
}

impl Follows {
    pub(super) fn put(self, tables: &mut Tables) -> Result<(), Error> {
        tables.put(self.total.0.clone(), self.total.1)?;
        tables.add_sum(self.total.0, self.parts)
    }
}

/// From the first month to the one after the last, in months since the year nought.
type Ends = (i32, i32);
/// How many there were before each end, counted from the first of them; of ends that windows join.
type Running = BTreeMap<i32, i64>;

/// A window of a count that is told.
#[derive(Debug)]
struct Window {
    key: Key,
    ends: Ends,
    count: i64,
    /// Whether it is told now and was not before.
    is_new: bool,
    /// Whether it is hidden, as far as is known by now.
    is_hidden: bool,
}

/// Whether counts are rounded, so that they need not add up over months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rounded {
    No,
    Yes,
}

/// Windows of counts that are alike in all else, as far as they can all be true. Those told last come first: where an earlier one does not agree with them,
/// records were corrected since, and it tells nothing of those of today.
#[derive(Debug)]
struct Family {
    of: Key,
    windows: Vec<Window>,
    /// Those that do not agree.
    stale: Vec<Key>,
    /// What they join, and what those did that were shown before.
    joined: Vec<Running>,
    before: Vec<Running>,
}

impl Family {
    fn new(of: Key, windows: Vec<Window>, rounded: Rounded) -> Self {
        let mut joined = Vec::new();
        let (windows, stale): (Vec<Window>, Vec<Window>) =
            windows.into_iter().partition(|window| join(&mut joined, window, rounded));
        let stale = stale.into_iter().map(|window| window.key).collect();
        let mut before = Vec::new();
        for window in windows.iter().filter(|window| !window.is_new && !window.is_hidden) {
            join(&mut before, window, rounded);
        }
        Self { of, windows, stale, joined, before }
    }

    fn windows_in(&self, joined: &Running) -> impl Iterator<Item = &Window> {
        self.windows.iter().filter(move |window| joined.contains_key(&window.ends.0))
    }

    /// Whether some windows are told that make up others, one of them now, and one is hidden: with the rest it may follow.
    fn hides_what_follows(&self, joined: &Running) -> bool {
        self.windows_in(joined).count() >= joined.len()
            && self.windows_in(joined).any(|window| window.is_new)
            && self.windows_in(joined).any(|window| window.is_hidden)
    }

    /// Whether a stretch follows now and did not before.
    fn is_new(&self, (from, to): Ends) -> bool {
        !self.before.iter().any(|before| before.contains_key(&from) && before.contains_key(&to))
    }

    fn is_told(&self, ends: Ends) -> bool {
        self.windows.iter().any(|window| window.ends == ends)
    }

    fn key(&self, ends: Ends) -> Key {
        let told = self.windows.iter().find(|window| window.ends == ends);
        told.map_or_else(|| self.of.with("window", &window(ends).to_string()), |told| told.key.clone())
    }

    /// A stretch, and every window that it is joined to, made up of the shortest stretches.
    fn made_up(&self, joined: &Running, stretches: &[Ends]) -> Vec<Follows> {
        let each = between(joined);
        let windows = self.windows_in(joined).map(|window| window.ends);
        let all: BTreeSet<Ends> = windows.chain(stretches.iter().copied()).collect();
        let mut found = Vec::new();
        for (from, to) in all {
            let parts = each.iter().filter(|((begins, ends), _)| from <= *begins && *ends <= to);
            let parts: Vec<(Key, u64)> =
                parts.map(|(ends, count)| (self.key(*ends), count.unsigned_abs())).collect();
            let total = (joined[&to] - joined[&from]).unsigned_abs();
            if parts.len() > 1 {
                found.push(Follows { total: (self.key((from, to)), total), parts });
            }
        }
        found
    }
}

/// All pairs of ends, with how many there were between them.
fn stretches_of(running: &Running) -> impl Iterator<Item = (Ends, i64)> {
    running.iter().enumerate().flat_map(move |(at, (from, before))| {
        running.iter().skip(at + 1).map(move |(to, until)| ((*from, *to), until - before))
    })
}

/// What is left between two lenses before each end that windows of both join.
fn less(larger: &Running, smaller: &Running) -> Running {
    let both = larger.iter().filter_map(|(end, count)| Some((*end, count - smaller.get(end)?)));
    both.collect()
}

/// Families of which one holds the other, whatever the months.
fn nested_families(families: &[Family]) -> Vec<(&Family, &Family)> {
    let mut alike: BTreeMap<_, Vec<&Family>> = BTreeMap::new();
    for family in families {
        alike.entry(nested::fixed(&family.of)).or_default().push(family);
    }
    let mut found = Vec::new();
    for alike in alike.values() {
        for larger in alike {
            let held = alike.iter().filter(|smaller| nested::holds(&larger.of, &smaller.of));
            found.extend(held.map(|smaller| (*larger, *smaller)));
        }
    }
    found
}

/// How the counts of these tables, those that are `hidden` among them, follow from each other and from those told before: windows from others that make them
/// up, and small numbers of a stretch of months, or of what is left of it between two lenses.
pub(super) fn stretches(
    tables: &Tables,
    told: &Told<'_>,
    rule: &Rule,
    hidden: &BTreeSet<Key>,
) -> Vec<Follows> {
    let small = |count: i64| u64::try_from(count).is_ok_and(|count| rule.is_small(count));
    let mut found = Vec::new();
    let is_hidden = |key: &Key, count| rule.is_small(count) || hidden.contains(key);
    let families = families(tables, told, adds_up, is_hidden, Rounded::No);
    for family in &families {
        for joined in &family.joined {
            // The difference of two windows with an end in common is looked at with all other counts of which one holds the other.
            let tells = |(ends, count): &(Ends, i64)| {
                small(*count)
                    && family.is_new(*ends)
                    && apart(*ends, joined, |ends| family.is_told(ends)).is_none()
            };
            let stretches: Vec<Ends> = stretches_of(joined).filter(tells).map(|(ends, _)| ends).collect();
            if stretches.iter().any(|ends| !family.is_told(*ends)) || family.hides_what_follows(joined) {
                found.extend(family.made_up(joined, &stretches));
            }
        }
    }
    for (larger, smaller) in nested_families(&families) {
        for of_larger in &larger.joined {
            for of_smaller in &smaller.joined {
                let tells = |(ends, count): &(Ends, i64)| {
                    small(*count) && (larger.is_new(*ends) || smaller.is_new(*ends))
                };
                let less = less(of_larger, of_smaller);
                // Fewer than none again.
                if between(&less).iter().any(|(_, count)| *count < 0) {
                    continue;
                }
                let rests: Vec<(Ends, i64)> = stretches_of(&less).filter(tells).collect();
                let both = |ends| larger.is_told(ends) && smaller.is_told(ends);
                let count = |of: &Running, (from, to): Ends| (of[&to] - of[&from]).unsigned_abs();
                // What is left between the lenses over some months.
                let rest = |ends: Ends| {
                    let (whole, part) = (larger.key(ends), smaller.key(ends));
                    let (all, some) = (count(of_larger, ends), count(of_smaller, ends));
                    (
                        nested::without(&whole, &part),
                        all - some,
                        Follows {
                            total: (whole.clone(), all),
                            parts: vec![(part.clone(), some), (nested::without(&whole, &part), all - some)],
                        },
                    )
                };
                let mut made_up: Vec<Ends> = Vec::new();
                for (ends, small) in rests.into_iter().filter(|(ends, _)| !both(*ends)) {
                    if let Some((longer, shorter)) = apart(ends, of_larger, both) {
                        // Two windows that both lenses told.
                        let ((whole, all, one), (part, some, other)) = (rest(longer), rest(shorter));
                        let key = larger.of.with("window", &window(ends).to_string());
                        let small = (nested::without(&key, &smaller.of), small.unsigned_abs());
                        found.extend([one, other]);
                        found.push(Follows { total: (whole, all), parts: vec![(part, some), small] });
                    } else {
                        found.push(rest(ends).2);
                        made_up.push(ends);
                    }
                }
                if !made_up.is_empty() {
                    found.extend(larger.made_up(of_larger, &made_up));
                    found.extend(smaller.made_up(of_smaller, &made_up));
                }
            }
        }
    }
    found
}

/// Counts of earlier releases that do not agree with later ones: records were corrected since.
pub(super) fn stale(tables: &Tables, told: &Told<'_>) -> BTreeSet<Key> {
    let families = families(tables, told, adds_up, |_, _| false, Rounded::No);
    families.into_iter().flat_map(|family| family.stale).collect()
}

/// Two windows with an end in common of which one is longer by a stretch.
fn apart((from, to): Ends, joined: &Running, told: impl Fn(Ends) -> bool) -> Option<(Ends, Ends)> {
    joined.keys().find_map(|end| {
        let pair = if *end < from {
            ((*end, to), (*end, from))
        } else if *end > to {
            ((from, *end), (to, *end))
        } else {
            return None;
        };
        (told(pair.0) && told(pair.1)).then_some(pair)
    })
}

/// Whether some counts make a number known of a stretch of months, or of what is left of it between two lenses, that the test takes for telling too
/// much, and did not before.
pub(super) fn any(
    tables: &Tables,
    told: &Told<'_>,
    of: impl Fn(&Key) -> bool,
    tells: impl Fn(i64) -> bool,
) -> bool {
    let families = families(tables, told, of, |_, _| false, Rounded::Yes);
    let alone = families.iter().any(|family| {
        let mut stretches = family.joined.iter().flat_map(stretches_of);
        stretches.any(|(ends, count)| family.is_new(ends) && !family.is_told(ends) && tells(count))
    });
    alone
        || nested_families(&families).into_iter().any(|(larger, smaller)| {
            let is_new = |ends| larger.is_new(ends) || smaller.is_new(ends);
            larger
                .joined
                .iter()
                .flat_map(|one| smaller.joined.iter().map(|other| less(one, other)))
                .any(|less| stretches_of(&less).any(|(ends, count)| is_new(ends) && tells(count)))
        })
}

fn families(
    tables: &Tables,
    told: &Told<'_>,
    of: impl Fn(&Key) -> bool,
    is_hidden: impl Fn(&Key, u64) -> bool,
    rounded: Rounded,
) -> Vec<Family> {
    let mut families: BTreeMap<Key, Vec<Window>> = BTreeMap::new();
    let mut add = |key: &Key, count: u64, is_new: bool, is_hidden: bool| {
        if let Some((of, ends)) = of_window(key).filter(|_| of(key)) {
            let window = Window { key: key.clone(), ends, count: signed(count), is_new, is_hidden };
            families.entry(of).or_default().push(window);
        }
    };
    for (key, count) in tables.cells() {
        add(key, count, !told.is_shown(key, count), is_hidden(key, count));
    }
    for (key, count) in told.latest_first().filter(|(key, _)| tables.count(key).is_none()) {
        add(key, count, false, !told.is_shown(key, count));
    }
    families.into_iter().map(|(of, windows)| Family::new(of, windows, rounded)).collect()
}

/// What a count is of, and its months.
fn of_window(key: &Key) -> Option<(Key, Ends)> {
    if let Some(window) = key.category("window") {
        return Some((key.without("window"), ends(nested::window(window)?)));
    }
    let month: Month = key.category("month")?.parse().ok()?;
    Some((key.without("month"), ends(Period { from: month, to: month })))
}

/// Counts stay far below the point where a signed number could not hold them.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Whether a count over some months is those of its parts.
fn adds_up(key: &Key) -> bool {
    let too = OF_CRIMES_TOO.iter().find(|(_, of, category)| key.category(of) == Some(category));
    key.categories().all(|(of, _)| {
        of == "window"
            || of == "month"
            || nested::varies(of)
            || OF_CRIMES.contains(&of)
            || too.is_some_and(|(with, by, _)| of == *with || of == *by)
    })
}

/// Joins a window to others by its ends, unless they cannot all be true: two ways from one end to another differ, or there would be fewer than none. Rounded
/// numbers may do both.
fn join(all: &mut Vec<Running>, window: &Window, rounded: Rounded) -> bool {
    let ((from, to), count) = (window.ends, window.count);
    let at = |end: i32, all: &[Running]| all.iter().position(|one| one.contains_key(&end));
    let (first, last) = (at(from, all), at(to, all));
    if let (Some(first), Some(last)) = (first, last)
        && first == last
    {
        return rounded == Rounded::Yes || all[first][&to] - all[first][&from] == count;
    }
    // All counted from the beginning of the window.
    let part = |at: Option<usize>, end: i32, before: i64| {
        let one = at.map_or_else(|| Running::from([(end, 0)]), |at| all[at].clone());
        let apart = one[&end] - before;
        one.into_iter().map(|(end, count)| (end, count - apart)).collect::<Running>()
    };
    let mut one = part(first, from, 0);
    one.extend(part(last, to, count));
    if rounded == Rounded::No && between(&one).iter().any(|(_, count)| *count < 0) {
        return false;
    }
    let mut at = 0..;
    all.retain(|_| {
        let at = at.next();
        at != first && at != last
    });
    all.push(one);
    true
}

/// The stretches between neighbouring ends.
fn between(running: &Running) -> Vec<(Ends, i64)> {
    let ends = running.iter().zip(running.iter().skip(1));
    ends.map(|((from, before), (to, until))| ((*from, *to), until - before)).collect()
}

fn ends(window: Period) -> Ends {
    let months = |month: Month| 12 * i32::from(month.year()) + i32::from(month.number()) - 1;
    (months(window.from), months(window.to) + 1)
}

fn window((from, to): Ends) -> Period {
    let month = |months: i32| {
        let (year, number) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let month = i16::try_from(year).ok().zip(i8::try_from(number).ok());
        month.and_then(|(year, number)| Month::new(year, number)).expect("the month of an end is one")
    };
    Period { from: month(from), to: month(to - 1) }
}

#[cfg(test)]
#[path = "stretches_tests.rs"]
mod tests;
