//! Counts by month, area, district and field, kept while records stream by and added up over files. Everything that the judgement of
//! completeness needs, and small: some kilobytes a month.

use std::collections::{BTreeMap, HashMap};

use concordat_kernel::{Month, jiff::civil::Time};
use serde::{Deserialize, Serialize};

use crate::records::{Crime, PersonInCrime, Role};

/// Distinct areas and districts counted at most; a column that holds something else must not fill the memory.
const MOST: usize = 200_000;

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// By month.
    pub months: BTreeMap<Month, OfMonth>,
    /// Crimes by area and by the district that the source files it under; "" stands for not stated.
    pub areas: HashMap<String, HashMap<String, u64>>,
    /// Crimes by district and month.
    pub districts: BTreeMap<String, BTreeMap<Month, u64>>,
    /// Crimes in areas or districts that were not counted one by one, because there were too many.
    pub beyond: u64,
    /// People by role.
    pub people: BTreeMap<Role, OfRole>,
}

/// Crimes of a month, and how many of them lack what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfMonth {
    /// Crimes.
    pub crimes: u64,
    /// Without a reference.
    pub no_reference: u64,
    /// Without an area.
    pub no_area: u64,
    /// Without a district.
    pub no_district: u64,
    /// Without a point.
    pub no_point: u64,
    /// Without a moment.
    pub no_moment: u64,
    /// With a moment that is exactly midnight, which is often how a system writes "time not known".
    pub midnight: u64,
    /// Without an outcome.
    pub no_outcome: u64,
    /// Without a word on whether it is domestic.
    pub no_domestic: u64,
}

/// People in one role, and how many of them lack what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfRole {
    /// People.
    pub people: u64,
    /// Without a reference.
    pub no_reference: u64,
    /// Without a sex.
    pub no_sex: u64,
    /// Without an age.
    pub no_age: u64,
    /// Without an ethnicity.
    pub no_ethnicity: u64,
    /// Without a relationship.
    pub no_relationship: u64,
}

impl OfMonth {
    fn add(&mut self, other: &Self) {
        self.crimes += other.crimes;
        self.no_reference += other.no_reference;
        self.no_area += other.no_area;
        self.no_district += other.no_district;
        self.no_point += other.no_point;
        self.no_moment += other.no_moment;
        self.midnight += other.midnight;
        self.no_outcome += other.no_outcome;
        self.no_domestic += other.no_domestic;
    }
}

impl OfRole {
    fn add(&mut self, other: &Self) {
        self.people += other.people;
        self.no_reference += other.no_reference;
        self.no_sex += other.no_sex;
        self.no_age += other.no_age;
        self.no_ethnicity += other.no_ethnicity;
        self.no_relationship += other.no_relationship;
    }
}

impl Tally {
    /// Counts a crime.
    pub fn crime(&mut self, crime: &Crime) {
        let month = self.months.entry(crime.month).or_default();
        let place = &crime.place;
        month.crimes += 1;
        month.no_reference += u64::from(crime.reference.is_none());
        month.no_area += u64::from(place.area.is_none());
        month.no_district += u64::from(place.district.is_none());
        month.no_point += u64::from(place.longitude.is_none() || place.latitude.is_none());
        month.no_moment += u64::from(crime.from.is_none());
        month.midnight += u64::from(
            crime
                .from
                .is_some_and(|from| from.time() == Time::midnight() && crime.to.is_none_or(|to| to == from)),
        );
        month.no_outcome += u64::from(crime.outcome.is_none());
        month.no_domestic += u64::from(crime.domestic.is_none());
        let area = place.area.as_deref().unwrap_or_default();
        let district = place.district.as_deref().unwrap_or_default();
        let room = self.areas.len() < MOST && self.districts.len() < MOST;
        if !count(&mut self.areas, area, district, 1, room) {
            self.beyond += 1;
            return;
        }
        if let Some(months) = self.districts.get_mut(district) {
            *months.entry(crime.month).or_default() += 1;
        } else if !district.is_empty() {
            self.districts.insert(district.to_owned(), BTreeMap::from([(crime.month, 1)]));
        }
    }

    /// Notes a month of people whose crimes another file has: it is there, with no crime of its own.
    pub(super) fn month_of_people(&mut self, month: Month) {
        self.months.entry(month).or_default();
    }

    /// Counts a person.
    pub fn person(&mut self, person: &PersonInCrime) {
        let role = self.people.entry(person.role).or_default();
        role.people += 1;
        role.no_reference += u64::from(person.person.is_none());
        role.no_sex += u64::from(person.sex.is_none());
        role.no_age += u64::from(person.age.is_none());
        role.no_ethnicity += u64::from(person.ethnicity.is_none());
        role.no_relationship += u64::from(person.relationship.is_none());
    }

    /// Adds what another file counted.
    pub fn add(&mut self, other: &Self) {
        for (month, counts) in &other.months {
            self.months.entry(*month).or_default().add(counts);
        }
        for (area, districts) in &other.areas {
            for (district, n) in districts {
                let room = self.areas.len() < MOST;
                if !count(&mut self.areas, area, district, *n, room) {
                    self.beyond += n;
                }
            }
        }
        for (district, months) in &other.districts {
            let mine = self.districts.entry(district.clone()).or_default();
            for (month, n) in months {
                *mine.entry(*month).or_default() += n;
            }
        }
        self.beyond += other.beyond;
        for (role, counts) in &other.people {
            self.people.entry(*role).or_default().add(counts);
        }
    }

    /// Crimes in all.
    pub fn crimes(&self) -> u64 {
        self.months.values().map(|month| month.crimes).sum()
    }
}

/// Counts `n` for an area and a district without making texts for those that are known.
fn count(
    areas: &mut HashMap<String, HashMap<String, u64>>,
    area: &str,
    district: &str,
    n: u64,
    room: bool,
) -> bool {
    if let Some(districts) = areas.get_mut(area) {
        if let Some(known) = districts.get_mut(district) {
            *known += n;
            return true;
        }
        if room {
            districts.insert(district.to_owned(), n);
        }
    } else if room {
        areas.insert(area.to_owned(), HashMap::from([(district.to_owned(), n)]));
    }
    room
}
