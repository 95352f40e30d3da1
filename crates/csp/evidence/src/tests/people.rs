//! An extract with people for stories, of the shape of `mappings/merrowshire-crimes.toml`.

use concordat_engine::Engine;
use concordat_report::{Block, Report};
use concordat_testkit::World;

use super::{
    SLICES,
    areas::loaded,
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
    bring_text(world, engine, name, extract(crimes)).await;
}

async fn bring_text(world: &World, engine: &Engine, name: &str, text_of_crimes: Vec<u8>) {
    let text = include_str!("../../mappings/merrowshire-crimes.toml");
    let mapping = Mapping::parse("merrowshire-crimes.toml", text).unwrap();
    let wanted = landing::Wanted {
        source: Source::of(name, text_of_crimes),
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

/// A crime of the first quarter of 2026.
fn told_of(n: usize, victim: String, suspect: String) -> Told {
    Told {
        day: format!("{:02}/0{}/2026", 1 + n % 28, 1 + n % 3),
        hour: 12,
        class: "008/06",
        tree: "VWI",
        district: "Alder",
        victim,
        victim_sex: "F",
        victim_age: 30,
        suspect,
        relationship: "Stranger",
    }
}

/// The report on all crimes of that quarter as it leaves.
async fn exported(world: &World, engine: &Engine) -> Report {
    let asked = wanted("under-5", "2026-01", "2026-03", "all");
    finished(&findings::export(&world.store, engine, &world.somebody("officer"), &asked).await.unwrap())
}

/// The number in a row of the first table whose caption begins so; where the table is left out, as if it were hidden.
fn shown(report: &Report, caption: &str, row: &str) -> String {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let mut tables = blocks.filter_map(|block| match block {
        Block::Table(table) if table.caption.starts_with(caption) => Some(table),
        _ => None,
    });
    let Some(table) = tables.next() else { return "[c]".to_owned() };
    let row_of = table.rows.iter().find(|cells| cells[0].text() == row);
    row_of.unwrap_or_else(|| panic!("{caption} has no {row}"))[1].text()
}

/// Every crime has a victim of its own, so that whoever is suspected of one has fewer than a serial suspect: two suspects of three crimes each follow from
/// those of one and all parts.
#[tokio::test]
async fn serial_suspects_do_not_tell_suspects_of_one_crime() {
    let suspects = (0..50).chain((50..75).flat_map(|n| [n; 2])).chain((75..77).flat_map(|n| [n; 3]));
    let crimes =
        suspects.enumerate().map(|(n, suspect)| told_of(n, format!("V-{n}"), format!("S-{suspect}")));
    let world = World::sqlite(SLICES).await;
    let (_folder, engine) = engine();
    bring_people(&world, &engine, "spring.csv", &crimes.collect::<Vec<_>>()).await;
    let report = exported(&world, &engine).await;
    let shown = |caption: &str, row: &str| shown(&report, caption, row);
    let by_crimes = |row| shown("Suspects by how many crimes", row);
    assert_eq!(["One crime", "Three", "All"].map(by_crimes), ["[c]", "[c]", "77"]);
    let serial = |row| shown("Serial suspects", row);
    assert_eq!(["With fewer victims or crimes", "Serial suspects"].map(serial), ["[c]", "[c]"]);
}

/// Victims without a reference count once for each crime: 62 of them in 60 crimes are two second ones.
#[tokio::test]
async fn victims_who_cannot_be_told_apart_do_not_tell_who_is_a_second_one() {
    for (second, hides) in [(2, true), (9, false)] {
        let crimes: Vec<Told> =
            (0..60 + second).map(|n| told_of(n, String::new(), format!("S-{}", n % 60))).collect();
        // The last rows tell of crimes that are there already.
        let text = String::from_utf8(extract(&crimes)).unwrap();
        let text = (0..second)
            .fold(text, |text, n| text.replace(&format!("MR/{}/26", 60 + n), &format!("MR/{n}/26")));
        let world = World::sqlite(SLICES).await;
        let (_folder, engine) = engine();
        bring_text(&world, &engine, "spring.csv", text.into_bytes()).await;
        let report = exported(&world, &engine).await;
        let both = [("Crimes by group", "All"), ("Victims by age", "All")];
        let both = both.map(|(caption, row)| shown(&report, caption, row));
        assert_eq!(both.iter().any(|one| one == "[c]"), hides, "{second}: {both:?}");
    }
}

/// Fourteen crimes are in an area that is not on the list, twelve of them in a district that is not: the other two are in one that is.
#[tokio::test]
async fn crimes_outside_the_list_do_not_tell_those_in_districts_on_it() {
    for (elsewhere, hides) in [(12, true), (7, false)] {
        let mut crimes: Vec<Told> =
            (0..126).map(|n| told_of(n, format!("V-{n}"), format!("S-{n}"))).collect();
        crimes.iter_mut().skip(8).step_by(9).take(elsewhere).for_each(|told| told.district = "Farland");
        let world = World::sqlite(SLICES).await;
        let (_folder, engine) = engine();
        bring_people(&world, &engine, "spring.csv", &crimes).await;
        let areas: String = (1..9).map(|n| format!("E0199000{n},Alder {n},Alder,1500\n")).collect();
        loaded(&world, "Alder", &format!("code,name,district,population\n{areas}")).await.unwrap();
        let report = exported(&world, &engine).await;
        let told = format!("{:?}", report.sections).contains("not on the list: 14.");
        let farland = shown(&report, "Crimes by district", "Farland");
        assert_eq!(!told || farland == "[c]", hides, "{elsewhere}: {told} {farland}");
    }
}
