//! An extract with people for stories, of the shape of `mappings/merrowshire-crimes.toml`.

use concordat_engine::Engine;
use concordat_report::Block;
use concordat_testkit::World;

use super::{
    SLICES,
    landing::{brought, engine, key},
    releases::{finished, wanted},
};
use crate::{
    findings,
    ingest::{bytes::Source, mapping::Mapping},
    landing::{self, Is, land},
};

/// One crime: its day and hour, what and where it was, whose it was.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) day: String,
    pub(super) hour: u32,
    pub(super) class: &'static str,
    pub(super) tree: &'static str,
    pub(super) district: &'static str,
    pub(super) victim: String,
    pub(super) victim_sex: &'static str,
    pub(super) victim_age: u32,
    pub(super) suspect: String,
    pub(super) relationship: &'static str,
}

const HEADING: &str = "Crime No,Recorded,From Date,From Time,To Date,To Time,HO Class,Crime Tree,DA Flag,How Found,Outcome,LSOA,District,Premise Ref,MO Text,OIC,Victim ID,Victim Name,Victim Sex,Victim Age,Victim Ethnicity,Suspect ID,Suspect Name,Suspect Sex,Suspect Age,Suspect Ethnicity,Relationship";

pub(super) fn extract(crimes: &[Told]) -> Vec<u8> {
    let mut text = format!("{HEADING}\n");
    for (n, told) in crimes.iter().enumerate() {
        let Told { day, hour, class, tree, district, victim, victim_sex, victim_age, suspect, relationship } =
            told;
        text.push_str(&format!(
            "MR/{n}/26,{day},{day},{hour:02}:15,{day},{hour:02}:15,{class},{tree},N,CALL,NFA,E0199000{},{district},,,,{victim},,{victim_sex},{victim_age},White,{suspect},,M,40,White,{relationship}\n",
            1 + n % 9
        ));
    }
    text.into_bytes()
}

pub(super) async fn bring_people(world: &World, engine: &Engine, name: &str, crimes: &[Told]) {
    let text = include_str!("../../mappings/merrowshire-crimes.toml");
    let mapping = Mapping::parse("merrowshire-crimes.toml", text).unwrap();
    let wanted = landing::Wanted {
        source: Source::of(name, extract(crimes)),
        refused_to: None,
        mapping,
        key: key(),
        is: Is::Whole,
    };
    let landed = land(&world.store, engine, &world.somebody("analyst"), wanted, |_| {}).await.unwrap();
    assert_eq!(brought(landed).entry.refused, 0);
}

/// Some months of crimes with a few small groups, districts and kinds of people among them. The same seed gives the same crimes.
pub(super) fn months_of(months: &[&str], seed: u64) -> Vec<Told> {
    let mut state = seed;
    let mut below = move |end: u64| {
        // Knuth's multiplier; the high bits are good enough for invented people.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let mut crimes = Vec::new();
    for month in months {
        let (year, number) = month.split_once('-').unwrap();
        for _ in 0..60 {
            let (class, tree) = match below(40) {
                0 => ("019/08", "SEX"),
                1..=8 => ("008/06", "VWI"),
                9..=14 => ("195/12", "S&H"),
                _ => ("105/01", "VWOI"),
            };
            let district = match below(30) {
                0 => "Cedar",
                1..=9 => "Birch",
                _ => "Alder",
            };
            let victim_sex = match below(25) {
                0 => "U",
                1..=8 => "M",
                _ => "F",
            };
            let relationship = match below(20) {
                0 => "Neighbour",
                1..=6 => "Stranger",
                _ => "Ex-partner",
            };
            crimes.push(Told {
                day: format!("{:02}/{number}/{year}", 1 + below(28)),
                hour: (below(24)) as u32,
                class,
                tree,
                district,
                victim: format!("V-{}", below(180)),
                victim_sex,
                victim_age: 12 + (below(60) as u32),
                suspect: format!("S-{}", below(120)),
                relationship,
            });
        }
    }
    crimes
}

/// Every crime has a victim of its own, so that whoever is suspected of one has fewer than a serial suspect: two suspects of three crimes each follow from
/// those of one and all parts.
#[tokio::test]
async fn serial_suspects_do_not_tell_suspects_of_one_crime() {
    let suspects = (0..50).chain((50..75).flat_map(|n| [n; 2])).chain((75..77).flat_map(|n| [n; 3]));
    let crimes = suspects.enumerate().map(|(n, suspect)| Told {
        day: format!("{:02}/0{}/2026", 1 + n % 28, 1 + n % 3),
        hour: 12,
        class: "008/06",
        tree: "VWI",
        district: "Alder",
        victim: format!("V-{n}"),
        victim_sex: "F",
        victim_age: 30,
        suspect: format!("S-{suspect}"),
        relationship: "Stranger",
    });
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    bring_people(&world, &engine, "spring.csv", &crimes.collect::<Vec<_>>()).await;
    let asked = wanted("under-5", "2026-01", "2026-03", "all");
    let found = findings::export(&world.store, &engine, &world.somebody("officer"), &asked).await.unwrap();
    let told = finished(&found);
    let shown = |caption: &str, row: &str| {
        let blocks = told.sections.iter().flat_map(|section| &section.blocks);
        let mut tables = blocks.filter_map(|block| match block {
            Block::Table(table) if table.caption.starts_with(caption) => Some(table),
            _ => None,
        });
        let rows = &tables.next().unwrap().rows;
        rows.iter().find(|cells| cells[0].text() == row).unwrap()[1].text()
    };
    let by_crimes = |row| shown("Suspects by how many crimes", row);
    assert_eq!(["One crime", "Three", "All"].map(by_crimes), ["[c]", "[c]", "77"]);
    let serial = |row| shown("Serial suspects", row);
    assert_eq!(["With fewer victims or crimes", "Serial suspects"].map(serial), ["[c]", "[c]"]);
}
