//! A mapping's text, read into [`Mapping`] with every fault in a sentence.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use toml::{Table, Value};

use super::{
    super::{
        bytes::hex,
        schema::{FIELDS, Reads, Section, field},
    },
    From, Mapping, Repeated, Repeats, RowIs, Spec,
    spec::{Habits, formats},
};

/// A mapping is a page of text; a file much larger is something else.
const LONGEST: usize = 1 << 20;
const KEYS: &str =
    "name, references, row, delimiter, heading_line, not_stated, ignore, dates, repeats, crime, people";

/// Reads a mapping, or says all that is wrong with it.
pub(super) fn parse(file: &str, text: &str) -> Result<Mapping, Vec<String>> {
    if text.len() > LONGEST {
        return Err(vec![format!("{file} is too long for a mapping. Is it the extract itself?")]);
    }
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| {
            1 + text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count()
        });
        vec![format!(
            "{file}, line {line}: {}. Correct the TOML there.",
            error.message().trim_end_matches('.')
        )]
    })?;
    let mut faults = Vec::new();
    let mapping = read(file, text, &table, &mut faults);
    match mapping {
        Some(mapping) if faults.is_empty() => Ok(mapping),
        _ => Err(faults.into_iter().map(|fault| format!("{file}: {fault}")).collect()),
    }
}

fn read(file: &str, text: &str, table: &Table, faults: &mut Vec<String>) -> Option<Mapping> {
    for key in table.keys().filter(|key| !KEYS.split(", ").any(|known| known == *key)) {
        faults.push(format!("{key} is not known. A mapping may have {KEYS}."));
    }
    let name = word(table, "name", "what the extract is called", faults);
    let references = word(
        table,
        "references",
        "a word for the system that gives the references, such as \"merrowshire\"",
        faults,
    );
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if references.as_ref().is_some_and(|word| !plain(word)) {
        faults.push("references must be a word of small letters, digits and hyphens.".to_owned());
    }
    let row = match table.get("row").and_then(Value::as_str) {
        Some("crime") => Some(RowIs::Crime),
        Some("person") => Some(RowIs::Person),
        _ => {
            faults.push(
                "row must be \"crime\" (one row a crime) or \"person\" (one row a person in a crime)."
                    .to_owned(),
            );
            None
        }
    };
    let habits = dates(table, faults);
    let crime = match table.get("crime") {
        Some(Value::Table(crime)) => section("crime", Section::Crime, crime, &habits, faults),
        _ => {
            faults.push("[crime] is missing. It says which columns describe the crime.".to_owned());
            BTreeMap::new()
        }
    };
    let people = match table.get("people") {
        None => Vec::new(),
        Some(Value::Array(blocks)) if blocks.iter().all(Value::is_table) => blocks
            .iter()
            .enumerate()
            .filter_map(|(i, block)| Some((i, block.as_table()?)))
            .map(|(i, block)| section(&format!("people[{}]", i + 1), Section::People, block, &habits, faults))
            .collect(),
        Some(_) => {
            faults.push("people must be blocks, each headed [[people]] in double brackets.".to_owned());
            Vec::new()
        }
    };
    let mapping = Mapping {
        file: file.to_owned(),
        name: name?,
        references: references?,
        row: row?,
        delimiter: delimiter(table, faults),
        heading_line: heading_line(table, faults),
        not_stated: words(table, "not_stated", faults).iter().map(|word| word.to_lowercase()).collect(),
        ignore: words(table, "ignore", faults),
        repeats: repeats(table, faults),
        sha256: hex(&Sha256::digest(text)),
        crime,
        people,
    };
    if faults.is_empty() {
        look_over(&mapping, faults);
    }
    Some(mapping)
}

fn section(
    key: &str,
    section: Section,
    table: &Table,
    habits: &Habits,
    faults: &mut Vec<String>,
) -> BTreeMap<&'static str, Spec> {
    let mut specs = BTreeMap::new();
    for (name, value) in table {
        let key = format!("{key}.{name}");
        let Some(field) = field(section, name) else {
            let known: Vec<_> = FIELDS.iter().filter(|f| f.section == section).map(|f| f.name).collect();
            faults.push(format!("{key} is not in the target schema, which has {}.", known.join(", ")));
            continue;
        };
        if let Some(spec) = Spec::read(&key, field, value, habits, faults) {
            specs.insert(field.name, spec);
        }
    }
    specs
}

/// Faults that only show when the whole mapping is known.
fn look_over(mapping: &Mapping, faults: &mut Vec<String>) {
    let crime = |name: &str| mapping.crime.contains_key(name);
    let mut lack = |key: &str, why: &str| faults.push(format!("{key} is missing: {why}"));
    if !crime("month") {
        let why = if mapping.makes_crimes() {
            ""
        } else {
            " Without crimes it says which months the file is of, so that a corrected file can take its place."
        };
        lack(
            "crime.month",
            &format!(
                "name the column, or write month = {{ of = \"reported\" }} to take the month of a date.{why}"
            ),
        );
    }
    if mapping.row == RowIs::Crime && !crime("offence") {
        lack("crime.offence", "name the column that says what kind of offence it is.");
    }
    if mapping.row == RowIs::Person && mapping.people.is_empty() {
        lack("[[people]]", "with row = \"person\" one block says which columns describe the person.");
    }
    if !mapping.people.is_empty() && !crime("reference") {
        lack("crime.reference", "without it nobody can say which crime a person was in.");
    }
    for (i, block) in mapping.people.iter().enumerate() {
        if !block.contains_key("role") {
            lack(
                &format!("people[{}].role", i + 1),
                "name the column and translate its codes, or write role = { always = \"victim\" }.",
            );
        }
    }
    if let Some(Spec { from: From::Field(other), .. }) = mapping.crime.get("month")
        && !crime(other)
    {
        lack(&format!("crime.{other}"), "`month` is taken from it.");
    }
    if crime("longitude") != crime("latitude") {
        faults
            .push("crime.longitude and crime.latitude go together. Name both columns or neither.".to_owned());
    }
    for block in &mapping.people {
        if block.contains_key("born") && !["from", "reported"].iter().any(|date| crime(date)) {
            faults.push(
                "people.born needs a date in [crime] to work the age out. Map `from` or `reported`."
                    .to_owned(),
            );
        }
    }
    printed_references(mapping, faults);
    for column in &mapping.ignore {
        if let Some((key, _)) = mapping.columns().iter().find(|(_, used)| used.eq_ignore_ascii_case(column)) {
            faults.push(format!("ignore names `{column}`, which {key} reads. Take it out of one of them."));
        }
    }
}

/// A report prints the words of a field as they stand, and a check shows codes that a mapping does not translate; a column with references or dates of birth
/// must not be read as either.
fn printed_references(mapping: &Mapping, faults: &mut Vec<String>) {
    let reads = |key: &str, wanted: fn(Reads) -> bool| {
        let (section, name) = key.rsplit_once('.').unwrap_or_default();
        let section = if section == "crime" { Section::Crime } else { Section::People };
        field(section, name).is_some_and(|field| wanted(field.reads))
    };
    let columns = mapping.columns();
    for (words, column) in columns.iter().filter(|(key, _)| reads(key, Reads::is_words)) {
        let hidden = columns.iter().find(|(key, other)| {
            other.trim().eq_ignore_ascii_case(column.trim())
                && reads(key, |reads| matches!(reads, Reads::Reference | Reads::Born))
                // A place may be no finer than its area.
                && !(key == "crime.place" && words == "crime.area")
        });
        if let Some((hidden, _)) = hidden {
            faults.push(format!(
                "{words} reads `{column}`, which {hidden} reads too. What {words} holds is shown, so it must not be what {hidden} hides. Name another column."
            ));
        }
    }
}

fn word(table: &Table, key: &str, what: &str, faults: &mut Vec<String>) -> Option<String> {
    match table.get(key).and_then(Value::as_str).map(str::trim) {
        Some(word) if !word.is_empty() && word.len() <= 100 => Some(word.to_owned()),
        _ => {
            faults.push(format!("{key} is missing or is no text: write {what}."));
            None
        }
    }
}

fn words(table: &Table, key: &str, faults: &mut Vec<String>) -> Vec<String> {
    let list = match table.get(key) {
        None => return Vec::new(),
        Some(Value::Array(list)) => {
            list.iter().map(|v| v.as_str().map(|word| word.trim().to_owned())).collect()
        }
        Some(_) => None,
    };
    list.unwrap_or_else(|| {
        faults.push(format!("{key} must be a list of texts, as in [\"N/K\"]."));
        Vec::new()
    })
}

fn delimiter(table: &Table, faults: &mut Vec<String>) -> u8 {
    match table.get("delimiter").map(Value::as_str) {
        None => b',',
        Some(Some(",")) => b',',
        Some(Some(";")) => b';',
        Some(Some("\t" | "tab")) => b'\t',
        Some(Some("|")) => b'|',
        Some(_) => {
            faults.push("delimiter must be \",\", \";\", \"|\" or \"tab\".".to_owned());
            b','
        }
    }
}

fn heading_line(table: &Table, faults: &mut Vec<String>) -> u64 {
    match table.get("heading_line") {
        None => 1,
        Some(Value::Integer(line @ 1..=100)) => line.unsigned_abs(),
        Some(_) => {
            faults.push(
                "heading_line must be a number from 1 to 100: the line with the names of the columns."
                    .to_owned(),
            );
            1
        }
    }
}

fn dates(table: &Table, faults: &mut Vec<String>) -> Habits {
    let mut habits = Habits::default();
    match table.get("dates") {
        None => {}
        Some(Value::Table(dates)) => {
            for (name, value) in dates {
                let key = format!("dates.{name}");
                match (name.as_str(), value) {
                    ("formats", Value::Array(list)) => habits.formats = formats(&key, list, faults),
                    ("times", Value::Array(list)) => habits.times = formats(&key, list, faults),
                    ("formats" | "times", _) => {
                        faults.push(format!("{key} must be a list of texts, as in [\"%d/%m/%Y\"]."));
                    }
                    _ => faults.push(format!("{key} is not known. [dates] may have formats and times.")),
                }
            }
        }
        Some(_) => faults.push("dates must be a table, headed [dates].".to_owned()),
    }
    habits
}

fn repeats(table: &Table, faults: &mut Vec<String>) -> Repeats {
    let mut rule = Repeats::default();
    let Some(value) = table.get("repeats") else { return rule };
    let Some(given) = value.as_table() else {
        faults.push("repeats must be a table, headed [repeats].".to_owned());
        return rule;
    };
    for (name, value) in given {
        let answer = match value.as_str() {
            Some("keep") => Repeated::Keep,
            Some("drop") => Repeated::Drop,
            Some("refuse") => Repeated::Refuse,
            Some("once") if name == "changed" => Repeated::Once,
            _ => {
                let once = if name == "changed" { "\"once\", " } else { "" };
                faults.push(format!("repeats.{name} must be {once}\"keep\", \"drop\" or \"refuse\"."));
                continue;
            }
        };
        match name.as_str() {
            "same" => rule.same = answer,
            "changed" => rule.changed = answer,
            "without_reference" => rule.without_reference = answer,
            _ => faults.push(format!(
                "repeats.{name} is not known. [repeats] may have same, changed and without_reference."
            )),
        }
    }
    rule
}
