//! Quantiles of a sample, by the rule of Hyndman and Fan (1996, The American Statistician 50(4), 361-365) that
//! they number 7 and that R and spreadsheets use: the p-quantile of n sorted values stands at position 1 + (n - 1)p,
//! between two values in proportion.

/// The `p`-quantile (0 to 1) of values in ascending order. There must be at least one.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * p.clamp(0.0, 1.0);
    let below = position.floor();
    let at = sorted[below as usize];
    match sorted.get(below as usize + 1) {
        Some(next) => at + (position - below) * (next - at),
        None => at,
    }
}

/// A copy in ascending order.
pub(crate) fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: `quantile(c(1, 2, 4, 8), c(0, .1, .5, .9, 1))`.
    #[test]
    fn r_quantile_type_7() {
        let sorted = ascending(&[8.0, 1.0, 4.0, 2.0]);
        for (p, expected) in [(0.0, 1.0), (0.1, 1.3), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)] {
            assert!((quantile(&sorted, p) - expected).abs() < 1e-12, "{p}: {}", quantile(&sorted, p));
        }
    }
}
