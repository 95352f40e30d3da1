//! People: those who live in areas, for rates; and those in crimes, each crime once, even where two rows say the same of somebody.

use std::collections::BTreeMap;

use concordat_steps::Step;

use super::Standing;

/// Everybody who is on record in a crime of the window, witnesses apart. In the order of who they are, so that whatever is asked of a person is
/// answered from rows that follow each other.
pub(super) const PEOPLE_IN: Step = Step {
    name: "people_in",
    sql: "\
SELECT person.role,
       person.pseudonym,
       person.sex,
       person.age,
       person.ethnicity,
       person.relationship,
       in_window.reference,
       in_window.month,
       in_window.offence_group,
       in_window.harm
FROM in_window
JOIN person ON person.crime = in_window.reference
WHERE person.role <> 'witness'
ORDER BY pseudonym, role, month, reference",
};

/// A person's crimes, one after the other.
pub(super) const PARTS_IN: Step = Step {
    name: "parts_in",
    sql: "\
SELECT DISTINCT role,
       pseudonym,
       reference,
       month,
       offence_group,
       harm
FROM people_in
WHERE pseudonym IS NOT NULL
ORDER BY pseudonym, role, month, reference",
};

/// How many people live in each district on the list, by its name in capital letters. A district with an area whose population is not
/// given has none.
pub(super) fn by_district(standing: &Standing) -> BTreeMap<String, i64> {
    let mut sums: BTreeMap<String, Option<i64>> = BTreeMap::new();
    for area in standing.areas.values() {
        let Some(district) = &area.district else { continue };
        let sum = sums.entry(district.to_uppercase()).or_insert(Some(0));
        *sum = sum.zip(area.population).map(|(sum, people)| sum + people);
    }
    sums.into_iter().filter_map(|(district, sum)| Some((district, sum.filter(|sum| *sum > 0)?))).collect()
}
