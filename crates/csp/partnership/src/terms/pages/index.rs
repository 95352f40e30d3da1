//! A group's terms of reference: what is in force, what is drafted, who is in office, and what comes round.

use concordat_access::Resource;
use concordat_kernel::{Id, Kind as _, jiff::civil::Date};
use concordat_web::{
    Answer, Reader,
    axum::extract::Path,
    cells,
    parts::{Colour, Html, Shell, SummaryList, Table, Tag},
};

use super::sheet::Sheet;
use crate::{
    Group,
    pages::{group_form, words},
    terms::{
        Due, Office, OfficeHolder, Terms, What, due, say,
        store::{APPOINT, CHANGE_TERMS, TermsFile, terms_file},
        urls,
    },
};

/// Shows them.
pub(crate) async fn show(reader: Reader, Path(id): Path<Id<Group>>) -> Answer {
    let file = terms_file(reader.store(), &reader.ctx, id).await?;
    let within = |kind| Resource::any(kind).within(id.uuid());
    let shell = reader.shell("Terms of reference");
    let page = draw(shell, &file, reader.ctx.clock.today())
        .button_if(
            file.draft().is_none() && reader.may(CHANGE_TERMS, &within(Terms::NAME)),
            if file.editions.is_empty() { "Write them down" } else { "Begin a draft of the next edition" },
            urls::draft(id),
        )
        .button_if(
            reader.may(APPOINT, &within(OfficeHolder::NAME)),
            "Record who is in office",
            urls::appoint(id),
        );
    concordat_web::page(&page)
}

fn draw(shell: Shell, file: &TermsFile, today: Date) -> Sheet {
    let shell = shell.trail(group_form::trail(Some(&file.group)).here("Terms of reference"));
    let in_force = file.in_force(today);
    let lead = match in_force {
        Some(terms) => {
            let agreed = terms.agreed.as_ref().map(|agreed| words::day(agreed.on)).unwrap_or_default();
            Html::paragraphs([Html::spaced([
                Html::from("In force:"),
                Html::link(&urls::terms(terms.id), &terms.title),
                Html::from(format!("since {agreed}.")),
            ])])
        }
        None => Html::paragraphs(["No terms of reference have been agreed in this record."]),
    };
    let names = file.names();
    let mut page = Sheet::new(shell, lead).caption(&file.group.name);
    if let Some(terms) = in_force {
        let rules = terms.rules().fold(SummaryList::new(), |list, (rule, clause)| {
            list.row((section(&clause.said.number, &clause.said.heading), say(rule, &names)))
        });
        page = page.piece("rules", "The rules it works by", rules);
        let comes_round: Vec<String> = due(terms, &file.offices).iter().map(|due| told(due, today)).collect();
        if !comes_round.is_empty() {
            page = page.piece("due", "What comes round", Html::bullets(comes_round));
        }
    }
    page.piece("offices", "In office", offices(&file.offices)).piece(
        "editions",
        "Editions",
        editions(file, today),
    )
}

/// What comes round, in a sentence.
pub(crate) fn told(due: &Due, today: Date) -> String {
    let what = match due.what {
        What::Review => "Review of the terms".to_owned(),
        What::Appointment(office) => format!("Election or confirmation of the {}", lower(office)),
    };
    let day = words::day(due.on);
    if due.on < today { format!("{what}: was due on {day}") } else { format!("{what}: due on {day}") }
}

pub(crate) const fn lower(office: Office) -> &'static str {
    match office {
        Office::Chair => "chair",
        Office::ViceChair => "vice chair",
    }
}

/// A section by its number and heading.
pub(crate) fn section(number: &str, heading: &str) -> String {
    if number.is_empty() { heading.to_owned() } else { format!("{number}. {heading}") }
}

fn offices(offices: &[OfficeHolder]) -> Html {
    if offices.is_empty() {
        return Html::paragraphs(["Nobody has been recorded."]);
    }
    Table::new("In office")
        .caption_hidden()
        .columns(["Office", "Held by", "When"])
        .row_headers()
        .rows(
            offices.iter().map(|held| {
                cells![held.office.title(), &held.holder, words::span(Some(held.since), held.until)]
            }),
        )
        .into()
}

fn editions(file: &TermsFile, today: Date) -> Html {
    if file.editions.is_empty() {
        return Html::paragraphs(["There are none yet."]);
    }
    let in_force = file.in_force(today).map(|terms| terms.id);
    Table::new("Editions, newest first")
        .caption_hidden()
        .columns(["Edition", "State", "Agreed"])
        .row_headers()
        .rows(file.editions.iter().rev().map(|terms| {
            let agreed = match &terms.agreed {
                Some(agreed) => format!("{}; binds from {}", agreed.by, words::day(agreed.on)),
                None => "Not yet".to_owned(),
            };
            cells![Html::link(&urls::terms(terms.id), &terms.title), state(terms, in_force), agreed]
        }))
        .into()
}

/// The state of an edition, as a word on a colour.
pub(crate) fn state(terms: &Terms, in_force: Option<Id<Terms>>) -> Tag {
    match &terms.agreed {
        None => Tag::new(Colour::Yellow, "Draft"),
        Some(_) if Some(terms.id) == in_force => Tag::new(Colour::Green, "In force"),
        Some(_) => Tag::new(Colour::Grey, "Agreed"),
    }
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let today = Date::constant(2027, 3, 4);
    let file = super::samples::file();
    let mut empty = super::samples::file();
    empty.editions.clear();
    empty.offices.clear();
    let shell = || crate::pages::sample_shell("Terms of reference");
    vec![
        (
            "terms of a group",
            draw(shell(), &file, today).button_if(true, "Begin a draft of the next edition", "#"),
        ),
        ("terms of a group, none yet", draw(shell(), &empty, today)),
    ]
}
