//! Two years of invented records: street files in the shape of published ones, a list of areas and a small harm index.

use std::fmt::Write as _;

use concordat_evidence::{
    SAMPLE_AREAS, SAMPLE_INDEX,
    areas::{self, NewAreaList},
    index::{self, NewIndex, Rule},
    ingest::{
        bytes::Source,
        land::{Wanted, land},
        police_uk,
        pseudonym::Key,
    },
};
use concordat_kernel::{Chance, Month, Result};
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
    let reading = areas::read(SAMPLE_AREAS, "merrowshire-areas.csv")?;
    let list = NewAreaList {
        name: "Small areas of Merrowshire".to_owned(),
        file_name: "merrowshire-areas.csv".to_owned(),
        sha256: text(SAMPLE_AREAS),
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
        let file = street(&chance, &places, from, months, first);
        let name = format!("{from}-merrowshire-street.csv");
        let wanted = Wanted {
            source: Source::of(name, file),
            refused_to: None,
            mapping: police_uk::mapping()?,
            key: Key::passing(&Chance::seeded(27)),
        };
        land(store, analyst, &calendar.operator(), wanted, |_| {}).await?;
        calendar.tick();
    }
    Ok(())
}

/// A street file of so many months, of which the first is this far from the beginning of all.
fn street(
    chance: &Chance,
    places: &[(String, String, String)],
    from: Month,
    months: i32,
    first: i32,
) -> String {
    let mut text = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n".to_owned();
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
            let (code, name) = place.map_or(("", ""), |(code, name, _)| (code.as_str(), name.as_str()));
            let loose = group == "Anti-social behaviour";
            let id: String =
                if loose { String::new() } else { concordat_access::audit::hex(&chance.bytes::<32>()) };
            let outcome = if loose { "" } else { "Under investigation" };
            let _ = writeln!(
                text,
                "{id},{month},Merrowshire Police,Merrowshire Police,,,On or near Quay Street,{code},{name},{group},{outcome},"
            );
        }
    }
    text
}
