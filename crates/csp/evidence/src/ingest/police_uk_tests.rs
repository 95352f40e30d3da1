use std::path::PathBuf;

use concordat_kernel::{Chance, jiff::civil::date};

use super::{
    super::{
        account::Account,
        bytes::Source,
        pseudonym::Key,
        read::{RefusedRow, Request, Sink, read},
        seen::Seen,
    },
    *,
};
use crate::records::{Crime, PersonInCrime};

/// Keeps crimes only, as a street file has nothing else.
#[derive(Default)]
struct Crimes(Vec<Crime>);

impl Sink for Crimes {
    fn crime(&mut self, _: u64, crime: &Crime) -> Result<()> {
        self.0.push(crime.clone());
        Ok(())
    }
    fn person(&mut self, _: u64, _: &PersonInCrime) -> Result<()> {
        panic!("a street file has no people")
    }
    fn refused(&mut self, row: &RefusedRow<'_>) -> Result<()> {
        panic!("line {} is refused: {}", row.line, row.reason)
    }
}

/// A published file, or `None` with a word where the data are not to hand.
fn published(name: &str) -> Option<Source> {
    let path = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap())
        .join("../../../../shared/data/police")
        .join(name);
    if !path.is_file() {
        eprintln!("skipped: ../shared/data/police/{name} is absent");
        return None;
    }
    Some(Source::open(&path).unwrap())
}

fn take_in(source: Source, seen: &mut Seen) -> (Account, Vec<Crime>) {
    let (mapping, key) = (mapping().unwrap(), Key::passing(&Chance::seeded(1)));
    let request = Request { mapping: &mapping, key: &key, today: date(2026, 11, 26) };
    let mut crimes = Crimes::default();
    let account = read(source, &request, seen, &mut crimes).unwrap();
    (account, crimes.0)
}

#[test]
fn a_street_file_is_read_as_published() {
    let text = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n\
        ,2018-10,Merrowshire Police,Merrowshire Police,0.964269,51.258117,On or near Invented Close,E01990001,Alder Bridge 001B,Anti-social behaviour,,\n\
        ab12,2018-10,Merrowshire Police,Merrowshire Police,,,No Location,,,Robbery,Unable to prosecute suspect,\n";
    let (account, crimes) = take_in(Source::of("2018-10-merrowshire-street.csv", text), &mut Seen::default());
    assert_eq!((account.rows, account.kept, account.unmapped.len()), (2, 2, 0));
    let [one, two] = &crimes[..] else { panic!("two crimes") };
    assert_eq!((one.reference, one.month.to_string()), (None, "2018-10".to_owned()));
    assert_eq!(
        (one.offence.as_str(), one.group.as_str()),
        ("Anti-social behaviour", "Anti-social behaviour")
    );
    assert_eq!(one.place.area.as_deref(), Some("E01990001"));
    assert_eq!(one.place.district.as_deref(), Some("Alder Bridge"));
    assert_eq!((one.place.longitude, one.place.latitude), (Some(0.964269), Some(51.258117)));
    assert_eq!((one.from, one.outcome.as_deref()), (None, None));
    assert_eq!(one.reported_by.as_deref(), Some("Merrowshire Police"));
    assert!(two.reference.is_some());
    assert_eq!(two.place, crate::records::Place::default());
    assert_eq!(two.outcome.as_deref(), Some("Unable to prosecute suspect"));
}

/// Figures counted by hand with another program over the files as published.
#[test]
fn the_kent_months_are_read_with_their_faults_found() {
    let mut seen = Seen::default();
    let mut together = (0, 0);
    // Month, rows, rows without an id, repeats among those, rows without an area, duplicates, the same id with other text.
    for (month, rows, no_id, repeats, no_area, duplicates, changed) in [
        ("2018-10", 19_396, 2_049, 587, 434, 0, 0),
        ("2018-11", 13_818, 2_128, 562, 229, 0, 1),
        ("2018-12", 8_438, 2_306, 635, 237, 0, 0),
        ("2019-01", 17_792, 2_133, 552, 257, 1, 0),
    ] {
        let Some(source) = published(&format!("{month}-kent-street.csv")) else { return };
        // Each file on its own: the months repeat one id between them.
        let (account, crimes) = take_in(source, &mut Seen::default());
        assert_eq!(account.rows, rows, "{month}");
        assert_eq!((account.refused, account.duplicates), (0, duplicates), "{month}");
        assert_eq!(account.kept, rows - duplicates, "{month}");
        assert_eq!(account.repeated_without_reference.count, repeats, "{month}");
        assert_eq!(account.changed.count, changed, "{month}");
        assert_eq!(crimes.len() as u64, account.kept, "{month}");
        assert_eq!(account.encodings.ascii, rows + 1, "{month}");
        assert!(account.odd.is_empty() && account.unknown_codes.is_empty() && account.last_line_whole);
        let counts = account.tally.months[&month.parse().unwrap()];
        assert_eq!((counts.crimes, counts.no_reference, counts.no_area), (rows - duplicates, no_id, no_area));
        assert_eq!(
            (counts.no_point, counts.no_district, counts.no_moment),
            (no_area, no_area, counts.crimes)
        );
        let source = published(&format!("{month}-kent-street.csv")).unwrap();
        let account = take_in(source, &mut seen).0;
        together = (together.0 + account.changed.count, together.1 + account.duplicates);
    }
    // Read as one extract, the id that two months share shows too.
    assert_eq!(together, (2, 1));
}

#[test]
fn the_hash_of_a_published_file_is_the_one_that_others_get() {
    let Some(source) = published("2018-10-kent-street.csv") else { return };
    let (account, _) = take_in(source, &mut Seen::default());
    let identity = account.identity.unwrap();
    assert_eq!(identity.bytes, 4_067_800);
    assert_eq!(identity.sha256, "a2ee6dbabf1d6985b9a0b4952a4e4fc2556dd07d192d29ad38a67ead7c5fedf6");
    assert_eq!(identity.sha256, identity.content_sha256);
}

#[test]
fn three_years_of_the_city_of_london_are_read_whole() {
    let mut seen = Seen::default();
    let mut tally = super::super::tally::Tally::default();
    let mut rows = 0;
    for year in 2018..=2020 {
        for month in 1..=12 {
            let Some(source) =
                published(&format!("city-of-london/{year}-{month:02}-city-of-london-street.csv"))
            else {
                return;
            };
            let (account, _) = take_in(source, &mut seen);
            assert_eq!(account.refused, 0);
            rows += account.rows;
            tally.add(&account.tally);
        }
    }
    assert_eq!(tally.months.len(), 36);
    assert_eq!(rows, CITY_ROWS);
    // As many as the derived table of monthly counts says, less the duplicates with an id.
    assert_eq!(tally.months[&"2020-05".parse().unwrap()].crimes, 226);
}

/// Counted by another program.
const CITY_ROWS: u64 = 24_503;
