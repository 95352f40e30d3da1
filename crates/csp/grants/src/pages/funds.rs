//! The list of funds, each with its awards.

use concordat_web::{
    Answer, Reader, cells,
    parts::{Column, Html, Shell, Table},
};

use super::{desk::Desk, sheet::Sheet, words};
use crate::{
    Award, Fund,
    actions::ADD_FUND,
    store::{self, About},
    urls,
};

pub(super) async fn show(reader: Reader) -> Answer {
    let funds = store::funds(reader.store(), &reader.ctx).await?;
    let awards = store::awards(reader.store(), &reader.ctx).await?;
    let desk = Desk::at(&reader, About::Money).await?;
    let add = desk.offer(ADD_FUND, urls::NEW_FUND.to_owned(), "Add a fund");
    view(reader.shell("Money"), &funds, &awards, add).answer()
}

pub(super) fn view(
    shell: Shell,
    funds: &[Fund],
    awards: &[Award],
    add: Option<(String, &'static str)>,
) -> Sheet {
    let sheet = Sheet::new(shell.wide())
        .says(["Where the partnership’s money comes from, what is held back, what it is spent on and what goes back."])
        .buttons(add.into_iter().collect())
        .says([
            Html::link(urls::PRIORITIES, "What each priority got and what came of it"),
            Html::link(urls::PUBLIC_GRANTS, "What anybody can read of it"),
        ]);
    if funds.is_empty() {
        return sheet.says(["No fund is in the record yet."]);
    }
    let table = Table::new("Funds and their awards")
        .caption_hidden()
        .columns([Column::new("Fund"), Column::new("Funder"), Column::new("Award"), Column::new("Period")])
        .column(Column::numeric("Amount"))
        .row_headers();
    let mut rows = Vec::new();
    for fund in funds {
        let of_fund: Vec<&Award> = awards.iter().rev().filter(|award| award.fund == fund.id).collect();
        let name = || Html::link(&urls::fund(fund.id), &fund.said.name);
        if of_fund.is_empty() {
            rows.push(cells![name(), &fund.said.funder, "None yet", "", ""]);
        }
        for award in of_fund {
            let said = &award.said;
            let period = format!("{} to {}", words::day(said.from), words::day(said.to));
            let link = Html::link(&urls::award(award.id), &said.label);
            rows.push(cells![name(), &fund.said.funder, link, period, award.amount.to_string()]);
        }
    }
    sheet.piece(table.rows(rows))
}
