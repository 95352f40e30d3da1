//! Crimes by group or district as a table, beside the year before and for the people who live there.

use concordat_disclosure::Shown;
use concordat_report::{Cell, Table as Drawn, Width};

use super::super::sight::{cell, derived};

/// A line as it may be seen.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) crimes: Shown,
    pub(super) before: Option<Shown>,
    pub(super) people: Option<i64>,
    /// Those of its crimes that are of nobody's district whose people are known: no rate may count them.
    pub(super) not_theirs: Vec<Shown>,
    /// Its band on the map, where there is one.
    pub(super) band: Option<String>,
}

/// For each thousand people.
pub(in super::super) fn rate(crimes: f64, people: i64) -> f64 {
    1000.0 * crimes / super::super::real(people)
}

pub(super) fn drawn(caption: &str, head: &str, lines: &[Seen]) -> Drawn {
    let mut columns = vec![(head, Width::Middle), ("Crimes", Width::Number)];
    let comparable = lines.iter().any(|line| line.before.is_some());
    let rates = lines.iter().filter(|line| line.people.is_some()).count() > 1;
    if rates {
        columns.push(("For each 1,000 people", Width::Number));
    }
    if comparable {
        columns.extend([
            ("A year before", Width::Number),
            ("Change", Width::Number),
            ("Change in %", Width::Number),
        ]);
    }
    let mapped = lines.iter().any(|line| line.band.is_some());
    if mapped {
        columns.push(("Band on the map", Width::Short));
    }
    Drawn::new(caption, &columns).rows(lines.iter().map(|line| {
        let mut cells = vec![Cell::words(&line.name), cell(line.crimes)];
        if rates {
            let counted: Vec<Shown> =
                [line.crimes].into_iter().chain(line.not_theirs.iter().copied()).collect();
            cells.push(derived(&counted, |numbers| {
                let people = line.people.filter(|people| *people > 0)?;
                let (all, others) = numbers.split_first()?;
                let rate = rate(all - others.iter().sum::<f64>(), people);
                Some((rate, format!("{rate:.1}")))
            }));
        }
        if let Some(before) = line.before {
            let change = |of: fn(f64, f64) -> Option<(f64, String)>| {
                derived(&[line.crimes, before], |numbers| match numbers {
                    [now, before] => of(*now, *before),
                    _ => None,
                })
            };
            cells.extend([
                cell(before),
                change(|now, before| Some((now - before, format!("{:+.0}", now - before)))),
                // A share of a handful says nothing but looks as if it did.
                change(|now, before| {
                    let percent = 100.0 * (now - before) / before;
                    (before >= LEAST_FOR_SHARE).then(|| (percent, format!("{percent:+.1}")))
                }),
            ]);
        }
        if mapped {
            cells.push(Cell::words(line.band.as_deref().unwrap_or("–")));
        }
        cells
    }))
}

/// The least count that a change in percent is worked out from.
pub(in super::super) const LEAST_FOR_SHARE: f64 = 20.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// Kent's performance board, November 2022: domestic abuse in August, September and October against the year before.
    #[test]
    fn kent_performance_and_delivery_board_november_2022() {
        let line = |name: &str, now, before| Seen {
            name: name.to_owned(),
            crimes: Shown::Number(now),
            before: Some(Shown::Number(before)),
            people: None,
            not_theirs: Vec::new(),
            band: None,
        };
        let table = drawn(
            "Domestic abuse",
            "Month",
            &[
                line("August", 3239, 3194),
                line("September", 2880, 3127),
                line("October", 2824, 3296),
                line("Three months", 8943, 9617),
            ],
        );
        let said: Vec<String> = table.rows.iter().filter_map(|row| row.last()).map(Cell::text).collect();
        assert_eq!(said, ["+1.4", "-7.9", "-14.3", "-7.0"]);
        let number: Vec<String> = table.rows.iter().filter_map(|row| row.get(3)).map(Cell::text).collect();
        assert_eq!(number, ["+45", "-247", "-472", "-674"]);
    }

    #[test]
    fn a_rate_counts_only_crimes_of_those_whose_people_are_known() {
        let line = |name: &str, crimes, people, not_theirs: &[u64]| Seen {
            name: name.to_owned(),
            crimes: Shown::Number(crimes),
            before: None,
            people,
            not_theirs: not_theirs.iter().map(|crimes| Shown::Number(*crimes)).collect(),
            band: None,
        };
        let lines = [
            line("Aldermoor", 40, Some(10_000), &[]),
            line("Brackenford", 60, Some(10_000), &[]),
            line("Elsewhere", 900, None, &[]),
            line("All", 1000, Some(20_000), &[900]),
        ];
        let table = drawn("Crimes by district", "District", &lines);
        let rates: Vec<String> = table.rows.iter().map(|row| row[2].text()).collect();
        assert_eq!(rates, ["4.0", "6.0", "–", "5.0"]);
    }

    #[test]
    fn a_change_against_a_hidden_number_is_hidden() {
        let line = Seen {
            name: "Burglary".to_owned(),
            crimes: Shown::Number(40),
            before: Some(Shown::Hidden),
            people: None,
            not_theirs: Vec::new(),
            band: None,
        };
        let table = drawn("Crimes", "Group", &[line]);
        let said: Vec<String> = table.rows[0].iter().map(Cell::text).collect();
        assert_eq!(said, ["Burglary", "40", "[c]", "[c]", "[c]"]);
    }
}
