//! Fields whose words a report prints as they stand: kinds and groups of offences, districts, ethnicities, relationships. Each has
//! words that many rows share. A column in which nearly every row says something of its own holds something else, perhaps references
//! or names, and a report over it would print them; so a file that is mapped to such a column is refused as a whole.

use std::collections::HashSet;

use concordat_kernel::Refusal;

use super::{completeness::number, mapping::Mapping, seen::digest};
use crate::records::{Crime, PersonInCrime};

/// Rows looked at for each field: from the beginning, since a wrong column is wrong from there.
const LOOKED_AT: u64 = 5_000;
/// Fewer rows than this say nothing of what a column holds, unless each says something of its own.
const LEAST: u64 = 50;
/// Rows that each say something of their own are no words, even in a small file.
const EACH_ITS_OWN: u64 = 10;

/// What was met in a field.
#[derive(Debug)]
struct Label {
    section: &'static str,
    name: &'static str,
    /// Rows that share a word, on average, at least; there are many kinds of offence, and few districts.
    share: u64,
    stated: u64,
    words: HashSet<u64>,
}

/// What was met in each field whose words are printed.
#[derive(Debug)]
pub(super) struct Labels {
    of_crimes: [Label; 6],
    of_people: [Label; 2],
}

impl Label {
    fn new(section: &'static str, name: &'static str, share: u64) -> Self {
        Self { section, name, share, stated: 0, words: HashSet::new() }
    }

    fn add(&mut self, word: Option<&str>) {
        if let Some(word) = word.filter(|_| self.stated < LOOKED_AT) {
            self.stated += 1;
            self.words.insert(digest([word]));
        }
    }

    /// Whether too many rows say something that no row before them said.
    fn of_its_own(&self) -> bool {
        let words = self.words.len() as u64;
        self.stated >= LEAST && words * self.share >= self.stated
            || self.stated >= EACH_ITS_OWN && words == self.stated
    }
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            of_crimes: [
                Label::new("crime", "offence", 2),
                Label::new("crime", "group", 3),
                Label::new("crime", "district", 3),
                Label::new("crime", "outcome", 3),
                Label::new("crime", "reported_by", 3),
                Label::new("crime", "falls_within", 3),
            ],
            of_people: [Label::new("people", "ethnicity", 3), Label::new("people", "relationship", 3)],
        }
    }
}

impl Labels {
    pub(super) fn crime(&mut self, crime: &Crime) {
        let words = [
            Some(crime.offence.as_str()),
            // Without a group of its own the offence stands for it.
            Some(crime.group.as_str()).filter(|group| *group != crime.offence),
            crime.place.district.as_deref(),
            crime.outcome.as_deref(),
            crime.reported_by.as_deref(),
            crime.falls_within.as_deref(),
        ];
        self.of_crimes.iter_mut().zip(words).for_each(|(label, word)| label.add(word));
    }

    pub(super) fn person(&mut self, person: &PersonInCrime) {
        let words = [person.ethnicity.as_deref(), person.relationship.as_deref()];
        self.of_people.iter_mut().zip(words).for_each(|(label, word)| label.add(word));
    }

    /// Refuses a file in which one of them holds something else than words. The sentence names the column and none of what stands in it.
    ///
    /// # Errors
    /// With the field, the column and the remedy.
    pub(super) fn judge(&self, file: &str, mapping: &Mapping) -> Result<(), Refusal> {
        let mut fields = self.of_crimes.iter().chain(&self.of_people);
        let Some(label) = fields.find(|label| label.of_its_own()) else { return Ok(()) };
        let named = |key: &str| key.starts_with(label.section) && key.ends_with(&format!(".{}", label.name));
        let column = mapping.columns().into_iter().find(|(key, _)| named(key));
        let column =
            column.map_or(String::new(), |(_, column)| format!(" reads the column `{column}`, where"));
        Err(Refusal::rule(format!(
            "{file}: `{}.{}` of {}{column} the first {} rows say {} different things. Reports print the words of this field, and these look like references or names. Name the column that holds its words, or leave the field out.",
            label.section,
            label.name,
            mapping.file,
            number(label.stated),
            number(label.words.len() as u64),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_in_which_rows_say_things_of_their_own_holds_no_words() {
        let mut label = Label::new("crime", "district", 3);
        for n in 0..9 {
            label.add(Some(&format!("46/{n}/23")));
        }
        assert!(!label.of_its_own(), "too few to say");
        label.add(Some("46/9/23"));
        assert!(label.of_its_own());
        label.add(Some("46/9/23"));
        assert!(!label.of_its_own(), "a few rows may have few words");
        let met = |rows: u32, words: u32, share: u64| {
            let mut label = Label::new("crime", "district", share);
            for n in 0..rows {
                label.add(Some(&format!("district {}", n % words)));
                label.add(None);
            }
            (label.of_its_own(), label.stated)
        };
        assert_eq!(met(10_000, 1_600, 3), (false, LOOKED_AT));
        assert_eq!(met(10_000, 1_700, 3), (true, LOOKED_AT));
        // Each name twice, as in an extract with a row for each person.
        assert_eq!(met(200, 100, 3), (true, 200));
        assert_eq!(met(200, 60, 2), (false, 200));
    }
}
