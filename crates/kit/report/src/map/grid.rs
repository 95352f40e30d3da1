//! From degrees to places on a drawing.

use std::collections::{BTreeMap, BTreeSet};

use super::Place;

/// A ring of longitudes and latitudes in degrees.
pub type Ring = Vec<(f64, f64)>;

/// How far a drawing reaches in its longer direction. A place is then some fifty metres of a county, finer than any screen
/// shows, and coarse enough that the same line in two files becomes the same line here.
const FAR: f64 = 2000.0;
/// Room for the outline around it.
const EDGE: f64 = 12.0;
/// How far across a shape is drawn that is too small to be seen: half of it.
const SPECK: i32 = 6;

/// How far a drawing reaches.
pub(super) struct Grid {
    pub(super) width: i32,
    pub(super) height: i32,
}

/// The rings of each shape on the drawing. `None` where they have no extent.
///
/// Degrees of longitude are made shorter by the cosine of the middle latitude and otherwise taken as they are (a local
/// equirectangular projection). Over a county, half a degree to each side of the middle, nothing is out of place by more than one part
/// in a hundred, which no reader of bands can see, and north stays up.
pub(super) fn place(boundaries: &BTreeMap<String, Vec<Ring>>) -> Option<(Grid, Vec<Vec<Vec<Place>>>)> {
    let all = || boundaries.values().flatten().flatten().filter(|(x, y)| x.is_finite() && y.is_finite());
    let least = |of: fn(&(f64, f64)) -> f64| all().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| all().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (west, east) = (least(|at| at.0), most(|at| at.0));
    let (south, north) = (least(|at| at.1), most(|at| at.1));
    let shorter = f64::midpoint(south, north).to_radians().cos();
    let (across, down) = ((east - west) * shorter, north - south);
    let longer = across.max(down);
    // Where there is no place at all, both are less than nothing; a line of latitude alone is no ground.
    if !(across > 0.0 && down > 0.0 && longer.is_finite()) {
        return None;
    }
    let scale = (FAR - 2.0 * EDGE) / longer;
    // Far within 32 bits, by the scale.
    let whole = |value: f64| value.round() as i32;
    let at =
        |(x, y): &(f64, f64)| (whole(EDGE + (x - west) * shorter * scale), whole(EDGE + (north - y) * scale));
    let ring = |ring: &Ring| {
        let mut placed: Vec<Place> =
            ring.iter().filter(|(x, y)| x.is_finite() && y.is_finite()).map(at).collect();
        placed.dedup();
        placed
    };
    let placed = boundaries.values().map(|rings| rings.iter().map(ring).collect()).collect();
    let size = |extent: f64| whole(extent * scale + 2.0 * EDGE);
    Some((Grid { width: size(across), height: size(down) }, placed))
}

/// A small square where a shape lies that is too small to be drawn, so that it is not lost.
pub(super) fn speck(placed: &[Vec<Place>]) -> Option<Vec<Place>> {
    let places: BTreeSet<Place> = placed.iter().flatten().copied().collect();
    let (x, y) = places.first().copied()?;
    Some(vec![(x - SPECK, y - SPECK), (x + SPECK, y - SPECK), (x + SPECK, y + SPECK), (x - SPECK, y + SPECK)])
}
