//! Into which of a few bands does a value fall? Fifths by rank: as many units in each band as there are in the others.
//!
//! Sources: Brewer and Pickle (2002), "Evaluation of methods for classifying epidemiological data on choropleth maps in
//! series", Annals of the Association of American Geographers 92(4), 662-681, doi 10.1111/1467-8306.00310, who had readers
//! try seven ways of making five bands and found quantiles among the best.

/// How many bands there are, unless units that hold the same leave fewer.
const FIFTHS: usize = 5;

/// Bands, the lowest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bands {
    /// The lowest and the highest value in each: what was seen, so that two bands never meet.
    pub edges: Vec<(f64, f64)>,
    /// The band of each value, in the order in which they were given.
    pub of: Vec<usize>,
}

/// Fifths of some values by rank. Units with the same value are in the same band, that of the lowest rank among them; a band
/// that this leaves empty is left out. Values that are no numbers are taken for the highest.
pub fn fifths(values: &[f64]) -> Bands {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let fifth = |value: f64| {
        let below = sorted.partition_point(|other| other.total_cmp(&value).is_lt());
        below * FIFTHS / sorted.len().max(1)
    };
    let wanted: Vec<usize> = values.iter().map(|value| fifth(*value)).collect();
    let mut edges: Vec<(usize, (f64, f64))> = Vec::new();
    for value in &sorted {
        let band = fifth(*value);
        match edges.last_mut() {
            Some((last, (_, high))) if *last == band => *high = *value,
            _ => edges.push((band, (*value, *value))),
        }
    }
    let of = wanted.into_iter().map(|band| edges.partition_point(|(known, _)| *known < band)).collect();
    Bands { edges: edges.into_iter().map(|(_, edges)| edges).collect(), of }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifths_hold_as_many_units_each_worked_out_by_hand() {
        let bands = fifths(&[10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]);
        assert_eq!(bands.edges, [(1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0), (9.0, 10.0)]);
        assert_eq!(bands.of, [4, 4, 3, 3, 2, 2, 1, 1, 0, 0]);
    }

    #[test]
    fn units_that_hold_the_same_share_a_band_and_no_band_is_empty() {
        // Ranks 0 (six of them), 6, 7, 8, 9 of ten: fifths 0, 3, 3, 4, 4.
        let bands = fifths(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(bands.edges, [(0.0, 0.0), (1.0, 2.0), (3.0, 4.0)]);
        assert_eq!(bands.of, [0, 0, 0, 0, 0, 0, 1, 1, 2, 2]);
        assert_eq!(fifths(&[7.0, 7.0]), Bands { edges: vec![(7.0, 7.0)], of: vec![0, 0] });
        assert_eq!(fifths(&[2.0, 1.0]).of, [1, 0], "fewer units than bands");
        assert_eq!(fifths(&[]), Bands::default());
    }
}
