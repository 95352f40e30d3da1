//! A commitment, objective or recommendation: its words, how it stands, everything said about it, and its history.

use std::collections::HashMap;

use concordat_kernel::{Id, Ref, Refusal};
use concordat_store::FieldChange;
use concordat_web::{
    Answer, At, Reader, cells, page,
    parts::{Breadcrumbs, Html, SummaryList, Table},
};

use super::{
    links::{self, Shown},
    sheet::Sheet,
    strategy::day,
};
use crate::{
    pages::{history, shell, words},
    strategies::{
        model::{Commitment, Item, RecordedStrategy, Said},
        samples, store, urls,
    },
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Commitment>>) -> Answer {
    let strategy = store::strategy_of_item(reader.store(), &reader.ctx, store::VIEW_STRATEGY, id).await?;
    let item = strategy.item(id).ok_or(Refusal::NotFound)?;
    let said = store::updates(reader.store(), &reader.ctx, id).await?;
    let changes = store::item_history(reader.store(), &reader.ctx, id).await?;
    let actors: Vec<&str> = changes.iter().map(|change| change.actor.as_str()).collect();
    let names = words::names(&reader, &actors).await?;
    let change = reader.may(
        store::CHANGE_STRATEGY,
        &store::shared(&reader.ctx, concordat_access::Resource::any("plan_strategy")),
    );
    let links = links::shown(&reader, &Ref::to(id)).await?;
    let adopters = super::adopted::adopters(&reader, id.uuid()).await?;
    let beside = Beside { said: &said, change, links: &links, adopters: &adopters };
    let trail = Breadcrumbs::new()
        .page("Strategies", urls::STRATEGIES)
        .page(&strategy.head.title, urls::strategy(strategy.head.id))
        .here(item.name());
    let sheet = Sheet::new(shell(&reader, item.name()).trail(trail).wide());
    page(&view(sheet, &strategy, item, &beside, (&changes, &names)))
}

/// What the page shows beside the item itself.
#[derive(Debug, Clone, Copy)]
struct Beside<'a> {
    /// Everything ever said about it, newest first.
    said: &'a [Said],
    /// Whether the reader may change it.
    change: bool,
    links: &'a [Shown],
    /// The plans that adopted it, as links.
    adopters: &'a [Html],
}

fn view(
    sheet: Sheet,
    strategy: &RecordedStrategy,
    item: &Item,
    beside: &Beside<'_>,
    (changes, names): (&[FieldChange], &HashMap<String, String>),
) -> Sheet {
    let Beside { said, change, links, adopters } = *beside;
    let area = item.area.and_then(|id| strategy.area(id)).map(|area| area.name());
    let facts = SummaryList::new()
        .row(("State", words::tag(item.state())))
        .row(("Strategy", Html::link(&urls::strategy(strategy.head.id), &strategy.head.title)))
        .row(("Owner", &strategy.head.owner_name))
        .row(("Area", area.unwrap_or_else(|| "None".to_owned())))
        .row(("Kind", item.kind.title()))
        .row(("Number", if item.number.is_empty() { "None" } else { &item.number }));
    let updates: Html =
        if said.is_empty() {
            Html::paragraphs(["Nobody has said how it stands yet."])
        } else {
            Table::new("What was said")
                .caption_hidden()
                .columns(["Day", "State", "What happened", "By whom"])
                .row_headers()
                .scroll_wide()
                .rows(said.iter().map(|said| {
                    cells![day(said.on), words::tag(said.state), Html::lines(&said.words), &said.by]
                }))
                .into()
        };
    let mut sheet = sheet
        .caption(item.name())
        .heading(&item.text)
        .button(change, urls::update_item(item.id), "Say how it stands")
        .button(change, urls::edit_item(item.id), "Change its words or number")
        .lead(facts)
        .section("updates", "What was said, newest first", updates)
        .section("links", "Links", links::table(links, links::place(&Ref::to(item.id)).as_deref()));
    if !adopters.is_empty() {
        sheet = sheet.section("adopted", "Plans that adopted it", Html::bullets(adopters.iter().cloned()));
    }
    if let Some(timeline) = history::timeline(changes, names) {
        sheet = sheet.section("history", "History", timeline);
    }
    sheet
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let strategy = samples::strategy();
    let none: HashMap<String, String> = HashMap::new();
    let mut samples = Vec::new();
    for (name, item) in
        ["commitment, with updates", "commitment, nothing said"].into_iter().zip(&strategy.items)
    {
        let sheet = Sheet::new(crate::pages::samples::shell(&item.name()).wide());
        let said: Vec<Said> = item.latest.iter().cloned().collect();
        let (links, adopters) = (links::sample_links(), [Html::link("/priorities/sample", "Safer streets")]);
        let beside = match said.is_empty() {
            true => Beside { said: &[], change: false, links: &[], adopters: &[] },
            false => Beside { said: &said, change: true, links: &links, adopters: &adopters },
        };
        samples.push((name, view(sheet, &strategy, item, &beside, (&[], &none))));
    }
    samples
}
