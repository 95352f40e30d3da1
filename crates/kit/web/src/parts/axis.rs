//! The axis of a chart's values.

/// As many steps as a small picture has room for.
const MOST_STEPS: i128 = 5;

/// A few round values from one that is no higher than any of these to one that is no lower, in even steps of one, two or five of a
/// power of ten; `whole` of their units are one. Nothing is always among them, so that a small change looks small.
pub fn ticks(values: impl IntoIterator<Item = i64>, whole: i64) -> Vec<i64> {
    let (low, high) = values
        .into_iter()
        .map(i128::from)
        .fold((0, 0), |(low, high): (i128, i128), at| (low.min(at), high.max(at)));
    let whole = i128::from(whole.max(1));
    // Where only whole values are shown there is nothing to read between them: no half of a crime.
    let least = if low % whole == 0 && high % whole == 0 { whole } else { 1 };
    let ends = |step: i128| (low.div_euclid(step), -(-high).div_euclid(step));
    let fits = |step: &i128| {
        let (first, last) = ends(*step);
        *step >= least && last - first <= MOST_STEPS
    };
    // A step of twenty digits holds any value, so one is always found.
    let mut round = (0..20).map(|power| 10_i128.pow(power)).flat_map(|power| [power, 2 * power, 5 * power]);
    let step = round.find(fits).unwrap_or(whole);
    let (first, last) = ends(step);
    (first..=last.max(first + 1)).filter_map(|n| i64::try_from(n * step).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn ticks_are_few_and_round_and_hold_every_value() {
        for (values, whole, told) in [
            (&[][..], 1, &[0, 1][..]),
            (&[0, 0], 1000, &[0, 1000]),
            (&[3, 7], 1, &[0, 2, 4, 6, 8]),
            // Only whole values: no half of one between them.
            (&[1000, 2000], 1000, &[0, 1000, 2000]),
            (&[1000, 2100], 1000, &[0, 500, 1000, 1500, 2000, 2500]),
            (&[254_300, 401_000], 1000, &[0, 100_000, 200_000, 300_000, 400_000, 500_000]),
            (&[-30, 45], 1, &[-40, -20, 0, 20, 40, 60]),
            (&[-3], 1, &[-3, -2, -1, 0]),
        ] {
            assert_eq!(ticks(values.iter().copied(), whole), told, "{values:?} of {whole}");
        }
    }

    #[test]
    fn no_value_is_too_large() {
        for value in [i64::MIN, i64::MAX] {
            assert!((2..=6).contains(&ticks([value], 1).len()), "{value}");
        }
        assert!((2..=6).contains(&ticks([i64::MIN, i64::MAX], 1000).len()));
    }
}
