//! Crimes that a lens leaves out because the records do not say what it asks of them.

use concordat_disclosure::{Key, Shown};
use concordat_kernel::Problem;
use concordat_steps::Step;

use super::{
    Told,
    cells::{self, Counts},
};

/// Crimes of the kinds that the lens looks at, whoever was in them; none where it asks nothing of a crime.
pub(super) const OF_KIND: Step = Step {
    name: "of_kind",
    sql: "\
SELECT month,
       count(*) AS crimes
FROM crime
WHERE $narrows
  AND crime.month BETWEEN $from AND $to
  AND ($every_offence
       OR upper(crime.offence_group) IN (SELECT word FROM lens_word WHERE kind = 'group')
       OR ($names_offences AND upper(crime.offence) IN (SELECT word FROM lens_word WHERE kind = 'offence')))
GROUP BY month
ORDER BY month",
};

/// Those of them that may be crimes of the lens: nothing on record speaks against it. A crime may have such a victim where one of its victims is so or
/// may be so as far as is on record, and where no victim is on record at all.
pub(super) const MAY_BE: Step = Step {
    name: "may_be",
    sql: "\
SELECT month,
       count(*) AS crimes
FROM crime
WHERE $narrows
  AND crime.month BETWEEN $from AND $to
  AND ($every_offence
       OR upper(crime.offence_group) IN (SELECT word FROM lens_word WHERE kind = 'group')
       OR ($names_offences AND upper(crime.offence) IN (SELECT word FROM lens_word WHERE kind = 'offence')))
  AND (NOT $only_domestic OR crime.domestic OR crime.domestic IS NULL)
  AND ($any_victim
       OR crime.reference IS NULL
       OR crime.reference IN (SELECT person.crime
                              FROM person
                              WHERE person.role = 'victim'
                                AND ($victim_of_any_sex OR person.sex = $victim_sex OR person.sex IS NULL)
                                AND ($victim_of_any_age
                                     OR person.age BETWEEN $victim_from AND $victim_to
                                     OR person.age IS NULL))
       OR crime.reference NOT IN (SELECT person.crime FROM person WHERE person.role = 'victim'))
  AND ($any_suspect
       OR crime.reference IS NULL
       OR crime.reference IN (SELECT person.crime
                              FROM person
                              WHERE person.role IN ('suspect', 'convicted_offender')
                                AND ($suspect_of_any_sex OR person.sex = $suspect_sex OR person.sex IS NULL)
                                AND ($suspect_of_any_age
                                     OR person.age BETWEEN $suspect_from AND $suspect_to
                                     OR person.age IS NULL))
       OR crime.reference NOT IN (SELECT person.crime
                                  FROM person
                                  WHERE person.role IN ('suspect', 'convicted_offender')))
  AND ($any_relationship
       OR crime.reference IS NULL
       OR crime.reference IN (SELECT person.crime
                              FROM person
                              JOIN lens_word ON lens_word.word = replace(upper(person.relationship), '-', ' ')
                              WHERE lens_word.kind = 'relationship'
                                AND person.role <> 'witness')
       OR crime.reference NOT IN (SELECT person.crime
                                  FROM person
                                  WHERE person.role <> 'witness'
                                    AND person.relationship IS NOT NULL))
GROUP BY month
ORDER BY month",
};

fn key(told: &Told<'_>) -> Key {
    cells::all(told.asked, told.asked.window).with("not told", "left out")
}

/// What of them may be seen, where the lens asks anything of a crime.
pub(super) fn shown(told: &Told<'_>) -> Option<Shown> {
    told.asked.lens.narrows().then(|| told.shown(&key(told)))
}

/// All crimes of these kinds are those of the lens, those that it cannot tell and the others: who knows three of these knows the fourth.
pub(super) fn counts(told: &Told<'_>, of_lens: i64, counts: &mut Counts) -> Result<(), Problem> {
    if !told.asked.lens.narrows() {
        return Ok(());
    }
    let sum = |step: &str| Ok::<i64, Problem>(told.answer(step)?.ints("crimes").iter().flatten().sum());
    let (of_kind, may_be) = (sum("of_kind")?, sum("may_be")?);
    let all = cells::all(told.asked, told.asked.window);
    let others = (all.with("told", "other"), of_kind - may_be);
    let parts = [(all, of_lens), (key(told), may_be - of_lens), others];
    counts.sum(cells::of_kind(told.asked, told.asked.window), parts)
}
