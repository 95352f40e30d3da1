//! The questions behind concentration: what each unit holds, what there is to hold, and which crimes have a unit.

use concordat_steps::Step;

pub(in super::super) const BY_AREA: Step = Step {
    name: "by_area",
    sql: "\
SELECT offence_group,
       area,
       count(*) AS crimes,
       coalesce(sum(harm), 0.0) AS harm
FROM in_window
GROUP BY offence_group, area
ORDER BY offence_group, area NULLS LAST",
};

pub(in super::super) const BY_PERSON: Step = Step {
    name: "by_person",
    sql: "\
SELECT role,
       pseudonym,
       count(*) AS crimes,
       coalesce(sum(harm), 0.0) AS harm
FROM parts_in
GROUP BY role, pseudonym",
};

/// Each crime with each suspect or convicted offender and each victim in it who can be told apart, whoever is both left out.
pub(super) const PAIRS_IN: Step = Step {
    name: "pairs_in",
    sql: "\
SELECT DISTINCT suspect.pseudonym AS suspect,
       victim.pseudonym AS victim,
       victim.reference,
       victim.harm
FROM parts_in AS suspect
JOIN parts_in AS victim ON victim.reference = suspect.reference
WHERE suspect.role IN ('suspect', 'convicted_offender')
  AND victim.role = 'victim'
  AND victim.pseudonym <> suspect.pseudonym",
};

pub(super) const BY_PAIR: Step = Step {
    name: "by_pair",
    sql: "\
SELECT suspect,
       victim,
       count(*) AS crimes,
       coalesce(sum(harm), 0.0) AS harm
FROM pairs_in
GROUP BY suspect, victim",
};

pub(super) const BY_PLACE: Step = Step {
    name: "by_place",
    sql: "\
SELECT place,
       count(*) AS crimes,
       coalesce(sum(harm), 0.0) AS harm
FROM in_window
WHERE place IS NOT NULL
GROUP BY place",
};

/// How many units hold as much: which they are does not matter to a Lorenz curve, and there are far fewer rows. In no order: Ballista 55.0 loses its
/// executors over parts that are put together and sorted.
pub(super) const HELD: Step = Step {
    name: "held",
    sql: "\
SELECT role AS unit,
       crimes,
       harm,
       count(*) AS units
FROM by_person
GROUP BY role, crimes, harm
UNION ALL
SELECT 'pair' AS unit,
       crimes,
       harm,
       count(*) AS units
FROM by_pair
GROUP BY crimes, harm
UNION ALL
SELECT 'place' AS unit,
       crimes,
       harm,
       count(*) AS units
FROM by_place
GROUP BY crimes, harm",
};

/// What crimes weigh, and how many of each weight: what chance deals out, in areas for each area, as those off the list take no part. In no
/// order, as above.
pub(super) const WEIGHTS: Step = Step {
    name: "weights",
    sql: "\
SELECT role AS unit,
       CAST(NULL AS VARCHAR) AS area,
       coalesce(harm, 0.0) AS harm,
       count(*) AS crimes
FROM parts_in
GROUP BY role, harm
UNION ALL
SELECT 'pair' AS unit,
       CAST(NULL AS VARCHAR) AS area,
       coalesce(harm, 0.0) AS harm,
       count(*) AS crimes
FROM pairs_in
GROUP BY harm
UNION ALL
SELECT 'place' AS unit,
       CAST(NULL AS VARCHAR) AS area,
       coalesce(harm, 0.0) AS harm,
       count(*) AS crimes
FROM in_window
WHERE place IS NOT NULL
GROUP BY harm
UNION ALL
SELECT 'area' AS unit,
       area,
       coalesce(harm, 0.0) AS harm,
       count(*) AS crimes
FROM in_window
WHERE area IS NOT NULL
GROUP BY area, harm",
};

/// Crimes by who in them can be told apart, each looked at once. `several` says that these are not all the same person: where somebody is accused and
/// somebody a victim, it makes a pair of them.
pub(super) const NAMED: Step = Step {
    name: "named",
    sql: "\
WITH by_crime AS (
  SELECT reference,
         max(CASE WHEN role = 'suspect' THEN 1 ELSE 0 END) AS suspect,
         max(CASE WHEN role = 'convicted_offender' THEN 1 ELSE 0 END) AS convicted,
         max(CASE WHEN role = 'victim' THEN 1 ELSE 0 END) AS victim,
         min(pseudonym) AS first,
         max(pseudonym) AS last
  FROM parts_in
  GROUP BY reference
)
SELECT suspect,
       convicted,
       victim,
       CASE WHEN first < last THEN 1 ELSE 0 END AS several,
       count(*) AS crimes
FROM by_crime
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4",
};
