//! Stories of the map: what is drawn of records, and what is not.

use concordat_report::{Band, Block, Cell, Fill, Ground, Map, html, paper, xlsx};
use concordat_testkit::{World, on_both};

use super::{
    SLICES,
    landing::{bring, brought, engine, street},
    published,
};
use crate::{
    SAMPLE_AREAS, SAMPLE_BOUNDARIES,
    areas::{self, AreasReading, NewAreaList},
    findings::{self, Found, Wanted, report},
};

async fn load(world: &World, reading: &AreasReading) {
    let new = NewAreaList {
        name: "Merrowshire".to_owned(),
        file_name: "areas.csv".to_owned(),
        sha256: "5f".repeat(32),
    };
    areas::load(&world.store, &world.operator(), new, reading).await.unwrap();
}

fn reading() -> AreasReading {
    let boundaries = areas::read(SAMPLE_BOUNDARIES, "boundaries.geojson").unwrap();
    areas::read(SAMPLE_AREAS, "areas.csv")
        .unwrap()
        .with_boundaries(&boundaries, "boundaries.geojson")
        .unwrap()
}

/// So many burglaries in the first area of each district, in the order of the list.
fn burglaries(counts: &[usize]) -> Vec<u8> {
    let list = areas::read(SAMPLE_AREAS, "areas.csv").unwrap().areas;
    let mut crimes = Vec::new();
    for (n, count) in counts.iter().enumerate() {
        // Port Aldren, a unitary authority, is last on the list.
        let area = &list[2 * n];
        crimes.extend(
            (0..*count).map(|crime| (format!("id{n}-{crime}"), area.code.clone(), area.name.clone())),
        );
    }
    let mut text = String::from_utf8(street(&[])).unwrap();
    for (id, code, name) in &crimes {
        let line = String::from_utf8(street(&[(id, "2026-04", code, "Burglary")])).unwrap();
        text.push_str(&line.lines().last().unwrap().replace("Aldermoor 001A", name));
        text.push('\n');
    }
    text.into_bytes()
}

fn map(found: &Found) -> &Map {
    let blocks = found.findings.iter().flat_map(|finding| &finding.blocks);
    blocks
        .filter_map(|block| if let Block::Map(map) = block { Some(map) } else { None })
        .next()
        .expect("a map among the findings")
}

fn band(map: &Map, district: &str) -> String {
    let row = map.table.rows.iter().find(|row| row[0].text() == district).expect("the district");
    row.last().map(Cell::text).unwrap_or_default()
}

#[test]
fn districts_are_drawn_in_fifths_of_their_rates_and_none_is_nought() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        load(&world, &reading()).await;
        brought(bring(&world, &engine, "april.csv", burglaries(&[40, 35, 30, 25, 20, 15])).await.unwrap());
        // An officer reads findings, and looks behind none.
        let officer = world.somebody("officer");
        let found = findings::look(&world.store, &engine, &officer, &Wanted::default()).await.unwrap();
        let map = map(&found);
        assert_eq!(map.title, "Crimes for each 1,000 people, by district");
        // Seven of thirteen without any are the lowest band, and two fifths of the others share what is left of the ranks.
        assert_eq!(band(map, "Aldermoor"), "4 of 4");
        assert_eq!(band(map, "Port Aldren"), "1 of 4");
        assert_eq!(band(map, "All"), "–");
        assert!(map.key()[0].contains("0.0 for each 1,000 people: 7 districts"), "{:?}", map.key());
        assert!(map.notes.iter().any(|note| note.contains("“Merrowshire”")), "{:?}", map.notes);
        let report = report::report(&found);
        assert!(html(&report).unwrap().contains("<title>Port Aldren: Band 1 of 4"));
        assert!(paper(&report).data.to_string().contains("Band 4 of 4"));
        assert!(xlsx(&report).is_ok());
        world
    });
}

/// What is hidden looks the same whatever it is.
#[test]
fn a_hidden_count_leaves_no_trace_in_the_picture() {
    on_both(SLICES, |world| async move {
        let mut drawn = Vec::new();
        load(&world, &reading()).await;
        for small in [1, 2, 4] {
            let (_folder, engine) = engine();
            let other = World::sqlite(SLICES).await;
            load(&other, &reading()).await;
            let counts = [40, 35, 30, small, 20, 15];
            brought(bring(&other, &engine, "april.csv", burglaries(&counts)).await.unwrap());
            let officer = other.somebody("officer");
            let found = findings::look(&other.store, &engine, &officer, &Wanted::default()).await.unwrap();
            let map = map(&found);
            assert_eq!(band(map, "Eastmarch"), "hidden");
            let report = report::report(&found);
            let page = html(&report).unwrap();
            let picture = page.split("<svg class=\"app-chart__map\"").nth(1).unwrap();
            let (picture, _) = picture.split_once("</svg>").unwrap();
            assert!(picture.contains("Eastmarch: Hidden by the rule for small numbers"));
            drawn.push(picture.to_owned());
        }
        drawn.dedup();
        assert_eq!(drawn.len(), 1, "a picture tells 1, 2 and 4 apart");
        world
    });
}

#[test]
fn what_cannot_be_drawn_is_said() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        let mut reading = reading();
        // One district without any boundary, and one without that of one of its areas; and one whose people nobody counted.
        for code in ["E01990001", "E01990002", "E01990004"] {
            reading.boundaries.remove(code);
        }
        for area in reading.areas.iter_mut().filter(|area| area.district.as_deref() == Some("Caldermere")) {
            area.population = None;
        }
        load(&world, &reading).await;
        let file = String::from_utf8(burglaries(&[40, 35, 30, 25, 20, 15])).unwrap();
        // The records call the fourth by a name that it no longer has.
        let file = file.replace("Eastmarch 001A", "Old Eastmarch 001A").into_bytes();
        brought(bring(&world, &engine, "april.csv", file).await.unwrap());
        let analyst = world.somebody("analyst");
        let found = findings::look(&world.store, &engine, &analyst, &Wanted::default()).await.unwrap();
        let map = map(&found);
        let notes = map.notes.join(" ");
        for said in [
            "but not on the map, as it has no boundary for them: Aldermoor.",
            "Drawn without some of their areas, which have no boundary on the list: Brackenford.",
            "under another name, or none: Eastmarch.",
            "no population there: Caldermere.",
        ] {
            assert!(notes.contains(said), "{said} is not in {notes}");
        }
        assert_eq!(band(map, "Aldermoor"), "not on the map");
        assert_eq!(band(map, "Old Eastmarch"), "not on the map");
        assert_eq!(band(map, "Caldermere"), "not known");
        assert!(!map.table.rows.iter().any(|row| row[0].text() == "Eastmarch"), "not nought");
        assert!(map.key().last().unwrap().starts_with("Not known: 2 districts"), "{:?}", map.key());
        world
    });
}

#[test]
fn without_boundaries_there_is_the_table_alone() {
    on_both(SLICES, |world| async move {
        let (_folder, engine) = engine();
        load(&world, &areas::read(SAMPLE_AREAS, "areas.csv").unwrap()).await;
        brought(bring(&world, &engine, "april.csv", burglaries(&[40, 35])).await.unwrap());
        let found =
            findings::look(&world.store, &engine, &world.operator(), &Wanted::default()).await.unwrap();
        let tables = found.findings[0].blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table.caption.as_str()),
            _ => None,
        });
        assert_eq!(
            tables.collect::<Vec<_>>(),
            ["Crimes by group of offences", "Crimes by district", "Crimes by month"]
        );
        world
    });
}

/// The 1,065 small areas of a real county, each drawn for itself, with the last place of every boundary as it was published.
#[test]
fn a_real_county_fits_in_a_page() {
    let Some(bytes) = published("boundaries/kent_medway_lsoa_2011.geojson") else { return };
    let boundaries = areas::read(&bytes, "lsoa.geojson").unwrap().boundaries;
    let rings = boundaries.iter().map(|(code, geometry)| (code.clone(), areas::rings(geometry)));
    let ground = Ground::of(&rings.collect()).unwrap();
    assert_eq!(ground.names().count(), 1065);
    let mut found = crate::pages::samples::found().unwrap();
    let Some(Block::Map(map)) = found.findings[0].blocks.get_mut(1) else { panic!("a map") };
    map.bands = vec![Band { name: "Band 1 of 1".to_owned(), fill: Fill::Step(2) }];
    map.band_of = vec![0; 1065];
    map.ground = ground;
    let page = html(&report::report(&found)).unwrap();
    let picture = page.split("<svg class=\"app-chart__map\"").nth(1).unwrap();
    let (picture, _) = picture.split_once("</svg>").unwrap();
    eprintln!("{} bytes", picture.len());
    assert!(picture.len() < 300_000, "{} bytes", picture.len());
}
