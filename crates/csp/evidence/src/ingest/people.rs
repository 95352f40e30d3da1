//! The columns of a person in a crime, and how a person is made of them.

use std::collections::BTreeMap;

use concordat_kernel::{Refusal, jiff::civil::Date};

use super::{
    account::{Account, Oddity, Reason},
    binding::By,
    column::{Answer, Column, OLDEST},
    crimes::blank,
    mapping::{LEAVE_OUT, Spec},
    pseudonym::{Of, Pseudonym},
    rows::Row,
    schema::{Section, field},
};
use crate::records::{PersonInCrime, Role};

/// The fields of a person, each bound to its column.
#[derive(Default)]
pub(crate) struct People {
    role: Option<Column>,
    convicted: Option<Column>,
    reference: Option<Column>,
    sex: Option<Column>,
    age: Option<Column>,
    born: Option<Column>,
    ethnicity: Option<Column>,
    relationship: Option<Column>,
}

impl People {
    pub(crate) fn bind(
        key: &str,
        specs: &BTreeMap<&'static str, Spec>,
        find: &dyn Fn(&str, &str) -> Result<usize, Refusal>,
    ) -> Result<Self, Refusal> {
        let mut people = Self::default();
        for (name, spec) in specs {
            let Some(field) = field(Section::People, name) else { continue };
            let column = Column::bind(format!("{key}.{name}"), field, spec, find)?;
            if let Some(place) = people.slot(name) {
                *place = Some(column);
            }
        }
        Ok(people)
    }

    fn slot(&mut self, name: &str) -> Option<&mut Option<Column>> {
        Some(match name {
            "role" => &mut self.role,
            "convicted" => &mut self.convicted,
            "reference" => &mut self.reference,
            "sex" => &mut self.sex,
            "age" => &mut self.age,
            "born" => &mut self.born,
            "ethnicity" => &mut self.ethnicity,
            "relationship" => &mut self.relationship,
            _ => return None,
        })
    }

    /// Whether a crime's row says anything of this person at all. A relationship alone does not: it is often filled from
    /// the other person's side.
    pub(crate) fn present(&self, row: &Row<'_>, by: &By<'_>) -> bool {
        [&self.reference, &self.role, &self.sex, &self.age, &self.born, &self.ethnicity]
            .into_iter()
            .flatten()
            .any(|column| !column.always() && column.text(row, by.mapping).is_some())
    }

    /// The force's own reference.
    pub(crate) fn reference(&self, row: &Row<'_>, mapping: &super::mapping::Mapping) -> Option<String> {
        Some(self.reference.as_ref()?.text(row, mapping)?.into_owned())
    }

    /// What the person was, or `None` when the mapping leaves such people out.
    ///
    /// # Errors
    /// Why the row is refused: nobody may guess whether somebody was a victim or a suspect.
    pub(crate) fn role(
        &self,
        row: &Row<'_>,
        by: &By<'_>,
        account: &mut Account,
    ) -> Result<Option<Role>, Reason> {
        let column = self.role.as_ref().ok_or_else(|| blank(None))?;
        let role = match column.answer(row, by.mapping) {
            Answer::Is(LEAVE_OUT) => return Ok(None),
            Answer::Is("victim") => Role::Victim,
            Answer::Is("witness") => Role::Witness,
            Answer::Is("convicted_offender") => Role::ConvictedOffender,
            Answer::Is(_) => Role::Suspect,
            Answer::NotStated => return Err(blank(Some(column))),
            Answer::Unknown(code) => {
                account.unknown(&column.key, &column.name, &code);
                return Err(Reason::UnknownRole { column: column.name.clone() });
            }
        };
        if role == Role::Suspect
            && let Some(convicted) = &self.convicted
            && convicted.yes(row, by.mapping, account) == Some(true)
        {
            return Ok(Some(Role::ConvictedOffender));
        }
        Ok(Some(role))
    }

    /// Makes a person in a crime, from the crime, the role and the day that ages are counted to.
    pub(crate) fn person(
        &self,
        row: &Row<'_>,
        by: &By<'_>,
        (crime, role, day): (Pseudonym, Role, Option<Date>),
        account: &mut Account,
    ) -> PersonInCrime {
        let mapping = by.mapping;
        let age = self.age.as_ref().and_then(|column| column.years(row, mapping, account));
        let age = age.or_else(|| self.age_from_birth(row, by, day, account));
        let mut words = |column: &Option<Column>| column.as_ref()?.words(row, mapping, account);
        let (ethnicity, relationship) = (words(&self.ethnicity), words(&self.relationship));
        PersonInCrime {
            crime,
            role,
            person: by.pseudonym(self.reference.as_ref(), Of::Person, row),
            sex: self.sex.as_ref().and_then(|column| column.sex(row, mapping, account)),
            age,
            ethnicity,
            relationship,
        }
    }

    fn age_from_birth(
        &self,
        row: &Row<'_>,
        by: &By<'_>,
        day: Option<Date>,
        account: &mut Account,
    ) -> Option<u8> {
        let column = self.born.as_ref()?;
        let born = match column.date(row, by.mapping) {
            Ok(born) => born?.0,
            Err(()) => {
                account.note_of_row(Oddity::UnreadableDate, &column.key, row.line);
                return None;
            }
        };
        let age = age_on(born, day?);
        if age.is_none() {
            account.note_of_row(Oddity::ImpossibleAge, &column.key, row.line);
        }
        age
    }
}

/// Whole years from a birth to a day. Somebody born on 29 February turns a year older on 1 March, as the law of England and
/// Wales counts.
fn age_on(born: Date, day: Date) -> Option<u8> {
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    let years = day.year().checked_sub(born.year())?.checked_sub(i16::from(before_birthday))?;
    u8::try_from(years).ok().filter(|years| *years <= OLDEST)
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;

    #[test]
    fn ages_are_counted_to_the_day() {
        for (born, day, age) in [
            (date(1990, 5, 17), date(2020, 5, 16), Some(29)),
            (date(1990, 5, 17), date(2020, 5, 17), Some(30)),
            (date(2000, 2, 29), date(2018, 2, 28), Some(17)),
            (date(2000, 2, 29), date(2018, 3, 1), Some(18)),
            (date(2020, 1, 1), date(2020, 1, 1), Some(0)),
            (date(2020, 1, 2), date(2020, 1, 1), None),
            (date(1890, 1, 1), date(2020, 1, 1), None),
        ] {
            assert_eq!(age_on(born, day), age, "{born} on {day}");
        }
    }
}
