//! Windows of one count, and what they tell of the stretches of months between their ends.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{Error, Key, Tables};
use concordat_kernel::{Month, Period};

use super::{
    narrowed::Narrowed,
    nested::{self, Told},
};

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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Follows {
    pub(super) total: (Key, u64),
    pub(super) parts: Vec<(Key, u64)>,
}

impl Follows {
    pub(super) fn put(self, tables: &mut Tables) -> Result<(), Error> {
        tables.put(self.total.0.clone(), self.total.1)?;
        tables.add_sum(self.total.0, self.parts)
    }
}

/// From the first month to the one after the last, in months since the year nought.
pub(super) type Ends = (i32, i32);
/// How many there were before each end, counted from the first of them; of ends that windows join.
pub(super) type Running = BTreeMap<i32, i64>;

/// A window of a count that is told.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) key: Key,
    pub(super) ends: Ends,
    pub(super) count: i64,
    /// Whether it is told now and was not before.
    pub(super) is_new: bool,
    /// Whether it is hidden, as far as is known by now.
    pub(super) is_hidden: bool,
}

/// Whether counts are rounded, so that they need not add up over months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounded {
    No,
    Yes,
}

/// Windows of counts that are alike in all else, as far as they can all be true. Those told last come first: where an earlier one does not agree with them,
/// records were corrected since, and it tells nothing of those of today.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) of: Key,
    pub(super) windows: Vec<Window>,
    /// Those that do not agree.
    pub(super) stale: Vec<Key>,
    /// What they join, and what those did that were shown before.
    pub(super) joined: Vec<Running>,
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

    pub(super) fn windows_in(&self, joined: &Running) -> impl Iterator<Item = &Window> {
        self.windows.iter().filter(move |window| joined.contains_key(&window.ends.0))
    }

    /// Whether some windows are told that make up others, one of them now, and one is hidden: with the rest it may follow.
    pub(super) fn hides_what_follows(&self, joined: &Running) -> bool {
        self.windows_in(joined).count() >= joined.len()
            && self.windows_in(joined).any(|window| window.is_new)
            && self.windows_in(joined).any(|window| window.is_hidden)
    }

    /// What its windows join with others in which there was none.
    pub(super) fn joined_with_none(&self, told: &BTreeSet<Ends>) -> Vec<Running> {
        let mut joined = self.joined.clone();
        for ends in told.iter().filter(|ends| !self.is_told(**ends)) {
            let none =
                Window { key: self.key(*ends), ends: *ends, count: 0, is_new: false, is_hidden: false };
            // Where it cannot have been none, records were corrected.
            let _ = join(&mut joined, &none, Rounded::No);
        }
        joined
    }

    /// Whether a stretch follows now and did not before.
    pub(super) fn is_new(&self, (from, to): Ends) -> bool {
        !self.before.iter().any(|before| before.contains_key(&from) && before.contains_key(&to))
    }

    pub(super) fn is_told(&self, ends: Ends) -> bool {
        self.windows.iter().any(|window| window.ends == ends)
    }

    pub(super) fn key(&self, ends: Ends) -> Key {
        let told = self.windows.iter().find(|window| window.ends == ends);
        told.map_or_else(|| self.of.with("window", &window(ends).to_string()), |told| told.key.clone())
    }

    /// A stretch, and every window that it is joined to, made up of the shortest stretches.
    pub(super) fn made_up(&self, joined: &Running, stretches: &[Ends]) -> Vec<Follows> {
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
pub(super) fn stretches_of(running: &Running) -> impl Iterator<Item = (Ends, i64)> {
    running.iter().enumerate().flat_map(move |(at, (from, before))| {
        running.iter().skip(at + 1).map(move |(to, until)| ((*from, *to), until - before))
    })
}
pub(super) fn families(
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
pub(super) fn of_window(key: &Key) -> Option<(Key, Ends)> {
    if let Some(window) = key.category("window") {
        return Some((key.without("window"), ends(nested::window(window)?)));
    }
    let month: Month = key.category("month")?.parse().ok()?;
    Some((key.without("month"), ends(Period { from: month, to: month })))
}

/// All crimes of a scope over the months that any window has, where its own windows and months make them up.
pub(super) fn over_windows(counts: &BTreeMap<Key, u64>) -> Vec<Narrowed> {
    let mut windows: BTreeSet<Ends> = BTreeSet::new();
    let mut scopes: BTreeMap<Key, BTreeMap<Ends, (&Key, u64)>> = BTreeMap::new();
    for (key, count) in counts {
        let Some((of, ends)) = of_window(key) else { continue };
        windows.extend(key.category("window").map(|_| ends));
        if of.categories().all(|(of, _)| nested::varies(of) || of == "not told") {
            scopes.entry(of).or_default().insert(ends, (key, *count));
        }
    }
    let mut found = Vec::new();
    for (of, told) in &scopes {
        for (from, to) in windows.iter().filter(|ends| !told.contains_key(ends)) {
            // How to come to the end of a window from the beginning; they are in order of where they begin.
            let mut ways = BTreeMap::from([(*from, Vec::new())]);
            for ((begins, ends), part) in told.iter().filter(|((_, ends), _)| ends <= to) {
                if let Some(way) = ways.get(begins).filter(|_| !ways.contains_key(ends)) {
                    let way = way.iter().copied().chain([part]).collect();
                    ways.insert(*ends, way);
                }
            }
            if let Some(way) = ways.remove(to) {
                let parts: Vec<(Key, u64)> =
                    way.into_iter().map(|(key, count)| ((*key).clone(), *count)).collect();
                let count = parts.iter().map(|(_, count)| count).sum();
                let key = of.with("window", &window((*from, *to)).to_string());
                found.push(Narrowed::of(key.clone(), count, Follows { total: (key, count), parts }));
            }
        }
    }
    found
}

/// Counts stay far below the point where a signed number could not hold them.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Whether a count over some months is those of its parts.
pub(super) fn adds_up(key: &Key) -> bool {
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
pub(super) fn between(running: &Running) -> Vec<(Ends, i64)> {
    let ends = running.iter().zip(running.iter().skip(1));
    ends.map(|((from, before), (to, until))| ((*from, *to), until - before)).collect()
}

fn ends(window: Period) -> Ends {
    let months = |month: Month| 12 * i32::from(month.year()) + i32::from(month.number()) - 1;
    (months(window.from), months(window.to) + 1)
}

pub(super) fn window((from, to): Ends) -> Period {
    let month = |months: i32| {
        let (year, number) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let month = i16::try_from(year).ok().zip(i8::try_from(number).ok());
        month.and_then(|(year, number)| Month::new(year, number)).expect("the month of an end is one")
    };
    Period { from: month(from), to: month(to - 1) }
}
