//! Answers that several steps read, kept in as many files as there are threads. Where such a step ends in ORDER BY, rows that are alike in the
//! first column of its order lie in the same file, and each file is in that order: whatever groups by that column is then worked out row after
//! row, in each thread for itself, with no table of millions of keys and nothing handed from thread to thread.

use std::{fs::File, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use datafusion::{
    arrow::{
        compute::SortOptions,
        datatypes::{Schema, SchemaRef},
    },
    catalog::Session,
    common::Statistics,
    dataframe::DataFrame,
    datasource::{
        TableProvider, TableType,
        listing::PartitionedFile,
        physical_plan::{
            FileGroup, FileScanConfigBuilder, ParquetSource, parquet::metadata::DFParquetMetadata,
        },
        source::DataSourceExec,
    },
    error::DataFusionError,
    execution::{SendableRecordBatchStream, object_store::ObjectStoreUrl},
    logical_expr::{Expr, LogicalPlan, Sort, SortExpr, col},
    object_store::path::Path as Location,
    parquet::{
        arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
        basic::Compression,
        file::{
            metadata::SortingColumn,
            properties::{EnabledStatistics, WriterProperties},
        },
    },
    physical_expr::{LexOrdering, PhysicalSortExpr, expressions},
    physical_plan::{
        ExecutionPlan, ExecutionPlanProperties as _, Partitioning, execute_stream_partitioned,
        repartition::RepartitionExec, sorts::sort::SortExec,
    },
    prelude::SessionContext,
};
use futures_util::StreamExt as _;
use tokio::task::JoinSet;

use crate::part;

/// The order that a step ends in, where it is one of plain columns.
pub(crate) fn order(frame: &DataFrame) -> Option<&Sort> {
    let LogicalPlan::Sort(sort) = frame.logical_plan() else { return None };
    let plain = sort.fetch.is_none() && sort.expr.iter().all(|by| matches!(by.expr, Expr::Column(_)));
    plain.then_some(sort)
}

/// The same rows in no order: whoever reads a step asks for the order that it needs.
pub(crate) fn unordered(session: &SessionContext, frame: DataFrame) -> DataFrame {
    match order(&frame) {
        Some(sort) => DataFrame::new(session.state(), (*sort.input).clone()),
        None => frame,
    }
}

/// Writes what a step answers, spread over the files: in the order that it ends in, if any.
pub(crate) async fn write(
    session: &SessionContext,
    frame: &DataFrame,
    files: &[PathBuf],
) -> Result<(), DataFusionError> {
    let sort = order(frame);
    let rows = sort.map_or(frame.logical_plan(), |sort| &sort.input);
    let mut plan = session.state().create_physical_plan(rows).await?;
    let schema = plan.schema();
    let sorted = sort.map_or_else(|| Ok(Vec::new()), |sort| sorted_by(&sort.expr, &schema))?;
    plan = match lexical(&sorted, &schema)? {
        Some(order) => arranged(plan, &order, files.len())?,
        None if plan.output_partitioning().partition_count() != files.len() => {
            Arc::new(RepartitionExec::try_new(plan, Partitioning::RoundRobinBatch(files.len()))?)
        }
        None => plan,
    };
    let streams = execute_stream_partitioned(plan, session.task_ctx())?;
    let mut writing = JoinSet::new();
    for (rows, file) in streams.into_iter().zip(files) {
        writing.spawn(drain(rows, file.clone(), sorted.clone()));
    }
    while let Some(written) = writing.join_next().await {
        written.map_err(|e| DataFusionError::ExecutionJoin(Box::new(e)))??;
    }
    Ok(())
}

/// The plan with its rows spread and sorted, as far as they are not already.
fn arranged(
    mut plan: Arc<dyn ExecutionPlan>,
    order: &LexOrdering,
    files: usize,
) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
    let spread = Partitioning::Hash(vec![Arc::clone(&order.first().expr)], files);
    if *plan.output_partitioning() != spread {
        plan = Arc::new(RepartitionExec::try_new(plan, spread)?);
    }
    if !plan.equivalence_properties().ordering_satisfy(order.clone())? {
        plan = Arc::new(SortExec::new(order.clone(), plan).with_preserve_partitioning(true));
    }
    Ok(plan)
}

async fn drain(
    mut rows: SendableRecordBatchStream,
    file: PathBuf,
    sorted: Vec<SortingColumn>,
) -> Result<(), DataFusionError> {
    let schema = rows.schema();
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::LZ4_RAW)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_sorting_columns((!sorted.is_empty()).then_some(sorted));
    // Of texts there are few and each often; a dictionary of numbers would only grow until it is given up.
    for field in schema.fields().iter().filter(|field| field.data_type().is_numeric()) {
        properties = properties.set_column_dictionary_enabled(field.name().as_str().into(), false);
    }
    let mut writer = ArrowWriter::try_new(part::private_file(&file)?, schema, Some(properties.build()))?;
    while let Some(batch) = rows.next().await {
        writer.write(&batch?)?;
    }
    writer.close()?;
    Ok(())
}

/// An order as files tell it of themselves.
fn sorted_by(by: &[SortExpr], schema: &Schema) -> Result<Vec<SortingColumn>, DataFusionError> {
    let column = |by: &SortExpr| {
        let name = by.expr.qualified_name().1;
        let column_idx = i32::try_from(schema.index_of(&name)?)
            .map_err(|_| DataFusionError::Internal(format!("the column `{name}` is too far right")))?;
        Ok(SortingColumn { column_idx, descending: !by.asc, nulls_first: by.nulls_first })
    };
    by.iter().map(column).collect()
}

/// The same as plans tell it; `None` is no order.
fn lexical(sorted: &[SortingColumn], schema: &Schema) -> Result<Option<LexOrdering>, DataFusionError> {
    let unknown =
        || DataFusionError::Internal("a kept answer is ordered by a column that it has not".to_owned());
    let column = |by: &SortingColumn| {
        let at = usize::try_from(by.column_idx).unwrap_or(usize::MAX);
        let field = schema.fields().get(at).ok_or_else(unknown)?;
        let options = SortOptions { descending: by.descending, nulls_first: by.nulls_first };
        Ok(PhysicalSortExpr::new(Arc::new(expressions::Column::new(field.name(), at)), options))
    };
    Ok(LexOrdering::new(sorted.iter().map(column).collect::<Result<Vec<_>, DataFusionError>>()?))
}

/// A kept answer that is spread over files.
#[derive(Debug)]
pub(crate) struct Spread {
    files: Vec<PartitionedFile>,
    schema: SchemaRef,
    /// The order of each file, and by its first column which file a row lies in; empty for rows in no order.
    sorted: Vec<SortingColumn>,
    /// How many rows there are, and between which values: it decides which side of a join is put into memory.
    about: Statistics,
}

impl Spread {
    /// Opens the files that [`write()`] wrote.
    pub(crate) fn open(files: &[PathBuf]) -> Result<Self, DataFusionError> {
        let (mut partitioned, mut about) = (Vec::new(), Vec::new());
        let (mut schema, mut sorted) = (Arc::new(Schema::empty()), Vec::new());
        for file in files {
            let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(file)?)?;
            schema = Arc::clone(reader.schema());
            // A file without rows tells no order.
            if let Some(order) =
                reader.metadata().row_groups().first().and_then(|rows| rows.sorting_columns())
            {
                sorted.clone_from(order);
            }
            about.push(DFParquetMetadata::statistics_from_parquet_metadata(reader.metadata(), &schema)?);
            let bytes = file.metadata()?.len();
            let mut of_scan = PartitionedFile::new("", bytes);
            of_scan.object_meta.location = Location::from_filesystem_path(file)?;
            partitioned.push(of_scan);
        }
        let about = Statistics::try_merge_iter(&about, &schema)?;
        Ok(Self { files: partitioned, schema, sorted, about })
    }

    /// The order, to ask for all rows in it.
    pub(crate) fn order(&self) -> Vec<SortExpr> {
        let column = |by: &SortingColumn| {
            let field = self.schema.fields().get(usize::try_from(by.column_idx).ok()?)?;
            Some(col(format!("\"{}\"", field.name())).sort(!by.descending, by.nulls_first))
        };
        self.sorted.iter().filter_map(column).collect()
    }
}

#[async_trait]
impl TableProvider for Spread {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let source = Arc::new(ParquetSource::new(Arc::clone(&self.schema)));
        let groups = self.files.iter().map(|file| FileGroup::new(vec![file.clone()]));
        let mut scan = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), source)
            .with_file_groups(groups.collect())
            .with_statistics(self.about.clone())
            .with_projection_indices(projection.cloned())?
            .with_limit(limit);
        if let Some(order) = lexical(&self.sorted, &self.schema)? {
            let spread = Partitioning::Hash(vec![Arc::clone(&order.first().expr)], self.files.len());
            scan = scan.with_output_ordering(vec![order]).with_output_partitioning(Some(spread));
        }
        Ok(DataSourceExec::from_data_source(scan.build()))
    }
}
