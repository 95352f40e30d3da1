//! Plain tables into the engine's own columns, and back.

use std::sync::Arc;

use concordat_steps::{Column, Shape, Table, Type, Values};
use datafusion::arrow::{
    array::{
        Array as _, ArrayRef, AsArray as _, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    },
    compute::{cast, concat_batches},
    datatypes::{DataType, Field, Float64Type, Int64Type, Schema, SchemaRef},
    error::ArrowError,
};

/// The engine's type for ours.
fn data_type(of: Type) -> DataType {
    match of {
        Type::Text => DataType::Utf8,
        Type::Int => DataType::Int64,
        Type::Real => DataType::Float64,
        Type::Flag => DataType::Boolean,
    }
}

/// A shape as the engine's schema.
pub(crate) fn schema(shape: Shape) -> SchemaRef {
    let fields = shape.columns.iter().map(|(name, of)| Field::new(*name, data_type(*of), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The same as parts are read: texts stay where the file's dictionary has them, and are compared and grouped by their first bytes.
pub(crate) fn read_schema(shape: Shape) -> SchemaRef {
    let fields = shape.columns.iter().map(|(name, of)| {
        let read = if *of == Type::Text { DataType::Utf8View } else { data_type(*of) };
        Field::new(*name, read, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Rows of this shape, which must have its columns in its order.
pub(crate) fn batch(shape: Shape, table: &Table) -> Result<RecordBatch, ArrowError> {
    let fits = table.columns.len() == shape.columns.len()
        && table
            .columns
            .iter()
            .zip(shape.columns)
            .all(|(column, (name, of))| column.name == *name && column.values.of() == *of);
    if !fits {
        return Err(ArrowError::SchemaError(format!("the rows are not of the shape of `{}`", shape.name)));
    }
    RecordBatch::try_new(schema(shape), table.columns.iter().map(|column| array(&column.values)).collect())
}

fn array(values: &Values) -> ArrayRef {
    match values {
        Values::Text(values) => Arc::new(values.iter().map(Option::as_deref).collect::<StringArray>()),
        Values::Int(values) => Arc::new(values.iter().copied().collect::<Int64Array>()),
        Values::Real(values) => Arc::new(values.iter().copied().collect::<Float64Array>()),
        Values::Flag(values) => Arc::new(values.iter().copied().collect::<BooleanArray>()),
    }
}

/// What a step answered, as a plain table.
pub(crate) fn table(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Table, ArrowError> {
    let whole = concat_batches(schema, batches)?;
    let columns = schema
        .fields()
        .iter()
        .zip(whole.columns())
        .map(|(field, column)| Ok(Column { name: field.name().clone(), values: values(column)? }));
    Ok(Table { columns: columns.collect::<Result<_, ArrowError>>()? })
}

fn values(column: &ArrayRef) -> Result<Values, ArrowError> {
    let of = match column.data_type() {
        DataType::Boolean => Type::Flag,
        kind if kind.is_integer() => Type::Int,
        kind if kind.is_floating() => Type::Real,
        _ => Type::Text,
    };
    let column = cast(column, &data_type(of))?;
    Ok(match of {
        Type::Text => {
            let texts = column.as_string::<i32>();
            Values::Text(texts.iter().map(|value| value.map(str::to_owned)).collect())
        }
        Type::Int => Values::Int(column.as_primitive::<Int64Type>().iter().collect()),
        Type::Real => Values::Real(column.as_primitive::<Float64Type>().iter().collect()),
        Type::Flag => Values::Flag(column.as_boolean().iter().collect()),
    })
}
