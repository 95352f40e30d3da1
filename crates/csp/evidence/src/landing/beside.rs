//! What to say of a new file beside the others in use: crimes and people that stand in two of them, and people whose crimes stand in none.

use concordat_kernel::Result;
use concordat_steps::{Analyst, Input, Part, Question, Shape, Source, Step};

use super::shares_source;
use crate::{
    records::shapes::{CRIME, PERSON},
    store::Entry,
};

const STRANGERS: Step = Step {
    name: "strangers",
    sql: "\
SELECT count(*) AS number
FROM person
WHERE crime NOT IN (SELECT reference FROM crime WHERE reference IS NOT NULL)",
};

const CRIMES_TWICE: Step = Step {
    name: "crimes_twice",
    sql: "\
SELECT count(DISTINCT latter.reference) AS number
FROM latter
WHERE latter.reference IN (SELECT other.reference FROM other)",
};

/// Whoever has the same reference in both counts once.
const PEOPLE_TWICE: Step = Step {
    name: "people_twice",
    sql: "\
SELECT count(*) AS number
FROM latter
WHERE EXISTS (SELECT 1
              FROM other
              WHERE other.crime = latter.crime
                AND other.role = latter.role)
  AND NOT EXISTS (SELECT 1
                  FROM other
                  WHERE other.crime = latter.crime
                    AND other.role = latter.role
                    AND other.pseudonym = latter.pseudonym)",
};

/// Two systems of one force may tell of the same crimes under references of their own. Alike are crimes of the same moments in the same area; what
/// was done may be worded otherwise.
const ALIKE: Step = Step {
    name: "alike",
    sql: "\
SELECT count(*) AS number
FROM latter
WHERE earliest IS NOT NULL
  AND area IS NOT NULL
  AND EXISTS (SELECT 1
              FROM other
              WHERE other.earliest = latter.earliest
                AND coalesce(other.latest, other.earliest) = coalesce(latter.latest, latter.earliest)
                AND other.area = latter.area)",
};

/// Those that can be told to be alike.
const PLACED: Step = Step {
    name: "placed",
    sql: "\
SELECT count(*) AS number
FROM latter
WHERE earliest IS NOT NULL
  AND area IS NOT NULL",
};

/// What is said of a new file, as sentences. `formers` are the entries that it takes the place of.
///
/// # Errors
/// When a part is missing or damaged.
pub(super) async fn remarks(
    analyst: &dyn Analyst,
    ledger: &[Entry],
    formers: &[&Entry],
    new: &Entry,
) -> Result<Vec<String>> {
    let others: Vec<&Entry> = ledger
        .iter()
        .filter(|entry| entry.in_use() && formers.iter().all(|former| former.id != entry.id))
        .collect();
    let beside = Beside { analyst, others, new };
    let mut said = Vec::new();
    if new.crimes == 0 {
        let strangers = beside.strangers(&[new]).await?;
        if strangers > 0 {
            said.push(format!(
                "People in crimes that have not been brought in: {strangers} of {}. Nothing counts them until their crimes are in.",
                new.people
            ));
        }
    } else if !formers.is_empty() {
        let left = beside.strangers(&beside.others).await?;
        if left > 0 {
            said.push(format!(
                "People of other files whose crimes are in no file in use: {left}. Nothing counts them. If this file should have those crimes, it is not whole."
            ));
        }
    }
    let crimes_of = |entry: &Entry| entry.crimes;
    let crimes = beside.among(&beside.others, CRIME, &CRIMES_TWICE, crimes_of).await?;
    if crimes > 0 {
        said.push(format!(
            "Crimes whose reference stands in another file in use too: {crimes}. Each counts once in either file. Leave them out of one of the two."
        ));
    }
    let elsewhere = beside.others.iter().copied().filter(|other| !shares_source(&other.source, &new.source));
    let elsewhere: Vec<&Entry> = elsewhere.collect();
    let alike = beside.among(&elsewhere, CRIME, &ALIKE, crimes_of).await?;
    let placed = beside.among(&elsewhere, CRIME, &PLACED, crimes_of).await?;
    // Where no more than the day is known, a few are alike by chance.
    if alike > 0 && 2 * alike >= placed {
        said.push(format!(
            "Crimes of the same moments in the same areas as crimes of another source: {alike} of {placed} whose time and area are known. If the two sources tell of the same crimes, each counts twice. Bring in one of the two."
        ));
    }
    let people = beside.among(&beside.others, PERSON, &PEOPLE_TWICE, |entry| entry.people).await?;
    if people > 0 {
        said.push(format!(
            "People in crimes of which another file in use has people of the same role, none of them with the same reference: {people}. If they are the same people, they count twice. Leave them out of one of the two, or give them one reference."
        ));
    }
    Ok(said)
}

struct Beside<'a> {
    analyst: &'a dyn Analyst,
    others: Vec<&'a Entry>,
    new: &'a Entry,
}

fn parts<'a>(
    entries: impl IntoIterator<Item = &'a &'a Entry>,
    shape: Shape,
    holds: fn(&Entry) -> i64,
) -> Vec<Part> {
    entries.into_iter().filter(|entry| holds(entry) > 0).map(|entry| entry.part(shape)).collect()
}

impl Beside<'_> {
    /// How many people of these entries are in crimes that no file in use has.
    async fn strangers(&self, of: &[&Entry]) -> Result<i64> {
        let crimes = parts(self.others.iter().chain([&self.new]), CRIME, |entry| entry.crimes);
        let people = parts(of, PERSON, |entry| entry.people);
        self.number((CRIME.name, CRIME, crimes), (PERSON.name, PERSON, people), &STRANGERS).await
    }

    /// How many rows of the new file a step counts beside those of others.
    async fn among(
        &self,
        others: &[&Entry],
        shape: Shape,
        step: &Step,
        holds: fn(&Entry) -> i64,
    ) -> Result<i64> {
        let (others, new) = (parts(others, shape, holds), parts(&[self.new], shape, holds));
        if others.is_empty() || new.is_empty() {
            return Ok(0);
        }
        self.number(("other", shape, others), ("latter", shape, new), step).await
    }

    async fn number(
        &self,
        (one, of_one, ones): (&'static str, Shape, Vec<Part>),
        (other, of_other, others): (&'static str, Shape, Vec<Part>),
        step: &Step,
    ) -> Result<i64> {
        if others.is_empty() {
            return Ok(0);
        }
        let question = Question {
            tables: vec![
                Input { name: one, shape: of_one, source: Source::Parts(ones) },
                Input { name: other, shape: of_other, source: Source::Parts(others) },
            ],
            values: Vec::new(),
            steps: vec![*step],
        };
        let answers = self.analyst.ask(&question, &[step.name]).await?;
        Ok(answers.first().and_then(|table| table.ints("number").first().copied().flatten()).unwrap_or(0))
    }
}
