//! Profiles: who victims, suspects and convicted offenders are by sex and age, and what victims and suspects were to each other, with
//! "not stated" as a row of its own.

use std::collections::BTreeMap;

use concordat_disclosure::{Key, Shown};
use concordat_kernel::Problem;
use concordat_report::{Block, Cell, Table as Drawn, Width};
use concordat_stats::wilson::wilson;
use concordat_steps::{Step, Table};

use super::{
    Method, Says, Told,
    cells::{self, Counts, plain},
    concentration::people,
    people::PEOPLE_IN,
    sight::{cell, derived, number, place, share},
};

/// People in crimes, each once; whoever has no reference counts as one for each crime. Age is at the first crime of the window.
const WHO: Step = Step {
    name: "who",
    sql: "\
SELECT role,
       true AS known,
       max(sex) AS sex,
       min(age) AS age,
       max(ethnicity) AS ethnicity
FROM people_in
WHERE pseudonym IS NOT NULL
GROUP BY role, pseudonym
UNION ALL
SELECT role,
       false AS known,
       sex,
       age,
       ethnicity
FROM people_in
WHERE pseudonym IS NULL",
};

const BY_TRAIT: Step = Step {
    name: "by_trait",
    sql: "\
SELECT role,
       'sex' AS trait,
       coalesce(sex, 'not stated') AS value,
       count(*) AS people
FROM who
GROUP BY role, sex
UNION ALL
SELECT role,
       'age' AS trait,
       CASE
         WHEN age IS NULL THEN 'not stated'
         WHEN age < 10 THEN 'under 10'
         WHEN age < 18 THEN '10 to 17'
         WHEN age < 25 THEN '18 to 24'
         WHEN age < 35 THEN '25 to 34'
         WHEN age < 45 THEN '35 to 44'
         WHEN age < 55 THEN '45 to 54'
         WHEN age < 65 THEN '55 to 64'
         ELSE '65 and over'
       END AS value,
       count(*) AS people
FROM who
GROUP BY 1, 3
UNION ALL
SELECT role,
       'ethnicity' AS trait,
       coalesce(ethnicity, 'not stated') AS value,
       count(*) AS people
FROM who
GROUP BY role, ethnicity
UNION ALL
SELECT role,
       'reference' AS trait,
       CASE WHEN known THEN 'known' ELSE 'not stated' END AS value,
       count(*) AS people
FROM who
GROUP BY role, known",
};

/// A relationship belongs to a crime, not to a person; two rows that tell of the same victim in the same crime tell it once.
pub(super) const BY_RELATIONSHIP: Step = Step {
    name: "by_relationship",
    sql: "\
WITH of_crimes AS (
  SELECT DISTINCT pseudonym,
         reference,
         relationship
  FROM people_in
  WHERE role = 'victim'
    AND pseudonym IS NOT NULL
  UNION ALL
  SELECT pseudonym,
         reference,
         relationship
  FROM people_in
  WHERE role = 'victim'
    AND pseudonym IS NULL
)
SELECT coalesce(relationship, 'not stated') AS value,
       count(*) AS people
FROM of_crimes
GROUP BY relationship
ORDER BY people DESC, value",
};

pub(super) const METHOD: Method = Method {
    name: "profiles",
    title: "Profiles",
    asks: "Who are the victims, the suspects and the convicted offenders, and what were they to each other, as far as that is on record?",
    cites: "Counts and shares of all on record, those not stated included; 95% intervals of shares by Wilson's score method (1927).",
    steps: &[PEOPLE_IN, WHO, BY_TRAIT, BY_RELATIONSHIP],
    reads: &["by_trait", "by_relationship"],
    counts,
    tell,
};

const ROLES: [(&str, &str); 3] =
    [("victim", "Victims"), ("suspect", "Suspects"), ("convicted_offender", "Convicted offenders")];
const TRAITS: [(&str, &str); 3] = [("sex", "Sex"), ("age", "Age"), ("ethnicity", "Ethnicity")];
const NOT_STATED: &str = "not stated";

/// The values of a trait with their counts: in their order where they have one, "not stated" last.
fn values(table: &Table, role: &str, of: &str) -> Vec<(String, i64)> {
    let named = table.texts("role").iter().zip(table.texts("trait"));
    let rows = named.zip(table.texts("value").iter().zip(table.ints("people")));
    let rows = rows
        .filter(|((one, kind), _)| one.as_deref() == Some(role) && kind.as_deref() == Some(of))
        .filter_map(|(_, (value, people))| Some((value.clone()?, (*people)?)));
    let mut values = joined(rows);
    values.sort_by_key(|(value, _)| (value == NOT_STATED, value != "under 10", value.clone()));
    values
}

pub(super) fn relationships(table: &Table) -> Vec<(String, i64)> {
    let rows = table.texts("value").iter().zip(table.ints("people"));
    let mut rows = joined(rows.filter_map(|(value, people)| Some((value.clone()?, (*people)?))));
    rows.sort_by_key(|(value, _)| value == NOT_STATED);
    rows
}

/// Values that differ in capital letters or hyphens only are one.
fn joined(rows: impl Iterator<Item = (String, i64)>) -> Vec<(String, i64)> {
    let mut values: BTreeMap<String, (String, i64)> = BTreeMap::new();
    for (value, people) in rows {
        let (spelled, sum) = values.entry(plain(&value)).or_default();
        *sum += people;
        // In the order of letters capital ones come first, and a blank before a hyphen.
        if *spelled < value {
            *spelled = value;
        }
    }
    values.into_values().collect()
}

fn persons(told: &Told<'_>, role: &str) -> Key {
    cells::all(told.asked, told.asked.window).with("persons", role)
}

pub(super) fn victim_parts(told: &Told<'_>) -> Key {
    cells::all(told.asked, told.asked.window).with("all parts", "victim")
}

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let traits = told.answer("by_trait")?;
    for (role, _) in ROLES {
        let all = persons(told, role);
        for (of, _) in TRAITS {
            let values = values(traits, role, of);
            if !values.is_empty() {
                counts.sum(
                    all.clone(),
                    values.into_iter().map(|(value, n)| (all.with(of, &plain(&value)), n)),
                )?;
            }
        }
    }
    // Those who can be told apart are the people of other findings.
    for (role, _) in ROLES {
        let known = values(traits, role, "reference");
        if known.is_empty() {
            continue;
        }
        let of = |name: &str| known.iter().filter(|(value, _)| value == name).map(|(_, n)| n).sum::<i64>();
        let all = persons(told, role);
        let without = all.with("reference", NOT_STATED);
        counts.sum(all, [(people(told, role), of("known")), (without, of(NOT_STATED))])?;
    }
    let crimes = cells::all(told.asked, told.asked.window);
    for (role, _) in ROLES {
        let known = values(traits, role, "reference");
        let without: i64 = known.iter().map(|(_, n)| n).sum();
        // Nobody can be told apart, so that each counts once for each crime: whoever is beyond as many as there are crimes is a second one.
        let number = counts.0.count(&crimes).and_then(|crimes| i64::try_from(crimes).ok());
        let Some(number) = number.filter(|_| !known.iter().any(|(value, _)| value == "known")) else {
            continue;
        };
        let beyond = (without > number)
            .then(|| (persons(told, role).with("beyond", "one of each crime"), without - number));
        if number > 0 && without >= number {
            counts.sum(persons(told, role), [(crimes.clone(), number)].into_iter().chain(beyond))?;
        }
    }
    let all = victim_parts(told);
    let related = relationships(told.answer("by_relationship")?);
    let parts: i64 = related.iter().map(|(_, n)| n).sum();
    if counts.0.count(&persons(told, "victim")) == u64::try_from(parts).ok() && parts > 0 {
        counts.sum(all.clone(), [(persons(told, "victim"), parts)])?;
    }
    counts
        .sum(all.clone(), related.into_iter().map(|(value, n)| (cells::related(told.asked, &all, &value), n)))
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let mut says = Says { blocks: Vec::new(), caveats: Vec::new(), figures: Vec::new() };
    let traits = told.answer("by_trait")?;
    for (role, title) in ROLES {
        for (of, head) in TRAITS {
            let values = values(traits, role, of).into_iter().map(|(value, _)| value).collect::<Vec<_>>();
            // A table that says "not stated" of everybody says nothing but that.
            if values.is_empty() || of == "ethnicity" && values == [NOT_STATED] {
                continue;
            }
            let caption = format!("{title} by {of}");
            profile(told, &mut says, role, &caption, head, &persons(told, role), of, &values);
        }
    }
    let mut related: Vec<String> =
        relationships(told.answer("by_relationship")?).into_iter().map(|(value, _)| value).collect();
    related.sort_by_cached_key(|value| {
        let shown = told.shown(&cells::related(told.asked, &victim_parts(told), value));
        (value == NOT_STATED, place(number(shown), value))
    });
    if says.blocks.is_empty() {
        let words = "The records in use say nothing of people within this lens and window.";
        says.blocks.push(Block::Words(words.to_owned()));
        return Ok(says);
    }
    if !related.is_empty() {
        let caption = "Victims' parts in crimes by relationship to the suspect";
        let all = victim_parts(told);
        profile(told, &mut says, "victim", caption, "Relationship", &all, "relationship", &related);
    }
    says.caveats.push("Shares are of everybody on record, whether stated or not. Where much is not stated, the shares of what is say little.".to_owned());
    says.caveats.push("Ages are at the first crime of the window. Somebody with several crimes counts once; somebody without a reference counts once for each crime.".to_owned());
    Ok(says)
}

#[expect(clippy::too_many_arguments, reason = "a table is its words, its whole and its parts")]
fn profile(
    told: &Told<'_>,
    says: &mut Says,
    role: &'static str,
    caption: &str,
    head: &str,
    all_key: &Key,
    of: &'static str,
    values: &[String],
) {
    let all = told.shown(all_key);
    let columns = [
        (head, Width::Middle),
        ("Number", Width::Number),
        ("Share", Width::Number),
        ("95% interval", Width::Short),
    ];
    let mut table = Drawn::new(caption, &columns);
    for value in values {
        let key = match of {
            "relationship" => cells::related(told.asked, all_key, value),
            _ => all_key.with(of, &plain(value)),
        };
        let shown = told.shown(&key);
        table.rows.push(vec![
            Cell::words(sentence(value)),
            cell(shown),
            share(shown, all),
            interval(shown, all),
        ]);
        let measure = if of == "relationship" { "parts" } else { "people" };
        let mut figure = told.figure(role, measure, all).only(of, value).count(measure, shown);
        if let (Shown::Number(part), Shown::Number(whole)) = (shown, all)
            && let Ok(found) = wilson(part.min(whole), whole)
        {
            figure = figure.value("share", found.share);
            figure.interval = Some([found.low, found.high]);
        }
        says.figures.push(figure);
    }
    table.rows.push(vec![Cell::words("All"), cell(all), share(all, all), Cell::words("")]);
    says.blocks.push(Block::Table(table));
}

fn interval(part: Shown, whole: Shown) -> Cell {
    let worked_out = derived(&[part, whole], |numbers| match numbers {
        [part, whole] => {
            // Rounded numbers may exceed their rounded total.
            let found = wilson(part.min(*whole) as u64, *whole as u64).ok()?;
            Some((found.low, format!("{:.1}% to {:.1}%", 100.0 * found.low, 100.0 * found.high)))
        }
        _ => None,
    });
    Cell::words(worked_out.text())
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_however_it_is_spelled() {
        let rows = [("Ex partner", 2), ("EX-PARTNER", 3), ("Ex-partner", 4), ("Stranger", 1)];
        let rows = rows.map(|(value, people)| (value.to_owned(), people));
        assert_eq!(joined(rows.into_iter()), [("Ex-partner".to_owned(), 9), ("Stranger".to_owned(), 1)]);
    }
}
