//! What a plan covers and what it leaves out, with ways to put it right.

use concordat_kernel::{Id, Ref};
use concordat_web::{
    Answer, At, Reader, cells, page,
    parts::{Breadcrumbs, ChartWithTable, Colour, Column, Details, Html, StackedBar, Table},
};

use super::sheet::{Sheet, pieces};
use crate::{
    Plan, RecordedAction, RecordedPlan,
    pages::{shell, words},
    store as plans,
    strategies::{
        coverage::{Coverage, Covered},
        model::Item,
        samples, store, urls,
    },
    urls as plan_urls,
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let plan = plans::plan(reader.store(), &reader.ctx, id).await?;
    let strategies = store::strategies(reader.store(), &reader.ctx).await?;
    let themes = store::themes(reader.store(), &reader.ctx).await?;
    let adopted = store::adopted(reader.store(), &reader.ctx, id).await?;
    let links = store::all_links(&mut reader.store().peek().await?).await?;
    let coverage = Coverage::of(&plan, &strategies, &themes, &adopted, &links);
    let trail = Breadcrumbs::new()
        .page("Action plans", plan_urls::PLANS)
        .page(&plan.head.title, plan_urls::plan(id))
        .here("What the plan covers");
    page(&view(Sheet::new(shell(&reader, "What the plan covers").trail(trail).wide()), &plan, &coverage))
}

fn view(sheet: Sheet, plan: &RecordedPlan, coverage: &Coverage<'_>) -> Sheet {
    let sum = |of: fn(&Covered<'_>) -> usize| -> u64 {
        u64::try_from(coverage.strategies.iter().map(of).sum::<usize>()).unwrap_or(u64::MAX)
    };
    let bar = StackedBar::new("covered", "Commitments, objectives and recommendations")
        .segment("With an action of this plan", sum(|one| one.by_action.len()), Colour::Green)
        .segment("Adopted into this plan", sum(|one| one.adopted.len()), Colour::Blue)
        .segment("With neither", sum(|one| one.open.len()), Colour::Orange);
    sheet
        .caption(&plan.head.title)
        .lead(ChartWithTable::new(bar, "How it is covered"))
        .section("strategies", "Strategies beside the plan", strategies(coverage))
        .section(
            "no-priority",
            "Actions for several priorities that name none",
            actions(
                &coverage.serve_no_priority,
                "Every action that is meant to serve several priorities says which.",
            ),
        )
        .section("themes", "Cross-cutting themes", themes(coverage))
        .section(
            "no-theme",
            "Actions that serve no theme",
            actions(&coverage.serve_no_theme, "Every action serves a theme."),
        )
        .section("no-actions", "Priorities without actions", priorities(coverage))
}

fn strategies(coverage: &Coverage<'_>) -> Html {
    if coverage.strategies.is_empty() {
        return Html::paragraphs(["No strategy with commitments is in the record yet."]);
    }
    let table = Table::new("Strategies and what the plan does about them")
        .caption_hidden()
        .column("Strategy")
        .columns(["All", "With an action", "Adopted", "With neither"].map(Column::numeric))
        .row_headers()
        .rows(coverage.strategies.iter().map(|one| {
            let head = &one.strategy.head;
            cells![
                Html::link(&urls::strategy(head.id), &head.title),
                one.by_action.len() + one.adopted.len() + one.open.len(),
                one.by_action.len(),
                one.adopted.len(),
                one.open.len()
            ]
        }));
    let mut body = vec![Html::from(table)];
    for one in coverage.strategies.iter().filter(|one| !one.open.is_empty()) {
        let open = Table::new(format!("{}: with neither an action nor adopted", one.strategy.head.title))
            .caption_hidden()
            .columns(["Number", "What it says", "How it stands", "Put right"])
            .row_headers()
            .rows(one.open.iter().map(|item| {
                cells![
                    item_link(item),
                    &item.text,
                    words::tag(item.state()),
                    fix(&Ref::to(item.id), &item.name())
                ]
            }));
        let summary = format!("{}: the {} with neither", one.strategy.head.title, one.open.len());
        body.push(Details::new(summary, open).into());
    }
    pieces(body)
}

fn item_link(item: &Item) -> Html {
    Html::link(&urls::item(item.id), item.name())
}

/// The way to link a thing.
fn fix(thing: &Ref, about: &str) -> Html {
    let words = Html::spaced([Html::from("Link it"), Html::hidden(about)]);
    urls::links(thing).map_or_else(Html::default, |href| Html::link(&href, words))
}

fn actions(actions: &[&RecordedAction], none: &'static str) -> Html {
    if actions.is_empty() {
        return Html::paragraphs([none]);
    }
    let table = Table::new("Actions")
        .caption_hidden()
        .columns(["Number", "Objective", "Put right"])
        .row_headers()
        .rows(actions.iter().map(|action| {
            let about = format!("action {}", action.content.number);
            cells![words::number(action), words::objective(&action.content), fix(&Ref::to(action.id), &about)]
        }));
    let count = format!("{}.", words::count_first(actions.len(), "action", "actions"));
    pieces(vec![Html::paragraphs([count]), table.into()])
}

fn themes(coverage: &Coverage<'_>) -> Html {
    if coverage.themes.is_empty() {
        return Html::paragraphs([Html::link(urls::THEMES, "There are no themes yet")]);
    }
    Table::new("Themes and how many actions serve them")
        .caption_hidden()
        .column("Theme")
        .column(Column::numeric("Actions"))
        .column("Put right")
        .row_headers()
        .rows(coverage.themes.iter().map(|(theme, count)| {
            let link = if *count == 0 { fix(&Ref::to(theme.id), &theme.title) } else { Html::default() };
            cells![Html::link(&urls::theme(theme.id), &theme.title), *count, link]
        }))
        .into()
}

fn priorities(coverage: &Coverage<'_>) -> Html {
    if coverage.empty_priorities.is_empty() {
        return Html::paragraphs(["Every priority has actions or has adopted some."]);
    }
    Html::bullets(
        coverage.empty_priorities.iter().map(|one| Html::link(&plan_urls::priority(one.id), &one.title)),
    )
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let sheet = || Sheet::new(crate::pages::samples::shell("What the plan covers").wide());
    let (plan, empty) = (crate::pages::samples::plan(), crate::pages::samples::empty_plan());
    let strategies = [samples::strategy()];
    let (themes, adopted) = (samples::themes(), super::adopted::sample_adopted());
    let usual = Coverage::of(&plan, &strategies, &themes, &adopted, &[]);
    vec![
        ("coverage", view(sheet(), &plan, &usual)),
        ("coverage: nothing beside the plan", view(sheet(), &empty, &Coverage::default())),
    ]
}
