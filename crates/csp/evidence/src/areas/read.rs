//! From a file to a list of areas.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::Refusal;
use serde::Serialize;

use super::{
    columns::{Column, Sort},
    geojson,
    model::Area,
};
use crate::load::{self, Code, Columns, Notes, Oddity, numbers, plain};

/// What was read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreasReading {
    /// The areas, by code.
    pub areas: Vec<Area>,
    /// Their boundaries by code, as GeoJSON geometries in degrees (WGS 84); empty where the file is no map.
    #[serde(skip)]
    pub boundaries: BTreeMap<String, String>,
    /// What was odd.
    pub oddities: Vec<Oddity>,
}

/// An area with its row.
struct Entry {
    row: u64,
    area: Area,
}

type Row<'a> = load::Row<'a, Column>;

/// Reads a list of areas. `file` is its name, for sentences.
///
/// # Errors
/// When it is no such list, or any row is faulty: then nothing is taken, and every fault is told with its row.
pub fn read(bytes: &[u8], file: &str) -> Result<AreasReading, Refusal> {
    let mut notes = Notes::default();
    let mut outlines = None;
    let sheets = if geojson::is_json(bytes) {
        let features = geojson::features(bytes).ok_or_else(|| {
            Refusal::rule(format!(
                "“{file}” is JSON but no GeoJSON collection of features. Give a GeoJSON file, or a CSV file with a row for \
                 each area."
            ))
        })?;
        outlines = Some(features.boundaries);
        vec![features.sheet]
    } else {
        load::sheets(bytes, file)?
    };
    if sheets.iter().any(|sheet| sheet.windows) {
        notes.odd(Code::Windows1252, None, None, "bytes that are no UTF-8", "read as Windows-1252");
    }
    let enough = |columns: &Columns<Column>| Sort::of(columns).is_some();
    let tables: Vec<_> = sheets
        .iter()
        .filter_map(|sheet| Columns::find(&sheet.lines, Column::named, enough, &mut notes))
        .collect();
    let [(columns, lines)] = tables.as_slice() else {
        return Err(Refusal::rule(if tables.is_empty() {
            format!(
                "“{file}” holds no list of areas. It needs a row of headings with the code of each area, such as `code`, \
                 `lsoa11_code` or `LSOA21CD`."
            )
        } else {
            format!("“{file}” holds lists of areas on several sheets. Leave the one that is meant in it.")
        }));
    };
    if lines.is_empty() {
        return Err(Refusal::rule(format!(
            "“{file}” has no row below its headings. Give the file with the areas."
        )));
    }
    let sort = Sort::of(columns).unwrap_or(Sort::Area);
    let mut entries: Vec<Entry> =
        lines.iter().filter_map(|line| entry(&columns.row(line), sort, &mut notes)).collect();
    once(&mut entries, columns.title(Column::Code(sort)), &mut notes);
    look(&entries, columns, sort, &mut notes);
    let boundaries = outlines.map(|outlines| boundaries(&entries, outlines, &mut notes)).unwrap_or_default();
    let mut areas: Vec<Area> = entries.into_iter().map(|entry| entry.area).collect();
    areas.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(AreasReading { areas, boundaries, oddities: notes.settle(file)? })
}

/// The boundaries of a map's areas. One that is no outline is odd; one that cannot be right is a fault.
fn boundaries(
    entries: &[Entry],
    outlines: Vec<Result<Option<String>, &'static str>>,
    notes: &mut Notes,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut without = Vec::new();
    for Entry { row, area } in entries {
        // Features are rows from 1.
        let outline = usize::try_from(*row).ok().and_then(|row| outlines.get(row.checked_sub(1)?));
        match outline {
            Some(Ok(Some(outline))) => {
                found.insert(area.code.clone(), outline.clone());
            }
            Some(Err(why)) => notes.fault(*row, "geometry".to_owned(), *why),
            Some(Ok(None)) | None => without.push(*row),
        }
    }
    if let Some(first) = without.first() {
        let saw = format!("no boundary in {}", numbers(&without));
        notes.odd(Code::BoundaryMissing, *first, None, saw, "kept; they stand in tables only");
    }
    found
}

fn entry(row: &Row<'_>, sort: Sort, notes: &mut Notes) -> Option<Entry> {
    let column = Column::Code(sort);
    let Some(code) = row.text(column) else {
        notes.fault(row.number, row.title(column), "The area has no code. Give it one, or take the row out.");
        return None;
    };
    if !is_code(&code) {
        notes.fault(
            row.number,
            row.title(column),
            format!(
                "“{code}” cannot be the code of an area, which is a capital E, W, S or N and eight figures, such as \
                 E01012345. Correct it."
            ),
        );
        return None;
    }
    let whole = |column, of: std::ops::RangeInclusive<i64>, what, notes: &mut Notes| {
        let text = row.text(column)?;
        let number = text.parse::<i64>().ok().filter(|number| of.contains(number));
        if number.is_none() {
            notes.fault(row.number, row.title(column), format!("“{text}” is no {what}."));
        }
        number
    };
    const PEOPLE: &str = "number of people. Write it with figures only, without a comma, or leave it empty";
    const TENTH: &str =
        "tenth of deprivation. Write a whole number from 1, the most deprived, to 10, or leave it empty";
    let population = whole(Column::Population, 0..=100_000_000, PEOPLE, notes);
    let decile = whole(Column::Decile, 1..=10, TENTH, notes);
    let of_district = |column| if sort == Sort::District { None } else { row.text(column) };
    let area = Area {
        name: row.text(Column::Name(sort)).unwrap_or_else(|| code.clone()),
        code,
        district: of_district(Column::Name(Sort::District)),
        district_code: of_district(Column::Code(Sort::District)),
        population,
        decile,
    };
    Some(Entry { row: row.number, area })
}

fn is_code(text: &str) -> bool {
    text.strip_prefix(['E', 'W', 'S', 'N'])
        .is_some_and(|figures| figures.len() == 8 && figures.bytes().all(|b| b.is_ascii_digit()))
}

/// Leaves each area once. The same twice is odd; two that differ are a fault.
fn once(entries: &mut Vec<Entry>, title: Option<String>, notes: &mut Notes) {
    let mut seen: BTreeMap<String, (u64, Area)> = BTreeMap::new();
    entries.retain(|Entry { row, area }| {
        let Some((first, known)) = seen.get(&area.code) else {
            seen.insert(area.code.clone(), (*row, area.clone()));
            return true;
        };
        if known == area {
            notes.odd(
                Code::RowRepeated,
                *row,
                title.clone(),
                format!("the same as in row {first}"),
                "kept once",
            );
        } else {
            let code = &area.code;
            let why = format!(
                "{code} stands in row {first} too, and the two rows differ. Leave the one that is right."
            );
            notes.fault(*row, title.clone(), why);
        }
        false
    });
}

/// Tells what is odd about the list as a whole.
fn look(entries: &[Entry], columns: &Columns<Column>, sort: Sort, notes: &mut Notes) {
    let told = |rows: Vec<u64>, saw: &str, notes: &mut Notes| {
        if let Some(first) = rows.first() {
            let saw = format!("{saw} in {}", numbers(&rows));
            let did = "kept; these areas have counts and no rates";
            notes.odd(Code::PopulationMissing, *first, columns.title(Column::Population), saw, did);
        }
    };
    let rows = |population| {
        let with = entries.iter().filter(|entry| entry.area.population == population);
        with.map(|entry| entry.row).collect::<Vec<_>>()
    };
    if columns.has(Column::Population) {
        told(rows(None), "no population", notes);
        told(rows(Some(0)), "a population of 0", notes);
    } else {
        let did = "kept; the areas have counts and no rates";
        notes.odd(Code::PopulationMissing, None, None, "no column `population`", did);
    }
    names_and_sorts(entries, columns, sort, notes);
}

fn names_and_sorts(entries: &[Entry], columns: &Columns<Column>, sort: Sort, notes: &mut Notes) {
    let unnamed: Vec<u64> =
        entries.iter().filter(|entry| entry.area.name == entry.area.code).map(|entry| entry.row).collect();
    let name = columns.title(Column::Name(sort));
    if let Some(first) = unnamed.first() {
        let saw = format!("no name in {}", numbers(&unnamed));
        notes.odd(Code::NameMissing, *first, name.clone(), saw, "the code stands for the name");
    }
    let mut names: BTreeMap<(String, &Option<String>), u64> = BTreeMap::new();
    let mut districts: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
    let mut sorts = BTreeSet::new();
    for Entry { row, area } in entries {
        let first = *names.entry((plain(&area.name), &area.district)).or_insert(*row);
        if first != *row {
            let saw = format!("“{}”, the name of row {first} too, with another code", area.name);
            notes.odd(Code::NameRepeated, *row, name.clone(), saw, "kept both");
        }
        if let (Some(code), Some(district)) = (&area.district_code, &area.district) {
            let (known, first) = *districts.entry(code).or_insert((district, *row));
            if known != district {
                let saw = format!("“{district}” for {code}, which row {first} calls “{known}”");
                let column = columns.title(Column::Name(Sort::District));
                notes.odd(
                    Code::DistrictNamedTwice,
                    *row,
                    column,
                    saw,
                    "kept both; they count as two districts",
                );
            }
        }
        let figures = area.code.get(1..3).unwrap_or_default();
        // Districts have four of them: unitary, shire, metropolitan and London.
        if sorts.insert(if matches!(figures, "07" | "08" | "09") { "06" } else { figures })
            && sorts.len() == 2
        {
            let saw = format!("{}, another sort of area than above", area.code);
            let column = columns.title(Column::Code(sort));
            notes.odd(
                Code::SortsDiffer,
                *row,
                column,
                saw,
                "kept; areas within each other would count twice",
            );
        }
    }
}
