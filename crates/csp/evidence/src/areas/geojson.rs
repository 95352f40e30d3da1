//! The features of a GeoJSON file: their properties as the rows of a table, and their boundaries.

use concordat_report::Ring;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::load::{Line, Sheet};

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Value>,
}

/// A file's features, the first in row 1.
pub(super) struct Features {
    /// Under the names of their properties.
    pub(super) sheet: Sheet,
    /// The boundary of each: none where it has no outline, or a sentence on what is wrong with it.
    pub(super) boundaries: Vec<Result<Option<String>, &'static str>>,
}

/// Whether a file looks like JSON.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// The features of a file. `None` when it is no collection of features.
pub(super) fn features(bytes: &[u8]) -> Option<Features> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let features = serde_json::from_slice::<Collection>(bytes).ok()?.features;
    let boundaries = features.iter().map(|feature| boundary(feature.geometry.as_ref())).collect();
    let properties: Vec<Map<String, Value>> =
        features.into_iter().map(|f| f.properties.unwrap_or_default()).collect();
    let mut names: Vec<String> = Vec::new();
    for name in properties.iter().flat_map(Map::keys) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let rows = properties.iter().zip(1..).map(|(properties, number)| {
        let cells = names.iter().map(|name| match properties.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(other) => other.to_string(),
        });
        Line { number, cells: cells.collect() }
    });
    let lines = std::iter::once(Line { number: 0, cells: names.clone() }).chain(rows).collect();
    Some(Features { sheet: Sheet { name: None, lines, windows: false }, boundaries })
}

const METRES: &str = "The boundary is not in degrees of longitude and latitude around Great Britain: it looks like metres of the national grid, or like latitude before longitude. Save the map as WGS 84 (EPSG:4326) and give that file.";
const OPEN: &str = "A ring of the boundary has fewer than four points or does not end where it begins. Save the map anew from the program that it comes from.";
const SHAPE: &str = "The boundary has no coordinates that make a polygon (RFC 7946). Save the map anew from the program that it comes from.";

/// A polygon or several as RFC 7946 writes them, checked: every ring is closed and lies around Great Britain.
fn boundary(geometry: Option<&Value>) -> Result<Option<String>, &'static str> {
    let Some(geometry) = geometry else { return Ok(None) };
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => polygon(coordinates)?,
        Some("MultiPolygon") => {
            let polygons = coordinates.as_array().filter(|polygons| !polygons.is_empty()).ok_or(SHAPE)?;
            polygons.iter().try_for_each(polygon)?;
        }
        // A point or a line is no boundary.
        _ => return Ok(None),
    }
    Ok(Some(geometry.to_string()))
}

fn polygon(rings: &Value) -> Result<(), &'static str> {
    let rings = rings.as_array().filter(|rings| !rings.is_empty()).ok_or(SHAPE)?;
    for ring in rings {
        let positions = ring.as_array().ok_or(SHAPE)?;
        if positions.len() < 4 || positions.first() != positions.last() {
            return Err(OPEN);
        }
        for position in positions {
            let degrees = |n: usize| position.get(n).and_then(Value::as_f64).ok_or(SHAPE);
            if !(-9.0..=3.0).contains(&degrees(0)?) || !(49.0..=61.0).contains(&degrees(1)?) {
                return Err(METRES);
            }
        }
    }
    Ok(())
}

/// A geometry as it was kept.
#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Kept {
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
}

/// Longitude, latitude, and perhaps a height.
type Position = Vec<f64>;

/// The rings of a boundary that was kept, those around holes among them; none where it is no boundary.
pub(crate) fn rings(geometry: &str) -> Vec<Ring> {
    let polygons = match serde_json::from_str(geometry) {
        Ok(Kept::Polygon(rings)) => vec![rings],
        Ok(Kept::MultiPolygon(polygons)) => polygons,
        Err(_) => Vec::new(),
    };
    let position = |position: Position| Some((*position.first()?, *position.get(1)?));
    polygons.into_iter().flatten().map(|ring| ring.into_iter().filter_map(position).collect()).collect()
}
