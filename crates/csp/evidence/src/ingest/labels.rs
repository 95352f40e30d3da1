//! Fields whose words a report prints as they stand: kinds and groups of offences, districts, ethnicities, relationships. Each has
//! words that many rows share. A column in which nearly every row says something of its own holds something else, perhaps references
//! or names, and a report over it would print them; so a file that is mapped to such a column is refused as a whole.

use std::collections::HashSet;

use concordat_kernel::Refusal;

use super::{completeness::number, mapping::Mapping, seen::digest};
use crate::records::{Crime, PersonInCrime};

/// Rows looked at for each field: from the beginning, since a wrong column is wrong from there.
const LOOKED_AT: u64 = 5_000;
/// Fewer rows than this say nothing of what a column holds.
const LEAST: u64 = 50;

/// What was met in a field.
#[derive(Debug)]
struct Label {
    section: &'static str,
    name: &'static str,
    stated: u64,
    words: HashSet<u64>,
}

/// What was met in each field whose words are printed.
#[derive(Debug)]
pub(super) struct Labels {
    offence: Label,
    group: Label,
    district: Label,
    ethnicity: Label,
    relationship: Label,
}

impl Label {
    fn new(section: &'static str, name: &'static str) -> Self {
        Self { section, name, stated: 0, words: HashSet::new() }
    }

    fn add(&mut self, word: Option<&str>) {
        if let Some(word) = word.filter(|_| self.stated < LOOKED_AT) {
            self.stated += 1;
            self.words.insert(digest([word]));
        }
    }

    /// Whether more than half of the rows say something that no row before them said.
    fn of_its_own(&self) -> bool {
        self.stated >= LEAST && self.words.len() as u64 > self.stated / 2
    }
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            offence: Label::new("crime", "offence"),
            group: Label::new("crime", "group"),
            district: Label::new("crime", "district"),
            ethnicity: Label::new("people", "ethnicity"),
            relationship: Label::new("people", "relationship"),
        }
    }
}

impl Labels {
    pub(super) fn crime(&mut self, crime: &Crime) {
        self.offence.add(Some(&crime.offence));
        self.group.add(Some(&crime.group));
        self.district.add(crime.place.district.as_deref());
    }

    pub(super) fn person(&mut self, person: &PersonInCrime) {
        self.ethnicity.add(person.ethnicity.as_deref());
        self.relationship.add(person.relationship.as_deref());
    }

    /// Refuses a file in which one of them holds something else than words. The sentence names the column and none of what stands in it.
    ///
    /// # Errors
    /// With the field, the column and the remedy.
    pub(super) fn judge(&self, file: &str, mapping: &Mapping) -> Result<(), Refusal> {
        let Self { offence, group, district, ethnicity, relationship } = self;
        let fields = [offence, group, district, ethnicity, relationship];
        let Some(label) = fields.into_iter().find(|label| label.of_its_own()) else { return Ok(()) };
        let named = |key: &str| key.starts_with(label.section) && key.ends_with(&format!(".{}", label.name));
        let column = mapping.columns().into_iter().find(|(key, _)| named(key));
        let column = column.map_or(String::new(), |(_, column)| format!(" the column `{column}`, where"));
        Err(Refusal::rule(format!(
            "{file}: `{}.{}` of {} reads{column} {} of the first {} rows say something of their own. Reports print the words of this field, and these look like references or names. Name the column that holds its words, or leave the field out.",
            label.section,
            label.name,
            mapping.file,
            number(label.words.len() as u64),
            number(label.stated),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_in_which_rows_say_things_of_their_own_holds_no_words() {
        let mut label = Label::new("crime", "district");
        for n in 0..49 {
            label.add(Some(&format!("46/{n}/23")));
        }
        assert!(!label.of_its_own(), "too few to say");
        label.add(Some("46/49/23"));
        assert!(label.of_its_own());
        let mut label = Label::new("crime", "district");
        for n in 0..10_000_u32 {
            label.add(Some(&format!("district {}", n % 2_400)));
            label.add(None);
        }
        assert!(!label.of_its_own());
        assert_eq!(label.stated, LOOKED_AT);
    }
}
