//! How a score comes about, who stands where, and what a list must say before it exists: pure.

use concordat_kernel::{Refusal, jiff::civil::Date};

use super::{
    facts::Facts,
    matrix::{Matrix, Of},
    model::{Decision, List, NewList},
};

/// Somebody with a score and a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// What is known.
    pub facts: Facts,
    /// Points of each part of the matrix, in its order, before they are weighed.
    pub points: Vec<i64>,
    /// The points, weighed and added up.
    pub score: i64,
    /// The place: those with the same score share it.
    pub place: i64,
    /// Whether somebody else has the same score.
    pub tied: bool,
}

/// Scores and places. Whoever has the same score shares a place, and the next place counts them all; at the end of the list nobody is cut off
/// from others with the same score.
pub fn rank(people: Vec<Facts>, matrix: &Matrix, most: usize) -> Vec<Scored> {
    let mut scored: Vec<Scored> = people
        .into_iter()
        .map(|facts| {
            let value = |of: Of| match of {
                Of::Recency => facts.months_since as f64,
                Of::Frequency => facts.crimes as f64,
                Of::Gravity => facts.harm,
                Of::Victims => facts.victims as f64,
            };
            let points: Vec<i64> = matrix.parts.iter().map(|part| part.points(value(part.name))).collect();
            let score = matrix.parts.iter().zip(&points).map(|(part, points)| part.weight * points).sum();
            Scored { facts, points, score, place: 0, tied: false }
        })
        .collect();
    // The pseudonym settles only the order in which those who share a place are written down.
    scored.sort_by_key(|one| (std::cmp::Reverse(one.score), one.facts.pseudonym));
    let scores: Vec<i64> = scored.iter().map(|one| one.score).collect();
    for one in &mut scored {
        let above = scores.partition_point(|score| *score > one.score);
        let same = scores.partition_point(|score| *score >= one.score) - above;
        one.place = i64::try_from(above + 1).unwrap_or(i64::MAX);
        one.tied = same > 1;
    }
    let least = most.checked_sub(1).and_then(|last| scores.get(last)).copied();
    if let Some(least) = least {
        scored.retain(|one| one.score >= least);
    } else if most == 0 {
        scored.clear();
    }
    scored
}

/// The fewest letters that say what a list is for.
const LEAST_WORDS: usize = 20;
/// The most rows: each is to be decided by a person.
pub(crate) const MOST_ROWS: i64 = 100;

/// What is wrong with a list that somebody wants to make, as field and sentence. DPA 2018 section 35 asks for a purpose that is specified and
/// lawful; ALGO-CARE for an owner; a list that nobody needs any more is personal data kept for longer than is necessary (section 39).
pub(crate) fn faults(new: &NewList, matrix: &Matrix, today: Date) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let short = |text: &str| text.trim().chars().count() < LEAST_WORDS;
    if short(&new.purpose) {
        faults.push(("purpose", "Say what the list is for, in a sentence.".to_owned()));
    }
    if short(&new.basis) {
        faults.push(("basis", "Say on which lawful basis the list is made, in a sentence.".to_owned()));
    }
    if new.owner.trim().is_empty() {
        faults.push(("owner", "Name the person who answers for the list.".to_owned()));
    }
    match new.expires {
        None => faults.push(("expires", "Say until when the list is needed.".to_owned())),
        Some(day) if day <= today => {
            faults.push(("expires", "The list must expire on a day to come.".to_owned()));
        }
        Some(day) if i64::from((day - today).get_days()) > matrix.days => {
            faults.push(("expires", format!("A list may stand for {} days at most.", matrix.days)));
        }
        Some(_) => {}
    }
    if !(1..=MOST_ROWS).contains(&new.rows) {
        faults.push((
            "rows",
            format!("Choose from 1 to {MOST_ROWS} people: each is decided about by a person."),
        ));
    }
    faults
}

/// Whether somebody may decide about a row of a list today.
pub(crate) fn deciding(list: &List, today: Date, reason: &str) -> Result<(), Refusal> {
    standing(list, today)?;
    if reason.trim().chars().count() < 5 {
        return Err(Refusal::invalid("reason", "Give the reason for the decision."));
    }
    Ok(())
}

/// Whether a list still stands.
pub(crate) fn standing(list: &List, today: Date) -> Result<(), Refusal> {
    if list.expires < today {
        return Err(Refusal::rule(format!(
            "The list expired on {}. Its rows are not shown any more; make a new one if there is still a purpose.",
            list.expires
        )));
    }
    Ok(())
}

/// Whether a list may leave: it stands, and a person has decided about every row.
pub(crate) fn leaving(list: &List, decisions: &[Option<Decision>], today: Date) -> Result<(), Refusal> {
    standing(list, today)?;
    let open = decisions.iter().filter(|decision| decision.is_none()).count();
    if open > 0 || decisions.is_empty() {
        return Err(Refusal::rule(format!(
            "The list cannot leave: {open} of its {} rows have no decision yet. Decide about each first.",
            decisions.len()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(pseudonym: i64, months_since: i64, crimes: i64, harm: f64, victims: i64) -> Facts {
        Facts {
            pseudonym,
            months_since,
            crimes,
            harm,
            victims,
            convicted: false,
            sex: None,
            age: None,
            ethnicity: None,
            district: None,
        }
    }

    #[test]
    fn a_score_is_its_parts_and_ties_share_a_place() {
        let matrix = Matrix::named(None).unwrap();
        let people = vec![
            person(1, 0, 8, 2000.0, 5),
            person(2, 5, 2, 20.0, 1),
            person(3, 6, 3, 99.0, 1),
            person(4, 20, 1, 0.0, 0),
        ];
        let ranked = rank(people.clone(), matrix, 10);
        let told: Vec<(i64, i64, i64, bool)> =
            ranked.iter().map(|one| (one.facts.pseudonym, one.score, one.place, one.tied)).collect();
        // 4 x 2 + 4 x 2 + 2 x 4 + 1 x 2 = 26 for both of the middle.
        assert_eq!(told, [(1, 100, 1, false), (2, 26, 2, true), (3, 26, 2, true), (4, 2, 4, false)]);
        assert_eq!(ranked[1].points, [4, 4, 2, 1]);
        // The end of the list never cuts between two who are alike.
        assert_eq!(rank(people.clone(), matrix, 2).len(), 3);
        assert_eq!(rank(people, matrix, 0).len(), 0);
    }

    #[test]
    fn a_list_needs_a_purpose_a_basis_an_owner_and_an_end() {
        let matrix = Matrix::named(None).unwrap();
        let today: Date = "2026-04-01".parse().unwrap();
        let new = |expires: Option<&str>| NewList {
            purpose: "Choose whom the April tasking meeting looks at".to_owned(),
            basis: "Law enforcement purposes, Data Protection Act 2018 section 31".to_owned(),
            owner: "Detective Inspector Invented".to_owned(),
            expires: expires.and_then(|day| day.parse().ok()),
            rows: 20,
            matrix: None,
        };
        assert!(faults(&new(Some("2026-04-29")), matrix, today).is_empty());
        for (day, says) in
            [(None, "until when"), (Some("2026-04-01"), "to come"), (Some("2026-04-30"), "28 days")]
        {
            let faults = faults(&new(day), matrix, today);
            assert!(faults.len() == 1 && faults[0].1.contains(says), "{faults:?}");
        }
        let nothing = NewList { rows: 0, ..NewList::default() };
        let fields: Vec<&str> = faults(&nothing, matrix, today).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["purpose", "basis", "owner", "expires", "rows"]);
    }
}
