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
    landing::{Wanted as Wanting, land},
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
        let wanted = Wanting { source, refused_to: None, mapping, key: key() };
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
        which_way_is_better(&world, &engine, &whole).await;
        // And it leaves.
        let officer = world.somebody("officer");
        let lens = Wanted { lens: Some("domestic".to_owned()), ..whole };
        assert!(findings::export(&world.store, &engine, &officer, &lens).await.is_ok());
    }
    assert!(Preset::named("kent").is_ok() && Preset::named("thames-valley").is_ok());
}

/// Five years that rise: high where neither way is better, a concern where fewer are, an improvement where more are.
async fn which_way_is_better(world: &World, engine: &concordat_engine::Engine, whole: &Wanted) {
    for (better, high, says) in [
        (None, "high beyond", "Neither more nor fewer is taken to be better."),
        (Some("down"), "concern beyond", "Fewer are taken to be better."),
        (Some("up"), "improvement beyond", "More is taken to be better."),
    ] {
        let asked =
            Wanted { better: better.map(str::to_owned), only: Some("trend".to_owned()), ..whole.clone() };
        let found = findings::look(&world.store, engine, &world.somebody("analyst"), &asked).await.unwrap();
        let trend = &found.findings[0];
        let concordat_report::Block::Line(chart) = &trend.blocks[0] else { panic!("no chart") };
        let latest = chart.table.rows.iter().rev().find(|row| row[3].text().contains("above the mean"));
        assert!(latest.is_some_and(|row| row[2].text().starts_with(high)), "{better:?}: {latest:?}");
        assert!(trend.caveats.iter().any(|caveat| caveat == says), "{:?}", trend.caveats);
        assert_eq!(trend.figures[0].filter.get("better").map(String::as_str), better);
    }
    let asked = Wanted { better: Some("sideways".to_owned()), ..whole.clone() };
    let refused = findings::look(&world.store, engine, &world.somebody("analyst"), &asked).await.unwrap_err();
    assert!(refused.to_string().contains("neither, down, up"), "{refused}");
}
