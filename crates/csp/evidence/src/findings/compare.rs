//! Two versions of a harm index side by side: the same crimes, weighed by each.

use std::collections::BTreeMap;

use concordat_access::Ctx;
use concordat_kernel::{Refusal, Result};
use concordat_report::{Cell, Table as Drawn, Width};
use concordat_steps::Analyst;
use concordat_store::Store;

use super::{Found, Wanted, look};
use crate::index::Label;

/// What one index makes of the crimes.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The first index's label.
    pub one: String,
    /// The second's.
    pub other: String,
    /// What was found with the first; its window and lens are those of both.
    pub found: Found,
    /// A row for each group of offences.
    pub table: Drawn,
}

/// A group's harm by one index, and the place that it takes among the groups.
#[derive(Debug, Clone, Copy, Default)]
struct Weighed {
    harm: Option<f64>,
    share: Option<f64>,
    place: usize,
}

/// The same crimes weighed by two indices. A figure is never worked out over both.
///
/// # Errors
/// As [`look`], and when one of the indices is not there.
pub async fn compare(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    wanted: &Wanted,
    one: Label,
    other: Label,
) -> Result<Compared> {
    if one == other {
        return Err(Refusal::invalid("other", "Choose two different indices.").into());
    }
    let by = |index: Label| Wanted { index: Some(index), only: Some("harm".to_owned()), ..wanted.clone() };
    let (first, second) = (by(one.clone()), by(other.clone()));
    let found = look(store, analyst, ctx, &first).await?;
    let latter = look(store, analyst, ctx, &second).await?;
    let table = beside(&one.to_string(), &other.to_string(), &weighed(&found), &weighed(&latter));
    Ok(Compared { one: one.to_string(), other: other.to_string(), found, table })
}

/// Harm of each group, as it may be seen, with the number of crimes.
fn weighed(found: &Found) -> BTreeMap<String, (Option<f64>, Weighed)> {
    let figures = found.findings.iter().flat_map(|finding| &finding.figures);
    let mut groups: BTreeMap<String, (Option<f64>, Weighed)> = figures
        .filter_map(|figure| {
            let name = figure.filter.get("group")?.clone();
            let harm = figure.values.get("harm").copied();
            let crimes = figure.values.get("crimes").copied();
            Some((name, (crimes, Weighed { harm, share: None, place: 0 })))
        })
        .collect();
    let all: f64 = groups.values().filter_map(|(_, weighed)| weighed.harm).sum();
    let harms: Vec<f64> = groups.values().filter_map(|(_, weighed)| weighed.harm).collect();
    for (_, weighed) in groups.values_mut() {
        if let Some(harm) = weighed.harm {
            weighed.place = 1 + harms.iter().filter(|other| **other > harm).count();
            weighed.share = (all > 0.0).then(|| 100.0 * harm / all);
        }
    }
    groups
}

fn beside(
    one: &str,
    other: &str,
    first: &BTreeMap<String, (Option<f64>, Weighed)>,
    second: &BTreeMap<String, (Option<f64>, Weighed)>,
) -> Drawn {
    let heads = [
        "Group".to_owned(),
        "Crimes".to_owned(),
        format!("Harm by {one}"),
        "Share of it".to_owned(),
        "Place".to_owned(),
        format!("Harm by {other}"),
        "Share of it".to_owned(),
        "Place".to_owned(),
        "Points of share apart".to_owned(),
    ];
    let columns: Vec<(&str, Width)> = heads
        .iter()
        .enumerate()
        .map(|(n, head)| (head.as_str(), if n == 0 { Width::Middle } else { Width::Number }))
        .collect();
    let mark = || Cell::words("[c]");
    let whole =
        |value: Option<f64>| value.map_or_else(mark, |value| Cell::real(value, format!("{value:.0}")));
    let tenths = |value: Option<f64>, sign: bool| {
        value.map_or_else(mark, |value| {
            Cell::real(value, if sign { format!("{value:+.1}") } else { format!("{value:.1}%") })
        })
    };
    let mut rows: Vec<(&String, Option<f64>, Weighed, Weighed)> = first
        .iter()
        .map(|(name, (crimes, weighed))| {
            let other = second.get(name).map(|(_, weighed)| *weighed).unwrap_or_default();
            (name, *crimes, *weighed, other)
        })
        .collect();
    rows.sort_by(|a, b| b.2.harm.unwrap_or(0.0).total_cmp(&a.2.harm.unwrap_or(0.0)).then(a.0.cmp(b.0)));
    let place = |weighed: Weighed| if weighed.place == 0 { mark() } else { Cell::count(weighed.place) };
    Drawn::new("Harm by group of offences, weighed by each index", &columns).rows(rows.into_iter().map(
        |(name, crimes, a, b)| {
            vec![
                Cell::words(name),
                whole(crimes),
                whole(a.harm),
                tenths(a.share, false),
                place(a),
                whole(b.harm),
                tenths(b.share, false),
                place(b),
                tenths(a.share.zip(b.share).map(|(a, b)| b - a), true),
            ]
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_versions_stand_side_by_side_and_what_is_hidden_by_one_is_not_compared() {
        let group = |name: &str, crimes, harm, share, place| {
            (name.to_owned(), (Some(crimes), Weighed { harm, share, place }))
        };
        let first = [
            group("Assault", 40.0, Some(400.0), Some(80.0), 1),
            group("Theft", 50.0, Some(100.0), Some(20.0), 2),
            group("Rape", 3.0, None, None, 0),
        ];
        let second = [
            group("Assault", 40.0, Some(14_600.0), Some(99.3), 1),
            group("Theft", 50.0, Some(100.0), Some(0.7), 2),
            group("Rape", 3.0, Some(7665.0), None, 0),
        ];
        let table = beside("X@1/median", "X@2/median", &first.into(), &second.into());
        let rows: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect();
        assert_eq!(rows[0], ["Assault", "40", "400", "80.0%", "1", "14,600", "99.3%", "1", "+19.3"]);
        assert_eq!(rows[2][2..], ["[c]", "[c]", "[c]", "7,665", "[c]", "[c]", "[c]"]);
    }
}
