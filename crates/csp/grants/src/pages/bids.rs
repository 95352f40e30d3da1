//! The bids board: every bid to an award by where it stands in its chain of approval.

use concordat_kernel::{Id, Money};
use concordat_web::{
    Answer, At, Reader, cells,
    parts::{Column, Html, Shell, Table},
};

use super::{beneath_award, desk::Desk, sheet::Sheet, words};
use crate::{
    Award, BidState,
    actions::ADD_BID,
    rules::{chain, ledger::Place},
    store::{self, About, AwardFile, BidFile},
    urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    let bids = store::board(reader.store(), &reader.ctx, id).await?;
    let file = store::award(reader.store(), &reader.ctx, id).await?;
    let desk = Desk::at(&reader, About::Award(id)).await?;
    let add = desk.offer(ADD_BID, urls::at(urls::NEW_BID, id), "Make a bid");
    view(beneath_award(&reader, "Bids", &file.award), &file, &bids, add).answer()
}

pub(super) fn view(
    shell: Shell,
    file: &AwardFile,
    bids: &[BidFile],
    add: Option<(String, &'static str)>,
) -> Sheet {
    let free = file.recorded.ledger.total(Place::Available);
    let mut sheet = Sheet::new(shell.wide())
        .caption(super::award::title(file))
        .buttons(add.into_iter().collect())
        .says([format!("{free} of the up-front part is free to be approved.")]);
    if bids.is_empty() {
        return sheet.says(["Nobody has bid yet."]);
    }
    // First what waits, a heading for each step of the chains; then what is over.
    let mut steps: Vec<(i64, String)> = bids
        .iter()
        .filter(|bid| bid.bid.state == BidState::Submitted)
        .map(|bid| (bid.next_step.unwrap_or(0), waits_for(bid)))
        .collect();
    steps.sort();
    steps.dedup();
    for (n, (_, heading)) in steps.iter().enumerate() {
        let here =
            bids.iter().filter(|bid| bid.bid.state == BidState::Submitted && waits_for(bid) == *heading);
        sheet = sheet.section(STEP_IDS[n.min(STEP_IDS.len() - 1)], heading.clone(), table(heading, here));
    }
    for state in BidState::ALL.iter().filter(|state| **state != BidState::Submitted) {
        let here: Vec<&BidFile> = bids.iter().filter(|bid| bid.bid.state == *state).collect();
        if !here.is_empty() {
            sheet = sheet.section(state.word(), state.title(), table(state.title(), here.into_iter()));
        }
    }
    sheet
}

/// Ids of the headings of steps; chains are short.
const STEP_IDS: [&str; 6] = ["step-1", "step-2", "step-3", "step-4", "step-5", "more-steps"];

/// `Waits for the working group, which reviews`
fn waits_for(file: &BidFile) -> String {
    match step(file) {
        Some(step) => format!("Waits: {} {}", step.who, step.does),
        None => "Waits: the fund has no chain of approval".to_owned(),
    }
}

/// The step that a bid waits for.
pub(super) fn step(file: &BidFile) -> Option<&crate::ChainStep> {
    file.next_step.and_then(|step| usize::try_from(step - 1).ok()).and_then(|at| file.chain.get(at))
}

fn table<'b>(caption: &str, bids: impl Iterator<Item = &'b BidFile>) -> Html {
    let mut asked = Money::ZERO;
    let mut rows: Vec<Vec<Html>> = bids
        .map(|file| {
            let bid = &file.bid;
            asked = asked + bid.said.amount;
            let so_far = chain::agreed_so_far(bid, &file.decisions);
            let agreed = match (bid.granted, file.decisions.is_empty()) {
                (Some(granted), _) => granted.to_string(),
                (None, true) => "Nothing yet".to_owned(),
                (None, false) => so_far.to_string(),
            };
            cells![
                Html::link(&urls::bid(bid.id), &bid.said.title),
                &bid.said.applicant,
                bid.said.amount.to_string(),
                agreed,
                words::maybe_day(bid.said.case_due),
                words::day(bid.made_on),
            ]
        })
        .collect();
    rows.push(cells!["All", "", asked.to_string(), "", "", ""]);
    Table::new(caption)
        .caption_hidden()
        .columns([Column::new("Bid"), Column::new("Who asks"), Column::numeric("Asked")])
        .columns([Column::numeric("Agreed so far"), Column::new("Business case due"), Column::new("Made on")])
        .row_headers()
        .rows(rows)
        .into()
}
