use async_trait::async_trait;
use concordat_kernel::Result;

use crate::{Part, Question, Shape, Table};

/// Whoever keeps the parts of tables and answers questions about them. The app provides it, so that slices do not
/// link a query engine.
#[async_trait]
pub trait Analyst: Send + Sync + std::fmt::Debug {
    /// The answer to each of the named steps, in the order asked. Rows come in the order that the step's own ORDER BY says.
    ///
    /// # Errors
    /// When a part is missing, damaged or not as it was written, a step cannot be run, or there is not enough memory and disk for it.
    async fn ask(&self, question: &Question, steps: &[&str]) -> Result<Vec<Table>>;

    /// The first rows that a step answers, at most so many: for looking at a step that may answer millions.
    ///
    /// # Errors
    /// As [`Analyst::ask`].
    async fn look(&self, question: &Question, step: &str, most: usize) -> Result<Table>;

    /// Removes whatever answers are kept: records have changed, and nobody will ask for them again. An answer is also worked out anew when
    /// it is gone, so this is never needed for a right one.
    ///
    /// # Errors
    /// When the place cannot be written.
    async fn forget(&self) -> Result<()>;

    /// Waits for nobody: the one leave to write and sweep parts, until the answer is dropped. Others may ask questions meanwhile.
    ///
    /// # Errors
    /// With a sentence when somebody else, in this process or another, has it.
    async fn alone(&self) -> Result<Leave>;

    /// Begins a part of a table. Nothing of it is seen before [`PartWriter::finish`], and a part that was begun and
    /// never finished leaves at most a file that [`Analyst::sweep`] removes.
    ///
    /// # Errors
    /// When the place cannot be written, or has a part of that name already.
    async fn begin(&self, shape: Shape, part: &str) -> Result<Box<dyn PartWriter>>;

    /// Removes every part of the table that is not in the list of those to keep, and whatever was left half-written. Says how
    /// many files went.
    ///
    /// # Errors
    /// When the place cannot be read or a file not be removed.
    async fn sweep(&self, shape: Shape, keep: &[String]) -> Result<usize>;

    /// What is wrong with these parts: missing, not as they were written, or not readable as this table.
    ///
    /// # Errors
    /// When the place itself cannot be read.
    async fn check(&self, shape: Shape, parts: &[Part]) -> Result<Vec<String>>;
}

/// See [`Analyst::alone`].
pub type Leave = Box<dyn std::any::Any + Send + Sync>;

/// Writes one part.
#[async_trait]
pub trait PartWriter: Send {
    /// Adds rows, in the columns of the part's shape.
    ///
    /// # Errors
    /// When they do not fit the shape, or the disk is full.
    async fn add(&mut self, rows: &Table) -> Result<()>;

    /// Ends the part: it is whole on the disk when this returns. Says what its file hashes to (SHA-256, in hexadecimal), to be kept elsewhere.
    ///
    /// # Errors
    /// When the disk is full.
    async fn finish(self: Box<Self>) -> Result<String>;
}
