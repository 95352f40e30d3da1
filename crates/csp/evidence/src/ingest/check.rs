//! What `concordat evidence mapping check FILE` says: what a mapping covers, what it lacks and what therefore cannot be found
//! out; and with a sample of the extract, which columns and codes it does not know and what would become of the rows. Keeps nothing.

use std::fmt;

use concordat_kernel::{Chance, Result, jiff::civil::Date};

use super::{
    account::Account,
    bytes::Source,
    dates::Format,
    mapping::{From, Mapping, RowIs},
    pseudonym::Key,
    read::{RefusedRow, Request, Sink, read},
    schema::{FIELDS, Field, Section},
    seen::Seen,
};
use crate::records::{Crime, PersonInCrime, Role};

/// A field of the target schema, and what the mapping does about it.
#[derive(Debug, Clone)]
pub struct Covered {
    /// The field.
    pub field: &'static Field,
    /// Where it comes from, in words for each block that fills it; empty when nothing does.
    pub by: Vec<String>,
}

/// What a mapping covers.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The mapping's file.
    pub file: String,
    /// What one row is.
    pub row: RowIs,
    /// Every field that such an extract could fill.
    pub fields: Vec<Covered>,
    /// Roles that the mapping can give; empty when it has no people.
    pub roles: Vec<Role>,
    /// What is worth thinking about, as sentences.
    pub remarks: Vec<String>,
}

/// What came of a sample.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What came of reading it.
    pub account: Account,
    /// People by role.
    pub roles: Vec<(Role, u64)>,
}

/// Looks at a mapping alone.
pub fn coverage(mapping: &Mapping) -> Coverage {
    let fields = FIELDS
        .iter()
        .filter(|field| match field.section {
            Section::Crime => mapping.makes_crimes() || field.name == "reference",
            Section::People => !mapping.people.is_empty(),
        })
        .map(|field| Covered { field, by: sources(mapping, field) })
        .collect();
    let roles = [Role::Victim, Role::Suspect, Role::ConvictedOffender, Role::Witness]
        .into_iter()
        .filter(|role| gives(mapping, *role))
        .collect();
    Coverage { file: mapping.file.clone(), row: mapping.row, fields, roles, remarks: remarks(mapping) }
}

/// Reads a sample of the extract by the mapping, with a key that is thrown away, and keeps only what was counted.
///
/// # Errors
/// As [`read`].
pub fn sample(mapping: &Mapping, source: Source, today: Date, chance: &Chance) -> Result<Sample> {
    let key = Key::passing(chance);
    let request = Request { mapping, key: &key, today };
    let account = read(source, &request, &mut Seen::default(), &mut Nowhere)?;
    let roles = account.tally.people.iter().map(|(role, of)| (*role, of.people)).collect();
    Ok(Sample { account, roles })
}

struct Nowhere;

impl Sink for Nowhere {
    fn crime(&mut self, _: u64, _: &Crime) -> Result<()> {
        Ok(())
    }
    fn person(&mut self, _: u64, _: &PersonInCrime) -> Result<()> {
        Ok(())
    }
    fn refused(&mut self, _: &RefusedRow<'_>) -> Result<()> {
        Ok(())
    }
}

fn sources(mapping: &Mapping, field: &Field) -> Vec<String> {
    let section = field.section.name();
    let specs = mapping
        .sections()
        .filter(|(key, _)| key.split('[').next() == Some(section))
        .filter_map(|(_, specs)| specs.get(field.name));
    let mut sources = Vec::new();
    for spec in specs {
        let source = match (&spec.from, &spec.time) {
            (From::Column(day), Some((time, _))) => format!("`{day}`, the time in `{time}`"),
            (From::Column(column), None) => format!("`{column}`"),
            (From::Always(text), _) => format!("always {text}"),
            (From::Field(other), _) => format!("the month of {other}"),
        };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn gives(mapping: &Mapping, role: Role) -> bool {
    let word = role.word();
    mapping.people.iter().any(|block| {
        let by_role = block.get("role").is_some_and(|spec| match &spec.from {
            From::Always(text) => text == word,
            _ => spec.codes.is_empty() || spec.codes.values().any(|meaning| meaning == word),
        });
        by_role || (role == Role::ConvictedOffender && block.contains_key("convicted"))
    })
}

fn remarks(mapping: &Mapping) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut say = |sentence: &str| remarks.push(sentence.to_owned());
    let people = !mapping.people.is_empty();
    if people && !gives(mapping, Role::ConvictedOffender) {
        say(
            "Nobody becomes a convicted offender: everybody named is a suspect. That is honest where the extract does not say who was convicted.",
        );
    }
    if people && !gives(mapping, Role::Victim) {
        say(
            "Nobody becomes a victim. Map them, or bring them in with an extract of their own under the same `references`.",
        );
    }
    if mapping.makes_crimes() && !mapping.crime.contains_key("reference") {
        say(
            "Crimes have no reference, so every row counts as a crime of its own, word-for-word repeats included.",
        );
    }
    if let Some(spec) = mapping.crime.get("month")
        && spec.from == From::Field("from")
    {
        say(
            "Crimes count in the month in which they began. Police count them in the month in which they recorded them: figures will differ from theirs.",
        );
    }
    if let Some(spec) = mapping.crime.get("from")
        && spec.time.is_none()
        && !spec.formats.iter().any(Format::says_time)
    {
        say(
            "`from` has no time of day, so nothing is known of hours. Name the column of the time, if there is one, as in from = { column = \"DATE\", time = \"TIME\", times = [\"%H:%M\"] }.",
        );
    }
    for block in &mapping.people {
        if let Some(spec) = block.get("convicted")
            && spec.codes.is_empty()
        {
            say(
                "`convicted` has no codes, so only yes and no are understood. Translate the disposals that count as guilt found or admitted.",
            );
        }
    }
    remarks
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = match self.row {
            RowIs::Crime => "crime",
            RowIs::Person => "person in a crime",
        };
        writeln!(f, "{}: one row is one {row}.", self.file)?;
        writeln!(f, "\nCovered")?;
        let name = |field: &Field| format!("{}.{}", field.section.name(), field.name);
        for covered in self.fields.iter().filter(|covered| !covered.by.is_empty()) {
            writeln!(f, "  {:<20} {}", name(covered.field), covered.by.join(", "))?;
        }
        if !self.roles.is_empty() {
            let roles: Vec<_> = self.roles.iter().map(|role| role.word()).collect();
            writeln!(f, "  {:<20} {}", "roles", roles.join(", "))?;
        }
        let missing: Vec<_> = self.fields.iter().filter(|covered| covered.by.is_empty()).collect();
        if !missing.is_empty() {
            writeln!(f, "\nMissing, and what cannot be found out without it")?;
            for covered in missing {
                writeln!(f, "  {:<20} {}", name(covered.field), covered.field.without)?;
            }
        }
        if !self.remarks.is_empty() {
            writeln!(f, "\nWorth a thought")?;
            for remark in &self.remarks {
                writeln!(f, "  {remark}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let account = &self.account;
        let name = account.identity.as_ref().map_or("the extract", |identity| identity.name.as_str());
        writeln!(
            f,
            "{name}: rows read {}, kept {}, refused {}, duplicates {}, left out {}. Crimes {}, people in crimes {}.",
            account.rows,
            account.kept,
            account.refused,
            account.duplicates,
            account.left_out,
            account.crimes,
            account.people
        )?;
        for (role, n) in &self.roles {
            writeln!(f, "  {:<20} {n}", role.word())?;
        }
        if !account.unmapped.is_empty() {
            writeln!(f, "\nColumns that the mapping does not know (map them, or name them under `ignore`)")?;
            for column in &account.unmapped {
                writeln!(f, "  `{column}`")?;
            }
        }
        if !account.unknown_codes.is_empty() {
            writeln!(f, "\nCodes that the mapping does not translate")?;
            for (field, unknown) in &account.unknown_codes {
                // A code comes again and again; what stands there once or twice may be a name.
                let (mut codes, rare): (Vec<_>, Vec<_>) =
                    unknown.codes.iter().partition(|(_, n)| **n >= AGAIN);
                codes.sort_by_key(|(code, n)| (std::cmp::Reverse(**n), *code));
                let mut shown: Vec<_> = codes.iter().map(|(code, n)| format!("`{code}` {n}")).collect();
                if !rare.is_empty() {
                    shown.push(format!("{} not shown, there once or twice", rare.len()));
                }
                if unknown.others > 0 {
                    shown.push(format!(
                        "others {} (so many that the column may hold something else)",
                        unknown.others
                    ));
                }
                writeln!(f, "  {field} (`{}`): {}", unknown.column, shown.join(", "))?;
            }
        }
        if !account.reasons.is_empty() {
            writeln!(f, "\nRefused")?;
            for (reason, lines) in &account.reasons {
                writeln!(f, "  {} {} Line {}.", lines.count, reason, first(&lines.first, lines.count))?;
            }
        }
        if !account.odd.is_empty() {
            writeln!(f, "\nLeft out or strange, but the row kept")?;
            for odd in &account.odd {
                let lines = first(&odd.lines.first, odd.lines.count);
                writeln!(f, "  {} {}: {}. Line {lines}.", odd.lines.count, odd.field, odd.oddity)?;
            }
        }
        if account.encodings.mixed() {
            writeln!(
                f,
                "\nThe file mixes UTF-8 and Windows-1252. Rows read as Windows-1252: {}. Line {}.",
                account.encodings.windows_1252,
                first(&account.encodings.windows_1252_lines, account.encodings.windows_1252)
            )?;
        }
        if !account.last_line_whole {
            writeln!(f, "\nThe last line has no line end. Check that the file was not cut short.")?;
        }
        Ok(())
    }
}

/// How often a code must stand in a sample to be shown.
const AGAIN: u64 = 3;

/// `4, 9 and 120 more`.
fn first(lines: &[u64], count: u64) -> String {
    let shown = lines.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    match count.saturating_sub(lines.len() as u64) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use concordat_kernel::jiff::civil::date;

    use super::*;

    const MERROWSHIRE: &str = include_str!("../../mappings/merrowshire-crimes.toml");
    const WEXCOMBE: &str = include_str!("../../mappings/wexcombe-nominals.toml");

    fn has(text: &str, parts: &[&str]) {
        for part in parts {
            assert!(text.contains(part), "no `{part}` in:\n{text}");
        }
    }

    #[test]
    fn what_is_covered_and_what_is_missing_is_told() {
        let mapping = Mapping::parse("wexcombe.toml", WEXCOMBE).unwrap();
        let coverage = coverage(&mapping);
        assert_eq!(coverage.roles.len(), 4);
        let missing: Vec<_> =
            coverage.fields.iter().filter(|c| c.by.is_empty()).map(|c| c.field.name).collect();
        let expected = [
            "group",
            "proactive",
            "outcome",
            "place",
            "district",
            "longitude",
            "latitude",
            "convicted",
            "age",
        ];
        assert_eq!(missing, expected);
        has(
            &coverage.to_string(),
            &[
                "wexcombe.toml: one row is one person in a crime.",
                "crime.month          the month of from",
                "people.sex           `SEX`",
                "crime.proactive      harm cannot leave out what the police generate",
                "figures will differ from theirs",
            ],
        );
    }

    #[test]
    fn a_time_of_day_is_covered_by_its_own_column_and_missed_where_there_is_none() {
        const GENERATED: &str = include_str!("../../mappings/generated.toml");
        let told = |text: &str| coverage(&Mapping::parse("generated.toml", text).unwrap()).to_string();
        let timed = told(GENERATED);
        has(&timed, &["`From Date`, the time in `From Time`", "people.relationship  `Relationship`\n"]);
        assert!(!timed.contains("nothing is known of hours"), "{timed}");
        let untimed = told(&GENERATED.replace(", time = \"From Time\"", ""));
        has(&untimed, &["crime.from           `From Date`\n", "nothing is known of hours"]);
    }

    #[test]
    fn a_mapping_of_crimes_alone_is_not_asked_for_people() {
        let mapping = super::super::police_uk::mapping().unwrap();
        let coverage = coverage(&mapping);
        assert!(coverage.fields.iter().all(|covered| covered.field.section == Section::Crime));
        assert_eq!((coverage.roles.len(), coverage.remarks.len()), (0, 0));
    }

    #[test]
    fn a_sample_shows_what_the_mapping_does_not_know() {
        let mapping = Mapping::parse("wexcombe.toml", WEXCOMBE).unwrap();
        let bytes = &include_bytes!("../../tests/fixtures/wexcombe-nominals.txt")[..];
        let source = Source::of("nominals.txt", bytes);
        let sample = sample(&mapping, source, date(2024, 6, 1), &Chance::seeded(1)).unwrap();
        has(
            &sample.to_string(),
            &[
                "nominals.txt: rows read 13, kept 7, refused 3, duplicates 1, left out 2. Crimes 4, people in crimes 7.",
                "convicted_offender   1",
                "`SYS_STAMP`",
                "people[1].role (`NOM_ROLE`): 1 not shown, there once or twice",
                "Add its code to the mapping. Line 12.",
                "1 people[1].born: an age that is no number from 0 to 120; left out. Line 10.",
            ],
        );
    }

    #[test]
    fn a_sample_of_mixed_encodings_cut_short_says_so() {
        let mapping = Mapping::parse("merrowshire.toml", MERROWSHIRE).unwrap();
        let mut bytes = include_bytes!("../../tests/fixtures/merrowshire-crimes.csv").to_vec();
        bytes.extend(b"x,caf\xe9");
        let sample =
            sample(&mapping, Source::of("a.csv", bytes), date(2024, 6, 1), &Chance::seeded(1)).unwrap();
        has(
            &sample.to_string(),
            &["mixes UTF-8 and Windows-1252. Rows read as Windows-1252: 1.", "Line 17.", "not cut short"],
        );
    }
}
