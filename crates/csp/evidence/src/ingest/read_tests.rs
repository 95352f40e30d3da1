use std::io::Write as _;

use concordat_kernel::{Chance, Problem, jiff::civil::date};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

use super::{super::pseudonym::Of, *};
use crate::records::{Role, Sex};

const MERROWSHIRE: &str = include_str!("../../mappings/merrowshire-crimes.toml");
const WEXCOMBE: &str = include_str!("../../mappings/wexcombe-nominals.toml");
const CRIMES: &[u8] = include_bytes!("../../tests/fixtures/merrowshire-crimes.csv");
const NOMINALS: &[u8] = include_bytes!("../../tests/fixtures/wexcombe-nominals.txt");

/// Keeps all that comes, and fails when `full` records have come.
#[derive(Default)]
struct Kept {
    crimes: Vec<(u64, Crime)>,
    people: Vec<(u64, PersonInCrime)>,
    refused: Vec<(u64, String, String)>,
    full: Option<usize>,
    progress: Vec<Progress>,
}

impl Sink for Kept {
    fn crime(&mut self, line: u64, crime: &Crime) -> Result<()> {
        if self.full == Some(self.crimes.len()) {
            return Err(Problem::say("writing records: the disk is full").into());
        }
        self.crimes.push((line, crime.clone()));
        Ok(())
    }
    fn person(&mut self, line: u64, person: &PersonInCrime) -> Result<()> {
        self.people.push((line, person.clone()));
        Ok(())
    }
    fn refused(&mut self, row: &RefusedRow<'_>) -> Result<()> {
        self.refused.push((row.line, row.reason.to_string(), row.text.to_owned()));
        Ok(())
    }
    fn progress(&mut self, progress: Progress) -> Result<()> {
        self.progress.push(progress);
        Ok(())
    }
}

fn key() -> Key {
    Key::passing(&Chance::seeded(1))
}

fn try_read(mapping: &str, extract: impl Into<Vec<u8>>, kept: &mut Kept) -> Result<Account> {
    let mapping = Mapping::parse("test.toml", mapping)?;
    let request = Request { mapping: &mapping, key: &key(), today: date(2024, 6, 1) };
    let account = read(Source::of("extract.csv", extract), &request, &mut Seen::default(), kept)?;
    assert_eq!(account.rows, account.kept + account.refused + account.duplicates + account.left_out);
    assert_eq!(account.refused, account.reasons.iter().map(|(_, lines)| lines.count).sum::<u64>());
    Ok(account)
}

fn take_in(mapping: &str, extract: impl Into<Vec<u8>>) -> (Account, Kept) {
    let mut kept = Kept::default();
    let account = try_read(mapping, extract, &mut kept).unwrap();
    (account, kept)
}

fn refusal(mapping: &str, extract: impl Into<Vec<u8>>) -> String {
    try_read(mapping, extract, &mut Kept::default()).unwrap_err().to_string()
}

#[test]
fn an_extract_of_crimes_is_read_with_the_people_in_its_columns() {
    let (account, kept) = take_in(MERROWSHIRE, CRIMES);
    assert_eq!((account.rows, account.kept, account.refused, account.duplicates), (14, 8, 5, 1));
    assert_eq!((account.crimes, account.people), (7, 10));
    let (line, first) = &kept.crimes[0];
    assert_eq!(*line, 2);
    assert_eq!(first.reference, Some(key().pseudonym("merrowshire", Of::Crime, "MR/1001/24")));
    assert_eq!((first.month.to_string(), first.reported), ("2024-04".into(), Some(date(2024, 4, 3))));
    assert_eq!(first.from, Some(date(2024, 4, 2).at(23, 15, 0, 0)));
    assert_eq!(first.to, first.from, "a blank end means that the moment is known");
    assert_eq!((first.offence.as_str(), first.group.as_str()), ("008/06", "Violence with injury"));
    assert_eq!((first.domestic, first.proactive), (Some(true), Some(false)));
    assert_eq!(first.place.reference, Some(key().pseudonym("merrowshire", Of::Place, "P-881")));
    assert_eq!(first.reported_by.as_deref(), Some("Merrowshire Police"));

    let spans: Vec<_> = kept.crimes.iter().map(|(line, c)| (*line, c.from.zip(c.to))).collect();
    assert_eq!(spans[1], (3, Some((date(2024, 4, 4).at(18, 0, 0, 0), date(2024, 4, 5).at(7, 30, 0, 0)))));
    // A day without a time is the whole day; the row before it takes two lines.
    assert_eq!(spans[2], (5, Some((date(2024, 4, 9).at(0, 0, 0, 0), date(2024, 4, 9).at(23, 59, 59, 0)))));

    let roles: Vec<_> = kept.people.iter().map(|(line, p)| (*line, p.role, p.sex, p.age)).collect();
    assert_eq!(roles[0], (2, Role::Victim, Some(Sex::Female), Some(34)));
    assert_eq!(roles[1], (2, Role::Suspect, Some(Sex::Male), Some(36)));
    assert_eq!(roles[2], (3, Role::Victim, None, None));
    assert_eq!(roles[4], (5, Role::ConvictedOffender, Some(Sex::Male), Some(36)));
    assert_eq!(kept.people[0].1.person, kept.people[3].1.person, "one victim of two crimes");
}

#[test]
fn what_is_refused_says_why_and_keeps_its_row() {
    let (account, kept) = take_in(MERROWSHIRE, CRIMES);
    let reasons: Vec<_> = kept.refused.iter().map(|(line, reason, _)| (*line, reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (
                10,
                "`Recorded` is not written in any way that the mapping names. Correct it, or add its format."
            ),
            (11, "`Recorded` lies in the future or before 1900. Correct it."),
            (12, "`HO Class` is blank, and the record cannot do without it. Fill it in."),
            (15, "`Crime No` is blank, and the record cannot do without it. Fill it in."),
            (
                16,
                "The row has 3 fields where the heading has 27. Put text that holds the delimiter in quotation marks."
            ),
        ]
    );
    assert!(kept.refused[0].2.starts_with("MR/1006/24,04/25/2024,"));
    for (_, reason, _) in &kept.refused {
        assert!(!reason.contains("Gus") && !reason.contains("1006"), "a reason repeats nothing of the row");
    }
    assert_eq!(account.reasons.len(), 5);
}

#[test]
fn what_is_strange_but_kept_is_counted() {
    let (account, kept) = take_in(MERROWSHIRE, CRIMES);
    let odd: Vec<_> =
        account.odd.iter().map(|o| (o.oddity, o.field.as_str(), o.lines.first.clone())).collect();
    assert_eq!(
        odd,
        [
            (Oddity::ImpossibleAge, "people[1].age", vec![6]),
            (Oddity::ToldDifferently, "crime.reference", vec![8]),
            (Oddity::EndsBeforeItBegins, "crime.to", vec![9]),
        ],
        "lines 10 and 11 are refused for their dates, which says enough"
    );
    let unreal = kept.crimes.iter().find(|(line, _)| *line == 9).unwrap();
    assert_eq!((unreal.1.from, unreal.1.to), (None, None));
    let codes = |field: &str| account.unknown_codes[field].codes.clone();
    assert_eq!(codes("people[1].sex"), [("Z".to_owned(), 1)].into());
    assert_eq!(codes("crime.group"), [("CDA".to_owned(), 1)].into());
    assert_eq!(account.encodings.utf8, 1);
    assert!(account.encodings.marked && !account.encodings.mixed());
    assert_eq!(account.unmapped, [""; 0]);
}

#[test]
fn word_for_word_repeats_go_or_stay_by_the_rule() {
    let (account, _) = take_in(MERROWSHIRE, CRIMES);
    assert_eq!((account.repeated_without_reference.count, account.duplicates), (1, 1));
    let rule = |lines: &str| take_in(&format!("{MERROWSHIRE}\n[repeats]\n{lines}\n"), CRIMES).0;
    let strict = rule("without_reference = \"drop\"\nchanged = \"refuse\"");
    assert_eq!((strict.kept, strict.refused, strict.duplicates), (6, 6, 2));
    let lax = rule("same = \"keep\"\nchanged = \"keep\"");
    assert_eq!((lax.kept, lax.crimes, lax.duplicates), (9, 9, 0));
    assert_eq!((lax.changed.count, lax.changed.first.clone()), (1, vec![8]));
}

#[test]
fn one_reference_is_one_crime_with_the_people_of_all_its_rows() {
    let text = "Crime No,Recorded,HO Class,Victim ID,Victim Sex,Suspect ID,Suspect Sex\n\
        MR/1,03/04/2024,008/06,V-1,F,S-1,M\n\
        MR/1,03/04/2024,105/01,V-1,F,S-2,M\n\
        MR/1,04/04/2024,008/06,,,,\n";
    let mapping = "name = \"m\"\nreferences = \"m\"\nrow = \"crime\"\n[dates]\nformats = [\"%d/%m/%Y\"]\n\
        [crime]\nreference = \"Crime No\"\nreported = \"Recorded\"\nmonth = { of = \"reported\" }\noffence = \"HO Class\"\n\
        [[people]]\nrole = { always = \"victim\" }\nreference = \"Victim ID\"\nsex = \"Victim Sex\"\n\
        [[people]]\nrole = { always = \"suspect\" }\nreference = \"Suspect ID\"\nsex = \"Suspect Sex\"\n";
    let (account, kept) = take_in(mapping, text);
    assert_eq!(kept.crimes.len(), 1);
    assert_eq!(kept.crimes[0].1.offence, "008/06", "as the first row tells it");
    let suspects: std::collections::BTreeSet<_> =
        kept.people.iter().filter(|(_, p)| p.role == Role::Suspect).map(|(_, p)| p.person).collect();
    assert_eq!(suspects.len(), 2);
    assert_eq!((account.kept, account.duplicates, account.odd[0].lines.count), (2, 1, 2));
}

#[test]
fn an_end_without_a_beginning_is_kept() {
    let mapping = "name = \"m\"\nreferences = \"m\"\nrow = \"crime\"\n[dates]\nformats = [\"%d/%m/%Y\"]\n\
        [crime]\nmonth = \"Month\"\noffence = \"Kind\"\nfrom = \"From\"\nto = \"To\"\n";
    let (account, kept) = take_in(mapping, "Month,Kind,From,To\n2024-03,A,,28/02/2022\n");
    let crime = &kept.crimes[0].1;
    assert_eq!((crime.from, crime.to.map(|to| to.date())), (None, Some(date(2022, 2, 28))));
    assert!(account.odd.is_empty());
}

#[test]
fn a_column_with_references_is_not_read_as_words() {
    let text = (0..60).map(|n| format!("2024-04,A,46/{n}/24\n")).collect::<String>();
    let mapping = "name = \"m\"\nreferences = \"m\"\nrow = \"crime\"\n\
        [crime]\nmonth = \"Month\"\noffence = \"Kind\"\ndistrict = \"Ref\"\n";
    let said = refusal(mapping, format!("Month,Kind,Ref\n{text}"));
    assert!(said.contains("`crime.district`") && said.contains("`Ref`"), "{said}");
    assert!(said.contains("the first 60 rows say 60 different things") && !said.contains("46/"), "{said}");
}

#[test]
fn an_extract_of_people_makes_each_crime_once() {
    let (account, kept) = take_in(WEXCOMBE, NOMINALS);
    assert_eq!((account.rows, account.kept, account.refused), (13, 7, 3));
    assert_eq!((account.duplicates, account.left_out), (1, 2));
    let lines: Vec<_> = kept.crimes.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [4, 8, 13, 16], "each crime at its first row, the one known by its caller alone too");
    let people: Vec<_> = kept.people.iter().map(|(line, p)| (*line, p.role, p.sex, p.age)).collect();
    assert_eq!(
        people,
        [
            (4, Role::Victim, Some(Sex::Female), Some(33)),
            (5, Role::Suspect, Some(Sex::Male), Some(36)),
            (6, Role::Witness, Some(Sex::Female), None),
            (8, Role::Victim, Some(Sex::Female), Some(33)),
            (9, Role::ConvictedOffender, Some(Sex::Male), Some(53)),
            (10, Role::Witness, None, None),
            (13, Role::Victim, Some(Sex::Female), None),
        ]
    );
    assert_eq!(kept.people[6].1.person, None, "a person without a reference counts, as nobody's repeat");
    assert_eq!(
        (kept.crimes[1].1.from, kept.crimes[1].1.domestic),
        (Some(date(2024, 5, 4).at(0, 0, 0, 0)), Some(false))
    );
    let reasons: Vec<_> = kept.refused.iter().map(|(line, reason, _)| (*line, &reason[..12])).collect();
    assert_eq!(reasons, [(12, "`NOM_ROLE` h"), (14, "`NOM_ROLE` i"), (15, "`OCC_URN` is")]);
    assert_eq!(account.unmapped, ["SYS_STAMP"]);
    assert_eq!(account.encodings.windows_1252, 2);
    assert!(account.odd.iter().any(|o| o.oddity == Oddity::ToldDifferently && o.lines.first == [10]));
    assert_eq!(account.unknown_codes["people[1].role"].codes, [("PERP".to_owned(), 1)].into());
    // Counted wherever it stands, in the duplicate too.
    assert_eq!(account.unknown_codes["people[1].ethnicity"].codes, [("IC7".to_owned(), 2)].into());
}

#[test]
fn a_wrong_mapping_is_told_with_the_columns_that_there_are() {
    let message = refusal(MERROWSHIRE, NOMINALS);
    assert!(message.starts_with("extract.csv has no column `"), "{message}");
    assert!(message.contains("of test.toml names") && message.contains("`OFFICIAL-SENSITIVE`"), "{message}");
    let semicolons = refusal(
        "name=\"x\"\nreferences=\"x\"\nrow=\"crime\"\n[crime]\nmonth=\"M\"\noffence=\"O\"",
        "M;O\n1;2\n",
    );
    assert!(semicolons.contains("the delimiter may be \";\""), "{semicolons}");
    let twice = refusal(
        "name=\"x\"\nreferences=\"x\"\nrow=\"crime\"\n[crime]\nmonth=\"M\"\noffence=\"O\"",
        "M,O,m\n1,2,3\n",
    );
    assert!(twice.contains("two columns called `M`"), "{twice}");
    assert!(refusal(MERROWSHIRE, "").contains("no heading"));
}

#[test]
fn a_packed_extract_reads_the_same_and_a_cut_one_is_told() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(CRIMES).unwrap();
    let packed = packer.finish().unwrap();
    let (plain, packed_account) = (take_in(MERROWSHIRE, CRIMES).0, take_in(MERROWSHIRE, packed.clone()).0);
    let (one, two) = (plain.identity.clone().unwrap(), packed_account.identity.clone().unwrap());
    assert_eq!(one.content_sha256, two.content_sha256);
    assert_eq!(Account { identity: None, ..plain }, Account { identity: None, ..packed_account });
    assert!(refusal(MERROWSHIRE, &packed[..packed.len() / 2]).contains("ends early"));
}

#[test]
fn a_full_disk_stops_the_reading() {
    let mut kept = Kept { full: Some(2), ..Kept::default() };
    let error = try_read(MERROWSHIRE, CRIMES, &mut kept).unwrap_err();
    assert!(error.to_string().contains("disk is full"));
    assert_eq!(kept.crimes.len(), 2);
}

#[test]
fn progress_ends_at_the_whole_file() {
    let (_, kept) = take_in(MERROWSHIRE, CRIMES);
    let length = CRIMES.len() as u64;
    assert_eq!(kept.progress.last(), Some(&Progress { read: length, total: Some(length) }));
}

#[test]
fn an_account_can_be_kept_in_the_ledger_and_names_nobody() {
    let (account, _) = take_in(WEXCOMBE, NOMINALS);
    let json = serde_json::to_string(&account).unwrap();
    assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
    for name in ["Invented", "Zoë", "N100", "WX24000017", "1990"] {
        assert!(!json.contains(name), "{name}");
    }
}

proptest! {
    /// Damage an extract anywhere: it is read to its end, every row is counted once, and no row kept lacks a month.
    #[test]
    fn damage_anywhere_loses_no_row(at in 0..CRIMES.len(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = CRIMES.to_vec();
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        let mut kept = Kept::default();
        if let Ok(account) = try_read(MERROWSHIRE, bytes, &mut kept) {
            prop_assert_eq!(account.crimes, kept.crimes.len() as u64);
            prop_assert_eq!(account.people, kept.people.len() as u64);
            prop_assert_eq!(account.refused, kept.refused.len() as u64);
            prop_assert_eq!(account.tally.crimes(), account.crimes);
        }
    }
}
