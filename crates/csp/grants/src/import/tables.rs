//! Tables of projects: which column is which, and what a row says.

use concordat_kernel::Money;

use super::{
    draft::{Code, Oddity, ProjectDraft},
    words::sum_of_cell,
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Title,
    Planned,
    Spent,
    Provider,
    Variance,
    Action,
    Purpose,
    Unknown,
}

/// What the columns of a table hold, when its row is the header of a table of projects.
pub(super) fn header(cells: &[Vec<String>]) -> Option<Vec<Column>> {
    let columns: Vec<Column> = cells.iter().map(|cell| column(&cell.join(" "))).collect();
    let titled = columns.iter().filter(|column| **column == Column::Title).count() == 1;
    let amounts = columns.iter().any(|column| matches!(column, Column::Planned | Column::Spent));
    // A header says no sums.
    let sums = cells.iter().any(|cell| {
        cell.iter().any(|part| sum_of_cell(part).is_some() || part.contains('£') && part.len() > 12)
    });
    (titled && amounts && !sums).then_some(columns)
}

fn column(text: &str) -> Column {
    let text = text.trim().to_lowercase();
    let starts = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if text.chars().count() > 60 {
        return Column::Unknown;
    }
    if starts(&["project", "scheme", "title", "activity"]) {
        Column::Title
    } else if holds(&["reason", "variance", "why"]) {
        Column::Variance
    } else if holds(&["cost", "spend", "spent", "actual", "expenditure"]) {
        Column::Spent
    } else if holds(&["alloc", "approved", "budget", "amount", "award", "grant"]) {
        Column::Planned
    } else if holds(&["provider", "lead", "deliver", "organisation", "supplier"]) {
        Column::Provider
    } else if starts(&["action", "plan action", "objective"]) {
        Column::Action
    } else if starts(&["purpose", "description", "detail", "what"]) {
        Column::Purpose
    } else {
        Column::Unknown
    }
}

/// What a row of a table of projects is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A project.
    Project(Box<ProjectDraft>),
    /// A stated total of the given and of the spent.
    Total { planned: Option<Money>, spent: Option<Money> },
    /// Nothing, with the reason said as an oddity.
    Nothing,
}

/// Reads a row.
pub(super) fn row(columns: &[Column], cells: &[Vec<String>], line: u32, oddities: &mut Vec<Oddity>) -> Line {
    let cell = |wanted: Column| {
        columns.iter().zip(cells).find(|(column, _)| **column == wanted).map(|(_, cell)| cell.as_slice())
    };
    let all =
        |wanted: Column| cell(wanted).map(|parts| parts.join(" ").trim().to_owned()).unwrap_or_default();
    let sum = |wanted: Column| sum_of_cell(&all(wanted));
    let (planned, spent) = (sum(Column::Planned), sum(Column::Spent));
    let parts = cell(Column::Title).unwrap_or_default();
    let Some((first, rest)) = parts.split_first() else {
        if planned.is_some() || spent.is_some() {
            oddities.push(Oddity::new(
                Code::AmountMissing,
                line,
                &cells.concat().join(" "),
                "left out: an amount without a project",
            ));
        }
        return Line::Nothing;
    };
    if first.to_lowercase().starts_with("total") {
        return Line::Total { planned, spent };
    }
    if planned.is_none() && spent.is_none() {
        oddities.push(Oddity::new(
            Code::AmountMissing,
            line,
            &cells.concat().join(" "),
            "left out: no amount can be read in the row",
        ));
        return Line::Nothing;
    }
    let (title, cut) = title(first);
    if let Some(cut) = &cut {
        oddities.push(Oddity::new(
            Code::TitleCut,
            line,
            first,
            format!("“{cut}” was taken off the title and put into the text"),
        ));
    }
    let mut purpose: Vec<String> = cut.into_iter().chain(rest.iter().cloned()).collect();
    purpose.extend(Some(all(Column::Purpose)).filter(|text| !text.is_empty()));
    Line::Project(Box::new(ProjectDraft {
        line,
        title,
        purpose: purpose.join("\n"),
        provider: all(Column::Provider),
        planned,
        spent,
        variance: all(Column::Variance),
        whole_cost: None,
        matched: None,
        outputs: Vec::new(),
        action: Some(all(Column::Action)).filter(|number| !number.is_empty()),
    }))
}

/// A title, without a sentence that runs on from it towards a colon: "Campaign Key results of it:".
fn title(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    if let Some(head) = text.strip_suffix(':') {
        let words: Vec<&str> = head.split_whitespace().collect();
        let small =
            words.iter().rev().take_while(|word| word.starts_with(|c: char| c.is_lowercase())).count();
        let begins = words.len() - small;
        if small >= 2 && begins >= 2 {
            let title = words[..begins - 1].join(" ");
            return (title, Some(format!("{}:", words[begins - 1..].join(" "))));
        }
        return (head.to_owned(), None);
    }
    (text.to_owned(), None)
}

/// Says which columns have no place here.
pub(super) fn unknown(columns: &[Column], cells: &[Vec<String>], line: u32, oddities: &mut Vec<Oddity>) {
    for (_, cell) in columns.iter().zip(cells).filter(|(column, _)| **column == Column::Unknown) {
        let name = cell.join(" ");
        if !name.trim().is_empty() {
            oddities.push(Oddity::new(Code::UnknownColumn, line, &name, "the column was left out"));
        }
    }
}
