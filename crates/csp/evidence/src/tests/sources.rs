//! Stories of two systems that tell of the same crimes.

use concordat_testkit::World;

use super::{
    SLICES,
    landing::{brought, engine, key},
    people::{extract, months_of},
};
use crate::{
    ingest::{bytes::Source, mapping::Mapping},
    landing::{Is, Wanted, land},
};

#[tokio::test]
async fn the_same_crimes_under_other_references_are_told() {
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    let mapping = include_str!("../../mappings/merrowshire-crimes.toml");
    let other = mapping.replace("name = \"merrowshire-crimes\"", "name = \"case-system\"");
    let bring = async |mapping: &str, file: &str, bytes: Vec<u8>| {
        let mapping = Mapping::parse("mapping.toml", mapping).unwrap();
        let source = Source::of(file, bytes);
        let wanted = Wanted { source, refused_to: None, mapping, key: key(), is: Is::Whole };
        brought(land(&world.store, &engine, &world.operator(), wanted, |_| {}).await.unwrap())
    };
    let text = |seed| String::from_utf8(extract(&months_of(&["2026-03", "2026-04"], seed))).unwrap();
    let first = bring(mapping, "crimes.csv", text(7).into()).await;
    let says = |remarks: &[String]| {
        let same = remarks.iter().find(|said| said.starts_with("Crimes of the same moments"));
        same.map(|said| said.split(" whose").next().unwrap_or_default().to_owned())
    };
    assert_eq!(says(&first.remarks), None);
    // Another system's own crimes of the same county are told of as its own.
    let renamed = |text: String| text.replace("MR/", "CS/").into_bytes();
    let apart = bring(&other, "others.csv", renamed(text(8))).await;
    assert_eq!(says(&apart.remarks), None, "{:?}", apart.remarks);
    let twice = bring(&other.replace("case-system", "third-system"), "again.csv", renamed(text(7))).await;
    let told = "Crimes of the same moments in the same areas as crimes of another source: 120 of 120";
    assert_eq!(says(&twice.remarks).as_deref(), Some(told), "{:?}", twice.remarks);
}
