//! The grant report of one award, drawn from its ledger: every sum in it is a balance or an entry.

use concordat_kernel::{
    Mark, Money,
    jiff::{Timestamp, civil::Date},
};
use concordat_report::{Block, Cell, Line, Pages, Report, Section, Table, Width};

use crate::{
    ProjectState,
    rules::{
        forecast::{forecast, warnings},
        in_words,
        ledger::{Account, Place},
        pot::explain,
        project::variance,
    },
    store::{AwardFile, ProjectFile},
};

/// Who reads the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The partnership: with what has to be seen to.
    Partnership,
    /// The funder: what was done with the money and what goes back.
    Funder,
}

impl Audience {
    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Partnership => "partnership",
            Self::Funder => "funder",
        }
    }

    /// The one with this word; the partnership without one.
    pub fn from_word(word: &str) -> Self {
        if word == Self::Funder.word() { Self::Funder } else { Self::Partnership }
    }
}

/// The report of an award as the record stands today. `served` gives the words of the priority or action that each
/// project serves, in the order of the projects.
pub fn report(
    file: &AwardFile,
    projects: &[ProjectFile],
    served: &[String],
    audience: Audience,
    today: Date,
    made_at: Timestamp,
) -> Report {
    let award = &file.award;
    let title = match audience {
        Audience::Partnership => "Grant report for the partnership",
        Audience::Funder => "Grant report for the funder",
    };
    let period = format!("{} to {}", in_words(award.said.from), in_words(award.said.to));
    let facts = [
        ("Funder", file.fund.said.funder.clone()),
        ("Award", award.amount.to_string()),
        ("Period", period),
        ("As of", in_words(today)),
    ];
    let mut sections = Vec::new();
    if audience == Audience::Partnership {
        sections.push(to_see_to(file, today));
        sections.push(forecast_of(file, today));
    }
    sections.push(money(file));
    sections.push(held_back(file, today));
    sections.push(projects_of(projects, served));
    sections.extend(projects.iter().map(each));
    sections.push(returned(file));
    if audience == Audience::Funder {
        sections.push(
            Section::part("Conditions")
                .words(or_none(&award.said.conditions))
                .words(format!("What has to be paid back: {}", or_none(&award.said.repayment))),
        );
        sections.push(ledger(file));
    }
    Report {
        title: title.to_owned(),
        subtitle: format!("{} {}", file.fund.said.name, award.said.label),
        facts: facts.map(|(name, value)| (name.to_owned(), value)).to_vec(),
        mark: Mark::Official,
        made_at,
        pages: Pages::Flowing,
        sections,
    }
}

/// An amount as a number that a workbook adds up, and as it is said.
pub(super) fn sum(amount: Money) -> Cell {
    Cell::real(amount.in_pence() as f64 / 100.0, amount.to_string())
}

pub(super) fn maybe_sum(amount: Option<Money>) -> Cell {
    amount.map_or_else(|| Cell::words("Not recorded"), sum)
}

pub(super) fn or_none(text: &str) -> String {
    if text.trim().is_empty() { "Not recorded".to_owned() } else { text.to_owned() }
}

fn to_see_to(file: &AwardFile, today: Date) -> Section {
    let urgent = warnings(&file.facts(), today);
    let table = Table::new("What has to be seen to", &[("By", Width::Short), ("What", Width::Long)]).rows(
        urgent.iter().map(|warning| {
            let by = warning.by.map_or_else(|| "Now".to_owned(), in_words);
            vec![Cell::words(by), Cell::words(&*warning.sentence)]
        }),
    );
    Section::part("What has to be seen to").table(table, "Nothing has to be seen to.")
}

fn forecast_of(file: &AwardFile, today: Date) -> Section {
    let of = forecast(&file.facts(), today);
    let columns = [
        ("Project", Width::Middle),
        ("Spent", Width::Number),
        ("Committed", Width::Number),
        ("Likely", Width::Number),
        ("At risk", Width::Number),
        ("Underspend", Width::Number),
    ];
    let table = Table::new("Forecast", &columns).rows(of.projects.iter().map(|one| {
        vec![
            Cell::words(format!("{}. {}", one.number, one.title)),
            sum(one.spent),
            sum(one.committed),
            sum(one.likely),
            sum(one.at_risk),
            maybe_sum(one.underspend),
        ]
    }));
    Section::part("Forecast")
        .words(format!(
            "{} of the up-front money is with no project. {} is in pots and is not guaranteed.",
            of.free, of.not_guaranteed
        ))
        .table(table, "There are no projects yet.")
}

fn money(file: &AwardFile) -> Section {
    let ledger = &file.recorded.ledger;
    let places = [
        Place::Spent,
        Place::Committed,
        Place::Approved,
        Place::Allocated,
        Place::Available,
        Place::Open,
        Place::Held,
        Place::Returned,
    ];
    let mut rows: Vec<Vec<Cell>> = places
        .iter()
        .filter(|place| !ledger.total(**place).is_zero())
        .map(|place| vec![Cell::words(place.title()), sum(ledger.total(*place))])
        .collect();
    rows.push(vec![Cell::words("The whole award"), sum(file.award.amount)]);
    let columns = [("Where", Width::Middle), ("Amount", Width::Number)];
    let mut section =
        Section::part("Where the money is").table(Table::new("Where the money is", &columns).rows(rows), "");
    let matched = ledger.total(Place::Matched);
    if matched.is_positive() {
        section = section.words(format!("Partners put in {matched} beside the award."));
    }
    section
}

fn held_back(file: &AwardFile, today: Date) -> Section {
    let mut section = Section::part("Parts held back");
    if file.pots.is_empty() {
        return section.words("Nothing was held back.");
    }
    for pot in &file.pots {
        section = section.words(format!("{}: {}. {}.", pot.said.name, pot.said.amount, pot.said.rule));
        if let Some(rounding) = crate::pages::rounding(&pot.said, file.award.amount) {
            section = section.words(rounding);
        }
        let said = pot.events.iter().map(|event| {
            let said = &event.said;
            let note = if said.note.is_empty() { String::new() } else { format!(" {}", said.note) };
            format!(
                "{}: {} by {} ({}).{note}",
                in_words(said.on),
                said.state.title().to_lowercase(),
                said.made_by,
                said.reference
            )
        });
        section = section.list(said.collect()).list(explain(pot, today, &file.before));
    }
    section
}

fn projects_of(projects: &[ProjectFile], served: &[String]) -> Section {
    let columns = [
        ("Project", Width::Middle),
        ("Serves", Width::Middle),
        ("Allocated", Width::Number),
        ("Actual cost", Width::Number),
        ("Variance", Width::Number),
        ("Why", Width::Long),
        ("State", Width::Short),
    ];
    let mut rows: Vec<Vec<Cell>> = projects
        .iter()
        .enumerate()
        .map(|(n, file)| {
            let project = &file.project;
            let spent = file.balance(Place::Spent);
            let over = matches!(project.state, ProjectState::Completed | ProjectState::Cancelled);
            let difference = variance(project.said.planned, spent).filter(|_| over);
            vec![
                Cell::words(format!("{}. {}", project.number, project.said.title)),
                Cell::words(served.get(n).map_or("", String::as_str)),
                maybe_sum(project.said.planned),
                sum(spent),
                difference.map_or_else(|| Cell::words("Not yet known"), sum),
                Cell::words(&*project.variance),
                Cell::words(project.state.title()),
            ]
        })
        .collect();
    if !projects.is_empty() {
        let planned: Money = projects.iter().filter_map(|file| file.project.said.planned).sum();
        let spent: Money = projects.iter().map(|file| file.balance(Place::Spent)).sum();
        let nothing = || Cell::words("");
        rows.push(vec![
            Cell::words("All"),
            nothing(),
            sum(planned),
            sum(spent),
            nothing(),
            nothing(),
            nothing(),
        ]);
    }
    Section::part("Projects").table(Table::new("Projects", &columns).rows(rows), "There were no projects.")
}

fn each(file: &ProjectFile) -> Section {
    let project = &file.project;
    let said = &project.said;
    let mut section = Section::piece(format!("{}. {}", project.number, said.title));
    for text in [&said.purpose, &project.evaluation].into_iter().filter(|text| !text.is_empty()) {
        section = section.words(text.clone());
    }
    if !said.provider.is_empty() {
        section = section.words(format!("Delivered by {}.", said.provider));
    }
    if let Some(share) = crate::pages::share_of_whole(said.planned, said.whole_cost) {
        section = section.words(format!("{share}, the whole cost with match funding."));
    }
    if !project.evidence.is_empty() {
        section = section.words(format!("Evidence: {}", project.evidence));
    }
    let columns = [
        ("What", Width::Middle),
        ("Promised", Width::Number),
        ("Delivered", Width::Number),
        ("In stock", Width::Number),
    ];
    let outputs = Table::new("Promised and delivered", &columns).rows(file.outputs.iter().map(|output| {
        vec![
            Cell::words(&*output.promise.name),
            output.promise.promised.map_or_else(|| Cell::words("Not recorded"), Cell::count),
            Cell::count(output.delivered()),
            output.stock().map_or_else(|| Cell::words("Not goods"), Cell::count),
        ]
    }));
    section = section.table(outputs, "Nothing that is counted was promised.");
    match spend(file) {
        Some(line) => section.with(Block::Line(line)),
        None => section.words("Nothing is spent yet."),
    }
}

/// What was spent in all by each payment; none where nothing was.
fn spend(file: &ProjectFile) -> Option<Line> {
    let account = Account { place: Place::Spent, thing: Some(file.project.id.uuid()) };
    let mut paid: Vec<(Date, Money, String)> = file
        .ledger
        .opens_into(account)
        .into_iter()
        .map(|(posted, amount)| (posted.movement.on, amount, posted.movement.words.clone()))
        .collect();
    if paid.is_empty() {
        return None;
    }
    paid.sort_by_key(|(day, ..)| *day);
    let columns = [
        ("Day", Width::Short),
        ("Spent in all", Width::Number),
        ("Paid", Width::Number),
        ("For", Width::Long),
    ];
    let mut table = Table::new("Spend against time", &columns);
    let mut points = Vec::new();
    let mut all = Money::ZERO;
    for (day, amount, words) in paid {
        all = all + amount;
        points.push((in_words(day), all.in_pence() as f64 / 100.0, String::new()));
        table.rows.push(vec![Cell::words(in_words(day)), sum(all), sum(amount), Cell::words(words)]);
    }
    let levels = file
        .project
        .said
        .planned
        .map(|planned| ("Allocation, in pounds".to_owned(), planned.in_pence() as f64 / 100.0));
    let title = format!("Spend against time, project {}, in pounds", file.project.number);
    Some(Line { title, points, levels: levels.into_iter().collect(), straight: None, table })
}

fn returned(file: &AwardFile) -> Section {
    let columns =
        [("Day", Width::Short), ("Amount", Width::Number), ("Letter", Width::Middle), ("Why", Width::Long)];
    let table = Table::new("Money given back", &columns).rows(file.returns.iter().map(|back| {
        vec![
            Cell::words(in_words(back.on)),
            sum(back.amount),
            Cell::words(&*back.letter),
            Cell::words(&*back.because),
        ]
    }));
    Section::part("Money given back").table(table, "Nothing was given back.")
}

fn ledger(file: &AwardFile) -> Section {
    let columns = [
        ("No.", Width::Tiny),
        ("Day", Width::Short),
        ("What", Width::Short),
        ("From", Width::Middle),
        ("To", Width::Middle),
        ("Amount", Width::Number),
        ("For", Width::Long),
    ];
    let table =
        Table::new("Every entry", &columns).rows(file.recorded.ledger.entries().iter().map(|posted| {
            let movement = &posted.movement;
            let what = match posted.reverses {
                Some(number) => format!("Reverses entry {number}"),
                None => movement.kind.title().to_owned(),
            };
            vec![
                Cell::words(posted.number.to_string()),
                Cell::words(in_words(movement.on)),
                Cell::words(what),
                Cell::words(movement.from.title()),
                Cell::words(movement.to.title()),
                sum(movement.amount),
                Cell::words(&*movement.words),
            ]
        }));
    Section::part("The ledger")
        .words(
            "Each entry takes an amount from one account and puts it into another, so the ledger balances.",
        )
        .table(table, "There are no entries.")
}
