use crate::table::Key;

/// Why tables cannot be put together or protected. Plain sentences; none of them holds a count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The counts are not as many as the categories make cells.
    #[error("the table needs {needs} counts, one for each combination of categories, and has {has}")]
    Shape {
        /// One for each combination.
        needs: usize,
        /// Those given.
        has: usize,
    },
    /// A category or dimension is named twice.
    #[error("`{0}` is named twice")]
    Twice(String),
    /// Two tables give the same cell different counts.
    #[error("two tables disagree about {0}: make both from the same records")]
    Disagree(Key),
    /// A total that its parts do not add up to.
    #[error("the parts of {0} do not add up to it")]
    DoesNotAddUp(Key),
    /// A sum names a cell that no table has.
    #[error("no table has {0}")]
    NoSuchCell(Key),
    /// A cell that cannot be protected, whatever else is hidden.
    #[error(
        "{0} could be worked out even with everything around it hidden: leave the table out, or join categories"
    )]
    CannotProtect(Key),
}
