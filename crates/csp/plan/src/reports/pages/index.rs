//! The reports that can be drawn of a plan.

use concordat_kernel::Id;
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    page,
    parts::{BackLink, Shell},
};

use crate::{
    Plan, PlanHead,
    pages::shell,
    reports::{store, urls},
    store as plans, urls as plan_urls,
};

/// The reports on a plan.
#[derive(Debug, Template)]
#[template(path = "reports/index.html")]
pub(crate) struct Index {
    shell: Shell,
    caption: String,
    reports: Vec<(String, &'static str, &'static str)>,
}

pub(crate) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = plans::plan_to(reader.store(), &reader.ctx, store::VIEW, id).await?;
    let back = BackLink::new(plan_urls::plan(id)).text("Back to the plan");
    let may_publish = reader.may(store::PUBLISH, &store::resource(&plan.head, store::PUBLISH));
    page(&Index::of(shell(&reader, "Reports").back(back), &plan.head, may_publish))
}

impl Index {
    fn of(shell: Shell, head: &PlanHead, may_publish: bool) -> Self {
        let mut reports = vec![
            (
                urls::report(head.id, "progress", ""),
                "Progress report",
                "For the partnership: exceptions first, then what changed, how every action stands, and who did not answer.",
            ),
            (
                urls::report(head.id, "year-end", ""),
                "Year-end summary",
                "For scrutiny: what became of every action, by priority and by the year’s focus topics.",
            ),
            (
                urls::report(head.id, "leads", ""),
                "A page for each lead",
                "What each body answers for, what comes next and what it asked for, on one page.",
            ),
            (
                urls::topics(head.id),
                "Focus topics",
                "What scrutiny looks at this year, and what the officers say of it.",
            ),
        ];
        if may_publish {
            reports.push((
                urls::report(head.id, "public", ""),
                "Tell the public",
                "Publishes how the actions stand on the public page of the plan.",
            ));
        }
        Self { caption: head.title.clone(), reports, shell }
    }
}

impl View for Index {
    fn samples() -> Vec<(&'static str, Self)> {
        let head = crate::pages::samples::plan().head;
        let shell = || crate::pages::samples::shell("Reports");
        vec![
            ("for an officer", Self::of(shell(), &head, true)),
            ("for a member", Self::of(shell(), &head, false)),
        ]
    }
}
