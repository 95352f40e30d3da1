//! The properties of a GeoJSON file's features as the rows of a table. Their boundaries are not read.

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
}

/// Whether a file looks like JSON.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// The features as rows under the names of their properties, the first feature in row 1. `None` when it is no collection of
/// features.
pub(super) fn sheet(bytes: &[u8]) -> Option<Sheet> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let features = serde_json::from_slice::<Collection>(bytes).ok()?.features;
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
    Some(Sheet { name: None, lines, windows: false })
}
