//! The letter that goes with money given back, drawn from the ledger: what goes back of which part, and why it is left.

use concordat_kernel::{Mark, Money, jiff::Timestamp};
use concordat_report::{Cell, Pages, Report, Section, Table, Width};

use super::report::{maybe_sum, or_none, sum};
use crate::{
    ProjectState, Return,
    rules::{
        in_words,
        ledger::{EntryKind, Place},
        project::variance,
    },
    store::AwardFile,
};

/// The letter of one return of an award.
pub fn letter(file: &AwardFile, back: &Return, made_at: Timestamp) -> Report {
    let award = &file.award;
    let grant = format!("{} {}", file.fund.said.name, award.said.label);
    let facts = [
        ("To", file.fund.said.funder.clone()),
        ("About", grant.clone()),
        ("Your reference", or_none(&award.said.reference)),
        ("Our reference", back.letter.clone()),
        ("Date", in_words(back.on)),
    ];
    let opening = Section::part("What goes back").words(format!(
        "{} of the award of {} for {} to {} goes back to you on {}.",
        back.amount,
        award.amount,
        in_words(award.said.from),
        in_words(award.said.to),
        in_words(back.on)
    ));
    let why = Section::part("Why it is left").words(or_none(&back.because));
    let terms = Section::part("What was agreed").words(or_none(&award.said.repayment));
    Report {
        title: format!("Return of {}", back.amount),
        subtitle: grant,
        facts: facts.map(|(name, value)| (name.to_owned(), value)).to_vec(),
        mark: Mark::Official,
        made_at,
        pages: Pages::Letter,
        sections: vec![
            opening.table(parts(file, back), "The ledger has no entry of it."),
            why.table(left(file), "No project cost less than was allocated."),
            terms,
        ],
    }
}

/// What goes back of which part: the entries of the return, summed by part.
fn parts(file: &AwardFile, back: &Return) -> Table {
    let about = format!("return/{}", back.id);
    let mut parts: Vec<(String, Money)> = Vec::new();
    for posted in file.recorded.ledger.entries() {
        let movement = &posted.movement;
        if movement.kind != EntryKind::Return || movement.about.as_deref() != Some(&about) {
            continue;
        }
        let pot = file.pots.iter().find(|pot| Some(pot.id.uuid()) == movement.pot);
        let name = pot.map_or("The up-front part", |pot| &pot.said.name).to_owned();
        match parts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, amount)) => *amount = *amount + movement.amount,
            None => parts.push((name, movement.amount)),
        }
    }
    let all: Money = parts.iter().map(|(_, amount)| *amount).sum();
    let several = parts.len() > 1;
    let rows = parts.into_iter().chain(several.then(|| ("All".to_owned(), all)));
    Table::new("What goes back", &[("Part of the award", Width::Long), ("Amount", Width::Number)])
        .rows(rows.map(|(name, amount)| vec![Cell::words(name), sum(amount)]))
}

/// The projects that cost less than was allocated, each with its reason.
fn left(file: &AwardFile) -> Table {
    let columns = [
        ("Project", Width::Middle),
        ("Allocated", Width::Number),
        ("Spent", Width::Number),
        ("Less", Width::Number),
        ("Why", Width::Long),
    ];
    let over = |state| matches!(state, ProjectState::Completed | ProjectState::Cancelled);
    let rows = file.projects.iter().filter(|project| over(project.state)).filter_map(|project| {
        let spent = file.recorded.ledger.balance(Place::Spent, Some(project.id.uuid()));
        let less = variance(project.said.planned, spent).filter(|less| less.is_positive())?;
        Some(vec![
            Cell::words(&*project.said.title),
            maybe_sum(project.said.planned),
            sum(spent),
            sum(less),
            Cell::words(or_none(&project.variance)),
        ])
    });
    Table::new("Projects that cost less than was allocated", &columns).rows(rows)
}
