//! A table's header, with a second half of it after a page break and names unlike the table before.

use super::{Header, Plan, Role};
use crate::import::{Code, Oddity, document::TableRow};

impl Plan {
    /// Reports columns that are called something else than before, or that have no place here.
    pub(super) fn check_header(&mut self, header: &mut Header, row: &TableRow) {
        const LEVELS: [&str; 8] = ["high", "medium", "low", "h", "m", "l", "critical", "urgent"];
        let level = header.text(Role::Priority, row).to_lowercase();
        if LEVELS.contains(&level.as_str()) || level.len() == 1 && level.bytes().all(|b| b.is_ascii_digit()) {
            header.forget(Role::Priority);
        }
        for column in &header.columns {
            match column.role {
                Some(role) => {
                    let before = self.last_names.insert(role, column.name.clone());
                    if let Some(before) = before.filter(|before| !before.eq_ignore_ascii_case(&column.name)) {
                        let did = format!("read as the column \"{before}\" of the table before");
                        self.reading.oddities.push(Oddity::new(
                            Code::HeaderRenamed,
                            header.line,
                            &column.name,
                            did,
                        ));
                    }
                }
                None if !column.name.is_empty() && self.reported.insert(column.name.to_lowercase()) => {
                    self.reading.oddities.push(Oddity::new(
                        Code::UnknownColumn,
                        header.line,
                        &column.name,
                        "kept as a note on each row",
                    ));
                }
                None => {}
            }
        }
    }
}

/// The second half of a header: a few words under some of its columns, and no number.
pub(super) fn continues_header(header: &Header, row: &TableRow) -> bool {
    row.filled().count() < header.columns.len()
        && header.cell(Role::Number, row).is_none()
        && row.filled().all(|(_, cell)| !cell.has_items() && cell.text().split(' ').count() <= 4)
        && header.cell(Role::Timescale, row).is_none()
}
