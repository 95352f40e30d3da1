//! From the ledger and the parts in use to findings.

use std::{collections::BTreeMap, sync::Arc};

use concordat_access::{Action, Ctx};
use concordat_disclosure::{Rule, Tables};
use concordat_kernel::{
    Month, Problem, Refusal, Result,
    jiff::{SignedDuration, Timestamp},
};
use concordat_steps::{Analyst, Question, Step, Table};
use concordat_store::Store;

use super::{
    Asked, Finding, Harm, METHODS, Method, Sight, Standing, Told,
    cells::Counts,
    map::{self, Outlines},
};
use crate::{
    actions::{self, EXPORT_FINDING, LOOK_BEHIND, VIEW_FINDING},
    areas::{self, Area, Areas},
    index::{self, Label},
    releases,
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
    /// The word of the rule for small numbers under which the findings leave; the usual one without it.
    pub rule: Option<String>,
    /// The month from which limits are drawn afresh, because something known changed then.
    pub rebase: Option<Month>,
    /// The word of which way a trend is better; the lens's without it.
    pub better: Option<String>,
    /// One finding alone, by its name.
    pub only: Option<String>,
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
    /// What of the counts is seen.
    pub sight: Sight,
    /// When it was found.
    pub at: Timestamp,
    /// How long it took.
    pub took: Took,
}

/// How long the parts of finding took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Took {
    /// Answering the steps.
    pub asking: SignedDuration,
    /// Hiding small numbers, and attacking what is left.
    pub protecting: SignedDuration,
    /// Working out what the answers say, with draws for chance and intervals.
    pub telling: SignedDuration,
}

/// Looks at the records. Whoever may look at the rows behind a finding sees every count; anybody else sees what leaves.
///
/// # Errors
/// When the asker may not, nothing has been brought in, what was asked makes no sense, or a part is missing or damaged; and, where
/// small numbers are hidden, when one of them cannot be.
pub async fn look(store: &Store, analyst: &dyn Analyst, ctx: &Ctx, wanted: &Wanted) -> Result<Found> {
    let open = store.may(ctx, LOOK_BEHIND, &actions::findings());
    find(store, analyst, ctx, VIEW_FINDING, wanted, open).await
}

/// The same, to be taken away: small numbers are hidden from everybody.
///
/// # Errors
/// As [`look`].
pub async fn export(store: &Store, analyst: &dyn Analyst, ctx: &Ctx, wanted: &Wanted) -> Result<Found> {
    find(store, analyst, ctx, EXPORT_FINDING, wanted, false).await
}

async fn find(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    action: Action,
    wanted: &Wanted,
    open: bool,
) -> Result<Found> {
    let rule = rule(wanted.rule.as_deref())?;
    let ledger = {
        let mut tx = store.read(ctx, action, &actions::findings()).await?;
        store::all(&mut tx).await?
    };
    let asked = Asked::of(wanted, &ledger)?;
    asked.is_on_record(&ledger)?;
    let list = areas::areas(store, ctx).await?;
    let outlines = outlines(store, ctx, list.as_ref(), wanted).await?;
    let standing = Standing::of(&ledger, list.map(by_code).unwrap_or_default()).lying(outlines);
    if !open {
        standing.may_leave(asked.window)?;
    }
    let harm = harm(store, analyst, ctx, wanted.index.as_ref(), &ledger).await?;
    let begun = ctx.clock.now();
    let answered = answered(analyst, &asked, &ledger, harm.as_ref(), wanted.only.as_deref()).await?;
    let asking = ctx.clock.now().duration_since(begun);
    let known = Arc::new(Known { asked, standing, harm, answered });
    let tables = apart(&known, Known::counts).await?;
    let begun = ctx.clock.now();
    let sight = if open {
        Sight::Open(tables)
    } else {
        Sight::Released(releases::release(store, ctx, action, &asked, &rule, tables).await?)
    };
    let protecting = ctx.clock.now().duration_since(begun);
    let seen = sight.clone();
    let begun = ctx.clock.now();
    let findings = apart(&known, move |known| known.tell(&seen)).await?;
    let took = Took { asking, protecting, telling: ctx.clock.now().duration_since(begun) };
    let rests_on = ledger.into_iter().filter(Entry::in_use).collect();
    let Known { asked, standing, harm, .. } = Arc::unwrap_or_clone(known);
    Ok(Found { asked, findings, rests_on, standing, harm, sight, at: ctx.clock.now(), took })
}

/// Asks everything at once, so that what several methods read is worked out once.
async fn answered(
    analyst: &dyn Analyst,
    asked: &Asked,
    ledger: &[Entry],
    harm: Option<&Harm>,
    only: Option<&str>,
) -> Result<Vec<Answered>> {
    let methods: Vec<&'static Method> =
        METHODS.iter().filter(|method| only.is_none_or(|only| only == method.name)).collect();
    let (mut steps, mut reads): (Vec<Step>, Vec<&str>) = (Vec::new(), Vec::new());
    for method in &methods {
        for step in method.steps {
            if !steps.contains(step) {
                steps.push(*step);
            }
        }
        for read in method.reads {
            if !reads.contains(read) {
                reads.push(read);
            }
        }
    }
    let answers = analyst.ask(&asked.question(ledger, harm, &steps), &reads).await?;
    let of = |read: &&str| {
        let at = reads.iter().position(|known| known == read);
        at.and_then(|at| answers.get(at)).cloned().unwrap_or_default()
    };
    let answered = methods.into_iter().map(|method| Answered {
        method,
        question: asked.question(ledger, harm, method.steps),
        answers: method.reads.iter().map(of).collect(),
    });
    Ok(answered.collect())
}

/// The rule that a word chooses; the usual one without a word.
fn rule(word: Option<&str>) -> Result<Rule, Refusal> {
    let Some(word) = word else { return Ok(Rule::under_5()) };
    Rule::named(word).ok_or_else(|| {
        let words = Rule::all().map(|rule| rule.word).join(", ");
        Refusal::invalid(
            "rule",
            format!("There is no rule for small numbers of that name. Choose one of: {words}."),
        )
    })
}

/// On a thread of its own: a thousand draws keep a processor busy, and requests go on being answered meanwhile.
async fn apart<T: Send + 'static>(
    known: &Arc<Known>,
    work: impl FnOnce(&Known) -> Result<T, Problem> + Send + 'static,
) -> Result<T> {
    let known = Arc::clone(known);
    let work = tokio::task::spawn_blocking(move || work(&known));
    Ok(work.await.map_err(|e| Problem::new("working out findings", e))??)
}

/// The areas on a list.
fn by_code(list: Areas) -> BTreeMap<String, Area> {
    list.areas.into_iter().map(|area| (area.code.clone(), area)).collect()
}

/// Where the districts of a list lie. Boundaries are large, and are asked for only where a finding is wanted that draws them.
async fn outlines(store: &Store, ctx: &Ctx, list: Option<&Areas>, wanted: &Wanted) -> Result<Outlines> {
    let Some(list) = list.filter(|_| map::is_drawn(wanted.only.as_deref())) else {
        return Ok(Outlines::default());
    };
    let boundaries = areas::boundaries(store, ctx, list.list.id).await?;
    let list = list.clone();
    let work = tokio::task::spawn_blocking(move || Outlines::of(&list.list.name, &list.areas, &boundaries));
    Ok(work.await.map_err(|e| Problem::new("drawing a map", e))?)
}

/// What offences weigh: by the index that is asked for, else by the one loaded last.
pub(super) async fn harm(
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

/// A method's steps and what they answered.
#[derive(Debug, Clone)]
struct Answered {
    method: &'static Method,
    question: Question,
    answers: Vec<Table>,
}

/// All that findings are made from: what is made of it is pure.
#[derive(Debug, Clone)]
struct Known {
    asked: Asked,
    standing: Standing,
    harm: Option<Harm>,
    answered: Vec<Answered>,
}

impl Known {
    fn told<T>(
        &self,
        answered: &Answered,
        sight: &Sight,
        of: impl FnOnce(&Told<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let Answered { method, question, answers } = answered;
        let keys = question.keys();
        let (asked, standing, harm) = (&self.asked, &self.standing, self.harm.as_ref());
        of(&Told { method, asked, standing, harm, keys: &keys, answers, sight })
    }

    /// Every count that the findings show.
    ///
    /// # Errors
    /// When an answer is missing, or two methods give the same count differently.
    fn counts(&self) -> Result<Tables, Problem> {
        let mut counts = Counts::default();
        let nothing = Sight::Open(Tables::new());
        for answered in &self.answered {
            self.told(answered, &nothing, |told| (told.method.counts)(told, &mut counts))?;
        }
        Ok(counts.0)
    }

    /// The findings, of whose counts a reader sees so much.
    ///
    /// # Errors
    /// When an answer is missing, or a method meets numbers that it has no meaning for.
    fn tell(&self, sight: &Sight) -> Result<Vec<Finding>, Problem> {
        let one = |answered: &Answered| {
            let method = answered.method;
            let says = self.told(answered, sight, method.tell)?;
            Ok(Finding {
                name: method.name,
                title: method.title,
                asks: method.asks,
                method: method.cites,
                blocks: sight.explained(says.blocks),
                caveats: says.caveats,
                figures: says.figures,
                question: answered.question.clone(),
            })
        };
        self.answered.iter().map(one).collect()
    }
}

/// Findings from given answers, for the samples of pages and papers.
pub(crate) fn of_answers(
    asked: Asked,
    ledger: Vec<Entry>,
    answers: Vec<Vec<Table>>,
    (areas, outlines): (BTreeMap<String, Area>, Outlines),
    rule: Option<&Rule>,
) -> Result<Found, Problem> {
    let standing = Standing::of(&ledger, areas).lying(outlines);
    let answered = METHODS.iter().zip(answers).map(|(method, answers)| Answered {
        method,
        question: asked.question(&ledger, None, method.steps),
        answers,
    });
    let known = Known { asked, standing, harm: None, answered: answered.collect() };
    let tables = known.counts()?;
    let sight = match rule {
        None => Sight::Open(tables),
        Some(rule) => {
            let made = concordat_disclosure::protect(&tables, rule, &[]);
            Sight::Released(made.map_err(|e| Problem::new("protecting a sample", e))?.published)
        }
    };
    let findings = known.tell(&sight)?;
    let rests_on = ledger.into_iter().filter(Entry::in_use).collect();
    let Known { standing, .. } = known;
    Ok(Found {
        asked,
        findings,
        rests_on,
        standing,
        harm: None,
        sight,
        at: Timestamp::constant(1_790_000_000, 0),
        took: Took::default(),
    })
}
