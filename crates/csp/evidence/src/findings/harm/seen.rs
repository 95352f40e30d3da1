//! Harm as it may be seen. It is a sum of weights that anybody can look up, so it is hidden wherever it would tell what a count beside it hides or
//! what one crime weighs, and told no finer than a few crimes may weigh: other tables and reports, and rounding, leave no more than a few unknown.

use concordat_disclosure::Shown;

use super::super::Sight;

/// The harm of each row, of whose crimes a reader sees so many, and in which one crime may weigh so much. What is hidden and how it is rounded depends on nothing else in
/// the window, or it would tell of it.
pub(super) fn seen(sight: &Sight, rows: &[(Shown, f64, f64)]) -> Vec<Option<f64>> {
    let mut harms: Vec<Option<f64>> = rows
        .iter()
        .map(|(shown, harm, heaviest)| match shown {
            _ if sight.rule().is_none() => Some(*harm),
            Shown::Number(0) => Some(0.0),
            Shown::Number(_) => sight.harm(*harm, *heaviest),
            Shown::Small | Shown::Hidden | Shown::Untold => None,
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

    const MANY: Shown = Shown::Number(30);

    /// Three rapes of 1000 and six robberies of 100 are hidden, and their number together is not: no sum may say which are how many.
    #[test]
    fn harm_does_not_tell_the_counts_that_are_hidden() {
        let groups = [
            (Shown::Hidden, 3000.0, 1000.0),
            (Shown::Hidden, 600.0, 100.0),
            (MANY, 800.0, 20.0),
            (MANY, 100.0, 1.0),
            (Shown::Number(0), 0.0, 1.0),
        ];
        assert_eq!(seen(&released(), &groups), [None, None, Some(800.0), Some(100.0), Some(0.0)]);
        assert_eq!(seen(&Sight::Open(Tables::new()), &groups)[0], Some(3000.0));
    }

    #[test]
    fn harm_that_is_hidden_alone_takes_the_least_with_it() {
        let months = [(MANY, 64_500.0, 1000.0), (MANY, 1900.0, 1000.0), (MANY, 71_000.0, 1000.0)];
        assert_eq!(
            seen(&released(), &months),
            [None, None, Some(70_000.0)],
            "1900 is less than half of 5000"
        );
        assert_eq!(seen(&released(), &[months[0], months[2]]), [Some(65_000.0), Some(70_000.0)]);
    }

    /// Whoever knows what all others weigh is left with several numbers of crimes of the heaviest kind, of which one is none or no small number.
    #[test]
    fn the_crimes_of_the_heaviest_kind_within_a_group_cannot_be_told() {
        for rule in Rule::all() {
            let sight = Sight::Released(Published { rule: rule.clone(), cells: [].into(), sums: Vec::new() });
            for (others, heaviest) in
                (0..400).flat_map(|n| [(f64::from(n) * 10.0, 365.0), (f64::from(n), 11.0)])
            {
                let of = |crimes: u32| sight.harm(others + f64::from(crimes) * heaviest, heaviest);
                let mut alike: Vec<Vec<u32>> = Vec::new();
                for crimes in 0..60 {
                    match alike.last_mut().filter(|last| of(last[0]) == of(crimes)) {
                        Some(last) => last.push(crimes),
                        None => alike.push(vec![crimes]),
                    }
                }
                alike.pop();
                let few = alike.iter().find(|alike| {
                    alike.iter().all(|crimes| rule.is_small(u64::from(*crimes)))
                        || alike.len() < 2 && alike[0] > 0
                });
                assert_eq!(few, None, "{rule:?}: beside {others}, of {heaviest}");
            }
        }
    }
}
