//! The columns of a crime, and how a crime is made of them.

use std::collections::BTreeMap;

use concordat_kernel::{
    Month, Refusal,
    jiff::civil::{Date, DateTime},
};

use super::{
    account::{Account, Oddity, Reason},
    binding::By,
    column::Column,
    dates,
    mapping::{From, Spec},
    pseudonym::{Of, Pseudonym},
    rows::Row,
    schema::{Section, field},
};
use crate::records::{Crime, Place};

/// Nothing that is counted today was recorded before.
const EARLIEST: i16 = 1900;
/// The British Isles, with room around them. A position elsewhere is a slip, such as the two numbers exchanged.
const LONGITUDES: std::ops::RangeInclusive<f64> = -9.0..=2.5;
const LATITUDES: std::ops::RangeInclusive<f64> = 49.0..=61.5;

/// The fields of a crime, each bound to its column.
#[derive(Default)]
pub(crate) struct Crimes {
    reference: Option<Column>,
    month: Option<Column>,
    month_of: Option<&'static str>,
    from: Option<Column>,
    to: Option<Column>,
    reported: Option<Column>,
    offence: Option<Column>,
    group: Option<Column>,
    domestic: Option<Column>,
    proactive: Option<Column>,
    outcome: Option<Column>,
    reported_by: Option<Column>,
    falls_within: Option<Column>,
    place: Option<Column>,
    area: Option<Column>,
    district: Option<Column>,
    longitude: Option<Column>,
    latitude: Option<Column>,
}

/// The dates of a crime, as far as they can be read and believed.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    from: Option<DateTime>,
    to: Option<DateTime>,
    reported: Option<Date>,
    /// The day whose month counts, where the month is taken from a date; kept although the moment was not believed.
    counted: Option<Date>,
    /// Whether that day is there but cannot be read.
    counted_unreadable: bool,
}

impl Dates {
    /// The day on which it happened, for people's ages; failing that the day on which it was reported.
    pub(crate) fn day(&self) -> Option<Date> {
        self.from.map(DateTime::date).or(self.reported)
    }
}

impl Crimes {
    pub(crate) fn bind(
        specs: &BTreeMap<&'static str, Spec>,
        find: &dyn Fn(&str, &str) -> Result<usize, Refusal>,
    ) -> Result<Self, Refusal> {
        let mut crimes = Self::default();
        for (name, spec) in specs {
            let Some(field) = field(Section::Crime, name) else { continue };
            if let From::Field(other) = spec.from {
                crimes.month_of = Some(other);
            }
            let column = Column::bind(format!("crime.{name}"), field, spec, find)?;
            if let Some(place) = crimes.slot(name) {
                *place = Some(column);
            }
        }
        Ok(crimes)
    }

    fn slot(&mut self, name: &str) -> Option<&mut Option<Column>> {
        Some(match name {
            "reference" => &mut self.reference,
            "month" => &mut self.month,
            "from" => &mut self.from,
            "to" => &mut self.to,
            "reported" => &mut self.reported,
            "offence" => &mut self.offence,
            "group" => &mut self.group,
            "domestic" => &mut self.domestic,
            "proactive" => &mut self.proactive,
            "outcome" => &mut self.outcome,
            "reported_by" => &mut self.reported_by,
            "falls_within" => &mut self.falls_within,
            "place" => &mut self.place,
            "area" => &mut self.area,
            "district" => &mut self.district,
            "longitude" => &mut self.longitude,
            "latitude" => &mut self.latitude,
            _ => return None,
        })
    }

    /// What stands for the crime's reference.
    pub(crate) fn reference(&self, row: &Row<'_>, by: &By<'_>) -> Option<Pseudonym> {
        by.pseudonym(self.reference.as_ref(), Of::Crime, row)
    }

    /// That the reference is blank.
    pub(crate) fn no_reference(&self) -> Reason {
        blank(self.reference.as_ref())
    }

    /// Reads the dates. One that cannot be read or believed is left out and counted.
    pub(crate) fn dates(&self, row: &Row<'_>, by: &By<'_>, account: &mut Account) -> Dates {
        let mut dates = Dates::default();
        let mut date = |column: &Option<Column>, name: &str| {
            let column = column.as_ref()?;
            let counted = self.month_of == Some(name);
            let found = match column.date(row, by.mapping) {
                Ok(found) => found?,
                Err(()) => {
                    account.note_of_row(Oddity::UnreadableDate, &column.key, row.line);
                    dates.counted_unreadable |= counted;
                    return None;
                }
            };
            if counted {
                dates.counted = Some(found.0);
            }
            if found.0 > by.today || found.0.year() < EARLIEST {
                account.note_of_row(Oddity::ImpossibleDate, &column.key, row.line);
                return None;
            }
            Some(found)
        };
        let from = date(&self.from, "from");
        let to = date(&self.to, "to");
        let reported = date(&self.reported, "reported").map(|(day, _)| day);
        dates.reported = reported;
        if let Some((day, time)) = from {
            let begins = dates::earliest(day, time);
            // A blank end means that the moment is known: to the minute where a time is given, else to the day.
            let (last_day, last_time) = to.unwrap_or((day, time));
            let ends = dates::latest(last_day, last_time);
            if ends < begins {
                account.note_of_row(Oddity::EndsBeforeItBegins, "crime.to", row.line);
            } else {
                (dates.from, dates.to) = (Some(begins), Some(ends));
            }
            if reported.is_some_and(|reported| reported < day) {
                account.note_of_row(Oddity::ReportedBeforeItBegan, "crime.reported", row.line);
            }
        } else if let Some((day, time)) = to {
            dates.to = Some(dates::latest(day, time));
        }
        dates
    }

    /// Makes a crime.
    ///
    /// # Errors
    /// Why the row is refused: it says no month or no offence, or a month that cannot be.
    pub(crate) fn crime(
        &self,
        row: &Row<'_>,
        by: &By<'_>,
        reference: Option<Pseudonym>,
        dates: &Dates,
        account: &mut Account,
    ) -> Result<Crime, Reason> {
        let mapping = by.mapping;
        let month = self.month_of_row(row, by, dates)?;
        let mut words = |column: &Option<Column>| column.as_ref()?.words(row, mapping, account);
        let offence = words(&self.offence).ok_or_else(|| blank(self.offence.as_ref()))?;
        let group = words(&self.group).unwrap_or_else(|| offence.clone());
        let (outcome, reported_by, falls_within) =
            (words(&self.outcome), words(&self.reported_by), words(&self.falls_within));
        let (area, district) = (words(&self.area), words(&self.district));
        let mut degrees =
            |column: &Option<Column>, within| column.as_ref()?.degrees(row, mapping, within, account);
        let point = degrees(&self.longitude, LONGITUDES).zip(degrees(&self.latitude, LATITUDES));
        let mut yes = |column: &Option<Column>| column.as_ref()?.yes(row, mapping, account);
        Ok(Crime {
            reference,
            month,
            from: dates.from,
            to: dates.to,
            reported: dates.reported,
            offence,
            group,
            place: Place {
                reference: by.pseudonym(self.place.as_ref(), Of::Place, row),
                area,
                district,
                longitude: point.map(|(longitude, _)| longitude),
                latitude: point.map(|(_, latitude)| latitude),
            },
            domestic: yes(&self.domestic),
            proactive: yes(&self.proactive),
            outcome,
            reported_by,
            falls_within,
        })
    }

    /// The month that a row's crime counts in.
    ///
    /// # Errors
    /// Why the row is refused: it says no month, or one that cannot be.
    pub(crate) fn month_of_row(&self, row: &Row<'_>, by: &By<'_>, dates: &Dates) -> Result<Month, Reason> {
        let column = match self.month_of {
            Some("from") => self.from.as_ref(),
            Some("to") => self.to.as_ref(),
            Some(_) => self.reported.as_ref(),
            None => self.month.as_ref(),
        };
        let name = || column.map(|column| column.name.clone()).unwrap_or_default();
        let month = if self.month_of.is_some() {
            if dates.counted_unreadable { Err(()) } else { Ok(dates.counted.map(Month::of)) }
        } else {
            column.map_or(Ok(None), |column| column.month(row, by.mapping))
        };
        let month = month.map_err(|()| Reason::Unreadable { column: name() })?;
        let month = month.ok_or_else(|| blank(column))?;
        if month > Month::of(by.today) || month.year() < EARLIEST {
            return Err(Reason::Impossible { column: name() });
        }
        Ok(month)
    }
}

/// That a column is blank.
pub(crate) fn blank(column: Option<&Column>) -> Reason {
    Reason::Blank { column: column.map(|column| column.name.clone()).unwrap_or_default() }
}
