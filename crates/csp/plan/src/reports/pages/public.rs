//! What anybody may read of the plans, without an account.
//!
//! These pages know only [`PublicPlan`]: the text of the newest published version, and the states that the public was
//! last told. Columns that came with a file are left out even there: nobody agreed to them one by one.

use concordat_kernel::Id;
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    cells, page,
    parts::{BackLink, Html, Shell, SummaryList, Table},
};

use crate::{
    Plan, RecordedAction, RecordedPriority,
    import::{self, LinkState},
    pages::words,
    reports::{
        say,
        store::public::{PublicPlan, published_plan, published_plans},
        urls,
    },
    versions::store::PublishedHead,
};

/// The plans of which something is published.
#[derive(Debug, Template)]
#[template(path = "reports/public_plans.html")]
pub(crate) struct PublicPlans {
    shell: Shell,
    table: Option<Table>,
}

/// What is published of a plan.
#[derive(Debug, Template)]
#[template(path = "reports/public_plan.html")]
pub(crate) struct PublicPage {
    shell: Shell,
    facts: SummaryList,
    as_of: Option<String>,
    summary: Vec<String>,
    key: Vec<String>,
    priorities: Vec<Priority>,
}

#[derive(Debug)]
struct Priority {
    id: String,
    name: String,
    facts: SummaryList,
    notes: Vec<String>,
    actions: Vec<Published>,
}

#[derive(Debug)]
struct Published {
    name: String,
    facts: SummaryList,
}

pub(crate) async fn list(reader: Reader) -> Answer {
    let heads = published_plans(reader.store(), &reader.ctx).await?;
    page(&PublicPlans::of(reader.shell("Published action plans"), &heads))
}

pub(crate) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let published = published_plan(reader.store(), &reader.ctx, id).await?;
    let back = BackLink::new(urls::PUBLIC_PLANS).text("All published plans");
    let shell = reader.shell(&published.plan.head.title).back(back);
    page(&PublicPage::of(shell, &published))
}

impl PublicPlans {
    fn of(shell: Shell, heads: &[PublishedHead]) -> Self {
        let rows = heads.iter().map(|head| {
            let period = head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string());
            cells![
                Html::link(&urls::public_plan(head.id), &head.title),
                period,
                published_on(head.number, &head.published_at)
            ]
        });
        let table = Table::new("Published action plans, newest first")
            .caption_hidden()
            .columns(["Plan", "Period", "Published"])
            .row_headers()
            .rows(rows);
        Self { shell, table: (!heads.is_empty()).then_some(table) }
    }
}

fn published_on(number: i64, at: &str) -> String {
    let on = crate::reports::store::day_of(at).map_or_else(|_| "a day not known".to_owned(), say::day);
    format!("Version {number}, {on}")
}

impl PublicPage {
    fn of(shell: Shell, published: &PublicPlan) -> Self {
        let head = &published.plan.head;
        let mut facts = SummaryList::new();
        if let Some(group) = &published.group {
            facts = facts.row(("Partnership", group));
        }
        facts = facts
            .row(("Period", head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string())))
            .row(("Published", published_on(published.version.number, &published.version.published_at)));
        let progress = published.progress.as_ref();
        Self {
            facts,
            as_of: progress.map(|progress| say::day(progress.as_of)),
            summary: progress
                .map(|progress| progress.summary.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            key: head.key.clone(),
            priorities: published.plan.priorities.iter().map(|one| priority(published, one)).collect(),
            shell,
        }
    }
}

fn priority(published: &PublicPlan, priority: &RecordedPriority) -> Priority {
    let mut facts = SummaryList::new();
    if !priority.leads.is_empty() {
        facts = facts.row(("Led by", words::list(&priority.leads)));
    }
    if let Some(aim) = &priority.aim {
        facts = facts.row(("Aim", Html::lines(aim)));
    }
    Priority {
        id: format!("priority-{}", priority.id),
        name: say::name(priority),
        facts,
        notes: priority.notes.clone(),
        actions: priority.current().map(|action| of_action(published, action)).collect(),
    }
}

fn of_action(published: &PublicPlan, action: &RecordedAction) -> Published {
    let content = &action.content;
    let mut facts = SummaryList::new();
    if let Some(progress) = &published.progress {
        let state = progress.states.get(&action.id);
        facts = facts
            .row(("How it stands", state.map_or_else(|| "Not stated".into(), |state| words::tag(*state))));
    }
    let number = if content.number.is_empty() { String::new() } else { format!("{} ", content.number) };
    Published { name: format!("{number}{}", say::objective(action)), facts: what_it_says(facts, content) }
}

/// What an action says, without the columns that came with a file: for those who read it from outside.
pub(crate) fn what_it_says(mut facts: SummaryList, content: &import::Action) -> SummaryList {
    facts = facts.row(("Led by", words::list(&content.leads)));
    if let Some(note) = &content.lead_note {
        facts = facts.row(("About its leads", note));
    }
    let several = content.rows.len() > 1;
    for (n, row) in content.rows.iter().enumerate() {
        let name = |what: &str| if several { format!("{what}, part {}", n + 1) } else { what.to_owned() };
        if !row.steps.is_empty() {
            facts = facts.row((name("What will be done"), words::list(&row.steps)));
        }
        if !row.measures.is_empty() {
            facts = facts.row((name("How it is measured"), words::list(&row.measures)));
        }
        facts = facts.row((name("When"), words::timescale_words(&row.timescale)));
    }
    if content.funding.is_some() {
        facts = facts.row(("Funded", words::funded(content)));
    }
    if content.linked.state == LinkState::Yes {
        facts = facts.row(("Linked to", words::list(&content.linked.to)));
    }
    facts
}

impl View for PublicPlans {
    fn samples() -> Vec<(&'static str, Self)> {
        let head = crate::pages::samples::plan().head;
        let heads = [PublishedHead {
            id: head.id,
            title: head.title,
            period: head.period,
            number: 2,
            published_at: "2026-07-20T10:00:00Z".to_owned(),
        }];
        let shell = || Shell::new("Published action plans", "/static/sample");
        vec![("one plan", Self::of(shell(), &heads)), ("none yet", Self::of(shell(), &[]))]
    }
}

impl View for PublicPage {
    fn samples() -> Vec<(&'static str, Self)> {
        crate::reports::samples::published()
            .into_iter()
            .map(|(name, published)| {
                let shell = Shell::new(published.plan.head.title.clone(), "/static/sample");
                (name, Self::of(shell, &published))
            })
            .collect()
    }
}
