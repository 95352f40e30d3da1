//! From the rings of many parts to the outlines of shapes.
//!
//! Everything is done on the edges between places of the grid. An edge that a shape has twice lies between two of its parts and is
//! gone (what is left is the sum of its rings modulo two, which the even-odd rule fills just so, holes included). What is left is cut
//! into arcs where shapes meet, and each arc is made simpler once, so that neighbours keep a common line without gaps.

use std::collections::{BTreeMap, BTreeSet};

use super::{Place, simplify::simplify};

/// An edge between two places, the lesser first.
type Edge = (Place, Place);

/// The outlines of shapes, and the lines between and around them.
pub(super) struct Merged {
    pub(super) shapes: Vec<Vec<Vec<Place>>>,
    pub(super) lines: Vec<Vec<Place>>,
}

/// A stretch of edges between the same shapes.
struct Arc {
    places: Vec<Place>,
    /// The shapes whose outline it is part of.
    of: Vec<usize>,
}

/// The outlines of shapes, each given as the rings of its parts. Rings are closed where they are not.
pub(super) fn merge(shapes: &[Vec<Vec<Place>>]) -> Merged {
    let edges = edges(shapes);
    let mut arcs = arcs(&edges);
    for arc in &mut arcs {
        arc.places = simplify(&arc.places);
    }
    // A ring that comes down to a line there and back is too small to be seen.
    arcs.retain(|arc| arc.places.len() > 3 || arc.places.first() != arc.places.last());
    let rings = (0..shapes.len()).map(|shape| rings(&arcs, shape)).collect();
    Merged { shapes: rings, lines: arcs.into_iter().map(|arc| arc.places).collect() }
}

/// The edges that are an odd number of times in the rings of a shape, with the shapes that have them so.
fn edges(shapes: &[Vec<Vec<Place>>]) -> BTreeMap<Edge, Vec<usize>> {
    let mut edges: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
    for (shape, rings) in shapes.iter().enumerate() {
        for ring in rings {
            let next = ring.iter().cycle().skip(1);
            for (from, to) in ring.iter().zip(next).filter(|(from, to)| from != to) {
                let owners = edges.entry((*from.min(to), *from.max(to))).or_default();
                // Shapes come in order, so this one is the last if it is there.
                if owners.last() == Some(&shape) {
                    owners.pop();
                } else {
                    owners.push(shape);
                }
            }
        }
    }
    edges.retain(|_, owners| !owners.is_empty());
    edges
}

/// Stretches of edges from one place where lines meet to the next; a line that meets no other is a ring.
///
/// Each shape has an even number of edges at a place. So where there are two edges, both are of the same shapes.
fn arcs(edges: &BTreeMap<Edge, Vec<usize>>) -> Vec<Arc> {
    let mut beside: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    for (from, to) in edges.keys() {
        beside.entry(*from).or_default().push(*to);
        beside.entry(*to).or_default().push(*from);
    }
    let meets = |place: &Place| beside.get(place).is_none_or(|others| others.len() != 2);
    let mut done: BTreeSet<Edge> = BTreeSet::new();
    let mut arcs = Vec::new();
    let (meeting, passed): (Vec<Place>, Vec<Place>) = beside.keys().copied().partition(|place| meets(place));
    // First from where lines meet; whatever is left after that are rings.
    for start in meeting.into_iter().chain(passed) {
        for first in beside.get(&start).into_iter().flatten() {
            let edge = |from: Place, to: Place| (from.min(to), from.max(to));
            if !done.insert(edge(start, *first)) {
                continue;
            }
            let of = edges.get(&edge(start, *first)).cloned().unwrap_or_default();
            let (mut places, mut here) = (vec![start, *first], *first);
            while here != start && !meets(&here) {
                let onward = beside.get(&here).into_iter().flatten();
                let Some(next) = onward.copied().find(|next| !done.contains(&edge(here, *next))) else {
                    break;
                };
                done.insert(edge(here, next));
                places.push(next);
                here = next;
            }
            arcs.push(Arc { places, of });
        }
    }
    arcs
}

/// The rings of a shape, put together from its arcs.
fn rings(arcs: &[Arc], shape: usize) -> Vec<Vec<Place>> {
    let own: Vec<&[Place]> =
        arcs.iter().filter(|arc| arc.of.contains(&shape)).map(|arc| arc.places.as_slice()).collect();
    let mut at: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for (n, places) in own.iter().enumerate() {
        for end in [places.first(), places.last()].into_iter().flatten() {
            at.entry(*end).or_default().push(n);
        }
    }
    let mut left: BTreeSet<usize> = (0..own.len()).collect();
    let mut rings = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut ring: Vec<Place> = own.get(first).map(|places| places.to_vec()).unwrap_or_default();
        while let (Some(start), Some(end)) = (ring.first().copied(), ring.last().copied()) {
            if start == end {
                break;
            }
            let next = at.get(&end).into_iter().flatten().find(|n| left.contains(n)).copied();
            let Some(places) = next.and_then(|next| own.get(next).filter(|_| left.remove(&next))) else {
                break;
            };
            if places.first() == Some(&end) {
                ring.extend(places.iter().skip(1));
            } else {
                ring.extend(places.iter().rev().skip(1));
            }
        }
        // The path is closed where it is drawn.
        if ring.first() == ring.last() {
            ring.pop();
        }
        if ring.len() > 2 {
            rings.push(ring);
        }
    }
    rings
}
