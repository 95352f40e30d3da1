//! Which column is which, from what its header asks for.

use crate::import::{
    columns,
    document::{Cell, TableRow},
    tidy,
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    Id,
    Priority,
    PriorityKind,
    PriorityLead,
    PriorityAim,
    PriorityNotes,
    Number,
    Star,
    Label,
    Objective,
    Steps,
    Measures,
    Timescale,
    Lead,
    Funded,
    Linked,
    Status,
    Money,
    StoodDown,
}

/// A column: its name in the file and what it holds, if we know.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) role: Option<Role>,
    pub(super) name: String,
}

/// A table's header.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub(super) line: u32,
    pub(super) table: u32,
    pub(super) columns: Vec<Column>,
}

/// Headers that mean one thing only when they stand alone.
const WHOLE: [(Role, u32, &[&str]); 14] = [
    (
        Role::Number,
        50,
        &[
            "no",
            "number",
            "nr",
            "num",
            "#",
            "ref",
            "reference",
            "ref no",
            "action no",
            "action number",
            "action ref",
            "action reference",
            "action id",
            "id",
            "item",
            "item no",
            "s no",
            "serial",
        ],
    ),
    (
        Role::Priority,
        45,
        &[
            "priority",
            "theme",
            "priority area",
            "strategic priority",
            "priority theme",
            "plan priority",
            "csp priority",
            "strategic theme",
        ],
    ),
    (Role::PriorityKind, 90, &["priority kind"]),
    (Role::PriorityLead, 90, &["priority lead", "priority leads"]),
    (Role::PriorityAim, 90, &["priority aim"]),
    (Role::PriorityNotes, 90, &["priority notes", "priority note"]),
    (Role::Star, 90, &["star", "starred"]),
    (Role::Label, 90, &["label"]),
    (Role::Funded, 40, &["funded", "funding", "funding note", "funding source"]),
    (Role::Linked, 40, &["linked", "linked to", "links", "links to"]),
    (Role::Id, 100, &["concordat id"]),
    (Role::Status, 100, &["status (not read back)"]),
    (Role::Money, 100, &["money (not read back)"]),
    (Role::StoodDown, 100, &["stood down (not read back)"]),
];

/// Words and questions that tell a column wherever they stand in its header.
const WITHIN: [(Role, u32, &[&str]); 15] = [
    (
        Role::Objective,
        30,
        &[
            "objective",
            "objectives",
            "what do we want",
            "what we want",
            "what are we trying",
            "commitment",
            "commitments",
        ],
    ),
    (Role::Objective, 18, &["planned outcome", "planned outcomes", "goal", "goals", "aim", "aims"]),
    (Role::Objective, 10, &["outcome", "outcomes"]),
    (
        Role::Steps,
        30,
        &[
            "what will we do",
            "what we will do",
            "how will we do",
            "how will we achieve",
            "what do we need to do",
            "what needs to be done",
        ],
    ),
    (Role::Steps, 25, &["step", "steps"]),
    (Role::Steps, 22, &["activity", "activities", "task", "tasks"]),
    (Role::Steps, 20, &["action", "actions"]),
    (Role::Steps, 9, &["milestone", "milestones", "deliverable", "deliverables"]),
    (
        Role::Measures,
        32,
        &[
            "measure",
            "measures",
            "kpi",
            "kpis",
            "indicator",
            "indicators",
            "how will we know",
            "how we will know",
            "success",
            "how will it be measured",
        ],
    ),
    (Role::Measures, 16, &["performance", "output", "outputs", "monitored", "evidence"]),
    (Role::Measures, 12, &["outcome", "outcomes", "impact", "target", "targets"]),
    (
        Role::Timescale,
        31,
        &[
            "timescale",
            "timescales",
            "deadline",
            "when",
            "due",
            "timeframe",
            "time frame",
            "timeline",
            "target date",
            "completion date",
            "delivery date",
            "end date",
            "due date",
        ],
    ),
    (Role::Timescale, 13, &["date", "completion", "complete by"]),
    (Role::Lead, 31, &["lead", "leads", "owner", "owners", "responsible", "responsibility", "accountable"]),
    (Role::Lead, 21, &["officer", "who", "agency"]),
];

/// Words that make a column a report on progress rather than the plan itself.
const REPORTS: [&str; 9] =
    ["update", "updates", "progress", "status", "rag", "comment", "comments", "risk", "review"];

impl Header {
    /// Reads a row as a header; `None` when it is data, or a table about something else.
    pub(super) fn read(row: &TableRow) -> Option<Self> {
        if row.filled().any(|(_, cell)| cell.has_items()) || row.filled().count() < 3 {
            return None;
        }
        let names: Vec<String> = row.cells.iter().map(name_of).collect();
        if names.iter().any(|name| name.len() > 160 || name.split(' ').count() > 14) {
            return None;
        }
        let header = Self { line: row.line, table: row.table, columns: assign(names) };
        let known = [Role::Number, Role::Objective, Role::Steps, Role::Measures, Role::Timescale, Role::Lead]
            .iter()
            .filter(|role| header.place(**role).is_some())
            .count();
        let says_what = header.place(Role::Objective).is_some() || header.place(Role::Steps).is_some();
        let filled = header.columns.iter().filter(|column| !column.name.is_empty()).count();
        (known >= 3 && says_what && known * 4 >= filled).then_some(header)
    }

    /// Where a role's column is.
    pub(super) fn place(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == Some(role))
    }

    /// The cell of a role in a row of this table.
    pub(super) fn cell<'r>(&self, role: Role, row: &'r TableRow) -> Option<&'r Cell> {
        row.cells.get(self.place(role)?).filter(|cell| !cell.is_blank())
    }

    /// The text of a role's cell; empty when it is blank or there is no such column.
    pub(super) fn text(&self, role: Role, row: &TableRow) -> String {
        self.cell(role, row).map(Cell::text).unwrap_or_default()
    }

    /// Joins the second half of a header that was split over two pages.
    pub(super) fn join(&mut self, row: &TableRow) {
        let names = self.columns.iter().enumerate().map(|(at, column)| {
            let more = row.cells.get(at).map(name_of).unwrap_or_default();
            tidy(&format!("{} {more}", column.name))
        });
        self.columns = assign(names.collect());
    }

    /// Forgets a column's role: its values turned out to be something else.
    pub(super) fn forget(&mut self, role: Role) {
        for column in self.columns.iter_mut().filter(|column| column.role == Some(role)) {
            column.role = None;
        }
    }
}

/// A header's name without the question in brackets after it.
fn name_of(cell: &Cell) -> String {
    let text = cell.text();
    if columns::NOT_READ_BACK.iter().any(|name| text.eq_ignore_ascii_case(name)) {
        return text;
    }
    match text.find('(') {
        Some(at) if !text.get(..at).unwrap_or_default().trim().is_empty() => {
            tidy(text.get(..at).unwrap_or_default())
        }
        _ => text,
    }
}

/// Gives each role to the column that asks for it most plainly; the first when several do.
fn assign(names: Vec<String>) -> Vec<Column> {
    let mut claims: Vec<(u32, usize, Role)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        claims.extend(claims_of(name).into_iter().map(|(role, score)| (score, at, role)));
    }
    claims.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut columns: Vec<Column> = names.into_iter().map(|name| Column { role: None, name }).collect();
    let mut given = Vec::new();
    for (_, at, role) in claims {
        if let Some(column) = columns.get_mut(at)
            && column.role.is_none()
            && !given.contains(&role)
        {
            column.role = Some(role);
            given.push(role);
        }
    }
    columns
}

fn claims_of(name: &str) -> Vec<(Role, u32)> {
    let lower = name.to_lowercase();
    let whole = lower.trim_end_matches(['.', ':', '?']).trim();
    let mut claims: Vec<(Role, u32)> = WHOLE
        .iter()
        .filter(|(_, _, names)| names.contains(&whole))
        .map(|(role, score, _)| (*role, *score))
        .collect();
    if claims.iter().any(|(_, score)| *score >= 90) {
        return claims;
    }
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    let has = |phrase: &str| {
        let length = phrase.bytes().filter(|b| *b == b' ').count() + 1;
        words.windows(length).any(|window| window.iter().copied().eq(phrase.split(' ')))
    };
    let report = REPORTS.iter().any(|word| has(word));
    for (role, score, phrases) in WITHIN {
        if phrases.iter().any(|phrase| has(phrase)) && (!report || score >= 30 && role == Role::Measures) {
            claims.push((role, score));
        }
    }
    claims
}
