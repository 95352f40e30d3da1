//! The sheet that holds the plan.

use rust_xlsxwriter::{DataValidation, Format, FormatAlign, IgnoreError, Worksheet, XlsxError};

use super::{all_columns, look, text};
use crate::{
    RecordedPlan,
    export::cells::{Column, lines},
    import::{columns, tidy},
    strategies::model::Money,
};

/// The row of the headers, below the title and the period.
const HEADERS: u32 = 3;
/// The columns left of a long plan's scrolling: priority and number.
const STANDING: u16 = 2;
/// Rows below the plan that offer the same choices, for actions that partners add.
const SPARE: u32 = 200;
/// The paper size, as workbooks number it.
pub(crate) const A4: u8 = 9;

pub(super) fn fill(sheet: &mut Worksheet, plan: &RecordedPlan, money: &Money) -> Result<(), XlsxError> {
    let columns = all_columns(plan, money);
    let lines = || plan.priorities.iter().flat_map(|priority| lines(priority, money));
    // An empty plan still gets one line under its header, so that every range is a range.
    let last_row =
        HEADERS + u32::try_from(lines().count().max(1)).map_err(|_| XlsxError::RowColumnLimitError)?;
    let at: Vec<(u16, &Column)> = (0..).zip(&columns).collect();
    let last_column = at.last().map_or(0, |(n, _)| *n);
    let place = |wanted: &Column| at.iter().find(|(_, column)| *column == wanted).map(|(n, _)| *n);

    page(sheet, plan)?;
    sheet.set_freeze_panes(HEADERS + 1, STANDING)?;
    sheet.set_repeat_rows(HEADERS, HEADERS)?;
    sheet.autofilter(HEADERS, 0, last_row, last_column)?;
    // Paper ends before the priority's own fields: what follows is for the file's way back.
    let printed = place(&Column::PriorityKind).map_or(last_column, |after| after.saturating_sub(1));
    sheet.set_print_area(0, 0, last_row, printed)?;
    // Numbers such as 1.1 are texts here, and meant to be.
    sheet.ignore_error_range(
        HEADERS + 1,
        0,
        last_row + SPARE,
        last_column,
        IgnoreError::NumberStoredAsText,
    )?;

    for (n, column) in &at {
        sheet.write_string_with_format(HEADERS, *n, column.name(), &look::header())?;
        sheet.set_column_width(*n, look::width(column))?;
        // What partners add below the plan stays text as they typed it.
        sheet.set_column_format(*n, &look::as_text(column))?;
    }
    let names = at.iter().map(|(_, column)| (column.name(), look::width(column)));
    sheet.set_row_height(HEADERS, look::height(names))?;
    for (row, line) in (HEADERS + 1..).zip(lines()) {
        let texts: Vec<String> = columns.iter().map(|column| text(column, line)).collect();
        for ((n, column), text) in at.iter().zip(&texts) {
            let format = look::body(column, line.opens_action);
            if text.is_empty() {
                sheet.write_blank(row, *n, &format)?;
            } else {
                // Always as a text: a cell that begins with `=` must never be worked out as a formula.
                sheet.write_string_with_format(row, *n, text, &format)?;
            }
        }
        // The id is small and may be cut short: nobody reads it.
        let seen = columns.iter().zip(&texts).filter(|(column, _)| **column != Column::Id);
        sheet.set_row_height(
            row,
            look::height(seen.map(|(column, text)| (text.as_str(), look::width(column)))),
        )?;
    }
    choices(sheet, last_row + SPARE, place(&Column::Star), place(&Column::Linked), place(&Column::Id))
}

fn page(sheet: &mut Worksheet, plan: &RecordedPlan) -> Result<(), XlsxError> {
    // Each beside its name, so that the importer need not guess which line is the title.
    let plain =
        Format::new().set_font_name(look::FONT).set_font_size(10).set_align(FormatAlign::VerticalCenter);
    let text = plain.clone().set_num_format("@");
    sheet.write_string_with_format(0, 0, "Title", &plain)?;
    sheet.write_string_with_format(
        0,
        1,
        tidy(&plan.head.title),
        &text.clone().set_bold().set_font_size(16),
    )?;
    if let Some(period) = plan.head.period {
        sheet.write_string_with_format(1, 0, "Period", &plain)?;
        sheet.write_string_with_format(1, 1, period.to_string(), &text.set_font_size(12))?;
    }
    sheet.set_row_height(0, 24)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&LPage &P of &N");
    Ok(())
}

/// Drop-downs for the columns with few answers, and a word on the column that must stay.
fn choices(
    sheet: &mut Worksheet,
    last_row: u32,
    star: Option<u16>,
    linked: Option<u16>,
    id: Option<u16>,
) -> Result<(), XlsxError> {
    let first = HEADERS + 1;
    if let Some(n) = star {
        let answers = DataValidation::new()
            .allow_list_strings(&["Yes", "No"])?
            .set_error_title("Star")?
            .set_error_message("Choose Yes or No.")?;
        sheet.add_data_validation(first, n, last_row, n, &answers)?;
    }
    if let Some(n) = linked {
        // "Yes: " and the names of what it links to is an answer too, so nothing is refused.
        let answers = DataValidation::new()
            .allow_list_strings(&["Not known", "No", "Yes"])?
            .show_error_message(false)
            .set_input_title(columns::LINKED)?
            .set_input_message("Choose, or write Yes: and the groups or strategies, with / between them.")?;
        sheet.add_data_validation(first, n, last_row, n, &answers)?;
    }
    if let Some(n) = id {
        let note = DataValidation::new()
            .allow_any_value()
            .set_input_title("Leave this column as it is")?
            .set_input_message("It tells Concordat which action the row belongs to.")?;
        sheet.add_data_validation(HEADERS, n, last_row, n, &note)?;
    }
    Ok(())
}
