//! Words on record that a lens does not name. An extract that writes a group or a relationship in words of its own would otherwise go uncounted
//! without anybody seeing why.

use concordat_kernel::Problem;
use concordat_steps::Step;

use super::Told;

/// Words of every month, where the lens names some: those of the crimes, and those of the people in them.
pub(super) const OTHER_WORDS: Step = Step {
    name: "other_words",
    sql: "\
SELECT 'group' AS kind,
       crime.offence_group AS word
FROM crime
WHERE NOT $every_offence
  AND upper(crime.offence_group) NOT IN (SELECT word FROM lens_word WHERE kind = 'group')
GROUP BY crime.offence_group
UNION ALL
SELECT 'relationship' AS kind,
       person.relationship AS word
FROM person
WHERE NOT $any_relationship
  AND person.role <> 'witness'
  AND replace(upper(person.relationship), '-', ' ') NOT IN (SELECT word FROM lens_word WHERE kind = 'relationship')
GROUP BY person.relationship",
};

/// Named one by one up to so many.
const MOST: usize = 30;

/// What the lens leaves out by its word, as sentences.
pub(super) fn told(told: &Told<'_>) -> Result<Vec<String>, Problem> {
    let table = told.answer(OTHER_WORDS.name)?;
    let sentences = [("group", "groups of offences"), ("relationship", "relationships")].map(|(kind, plural)| {
        let rows = table.texts("kind").iter().zip(table.texts("word"));
        let mut words: Vec<&str> =
            rows.filter(|(of, _)| of.as_deref() == Some(kind)).filter_map(|(_, word)| word.as_deref()).collect();
        words.sort_unstable();
        let more = words.len().saturating_sub(MOST);
        words.truncate(MOST);
        (!words.is_empty()).then(|| {
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!(
                "The records have {plural} that this lens does not name, and so leaves out: {}{more}. If one of them belongs here, map it to a word of the lens and bring the file in again.",
                words.join("; ")
            )
        })
    });
    Ok(sentences.into_iter().flatten().collect())
}
