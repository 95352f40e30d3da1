//! Two years of invented records: an extract with the people in crimes of violence, a list of areas, a small harm index, and a list for
//! review that an analyst made.

use std::fmt::Write as _;

use concordat_evidence::{
    SAMPLE_AREAS, SAMPLE_BOUNDARIES, SAMPLE_INDEX,
    areas::{self, NewAreaList},
    findings, generate,
    index::{self, NewIndex, Rule},
    ingest::{bytes::Source, mapping::Mapping, pseudonym::Key},
    landing::{Is, Wanted, land},
    notebook,
    ranking::{self, NewList, Verdict},
};
use concordat_kernel::{Chance, Month, Result, jiff::ToSpan as _};
use concordat_steps::Analyst;
use concordat_store::Store;
use sha2::{Digest as _, Sha256};

use crate::calendar::Calendar;

/// Groups of offences with how many of a hundred crimes are of each.
const GROUPS: &[(&str, u32)] = &[
    ("Violence and sexual offences", 38),
    ("Anti-social behaviour", 20),
    ("Criminal damage and arson", 10),
    ("Public order", 9),
    ("Shoplifting", 7),
    ("Vehicle crime", 6),
    ("Burglary", 4),
    ("Other theft", 4),
    ("Drugs", 2),
];
/// Crimes in a usual month.
const USUAL: u32 = 150;
/// The month, counted from the first, in which far fewer were recorded than happened.
const THIN: i32 = 17;

pub(crate) async fn load(store: &Store, analyst: &dyn Analyst, calendar: &Calendar) -> Result<()> {
    let text = |bytes: &[u8]| concordat_access::audit::hex(&Sha256::digest(bytes));
    let ctx = calendar.operator();
    let boundaries = areas::read(SAMPLE_BOUNDARIES, "merrowshire-boundaries.geojson")?;
    let reading = areas::read(SAMPLE_AREAS, "merrowshire-areas.csv")?
        .with_boundaries(&boundaries, "merrowshire-boundaries.geojson")?;
    let list = NewAreaList {
        name: "Small areas of Merrowshire".to_owned(),
        file_name: "merrowshire-areas.csv, merrowshire-boundaries.geojson".to_owned(),
        sha256: text(&[SAMPLE_AREAS, SAMPLE_BOUNDARIES].concat()),
    };
    areas::load(store, &ctx, list, &reading).await?;
    let reading = index::read(SAMPLE_INDEX, "invented-index.csv", Rule::Median)?;
    let new = NewIndex {
        name: "Invented harm index".to_owned(),
        version: "1".to_owned(),
        rule: Rule::Median,
        file_name: "invented-index.csv".to_owned(),
        sha256: text(SAMPLE_INDEX),
    };
    index::load(store, &ctx, new, &reading).await?;
    let places: Vec<(String, String, String)> = areas::read(SAMPLE_AREAS, "merrowshire-areas.csv")?
        .areas
        .into_iter()
        .map(|area| (area.code, area.name, area.district.unwrap_or_default()))
        .collect();
    let last = Month::of(ctx.clock.today()).plus(-2);
    // The content is the same whatever else was drawn before.
    let chance = Chance::seeded(26);
    for (from, months) in [(last.plus(-23), 12), (last.plus(-11), 12)] {
        let first = if from == last.plus(-23) { 0 } else { 12 };
        let file = records(&chance, &places, from, months, first);
        let name = format!("{from}-merrowshire-records.csv");
        let wanted = Wanted {
            source: Source::of(name, file),
            refused_to: None,
            mapping: Mapping::parse("merrowshire-records.toml", generate::MAPPING)?,
            key: Key::passing(&Chance::seeded(27)),
            is: Is::Whole,
        };
        land(store, analyst, &calendar.operator(), wanted, |_| {}).await?;
        calendar.tick();
    }
    let new = NewList {
        purpose: "Choose whose cases the next tasking meeting looks at".to_owned(),
        basis: "Law enforcement purposes, Data Protection Act 2018 section 31".to_owned(),
        owner: "Detective Inspector, vulnerability".to_owned(),
        expires: Some(ctx.clock.today().saturating_add(28.days())),
        rows: 5,
        matrix: None,
    };
    let list =
        ranking::make(store, analyst, &calendar.operator(), &findings::Wanted::default(), &new).await?;
    calendar.tick();
    for row in ranking::list(store, &calendar.operator(), list).await?.rows {
        let (verdict, reason) = if row.place == 1 {
            (Verdict::TakeUp, "Two victims since the last meeting, and nobody works with them yet")
        } else {
            (Verdict::Leave, "Known to the integrated offender management team already")
        };
        ranking::decide(store, &calendar.operator(), list, row.position, verdict, reason).await?;
    }
    calendar.tick();
    let wanted = findings::Wanted { lens: Some("vawg".to_owned()), ..findings::Wanted::default() };
    for (heading, words, about) in [
        (
            "Who comes back",
            "Most victims are on record once. Those who come back do so within months.",
            Some("repeat"),
        ),
        ("What victims say", "They wait too long for an answer, and tell their story too often.", None),
    ] {
        let about = about.map(|finding| (finding, &wanted));
        notebook::add(store, analyst, &calendar.operator(), heading, words, about).await?;
        calendar.tick();
    }
    Ok(())
}

/// An extract of so many months, of which the first is this far from the beginning of all.
fn records(
    chance: &Chance,
    places: &[(String, String, String)],
    from: Month,
    months: i32,
    first: i32,
) -> String {
    let mut text = "Crime No,Recorded,From Date,From Time,To Date,To Time,HO Class,Group,DA Flag,Marker,Outcome,LSOA,District,Premise Ref,Victim ID,Victim Sex,Victim Age,Victim Ethnicity,Suspect ID,Suspect Sex,Suspect Age,Suspect Ethnicity,Relationship\n".to_owned();
    let below = |end: u32| u32::from_le_bytes(chance.bytes()) % end.max(1);
    for n in 0..months {
        let month = from.plus(n);
        // More in summer, as usual.
        let summer = if (5..=9).contains(&month.number()) { 25 } else { 0 };
        let usual = USUAL + summer + below(21) - 10;
        let crimes = if first + n == THIN { usual / 3 } else { usual };
        for _ in 0..crimes {
            let of = below(100);
            let group = GROUPS
                .iter()
                .scan(0, |sum, (group, share)| {
                    *sum += share;
                    Some((*group, *sum))
                })
                .find(|(_, sum)| of < *sum)
                .map_or("Other crime", |(group, _)| group);
            // A few places see much of it: the lower of two draws.
            let count = u32::try_from(places.len()).unwrap_or(1);
            let place = places.get(below(count).min(below(count)) as usize);
            let (code, district) =
                place.map_or(("", ""), |(code, _, district)| (code.as_str(), district.as_str()));
            let id = concordat_access::audit::hex(&chance.bytes::<16>());
            let day = format!("{month}-{:02}", 1 + below(28));
            let time = format!("{:02}:{:02}", below(24), 5 * below(12));
            let people =
                if group == "Violence and sexual offences" { people(below) } else { ",,,,,,,,".to_owned() };
            let domestic = if people.contains("artner") { "Y" } else { "N" };
            let _ = writeln!(
                text,
                "{id},{day},{day},{time},{day},{time},{group},{group},{domestic},,NFA,{code},{district},,{people}"
            );
        }
    }
    text
}

/// A victim and a suspect of whom some come back.
fn people(below: impl Fn(u32) -> u32) -> String {
    let one = |of: &[&'static str]| {
        of.get(below(u32::try_from(of.len()).unwrap_or(1)) as usize).copied().unwrap_or("")
    };
    let victim = below(700);
    let suspect = below(520).min(below(520));
    // What somebody is does not change from crime to crime.
    let sex = if victim.is_multiple_of(23) {
        "U"
    } else if victim % 10 < 7 {
        "F"
    } else {
        "M"
    };
    let related = one(&["Ex-partner", "Partner", "Stranger", "Acquaintance", "Family", "Not known"]);
    format!(
        "V{victim},{sex},{},{},S{suspect},{},{},{},{related}",
        14 + victim % 62,
        if victim.is_multiple_of(17) { "Not known" } else { "White" },
        if suspect.is_multiple_of(9) { "F" } else { "M" },
        18 + suspect % 47,
        if suspect.is_multiple_of(13) { "Asian" } else { "White" },
    )
}
