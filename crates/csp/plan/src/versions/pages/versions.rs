//! The versions of a plan.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::Id;
use concordat_web::{
    Answer, At, Reader, cells, page,
    parts::{Breadcrumbs, Button, Html, Shell, Table},
};

use super::{
    super::{VersionHead, store, urls},
    sheet::Sheet,
};
use crate::{
    Plan, PlanHead,
    pages::{samples, shell, words},
    urls as plan_urls,
};

/// What the page shows beside the versions.
#[derive(Debug, Default)]
struct Beside {
    names: HashMap<String, String>,
    may_publish: bool,
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let heads = store::versions(reader.store(), &reader.ctx, id).await?;
    let plan = crate::store::plan_head(reader.store(), &reader.ctx, id).await?;
    let actors: Vec<&str> = heads.iter().map(|head| head.published_by.as_str()).collect();
    let beside = Beside {
        names: words::names(&reader, &actors).await?,
        may_publish: reader.may(store::PUBLISH, &Resource::any("plan_version").within(plan.group)),
    };
    page(&view(shell(&reader, "Versions").trail(trail(&plan).here("Versions")), &plan, &heads, &beside))
}

/// The way from the list of plans to a plan.
pub(super) fn trail(plan: &PlanHead) -> Breadcrumbs {
    Breadcrumbs::new().page("Action plans", plan_urls::PLANS).page(&plan.title, plan_urls::plan(plan.id))
}

fn view(shell: Shell, plan: &PlanHead, heads: &[VersionHead], beside: &Beside) -> Sheet {
    let lead = "A version is the plan as it was published. It never changes; what comes after it is in the next one.";
    let mut sheet = Sheet::new(shell, Html::paragraphs([lead])).caption(full_title(plan));
    if beside.may_publish {
        let words = if heads.is_empty() { "Publish version 1" } else { "Publish the next version" };
        sheet = sheet.button(Button::link(words, urls::publish(plan.id)));
    }
    let table = Table::new("Versions, newest first")
        .caption_hidden()
        .columns(["Version", "Published", "Decided by", "Published by"])
        .row_headers()
        .rows(heads.iter().map(|head| {
            cells![
                Html::link(&urls::version(head.id), head.name()),
                words::moment(&head.published_at),
                &head.decision,
                words::capital(beside.names.get(&head.published_by).map_or("Someone", String::as_str))
            ]
        }));
    let body = match heads {
        [] => Html::paragraphs(["No version is published yet. The plan is a draft."]),
        _ => table.into(),
    };
    sheet.piece("versions", "Published versions", body)
}

/// A plan's title with its period, which tells two years' plans apart.
pub(super) fn full_title(plan: &PlanHead) -> String {
    plan.period.map_or_else(|| plan.title.clone(), |period| format!("{}, {period}", plan.title))
}

/// Two invented versions.
pub(super) fn sample_heads() -> Vec<VersionHead> {
    let head = |number: i64, title: &str, on: &str| VersionHead {
        id: samples::id(u128::try_from(number).unwrap_or_default() + 80),
        plan_id: samples::id(50),
        number,
        title: title.to_owned(),
        decision: format!("Board, item {}", 40 + number),
        published_at: format!("{on}T13:30:00Z"),
        published_by: "operator".to_owned(),
    };
    vec![head(2, "After the autumn’s changes", "2026-11-20"), head(1, "", "2026-07-14")]
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let plan = samples::plan().head;
    let shell = || samples::shell("Versions");
    let names = HashMap::from([("operator".to_owned(), "the operator".to_owned())]);
    let officer = Beside { names, may_publish: true };
    vec![
        ("versions", view(shell(), &plan, &sample_heads(), &officer)),
        ("versions: none yet, for an officer", view(shell(), &plan, &[], &officer)),
        ("versions: none yet, for a member", view(shell(), &plan, &[], &Beside::default())),
    ]
}
