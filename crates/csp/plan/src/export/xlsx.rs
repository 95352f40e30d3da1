use concordat_kernel::{Problem, jiff::Timestamp};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError,
    Workbook, Worksheet, XlsxError,
};

use super::cells::{Column, extras, lines};
use crate::{
    RecordedPlan,
    import::{columns, tidy},
};

/// The row of the headers, below the title and the period.
const HEADERS: u32 = 3;
/// The columns left of a long plan's scrolling: priority and number.
const STANDING: u16 = 2;
/// Rows below the plan that offer the same choices, for actions that partners add.
const SPARE: u32 = 200;
/// A workbook's own limit, in characters.
const LONGEST_CELL: usize = 32_767;
/// Room for a longer list of extra columns than any plan needs; a workbook ends at 16,384.
const MOST_COLUMNS: usize = 1_000;
const A4: u8 = 9;

/// The plan as a workbook that partners can edit and send back.
///
/// # Errors
/// When the plan holds more than a workbook can.
pub fn xlsx(plan: &RecordedPlan, made_at: Timestamp) -> Result<Vec<u8>, Problem> {
    fits(plan)?;
    workbook(plan, made_at).map_err(|error| Problem::new("writing the plan as a workbook", error))
}

fn workbook(plan: &RecordedPlan, made_at: Timestamp) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(tidy(&plan.head.title))
            .set_creation_datetime(&ExcelDateTime::from_timestamp(made_at.as_second())?),
    );
    fill(workbook.add_worksheet().set_name("Action plan")?, plan)?;
    explain(workbook.add_worksheet().set_name("How to use this file")?)?;
    workbook.save_to_buffer()
}

/// The columns: those that say which action, those people edit, those for reference, the id.
fn all_columns(plan: &RecordedPlan) -> Vec<Column> {
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
    all.extend([
        Column::Status,
        Column::PriorityLead,
        Column::PriorityAim,
        Column::PriorityNotes,
        Column::Id,
    ]);
    all
}

fn fits(plan: &RecordedPlan) -> Result<(), Problem> {
    let columns = all_columns(plan);
    if columns.len() > MOST_COLUMNS {
        return Err(Problem::say("a workbook cannot hold as many columns as this plan has"));
    }
    for line in plan.priorities.iter().flat_map(lines) {
        if let Some(column) = columns.iter().find(|column| text(column, line).chars().count() > LONGEST_CELL)
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
fn text(column: &Column, line: super::cells::Line<'_>) -> String {
    let paragraphs = column.paragraphs(line);
    if column.is_list() {
        paragraphs.iter().map(|item| format!("• {item}")).collect::<Vec<_>>().join("\n")
    } else {
        paragraphs.join("\n")
    }
}

/// Widths in characters; those up to the status make an A4 page that can still be read.
fn width(column: &Column) -> f64 {
    match column {
        Column::Number | Column::Star => 7.0,
        Column::Timescale | Column::Status | Column::Funded | Column::Linked | Column::Extra(_) => 14.0,
        Column::Label => 16.0,
        Column::Priority => 18.0,
        Column::Lead | Column::PriorityLead => 22.0,
        Column::Objective => 34.0,
        Column::Measures | Column::PriorityAim | Column::PriorityNotes => 40.0,
        Column::Steps => 44.0,
        Column::Id => 11.0,
    }
}

fn fill(sheet: &mut Worksheet, plan: &RecordedPlan) -> Result<(), XlsxError> {
    let columns = all_columns(plan);
    // An empty plan still gets one line under its header, so that every range is a range.
    let last_row = HEADERS
        + u32::try_from(plan.priorities.iter().map(|priority| lines(priority).len()).sum::<usize>().max(1))
            .map_err(|_| XlsxError::RowColumnLimitError)?;
    let at: Vec<(u16, &Column)> = (0..).zip(&columns).collect();
    let last_column = at.last().map_or(0, |(n, _)| *n);
    let place = |wanted: &Column| at.iter().find(|(_, column)| *column == wanted).map(|(n, _)| *n);

    page(sheet, plan)?;
    sheet.set_freeze_panes(HEADERS + 1, STANDING)?;
    sheet.set_repeat_rows(HEADERS, HEADERS)?;
    sheet.autofilter(HEADERS, 0, last_row, last_column)?;
    // Paper ends at the status: what follows is for the file's way back.
    sheet.set_print_area(0, 0, last_row, place(&Column::Status).unwrap_or(last_column))?;
    // Numbers such as 1.1 are texts here, and meant to be.
    sheet.ignore_error_range(
        HEADERS + 1,
        0,
        last_row + SPARE,
        last_column,
        IgnoreError::NumberStoredAsText,
    )?;

    let header = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x8A_93_99))
        .set_background_color(Color::RGB(0xE3_E8_EB));
    for (n, column) in &at {
        sheet.write_string_with_format(HEADERS, *n, column.name(), &header)?;
        sheet.set_column_width(*n, width(column))?;
        // What partners add below the plan stays text as they typed it.
        sheet.set_column_format(*n, &as_text(column))?;
    }
    for (row, line) in (HEADERS + 1..).zip(plan.priorities.iter().flat_map(lines)) {
        for (n, column) in &at {
            let text = text(column, line);
            let format = body(column, line.opens_action);
            if text.is_empty() {
                sheet.write_blank(row, *n, &format)?;
            } else {
                // Always as a text: a cell that begins with `=` must never be worked out as a formula.
                sheet.write_string_with_format(row, *n, text, &format)?;
            }
        }
    }
    choices(sheet, last_row + SPARE, place(&Column::Star), place(&Column::Linked), place(&Column::Id))
}

/// Top left, wrapped, and kept as text whatever is typed.
fn as_text(column: &Column) -> Format {
    let format = Format::new().set_font_size(10).set_text_wrap().set_align(FormatAlign::Top);
    match column {
        // Long texts by their cell's own mark: in the number format for text, some spreadsheets show
        // a long one as ####.
        Column::Objective
        | Column::Steps
        | Column::Measures
        | Column::PriorityAim
        | Column::PriorityNotes
        | Column::Extra(_) => format.set_quote_prefix(),
        _ => format.set_num_format("@"),
    }
}

fn body(column: &Column, opens_action: bool) -> Format {
    let format = as_text(column).set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xC4_CB_CF));
    match column {
        Column::Id => format
            .set_font_size(7)
            .set_font_color(Color::RGB(0x5A_63_69))
            .set_background_color(Color::RGB(0xEE_F0_F1)),
        Column::Status => {
            format.set_font_color(Color::RGB(0x5A_63_69)).set_background_color(Color::RGB(0xEE_F0_F1))
        }
        Column::Priority | Column::Number | Column::Lead if !opens_action => {
            format.set_font_color(Color::RGB(0x5A_63_69))
        }
        Column::Number => format.set_bold(),
        _ => format,
    }
}

fn page(sheet: &mut Worksheet, plan: &RecordedPlan) -> Result<(), XlsxError> {
    let title = tidy(&plan.head.title);
    let plain = Format::new().set_num_format("@");
    sheet.write_string_with_format(0, 0, &title, &plain.clone().set_bold().set_font_size(16))?;
    if let Some(period) = plan.head.period {
        sheet.write_string_with_format(1, 0, period.to_string(), &plain.set_font_size(12))?;
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

fn explain(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let sentences = [
        "Change any cell of the sheet \"Action plan\" and send the file back to the person who sent it to you.",
        "They will see exactly what you changed before anything is accepted.",
        "Begin each step and each measure on a line of its own, with a bullet (•). To start a new line within a cell, press Alt and Enter.",
        "An action with several timescales has several rows. Its objective stands on the first; the others repeat its number and its id.",
        "To add a row to an action, copy one of its rows and change what differs.",
        "To add an action, add a row with its priority and its number, and leave its id empty.",
        "Separate several lead agencies with a stroke between spaces: Police / Fire and Rescue.",
        "In Funded write No, Yes, or where the money comes from. In Linked choose an answer, or write Yes: and what the action links to.",
        "A row that you delete here stays in the record: actions are withdrawn there, with a reason.",
        "The column Status is shown for your information. Changes to it are not read.",
        "Leave the column \"Concordat id\" as it is: by it a renumbered or reworded action is still recognised.",
    ];
    sheet.set_column_width(0, 100)?;
    sheet.write_string_with_format(
        0,
        0,
        "How to use this file",
        &Format::new().set_bold().set_font_size(16),
    )?;
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, sentence) in (2..).zip(sentences) {
        sheet.write_string_with_format(row, 0, sentence, &plain)?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}
