//! What a corrected file changed, in crimes.

use concordat_kernel::Result;
use concordat_steps::{Analyst, Input, Question, Source, Step};

use crate::{
    records::shapes::CRIME,
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
    Step {
        name: "changes",
        sql: "\
SELECT count(*) FILTER (WHERE change = 'added') AS added,
       count(*) FILTER (WHERE change = 'gone') AS gone,
       count(*) FILTER (WHERE change = 'altered') AS altered
FROM compared",
    },
    Step {
        name: "loose",
        sql: "\
SELECT (SELECT count(*) FROM latter WHERE reference IS NULL)
         - (SELECT count(*) FROM former WHERE reference IS NULL) AS more",
    },
];

/// What stands in the new file's parts that did not stand in the former ones', and the other way round.
///
/// # Errors
/// When a part is missing or damaged.
pub(super) async fn between(analyst: &dyn Analyst, formers: &[&Entry], new: &Entry) -> Result<Changed> {
    let parts = |entries: &[&Entry]| Source::Parts(entries.iter().map(|entry| entry.part()).collect());
    let question = Question {
        tables: vec![
            Input { name: "former", shape: CRIME, source: parts(formers) },
            Input { name: "latter", shape: CRIME, source: parts(&[new]) },
        ],
        values: Vec::new(),
        steps: CHANGES.to_vec(),
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
