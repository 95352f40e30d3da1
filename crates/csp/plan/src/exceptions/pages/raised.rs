//! What was raised to one's groups from those below, for those who do not read the plans themselves.

use std::collections::HashMap;

use concordat_kernel::{AnyId, jiff::civil::date};
use concordat_web::{
    Answer, Reader, cells, page,
    parts::{Html, Shell, Table},
};

use super::words;
use crate::{
    exceptions::{
        Ground, Reasoned,
        store::{self, RaisedHead},
        urls,
    },
    pages::{self, samples},
    versions::sheet::Sheet,
};

const TITLE: &str = "Raised from the groups below";

pub(super) async fn show(reader: Reader) -> Answer {
    let heads = store::raised_to(reader.store(), &reader.ctx).await?;
    let names = concordat_partnership::names(&mut reader.store().peek().await?).await?;
    page(&view(pages::shell(&reader, TITLE).wide(), &heads, &names))
}

fn view(shell: Shell, heads: &[RaisedHead], names: &HashMap<AnyId, String>) -> Sheet {
    let lead = Html::paragraphs([
        "A working group raises an exception when only the group above it can decide. It is resolved by those who keep the plan.",
    ]);
    let (waiting, decided): (Vec<_>, Vec<_>) = heads.iter().partition(|head| head.decided.is_none());
    let none = |words: &str| Html::paragraphs([words]);
    let body = |caption: &str, some: &[&RaisedHead], words: &str| match some {
        [] => none(words),
        _ => table(caption, some, names).into(),
    };
    Sheet::new(shell, lead)
        .piece("waiting", "Waiting for a decision", body("Waiting for a decision", &waiting, "None."))
        .piece("decided", "Decided, and still open", body("Decided, and still open", &decided, "None."))
}

fn table(caption: &str, heads: &[&RaisedHead], names: &HashMap<AnyId, String>) -> Table {
    let rows = heads.iter().map(|head| {
        let group = head.group.and_then(|id| names.get(&id)).map_or("", String::as_str);
        let what = match &head.decided {
            None => Html::text("Nothing yet"),
            Some(decided) => {
                Html::stacked([Html::lines(&decided.because), Html::text(words::day(decided.on))])
            }
        };
        cells![
            Html::stacked([Html::link(&urls::exception(head.id), &head.action), words::ground(head.ground)]),
            Html::stacked([head.plan.as_str(), group].into_iter().filter(|text| !text.is_empty())),
            Html::stacked([Html::lines(&head.further.because), Html::text(words::day(head.further.on))]),
            what
        ]
    });
    Table::new(caption)
        .caption_hidden()
        .columns(["Action", "Plan", "Why it was raised", "Decision"])
        .row_headers()
        .scroll()
        .rows(rows)
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = samples::plan();
    let group = AnyId::from_u128(70);
    let names = HashMap::from([(group, "Merrowshire working group".to_owned())]);
    let reasoned = |on, because: &str| Reasoned { on, because: because.to_owned() };
    let head = |n, ground, decided| RaisedHead {
        id: samples::id(n),
        plan: plan.head.title.clone(),
        group: Some(group),
        action: "1.1 Make Lower Ashing safer after dark".to_owned(),
        ground,
        further: reasoned(date(2027, 1, 5), "Only the partnership can move the money."),
        decided,
        may_decide: true,
    };
    let heads = [
        head(202, Ground::AtRisk, None),
        head(205, Ground::Late, Some(reasoned(date(2027, 1, 12), "The county & the police pay half each."))),
    ];
    let shell = || samples::shell(TITLE).wide();
    vec![("raised to a group", view(shell(), &heads, &names)), ("nothing raised", view(shell(), &[], &names))]
}
