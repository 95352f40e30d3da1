//! One row after another.

use std::io::{self, Write};

use concordat_kernel::jiff::{ToSpan as _, civil::Date};

use super::preset::{Offence, Preset};

pub(super) const HEADING: &str = "Crime No,Recorded,From Date,From Time,To Date,To Time,HO Class,Group,DA Flag,Marker,Outcome,LSOA,District,Premise Ref,Victim ID,Victim Sex,Victim Age,Victim Ethnicity,Suspect ID,Suspect Sex,Suspect Age,Suspect Ethnicity,Relationship";

/// Invented districts.
const DISTRICTS: [&str; 13] = [
    "Aldermoor",
    "Brackenford",
    "Corrowby",
    "Dunmere",
    "Eastwick",
    "Fallowdon",
    "Garthstone",
    "Hollinsea",
    "Inglebeck",
    "Kelderwick",
    "Lowmarsh",
    "Mossgate",
    "Netherfold",
];
/// Small areas, as many in each district.
const AREAS: u64 = 1040;
/// Hours of the day: how many of a thousand crimes begin in each.
const HOURS: [u32; 24] =
    [48, 38, 30, 23, 17, 14, 14, 18, 27, 35, 38, 40, 45, 42, 42, 50, 52, 54, 56, 58, 62, 66, 68, 63];
const ETHNICITIES: [(&str, f64); 5] =
    [("White", 0.80), ("Black", 0.05), ("Asian", 0.06), ("Mixed or other", 0.03), ("Not known", 0.06)];
/// Of victims and suspects in what is domestic, and in what is not.
const DOMESTIC: [(&str, f64); 4] =
    [("Ex-partner", 0.45), ("Partner", 0.35), ("Family", 0.17), ("Not known", 0.03)];
const OTHERWISE: [(&str, f64); 4] =
    [("Stranger", 0.40), ("Acquaintance", 0.35), ("Neighbour", 0.10), ("Not known", 0.15)];

/// Draws that depend on a seed and a suspect only (Steele, Lea and Flood 2014, SplitMix64).
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64, of: u64) -> Self {
        let mut draw = Self(seed ^ of.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        // Neighbours begin close together; the first draw takes them apart.
        let begin = draw.next();
        Self(begin)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to below `end`.
    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// From 1 on, with this mean.
    pub(super) fn geometric(&mut self, mean: f64) -> u64 {
        if mean <= 1.0 {
            return 1;
        }
        let tries = (1.0 - self.share()).ln() / (1.0 - 1.0 / mean).ln();
        tries.floor() as u64 + 1
    }

    fn of<T: Copy>(&mut self, of: &[(T, f64)]) -> Option<T> {
        let share = self.share();
        let mut sum = 0.0;
        let found = of.iter().find(|(_, part)| {
            sum += part;
            share < sum
        });
        found.or(of.last()).map(|(one, _)| *one)
    }
}

/// Somebody to whom a crime was done: by sex, as those of one sex are drawn from together.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Victim {
    sex: usize,
    n: u64,
}

const SEXES: [&str; 3] = ["F", "M", "U"];

/// Writes rows and keeps what the next one depends on: how many there were and how many victims of each sex.
pub(super) struct Maker<'a> {
    preset: &'a Preset,
    crimes: u64,
    victims: [u64; 3],
    first: Date,
    days: u64,
    last: Option<(u64, Victim)>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(preset: &'a Preset) -> Self {
        let first = preset.from.first_day();
        let days = (preset.to.last_day().duration_since(first).as_hours() / 24 + 1).unsigned_abs();
        Self { preset, crimes: 0, victims: [0; 3], first, days, last: None }
    }

    pub(super) fn victims(&self) -> u64 {
        self.victims.iter().sum()
    }

    pub(super) fn write(
        &mut self,
        out: &mut impl Write,
        suspect: u64,
        code: Option<&str>,
        draw: &mut Draw,
    ) -> io::Result<()> {
        let offences = &self.preset.offences;
        let drawn = draw.share();
        let at = match code {
            Some(code) => offences.iter().position(|offence| offence.code == code),
            None => Some(self.preset.offence(drawn)),
        };
        let Some(offence) = at.and_then(|at| offences.get(at)) else { return Ok(()) };
        let domestic = draw.share() < offence.domestic;
        let victim = self.victim(suspect, offence, domestic, draw);
        let day = self.day(draw);
        let hour = hour(draw);
        let minute = draw.below(12) * 5;
        // A fifth is found later: it happened some time between.
        let later = if draw.share() < 0.2 { 1 + i64::try_from(draw.below(10)).unwrap_or(0) } else { 0 };
        let from = day.at(hour, i8::try_from(minute).unwrap_or(0), 0, 0);
        let to = from.saturating_add(later.hours());
        let recorded = to.date().saturating_add(i64::try_from(draw.below(3)).unwrap_or(0).days());
        let area = draw.below(AREAS).min(draw.below(AREAS));
        let district = DISTRICTS.get((area % 13) as usize).copied().unwrap_or("Aldermoor");
        let related = draw.of(if domestic { &DOMESTIC } else { &OTHERWISE }).unwrap_or("Not known");
        let outcome =
            draw.of(&[("NFA", 0.78), ("Under investigation", 0.14), ("Charged", 0.08)]).unwrap_or("NFA");
        let mut person = Draw::new(0x5157, suspect);
        let suspect_sex = person.of(&[("M", 0.87), ("F", 0.12), ("U", 0.01)]).unwrap_or("M");
        let suspect_age = 18 + person.below(18) + person.below(28);
        let suspect_ethnicity = person.of(&ETHNICITIES).unwrap_or("Not known");
        let mut person = Draw::new(0x7161 + victim.sex as u64, victim.n);
        let victim_age = 10 + person.below(25) + person.below(45);
        let victim_ethnicity = person.of(&ETHNICITIES).unwrap_or("Not known");
        let sex = SEXES.get(victim.sex).copied().unwrap_or("U");
        self.crimes += 1;
        writeln!(
            out,
            "IP/{}/{},{recorded},{},{:02}:{:02},{},{:02}:{:02},{},\"{}\",{},{},{outcome},E0199{:04},{district},P-{},V{sex}{},{sex},{victim_age},{victim_ethnicity},S{suspect},{suspect_sex},{suspect_age},{suspect_ethnicity},{related}",
            self.crimes,
            from.year() % 100,
            from.date(),
            from.hour(),
            from.minute(),
            to.date(),
            to.hour(),
            to.minute(),
            offence.code,
            offence.group,
            if domestic { "Y" } else { "N" },
            offence.marker,
            area + 1,
            area * 40 + draw.below(40),
            victim.n,
        )
    }

    /// A new victim as often as there are victims to crimes, else one of those there are: the suspect's last where the sex fits.
    fn victim(&mut self, suspect: u64, offence: &Offence, domestic: bool, draw: &mut Draw) -> Victim {
        let [female, male] = offence.domestic_sexes.filter(|_| domestic).unwrap_or(offence.sexes);
        let sex = draw.of(&[(0, female), (1, male), (2, 1.0)]).unwrap_or(2);
        let (victims, crimes) = (u128::from(self.preset.victims), u128::from(self.preset.crimes));
        let after = |crimes_so_far: u64| u128::from(crimes_so_far) * victims / crimes;
        let known = self.victims.get(sex).copied().unwrap_or(0);
        let fresh = after(self.crimes + 1) > after(self.crimes) || known == 0;
        let again = self.last.filter(|(of, victim)| *of == suspect && victim.sex == sex);
        let victim = match again {
            _ if fresh => {
                if let Some(count) = self.victims.get_mut(sex) {
                    *count += 1;
                }
                Victim { sex, n: known + 1 }
            }
            Some((_, victim)) if draw.share() < 0.7 => victim,
            _ => Victim { sex, n: 1 + draw.below(known) },
        };
        self.last = Some((suspect, victim));
        victim
    }

    /// A day of the window: more in summer, and more each year than the year before.
    fn day(&self, draw: &mut Draw) -> Date {
        loop {
            let n = draw.below(self.days);
            let day = self.first.saturating_add(i64::try_from(n).unwrap_or(0).days());
            let turn = f64::from(day.day_of_year()) / 365.25 * std::f64::consts::TAU;
            let season = 0.85 - 0.10 * turn.cos();
            let growth = 0.9 + 0.1 * n as f64 / self.days as f64;
            if draw.share() < season * growth {
                return day;
            }
        }
    }
}

fn hour(draw: &mut Draw) -> i8 {
    let mut left = draw.below(HOURS.iter().map(|share| u64::from(*share)).sum());
    let found = HOURS.iter().position(|share| {
        let within = left < u64::from(*share);
        left = left.saturating_sub(u64::from(*share));
        within
    });
    i8::try_from(found.unwrap_or(0)).unwrap_or(0)
}
