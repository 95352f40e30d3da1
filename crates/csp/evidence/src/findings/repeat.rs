//! Repeat: who comes back as a suspect or a victim, how soon, with how many different victims, and who is both.

use concordat_disclosure::Key;
use concordat_kernel::Problem;
use concordat_report::{Block, Cell, Table as Drawn, Width};
use concordat_steps::{Step, Table};

use super::{
    Method, Says, Told,
    cells::{self, Counts},
    concentration::{BY_PERSON, parts, people},
    definitions,
    people::{PARTS_IN, PEOPLE_IN},
    sight::{cell, share},
};

/// How many people have one crime, two, three, four, and five or more.
const BY_TIMES: Step = Step {
    name: "by_times",
    sql: "\
SELECT role,
       CASE WHEN crimes >= 5 THEN 5 ELSE crimes END AS times,
       count(*) AS people
FROM by_person
GROUP BY role, CASE WHEN crimes >= 5 THEN 5 ELSE crimes END
ORDER BY role, times",
};

/// Victims with two or more crimes of one group, and those with crimes of two or more groups.
const KINDS_OF_REPEAT: Step = Step {
    name: "kinds_of_repeat",
    sql: "\
WITH by_group AS (
  SELECT role,
         pseudonym,
         offence_group,
         count(*) AS crimes
  FROM parts_in
  GROUP BY role, pseudonym, offence_group
),
per_person AS (
  SELECT role,
         pseudonym,
         max(crimes) AS most,
         count(*) AS kinds
  FROM by_group
  GROUP BY role, pseudonym
)
SELECT role,
       count(*) FILTER (WHERE most >= 2) AS repeats,
       count(*) FILTER (WHERE kinds >= 2) AS multiple
FROM per_person
GROUP BY role
ORDER BY role",
};

/// From each crime of a person to the next, in months: extracts may know the month only. One row of everybody in order, not a window for each
/// person, of whom there are millions.
const TO_REPEAT: Step = Step {
    name: "to_repeat",
    sql: "\
WITH following AS (
  SELECT role,
         pseudonym,
         month,
         lag(month) OVER in_order AS month_before,
         lag(pseudonym) OVER in_order AS person_before,
         lag(role) OVER in_order AS role_before
  FROM parts_in
  WINDOW in_order AS (ORDER BY pseudonym, role, month)
),
gaps AS (
  SELECT role,
         (month / 100 - month_before / 100) * 12 + month % 100 - month_before % 100 AS gap
  FROM following
  WHERE person_before = pseudonym
    AND role_before = role
)
SELECT role,
       CASE
         WHEN gap = 0 THEN 0
         WHEN gap = 1 THEN 1
         WHEN gap = 2 THEN 2
         WHEN gap <= 5 THEN 3
         WHEN gap <= 11 THEN 6
         ELSE 12
       END AS band,
       count(*) AS repeats
FROM gaps
GROUP BY 1, 2
ORDER BY 1, 2",
};

/// Suspects with their different victims over the months that the definition looks back over. Who is a victim and a suspect of one crime, as where
/// two accuse each other, is no victim of their own.
const SERIAL: Step = Step {
    name: "serial",
    sql: "\
WITH pairs AS (
  SELECT suspect.pseudonym,
         count(DISTINCT victim.pseudonym) AS victims,
         count(DISTINCT in_lens.reference) AS crimes,
         max(suspect.age) AS age
  FROM in_lens
  JOIN person AS suspect ON suspect.crime = in_lens.reference
  JOIN person AS victim ON victim.crime = in_lens.reference
  WHERE suspect.role IN ('suspect', 'convicted_offender')
    AND victim.role = 'victim'
    AND suspect.pseudonym IS NOT NULL
    AND victim.pseudonym IS NOT NULL
    AND victim.pseudonym <> suspect.pseudonym
    AND in_lens.month BETWEEN $serial_from AND $to
  GROUP BY suspect.pseudonym
)
SELECT CASE
         WHEN victims < $serial_victims OR crimes < $serial_crimes THEN 'one victim'
         WHEN age IS NULL THEN 'age not stated'
         WHEN age < $serial_age THEN 'younger'
         ELSE 'serial'
       END AS kind,
       count(*) AS people
FROM pairs
GROUP BY 1
ORDER BY 1",
};

/// Who is a victim, who a suspect, and who first one and then the other.
const FLOW: Step = Step {
    name: "flow",
    sql: "\
WITH first_seen AS (
  SELECT pseudonym,
         min(month) FILTER (WHERE role = 'victim') AS as_victim,
         min(month) FILTER (WHERE role <> 'victim') AS as_suspect
  FROM parts_in
  GROUP BY pseudonym
)
SELECT CASE
         WHEN as_suspect IS NULL THEN 'victim only'
         WHEN as_victim IS NULL THEN 'suspect only'
         WHEN as_victim < as_suspect THEN 'victim first'
         WHEN as_suspect < as_victim THEN 'suspect first'
         ELSE 'both in the same month'
       END AS flow,
       count(*) AS people
FROM first_seen
GROUP BY 1
ORDER BY 1",
};

pub(super) const METHOD: Method = Method {
    name: "repeat",
    title: "Repeat",
    asks: "Who comes back as a suspect or a victim, how soon, with how many different victims, and who is both?",
    cites: "Counts of crimes for each person (Farrell and Pease 1993, Once Bitten, Twice Bitten, Home Office Crime Prevention Unit 46); repeat is again of the same group of offences, multiple is of different groups (Hope, Bryan, Trickett and Osborn 2001, doi 10.1093/bjc/41.4.595); serial suspects by the definition that holds at the end of the window.",
    steps: &[PEOPLE_IN, PARTS_IN, BY_PERSON, BY_TIMES, KINDS_OF_REPEAT, TO_REPEAT, SERIAL, FLOW],
    reads: &["by_times", "kinds_of_repeat", "to_repeat", "serial", "flow"],
    counts,
    tell,
};

const ROLES: [(&str, &str, &str); 3] = [
    ("suspect", "Suspects", "suspects"),
    ("convicted_offender", "Convicted offenders", "convicted offenders"),
    ("victim", "Victims", "victims"),
];
/// How many crimes; the last stands for as many or more.
pub(super) const TIMES: [(i64, &str); 5] =
    [(1, "One crime"), (2, "Two"), (3, "Three"), (4, "Four"), (MOST, "Five or more")];
pub(super) const MOST: i64 = 5;
const AFTER: [(i64, &str); 6] = [
    (0, "In the same month"),
    (1, "The next month"),
    (2, "After 2 months"),
    (3, "After 3 to 5 months"),
    (6, "After 6 to 11 months"),
    (12, "After a year or more"),
];
const SERIALS: [(&str, &str); 4] = [
    ("one victim", "With fewer victims or crimes"),
    ("serial", "Serial suspects"),
    ("younger", "As many, but younger"),
    ("age not stated", "As many, age not stated"),
];
const FLOWS: [(&str, &str); 5] = [
    ("victim only", "Victim only"),
    ("suspect only", "Suspect or offender only"),
    ("victim first", "Victim first, suspect or offender later"),
    ("suspect first", "Suspect or offender first, victim later"),
    ("both in the same month", "Both for the first time in the same month"),
];

/// The counts of a step by role and a whole number.
fn of(table: &Table, role: &str, key: &str, at: i64, count: &str) -> i64 {
    let rows = table.texts("role").iter().zip(table.ints(key)).zip(table.ints(count));
    rows.filter(|((of, value), _)| of.as_deref() == Some(role) && **value == Some(at))
        .filter_map(|(_, count)| *count)
        .sum()
}

/// The counts of a step by a word.
fn worded(table: &Table, key: &str, word: &str, count: &str) -> i64 {
    let rows = table.texts(key).iter().zip(table.ints(count));
    rows.filter(|(of, _)| of.as_deref() == Some(word)).filter_map(|(_, count)| *count).sum()
}

fn has(table: &Table, role: &str) -> bool {
    table.texts("role").iter().any(|of| of.as_deref() == Some(role))
}

fn key(told: &Told<'_>, what: &str, of: &str) -> Key {
    cells::all(told.asked, told.asked.window).with(what, of)
}

fn counts(told: &Told<'_>, counts: &mut Counts) -> Result<(), Problem> {
    let (times, again) = (told.answer("by_times")?, told.answer("to_repeat")?);
    let kinds = told.answer("kinds_of_repeat")?;
    for (role, ..) in ROLES.iter().filter(|(role, ..)| has(times, role)) {
        let people = people(told, role);
        let each = TIMES
            .iter()
            .map(|(n, name)| (people.with("crimes", name), of(times, role, "times", *n, "people")));
        counts.sum(people.clone(), each)?;
        // All their parts in crimes: somebody with three is three of them. Whoever knows all can weigh the rows so.
        let of_times = |n: i64| of(times, role, "times", n, "people");
        let repeats: i64 = AFTER.iter().map(|(n, _)| of(again, role, "band", *n, "repeats")).sum();
        let parts = parts(told, role);
        let persons: i64 = TIMES.iter().map(|(n, _)| of_times(*n)).sum();
        let weighed: i64 = TIMES.iter().map(|(n, _)| n * of_times(*n)).sum();
        let mut rows: Vec<(Key, i64)> = TIMES
            .iter()
            .flat_map(|(n, name)| {
                let row = (people.with("crimes", name), of_times(*n));
                std::iter::repeat_n(row, usize::try_from(*n).unwrap_or(0))
            })
            .collect();
        rows.push((people.with("crimes", "beyond five"), persons + repeats - weighed));
        counts.sum(parts.clone(), rows)?;
        counts.sum(parts, [(people.clone(), persons), (key(told, "repeats", role), repeats)])?;
        let gaps = key(told, "repeats", role);
        let each =
            AFTER.iter().map(|(n, name)| (gaps.with("after", name), of(again, role, "band", *n, "repeats")));
        counts.sum(gaps.clone(), each)?;
        for kind in ["repeats", "multiple"] {
            counts.one(people.with("kind", kind), by_role(kinds, role, kind))?;
        }
    }
    let (serial, flow) = (told.answer("serial")?, told.answer("flow")?);
    let all = key(told, "with victims", "suspects");
    counts.sum(
        all.clone(),
        SERIALS.iter().map(|(word, _)| (all.with("serial", word), worded(serial, "kind", word, "people"))),
    )?;
    let all = key(told, "people", "of any role");
    // Whoever is counted as a victim, and as a suspect where nobody is convicted, is in one of these rows.
    let in_role = |without: &'static str| {
        let all = all.clone();
        FLOWS
            .iter()
            .filter(move |(word, _)| *word != without)
            .map(move |(word, _)| (all.with("flow", word), worded(flow, "flow", word, "people")))
    };
    if has(times, "victim") {
        counts.sum(people(told, "victim"), in_role("suspect only"))?;
    }
    if has(times, "suspect") && !has(times, "convicted_offender") {
        counts.sum(people(told, "suspect"), in_role("victim only"))?;
    }
    counts.sum(
        all.clone(),
        FLOWS.iter().map(|(word, _)| (all.with("flow", word), worded(flow, "flow", word, "people"))),
    )
}

fn by_role(table: &Table, role: &str, count: &str) -> i64 {
    worded(table, "role", role, count)
}

fn tell(told: &Told<'_>) -> Result<Says, Problem> {
    let mut says = Says { blocks: Vec::new(), caveats: Vec::new(), figures: Vec::new() };
    let times = told.answer("by_times")?;
    let roles: Vec<_> = ROLES.into_iter().filter(|(role, ..)| has(times, role)).collect();
    if roles.is_empty() {
        let words = "The records in use name nobody within this lens and window who can be told apart from others, so nobody can be seen to come back.";
        says.blocks.push(Block::Words(words.to_owned()));
        return Ok(says);
    }
    for (role, title, plural) in &roles {
        let people = people(told, role);
        let all = told.shown(&people);
        let mut figure = told.figure(role, "crimes", all).count("people", all);
        let columns =
            [("Crimes in the window", Width::Middle), ("People", Width::Number), ("Share", Width::Number)];
        let mut table = Drawn::new(format!("{title} by how many crimes they are in"), &columns);
        for (_, name) in TIMES {
            let shown = told.shown(&people.with("crimes", name));
            figure = figure.count(&name.to_lowercase().replace(' ', "_"), shown);
            table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
        }
        table.rows.push(vec![Cell::words("All"), cell(all), share(all, all)]);
        for (kind, name) in [
            ("repeats", "Of whom twice or more in one group of offences"),
            ("multiple", "Of whom in two or more groups"),
        ] {
            let shown = told.shown(&people.with("kind", kind));
            figure = figure.count(kind, shown);
            table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
        }
        says.blocks.push(Block::Table(table));
        let gaps = key(told, "repeats", role);
        let all = told.shown(&gaps);
        let columns =
            [("The next crime came", Width::Middle), ("Times", Width::Number), ("Share", Width::Number)];
        let rows = AFTER.iter().map(|(_, name)| (*name, told.shown(&gaps.with("after", name))));
        let mut table = Drawn::new(format!("Time to repeat: {plural}"), &columns);
        for (name, shown) in rows {
            figure = figure.count(&format!("next_{}", name.to_lowercase().replace(' ', "_")), shown);
            table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
        }
        table.rows.push(vec![Cell::words("All"), cell(all), share(all, all)]);
        says.blocks.push(Block::Table(table));
        says.figures.push(figure);
    }
    serial(told, &mut says);
    flow(told, &mut says);
    says.caveats.push("Whoever came near the end of the window has had less time to come back, and whoever came before it began is not seen as a repeat: times to repeat are too short and repeats too few.".to_owned());
    if has(times, "suspect") && has(times, "convicted_offender") {
        says.caveats.push("Somebody may be in both tables, of suspects and of convicted offenders: a crime that somebody is convicted of is in the one, their other crimes in the other, and the two are not added together.".to_owned());
    }
    says.caveats.push("People without a reference of the force's own cannot be told apart and are in none of these tables. A suspect is somebody named or charged, not somebody convicted.".to_owned());
    Ok(says)
}

fn serial(told: &Told<'_>, says: &mut Says) {
    let Some(definition) = definitions::serial(told.asked.window.to) else { return };
    let all_key = key(told, "with victims", "suspects");
    let all = told.shown(&all_key);
    let columns =
        [("Suspects and offenders", Width::Middle), ("People", Width::Number), ("Share", Width::Number)];
    let mut table = Drawn::new("Serial suspects and offenders", &columns);
    let mut figure = told.figure("suspect", "victims", all);
    for (word, name) in SERIALS {
        let shown = told.shown(&all_key.with("serial", word));
        figure = figure.count(&word.replace(' ', "_"), shown);
        table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
    }
    table.rows.push(vec![
        Cell::words("All with a victim other than themselves who can be told apart"),
        cell(all),
        share(all, all),
    ]);
    says.blocks.push(Block::Table(table));
    says.figures.push(figure);
    says.caveats.push(format!(
        "Serial means: {}. In force from {}; source: {}. It looks back {} months from the end of the window.",
        definition.says, definition.from, definition.source, definition.months
    ));
}

fn flow(told: &Told<'_>, says: &mut Says) {
    let all_key = key(told, "people", "of any role");
    let all = told.shown(&all_key);
    let columns = [("In the window", Width::Middle), ("People", Width::Number), ("Share", Width::Number)];
    let mut table = Drawn::new("Flow between victim and suspect", &columns);
    let mut figure = told.figure("person", "roles", all);
    for (word, name) in FLOWS {
        let shown = told.shown(&all_key.with("flow", word));
        figure = figure.count(&word.replace(' ', "_"), shown);
        table.rows.push(vec![Cell::words(name), cell(shown), share(shown, all)]);
    }
    table.rows.push(vec![Cell::words("All"), cell(all), share(all, all)]);
    says.blocks.push(Block::Table(table));
    says.figures.push(figure);
}
