//! A map: shapes on the ground, each in one of a few bands, with what the bands mean and the same as a table.

mod grid;
mod merge;
mod simplify;
mod svg;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{Table, tidy};

pub use grid::Ring;
pub(crate) use svg::{Words, svg, swatch};

/// A place on the drawing, across and down.
type Place = (i32, i32);

/// Shapes in one of a few bands each; beside it the same as a table, which names the band of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// What it shows.
    pub title: String,
    /// What it says, as a sentence.
    pub says: String,
    /// What one shape is, and several: "district", "districts".
    pub of: (&'static str, &'static str),
    /// Where the shapes lie.
    pub ground: Ground,
    /// The bands, in the order of the key.
    pub bands: Vec<Band>,
    /// The band of each shape of the ground, in its order, as a place among the bands. A shape without one is left out, and its outline stays.
    pub band_of: Vec<usize>,
    /// What is not on it, and whose the boundaries are: sentences beneath it.
    pub notes: Vec<String>,
    /// The same as a table.
    pub table: Table,
}

/// What the shapes of a band have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// In words, with its edges: "Band 2 of 5, from 61.2 to 70.3".
    pub name: String,
    /// How it looks.
    pub fill: Fill,
}

/// How a band looks: by a pattern of its own as well as by how dark it is, so that colour alone tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// One of a sequence from light to dark, the lightest nought and the darkest four.
    Step(usize),
    /// What may not be seen.
    Hidden,
    /// What is not known.
    Unknown,
}

/// Shapes ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// How far it reaches across.
    width: i32,
    /// How far it reaches down.
    height: i32,
    /// The shapes by name: rings, filled by the even-odd rule.
    shapes: Vec<(String, Vec<Vec<Place>>)>,
    /// The lines between shapes and around them, each once.
    lines: Vec<Vec<Place>>,
}

impl Ground {
    /// From boundaries in degrees of longitude and latitude. What goes by one name becomes one shape: a line that two of its parts
    /// share is gone. `None` where nothing has any extent.
    pub fn of(boundaries: &BTreeMap<String, Vec<Ring>>) -> Option<Self> {
        let (grid, placed) = grid::place(boundaries)?;
        let merged = merge::merge(&placed);
        let shapes =
            boundaries.keys().zip(placed).zip(merged.shapes).filter_map(|((name, placed), rings)| {
                let rings = if rings.is_empty() { vec![grid::speck(&placed)?] } else { rings };
                Some((name.clone(), rings))
            });
        Some(Self { width: grid.width, height: grid.height, shapes: shapes.collect(), lines: merged.lines })
    }

    /// The names of the shapes, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.shapes.iter().map(|(name, _)| name.as_str())
    }
}

/// The most shapes whose names are read out with the map; of more than these the table tells.
const NAMED: usize = 40;

impl Map {
    /// What the bands mean, each with how many shapes it has: "Band 2 of 5, from 61.2 to 70.3: 3 districts".
    pub fn key(&self) -> Vec<String> {
        let (one, several) = self.of;
        let each = self.bands.iter().enumerate().map(|(n, band)| match self.within(n).count() {
            1 => format!("{}: 1 {one}", band.name),
            many => format!("{}: {many} {several}", band.name),
        });
        each.collect()
    }

    /// The names of the shapes in a band.
    fn within(&self, band: usize) -> impl Iterator<Item = &str> {
        let shapes = self.ground.names().zip(&self.band_of);
        shapes.filter(move |(_, of)| **of == band).map(|(name, _)| name)
    }

    /// The whole map in words, for those who do not see it.
    pub fn told(&self) -> String {
        let named = self.band_of.len() <= NAMED;
        let mut told = tidy(&self.says);
        for (n, words) in self.key().into_iter().enumerate() {
            let names: Vec<&str> = self.within(n).collect();
            told.push(' ');
            told.push_str(&words);
            if named && !names.is_empty() {
                told.push_str(&format!(" ({})", names.join(", ")));
            }
            told.push('.');
        }
        told
    }
}
