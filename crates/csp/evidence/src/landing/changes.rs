//! What a corrected file changed: in crimes, or in people where it holds no crimes.

use concordat_kernel::Result;
use concordat_steps::{Analyst, Input, Question, Source, Step};

use crate::{
    records::shapes::{CRIME, PERSON},
    store::{Changed, Entry},
};

/// Crimes are told apart by their references; of those without one only how many there are can be compared.
const CHANGES: &[Step] = &[
    Step {
        name: "compared",
        sql: "\
SELECT CASE
         WHEN former.reference IS NULL THEN 'added'
         WHEN latter.reference IS NULL THEN 'gone'
         WHEN (former.month IS DISTINCT FROM latter.month)
           OR (former.offence IS DISTINCT FROM latter.offence)
           OR (former.offence_group IS DISTINCT FROM latter.offence_group)
           OR (former.area IS DISTINCT FROM latter.area)
           OR (former.district IS DISTINCT FROM latter.district)
           OR (former.place IS DISTINCT FROM latter.place)
           OR (former.earliest IS DISTINCT FROM latter.earliest)
           OR (former.latest IS DISTINCT FROM latter.latest)
           OR (former.domestic IS DISTINCT FROM latter.domestic)
           OR (former.proactive IS DISTINCT FROM latter.proactive)
           OR (former.outcome IS DISTINCT FROM latter.outcome) THEN 'altered'
         ELSE 'same'
       END AS change
FROM (SELECT * FROM former WHERE reference IS NOT NULL) AS former
FULL JOIN (SELECT * FROM latter WHERE reference IS NOT NULL) AS latter
  ON former.reference = latter.reference",
    },
    CHANGED,
    LOOSE,
];

/// People in crimes are told apart by the crime, their role and their references.
const CHANGES_OF_PEOPLE: &[Step] = &[
    Step {
        name: "compared",
        sql: "\
SELECT CASE
         WHEN former.reference IS NULL THEN 'added'
         WHEN latter.reference IS NULL THEN 'gone'
         WHEN (former.sex IS DISTINCT FROM latter.sex)
           OR (former.age IS DISTINCT FROM latter.age)
           OR (former.ethnicity IS DISTINCT FROM latter.ethnicity)
           OR (former.relationship IS DISTINCT FROM latter.relationship) THEN 'altered'
         ELSE 'same'
       END AS change
FROM (SELECT *, pseudonym AS reference FROM former WHERE pseudonym IS NOT NULL) AS former
FULL JOIN (SELECT *, pseudonym AS reference FROM latter WHERE pseudonym IS NOT NULL) AS latter
  ON former.reference = latter.reference
 AND former.crime = latter.crime
 AND former.role = latter.role",
    },
    CHANGED,
    Step {
        name: "loose",
        sql: "\
SELECT (SELECT count(*) FROM latter WHERE pseudonym IS NULL)
         - (SELECT count(*) FROM former WHERE pseudonym IS NULL) AS more",
    },
];

const CHANGED: Step = Step {
    name: "changes",
    sql: "\
SELECT count(*) FILTER (WHERE change = 'added') AS added,
       count(*) FILTER (WHERE change = 'gone') AS gone,
       count(*) FILTER (WHERE change = 'altered') AS altered
FROM compared",
};

const LOOSE: Step = Step {
    name: "loose",
    sql: "\
SELECT (SELECT count(*) FROM latter WHERE reference IS NULL)
         - (SELECT count(*) FROM former WHERE reference IS NULL) AS more",
};

/// What stands in the new file's parts that did not stand in the former ones', and the other way round.
///
/// # Errors
/// When a part is missing or damaged.
pub(super) async fn between(analyst: &dyn Analyst, formers: &[&Entry], new: &Entry) -> Result<Changed> {
    let of_crimes = new.crimes > 0;
    let (shape, steps) = if of_crimes { (CRIME, CHANGES) } else { (PERSON, CHANGES_OF_PEOPLE) };
    let parts = |entries: &[&Entry]| {
        let holds = |entry: &&&Entry| if of_crimes { entry.crimes > 0 } else { entry.people > 0 };
        Source::Parts(entries.iter().filter(holds).map(|entry| entry.part(shape)).collect())
    };
    let question = Question {
        tables: vec![
            Input { name: "former", shape, source: parts(formers) },
            Input { name: "latter", shape, source: parts(&[new]) },
        ],
        values: Vec::new(),
        steps: steps.to_vec(),
    };
    let answers = analyst.ask(&question, &["changes", "loose"]).await?;
    let first = |table: usize, column: &str| {
        answers.get(table).and_then(|table| table.ints(column).first().copied().flatten()).unwrap_or(0)
    };
    let more = first(1, "more");
    Ok(Changed {
        added: first(0, "added") + more.max(0),
        gone: first(0, "gone") + (-more).max(0),
        altered: first(0, "altered"),
    })
}
