use super::*;
use crate::{load::Code, tests::published};

fn told(reading: &AreasReading) -> Vec<String> {
    reading.oddities.iter().map(ToString::to_string).collect()
}

fn refused(text: &str) -> String {
    read(text.as_bytes(), "x.csv").unwrap_err().to_string()
}

#[test]
fn columns_are_found_by_name_whatever_the_year() {
    let expected = Area {
        code: "E01990001".into(),
        name: "Merrow 001A".into(),
        district: Some("Merrow".into()),
        district_code: Some("E06990001".into()),
        population: Some(1510),
        decile: Some(2),
    };
    for headings in [
        "code,name,district_code,district,population,decile",
        "lsoa11_code,lsoa11_name,lad_code,lad_name,population_2019,imd_decile",
        "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM,Population,IMD decile (2019)",
        "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),Local Authority District name (2019),\
         Total population: mid 2015,Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)",
    ] {
        let headings = headings.replace(": mid 2015", "");
        let text = format!("{headings}\nE01990001,Merrow 001A,E06990001,Merrow,1510,2\n");
        let reading = read(text.as_bytes(), "x.csv").unwrap();
        assert_eq!(reading.areas, std::slice::from_ref(&expected), "{headings}");
        assert_eq!(told(&reading), [""; 0], "{headings}");
    }
}

#[test]
fn faults_refuse_the_whole_list_each_with_its_row() {
    let text = "code,name,population,decile\nE0199000,a,1,1\ne01990001,b,1,1\n,c,1,1\nE01990002,d,\"1,200\",11\n\
                E01990003,e,-1,1\nE01990004,f,10,1\nE01990004,f,11,1\n";
    assert_eq!(
        refused(text).lines().collect::<Vec<_>>(),
        [
            "“x.csv” was not loaded, and nothing of it is kept.",
            "row 2, column code: “E0199000” cannot be the code of an area, which is a capital E, W, S or N and eight figures, \
             such as E01012345. Correct it.",
            "row 3, column code: “e01990001” cannot be the code of an area, which is a capital E, W, S or N and eight figures, \
             such as E01012345. Correct it.",
            "row 4, column code: The area has no code. Give it one, or take the row out.",
            "row 5, column population: “1,200” is no number of people. Write it with figures only, without a comma, or leave \
             it empty.",
            "row 5, column decile: “11” is no tenth of deprivation. Write a whole number from 1, the most deprived, to 10, or \
             leave it empty.",
            "row 6, column population: “-1” is no number of people. Write it with figures only, without a comma, or leave it \
             empty.",
            "row 8, column code: E01990004 stands in row 7 too, and the two rows differ. Leave the one that is right.",
        ]
    );
    assert!(refused("code,name\n").contains("“x.csv” has no row below its headings."));
    assert!(refused("town,people\nMerrow,5\n").starts_with("“x.csv” holds no list of areas."));
    let two_years = refused("code,population_2019,population_2020\nE01990001,1,2\n");
    assert!(
        two_years
            .contains("column population_2020: This column means the same as the column population_2019.")
    );
    assert!(refused("{\"type\": \"Point\"}").contains("no GeoJSON collection of features"));
}

#[test]
fn what_is_odd_is_told() {
    let text = "code,name,lad_code,district,population,mayor\nE01990001,Merrow,E06990001,Merrow,,x\nE01990002,MERROW,E06990001,Merrow,0,\n\
                E01990003,,E06990001,Old Merrow,5,\nE05990001,Quay,E06990002,Ash,7,\nE05990001,Quay,E06990002,Ash,7,\n";
    let reading = read(text.as_bytes(), "x.csv").unwrap();
    assert_eq!(reading.areas.len(), 4);
    assert_eq!(
        told(&reading),
        [
            "row 1: saw “mayor”; did: these columns were not used",
            "row 2, column population: saw no population in row 2; did: kept; these areas have counts and no rates",
            "row 3, column population: saw a population of 0 in row 3; did: kept; these areas have counts and no rates",
            "row 3, column name: saw “MERROW”, the name of row 2 too, with another code; did: kept both",
            "row 4, column name: saw no name in row 4; did: the code stands for the name",
            "row 4, column district: saw “Old Merrow” for E06990001, which row 2 calls “Merrow”; did: kept both; they count as \
             two districts",
            "row 5, column code: saw E05990001, another sort of area than above; did: kept; areas within each other would count \
             twice",
            "row 6, column code: saw the same as in row 5; did: kept once",
        ]
    );
}

#[test]
fn a_map_gives_the_properties_of_its_features() {
    let text = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0.5, 51.4]},
         "properties": {"LSOA11CD": "E01990002", "LSOA11NM": "B", "LAD13CD": "E06990001", "population": 12}},
        {"type": "Feature", "geometry": null, "properties": {"LSOA11CD": "E01990001", "LSOA11NM": null}}]}"#;
    let reading = read(text.as_bytes(), "x.geojson").unwrap();
    let areas: Vec<_> =
        reading.areas.iter().map(|a| (a.code.as_str(), a.name.as_str(), a.population)).collect();
    assert_eq!(areas, [("E01990001", "E01990001", None), ("E01990002", "B", Some(12))]);
    let codes: Vec<_> = reading.oddities.iter().map(|odd| (odd.code, odd.row)).collect();
    assert_eq!(
        codes,
        [(Code::BoundaryMissing, Some(1)), (Code::PopulationMissing, Some(2)), (Code::NameMissing, Some(2))]
    );
}

#[test]
fn the_published_lists_of_kent_load() {
    let name = "boundaries/kent_medway_lsoa11_imd2019_pop2019.csv";
    let Some(bytes) = published(name) else { return };
    let reading = read(&bytes, name).unwrap();
    assert_eq!(reading.areas.len(), 1065);
    assert_eq!(reading.areas.iter().filter_map(|area| area.population).sum::<i64>(), 1_860_111);
    let people = |district: &str| {
        let of = reading.areas.iter().filter(|area| area.district.as_deref() == Some(district));
        of.filter_map(|area| area.population).sum::<i64>()
    };
    assert_eq!((people("Medway"), people("Gravesham")), (278_556, 106_939));
    let districts: std::collections::BTreeSet<_> =
        reading.areas.iter().filter_map(|a| a.district.as_ref()).collect();
    assert_eq!(districts.len(), 13);
    assert!(reading.areas.iter().all(|area| area.decile.is_some()));
    let codes: Vec<_> = reading.oddities.iter().map(|odd| odd.code).collect();
    assert_eq!(codes, [Code::ColumnsUnused], "{:?}", told(&reading));

    for (name, count) in [
        ("boundaries/kent_medway_lsoa11_ward21_lad21.csv", 1065),
        ("boundaries/kent_medway_lsoa_2011.geojson", 1065),
        ("boundaries/kent_medway_wards_2013.geojson", 305),
        ("boundaries/kent_medway_lad_2013.geojson", 13),
    ] {
        let Some(bytes) = published(name) else { return };
        let reading = read(&bytes, name).unwrap();
        assert_eq!(reading.areas.len(), count, "{name}");
        assert!(reading.oddities.iter().any(|odd| odd.code == Code::PopulationMissing), "{name}");
    }
}

#[test]
fn a_lookup_its_people_and_its_map_make_one_list() {
    let lookup = "LSOA21CD,LSOA21NM,LAD22CD,LAD22NM\nE01990001,Merrow 001A,E06990001,Merrow\nE01990002,Merrow 001B,E06990001,Merrow\n\
                  E01990003,Merrow 001C,E06990001,Merrow\n";
    let people = "lsoa21_code,population_2021,imd_decile\nE01990001,1510,2\nE01990002,,3\nE01990077,9,9\n";
    let square = "[[[0.5,51.4],[0.6,51.4],[0.6,51.5],[0.5,51.5],[0.5,51.4]]]";
    let map = |coordinates: &str| {
        let feature = |code: &str| {
            format!(
                r#"{{"type": "Feature", "geometry": {{"type": "Polygon", "coordinates": {coordinates}}}, "properties": {{"LSOA21CD": "{code}"}}}}"#
            )
        };
        let both = [feature("E01990001"), feature("E01990002")].join(",");
        format!(r#"{{"type": "FeatureCollection", "features": [{both}]}}"#)
    };
    let read = |text: &str, file: &str| read(text.as_bytes(), file);
    let list = || read(lookup, "lookup.csv").unwrap();
    let with = list().with_population(&read(people, "people.csv").unwrap(), "people.csv").unwrap();
    let with = with.with_boundaries(&read(&map(square), "map.geojson").unwrap(), "map.geojson").unwrap();
    let said: Vec<_> = with.areas.iter().map(|area| (area.population, area.decile)).collect();
    assert_eq!(said, [(Some(1510), Some(2)), (None, Some(3)), (None, None)]);
    assert_eq!(with.boundaries.keys().collect::<Vec<_>>(), ["E01990001", "E01990002"]);
    assert_eq!(
        told(&with),
        [
            "saw areas in “people.csv” that are not on the list (1: E01990077); did: left out",
            "saw areas in which nobody is said to live (2: E01990002, E01990003); did: kept; these areas have counts and no rates",
            "saw areas without a boundary on the map (1: E01990003); did: kept; they stand in tables only",
        ]
    );

    let other = read("code,population\nE01770001,5\n", "other.csv").unwrap();
    let message = list().with_population(&other, "other.csv").unwrap_err().to_string();
    assert!(
        message.contains("“other.csv” has none of the areas of the list: it has such as E01770001"),
        "{message}"
    );
    let nobody = list().with_population(&list(), "lookup.csv").unwrap_err().to_string();
    assert!(nobody.contains("says of no area how many people live there"), "{nobody}");
    let no_map = list().with_boundaries(&list(), "lookup.csv").unwrap_err().to_string();
    assert!(no_map.contains("has no boundary of any area"), "{no_map}");
    for (coordinates, why) in [
        ("[[[530000,180000],[530100,180000],[530100,180100],[530000,180000]]]", "WGS 84"),
        ("[[[0.5,51.4],[0.6,51.4],[0.6,51.5],[0.5,51.5]]]", "does not end where it begins"),
        ("[]", "no coordinates that make a polygon"),
    ] {
        let message = read(&map(coordinates), "map.geojson").unwrap_err().to_string();
        assert!(message.contains("row 1, column geometry: ") && message.contains(why), "{message}");
    }
}

#[test]
fn the_published_files_of_kent_go_together() {
    let file = |name: &str| Some(read(&published(&format!("boundaries/{name}"))?, name).unwrap());
    let (lookup, people, map) = (
        "kent_medway_lsoa11_ward21_lad21.csv",
        "kent_medway_lsoa11_imd2019_pop2019.csv",
        "kent_medway_lsoa_2011.geojson",
    );
    let (Some(list), Some(of), Some(outlines)) = (file(lookup), file(people), file(map)) else { return };
    let list = list.with_population(&of, people).unwrap().with_boundaries(&outlines, map).unwrap();
    assert_eq!((list.areas.len(), list.boundaries.len()), (1065, 1065));
    assert_eq!(list.areas.iter().filter_map(|area| area.population).sum::<i64>(), 1_860_111);
    assert_eq!(told(&list), [""; 0], "every area has people and a boundary");
}
