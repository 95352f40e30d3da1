//! The rounds of a plan.

use concordat_access::Resource;
use concordat_kernel::Id;
use concordat_web::{
    Answer, At, Reader,
    parts::{BackLink, Button, Html, Shell, Table},
};

use super::sheet::Sheet;
use crate::{
    Plan, RecordedPlan, pages,
    progress::{
        letter::day,
        model::{RecordedRequest, RecordedRound, Standing},
        store, urls,
    },
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let (plan, rounds) = store::rounds_of(reader.store(), &reader.ctx, id).await?;
    let may_open = reader.may(store::OPEN_ROUND, &Resource::any("plan_round").within(plan.head.group));
    let back = BackLink::new(crate::urls::plan(id)).text("Back to the plan");
    sheet(pages::shell(&reader, TITLE).back(back).wide(), &plan, &rounds, may_open).answer()
}

const TITLE: &str = "Rounds of updates";

fn sheet(
    shell: Shell,
    plan: &RecordedPlan,
    rounds: &[(RecordedRound, Vec<RecordedRequest>)],
    may_open: bool,
) -> Sheet {
    let sheet = Sheet::new(shell).caption(&plan.head.title).says([
        "In a round every lead is asked how its actions are going, and answers by a link without an account.",
    ]);
    let is_open = rounds.iter().any(|(round, _)| round.closed_at.is_none());
    let sheet = match (may_open, is_open) {
        (true, false) => sheet.piece(Button::link("Open a round", urls::new_round(plan.head.id))),
        (true, true) => sheet.says(["A round is open. Close it before you open the next."]),
        (false, _) => sheet,
    };
    if rounds.is_empty() {
        return sheet.says(["There has been no round yet."]);
    }
    let table = Table::new("Rounds, newest first")
        .caption_hidden()
        .columns(["Round", "Opened", "Answers by", "Answered", "State"])
        .row_headers()
        .rows(rounds.iter().map(|(round, requests)| {
            let answered = requests.iter().filter(|one| one.standing == Standing::Answered).count();
            vec![
                Html::link(&urls::round(round.id), &round.title),
                day(round.opens_on).into(),
                day(round.due_on).into(),
                format!("{answered} of {}", requests.len()).into(),
                if round.closed_at.is_some() { "Closed" } else { "Open" }.into(),
            ]
        }));
    sheet.piece(table)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = pages::samples::plan();
    let shell = || pages::samples::shell(TITLE).wide();
    let rounds = [(super::guest::samples::round(), super::round::sample_requests())];
    vec![("rounds", sheet(shell(), &plan, &rounds, true)), ("no rounds", sheet(shell(), &plan, &[], true))]
}
