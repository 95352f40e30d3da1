//! One fund: who gives it for what, who approves, and its awards.

use concordat_kernel::{Id, jiff::civil::Date};
use concordat_web::{
    Answer, At, Reader, cells,
    parts::{Column, Html, Shell, SummaryList, Table},
};

use super::{beneath_money, desk::Desk, sheet::Sheet, words};
use crate::{
    Fund,
    actions::{ADD_AWARD, CHANGE_FUND},
    rules::chain,
    store::{self, About, FundFile},
    urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Fund>>) -> Answer {
    let file = store::fund(reader.store(), &reader.ctx, id).await?;
    let desk = Desk::at(&reader, About::Fund(id)).await?;
    let buttons = [
        desk.offer(ADD_AWARD, urls::at(urls::NEW_AWARD, id), "Add an award"),
        desk.offer(CHANGE_FUND, urls::at(urls::CHANGE_FUND, id), "Change this fund"),
        desk.offer(CHANGE_FUND, urls::at(urls::CHAIN, id), "Change who approves"),
        desk.offer(CHANGE_FUND, urls::at(urls::LEAD, id), "Change the lead time"),
    ];
    let shell = beneath_money(&reader, &file.fund.said.name);
    view(shell, &file, reader.ctx.clock.today(), buttons.into_iter().flatten().collect()).answer()
}

pub(super) fn view(
    shell: Shell,
    file: &FundFile,
    today: Date,
    buttons: Vec<(String, &'static str)>,
) -> Sheet {
    let said = &file.fund.said;
    let steps: Vec<String> = chain::in_force(&file.chains, today)
        .iter()
        .map(|step| format!("{} {}", step.who, step.does))
        .collect();
    let steps = if steps.is_empty() {
        "Nobody yet: say who approves before bids are decided".into()
    } else {
        Html::bullets(steps)
    };
    let lead = file.leads.iter().rev().find(|lead| lead.from <= today);
    let lead = lead.map_or_else(
        || "Not recorded".to_owned(),
        |lead| {
            format!(
                "{} before the award ends",
                words::count(usize::try_from(lead.days).unwrap_or(0), "day", "days")
            )
        },
    );
    let facts = SummaryList::new()
        .row(("Funder", &said.funder))
        .row(("What it is for", words::text_or_none(&said.purpose)))
        .row(("Who may bid", words::text_or_none(&said.eligibility)))
        .row(("Who approves today", steps))
        .row(("Money is put to other use by", lead));
    let sheet = Sheet::new(shell).buttons(buttons).piece(facts);
    let sheet = if file.awards.is_empty() {
        sheet.section("awards", "Awards", Html::paragraphs(["None yet."]))
    } else {
        let table = Table::new("Awards")
            .caption_hidden()
            .columns([Column::new("Award"), Column::new("Period"), Column::numeric("Amount")])
            .row_headers()
            .rows(file.awards.iter().rev().map(|award| {
                let period = format!("{} to {}", words::day(award.said.from), words::day(award.said.to));
                let link = Html::link(&urls::award(award.id), &award.said.label);
                cells![link, period, award.amount.to_string()]
            }));
        sheet.section("awards", "Awards", table)
    };
    if file.chains.len() < 2 && file.leads.len() < 2 {
        return sheet;
    }
    let chains = file.chains.iter().map(|chain| {
        let steps: Vec<String> =
            chain.steps.iter().map(|step| format!("{} {}", step.who, step.does)).collect();
        format!("From {}: {}", words::day(chain.from), steps.join("; "))
    });
    let leads = file
        .leads
        .iter()
        .map(|lead| format!("From {}: {} days to put money to other use", words::day(lead.from), lead.days));
    sheet.section("before", "What held before", Html::bullets(chains.chain(leads)))
}
