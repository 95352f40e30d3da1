//! Harm as it may be seen. It is a sum of weights that anybody can look up, so it is hidden wherever it would tell what a count beside it hides or
//! what one crime weighs, and told no finer than a few crimes may weigh: other tables and reports, and rounding, leave no more than a few unknown.

use concordat_disclosure::Shown;

use super::{super::Sight, rows::Sums};

/// How finely harm is told.
#[derive(Debug, Clone, Copy)]
pub(super) enum Finest {
    /// No finer than as many crimes as the rule hides of the row's heaviest kind.
    OfTheRow,
    /// The same of the heaviest kind in any row: what is hidden elsewhere may be in each of these.
    OfAll,
}

/// The harm of each row.
pub(super) fn seen(sight: &Sight, rows: &[(Shown, Sums)], finest: Finest) -> Vec<Option<f64>> {
    let protects = sight.rule().is_some();
    let heaviest = rows.iter().map(|(_, sums)| sums.heaviest).fold(0.0, f64::max);
    let mut harms: Vec<Option<f64>> = rows
        .iter()
        .map(|(crimes, sums)| {
            let tells_one = sums.harm > 0.0 && 2.0 * sums.heaviest > sums.harm;
            let heaviest = match finest {
                Finest::OfTheRow => sums.heaviest,
                Finest::OfAll => heaviest,
            };
            let may = !protects || !crimes.is_hidden() && !tells_one;
            may.then(|| sight.harm(sums.harm, heaviest)).flatten()
        })
        .collect();
    if harms.iter().filter(|harm| harm.is_none()).count() == 1 {
        // One alone would be what is missing from the total of another table.
        let shown = harms.iter_mut().filter(|harm| harm.is_some_and(|harm| harm > 0.0));
        if let Some(least) = shown.min_by(|a, b| a.unwrap_or(0.0).total_cmp(&b.unwrap_or(0.0))) {
            *least = None;
        }
    }
    harms
}

#[cfg(test)]
mod tests {
    use concordat_disclosure::{Published, Rule, Tables};

    use super::*;

    fn released() -> Sight {
        Sight::Released(Published { rule: Rule::under_5(), cells: [].into(), sums: Vec::new() })
    }

    fn row(crimes: Shown, harm: f64, heaviest: f64) -> (Shown, Sums) {
        (crimes, Sums { crimes: 30, harm, heaviest, weighed: true })
    }

    #[test]
    fn harm_that_one_crime_makes_up_is_hidden_and_one_more_with_it() {
        let crimes = Shown::Number(30);
        let rows = [row(crimes, 5600.0, 5475.0), row(crimes, 30.0, 1.0), row(crimes, 4321.0, 20.0)];
        let open = seen(&Sight::Open(Tables::new()), &rows, Finest::OfTheRow);
        assert_eq!(open, [Some(5600.0), Some(30.0), Some(4321.0)]);
        assert_eq!(seen(&released(), &rows, Finest::OfTheRow), [None, None, Some(4300.0)]);
    }

    /// Three rapes of 1000 and six robberies of 100 are hidden, and their number together is not: no sum may say which are how many.
    #[test]
    fn harm_does_not_tell_the_counts_that_are_hidden() {
        let groups = [
            row(Shown::Hidden, 3000.0, 1000.0),
            row(Shown::Hidden, 600.0, 100.0),
            row(Shown::Number(40), 800.0, 20.0),
            row(Shown::Number(100), 100.0, 1.0),
        ];
        assert_eq!(seen(&released(), &groups, Finest::OfTheRow), [None, None, Some(800.0), Some(100.0)]);
        let districts = [row(Shown::Number(149), 4500.0, 1000.0)];
        assert_eq!(seen(&released(), &districts, Finest::OfAll), [None], "less than five of the heaviest");
        let districts = [row(Shown::Number(149), 64_500.0, 1000.0), row(Shown::Number(20), 61_000.0, 1000.0)];
        assert_eq!(seen(&released(), &districts, Finest::OfAll), [Some(65_000.0), Some(60_000.0)]);
    }
}
