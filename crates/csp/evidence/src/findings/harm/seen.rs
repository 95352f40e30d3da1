//! Harm as it may be seen. It is a sum of weights that anybody can look up, so it is hidden wherever it would tell what a count beside it hides or
//! what one crime weighs, and told no finer than a few crimes may weigh: other tables and reports, and rounding, leave no more than a few unknown.

use concordat_disclosure::Shown;

use super::{super::Sight, rows::Sums};

/// The harm of each row, of whose crimes a reader sees so many, and in which one crime may weigh so much. All but what the row's crimes weigh is the same in
/// every report: what is hidden and how it is rounded says nothing else of them.
pub(super) fn seen(sight: &Sight, rows: &[(Shown, &Sums, f64)]) -> Vec<Option<f64>> {
    let least = i64::try_from(sight.least()).unwrap_or(i64::MAX);
    let mut harms: Vec<Option<f64>> = rows
        .iter()
        .map(|(crimes, sums, heaviest)| match sums.crimes {
            _ if sight.rule().is_none() => Some(sums.harm),
            _ if crimes.is_hidden() => None,
            0 => Some(0.0),
            _ if sums.rarest.is_some_and(|rarest| rarest < least) => None,
            _ => sight.harm(sums.harm, *heaviest),
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

    /// None of nought, thirty of all else.
    fn sums(harm: f64, rarest: i64) -> Sums {
        Sums { crimes: if harm > 0.0 { 30 } else { 0 }, harm, weighed: true, rarest: Some(rarest) }
    }

    fn told(rows: &[(Shown, f64, i64, f64)]) -> Vec<Option<f64>> {
        let sums: Vec<Sums> = rows.iter().map(|(_, harm, rarest, _)| sums(*harm, *rarest)).collect();
        let rows: Vec<_> =
            rows.iter().zip(&sums).map(|((shown, _, _, heaviest), sums)| (*shown, sums, *heaviest)).collect();
        seen(&released(), &rows)
    }

    const MANY: Shown = Shown::Number(30);

    /// Three rapes of 1000 and six robberies of 100 are hidden, and their number together is not: no sum may say which are how many.
    #[test]
    fn harm_does_not_tell_the_counts_that_are_hidden() {
        let groups = [
            (Shown::Hidden, 3000.0, 3, 1000.0),
            (Shown::Hidden, 600.0, 6, 100.0),
            (MANY, 800.0, 40, 20.0),
            (MANY, 100.0, 100, 1.0),
        ];
        assert_eq!(told(&groups), [None, None, Some(800.0), Some(100.0)]);
    }

    #[test]
    fn a_group_that_is_rare_in_a_month_hides_what_the_month_weighs_and_one_more_with_it() {
        let months = [
            (MANY, 64_500.0, 4, 1000.0),
            (MANY, 61_000.0, 5, 1000.0),
            (MANY, 71_000.0, 30, 1000.0),
            (Shown::Number(0), 0.0, 30, 1000.0),
        ];
        assert_eq!(told(&months[1..]), [Some(60_000.0), Some(70_000.0), Some(0.0)]);
        assert_eq!(told(&months[..3]), [None, None, Some(70_000.0)]);
        let rows: Vec<Sums> = months.iter().map(|(_, harm, rarest, _)| sums(*harm, *rarest)).collect();
        let open: Vec<_> = rows.iter().map(|sums| (MANY, sums, 1000.0)).collect();
        assert_eq!(seen(&Sight::Open(Tables::new()), &open)[0], Some(64_500.0));
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
