//! The parts of a file that are about one year of one fund each: text, keys and tables of projects.

use std::collections::BTreeMap;

use concordat_kernel::{Money, jiff::civil::Date};

use super::{
    Piece, checks,
    draft::{AwardDraft, Code, Oddity, OutputDraft, ProjectDraft, Reading},
    prose,
    tables::{self, Column, Line},
    words,
};

/// One year of one fund as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) line: u32,
    pub(super) fund: String,
    pub(super) year: Option<(String, Date, Date)>,
    /// Running text with the line each piece stood on.
    pub(super) text: Vec<(u32, String)>,
    /// What a sheet says in two cells: "Award", "£9,000".
    pub(super) keys: BTreeMap<String, (u32, String)>,
    pub(super) projects: Vec<ProjectDraft>,
    pub(super) total: Option<(u32, Money)>,
}

impl Section {
    /// All of its text on one line, so that a sentence that a page broke is whole. A line that leads to a table ends a
    /// sentence.
    pub(super) fn joined(&self) -> String {
        let mut all = String::new();
        for (_, text) in &self.text {
            all.push_str(text);
            all.push_str(if text.ends_with(':') { ". " } else { " " });
        }
        all
    }

    /// The line on which a piece of its text began.
    pub(super) fn line_of(&self, piece: &str) -> u32 {
        let start: String = piece.chars().take(30).collect();
        self.text.iter().find(|(_, text)| text.contains(start.trim())).map_or(self.line, |(line, _)| *line)
    }

    /// What a sheet says under one of these keys.
    pub(super) fn key(&self, keys: &[&str]) -> Option<&(u32, String)> {
        keys.iter().find_map(|key| self.keys.get(*key))
    }
}

/// Takes a file apart into its sections.
pub(super) fn split(pieces: &[Piece], oddities: &mut Vec<Oddity>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open = false;
    let mut current: Option<(u32, Vec<Column>)> = None;
    for piece in pieces {
        match piece {
            Piece::Line { line, text } => {
                current = None;
                if let Some((fund, year)) = heading(text) {
                    sections.push(Section { line: *line, fund, year: Some(year), ..Section::default() });
                    open = true;
                } else if ends(text) {
                    open = false;
                } else if let Some(section) = sections.last_mut().filter(|_| open) {
                    section.text.push((*line, text.clone()));
                }
            }
            Piece::Row { line, table, cells } => {
                if let Some(columns) = tables::header(cells) {
                    tables::unknown(&columns, cells, *line, oddities);
                    let year = cells.iter().find_map(|cell| words::year(&cell.join(" ")));
                    begin(&mut sections, &mut open, *line, year);
                    current = Some((*table, columns));
                } else if let Some((_, columns)) = current.as_ref().filter(|(number, _)| number == table) {
                    if let Some(section) = sections.last_mut() {
                        take(section, tables::row(columns, cells, *line, oddities), *line);
                    }
                } else {
                    current = None;
                    pair(&mut sections, &mut open, cells, *line);
                }
            }
        }
    }
    sections
}

/// A table begins: in the section that is open, or in one of its own where it names another year.
fn begin(sections: &mut Vec<Section>, open: &mut bool, line: u32, year: Option<(String, Date, Date)>) {
    let fits = |section: &Section| {
        section.projects.is_empty() && (year.is_none() || section.year.is_none() || section.year == year)
    };
    match sections.last_mut().filter(|section| *open && fits(section)) {
        Some(section) => section.year = section.year.take().or(year),
        None => {
            let fund = sections.last().map(|section| section.fund.clone()).unwrap_or_default();
            sections.push(Section { line, fund, year, ..Section::default() });
        }
    }
    *open = true;
}

fn take(section: &mut Section, row: Line, line: u32) {
    match row {
        Line::Project(project) => section.projects.push(*project),
        Line::Total { planned, spent } => section.total = spent.or(planned).map(|total| (line, total)),
        Line::Nothing => {}
    }
}

/// Two cells of which the first is a key: "Fund", "Safer Streets". A fund begins a section.
fn pair(sections: &mut Vec<Section>, open: &mut bool, cells: &[Vec<String>], line: u32) {
    let filled: Vec<String> =
        cells.iter().map(|cell| cell.join(" ").trim().to_owned()).filter(|text| !text.is_empty()).collect();
    let [key, value] = filled.as_slice() else { return };
    let key = key.trim_end_matches(':').to_lowercase();
    if key == "fund" || key == "grant" {
        let year = words::year(value);
        sections.push(Section { line, fund: without_year(value), year, ..Section::default() });
        *open = true;
        return;
    }
    let Some(section) = sections.last_mut().filter(|_| *open) else { return };
    if key == "year" {
        section.year = words::year(value);
    }
    section.keys.insert(key, (line, value.clone()));
}

/// A heading that names a fund and its year: "2.0 Funding – Crime Reduction Grant 2022/23".
fn heading(text: &str) -> Option<(String, (String, Date, Date))> {
    let text = text.replace("**", "");
    let text = text.trim().trim_end_matches(':');
    let year = words::year(text)?;
    let short = text.chars().count() <= 120 && !text.ends_with(['.', ';']) && !text.contains('£');
    let fund = without_year(text);
    let lower = fund.to_lowercase();
    let named = ["grant", "fund", "streets", "unit"].iter().any(|word| lower.contains(word));
    (short && named && fund.split_whitespace().count() <= 10).then_some((fund, year))
}

/// The name of a fund, without its year, the heading's number and what stands before a dash.
fn without_year(text: &str) -> String {
    let text = text.replace("**", "");
    let text = text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    let words: Vec<&str> = text.split_whitespace().filter(|word| words::year(word).is_none()).collect();
    let text = words.join(" ");
    let name =
        [" – ", " — ", " - ", ": "].iter().find_map(|dash| text.rsplit_once(dash)).map(|(_, name)| name);
    name.unwrap_or(&text)
        .trim_matches(|c: char| c == ',' || c == '(' || c == ')' || c == '–' || c == ' ')
        .to_owned()
}

/// A heading of a section about something else: "4.0 The team".
fn ends(text: &str) -> bool {
    let text = text.trim();
    let number: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let rest = text.get(number.len()..).unwrap_or_default();
    number.ends_with(".0") && rest.starts_with(' ') && text.chars().count() <= 120
}

/// The award of a section that has projects; what is missing is said.
pub(super) fn award(section: &Section, reading: &mut Reading) -> Option<AwardDraft> {
    if section.projects.is_empty() {
        return None;
    }
    let line = section.line;
    let Some((label, from, to)) = section.year.clone() else {
        reading.odd(
            Code::PeriodAssumed,
            line,
            &section.fund,
            "left out: the year is not named, such as 2022/23",
        );
        return None;
    };
    reading.odd(Code::PeriodAssumed, line, &label, format!("read as {from} to {to}"));
    let mut fund = section.fund.clone();
    if fund.is_empty() {
        reading.odd(Code::FundNotNamed, line, &label, "named “Grant” until somebody says which fund it is");
        "Grant".clone_into(&mut fund);
    }
    let mut award = AwardDraft {
        line,
        fund,
        funder: String::new(),
        label,
        from,
        to,
        amount: Money::ZERO,
        pot: None,
        projects: section.projects.clone(),
        returned: None,
    };
    for project in &mut award.projects {
        project.outputs = words::outputs(&project.purpose)
            .into_iter()
            .map(|(number, name, goods)| OutputDraft { name, goods, number })
            .collect();
    }
    prose::facts(section, &mut award, reading);
    if !award.amount.is_positive() {
        let projects = award.of_projects();
        reading.odd(
            Code::AwardNotStated,
            line,
            &award.label,
            format!("the award was taken to be what the projects make together, {projects}"),
        );
        award.amount = projects;
    }
    checks::all(section, &award, reading);
    Some(award)
}
