//! The ways out of a report: page, PDF, Word document, workbook.

mod docx;
mod html;
mod paper;
#[cfg(test)]
mod tests;
mod xlsx;

pub use docx::docx;
pub(crate) use html::{Piece, pieces};
pub use paper::paper;
pub use xlsx::xlsx;
