//! Records as the tables that steps read. Months are whole numbers (201810), moments minutes since 1970 in civil time, references and
//! pseudonyms 64-bit hashes, so that joins compare numbers; what a source does not say is nothing.

use concordat_kernel::{Month, jiff::civil::DateTime};
use concordat_steps::{Shape, Table, Type, Values};

use super::{Crime, PersonInCrime, Role, Sex};
use crate::ingest::{pseudonym::Pseudonym, seal::Sealed};

/// A shape, and the columns that wait to be written in it, from one list.
macro_rules! shape {
    ($(#[$doc:meta])* $shape:ident $name:literal, $rows:ident {
        $first:ident: $first_of:ident($first_type:ty), $($column:ident: $of:ident($type:ty),)+
    }) => {
        $(#[$doc])*
        pub const $shape: Shape =
            Shape { name: $name, columns: &[(stringify!($first), Type::$first_of), $((stringify!($column), Type::$of)),+] };

        #[doc = concat!("Rows of `", $name, "` that wait to be written.")]
        #[derive(Debug, Default)]
        pub(crate) struct $rows {
            $first: Vec<Option<$first_type>>,
            $($column: Vec<Option<$type>>,)+
        }

        impl $rows {
            /// How many wait.
            pub(crate) fn len(&self) -> usize {
                self.$first.len()
            }

            /// Hands them over and begins anew.
            pub(crate) fn take(&mut self) -> Table {
                let Self { $first, $($column),+ } = std::mem::take(self);
                Table::new(vec![
                    (stringify!($first), Values::$first_of($first)),
                    $((stringify!($column), Values::$of($column))),+
                ])
            }
        }
    };
}

shape! {
    /// Crimes.
    CRIME "crime", Crimes {
        reference: Int(i64),
        month: Int(i64),
        earliest: Int(i64),
        latest: Int(i64),
        offence: Text(String),
        offence_group: Text(String),
        place: Int(i64),
        area: Text(String),
        district: Text(String),
        domestic: Flag(bool),
        proactive: Flag(bool),
        outcome: Text(String),
    }
}

shape! {
    /// People's parts in crimes.
    PERSON "person", People {
        crime: Int(i64),
        role: Text(String),
        pseudonym: Int(i64),
        sex: Text(String),
        age: Int(i64),
        ethnicity: Text(String),
        relationship: Text(String),
    }
}

shape! {
    /// People's references as the force calls them, sealed with the key. `source` is the system that the references are of.
    SEALED "sealed", References {
        person: Int(i64),
        reference: Text(String),
        source: Text(String),
    }
}

shape! {
    /// Rows that were refused: on which line, and why. What they said may name people and is not kept.
    REFUSED "refused", Refused {
        line: Int(i64),
        reason: Text(String),
    }
}

impl Crimes {
    /// One more.
    pub(crate) fn add(&mut self, crime: &Crime) {
        self.reference.push(crime.reference.map(hashed));
        self.month.push(Some(number(crime.month)));
        self.earliest.push(crime.from.map(minutes));
        self.latest.push(crime.to.map(minutes));
        self.offence.push(Some(crime.offence.clone()));
        self.offence_group.push(Some(crime.group.clone()));
        self.place.push(crime.place.reference.map(hashed));
        self.area.push(crime.place.area.clone());
        self.district.push(crime.place.district.clone());
        self.domestic.push(crime.domestic);
        self.proactive.push(crime.proactive);
        self.outcome.push(crime.outcome.clone());
    }
}

impl People {
    /// One more.
    pub(crate) fn add(&mut self, person: &PersonInCrime) {
        self.crime.push(Some(hashed(person.crime)));
        self.role.push(Some(person.role.word().to_owned()));
        self.pseudonym.push(person.person.map(hashed));
        self.sex.push(person.sex.map(|sex| sex.word().to_owned()));
        self.age.push(person.age.map(i64::from));
        self.ethnicity.push(person.ethnicity.clone());
        self.relationship.push(person.relationship.clone());
    }
}

impl References {
    /// One more.
    pub(crate) fn add(&mut self, sealed: &Sealed, source: &str) {
        self.person.push(Some(hashed(sealed.person)));
        self.reference.push(Some(sealed.text.clone()));
        self.source.push(Some(source.to_owned()));
    }
}

impl Refused {
    /// One more.
    pub(crate) fn add(&mut self, line: u64, reason: String) {
        self.line.push(i64::try_from(line).ok());
        self.reason.push(Some(reason));
    }
}

/// A month as steps write it: 201810.
pub(crate) fn number(month: Month) -> i64 {
    i64::from(month.year()) * 100 + i64::from(month.number())
}

/// The month that steps write so.
pub(crate) fn month(number: i64) -> Option<Month> {
    Month::new(i16::try_from(number / 100).ok()?, i8::try_from(number % 100).ok()?)
}

/// The same 64 bits: the engine's whole numbers have a sign.
fn hashed(pseudonym: Pseudonym) -> i64 {
    pseudonym.0.cast_signed()
}

/// Minutes since 1970 in civil time: enough for hours of the day and spans, and the same in summer and winter.
fn minutes(moment: DateTime) -> i64 {
    let days = moment.date().duration_since(EPOCH).as_hours() / 24;
    days * 24 * 60 + i64::from(moment.hour()) * 60 + i64::from(moment.minute())
}

/// The first minute of a month.
pub(crate) fn begins(month: Month) -> i64 {
    minutes(month.first_day().at(0, 0, 0, 0))
}

const EPOCH: concordat_kernel::jiff::civil::Date = concordat_kernel::jiff::civil::date(1970, 1, 1);

impl Role {
    /// The word that records keep.
    pub fn word(self) -> &'static str {
        match self {
            Self::Victim => "victim",
            Self::Suspect => "suspect",
            Self::ConvictedOffender => "convicted_offender",
            Self::Witness => "witness",
        }
    }
}

impl Sex {
    /// The word that records keep.
    pub fn word(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_written_as_numbers_and_back() {
        let january: Month = "2019-01".parse().unwrap();
        assert_eq!(number(january), 201_901);
        assert_eq!(month(201_901), Some(january));
        assert_eq!((month(201_913), month(-5)), (None, None));
    }

    #[test]
    fn moments_are_minutes_of_civil_time() {
        let at = |text: &str| minutes(text.parse().unwrap());
        assert_eq!((at("1970-01-01T00:00"), at("1970-01-02T01:02"), at("1969-12-31T23:59")), (0, 1502, -1));
    }

    #[test]
    fn rows_come_out_in_the_shape_they_are_written_in() {
        let mut rows = Refused::default();
        rows.add(7, "blank".to_owned());
        assert_eq!(rows.len(), 1);
        let table = rows.take();
        let names: Vec<(&str, Type)> =
            table.columns.iter().map(|column| (column.name.as_str(), column.values.of())).collect();
        assert_eq!(names, REFUSED.columns);
        assert_eq!((table.rows(), rows.len()), (1, 0));
    }
}
