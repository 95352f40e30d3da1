//! From the ledger and the parts in use to findings.

use std::collections::BTreeSet;

use concordat_access::{Action, Ctx};
use concordat_kernel::{Month, Period, Problem, Refusal, Result, jiff::Timestamp};
use concordat_steps::{Analyst, Question, Table};
use concordat_store::Store;

use super::{Asked, Finding, Harm, METHODS, Method, Told, lens::months};
use crate::{
    actions::{self, EXPORT_FINDING, LOOK_BEHIND, VIEW_FINDING},
    areas,
    index::{self, Label},
    ingest::{
        completeness::{Expected, Rules, Weight, incomplete, judge},
        tally::Tally,
    },
    store::{self, Entry},
};

/// What was asked for, in the words of an address or a command.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The lens's name; all crimes without one.
    pub lens: Option<String>,
    /// The first month; eleven before the last without one.
    pub from: Option<Month>,
    /// The last month; the latest with records without one.
    pub to: Option<Month>,
    /// The harm index; the one loaded last without one.
    pub index: Option<Label>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// What was asked.
    pub asked: Asked,
    /// The findings, in the order of a report.
    pub findings: Vec<Finding>,
    /// The entries of the ledger that they rest on.
    pub rests_on: Vec<Entry>,
    /// What is known of the months.
    pub standing: Standing,
    /// What offences weigh, where an index has been loaded.
    pub harm: Option<Harm>,
    /// When it was found.
    pub at: Timestamp,
}

/// What is known of the records as a whole: which months are there and whole, which areas are on the list.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Months with records, in order.
    months: Vec<Month>,
    /// Months with far fewer records than usual.
    thin: BTreeSet<Month>,
    /// What is said of months that are not whole, as sentences.
    pub(crate) doubts: Vec<String>,
    /// The codes of the areas on the list; empty where none has been loaded.
    pub(super) areas: BTreeSet<String>,
}

impl Standing {
    pub(crate) fn of(ledger: &[Entry], areas: BTreeSet<String>) -> Self {
        let mut tally = Tally::default();
        for month in ledger.iter().filter(|entry| entry.in_use()).flat_map(|entry| &entry.months) {
            tally.months.entry(month.month).or_default().crimes += month.crimes.unsigned_abs();
        }
        let months: Vec<Month> = tally.months.keys().copied().collect();
        let mut doubts = judge(&tally, &[], Expected::default(), &Rules::default());
        doubts.retain(|doubt| doubt.weight == Weight::Incomplete);
        let thin = incomplete(&doubts).into_iter().filter(|month| months.contains(month)).collect();
        let doubts = doubts.into_iter().map(|doubt| doubt.sentence).collect();
        Self { months, thin, doubts, areas }
    }

    /// Months of a window without any record.
    pub fn missing_in(&self, window: Period) -> Vec<Month> {
        months(window).filter(|month| !self.has(*month)).collect()
    }

    /// Months of a window that have records, but far fewer than usual.
    pub fn thin_in(&self, window: Period) -> Vec<Month> {
        months(window).filter(|month| self.thin.contains(month)).collect()
    }

    /// Whether a month has records at all.
    pub(super) fn has(&self, month: Month) -> bool {
        self.months.contains(&month)
    }

    /// From the first month with records to the last.
    pub(crate) fn window(&self) -> Option<Period> {
        Some(Period { from: *self.months.first()?, to: *self.months.last()? })
    }

    /// Whether a month can be compared with others.
    pub(super) fn whole(&self, month: Month) -> bool {
        !self.thin.contains(&month) && self.has(month)
    }

    /// What to say beside a month.
    pub(super) fn remark(&self, month: Month) -> &'static str {
        if !self.has(month) {
            "no records brought in"
        } else if self.thin.contains(&month) {
            "incomplete: far fewer records than usual"
        } else {
            ""
        }
    }
}

/// Looks at the records.
///
/// # Errors
/// When the asker may not, nothing has been brought in, what was asked makes no sense, or a part is missing or damaged.
pub async fn look(store: &Store, analyst: &dyn Analyst, ctx: &Ctx, wanted: &Wanted) -> Result<Found> {
    find(store, analyst, ctx, VIEW_FINDING, wanted).await
}

/// The same, to be taken away.
///
/// # Errors
/// As [`look`].
pub async fn export(store: &Store, analyst: &dyn Analyst, ctx: &Ctx, wanted: &Wanted) -> Result<Found> {
    find(store, analyst, ctx, EXPORT_FINDING, wanted).await
}

async fn find(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    action: Action,
    wanted: &Wanted,
) -> Result<Found> {
    let ledger = {
        let mut tx = store.read(ctx, action, &actions::findings()).await?;
        store::all(&mut tx).await?
    };
    let asked = Asked::of(wanted.lens.as_deref(), wanted.from, wanted.to, &ledger)?;
    let standing = Standing::of(&ledger, listed(store, ctx).await?);
    let harm = harm(store, analyst, ctx, wanted.index.as_ref(), &ledger).await?;
    let mut findings = Vec::new();
    for method in METHODS {
        let question = asked.question(&ledger, harm.as_ref(), method.steps);
        let answers = analyst.ask(&question, method.reads).await?;
        // A thousand draws keep a processor busy; requests go on being answered meanwhile.
        let (standing, harm) = (standing.clone(), harm.clone());
        let work = tokio::task::spawn_blocking(move || {
            told(method, &asked, &standing, harm.as_ref(), question, &answers)
        });
        findings.push(work.await.map_err(|e| Problem::new("working out a finding", e))??);
    }
    let rests_on = ledger.into_iter().filter(Entry::in_use).collect();
    Ok(Found { asked, findings, rests_on, standing, harm, at: ctx.clock.now() })
}

/// The codes of the areas on the list.
async fn listed(store: &Store, ctx: &Ctx) -> Result<BTreeSet<String>> {
    let list = areas::areas(store, ctx).await?;
    Ok(list.into_iter().flat_map(|list| list.areas).map(|area| area.code).collect())
}

/// What offences weigh: by the index that is asked for, else by the one loaded last.
async fn harm(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    wanted: Option<&Label>,
    ledger: &[Entry],
) -> Result<Option<Harm>> {
    let index = match wanted {
        Some(label) => Some(index::find(store, ctx, label).await?),
        None => index::indices(store, ctx).await?.into_iter().max_by_key(|index| (index.loaded_at, index.id)),
    };
    match index {
        Some(index) => {
            let weights = index::weights(store, ctx, index.id).await?;
            Harm::of(&weights, analyst, ledger).await.map(Some)
        }
        None => Ok(None),
    }
}

/// A finding from the answers to its steps: pure.
///
/// # Errors
/// When an answer is missing, or a method meets numbers that it has no meaning for.
fn told(
    method: &Method,
    asked: &Asked,
    standing: &Standing,
    harm: Option<&Harm>,
    question: Question,
    answers: &[Table],
) -> Result<Finding, Problem> {
    let keys = question.keys();
    let says = (method.tell)(&Told { method, asked, standing, harm, keys: &keys, answers })?;
    Ok(Finding {
        name: method.name,
        title: method.title,
        asks: method.asks,
        method: method.cites,
        blocks: says.blocks,
        caveats: says.caveats,
        figures: says.figures,
        question,
    })
}

/// Findings from given answers, for the samples of pages and papers.
pub(crate) fn of_answers(asked: Asked, ledger: Vec<Entry>, answers: &[Vec<Table>]) -> Result<Found, Problem> {
    let standing = Standing::of(&ledger, BTreeSet::new());
    let each = METHODS.iter().zip(answers).map(|(method, answers)| {
        told(method, &asked, &standing, None, asked.question(&ledger, None, method.steps), answers)
    });
    let findings = each.collect::<Result<_, _>>()?;
    let rests_on = ledger.into_iter().filter(Entry::in_use).collect();
    Ok(Found { asked, findings, rests_on, standing, harm: None, at: Timestamp::constant(1_790_000_000, 0) })
}

/// How many rows of a step are shown.
pub const SHOWN: usize = 200;

/// One step of a finding with the first rows that it answers, [`SHOWN`] at most.
#[derive(Debug, Clone)]
pub struct Working {
    /// What the finding is called.
    pub title: &'static str,
    /// The steps.
    pub question: Question,
    /// The step's name.
    pub step: &'static str,
    /// Its rows.
    pub table: Table,
}

/// The answer to one step of one finding: the working behind a figure.
///
/// # Errors
/// As [`look`]; and when there is no such finding or step.
pub async fn working(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    wanted: &Wanted,
    finding: &str,
    step: &str,
) -> Result<Working> {
    let missing = || Refusal::NotFound;
    let method = METHODS.iter().find(|method| method.name == finding).ok_or_else(missing)?;
    let ledger = {
        let mut tx = store.read(ctx, LOOK_BEHIND, &actions::findings()).await?;
        store::all(&mut tx).await?
    };
    let asked = Asked::of(wanted.lens.as_deref(), wanted.from, wanted.to, &ledger)?;
    let harm = harm(store, analyst, ctx, wanted.index.as_ref(), &ledger).await?;
    let question = asked.question(&ledger, harm.as_ref(), method.steps);
    let known = question.step(step).ok_or_else(missing)?.name;
    let table = analyst.look(&question, known, SHOWN).await?;
    Ok(Working { title: method.title, question, step: known, table })
}
