//! A list of areas put together from files: the list itself, and beside it populations and boundaries of the same areas.

use std::collections::BTreeMap;

use concordat_kernel::Refusal;

use super::{model::Area, read::AreasReading};
use crate::load::{Code, Oddity};

impl AreasReading {
    /// With who lives there and how deprived they are from a file of its own, whose word counts where both say something.
    ///
    /// # Errors
    /// When that file says nothing of anybody, or has none of the areas.
    pub fn with_population(mut self, people: &Self, file: &str) -> Result<Self, Refusal> {
        let by_code: BTreeMap<&str, &Area> =
            people.areas.iter().map(|area| (area.code.as_str(), area)).collect();
        if people.areas.iter().all(|area| area.population.is_none()) {
            return Err(Refusal::rule(format!(
                "“{file}” says of no area how many people live there. It needs a column `population` (or `population_2021`)."
            )));
        }
        self.meet(by_code.keys().copied(), file)?;
        let mut differ = Vec::new();
        for area in &mut self.areas {
            let Some(found) = by_code.get(area.code.as_str()) else { continue };
            if found.population.is_some() {
                if area.population.is_some() && area.population != found.population {
                    differ.push(area.code.clone());
                }
                area.population = found.population;
            }
            area.decile = found.decile.or(area.decile);
        }
        if let Some(saw) = some_of(&differ, "areas with another population in the list") {
            self.odd(Code::PopulationsDiffer, saw, format!("took that of “{file}”"));
        }
        // What the list said of missing populations was said before this file was there.
        self.oddities.retain(|odd| odd.code != Code::PopulationMissing);
        let without: Vec<String> = self.codes_where(|area| area.population.unwrap_or(0) == 0);
        if let Some(saw) = some_of(&without, "areas in which nobody is said to live") {
            self.odd(Code::PopulationMissing, saw, "kept; these areas have counts and no rates".to_owned());
        }
        Ok(self)
    }

    /// With boundaries from a map of its own.
    ///
    /// # Errors
    /// When the map has no outline, or none of the areas.
    pub fn with_boundaries(mut self, map: &Self, file: &str) -> Result<Self, Refusal> {
        if map.boundaries.is_empty() {
            return Err(Refusal::rule(format!(
                "“{file}” has no boundary of any area. Give a GeoJSON file whose features are polygons with the code of each area."
            )));
        }
        self.meet(map.boundaries.keys().map(String::as_str), file)?;
        let ours: Vec<String> = self.codes_where(|_| true);
        self.boundaries = map.boundaries.clone();
        self.boundaries.retain(|code, _| ours.binary_search(code).is_ok());
        self.oddities.retain(|odd| odd.code != Code::BoundaryMissing);
        let without = self.codes_where(|area| !map.boundaries.contains_key(&area.code));
        if let Some(saw) = some_of(&without, "areas without a boundary on the map") {
            self.odd(Code::BoundaryMissing, saw, "kept; they stand in tables only".to_owned());
        }
        Ok(self)
    }

    /// Refuses a file that is about other areas, and tells which of its areas are not on the list.
    fn meet<'a>(&mut self, codes: impl Iterator<Item = &'a str>, file: &str) -> Result<(), Refusal> {
        let ours = self.codes_where(|_| true);
        let (on, off): (Vec<&str>, Vec<&str>) =
            codes.partition(|code| ours.binary_search_by(|our| our.as_str().cmp(code)).is_ok());
        if on.is_empty() {
            let (one, other) = (ours.first().cloned().unwrap_or_default(), off.first().copied());
            return Err(Refusal::rule(format!(
                "“{file}” has none of the areas of the list: it has such as {}, the list such as {one}. Give the same sort of area, with the boundaries of the same year.",
                other.unwrap_or("none")
            )));
        }
        let off: Vec<String> = off.into_iter().map(str::to_owned).collect();
        if let Some(saw) = some_of(&off, &format!("areas in “{file}” that are not on the list")) {
            self.odd(Code::OutsideList, saw, "left out".to_owned());
        }
        Ok(())
    }

    /// The codes of some areas, in order.
    fn codes_where(&self, which: impl Fn(&Area) -> bool) -> Vec<String> {
        self.areas.iter().filter(|area| which(area)).map(|area| area.code.clone()).collect()
    }

    fn odd(&mut self, code: Code, saw: String, did: String) {
        self.oddities.push(Oddity { code, row: None, column: None, saw, did });
    }
}

/// How many there are and the first of them; nothing where there is none.
fn some_of(codes: &[String], what: &str) -> Option<String> {
    let first = codes.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if codes.len() > 3 { " and others" } else { "" };
    (!codes.is_empty()).then(|| format!("{what} ({}: {first}{more})", codes.len()))
}
