//! The plan as a workbook.

pub(crate) mod guide;
pub(crate) mod look;
pub(crate) mod sheet;

use concordat_kernel::{Problem, jiff::Timestamp};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{
    cells::{Column, Line, extras, known_beyond, lines},
    package::{pack, unpack},
};
use crate::{RecordedPlan, import::tidy, strategies::model::Money};

/// A workbook's own limit, in UTF-16 units.
pub(crate) const LONGEST_CELL: usize = 32_767;
/// As many as the importer reads.
const MOST_COLUMNS: usize = 200;

/// The plan as a workbook that partners can edit and send back; `money` is what was said of how certain it is.
///
/// # Errors
/// When the plan holds more than a workbook can.
pub fn xlsx(plan: &RecordedPlan, money: &Money, made_at: Timestamp) -> Result<Vec<u8>, Problem> {
    fits(plan, money)?;
    let bytes = workbook(plan, money, made_at)
        .map_err(|error| Problem::new("writing the plan as a workbook", error))?;
    loosened(&bytes)
}

/// The workbook with rows that grow with what is written into them.
pub(crate) fn loosened(workbook: &[u8]) -> Result<Vec<u8>, Problem> {
    let repack = |error| Problem::new("packing a workbook", error);
    let mut parts = unpack(workbook).map_err(repack)?;
    for (name, text) in &mut parts {
        if name.starts_with("xl/worksheets/") {
            // Our heights are estimates. As customised heights they would stay when a partner writes
            // more; without them some programs show the first line of each row only.
            *text = text.replace(" customHeight=\"1\"", "");
        }
    }
    pack(&parts).map_err(repack)
}

fn workbook(plan: &RecordedPlan, money: &Money, made_at: Timestamp) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(tidy(&plan.head.title))
            .set_creation_datetime(&ExcelDateTime::from_timestamp(made_at.as_second())?),
    );
    sheet::fill(workbook.add_worksheet().set_name("Action plan")?, plan, money)?;
    guide::fill(workbook.add_worksheet().set_name("How to use this file")?, &guide::PLAN)?;
    workbook.save_to_buffer()
}

/// The columns: those that say which action, those people edit, those for reference, the id.
fn all_columns(plan: &RecordedPlan, money: &Money) -> Vec<Column> {
    let mut all = vec![
        Column::Priority,
        Column::Number,
        Column::Star,
        Column::Label,
        Column::Objective,
        Column::Steps,
        Column::Measures,
        Column::Timescale,
        Column::Lead,
        Column::Funded,
        Column::Linked,
    ];
    all.extend(extras(plan));
    all.push(Column::Status);
    all.extend(known_beyond(plan, money));
    all.extend([
        Column::PriorityKind,
        Column::PriorityLead,
        Column::PriorityAim,
        Column::PriorityNotes,
        Column::Id,
    ]);
    all
}

fn fits(plan: &RecordedPlan, money: &Money) -> Result<(), Problem> {
    let columns = all_columns(plan, money);
    if columns.len() > MOST_COLUMNS {
        return Err(Problem::say("a workbook cannot hold as many columns as this plan has"));
    }
    for line in plan.priorities.iter().flat_map(|priority| lines(priority, money)) {
        if let Some(column) =
            columns.iter().find(|column| text(column, line).encode_utf16().count() > LONGEST_CELL)
        {
            let number = line.action.map_or("", |action| &action.content.number);
            return Err(Problem::say(format!(
                "`{}` of action `{number}` is longer than a cell of a workbook can be",
                column.name()
            )));
        }
    }
    Ok(())
}

/// A cell's text: a list has a bullet on each line.
fn text(column: &Column, line: Line<'_>) -> String {
    let paragraphs = column.paragraphs(line);
    if column.is_list() {
        paragraphs.iter().map(|item| format!("• {item}")).collect::<Vec<_>>().join("\n")
    } else {
        paragraphs.join("\n")
    }
}
