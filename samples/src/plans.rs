//! Plans and partners' spreadsheets on their way into the record.

use std::collections::BTreeMap;

use concordat_access::{Ctx, audit::hex};
use concordat_kernel::{Id, Problem, Result};
use concordat_plan::{
    Action, Import, Plan,
    import::{self, Reading},
    store as plans,
    versions::Chapter,
};
use concordat_store::Store;
use sha2::{Digest as _, Sha256};

use crate::partnership::{Places, unknown};

/// A file of the sample: its key, its name for the reader, its text.
const FILES: &[(&str, &str, &str)] = &[
    ("plan", "Action plan {YEAR}-{YY} agreed.md", include_str!("../plan.md")),
    ("last-plan", "Action plan {YEAR}-{YY} agreed.md", include_str!("../last-plan.md")),
    ("reply", "Trading Standards reply November.csv", include_str!("../reply.csv")),
    ("reply-early", "Schools reply first version.csv", include_str!("../reply-early.csv")),
];

/// What has been imported, by key.
#[derive(Default)]
pub(crate) struct Plans {
    plans: BTreeMap<String, Id<Plan>>,
    /// Actions of the plan told about last, by the number they were agreed with.
    actions: BTreeMap<String, Id<Action>>,
    staged: BTreeMap<String, Id<Import>>,
    /// Chapters of the agreement.
    pub(crate) chapters: BTreeMap<String, Id<Chapter>>,
}

impl Plans {
    pub(crate) fn plan(&self, key: &str) -> Result<Id<Plan>, Problem> {
        self.plans.get(key).copied().ok_or_else(|| unknown(key))
    }

    pub(crate) fn action(&self, number: &str) -> Result<Id<Action>, Problem> {
        self.actions.get(number).copied().ok_or_else(|| unknown(number))
    }

    pub(crate) fn chapter(&self, key: &str) -> Result<Id<Chapter>, Problem> {
        self.chapters.get(key).copied().ok_or_else(|| unknown(key))
    }

    pub(crate) fn staged(&self, key: &str) -> Result<Id<Import>, Problem> {
        self.staged.get(key).copied().ok_or_else(|| unknown(key))
    }

    /// A plan arrives: read, looked through and applied.
    pub(crate) async fn bring_in(
        &mut self,
        store: &Store,
        ctx: &Ctx,
        places: &Places,
        key: &str,
        year: i16,
    ) -> Result<()> {
        let id = self.stage(store, ctx, key, year).await?;
        let staged = plans::import_of(store, ctx, id).await?;
        let group = places.group("partnership")?.uuid();
        let plan = plans::apply(store, ctx, &staged, Some(group)).await?.plan;
        self.plans.insert(key.to_owned(), plan);
        let recorded = plans::plan(store, ctx, plan).await?;
        self.actions =
            recorded.actions().map(|(_, action)| (action.content.number.clone(), action.id)).collect();
        Ok(())
    }

    /// A file arrives and waits to be looked through.
    pub(crate) async fn stage(
        &mut self,
        store: &Store,
        ctx: &Ctx,
        key: &str,
        year: i16,
    ) -> Result<Id<Import>> {
        let (name, text) = self.file(key, year)?;
        let reading = read(store, &name, &text).await?;
        let hash = hex(&Sha256::digest(text.as_bytes()));
        let id = plans::stage(store, ctx, &name, &hash, &reading, None).await?;
        self.staged.insert(key.to_owned(), id);
        Ok(id)
    }

    /// Sets a waiting file aside.
    pub(crate) async fn discard(&self, store: &Store, ctx: &Ctx, key: &str) -> Result<()> {
        let staged = plans::import_of(store, ctx, self.staged(key)?).await?;
        plans::discard(store, ctx, &staged.head).await
    }

    /// A file's name and text, with the plan's years and the ids of actions in their places.
    pub(crate) fn file(&self, key: &str, year: i16) -> Result<(String, String), Problem> {
        let (_, name, text) = FILES.iter().find(|(known, ..)| *known == key).ok_or_else(|| unknown(key))?;
        let years = |text: &str| {
            text.replace("{YEAR}", &year.to_string())
                .replace("{NEXT}", &(year + 1).to_string())
                .replace("{YY}", &format!("{:02}", (year + 1) % 100))
        };
        let mut text = years(text);
        for (number, id) in &self.actions {
            text = text.replace(&format!("{{id {number}}}"), &id.to_string());
        }
        Ok((years(name), text))
    }
}

/// Reads a file as an upload would be read, with the names by which bodies are known.
pub(crate) async fn read(store: &Store, name: &str, text: &str) -> Result<Reading> {
    let known = concordat_partnership::lead_names(&mut store.peek().await?).await?;
    let names: Vec<String> = known.into_iter().flat_map(|(_, names)| names).collect();
    Ok(import::read(text.as_bytes(), name, import::UPLOAD_LIMIT, &names)?)
}
