//! An invented list of areas whose districts can be drawn.

use std::collections::BTreeMap;

use crate::{areas::Area, findings::Outlines};

/// These areas in three districts, the last of which has no crime, with squares for boundaries.
pub(super) fn listed(codes: &[String]) -> (BTreeMap<String, Area>, Outlines) {
    let districts = ["Upper Ashing", "Lower Ashing", "Far Ashing"];
    let areas: Vec<Area> = codes
        .iter()
        .enumerate()
        .map(|(n, code)| Area {
            code: code.clone(),
            name: format!("Ashing {n:03}"),
            district: districts.get(n * districts.len() / codes.len().max(1)).map(|name| (*name).to_owned()),
            district_code: None,
            population: Some(1500 + 7 * i64::try_from(n).unwrap_or(0)),
            decile: None,
        })
        .collect();
    // Seven squares a row, the northernmost first.
    let square = |(n, code): (usize, &String)| {
        let (west, north) = (1.0 + 0.02 * (n % 7) as f64, 53.0 - 0.012 * (n / 7) as f64);
        let (east, south) = (west + 0.02, north - 0.012);
        let ring = [(west, north), (east, north), (east, south), (west, south), (west, north)];
        let ring: Vec<String> = ring.iter().map(|(x, y)| format!("[{x:.4},{y:.4}]")).collect();
        (code.clone(), format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, ring.join(",")))
    };
    let boundaries = codes.iter().enumerate().map(square).collect();
    let outlines = Outlines::of("Small areas of Ashing", &areas, &boundaries);
    (areas.into_iter().map(|area| (area.code.clone(), area)).collect(), outlines)
}
