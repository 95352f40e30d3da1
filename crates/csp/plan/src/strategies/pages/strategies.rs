//! Every strategy beside the plan, with how its items stand.

use concordat_access::Resource;
use concordat_web::{
    Answer, Reader, cells, page,
    parts::{Column, Html, Table},
};

use super::sheet::Sheet;
use crate::{
    State,
    pages::{shell, words},
    strategies::{
        model::{ItemKind, RecordedStrategy},
        samples, store, urls,
    },
    urls as plan_urls,
};

pub(super) async fn show(reader: Reader) -> Answer {
    let all = store::strategies(reader.store(), &reader.ctx).await?;
    let resource = store::shared(&reader.ctx, Resource::any("plan_strategy"));
    let sheet = view(
        Sheet::new(shell(&reader, "Strategies beside the plan").wide()),
        &all,
        (reader.may(store::IMPORT_STRATEGY, &resource), reader.may(store::ADD_STRATEGY, &resource)),
    );
    page(&sheet)
}

fn view(sheet: Sheet, all: &[RecordedStrategy], (import, add): (bool, bool)) -> Sheet {
    let table = Table::new("Strategies")
        .caption_hidden()
        .columns(["Title", "Kind", "Owner", "Period", "What it holds"])
        .columns(["Done", "At risk or late"].map(Column::numeric))
        .row_headers()
        .scroll_wide()
        .rows(all.iter().map(|strategy| {
            let head = &strategy.head;
            let state = |states: &[State]| {
                Html::from(strategy.items.iter().filter(|item| states.contains(&item.state())).count())
            };
            cells![
                Html::link(&urls::strategy(head.id), &head.title),
                head.kind.title(),
                &head.owner_name,
                head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string()),
                holds(strategy),
                state(&[State::Done]),
                state(&[State::AtRisk, State::Late])
            ]
        }));
    let lead: Html = if all.is_empty() {
        Html::paragraphs([
            "No strategy is in the record yet. Bring one in from the file you have, or paste its text.",
        ])
    } else {
        table.into()
    };
    let ways = Html::bullets([
        Html::link(urls::THEMES, "Cross-cutting themes"),
        Html::link(urls::GOVERNANCE, "Who reports to whom, and what is tabled where"),
        Html::link(plan_urls::PLANS, "Action plans"),
    ]);
    sheet
        .button(import, urls::IMPORT_STRATEGY.to_owned(), "Bring in a strategy")
        .button(add, urls::NEW_STRATEGY.to_owned(), "Add one by hand")
        .lead(lead)
        .section("see-also", "See also", ways)
}

/// `3 areas, 10 commitments, 2 objectives`.
fn holds(strategy: &RecordedStrategy) -> String {
    let of = |kind: ItemKind| strategy.current().filter(|item| item.kind == kind).count();
    let parts = [
        (strategy.areas.len(), "area", "areas"),
        (of(ItemKind::Commitment), "commitment", "commitments"),
        (of(ItemKind::Objective), "objective", "objectives"),
        (of(ItemKind::Recommendation), "recommendation", "recommendations"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| words::count(n, one, many)).collect();
    if parts.is_empty() { "Nothing yet".to_owned() } else { parts.join(", ") }
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let sheet = || Sheet::new(crate::pages::samples::shell("Strategies beside the plan").wide());
    vec![
        ("strategies", view(sheet(), &[samples::strategy(), samples::bare()], (true, true))),
        ("strategies: none yet", view(sheet(), &[], (false, false))),
    ]
}
