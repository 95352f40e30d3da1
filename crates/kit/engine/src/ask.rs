//! Answering a question: its tables are named, its steps become views one on the other, and those asked for are run.

use std::sync::Arc;

use concordat_kernel::{Problem, Result};
use concordat_steps::{Input, Question, Shape, Source, Table, Value};
use datafusion::{
    common::ScalarValue,
    dataframe::DataFrame,
    datasource::{
        MemTable, TableProvider,
        file_format::parquet::ParquetFormat,
        listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl},
    },
    error::DataFusionError,
    execution::context::SQLOptions,
    prelude::SessionContext,
};

use crate::{
    convert::{batch, schema, table},
    engine::Engine,
};

/// `most` is how many rows of each answer are wanted; all without it.
pub(crate) async fn ask(
    engine: &Engine,
    question: &Question,
    steps: &[&str],
    most: Option<usize>,
) -> Result<Vec<Table>> {
    let (config, runtime) = engine.session()?;
    let session = SessionContext::new_with_config_rt(config, runtime);
    for Input { name, shape, source } in &question.tables {
        let doing = || format!("reading the table `{name}`");
        let provider = match source {
            Source::Parts(parts) => parts_of(engine, *shape, parts)?,
            Source::Given(rows) => given(*shape, rows).map_err(|e| Problem::new(doing(), e))?,
        };
        session.register_table(*name, provider).map_err(|e| Problem::new(doing(), e))?;
    }
    let mut answers = Vec::new();
    for step in &question.steps {
        let doing = || format!("running the step `{}`", step.name);
        let frame = select(&session, question, step.sql).await.map_err(|e| Problem::new(doing(), e))?;
        if steps.contains(&step.name) {
            let wanted = match most {
                Some(most) => frame.clone().limit(0, Some(most)),
                None => Ok(frame.clone()),
            };
            let wanted = wanted.map_err(|e| Problem::new(doing(), e))?;
            let answer = collect(wanted).await.map_err(|e| Problem::new(doing(), e))?;
            answers.push((step.name, answer));
        }
        session.register_table(step.name, frame.into_view()).map_err(|e| Problem::new(doing(), e))?;
    }
    let pick = |name: &&str| {
        let found = answers.iter().find(|(of, _)| of == name).map(|(_, answer)| answer.clone());
        found.ok_or_else(|| Problem::new("answering a question", format!("it has no step `{name}`")))
    };
    Ok(steps.iter().map(pick).collect::<Result<_, _>>()?)
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

async fn collect(frame: DataFrame) -> Result<Table, DataFusionError> {
    let schema = Arc::new(frame.schema().as_arrow().clone());
    let batches = frame.collect().await?;
    // The plan may know more of its columns (that one is never empty) than its batches do.
    let schema = batches.first().map_or(schema, datafusion::arrow::array::RecordBatch::schema);
    Ok(table(&schema, &batches)?)
}

fn scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Text(text) => ScalarValue::from(text.as_str()),
        Value::Int(number) => ScalarValue::from(*number),
        Value::Real(number) => ScalarValue::from(*number),
        Value::Flag(flag) => ScalarValue::from(*flag),
    }
}

fn given(shape: Shape, rows: &Table) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let batch = batch(shape, rows)?;
    Ok(Arc::new(MemTable::try_new(schema(shape), vec![vec![batch]])?))
}

/// The table over exactly these files; no folder is listed.
fn parts_of(engine: &Engine, shape: Shape, parts: &[String]) -> Result<Arc<dyn TableProvider>, Problem> {
    let doing = || format!("reading the table `{}`", shape.name);
    if parts.is_empty() {
        let none = MemTable::try_new(schema(shape), vec![Vec::new()]);
        return Ok(Arc::new(none.map_err(|e| Problem::new(doing(), e))?));
    }
    let mut places = Vec::with_capacity(parts.len());
    for part in parts {
        let file = engine.place(shape, part)?;
        let file = std::path::absolute(file).map_err(|e| Problem::new(doing(), e))?;
        let place = ListingTableUrl::parse(file.to_string_lossy()).map_err(|e| Problem::new(doing(), e))?;
        places.push(place);
    }
    let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
    let config = ListingTableConfig::new_with_multi_paths(places)
        .with_listing_options(options)
        .with_schema(schema(shape));
    Ok(Arc::new(ListingTable::try_new(config).map_err(|e| Problem::new(doing(), e))?))
}
