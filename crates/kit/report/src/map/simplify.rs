//! A line with fewer places that looks the same.

use super::Place;

/// How far a place may lie beside the line that is drawn without it: less than a dot of a screen on which the map is as wide as a
/// page.
const NEAR: f64 = 2.5;

/// The places of a line that are needed to draw it (Douglas and Peucker 1973, doi 10.3138/FM57-6770-U75U-7727). Both ends stay; of a
/// ring, which ends where it begins, the place farthest from there stays too where it is far enough.
pub(super) fn simplify(line: &[Place]) -> Vec<Place> {
    let mut kept = vec![false; line.len()];
    // A list of what is still to be looked at, as a line may have more places than a stack has room for.
    let mut open = vec![(0, line.len().saturating_sub(1))];
    for end in [0, line.len().saturating_sub(1)] {
        if let Some(kept) = kept.get_mut(end) {
            *kept = true;
        }
    }
    while let Some((first, last)) = open.pop() {
        let (Some(from), Some(to)) = (line.get(first), line.get(last)) else { continue };
        let between = line.iter().enumerate().take(last).skip(first + 1);
        let farthest = between.map(|(n, at)| (n, beside(*at, *from, *to))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((n, _)) = farthest.filter(|(_, far)| *far > NEAR) {
            if let Some(kept) = kept.get_mut(n) {
                *kept = true;
            }
            open.extend([(first, n), (n, last)]);
        }
    }
    line.iter().zip(kept).filter(|(_, kept)| *kept).map(|(at, _)| *at).collect()
}

/// How far a place lies from a stretch between two others.
fn beside(at: Place, from: Place, to: Place) -> f64 {
    let apart = |a: Place, b: Place| (f64::from(b.0 - a.0), f64::from(b.1 - a.1));
    let (along, across) = (apart(from, to), apart(from, at));
    let length = along.0.hypot(along.1);
    if length == 0.0 {
        return across.0.hypot(across.1);
    }
    let share = ((across.0 * along.0 + across.1 * along.1) / (length * length)).clamp(0.0, 1.0);
    (across.0 - share * along.0).hypot(across.1 - share * along.1)
}
