//! A strategy: whose it is, its areas with their items, and how they stand.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{Id, Ref};
use concordat_store::FieldChange;
use concordat_web::{
    Answer, At, Reader, cells, page,
    parts::{Breadcrumbs, ChartWithTable, Html, Part as _, StackedBar, SummaryList, Table},
};

use super::{
    links::{self, Shown},
    sheet::{Sheet, Under, pieces},
    tabling,
};
use crate::{
    State,
    pages::{history, shell, words},
    strategies::{
        model::{Area, Item, RecordedStrategy, Strategy},
        samples,
        store::{self, RecordedTabling},
        urls,
    },
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Strategy>>) -> Answer {
    let strategy = store::strategy(reader.store(), &reader.ctx, store::VIEW_STRATEGY, id).await?;
    let change = reader.may(store::CHANGE_STRATEGY, &store::shared(&reader.ctx, Resource::one(id)));
    let owner = strategy.head.owner.and_then(|id| {
        reader
            .app
            .link(&Ref { kind: "body".into(), id })
            .or_else(|| reader.app.link(&Ref { kind: "group".into(), id }))
    });
    let history = store::strategy_history(reader.store(), &reader.ctx, id).await?;
    let actors: Vec<&str> = history.iter().map(|change| change.actor.as_str()).collect();
    let names = words::names(&reader, &actors).await?;
    let links = links::shown(&reader, &Ref::to(id)).await?;
    let all = store::tablings(reader.store(), &reader.ctx).await?;
    let groups = concordat_partnership::names(&mut reader.store().peek().await?).await?;
    let tabled: Vec<Tabled> = all
        .into_iter()
        .filter(|one| one.strategy == id)
        .map(|one| {
            let name = groups.get(&one.group).cloned().unwrap_or_else(|| "A group".to_owned());
            let href = reader.app.link(&Ref { kind: "group".into(), id: one.group });
            (one, name, href)
        })
        .collect();
    let trail = Breadcrumbs::new().page("Strategies", urls::STRATEGIES).here(&strategy.head.title);
    let sheet = Sheet::new(shell(&reader, &strategy.head.title).trail(trail).wide());
    let beside = Beside { owner: owner.as_deref(), change, links: &links, tabled: &tabled };
    page(&view(sheet, &strategy, &beside, (&history, &names)))
}

type Tabled = (RecordedTabling, String, Option<String>);

/// What the page shows beside the strategy itself.
#[derive(Debug, Clone, Copy)]
struct Beside<'a> {
    /// The page of its owner.
    owner: Option<&'a str>,
    /// Whether the reader may change it.
    change: bool,
    links: &'a [Shown],
    tabled: &'a [Tabled],
}

fn view(
    sheet: Sheet,
    strategy: &RecordedStrategy,
    beside: &Beside<'_>,
    (changes, names): (&[FieldChange], &HashMap<String, String>),
) -> Sheet {
    let head = &strategy.head;
    let Beside { owner, change, links, tabled } = *beside;
    let csrf = change.then_some(&sheet.shell.csrf);
    let mut where_tabled = vec![tabling::table(tabled, csrf)];
    if change {
        where_tabled
            .push(Html::paragraphs([Html::link(&urls::tabling(head.id), "Say where else it is tabled")]));
    }
    let source = if head.source_note.is_empty() { "Not stated" } else { &head.source_note };
    let owner = owner.map_or_else(|| Html::from(&head.owner_name), |href| Html::link(href, &head.owner_name));
    let facts = SummaryList::new()
        .row(("Kind", head.kind.title()))
        .row(("Owner", owner))
        .row(("Period", head.period.map_or_else(|| "Not stated".to_owned(), |period| period.to_string())))
        .row(("Where the words come from", Html::lines(source)));
    let mut body = Vec::new();
    for area in &strategy.areas {
        let mut under = Vec::new();
        let items: Vec<&Item> = strategy.items_in(Some(area.id)).collect();
        if change {
            let edit = Html::link(
                &urls::edit_area(area.id),
                Html::spaced([Html::from("Rename this area"), Html::hidden(&area.name())]),
            );
            under.push(Html::paragraphs([edit]));
        }
        under.push(if items.is_empty() {
            Html::paragraphs(["Nothing stands in this area yet."])
        } else {
            table(&area.name(), &items)
        });
        body.push(Under { heading: area.name().into(), body: pieces(under) }.html());
    }
    let outside: Vec<&Item> = strategy.items_in(None::<Id<Area>>).collect();
    if !outside.is_empty() {
        let heading = if strategy.areas.is_empty() { "Items" } else { "Outside the areas" };
        body.push(Under { heading: heading.into(), body: table(heading, &outside) }.html());
    }
    if body.is_empty() {
        body.push(Html::paragraphs([
            "Nothing is in it yet. Bring in its text, or add what it says one by one.",
        ]));
    }
    let mut sheet = sheet
        .button(change, urls::new_item(head.id), "Add an item")
        .button(change, urls::edit_strategy(head.id), "Change title, owner or period")
        .button(change, urls::IMPORT_STRATEGY.to_owned(), "Bring in its text again")
        .caption(head.kind.title())
        .lead(facts)
        .section("standing", "How it stands", chart(strategy))
        .section("items", "What it says", pieces(body))
        .section("tabled", "Where it is tabled", pieces(where_tabled))
        .section("links", "Links", links::table(links, links::place(&Ref::to(head.id)).as_deref()));
    if let Some(timeline) = history::timeline(changes, names) {
        sheet = sheet.section("history", "History", timeline);
    }
    sheet
}

/// How many items are in each state.
pub(super) fn chart(strategy: &RecordedStrategy) -> ChartWithTable {
    let bar = State::CHOICES.into_iter().fold(StackedBar::new("states", "Items by state"), |bar, state| {
        let count = strategy.items.iter().filter(|item| item.state() == state).count();
        bar.segment(state.to_string(), u64::try_from(count).unwrap_or(0), words::colour(state))
    });
    ChartWithTable::new(bar, "State")
}

fn table(caption: &str, items: &[&Item]) -> Html {
    Table::new(caption)
        .caption_hidden()
        .columns(["Number", "What it says", "State", "Last said"])
        .row_headers()
        .scroll_wide()
        .rows(items.iter().map(|item| {
            let number = if item.number.is_empty() { "No number" } else { &item.number };
            let link = Html::link(
                &urls::item(item.id),
                Html::spaced([Html::hidden(item.kind.title()), number.into()]),
            );
            cells![link, &item.text, words::tag(item.state()), said_words(item)]
        }))
        .into()
}

/// `12 May 2026, the police: two signs were moved`.
pub(super) fn said_words(item: &Item) -> Html {
    item.latest.as_ref().map_or_else(
        || "Nothing yet".into(),
        |said| {
            let when = format!("{}, {}", day(said.on), said.by);
            Html::stacked([Html::from(when), Html::lines(&said.words)])
        },
    )
}

/// `12 May 2026`.
pub(super) fn day(date: concordat_kernel::jiff::civil::Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let shell = |title: &str| Sheet::new(crate::pages::samples::shell(title).wide());
    let (usual, bare) = (samples::strategy(), samples::bare());
    let none: (&[FieldChange], HashMap<String, String>) = (&[], HashMap::new());
    let links = links::sample_links();
    let group = ("Merrowshire Community Safety Partnership".to_owned(), Some("/groups/sample".to_owned()));
    let tabling = RecordedTabling {
        id: crate::pages::samples::id(270),
        strategy: usual.head.id,
        group: crate::pages::samples::id::<()>(91).uuid(),
        cadence: "Each March".to_owned(),
    };
    let tabled = [(tabling, group.0, group.1)];
    let officer = Beside { owner: Some("/bodies/sample"), change: true, links: &links, tabled: &tabled };
    let member = Beside { owner: None, change: false, links: &[], tabled: &[] };
    let of = |strategy: &RecordedStrategy, beside: &Beside<'_>| {
        view(shell(&strategy.head.title), strategy, beside, (none.0, &none.1))
    };
    vec![
        ("strategy, for an officer", of(&usual, &officer)),
        ("strategy, for a member", of(&usual, &member)),
        ("strategy, empty", of(&bare, &Beside { change: true, ..member })),
    ]
}
