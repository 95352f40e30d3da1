//! Answering a question: its tables are named, its steps become views one on the other, and those asked for are run.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use concordat_kernel::{Error, Problem, Refusal, Result};
use concordat_steps::{Input, Question, Source, Step, Table, Value};
use datafusion::{
    arrow::{array::RecordBatch, datatypes::SchemaRef},
    common::{ScalarValue, runtime::SpawnedTask, tree_node::TreeNode as _},
    dataframe::DataFrame,
    error::DataFusionError,
    execution::context::SQLOptions,
    logical_expr::LogicalPlan,
    prelude::{ParquetReadOptions, SessionContext},
};
use futures_util::{StreamExt as _, stream::FuturesUnordered};

use crate::{
    answers::{Answers, Kept},
    convert::table,
    engine::{Engine, Way},
    part, parts,
    spread::{self, Spread},
    tables::{given, parts_of},
};

/// `most` is how many rows of each answer are wanted; all without it. Answers that are kept are read; one that turns out to be damaged, or
/// is swept away meanwhile, is worked out anew. A cluster that loses one of its machines ends the question; it is asked twice more, and what was
/// kept on the way is not worked out again.
pub(crate) async fn ask(
    engine: &Engine,
    question: &Question,
    steps: &[&str],
    most: Option<usize>,
) -> Result<Vec<Table>> {
    parts::all_there(engine, question)?;
    if !Asking::of(engine, question, steps, most)?.is_kept() {
        parts::as_written(engine, question).await?;
    }
    let mut tries = question.steps.len();
    let mut way = engine.way(parts::bytes(engine, question));
    let mut more = if engine.answers_itself() { 0 } else { 2 };
    loop {
        let asking = Asking::of(engine, question, steps, most)?;
        match (asking.run(way).await, way.next()) {
            (Err(Failed::NoRoom(problem)), Some(next)) => {
                tracing::debug!("{next:?} is tried: {problem}");
                way = next;
            }
            // Nothing that is worked out once more would need less.
            (Err(failed @ (Failed::NoRoom(_) | Failed::Full)), _) => return Err(failed.into()),
            (Err(Failed::Other(problem)), _) if more > 0 => {
                more -= 1;
                tracing::warn!("the cluster is asked once more: {problem}");
            }
            // Each time fewer are kept; where one cannot be removed, the error is told in the end.
            (Err(_), _) if !asking.kept.is_empty() && tries > 0 => {
                tries -= 1;
                asking.kept.values().for_each(|kept| engine.answers().remove(kept));
            }
            (Err(Failed::Other(problem)), _) => {
                return Err(parts::damaged(engine, question).await?.unwrap_or(problem.into()));
            }
            (answered, _) => return Ok(answered?),
        }
    }
}

/// Why a question was not answered.
enum Failed {
    /// The memory that the engine may take does not suffice.
    NoRoom(Problem),
    /// The disk is full.
    Full,
    Other(Problem),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::Other(problem)
    }
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::NoRoom(problem) | Failed::Other(problem) => problem.into(),
            Failed::Full => Refusal::rule(FULL).into(),
        }
    }
}

const FULL: &str = "There is no room left on the disk for what is put aside while this is worked out. Nothing is lost. Make room, and ask again.";

/// What came of a step: its answer where that was asked, and whether something was kept.
#[derive(Default)]
struct Done {
    answer: Option<Table>,
    wrote: bool,
}

impl Done {
    fn answering(answer: Table) -> Self {
        Self { answer: Some(answer), wrote: false }
    }
}

/// What there is to do for a question.
struct Asking<'a> {
    engine: &'a Engine,
    question: &'a Question,
    asked: &'a [&'a str],
    most: Option<usize>,
    keys: BTreeMap<&'static str, String>,
    /// Steps that must be worked out, or whose kept answers are read.
    needed: BTreeSet<&'static str>,
    kept: BTreeMap<&'static str, Kept>,
    /// Steps that several others read: worked out once and kept, not once for each of them.
    shared: BTreeSet<&'static str>,
}

impl<'a> Asking<'a> {
    fn of(
        engine: &'a Engine,
        question: &'a Question,
        asked: &'a [&'a str],
        most: Option<usize>,
    ) -> Result<Self, Problem> {
        for name in asked {
            if question.step(name).is_none() {
                return Err(Problem::new("answering a question", format!("it has no step `{name}`")));
            }
        }
        let mut asking = Self {
            engine,
            question,
            asked,
            most,
            keys: question.keys(),
            needed: BTreeSet::new(),
            kept: BTreeMap::new(),
            shared: BTreeSet::new(),
        };
        let mut readers: BTreeMap<&'static str, usize> = BTreeMap::new();
        // From the last to the first: whatever reads a step stands behind it.
        for step in question.steps.iter().rev() {
            let wanted = asked.contains(&step.name);
            let read_by = readers.get(step.name).copied().unwrap_or(0);
            if !wanted && read_by == 0 {
                continue;
            }
            asking.needed.insert(step.name);
            if let Some(kept) = engine.answers().find(asking.key(step.name), engine.threads()) {
                asking.kept.insert(step.name, kept);
                continue;
            }
            if read_by > 1 {
                asking.shared.insert(step.name);
            }
            for input in question.inputs(step) {
                *readers.entry(input).or_default() += step.reads(input);
            }
        }
        Ok(asking)
    }

    /// Whether every answer asked for is kept.
    fn is_kept(&self) -> bool {
        self.asked.iter().all(|name| self.kept.contains_key(name))
    }

    fn key(&self, step: &str) -> &str {
        self.keys.get(step).map(String::as_str).unwrap_or_default()
    }

    async fn run(&self, way: Way) -> Result<Vec<Table>, Failed> {
        let session = self.engine.session(way).await?;
        for Input { name, shape, source } in &self.question.tables {
            let doing = || format!("reading the table `{name}`");
            let provider = match source {
                Source::Parts(parts) => parts_of(self.engine, *shape, parts)?,
                Source::Given(rows) => given(*shape, rows).map_err(|e| Problem::new(doing(), e))?,
            };
            session.register_table(*name, provider).map_err(|e| Problem::new(doing(), e))?;
        }
        let at_a_time = self.engine.at_a_time(parts::bytes(self.engine, self.question));
        let needed = self.question.steps.iter().filter(|step| self.needed.contains(step.name));
        let (mut waiting, mut open) = (needed.collect::<Vec<_>>(), self.needed.clone());
        let mut running = FuturesUnordered::new();
        let mut answers: BTreeMap<&'static str, Table> = BTreeMap::new();
        let mut wrote = false;
        loop {
            let ready = |step: &&Step| !self.question.inputs(step).iter().any(|input| open.contains(input));
            while running.len() < at_a_time
                && let Some(next) = waiting.iter().position(ready)
            {
                running.push(self.timed(&session, waiting.remove(next)));
            }
            let Some(done) = running.next().await else { break };
            let (step, done) = done?;
            open.remove(step);
            wrote |= done.wrote;
            answers.extend(done.answer.map(|answer| (step, answer)));
        }
        if wrote {
            self.engine.answers().prune().map_err(|e| Problem::new("sweeping kept answers", e))?;
        }
        let pick = |name: &&str| {
            let missing = || Problem::new("answering a question", format!("`{name}` was not answered"));
            answers.get(*name).cloned().ok_or_else(missing)
        };
        Ok(self.asked.iter().map(pick).collect::<Result<_, _>>()?)
    }

    async fn timed(&self, session: &SessionContext, step: &Step) -> Result<(&'static str, Done), Failed> {
        let begun = std::time::Instant::now();
        let done = self.step(session, step).await;
        tracing::debug!("the step `{}` took {} ms", step.name, begun.elapsed().as_millis());
        let done = done.map_err(|error| {
            if part::is_full(&error) {
                return Failed::Full;
            }
            let no_room = matches!(error.find_root(), DataFusionError::ResourcesExhausted(_));
            let problem = Problem::new(format!("running the step `{}`", step.name), error);
            if no_room { Failed::NoRoom(problem) } else { Failed::Other(problem) }
        })?;
        Ok((step.name, done))
    }

    /// Makes a step known to those behind it, and answers it where that was asked.
    async fn step(&self, session: &SessionContext, step: &Step) -> Result<Done, DataFusionError> {
        let (answers, key) = (self.engine.answers(), self.key(step.name));
        let asked = self.asked.contains(&step.name);
        if let Some(kept) = self.kept.get(step.name) {
            let in_order = register(session, step.name, kept).await?;
            return match kept {
                _ if !asked => Ok(Done::default()),
                Kept::Whole(file) => Ok(Done::answering(self.cut(&Answers::read(file)?)?)),
                Kept::Spread(_) => {
                    let (schema, batches) = collect(in_order.limit(0, self.most)?).await?;
                    Ok(Done::answering(table(&schema, &batches)?))
                }
            };
        }
        let frame = select(session, self.question, step.sql).await?;
        let Some(most) = self.most.filter(|_| asked) else {
            if asked {
                let (schema, batches) = collect(frame).await?;
                let kept = answers.keep(key, &schema, &batches)?;
                register(session, step.name, &kept).await?;
                return Ok(Done { answer: Some(table(&schema, &batches)?), wrote: true });
            }
            if self.shared.contains(step.name) && is_heavy(session, &frame)? {
                let kept = if self.engine.answers_itself() {
                    answers.spread(key, session, &frame, self.engine.threads()).await?
                } else {
                    answers.stream(key, spread::unordered(session, frame)).await?
                };
                register(session, step.name, &kept).await?;
                return Ok(Done { answer: None, wrote: true });
            }
            session.register_table(step.name, spread::unordered(session, frame).into_view())?;
            return Ok(Done::default());
        };
        session.register_table(step.name, frame.clone().into_view())?;
        let (schema, batches) = collect(frame.limit(0, Some(most))?).await?;
        Ok(Done::answering(table(&schema, &batches)?))
    }

    /// The first rows of a kept answer.
    fn cut(&self, (schema, batches): &(SchemaRef, Vec<RecordBatch>)) -> Result<Table, DataFusionError> {
        let mut left = self.most.unwrap_or(usize::MAX);
        let mut first = Vec::new();
        for batch in batches {
            let rows = batch.num_rows().min(left);
            first.push(batch.slice(0, rows));
            left -= rows;
        }
        Ok(table(schema, &first)?)
    }
}

/// Makes a kept answer known under the step's name. Gives all its rows in their order, not read yet.
async fn register(
    session: &SessionContext,
    step: &'static str,
    kept: &Kept,
) -> Result<DataFrame, DataFusionError> {
    match kept {
        Kept::Whole(file) => {
            let frame = session.read_parquet(part::address(file)?, ParquetReadOptions::default()).await?;
            session.register_table(step, frame.clone().into_view())?;
            Ok(frame)
        }
        Kept::Spread(files) => {
            let spread = Spread::open(files)?;
            let order = spread.order();
            session.register_table(step, Arc::new(spread))?;
            let rows = session.table(step).await?;
            if order.is_empty() { Ok(rows) } else { rows.sort(order) }
        }
    }
}

/// Whether reading what a step answered is much less work than answering it again: it joins, groups or sorts. To choose some rows and columns
/// of a table is as cheap as to read them.
fn is_heavy(session: &SessionContext, frame: &DataFrame) -> Result<bool, DataFusionError> {
    let plan = session.state().optimize(frame.logical_plan())?;
    plan.exists(|node| {
        let light = matches!(
            node,
            LogicalPlan::Projection(_)
                | LogicalPlan::Filter(_)
                | LogicalPlan::TableScan(_)
                | LogicalPlan::SubqueryAlias(_)
                | LogicalPlan::EmptyRelation(_)
        );
        Ok(!light)
    })
}

/// One SELECT with its values bound; anything that is not a SELECT is refused.
async fn select(
    session: &SessionContext,
    question: &Question,
    sql: &str,
) -> Result<DataFrame, DataFusionError> {
    let only_select =
        SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    let frame = session.sql_with_options(sql, only_select).await?;
    let values: Vec<(&str, ScalarValue)> =
        question.values.iter().map(|(name, value)| (*name, scalar(value))).collect();
    if values.is_empty() { Ok(frame) } else { frame.with_param_values(values) }
}

async fn collect(frame: DataFrame) -> Result<(SchemaRef, Vec<RecordBatch>), DataFusionError> {
    let schema = Arc::new(frame.schema().as_arrow().clone());
    // As a task of its own, beside what is worked out at the same time.
    let batches = SpawnedTask::spawn(frame.collect()).join().await;
    let batches = batches.map_err(|e| DataFusionError::ExecutionJoin(Box::new(e)))??;
    // The plan may know more of its columns (that one is never empty) than its batches do.
    let schema = batches.first().map_or(schema, RecordBatch::schema);
    Ok((schema, batches))
}

fn scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Text(text) => ScalarValue::from(text.as_str()),
        Value::Int(number) => ScalarValue::from(*number),
        Value::Real(number) => ScalarValue::from(*number),
        Value::Flag(flag) => ScalarValue::from(*flag),
    }
}
