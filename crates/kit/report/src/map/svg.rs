//! A map as a picture that stands in a page or on paper.

use concordat_web::{
    askama::{self, Template},
    parts::{Html, Part},
};

use super::{Fill, Map, Place};

/// How a fill looks: its ground, and the marks on it with their colour. Steps grow darker, and each has marks that no other has; the
/// marks stand out from their ground by more than three to one.
struct Look {
    ground: &'static str,
    marks: &'static str,
    ink: &'static str,
}

/// How wide and how high a piece of a pattern is, in places of the grid.
const PIECE: i32 = 40;

fn look(fill: Fill) -> Look {
    const INK: &str = "#17201f";
    let (ground, marks, ink) = match fill {
        Fill::Step(0) => ("#edf4f3", "", INK),
        // Dots, which a very short stroke with round ends is.
        Fill::Step(1) => ("#cfe3e1", "M20 20h.1", "#0b5c5e"),
        Fill::Step(2) => ("#7fa9a6", "M-5 5L5-5M0 40L40 0M35 45L45 35", INK),
        Fill::Step(3) => ("#0b5c5e", "M0 20H40M20 0V40", "#ffffff"),
        Fill::Step(_) => (INK, "", INK),
        Fill::Hidden => ("#ffffff", "M0 20H40", INK),
        Fill::Unknown => ("#ffffff", "M14 14L26 26M26 14L14 26", INK),
    };
    Look { ground, marks, ink }
}

/// How wide the marks are.
fn weight(fill: Fill) -> i32 {
    if fill == Fill::Step(1) { 10 } else { 4 }
}

/// A fill as it is drawn: its ground, then its marks as a pattern over it. One pattern of both would show seams on paper, where
/// readers of PDF set its pieces beside each other.
struct Pattern {
    id: String,
    look: Look,
    weight: i32,
}

impl Pattern {
    fn of(id: String, fill: Fill) -> Self {
        Self { id, look: look(fill), weight: weight(fill) }
    }
}

/// A band as it is drawn.
struct Drawn<'a> {
    name: &'a str,
    pattern: Pattern,
    shapes: Vec<(&'a str, String)>,
}

/// The picture.
#[derive(Template)]
#[template(path = "map.svg", escape = "html")]
struct Picture<'a> {
    id: &'a str,
    map: &'a Map,
    words: Words,
    piece: i32,
    bands: Vec<Drawn<'a>>,
    lines: String,
}
impl askama::filters::HtmlSafe for Picture<'_> {}
impl Part for Picture<'_> {}

/// The piece of a key that ties its words to the shapes of a band.
#[derive(Template)]
#[template(path = "map-key.svg", escape = "html")]
struct Swatch {
    piece: i32,
    pattern: Pattern,
}
impl askama::filters::HtmlSafe for Swatch {}
impl Part for Swatch {}

/// Whether a picture says in words what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// For a page.
    Within,
    /// For paper, which has its words beside the picture.
    Beside,
}

/// A map as SVG. The id must be the only one of its kind on the page.
pub(crate) fn svg(map: &Map, id: &str, words: Words) -> Html {
    let shapes = |band: usize| {
        let each = map.ground.shapes.iter().zip(&map.band_of).filter(move |(_, of)| **of == band);
        each.map(|((name, rings), _)| {
            (name.as_str(), rings.iter().map(|ring| path(ring) + "z").collect::<String>())
        })
    };
    let bands = map.bands.iter().enumerate().map(|(n, band)| Drawn {
        name: &band.name,
        pattern: Pattern::of(format!("{id}-{n}"), band.fill),
        shapes: shapes(n).collect(),
    });
    Html::of(&Picture {
        id,
        map,
        words,
        piece: PIECE,
        bands: bands.collect(),
        lines: map.ground.lines.iter().map(|line| path(line)).collect(),
    })
}

/// A fill as a small picture. The id must be the only one of its kind on the page.
pub(crate) fn swatch(fill: Fill, id: String) -> Html {
    Html::of(&Swatch { piece: PIECE, pattern: Pattern::of(id, fill) })
}

/// A line as a path: where it begins, then each step from there, without a space where a sign parts two numbers.
fn path(line: &[Place]) -> String {
    let Some((x, y)) = line.first() else { return String::new() };
    let mut path = format!("M{x} {y}l");
    let steps = line.iter().zip(line.iter().skip(1)).flat_map(|(a, b)| [b.0 - a.0, b.1 - a.1]);
    for (n, step) in steps.enumerate() {
        if n > 0 && step >= 0 {
            path.push(' ');
        }
        path.push_str(&step.to_string());
    }
    path
}
