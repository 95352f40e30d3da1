//! What is known of each person, in one step over the records.

use concordat_kernel::Month;
use concordat_steps::{Step, Table};

use crate::records::shapes::month;

/// Suspects and convicted offenders with their crimes of the window, each once.
pub(crate) const SUSPECTS: Step = Step {
    name: "suspects",
    sql: "\
WITH part AS (
  SELECT DISTINCT person.pseudonym,
         in_window.reference,
         in_window.month,
         in_window.harm,
         in_window.district
  FROM person
  JOIN in_window ON in_window.reference = person.crime
  WHERE person.role IN ('suspect', 'convicted_offender')
    AND person.pseudonym IS NOT NULL
),
against AS (
  SELECT part.pseudonym,
         count(DISTINCT victim.pseudonym) AS victims
  FROM part
  JOIN person AS victim ON victim.crime = part.reference
  WHERE victim.role = 'victim'
    AND victim.pseudonym IS NOT NULL
  GROUP BY part.pseudonym
),
known AS (
  SELECT person.pseudonym,
         max(person.sex) AS sex,
         max(person.age) AS age,
         max(person.ethnicity) AS ethnicity,
         max(CASE WHEN person.role = 'convicted_offender' THEN 1 ELSE 0 END) AS convicted
  FROM person
  JOIN in_window ON in_window.reference = person.crime
  WHERE person.role IN ('suspect', 'convicted_offender')
    AND person.pseudonym IS NOT NULL
  GROUP BY person.pseudonym
)
SELECT part.pseudonym,
       max(part.month) AS last,
       count(*) AS crimes,
       coalesce(sum(part.harm), 0.0) AS harm,
       coalesce(max(against.victims), 0) AS victims,
       max(known.sex) AS sex,
       max(known.age) AS age,
       max(known.ethnicity) AS ethnicity,
       max(known.convicted) AS convicted,
       min(part.district) AS district
FROM part
JOIN known ON known.pseudonym = part.pseudonym
LEFT JOIN against ON against.pseudonym = part.pseudonym
GROUP BY part.pseudonym
ORDER BY part.pseudonym",
};

/// What the words "months since" are counted from: the end of the window, whole months.
pub const SINCE: &str = "whole months from the last crime to the end of the window";

/// What is known of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Who: no name and no reference of a force's own.
    pub pseudonym: i64,
    /// See [`SINCE`].
    pub months_since: i64,
    /// Crimes.
    pub crimes: i64,
    /// What they weigh.
    pub harm: f64,
    /// Different victims who can be told apart.
    pub victims: i64,
    /// Whether convicted of one of them; else only named or charged.
    pub convicted: bool,
    /// Sex as recorded.
    pub sex: Option<String>,
    /// Age at the latest crime.
    pub age: Option<i64>,
    /// Ethnicity in the source's words.
    pub ethnicity: Option<String>,
    /// A district with one of the crimes.
    pub district: Option<String>,
}

/// The answer to the step, as facts.
pub(crate) fn facts(table: &Table, end: Month) -> Vec<Facts> {
    let ints = |name: &str, row: usize| table.ints(name).get(row).copied().flatten();
    let text = |name: &str, row: usize| table.texts(name).get(row).cloned().flatten();
    let index = |month: Month| i64::from(month.year()) * 12 + i64::from(month.number());
    (0..table.rows())
        .filter_map(|row| {
            let last = month(ints("last", row)?)?;
            Some(Facts {
                pseudonym: ints("pseudonym", row)?,
                months_since: index(end) - index(last),
                crimes: ints("crimes", row).unwrap_or(0),
                harm: table.reals("harm").get(row).copied().flatten().unwrap_or(0.0),
                victims: ints("victims", row).unwrap_or(0),
                convicted: ints("convicted", row) == Some(1),
                sex: text("sex", row),
                age: ints("age", row),
                ethnicity: text("ethnicity", row),
                district: text("district", row),
            })
        })
        .collect()
}
