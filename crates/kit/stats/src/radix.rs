//! Sorts numbers of zero or more without comparing most of them: a baseline sorts a county's suspects a thousand
//! times, and nearly all of its time would go into comparisons.
//!
//! The numbers are dealt into bins by the leading bits in which they differ at all, and each bin is sorted, as
//! McIlroy, Bostic and McIlroy (1993), Engineering Radix Sort, Computing Systems 6(1), 5-27, do. The bits of floating-point
//! numbers of zero or more, read as whole numbers, stand in the order of the numbers.

/// Bits that choose a bin: the counts of the bins fit into the fastest memory.
const BITS: u32 = 12;

/// Puts `values`, all zero or more and none of them minus zero, in ascending order. `spare` is memory to work in, of
/// the same length.
pub(crate) fn sort(values: &mut Vec<f64>, spare: &mut Vec<f64>) {
    let first = values.first().map_or(0, |first| first.to_bits());
    let differ = values.iter().fold(0, |differ, value| differ | (value.to_bits() ^ first));
    let shift = (u64::BITS - differ.leading_zeros()).saturating_sub(BITS);
    let bin = |value: f64| (value.to_bits() >> shift) as usize & ((1 << BITS) - 1);
    let mut ends = [0_u32; 1 << BITS];
    for value in values.iter() {
        ends[bin(*value)] += 1;
    }
    let mut start = 0;
    for slot in &mut ends {
        start += std::mem::replace(slot, start);
    }
    for value in values.iter() {
        let next = &mut ends[bin(*value)];
        spare[*next as usize] = *value;
        *next += 1;
    }
    std::mem::swap(values, spare);
    // What differs only in bits that chose the bin is in order now: harm in days and quarters of days usually is.
    if differ.trailing_zeros() < shift {
        let (mut rest, mut start) = (values.as_mut_slice(), 0);
        for end in ends {
            let (own, others) = rest.split_at_mut((end - start) as usize);
            own.sort_unstable_by(f64::total_cmp);
            (rest, start) = (others, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_comparing_does(mut values in prop::collection::vec(
            prop_oneof![Just(0.0), Just(10.0), 0.0..1e-300, 0.0..1.0, 0.0..1e9, 0.0..f64::MAX],
            0..300,
        )) {
            let expected = crate::quantile::ascending(&values);
            let mut spare = vec![0.0; values.len()];
            sort(&mut values, &mut spare);
            prop_assert_eq!(values, expected);
        }
    }
}
