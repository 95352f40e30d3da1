//! An award's ledger: every entry, or those that make one balance up; and reversing one.

use concordat_kernel::{AnyId, Id, Money};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, cells,
    parts::{Button, Column, Html, InsetText, Shell, Table},
};

use super::{
    award::title,
    beneath_award,
    desk::Desk,
    questions::{Ask, count},
    settled,
    sheet::{Form, Sheet},
    words::{self, Names},
};
use crate::{
    Award,
    actions::REVERSE,
    rules::ledger::{Account, Movement, Place, Posted},
    store::{self, About, AwardFile, RecordedEntry},
    urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let desk = Desk::at(&reader, About::Award(id)).await?;
    let actors: Vec<&str> = file.recorded.entries.iter().map(|entry| entry.recorded_by.as_str()).collect();
    let names = Names::of_actors(&reader, &actors).await?;
    let balance = Place::from_word(reader.query.get("place")).map(|place| {
        let of: Option<AnyId> = reader.query.some("of").and_then(|id| id.parse().ok());
        (place, of)
    });
    let shell = beneath_award(&reader, "Ledger", &file.award);
    view(shell, &file, &names, balance, desk.may(REVERSE)).answer()
}

/// `balance` is the place whose entries are shown, and the pot or project whose it is; all entries without one.
pub(super) fn view(
    shell: Shell,
    file: &AwardFile,
    names: &Names,
    balance: Option<(Place, Option<AnyId>)>,
    may_reverse: bool,
) -> Sheet {
    let sheet = Sheet::new(shell.wide()).caption(title(file));
    let ledger = &file.recorded.ledger;
    let Some((place, of)) = balance else {
        let sheet = sheet.says([
            "Each entry takes an amount from one account and puts it into another, so the ledger always balances. Entries are added and never changed; a mistake is reversed by an entry of its own.",
        ]);
        let rows = file.recorded.entries.iter().map(|entry| row(file, names, entry, may_reverse));
        let table = Table::new("Every entry")
            .caption_hidden()
            .columns([Column::numeric("No."), Column::new("Day"), Column::new("What"), Column::new("From")])
            .columns([
                Column::new("To"),
                Column::numeric("Amount"),
                Column::new("For"),
                Column::new("Recorded"),
            ])
            .small()
            .scroll_wide()
            .rows(rows);
        return sheet.piece(table);
    };
    // A balance of several pots or projects opens into the entries of each.
    let accounts: Vec<Account> = ledger
        .balances()
        .map(|(account, _)| account)
        .filter(|account| account.place == place && (of.is_none() || account.thing == of))
        .collect();
    let mut entries: Vec<(&Posted, Money)> =
        accounts.iter().flat_map(|account| ledger.opens_into(*account)).collect();
    entries.sort_by_key(|(posted, _)| posted.number);
    let mut sum = Money::ZERO;
    let rows: Vec<Vec<Html>> = entries
        .iter()
        .map(|(posted, amount)| {
            sum = sum + *amount;
            let movement = &posted.movement;
            cells![
                posted.number,
                words::day(movement.on),
                what(posted),
                whose(file, movement),
                &movement.words,
                amount.to_string(),
                sum.to_string()
            ]
        })
        .collect();
    let whose = of.map_or_else(String::new, |id| format!(", {}", name_of(file, id)));
    let total = if place.is_source() { -sum } else { sum };
    let table = Table::new(format!("{}{whose}", place.title()))
        .columns([Column::numeric("No."), Column::new("Day"), Column::new("What"), Column::new("Whose")])
        .columns([Column::new("For"), Column::numeric("Amount"), Column::numeric("Balance")])
        .rows(rows);
    sheet
        .piece(InsetText::new(format!(
            "The balance of “{}{whose}” is {total}. It is the sum of these {}.",
            place.title(),
            words::count(entries.len(), "entry", "entries")
        )))
        .piece(table)
        .says([Html::link(&urls::at(urls::LEDGER, file.award.id), "See every entry")])
}

fn row(file: &AwardFile, names: &Names, entry: &RecordedEntry, may_reverse: bool) -> Vec<Html> {
    let posted = &entry.posted;
    let movement = &posted.movement;
    let reversed = file.recorded.ledger.reversed_by(posted.number);
    let mut what = vec![Html::from(what(posted))];
    if let Some(by) = reversed {
        what.push(format!("Reversed by entry {by}").into());
    }
    if may_reverse && reversed.is_none() && posted.reverses.is_none() {
        let href = format!("{}?entry={}", urls::at(urls::REVERSE, file.award.id), posted.number);
        let about = Html::hidden(&format!("entry {}", posted.number));
        what.push(Html::link(&href, Html::spaced([Html::from("Reverse"), about])));
    }
    cells![
        posted.number,
        words::day(movement.on),
        Html::stacked(what),
        movement.from.title(),
        Html::stacked([Html::from(movement.to.title()), whose(file, movement).into()]),
        movement.amount.to_string(),
        &movement.words,
        format!("{} by {}", words::moment(&entry.recorded_at), names.name(&entry.recorded_by)),
    ]
}

fn what(posted: &Posted) -> String {
    match posted.reverses {
        Some(number) => format!("Reverses entry {number}"),
        None => posted.movement.kind.title().to_owned(),
    }
}

fn whose(file: &AwardFile, movement: &Movement) -> String {
    movement.project.or(movement.pot).map_or_else(String::new, |id| name_of(file, id))
}

fn name_of(file: &AwardFile, id: AnyId) -> String {
    let project = file.projects.iter().find(|project| project.id.uuid() == id);
    let pot = file.pots.iter().find(|pot| pot.id.uuid() == id);
    match (project, pot) {
        (Some(project), _) => format!("project {}, {}", project.number, project.said.title),
        (None, Some(pot)) => pot.said.name.clone(),
        (None, None) => "something that is not of this award".to_owned(),
    }
}

pub(super) async fn ask(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    Desk::to_do(&reader, REVERSE, About::Award(id)).await?;
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let typed = Answers::from_pairs([("entry", reader.query.get("entry"))]);
    reversing(beneath_award(&reader, "Reverse an entry", &file.award), &file, &typed, &Errors::none())
        .answer()
}

pub(super) async fn reverse(reader: Reader, At(id): At<Id<Award>>, answers: Answers) -> Answer {
    Desk::to_do(&reader, REVERSE, About::Award(id)).await?;
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let mut errors = Errors::none();
    let number = count(&answers, "entry", &mut errors);
    let known = number.filter(|number| file.recorded.ledger.entry(*number).is_some());
    if known.is_none() && errors.is_empty() {
        errors.add("entry", "Enter the number of an entry of this ledger.");
    }
    if let Some(number) = known {
        let because = answers.get("because");
        let reversed = store::reverse_entry(reader.store(), &reader.ctx, id, number, because).await;
        if settled(&mut errors, reversed)?.is_some() {
            return reader.done(urls::at(urls::LEDGER, id), "The entry is reversed.");
        }
    }
    reversing(beneath_award(&reader, "Reverse an entry", &file.award), &file, &answers, &errors).answer()
}

pub(super) fn reversing(shell: Shell, file: &AwardFile, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &[]).caption(title(file)).says([
        "What the entry moved goes back by an entry of its own, dated today. Claims, orders and projects have their own ways back: refuse the claim, close the order or cancel the project.",
    ]);
    let ask = Ask { typed, errors };
    let form = Form::new(sheet.shell(), Button::new("Reverse this entry").warning().once())
        .field(ask.count("entry", "Which entry?").hint("Its number in the ledger"))
        .field(ask.text("because", "Why is it reversed?").hint("Kept with the reversal"))
        .cancel(urls::at(urls::LEDGER, file.award.id));
    sheet.piece(form)
}
