//! Extracts of records and the mappings that they are read by.

use std::sync::LazyLock;

use concordat_kernel::{Chance, Result, jiff::civil::date};

use crate::{
    ingest::{
        account::Account,
        bytes::Source,
        check::coverage,
        mapping::Mapping,
        pseudonym::Key,
        read::{RefusedRow, Request, Sink, read},
        seen::Seen,
    },
    records::{Crime, PersonInCrime},
};

/// Each shipped mapping with a heading that it accepts.
static MAPPINGS: LazyLock<Vec<(Mapping, String)>> = LazyLock::new(|| {
    [
        ("police-uk.toml", include_str!("../../crates/csp/evidence/mappings/police-uk.toml")),
        ("merrowshire-crimes.toml", include_str!("../../crates/csp/evidence/mappings/merrowshire-crimes.toml")),
        ("wexcombe-nominals.toml", include_str!("../../crates/csp/evidence/mappings/wexcombe-nominals.toml")),
    ]
    .into_iter()
    .filter_map(|(name, text)| Mapping::parse(name, text).ok())
    .map(|mapping| {
        let heading = heading(&mapping);
        (mapping, heading)
    })
    .collect()
});

static KEY: LazyLock<Key> = LazyLock::new(|| Key::passing(&Chance::seeded(1)));

/// A heading with every column that a mapping reads, on the line where it looks for it.
fn heading(mapping: &Mapping) -> String {
    let mut names: Vec<String> = Vec::new();
    for (_, column) in mapping.columns() {
        if !names.iter().any(|name| name.to_lowercase() == column.to_lowercase()) {
            names.push(column.to_owned());
        }
    }
    let quoted: Vec<_> = names.iter().map(|name| format!("\"{}\"", name.replace('"', "\"\""))).collect();
    let above: String = (1..mapping.heading_line).map(|line| format!("line {line}\n")).collect();
    format!("{above}{}\n", quoted.join(&char::from(mapping.delimiter).to_string()))
}

/// Counts what comes, and remembers enough of it to tell two readings apart.
#[derive(Default, PartialEq, Debug)]
struct Counted {
    crimes: u64,
    people: u64,
    refused: u64,
    last_line: u64,
    texts: usize,
}

impl Sink for Counted {
    fn crime(&mut self, line: u64, crime: &Crime) -> Result<()> {
        assert!(!crime.offence.is_empty() && crime.month.year() >= 1900);
        assert!(crime.from.zip(crime.to).is_none_or(|(from, to)| from <= to));
        assert!(line >= self.last_line);
        self.last_line = line;
        self.crimes += 1;
        Ok(())
    }
    fn person(&mut self, line: u64, _: &PersonInCrime) -> Result<()> {
        assert!(line >= self.last_line);
        self.last_line = line;
        self.people += 1;
        Ok(())
    }
    fn refused(&mut self, row: &RefusedRow<'_>) -> Result<()> {
        assert!(row.reason.to_string().len() > 20 && row.line >= self.last_line);
        self.last_line = row.line;
        self.refused += 1;
        self.texts += row.text.len();
        Ok(())
    }
}

fn read_by(mapping: &Mapping, bytes: &[u8]) -> Option<(Account, Counted)> {
    let request = Request { mapping, key: &KEY, today: date(2026, 11, 26) };
    let mut counted = Counted::default();
    match read(Source::of("extract.csv", bytes), &request, &mut Seen::default(), &mut counted) {
        Err(error) => {
            assert!(error.to_string().len() > 20);
            None
        }
        Ok(account) => {
            assert_eq!(account.rows, account.kept + account.refused + account.duplicates + account.left_out);
            assert_eq!((account.crimes, account.people), (counted.crimes, counted.people));
            assert_eq!((account.refused, account.tally.crimes()), (counted.refused, counted.crimes));
            Some((account, counted))
        }
    }
}

/// An extract. The first byte says by which mapping it is read and whether a good heading is put before it.
pub fn fuzz_extract(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let Some((mapping, heading)) = MAPPINGS.get(usize::from(first % 3)) else { return };
    let bytes = if first & 0x80 == 0 { [heading.as_bytes(), rest].concat() } else { rest.to_vec() };
    let once = read_by(mapping, &bytes);
    assert_eq!(once, read_by(mapping, &bytes));
}

/// A mapping. One without faults is laid over a heading of its own columns.
pub fn fuzz_mapping(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Mapping::parse("some.toml", text) {
        Err(error) => {
            assert!(error.to_string().lines().next().is_some_and(|fault| fault.starts_with("some.toml")));
        }
        Ok(mapping) => {
            assert!(!coverage(&mapping).to_string().is_empty());
            let row = "1,01/02/2020,female,victim|2020-02-01;2020-02\n".repeat(3);
            read_by(&mapping, format!("{}{row}", heading(&mapping)).as_bytes());
        }
    }
}
