//! Invented records of a preset come in through the mapping that is written beside them, and findings find what was put in.

use concordat_testkit::World;

use super::{
    SLICES,
    landing::{brought, engine, key},
};
use crate::{
    findings::{self, Wanted, report},
    generate::{self, MAPPING, Preset, presets},
    ingest::{bytes::Source, mapping::Mapping},
    landing::{Is, Wanted as Wanting, land},
};

#[tokio::test]
async fn invented_records_come_in_whole_and_findings_find_what_was_put_in() {
    for preset in presets() {
        let world = World::sqlite(SLICES).await;
        let (_folder, engine) = engine();
        let mut file = Vec::new();
        let made = generate::generate(preset, Some(6000), 3, &mut file).unwrap();
        let mapping = Mapping::parse("generated.toml", MAPPING).unwrap();
        let source = Source::of("generated.csv", file);
        let wanted = Wanting { source, refused_to: None, mapping, key: key(), is: Is::Whole };
        let analyst = world.somebody("analyst");
        let entry = brought(land(&world.store, &engine, &analyst, wanted, |_| {}).await.unwrap()).entry;
        assert_eq!((entry.refused, entry.crimes.unsigned_abs()), (0, made.crimes), "{}", preset.name);
        assert_eq!(entry.people, 2 * entry.crimes);

        let whole = Wanted { from: Some(preset.from), to: Some(preset.to), ..Wanted::default() };
        let found = findings::look(&world.store, &engine, &analyst, &whole).await.unwrap();
        let figures = report::figures(&found);
        let of = |finding: &str, unit: &str| {
            let found = figures.iter().find(|figure| figure.finding == finding && figure.unit == unit);
            (*found.unwrap_or_else(|| panic!("no figure of {finding}, {unit}"))).clone()
        };
        assert_eq!(of("concentration", "suspect").n, Some(made.suspects));
        assert_eq!(of("concentration", "victim").n, Some(made.victims));
        let one = of("repeat", "victim").values["one_crime"];
        // A preset with few victims for its crimes has many who come back.
        assert!(one > 0.3 * made.victims as f64, "{one} of {}", made.victims);
        // And it leaves.
        let officer = world.somebody("officer");
        let lens = Wanted { lens: Some("domestic".to_owned()), ..whole };
        assert!(findings::export(&world.store, &engine, &officer, &lens).await.is_ok());
    }
    assert!(Preset::named("kent").is_ok() && Preset::named("thames-valley").is_ok());
}
