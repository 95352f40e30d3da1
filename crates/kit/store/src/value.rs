use concordat_kernel::{Id, Month};

/// A value bound to a statement. Booleans are kept as 0 or 1, moments and months as text.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `TEXT`, or null.
    Text(Option<String>),
    /// `BIGINT`, or null.
    Int(Option<i64>),
    /// `DOUBLE PRECISION`, or null.
    Real(Option<f64>),
}

/// The values for a statement's `$1`, `$2`, …: `args![id, title, 3]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

macro_rules! into_value {
    ($($from:ty => |$x:ident| $value:expr;)+) => {$(
        impl From<$from> for Value {
            fn from($x: $from) -> Self { $value }
        }
    )+};
}

into_value! {
    &str => |x| Value::Text(Some(x.to_owned()));
    String => |x| Value::Text(Some(x));
    &String => |x| Value::Text(Some(x.clone()));
    Option<String> => |x| Value::Text(x);
    &Option<String> => |x| Value::Text(x.clone());
    Option<&str> => |x| Value::Text(x.map(str::to_owned));
    i64 => |x| Value::Int(Some(x));
    i32 => |x| Value::Int(Some(x.into()));
    u32 => |x| Value::Int(Some(x.into()));
    Option<i64> => |x| Value::Int(x);
    bool => |x| Value::Int(Some(x.into()));
    f64 => |x| Value::Real(Some(x));
    Option<f64> => |x| Value::Real(x);
    Month => |x| Value::Text(Some(x.to_string()));
    Option<Month> => |x| Value::Text(x.map(|m| m.to_string()));
    concordat_kernel::jiff::Timestamp => |x| Value::Text(Some(concordat_access::audit::written(x)));
    concordat_kernel::jiff::civil::Date => |x| Value::Text(Some(x.to_string()));
    Option<concordat_kernel::jiff::civil::Date> => |x| Value::Text(x.map(|d| d.to_string()));
    concordat_kernel::Sensitivity => |x| Value::Text(Some(x.word().to_owned()));
}

impl From<usize> for Value {
    /// Positions and counts; saturates far beyond any of them.
    fn from(x: usize) -> Self {
        Self::Int(Some(i64::try_from(x).unwrap_or(i64::MAX)))
    }
}

impl<K> From<Id<K>> for Value {
    fn from(id: Id<K>) -> Self {
        Self::Text(Some(id.to_string()))
    }
}

impl<K> From<Option<Id<K>>> for Value {
    fn from(id: Option<Id<K>>) -> Self {
        Self::Text(id.map(|id| id.to_string()))
    }
}

impl From<uuid::Uuid> for Value {
    fn from(id: uuid::Uuid) -> Self {
        Self::Text(Some(id.to_string()))
    }
}

impl From<Option<uuid::Uuid>> for Value {
    fn from(id: Option<uuid::Uuid>) -> Self {
        Self::Text(id.map(|id| id.to_string()))
    }
}
