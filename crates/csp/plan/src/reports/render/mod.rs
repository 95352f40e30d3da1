//! A report as a Word document. As a page, a PDF and a workbook it is drawn by `concordat_report`.

mod docx;
#[cfg(test)]
mod tests;

pub use docx::docx;
