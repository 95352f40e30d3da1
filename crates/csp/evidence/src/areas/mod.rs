//! The list of areas: which small areas the county has, who lives there and how deprived they are. It is what makes an
//! area without any crime count as zero, and a crime outside the county be left out and counted.
//!
//! A list is loaded whole from CSV, a workbook or a GeoJSON file, with populations and boundaries from files of their own where
//! they lie apart ([`AreasReading::with_population`], [`AreasReading::with_boundaries`]). Columns are found by name: the code and
//! name of the area (`code` and `name`, or those of an output area, LSOA, MSOA, ward or district as published, the
//! smallest sort that is there), its district (`district`, or the name and code of its local authority), `population` and
//! `imd_decile`. Figures name the list by its number; loading another replaces it and says what changed.

pub(crate) mod actions;
mod columns;
mod geojson;
mod join;
mod model;
mod read;
mod store;

pub use model::{Area, AreaChange, AreaList, Areas, Changes, LoadedAreas, NewAreaList};
pub use read::{AreasReading, read};
pub use store::{areas, areas_of, boundaries, lists, load, oddities};

pub(crate) use geojson::rings;
pub(crate) use store::SOME_AREA_LIST;

#[cfg(test)]
mod tests;
