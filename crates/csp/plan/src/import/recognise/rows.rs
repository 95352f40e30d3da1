//! The rows of a table of actions: where an action begins, which rows continue it, and which
//! are only the second half of a row that a page break cut in two.

use super::{
    Plan,
    header::{Header, Role},
    leads, names,
    number::{self, NumberCell},
};
use crate::import::{
    Action, CellKind, Code, Oddity, Priority, PriorityKind, Row, Source, Timescale,
    document::{Cell, Part, TableRow},
    limits::{MAX_ROWS, TooMuch},
};

/// The action that rows are being added to, with what is needed to go on with it.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// Place in its priority.
    pub(super) action: Option<usize>,
    pub(super) id: String,
    pub(super) objective: String,
    pub(super) lead: String,
    /// Whether the last item of steps and of measures had a bullet.
    pub(super) bulleted: [bool; 2],
}

/// A cell that may hold several things in one item.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) priority: usize,
    pub(super) action: usize,
    pub(super) row: usize,
    pub(super) cell: CellKind,
    pub(super) line: u32,
    pub(super) text: String,
    /// It came from a list that shows no bullets, not from plain text.
    pub(super) list: bool,
}

/// What a row is to the action above it.
enum Kind {
    New(NumberCell, bool),
    Continued,
    Split,
}

impl Plan {
    pub(super) fn take_header(&mut self, header: Header) {
        self.header = Some(header);
        self.fresh_header = true;
        self.broke = false;
    }

    pub(super) fn take_row(&mut self, row: &TableRow) -> Result<(), TooMuch> {
        let Some(mut header) = self.header.take() else { return Ok(()) };
        if self.fresh_header && self.broke && continues_header(&header, row) {
            header.join(row);
            self.odd(
                Code::HeaderSplit,
                row.line,
                row.cells.iter().map(Cell::text).collect::<Vec<_>>().join(" ").trim(),
                "joined to the header on the page before",
            );
            self.header = Some(header);
            return Ok(());
        }
        if self.fresh_header {
            self.check_header(&mut header, row);
            self.fresh_header = false;
        }
        self.rows += 1;
        if self.rows > MAX_ROWS {
            return Err(TooMuch::Rows);
        }
        self.action_row(&header, row);
        self.header = Some(header);
        Ok(())
    }

    /// Reports columns that are called something else than before, or that have no place here.
    fn check_header(&mut self, header: &mut Header, row: &TableRow) {
        const LEVELS: [&str; 8] = ["high", "medium", "low", "h", "m", "l", "critical", "urgent"];
        let level = header.text(Role::Priority, row).to_lowercase();
        if LEVELS.contains(&level.as_str()) || level.len() == 1 && level.bytes().all(|b| b.is_ascii_digit()) {
            header.forget(Role::Priority);
        }
        for column in &header.columns {
            match column.role {
                Some(role) => {
                    let before = self.last_names.insert(role, column.name.clone());
                    if let Some(before) = before.filter(|before| !before.eq_ignore_ascii_case(&column.name)) {
                        let did = format!("read as the column \"{before}\" of the table before");
                        self.reading.oddities.push(Oddity::new(
                            Code::HeaderRenamed,
                            header.line,
                            &column.name,
                            did,
                        ));
                    }
                }
                None if !column.name.is_empty() && self.reported.insert(column.name.to_lowercase()) => {
                    self.reading.oddities.push(Oddity::new(
                        Code::UnknownColumn,
                        header.line,
                        &column.name,
                        "kept as a note on each row",
                    ));
                }
                None => {}
            }
        }
    }

    fn action_row(&mut self, header: &Header, row: &TableRow) {
        self.priority_column(header, row);
        if names_only_its_priority(header, row) {
            return;
        }
        if self.current.is_none() {
            self.odd(
                Code::PriorityMissing,
                row.line,
                "a table of actions under no priority",
                "put its actions under one shared heading",
            );
            let shared =
                Priority { kind: PriorityKind::Shared, title: "Actions".to_owned(), ..Priority::default() };
            self.reading.draft.priorities.push(shared);
            self.current = Some(self.reading.draft.priorities.len() - 1);
        }
        match self.kind(header, row) {
            Kind::New(number, given) => {
                self.begin_action(header, row, number, given);
                self.add_row(header, row, true);
            }
            Kind::Continued => self.add_row(header, row, false),
            Kind::Split => self.join_row(header, row),
        }
    }

    /// In a table with the priority as a column, its cell chooses the priority.
    fn priority_column(&mut self, header: &Header, row: &TableRow) {
        let title = header.text(Role::Priority, row);
        if title.is_empty() {
            return;
        }
        let title = title.replace("**", "");
        let known = self.by_title.get(&title.to_lowercase()).copied();
        if known.is_some() && known == self.current {
            return;
        }
        let at = known.unwrap_or_else(|| {
            let at = self.reading.draft.priorities.len();
            let kind = header.text(Role::PriorityKind, row).to_lowercase();
            if matches!(kind.as_str(), "shared" | "priority") {
                self.said_kind.insert(at);
            }
            let aim = header.text(Role::PriorityAim, row);
            let leads = leads::split(&header.text(Role::PriorityLead, row));
            self.mention_leads(&leads, None, row.line);
            let notes = header.cell(Role::PriorityNotes, row);
            self.reading.draft.priorities.push(Priority {
                kind: if kind == "shared" { PriorityKind::Shared } else { PriorityKind::Priority },
                title: title.clone(),
                leads,
                aim: (!aim.is_empty()).then_some(aim),
                notes: notes
                    .into_iter()
                    .flat_map(|cell| &cell.parts)
                    .map(|part| part.text().to_owned())
                    .collect(),
                actions: Vec::new(),
            });
            self.by_title.insert(title.to_lowercase(), at);
            at
        });
        self.current = Some(at);
        self.open = Open::default();
    }

    fn kind(&mut self, header: &Header, row: &TableRow) -> Kind {
        let raw = header.text(Role::Number, row);
        let number = NumberCell::read(&raw);
        if let Some(page) = number.page {
            self.pages.marker(row.line, page);
            self.broke |= number.number.is_empty();
        }
        let objective = objective_text(header, row);
        let id = header.text(Role::Id, row);
        let open = self.open_action().map(|action| action.number.clone());
        let Some(open_number) = open else { return self.new_kind(number, &objective, header, row) };
        if !id.is_empty() || !self.open.id.is_empty() {
            let same =
                id == self.open.id || id.is_empty() && number.number.is_empty() && objective.is_empty();
            return if same { Kind::Continued } else { self.new_kind(number, &objective, header, row) };
        }
        let same_objective = objective.is_empty() || objective == self.open.objective;
        if !number.number.is_empty() {
            let repaired = number::repaired(&number.number, &open_number).is_some();
            let same = number.number == open_number && same_objective && !repaired;
            return if same { Kind::Continued } else { self.new_kind(number, &objective, header, row) };
        }
        let lower = |text: &str| text.starts_with(|c: char| c.is_lowercase());
        if !objective.is_empty() {
            let numbered = header.place(Role::Number).is_some();
            let cut =
                numbered && (self.broke && lower(&objective) || lower(&objective) && !timed(header, row));
            return if cut {
                Kind::Split
            } else if objective == self.open.objective {
                Kind::Continued
            } else {
                self.new_kind(number, &objective, header, row)
            };
        }
        let starts_lower = [Role::Steps, Role::Measures].iter().any(|role| {
            header
                .cell(*role, row)
                .and_then(|cell| cell.parts.first())
                .is_some_and(|part| matches!(part, Part::Text(text) if lower(text)))
        });
        let listed = header.cell(Role::Steps, row).is_some() || header.cell(Role::Measures, row).is_some();
        if !timed(header, row) && (self.broke || starts_lower || !listed) {
            Kind::Split
        } else {
            Kind::Continued
        }
    }

    fn new_kind(&self, mut number: NumberCell, objective: &str, header: &Header, row: &TableRow) -> Kind {
        if !number.number.is_empty() {
            return Kind::New(number, false);
        }
        // Nothing to begin an action with: what is here continues the one above, if any.
        if objective.is_empty() && header.cell(Role::Steps, row).is_none() && self.open.action.is_some() {
            return Kind::Split;
        }
        let at = self.current.unwrap_or(0);
        let actions = self.reading.draft.priorities.get(at).map(|priority| &priority.actions);
        let next = actions.and_then(|actions| actions.last()).and_then(|action| number::next(&action.number));
        number.number = next.unwrap_or_else(|| format!("{}.{}", at + 1, actions.map_or(0, Vec::len) + 1));
        Kind::New(number, true)
    }

    pub(super) fn open_action(&mut self) -> Option<&mut Action> {
        let priority = self.reading.draft.priorities.get_mut(self.current?)?;
        priority.actions.get_mut(self.open.action?)
    }

    fn begin_action(&mut self, header: &Header, row: &TableRow, cell: NumberCell, given: bool) {
        let Some(at) = self.current else { return };
        let raw = header.text(Role::Number, row);
        let mut number = cell.number;
        let before = self
            .reading
            .draft
            .priorities
            .get(at)
            .and_then(|priority| priority.actions.last())
            .map(|action| action.number.clone());
        if !given && let Some(repaired) = before.and_then(|before| number::repaired(&number, &before)) {
            let did = format!("read {repaired}, the number after the action before it");
            self.reading.oddities.push(Oddity::of(&repaired, Code::NumberRepaired, row.line, &raw, did));
            number = repaired;
        }
        if cell.page.is_some() {
            let did = format!("left the page marker out and read {number}");
            self.reading.oddities.push(Oddity::of(&number, Code::PageMarkerInNumber, row.line, &raw, did));
        }
        if given {
            let column = header.place(Role::Number).is_some();
            if column || self.reported.insert(String::from("\u{0}numbers")) {
                let saw = if column { "an action without a number" } else { "a table without numbers" };
                let did = format!("numbered from {number} on, in the order of the file");
                self.reading.oddities.push(Oddity::of(&number, Code::NumberGiven, row.line, saw, did));
            }
        } else if header.place(Role::Id).is_none() && !self.reported.insert(format!("\u{1}{number}")) {
            self.reading.oddities.push(Oddity::of(
                &number,
                Code::NumberRepeated,
                row.line,
                &raw,
                "kept both actions with the same number",
            ));
        }
        let action = super::action::begin(header, row, number, cell.starred);
        let lead = header.text(Role::Lead, row);
        if action.leads.is_empty() && header.place(Role::Lead).is_some() {
            self.reading.oddities.push(Oddity::of(
                &action.number,
                Code::LeadMissing,
                row.line,
                "no lead",
                "left the action without a lead",
            ));
        }
        self.mention_leads(&action.leads, Some(&action.number), row.line);
        let Some(priority) = self.reading.draft.priorities.get_mut(at) else { return };
        priority.actions.push(action);
        self.open = Open {
            action: Some(priority.actions.len() - 1),
            id: header.text(Role::Id, row),
            objective: objective_text(header, row),
            lead,
            bulleted: [false, false],
        };
    }

    /// Adds a row to the open action.
    fn add_row(&mut self, header: &Header, row: &TableRow, first: bool) {
        let (Some(priority), Some(action)) = (self.current, self.open.action) else { return };
        let timescale = header
            .cell(Role::Timescale, row)
            .map_or_else(Timescale::none, |cell| Timescale::read(&cell.text()));
        let mut new = Row { timescale, ..Row::default() };
        super::action::extra(header, row, &mut new);
        let index = self.open_action().map_or(0, |action| action.rows.len());
        for (cell_kind, parts) in super::action::lists(header, row, first) {
            for part in parts {
                let place = usize::from(cell_kind == CellKind::Measures);
                let bulleted = matches!(part, Part::Item(_));
                if let Some(slot) = self.open.bulleted.get_mut(place) {
                    *slot = bulleted;
                }
                if let Some(slot) = self.bulleted.get_mut(place) {
                    *slot |= bulleted;
                }
                if !bulleted {
                    self.candidates.push(Candidate {
                        priority,
                        action,
                        row: index,
                        cell: cell_kind,
                        line: row.line,
                        text: part.text().to_owned(),
                        list: matches!(part, Part::Loose(_)),
                    });
                }
                match cell_kind {
                    CellKind::Steps => new.steps.push(part.text().to_owned()),
                    CellKind::Measures => new.measures.push(part.text().to_owned()),
                }
            }
        }
        if !first {
            self.further_lead(header, row, &mut new);
        }
        if let Some(action) = self.open_action() {
            action.rows.push(new);
        }
    }

    /// A further row's lead: usually given once, on the first.
    fn further_lead(&mut self, header: &Header, row: &TableRow, new: &mut Row) {
        let lead = header.text(Role::Lead, row);
        let same = lead == self.open.lead;
        let name =
            header.place(Role::Lead).and_then(|at| header.columns.get(at)).map(|column| column.name.clone());
        let Some(action) = self.open_action() else { return };
        let (number, leads) = (action.number.clone(), action.leads.join(" / "));
        if lead.is_empty() && !leads.is_empty() {
            let did = format!("the lead given on the action's first row stands for this one: {leads}");
            self.reading.oddities.push(Oddity::of(
                &number,
                Code::LeadInherited,
                row.line,
                "a further row without a lead",
                did,
            ));
        } else if !lead.is_empty() && !same {
            self.reading.oddities.push(Oddity::of(
                &number,
                Code::LeadDiffers,
                row.line,
                &lead,
                "kept as a note on this row; the action keeps its own lead",
            ));
            new.extra.insert(name.unwrap_or_else(|| "Lead".to_owned()), lead);
        }
    }

    /// Joins the second half of a row to the first.
    fn join_row(&mut self, header: &Header, row: &TableRow) {
        let more_objective = objective_text(header, row);
        let more_lead = header.text(Role::Lead, row);
        let open_bulleted = self.open.bulleted;
        append(&mut self.open.objective, &more_objective);
        if more_lead != self.open.lead {
            append(&mut self.open.lead, &more_lead);
        }
        // Reading the whole anew each time would take the square of the rows, so only while short.
        let again = |whole: &String| (whole.len() < 2_000).then(|| whole.clone());
        let (objective, lead) = (again(&self.open.objective), again(&self.open.lead));
        let mut extras = Row::default();
        super::action::extra(header, row, &mut extras);
        let Some(action) = self.open_action() else { return };
        match objective.filter(|_| !more_objective.is_empty()) {
            Some(whole) if header.place(Role::Label).is_none() => {
                (action.label, action.objective) = super::action::labelled(&whole);
            }
            Some(whole) => action.objective = whole,
            None => append(&mut action.objective, &more_objective),
        }
        match (lead.filter(|_| !more_lead.is_empty()), action.leads.last_mut()) {
            (Some(whole), _) => (action.leads, action.lead_note) = leads::read(&whole),
            (None, Some(last)) => append(last, &more_lead),
            (None, None) => {}
        }
        let number = action.number.clone();
        let mut joined = Vec::new();
        let timescale = header.text(Role::Timescale, row);
        if let Some(last) = action.rows.last_mut() {
            for (cell, parts) in super::action::lists(header, row, false) {
                let (items, bulleted) = match cell {
                    CellKind::Steps => (&mut last.steps, open_bulleted[0]),
                    CellKind::Measures => (&mut last.measures, open_bulleted[1]),
                };
                for (place, part) in parts.iter().enumerate() {
                    joined.push(part.text().to_owned());
                    match items.last_mut().filter(|item| place == 0 && runs_on(item, part, bulleted)) {
                        Some(item) => append(item, part.text()),
                        None => items.push(part.text().to_owned()),
                    }
                }
            }
            for (name, text) in extras.extra {
                append(last.extra.entry(name).or_default(), &text);
            }
            match &mut last.timescale {
                Timescale::Text { text } if text.len() > 60 => append(text, &timescale),
                before if !timescale.is_empty() => {
                    *before = Timescale::read(&format!("{before} {timescale}"));
                }
                _ => {}
            }
        }
        let saw = [more_objective, joined.join(" "), more_lead].join(" ");
        self.reading.oddities.push(Oddity::of(
            &number,
            Code::RowSplitOverPages,
            row.line,
            saw.trim(),
            "joined to the row above, of which it is the second half",
        ));
    }

    pub(super) fn mention_leads(&mut self, leads: &[String], action: Option<&str>, line: u32) {
        for name in leads {
            self.mentions.push(names::Mention {
                name: name.clone(),
                action: action.map(str::to_owned),
                line,
            });
        }
    }
}

/// A row with a priority and nothing of an action: our own workbook's way of saying that the priority
/// has no actions yet.
fn names_only_its_priority(header: &Header, row: &TableRow) -> bool {
    let of_an_action = |role: Role| {
        !matches!(
            role,
            Role::Priority
                | Role::PriorityKind
                | Role::PriorityLead
                | Role::PriorityAim
                | Role::PriorityNotes
                | Role::Status
        )
    };
    header.cell(Role::Priority, row).is_some_and(|cell| !cell.merged)
        && row.filled().all(|(at, _)| {
            header.columns.get(at).and_then(|column| column.role).is_some_and(|role| !of_an_action(role))
        })
}

/// Adds a tidy text to another.
fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// Whether a text goes on with the item before it.
fn runs_on(item: &str, part: &Part, bulleted: bool) -> bool {
    match part {
        Part::Text(text) | Part::Loose(text) => {
            text.starts_with(|c: char| c.is_lowercase()) || bulleted && !item.ends_with(['.', '!', '?', ';'])
        }
        Part::Item(_) => false,
    }
}

fn timed(header: &Header, row: &TableRow) -> bool {
    header.cell(Role::Timescale, row).is_some_and(|cell| !cell.merged)
}

pub(super) fn objective_text(header: &Header, row: &TableRow) -> String {
    match header.place(Role::Objective) {
        Some(_) => header.text(Role::Objective, row),
        None => super::action::objective_in_steps(header, row).unwrap_or_default(),
    }
}

/// The second half of a header: a few words under some of its columns, and no number.
fn continues_header(header: &Header, row: &TableRow) -> bool {
    row.filled().count() < header.columns.len()
        && header.cell(Role::Number, row).is_none()
        && row.filled().all(|(_, cell)| !cell.has_items() && cell.text().split(' ').count() <= 4)
        && header.cell(Role::Timescale, row).is_none()
}

/// Where an action was found; its page is filled in when all markers are known.
pub(super) fn source(row: &TableRow) -> Source {
    Source { page: None, line: row.line }
}
