//! The questions behind repeat crimes: how many times, of which kinds, how soon, with how many victims, and in which order of roles.

use concordat_steps::Step;

/// How many people have one crime, two, three, four, and five or more.
pub(super) const BY_TIMES: Step = Step {
    name: "by_times",
    sql: "\
SELECT role,
       CASE WHEN crimes >= 5 THEN 5 ELSE crimes END AS times,
       count(*) AS people
FROM by_person
GROUP BY role, CASE WHEN crimes >= 5 THEN 5 ELSE crimes END
ORDER BY role, times",
};

/// People with two crimes, and with three or more: of one group only, each of another, or both. Somebody with two cannot be both.
pub(super) const KINDS_OF_REPEAT: Step = Step {
    name: "kinds_of_repeat",
    sql: "\
WITH by_group AS (
  SELECT role,
         pseudonym,
         upper(offence_group) AS offence_group,
         count(*) AS crimes
  FROM parts_in
  GROUP BY role, pseudonym, upper(offence_group)
),
per_person AS (
  SELECT role,
         pseudonym,
         sum(crimes) AS crimes,
         max(crimes) AS most,
         count(*) AS kinds
  FROM by_group
  GROUP BY role, pseudonym
)
SELECT role,
       CASE WHEN crimes = 2 THEN 2 ELSE 3 END AS times,
       CASE
         WHEN kinds = 1 THEN 'repeats'
         WHEN most = 1 THEN 'multiple'
         ELSE 'both'
       END AS kind,
       count(*) AS people
FROM per_person
WHERE crimes >= 2
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3",
};

/// From each crime of a person to the next, in months: extracts may know the month only. One row of everybody with more than one crime in order, not a
/// window for each person, of whom there are millions.
pub(super) const TO_REPEAT: Step = Step {
    name: "to_repeat",
    sql: "\
WITH of_several AS (
  SELECT parts_in.role,
         parts_in.pseudonym,
         parts_in.month
  FROM by_person
  JOIN parts_in ON parts_in.pseudonym = by_person.pseudonym AND parts_in.role = by_person.role
  WHERE by_person.crimes > 1
),
following AS (
  SELECT role,
         pseudonym,
         month,
         lag(month) OVER in_order AS month_before,
         lag(pseudonym) OVER in_order AS person_before,
         lag(role) OVER in_order AS role_before
  FROM of_several
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
pub(super) const SERIAL: Step = Step {
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

/// Who is a victim, who a suspect, and who first one and then the other; and as what whoever is accused is so.
pub(super) const FLOW: Step = Step {
    name: "flow",
    sql: "\
WITH first_seen AS (
  SELECT pseudonym,
         min(month) FILTER (WHERE role = 'victim') AS as_victim,
         min(month) FILTER (WHERE role <> 'victim') AS as_suspect,
         count(*) FILTER (WHERE role = 'suspect') AS suspected,
         count(*) FILTER (WHERE role = 'convicted_offender') AS convicted
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
       CASE
         WHEN as_suspect IS NULL THEN 'nobody'
         WHEN convicted = 0 THEN 'suspect'
         WHEN suspected = 0 THEN 'convicted offender'
         ELSE 'both'
       END AS accused,
       count(*) AS people
FROM first_seen
GROUP BY 1, 2
ORDER BY 1, 2",
};
