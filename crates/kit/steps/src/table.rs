use serde::{Deserialize, Serialize};

/// What a column holds. Every column may also hold nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Words.
    Text,
    /// Whole numbers of 64 bits.
    Int,
    /// Numbers of 64-bit floating point.
    Real,
    /// Yes or no.
    Flag,
}

/// A table's name and columns, as its parts are written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// What steps call it.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: &'static [(&'static str, Type)],
}

/// Plain data in columns of one length.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds, from the first row to the last.
    pub values: Values,
}

/// The values of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// See [`Type::Text`].
    Text(Vec<Option<String>>),
    /// See [`Type::Int`].
    Int(Vec<Option<i64>>),
    /// See [`Type::Real`].
    Real(Vec<Option<f64>>),
    /// See [`Type::Flag`].
    Flag(Vec<Option<bool>>),
}

impl Values {
    /// No values of this type, with room for `rows`.
    pub fn with_room(of: Type, rows: usize) -> Self {
        match of {
            Type::Text => Self::Text(Vec::with_capacity(rows)),
            Type::Int => Self::Int(Vec::with_capacity(rows)),
            Type::Real => Self::Real(Vec::with_capacity(rows)),
            Type::Flag => Self::Flag(Vec::with_capacity(rows)),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::Real(values) => values.len(),
            Self::Flag(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What they are.
    pub fn of(&self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Int(_) => Type::Int,
            Self::Real(_) => Type::Real,
            Self::Flag(_) => Type::Flag,
        }
    }
}

impl Table {
    /// The table of these columns.
    pub fn new(columns: Vec<(&str, Values)>) -> Self {
        let columns =
            columns.into_iter().map(|(name, values)| Column { name: name.to_owned(), values }).collect();
        Self { columns }
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Values> {
        self.columns.iter().find(|column| column.name == name).map(|column| &column.values)
    }

    /// The words of a column, empty when it is absent or holds something else.
    pub fn texts(&self, name: &str) -> &[Option<String>] {
        match self.column(name) {
            Some(Values::Text(values)) => values,
            _ => &[],
        }
    }

    /// The whole numbers of a column, empty when it is absent or holds something else.
    pub fn ints(&self, name: &str) -> &[Option<i64>] {
        match self.column(name) {
            Some(Values::Int(values)) => values,
            _ => &[],
        }
    }

    /// The numbers of a column, empty when it is absent or holds something else.
    pub fn reals(&self, name: &str) -> &[Option<f64>] {
        match self.column(name) {
            Some(Values::Real(values)) => values,
            _ => &[],
        }
    }
}
