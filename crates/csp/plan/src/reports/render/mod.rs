//! Reports as files are drawn by `concordat_report`; here they are read back.

#[cfg(test)]
mod tests;
