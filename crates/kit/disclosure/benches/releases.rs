//! How long a release takes to protect and to attack beside so many earlier ones that share counts with it:
//! `cargo bench -p concordat-disclosure --bench releases`, or with a shape, a rule and the most earlier releases behind it:
//! `-- report under-10 24`.
//!
//! A partnership that publishes every month: windows of twelve months, each a month on from the last. `table` has crimes by month, by
//! group of offences, by district and by group and district. `report` has what the record's own reports have: crimes by month, group and
//! district, the year before, what is left out, days and hours, and people by role, traits and times. `wide` has both, and groups and districts
//! by month, so that each month comes again in eleven more releases with another total. Counts are small: of the cells of a group and a
//! district about a quarter are under 5 and nearly half under 10.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::Instant;

use concordat_disclosure::{Error, Key, Protected, Rule, Tables, protect, prove};

const MONTHS: usize = 12;
/// Crimes a year of each group in a district of the usual size, and how large each district is beside that.
const GROUPS: [f64; 12] = [70.0, 40.0, 28.0, 20.0, 14.0, 10.0, 8.0, 6.0, 4.0, 3.0, 2.0, 1.0];
const DISTRICTS: [f64; 13] = [2.4, 1.9, 1.6, 1.4, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7, 0.5, 0.2, 0.05];
const DAYS: usize = 7;
const HOURS: usize = 24;
/// People of a role who come in each month.
const PEOPLE: usize = 50;
/// What is told of people, and how many values each has, the first the commonest.
const TRAITS: [(&str, usize); 4] = [("sex", 3), ("age", 9), ("ethnicity", 6), ("crimes", 5)];

/// Between 0 and 1, always the same for the same numbers.
fn chance(of: [usize; 4]) -> f64 {
    let mut mixed = 0x9e37_79b9_7f4a_7c15_u64;
    for number in of {
        mixed = (mixed ^ number as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^= mixed >> 29;
    }
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

/// Crimes of a month, a group and a district: a few, and often none.
fn crimes(month: usize, group: usize, district: usize) -> u64 {
    let usual = GROUPS[group] * DISTRICTS[district] / 12.0;
    let swing = 0.5 + chance([1, month, group, district]);
    (usual * swing + chance([2, month, group, district])) as u64
}

/// Crimes of a month by day and hour: hardly any at night.
fn timed(month: usize, day: usize, hour: usize) -> u64 {
    let usual = if hour < 7 { 0.4 } else { 1.6 };
    (usual * 2.0 * chance([3, month, day, hour])).round() as u64
}

/// The value of a trait of somebody: each value half as common as the one before it.
fn value(month: usize, role: usize, person: usize, of: usize) -> usize {
    let at = -chance([5 + of, month, role, person]).max(1e-9).log2();
    (at as usize).min(TRAITS[of].1 - 1)
}

/// Counts of one window.
struct Window {
    first: usize,
    all: Key,
}

impl Window {
    fn of(first: usize) -> Self {
        let all = Key::of(&[("window", &format!("{first} to {}", first + MONTHS - 1))]);
        Self { first, all }
    }

    fn sum(&self, of: impl Fn(usize) -> u64) -> u64 {
        (self.first..self.first + MONTHS).map(of).sum()
    }

    fn crimes(&self, group: Option<usize>, district: Option<usize>) -> u64 {
        self.sum(|month| by(month, group, district))
    }

    fn cell(&self, group: Option<usize>, district: Option<usize>) -> (Key, u64) {
        (named(&self.all, group, district), self.crimes(group, district))
    }

    /// By month, by group and by district, as the findings on how much there is have them.
    fn margins(&self, tables: &mut Tables, months: bool) -> Result<(), Error> {
        if months {
            let each =
                (self.first..self.first + MONTHS).map(|month| (of_month(month), by(month, None, None)));
            tables.add_sum(self.all.clone(), each.collect())?;
        }
        let groups = (0..GROUPS.len()).map(|group| self.cell(Some(group), None));
        tables.add_sum(self.all.clone(), groups.collect())?;
        let districts = (0..DISTRICTS.len()).map(|district| self.cell(None, Some(district)));
        tables.add_sum(self.all.clone(), districts.collect())
    }

    fn groups_in_districts(&self, tables: &mut Tables) -> Result<(), Error> {
        for group in 0..GROUPS.len() {
            let each = (0..DISTRICTS.len()).map(|district| self.cell(Some(group), Some(district)));
            tables.add_sum(self.cell(Some(group), None).0, each.collect())?;
        }
        for district in 0..DISTRICTS.len() {
            let each = (0..GROUPS.len()).map(|group| self.cell(Some(group), Some(district)));
            tables.add_sum(self.cell(None, Some(district)).0, each.collect())?;
        }
        Ok(())
    }

    /// Groups and districts by month: the months come again in eleven more releases, each time with another total.
    fn by_month(&self, tables: &mut Tables) -> Result<(), Error> {
        let groups = (0..GROUPS.len()).map(|group| (Some(group), None));
        let districts = (0..DISTRICTS.len()).map(|district| (None, Some(district)));
        for (group, district) in groups.chain(districts) {
            let each = (self.first..self.first + MONTHS)
                .map(|month| (named(&of_month(month), group, district), by(month, group, district)));
            tables.add_sum(self.cell(group, district).0, each.collect())?;
        }
        for month in self.first..self.first + MONTHS {
            let groups =
                (0..GROUPS.len()).map(|g| (named(&of_month(month), Some(g), None), by(month, Some(g), None)));
            tables.add_sum(of_month(month), groups.collect())?;
            let districts = (0..DISTRICTS.len())
                .map(|d| (named(&of_month(month), None, Some(d)), by(month, None, Some(d))));
            tables.add_sum(of_month(month), districts.collect())?;
        }
        Ok(())
    }

    fn left_out(&self, tables: &mut Tables) -> Result<(), Error> {
        for (reason, share) in [("nowhere", 40.0), ("outside", 150.0)] {
            let each = (0..GROUPS.len()).map(|group| {
                let (key, crimes) = self.cell(Some(group), None);
                (key.with("left out", reason), (crimes as f64 / share) as u64)
            });
            tables.add_sum(self.all.with("left out", reason), each.collect())?;
        }
        Ok(())
    }

    fn days_and_hours(&self, tables: &mut Tables) -> Result<(), Error> {
        let names = |many: usize| (0..many).map(|one| one.to_string()).collect::<Vec<_>>();
        let all = self.all.with("timed", "yes");
        let count = |day: usize, hour: usize| self.sum(|month| timed(month, day, hour));
        let (days, hours) = (names(DAYS), names(HOURS));
        let of = |day: usize, hour: usize| all.with("weekday", &days[day]).with("hour", &hours[hour]);
        let mut by_day = Vec::new();
        for (day, name) in days.iter().enumerate() {
            let each: Vec<_> = (0..HOURS).map(|hour| (of(day, hour), count(day, hour))).collect();
            by_day.push((all.with("weekday", name), each.iter().map(|(_, n)| n).sum()));
            tables.add_sum(all.with("weekday", name), each)?;
        }
        let mut by_hour = Vec::new();
        for (hour, name) in hours.iter().enumerate() {
            let each: Vec<_> = (0..DAYS).map(|day| (of(day, hour), count(day, hour))).collect();
            by_hour.push((all.with("hour", name), each.iter().map(|(_, n)| n).sum()));
            tables.add_sum(all.with("hour", name), each)?;
        }
        tables.add_sum(all.clone(), by_day)?;
        tables.add_sum(all, by_hour)
    }

    fn people(&self, tables: &mut Tables) -> Result<(), Error> {
        for (role, name) in ["victim", "suspect", "witness"].iter().enumerate() {
            let all = self.all.with("people", name);
            for (of, (what, values)) in TRAITS.iter().enumerate() {
                let each = (0..*values).map(|one| {
                    let people =
                        |month| (0..PEOPLE).filter(|who| value(month, role, *who, of) == one).count();
                    (all.with(what, &one.to_string()), self.sum(|month| people(month) as u64))
                });
                tables.add_sum(all.clone(), each.collect())?;
            }
            // Somebody with three crimes is three parts in crimes.
            let parts = (0..TRAITS[3].1).flat_map(|one| {
                let people = |month| (0..PEOPLE).filter(|who| value(month, role, *who, 3) == one).count();
                let cell = (all.with("crimes", &one.to_string()), self.sum(|month| people(month) as u64));
                std::iter::repeat_n(cell, one + 1)
            });
            tables.add_sum(self.all.with("parts", name), parts.collect())?;
        }
        Ok(())
    }
}

fn of_month(month: usize) -> Key {
    Key::of(&[("month", &month.to_string())])
}

fn named(all: &Key, group: Option<usize>, district: Option<usize>) -> Key {
    let key = group.map_or(all.clone(), |group| all.with("group", &group.to_string()));
    district.map_or(key.clone(), |district| key.with("district", &district.to_string()))
}

fn by(month: usize, group: Option<usize>, district: Option<usize>) -> u64 {
    let groups = group.map_or(0..GROUPS.len(), |group| group..group + 1);
    let in_districts = |group| {
        let districts = district.map_or(0..DISTRICTS.len(), |district| district..district + 1);
        districts.map(|district| crimes(month, group, district)).sum::<u64>()
    };
    groups.map(in_districts).sum()
}

fn tables(shape: &str, number: usize) -> Result<Tables, Error> {
    let mut tables = Tables::new();
    let window = Window::of(number + MONTHS);
    window.margins(&mut tables, true)?;
    if shape != "report" {
        window.groups_in_districts(&mut tables)?;
    }
    if shape == "wide" {
        window.by_month(&mut tables)?;
    }
    if shape != "table" {
        Window::of(number).margins(&mut tables, false)?;
        window.left_out(&mut tables)?;
        window.days_and_hours(&mut tables)?;
        window.people(&mut tables)?;
    }
    Ok(tables)
}

const SHAPES: [&str; 3] = ["table", "report", "wide"];

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let chosen = |one: &str, of: &[&str]| {
        let mut named = words.iter().filter(|word| of.contains(&word.as_str())).peekable();
        named.peek().is_none() || named.any(|word| word == one)
    };
    let most = words.iter().find_map(|word| word.parse().ok()).unwrap_or(96);
    let rules = Rule::all();
    let all: Vec<&str> = rules.iter().map(|rule| rule.word).collect();
    for shape in SHAPES.into_iter().filter(|shape| chosen(shape, &SHAPES)) {
        for rule in rules.iter().filter(|rule| chosen(rule.word, &all)) {
            run(shape, rule, most)?;
        }
    }
    Ok(())
}

fn run(shape: &str, rule: &Rule, most: usize) -> Result<(), Error> {
    let mut made: Vec<Protected> = Vec::new();
    let mut refused = 0;
    for number in 0.. {
        if made.len() > most {
            break;
        }
        let tables = tables(shape, number)?;
        let before: Vec<&Protected> = made.iter().collect();
        let from = Instant::now();
        let Ok(release) = protect(&tables, rule, &before) else {
            refused += 1;
            continue;
        };
        let protecting = from.elapsed();
        let number = made.len();
        if [0, 6, 12, 24, 48, 96].contains(&number) {
            let from = Instant::now();
            let seen: Vec<&Protected> = made.iter().chain([&release]).collect();
            let breaches = prove(&seen).len();
            let attacking = from.elapsed();
            let small = tables.cells().filter(|(_, count)| rule.is_small(*count)).count();
            let hidden = release.published.cells.values().filter(|cell| cell.shown.is_hidden()).count();
            println!(
                "{shape}, {}: beside {number} earlier releases, {} cells, {small} small, {hidden} hidden: protected in {} ms, attacked in {} ms, {breaches} worked out, {} exposed, {refused} refused so far",
                rule.word,
                release.published.cells.len(),
                protecting.as_millis(),
                attacking.as_millis(),
                release.exposed.len(),
            );
        }
        made.push(release);
    }
    Ok(())
}
