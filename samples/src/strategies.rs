//! What stands beside this year's plan: strategies with what was said of them, themes, links and an adoption.

use std::collections::BTreeMap;

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Problem, Ref, Result};
use concordat_plan::{
    import, store as plans,
    strategies::{
        model::{
            Commitment, FundingState, NewStrategy, RecordedFunding, Said, Strategy, StrategyKind, Theme,
        },
        read,
        store::{self, NewAdoption, NewTheme},
    },
};
use concordat_store::Store;
use serde::Deserialize;

use crate::{
    partnership::{Places, unknown},
    plans::Plans,
};

const FILES: &[(&str, &str)] = &[
    ("women-and-girls.md", include_str!("../strategies/women-and-girls.md")),
    ("women-and-girls-second.md", include_str!("../strategies/women-and-girls-second.md")),
    ("inquiry.md", include_str!("../strategies/inquiry.md")),
];

#[derive(Deserialize)]
struct File {
    step: BTreeMap<String, Step>,
}

/// A step: what it says is done in this order.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Step {
    import: Option<Import>,
    tabled: Vec<Tabled>,
    themes: Vec<ThemeEntry>,
    links: Vec<LinkEntry>,
    funding: Vec<FundingEntry>,
    said: Vec<SaidEntry>,
    adopt: Option<AdoptEntry>,
    /// A text that waits to be looked through.
    stage: Option<String>,
}

#[derive(Deserialize)]
struct Import {
    key: String,
    file: String,
    kind: String,
    owner: String,
}

#[derive(Deserialize)]
struct Tabled {
    strategy: String,
    group: String,
    cadence: String,
}

#[derive(Deserialize)]
struct ThemeEntry {
    key: String,
    title: String,
    aim: String,
}

#[derive(Deserialize)]
struct LinkEntry {
    from: String,
    to: String,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
struct FundingEntry {
    action: String,
    state: String,
    fund: String,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
struct SaidEntry {
    item: String,
    state: String,
    words: String,
}

#[derive(Deserialize)]
struct AdoptEntry {
    priority: String,
    items: Vec<String>,
    decision: String,
}

/// Strategies and themes by their keys.
#[derive(Default)]
pub(crate) struct Beside {
    strategies: BTreeMap<String, Id<Strategy>>,
    themes: BTreeMap<String, Id<Theme>>,
}

impl Beside {
    /// Does what a step says, as whoever `ctx` is.
    pub(crate) async fn tell(
        &mut self,
        store: &Store,
        ctx: &Ctx,
        (places, known): (&Places, &Plans),
        step: &str,
        year: i16,
    ) -> Result<()> {
        let mut file: File = toml::from_str(include_str!("../strategies.toml"))
            .map_err(|e| Problem::new("reading strategies.toml", e))?;
        let step = file.step.remove(step).ok_or_else(|| unknown(step))?;
        if let Some(import) = step.import {
            self.import(store, ctx, places, &import, year).await?;
        }
        for one in step.tabled {
            let group = places.group(&one.group)?.uuid();
            store::table(store, ctx, self.strategy(&one.strategy)?, group, &one.cadence).await?;
        }
        for theme in step.themes {
            let group = Some(places.group("partnership")?.uuid());
            let new = NewTheme { group, title: theme.title, aim: theme.aim, ended_because: String::new() };
            self.themes.insert(theme.key, store::add_theme(store, ctx, &new).await?);
        }
        for link in step.links {
            let from = self.find(store, ctx, (places, known), &link.from).await?;
            let to = self.find(store, ctx, (places, known), &link.to).await?;
            store::add_link(store, ctx, &from, &to, &link.note).await?;
        }
        for entry in step.funding {
            let state = FundingState::from_word(&entry.state).ok_or_else(|| unknown(&entry.state))?;
            let new = RecordedFunding { state, fund: entry.fund, note: entry.note, version: 0 };
            store::save_funding(store, ctx, known.action(&entry.action)?, &new).await?;
        }
        for entry in step.said {
            let (item, owner) = self.item(store, ctx, &entry.item).await?;
            let state = entry.state.parse().map_err(|e: String| Problem::new("reading a state", e))?;
            let said = Said { state, words: entry.words, on: ctx.clock.today(), by: owner };
            store::say(store, ctx, item, &said).await?;
        }
        if let Some(adopt) = step.adopt {
            let priority =
                self.find(store, ctx, (places, known), &format!("priority {}", adopt.priority)).await?;
            let mut things = Vec::new();
            for item in &adopt.items {
                things.push(Ref::to(self.item(store, ctx, item).await?.0));
            }
            let new = NewAdoption { things, decision: adopt.decision };
            store::adopt(store, ctx, Id::from_uuid(priority.id), &new).await?;
        }
        if let Some(name) = step.stage {
            let reading = text(&name, year)?;
            store::stage(store, ctx, (&name, ""), &reading, None).await?;
        }
        Ok(())
    }

    async fn import(
        &mut self,
        store: &Store,
        ctx: &Ctx,
        places: &Places,
        import: &Import,
        year: i16,
    ) -> Result<()> {
        let reading = text(&import.file, year)?;
        let id = store::stage(store, ctx, (&import.file, ""), &reading, None).await?;
        let new = NewStrategy {
            title: reading.title,
            kind: StrategyKind::from_word(&import.kind).ok_or_else(|| unknown(&import.kind))?,
            owner: Some(places.body(&import.owner)?.uuid()),
            owner_written: String::new(),
            period: reading.period,
            source_note: reading.source_note,
        };
        let done = store::apply(store, ctx, id, 1, &new).await?;
        self.strategies.insert(import.key.clone(), done.strategy);
        Ok(())
    }

    fn strategy(&self, key: &str) -> Result<Id<Strategy>, Problem> {
        self.strategies.get(key).copied().ok_or_else(|| unknown(key))
    }

    /// `women 2.2` with the name of its owner.
    async fn item(&self, store: &Store, ctx: &Ctx, text: &str) -> Result<(Id<Commitment>, String)> {
        let (key, number) = text.split_once(' ').ok_or_else(|| unknown(text))?;
        let strategy = store::strategy(store, ctx, store::VIEW_STRATEGY, self.strategy(key)?).await?;
        let item = strategy.items.iter().find(|item| item.number == number).ok_or_else(|| unknown(text))?;
        Ok((item.id, strategy.head.owner_name.clone()))
    }

    /// `action 3.1`, `priority Neighbourhoods`, `theme early`, `group working`, `strategy women`, `women 2.2`.
    async fn find(
        &self,
        store: &Store,
        ctx: &Ctx,
        (places, known): (&Places, &Plans),
        text: &str,
    ) -> Result<Ref> {
        let (kind, name) = text.split_once(' ').ok_or_else(|| unknown(text))?;
        Ok(match kind {
            "action" => Ref::to(known.action(name)?),
            "priority" => {
                let plan = plans::plan(store, ctx, known.plan("plan")?).await?;
                let found = plan.priorities.iter().find(|priority| priority.title == name);
                Ref::to(found.ok_or_else(|| unknown(text))?.id)
            }
            "theme" => Ref::to(self.themes.get(name).copied().ok_or_else(|| unknown(text))?),
            "group" => Ref { kind: "group".into(), id: AnyId::from(places.group(name)?.uuid()) },
            "strategy" => Ref::to(self.strategy(name)?),
            _ => Ref::to(self.item(store, ctx, text).await?.0),
        })
    }
}

/// A file as an upload would be read, with the years in their places.
fn text(name: &str, year: i16) -> Result<read::Reading> {
    let (_, text) = FILES.iter().find(|(known, _)| *known == name).ok_or_else(|| unknown(name))?;
    let text = text.replace("{YEAR}", &year.to_string()).replace("{LAST}", &(year + 3).to_string());
    Ok(read::read(text.as_bytes(), name, import::UPLOAD_LIMIT, None)?)
}
