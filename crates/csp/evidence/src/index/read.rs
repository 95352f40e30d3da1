//! From a file to the lines of an index.

use std::collections::{BTreeMap, BTreeSet};

use concordat_kernel::Refusal;
use serde::Serialize;

use super::{
    code,
    columns::{Column, STATISTICS, enough, name_of, score_of},
    model::{Rule, Score},
    traps,
};
use crate::load::{self, Code, Columns, Line, Notes, Oddity, plain, saying};

/// What was read from a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// What the weights are counted in.
    pub unit: String,
    /// What the file says of whose it is.
    pub notice: Option<String>,
    /// The lines, in the order of the file.
    pub scores: Vec<Score>,
    /// What was odd.
    pub oddities: Vec<Oddity>,
}

/// A row with its score, and what else of it is looked at for oddities.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) score: Score,
    pub(super) said: BTreeMap<Column, String>,
}

/// Columns whose words are compared with each other.
pub(super) const WORDS: [Column; 7] = [
    Column::Group,
    Column::Subgroup,
    Column::Notifiable,
    Column::Investigation,
    Column::Guideline,
    Column::Nearest,
    Column::StartingPoint,
];

type Row<'a> = load::Row<'a, Column>;

/// Reads a workbook or CSV file. `file` is its name, for sentences; `rule` also says which statistic is taken from a table
/// of several.
///
/// # Errors
/// When it is no table of scores, or any row is faulty: then nothing is taken, and every fault is told with its row.
pub fn read(bytes: &[u8], file: &str, rule: Rule) -> Result<Reading, Refusal> {
    let sheets = load::sheets(bytes, file)?;
    let mut notes = Notes::default();
    let mut tables = Vec::new();
    let mut notice = None;
    for sheet in &sheets {
        if sheet.windows {
            notes.odd(Code::Windows1252, None, None, "bytes that are no UTF-8", "read as Windows-1252");
        }
        match Columns::find(&sheet.lines, Column::named, enough, &mut notes) {
            Some((columns, lines)) => tables.push((columns, lines)),
            None => notice = notice.or(notice_of(&sheet.lines)),
        }
    }
    let [(columns, lines)] = tables.as_slice() else {
        return Err(Refusal::rule(if tables.is_empty() {
            format!(
                "“{file}” holds no table of scores. It needs a row of headings with `reference` and `score`, or those of the \
                 published workbook (`ATHENA URN` and `CCHI Score`). See `concordat evidence index load --help`."
            )
        } else {
            format!(
                "“{file}” holds scores on several sheets. Leave the one that is meant in it, and load each by itself."
            )
        }));
    };
    if lines.is_empty() {
        return Err(Refusal::rule(format!(
            "“{file}” has no row below its headings. Give the file with the scores."
        )));
    }
    if let Some(notice) = &notice {
        notes.odd(
            Code::Copyright,
            None,
            None,
            format!("“{notice}”"),
            "kept with the index; it stays in this record, and must not be passed on without leave",
        );
    }
    let score = score_column(columns, rule, file)?;
    let unit = unit(columns, lines, score, &mut notes);
    let entries = entries(columns, lines, score, &mut notes);
    traps::look(&entries, columns, &unit, rule, &mut notes);
    let scores = told_apart(entries, columns, &mut notes);
    Ok(Reading { unit, notice, scores, oddities: notes.settle(file)? })
}

/// What a sheet without scores says of whose the file is.
fn notice_of(lines: &[Line]) -> Option<String> {
    let mut texts = lines.iter().flat_map(|line| &line.cells);
    texts.find(|text| text.to_lowercase().starts_with("copyright")).map(|text| load::tidy(text))
}

/// The column that the weights are taken from.
fn score_column(columns: &Columns<Column>, rule: Rule, file: &str) -> Result<Column, Refusal> {
    match score_of(columns).as_slice() {
        [one] => Ok(*one),
        [] => match Column::statistic(rule) {
            Some(column) if columns.has(column) => Ok(column),
            Some(_) => Err(Refusal::rule(format!(
                "“{file}” has no column for the rule {rule}. Choose another rule, or add the column."
            ))),
            None => Err(Refusal::rule(format!(
                "“{file}” gives several statistics of each line and no single score. Say which is meant: --rule lowest, \
                 median, mean or highest."
            ))),
        },
        [first, second, ..] => Err(Refusal::rule(format!(
            "“{file}” has two columns of scores, {} and {}. Take one of them out.",
            columns.title(*first).unwrap_or_default(),
            columns.title(*second).unwrap_or_default()
        ))),
    }
}

/// What the weights are counted in: as a column says, else as the heading of the weights does.
fn unit(columns: &Columns<Column>, lines: &[Line], score: Column, notes: &mut Notes) -> String {
    let implied = match score {
        Column::Score => None,
        Column::Severity => Some("severity weight"),
        _ => Some("days"),
    };
    let mut units: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for line in lines {
        if let Some(text) = columns.row(line).text(Column::Unit) {
            units.entry(plain(&text)).or_insert((line.number, text));
        }
    }
    let title = columns.title(Column::Unit);
    match (units.len(), implied) {
        (0, Some(implied)) => return implied.to_owned(),
        (0, None) => notes.fault(
            None,
            title,
            "It is not said what the scores are counted in. Add a column `unit` with one word in every row, such as days.",
        ),
        (1, _) => {}
        _ => {
            let row = units.values().map(|(row, _)| *row).max();
            notes.fault(row, title, "The unit is another than above. One index has one unit: make two files of it.");
        }
    }
    units.into_values().min().map(|(_, text)| text).unwrap_or_default()
}

fn entries(columns: &Columns<Column>, lines: &[Line], score: Column, notes: &mut Notes) -> Vec<Entry> {
    let name = name_of(columns);
    let mut entries = Vec::new();
    for line in lines {
        let row = columns.row(line);
        let reference = row.text(name);
        if reference.is_none() {
            notes.fault(
                row.number,
                row.title(name),
                "The line has no name. Give it one, or take the row out.",
            );
        }
        let weight = weight(&row, score, notes);
        if STATISTICS.contains(&score) {
            statistics(&row, notes);
        }
        let (Some(reference), Some(weight)) = (reference, weight) else { continue };
        let (home_office, class) = codes(&row, &reference, notes);
        let score = Score {
            home_office,
            class,
            offence: named(&row, Column::Offence, notes).or_else(|| named(&row, Column::FullOffence, notes)),
            group: named(&row, Column::Group, notes),
            subgroup: named(&row, Column::Subgroup, notes),
            notifiable: yes(&row, Column::Notifiable, notes),
            proactive: yes(&row, Column::Proactive, notes),
            historic: yes(&row, Column::Historic, notes),
            row: row.number,
            reference,
            weight,
        };
        let said = WORDS.iter().filter_map(|column| Some((*column, row.text(*column)?))).collect();
        entries.push(Entry { score, said });
    }
    entries
}

/// A weight: a number that is not below 0. Anything else is a fault, never a guess.
fn weight(row: &Row<'_>, column: Column, notes: &mut Notes) -> Option<f64> {
    let why = match row.text(column) {
        None => "There is no score. Give one, or take the row out.".to_owned(),
        Some(text) => match text.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) if number >= 0.0 => return Some(number),
            Some(_) => format!("“{text}” is below 0, which no score is. Correct it."),
            None => {
                format!(
                    "“{text}” is not a number. Write it with figures and a point only, such as 182.5 or 1825."
                )
            }
        },
    };
    notes.fault(row.number, row.title(column), why);
    None
}

/// Looks whether the statistics of a row can belong together.
fn statistics(row: &Row<'_>, notes: &mut Notes) {
    let number = |column| row.text(column).and_then(|text| text.parse::<f64>().ok());
    let (min, max) = (number(Column::Min), number(Column::Max));
    for column in [Column::Median, Column::Mean] {
        let Some(middle) = number(column) else { continue };
        if min.is_some_and(|min| middle < min) || max.is_some_and(|max| middle > max) {
            let saw = format!("{} outside the lowest and highest of its row", saying(middle));
            notes.odd(Code::StatisticsDisagree, row.number, row.title(column), saw, "kept as it is");
        }
    }
}

/// A name, unless a web address stands there: then the cells of the row have moved.
fn named(row: &Row<'_>, column: Column, notes: &mut Notes) -> Option<String> {
    let text = row.text(column)?;
    if !text.contains("://") {
        return Some(text);
    }
    let saw = format!(
        "a web address (“{}…”), as if cells of this row had moved",
        text.chars().take(40).collect::<String>()
    );
    notes.odd(Code::AddressAsName, row.number, row.title(column), saw, "left empty; the score is kept");
    None
}

fn yes(row: &Row<'_>, column: Column, notes: &mut Notes) -> Option<bool> {
    let text = row.text(column)?;
    match plain(&text).as_str() {
        "yes" | "y" | "true" | "1" | "notifiable" => Some(true),
        "no" | "n" | "false" | "0" | "non-notifiable" | "not notifiable" => Some(false),
        _ => {
            notes.odd(
                Code::NotYesOrNo,
                row.number,
                row.title(column),
                format!("“{text}”"),
                "taken as not said",
            );
            None
        }
    }
}

/// The Home Office code and class of a row. Where no column is for them, the reference may be one itself.
fn codes(row: &Row<'_>, reference: &str, notes: &mut Notes) -> (Option<String>, Option<String>) {
    let text = row.text(Column::HomeOffice);
    let class = row.text(Column::Class);
    if row.title(Column::HomeOffice).is_none() && row.title(Column::Class).is_none() {
        return (code::home_office(reference), code::class(reference));
    }
    let class = class.and_then(|class| code::class(&class));
    let title = row.title(Column::HomeOffice);
    let Some(text) = text else {
        if title.is_some() {
            notes.odd(
                Code::CodeMissing,
                row.number,
                title,
                "no code",
                "can be asked for by its reference or name only",
            );
        }
        return (None, class);
    };
    let Some(code) = code::home_office(&text) else {
        let saw = format!("“{text}”, which is no code such as 008/01");
        notes.odd(Code::CodeUnknown, row.number, title, saw, "left empty; the score is kept");
        return (None, class);
    };
    let halves = halves(row);
    let differs = halves.as_ref().is_some_and(|(_, same)| same != &code);
    if code != text {
        let saw = format!("“{text}”");
        if differs {
            let did = "left empty, as the columns of its two halves say another code";
            notes.odd(Code::CodeRewritten, row.number, title, saw, did);
            return (None, class);
        }
        notes.odd(Code::CodeRewritten, row.number, title, saw, format!("read as {code}"));
    } else if let Some((written, _)) = halves.filter(|_| differs) {
        let saw = format!("{code}, and {written} in the columns of its two halves");
        notes.odd(Code::CodesDiffer, row.number, title, saw, format!("kept {code}"));
    }
    (Some(code), class)
}

/// The code as two columns say it together: as it is written there, and as it is kept.
fn halves(row: &Row<'_>) -> Option<(String, String)> {
    let (code, part) = (row.text(Column::HoCode)?, row.text(Column::HoPart)?);
    let (number, last) = (code.parse::<u16>().ok()?, part.parse::<u16>().ok()?);
    Some((format!("{code}/{part}"), format!("{number:03}/{last:02}")))
}

/// Each line once. A row for several classes becomes a line for each of them that has no row of its own.
fn told_apart(entries: Vec<Entry>, columns: &Columns<Column>, notes: &mut Notes) -> Vec<Score> {
    let title = columns.title(name_of(columns));
    let own: BTreeSet<String> = entries.iter().filter_map(|entry| entry.score.class.clone()).collect();
    let mut scores: Vec<Score> = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for Entry { score, .. } in entries {
        for score in one_for_each(score, &own, title.as_ref(), notes) {
            let first = *seen.entry(plain(&score.reference)).or_insert(scores.len());
            match scores.get(first) {
                None => scores.push(score),
                Some(known) if (Score { row: known.row, ..score.clone() }) == *known => {
                    let saw = format!("the same as in row {}", known.row);
                    notes.odd(Code::RowRepeated, score.row, title.clone(), saw, "kept once");
                }
                Some(known) => notes.fault(
                    score.row,
                    title.clone(),
                    format!(
                        "“{}” stands in row {} too, and the two rows differ. Give each line a reference of its own, in a \
                         column `reference`.",
                        score.reference, known.row
                    ),
                ),
            }
        }
    }
    scores
}

fn one_for_each(
    score: Score,
    own: &BTreeSet<String>,
    title: Option<&String>,
    notes: &mut Notes,
) -> Vec<Score> {
    let Some(classes) = code::several_classes(&score.reference).filter(|_| score.class.is_none()) else {
        return vec![score];
    };
    let saw = format!("“{}”, one score for {} classes", score.reference, classes.len());
    let free: Vec<_> = classes.iter().filter(|class| !own.contains(*class)).cloned().collect();
    let (did, scores) = if free.is_empty() {
        ("kept under these words only, as each class has a row of its own".to_owned(), vec![score])
    } else {
        let each = free.iter().map(|class| Score {
            reference: class.clone(),
            class: Some(class.clone()),
            ..score.clone()
        });
        (format!("kept once for each of {}", free.join(", ")), each.collect())
    };
    let row = scores.first().map(|score| score.row);
    notes.odd(Code::SeveralCodes, row, title.cloned(), saw, did);
    scores
}
