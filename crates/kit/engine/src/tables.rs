//! What a question reads, as tables for the query engine.

use std::sync::Arc;

use concordat_kernel::Problem;
use concordat_steps::{Part, Shape, Table};
use datafusion::{
    common::{DFSchema, ScalarValue},
    datasource::{
        TableProvider, ViewTable,
        file_format::parquet::ParquetFormat,
        listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl},
    },
    error::DataFusionError,
    logical_expr::{EmptyRelation, Expr, LogicalPlan, LogicalPlanBuilder},
};

use crate::{
    convert::{batch, read_schema, schema},
    engine::Engine,
    part,
};

/// A table that comes with the question, written out in its plan, so that it travels with it.
pub(crate) fn given(shape: Shape, rows: &Table) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let batch = batch(shape, rows)?;
    if batch.num_rows() == 0 {
        return nothing(shape);
    }
    let row = |at| {
        let cells = batch.columns().iter();
        cells.map(|cells| Ok(Expr::Literal(ScalarValue::try_from_array(cells, at)?, None))).collect()
    };
    let rows = (0..batch.num_rows()).map(row).collect::<Result<Vec<_>, DataFusionError>>()?;
    let columns = Arc::new(DFSchema::try_from(schema(shape))?);
    let values = LogicalPlanBuilder::values_with_schema(rows, &columns)?.build()?;
    let names = values.schema().columns().into_iter().zip(shape.columns);
    let named = names.map(|(column, (name, _))| Expr::Column(column).alias(*name)).collect::<Vec<_>>();
    let plan = LogicalPlanBuilder::from(values).project(named)?.build()?;
    Ok(Arc::new(ViewTable::new(plan, None)))
}

/// A table without rows.
pub(crate) fn nothing(shape: Shape) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let schema = Arc::new(DFSchema::try_from(schema(shape))?);
    let plan = LogicalPlan::EmptyRelation(EmptyRelation { produce_one_row: false, schema });
    Ok(Arc::new(ViewTable::new(plan, None)))
}

/// The table over exactly these files; no folder is listed.
pub(crate) fn parts_of(
    engine: &Engine,
    shape: Shape,
    parts: &[Part],
) -> Result<Arc<dyn TableProvider>, Problem> {
    let doing = || format!("reading the table `{}`", shape.name);
    if parts.is_empty() {
        return nothing(shape).map_err(|e| Problem::new(doing(), e));
    }
    let mut places = Vec::with_capacity(parts.len());
    for part in parts {
        let place = part::address(&engine.place(shape, &part.name)?).map_err(|e| Problem::new(doing(), e))?;
        places.push(ListingTableUrl::parse(place).map_err(|e| Problem::new(doing(), e))?);
    }
    let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension(".parquet");
    let config = ListingTableConfig::new_with_multi_paths(places)
        .with_listing_options(options)
        .with_schema(read_schema(shape));
    Ok(Arc::new(ListingTable::try_new(config).map_err(|e| Problem::new(doing(), e))?))
}
