//! A lead's spreadsheet: a row for each action and, beneath it, one for each of its measures.

use concordat_kernel::{Id, Problem, Refusal, Result, jiff::Timestamp};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::{
    super::model::{Request, Said},
    columns::Column,
    model::{Asked, AskedAction, AskedMeasure, Last},
    states,
};
use crate::export::xlsx::{LONGEST_CELL, guide, look, loosened, sheet::A4};

/// The name of the sheet that is answered.
pub(super) const ANSWERS: &str = "Your answers";
/// The name of the sheet that says how.
pub(super) const HELP: &str = "How to use this file";
/// Begins the text that says which request a file answers.
pub(super) const MARK: &str = "concordat-answers/1/";
/// The text that says which request a file answers.
pub fn mark(request: Id<Request>) -> String {
    format!("{MARK}{request}")
}

/// The row of the headings.
const HEADINGS: u32 = 3;

const GUIDE: [&str; 10] = [
    "Fill in the white cells of the sheet \"Your answers\". The grey cells are for reading.",
    "For each action choose a state and say in a few words what happened. Leave an action empty if you cannot answer for it now.",
    "The states are: Not started, On track, At risk, Late, Done, and Proposed to withdraw (the action should leave the plan).",
    "If an action is done, write the day under \"Done on\". The group that keeps the plan looks at it before it counts as done.",
    "Beneath an action stand its measures. Write the newest figure under \"Value\"; leave it empty if there is none.",
    "Under \"Help needed\" say what would get an action moving again. Leave it empty if you need none.",
    "Under \"Link to evidence\" put the address of something that shows what was done, beginning with https://. Files can be added on the web page.",
    "To start a new line within a cell, press Alt and Enter.",
    "Save the file as an Excel workbook (.xlsx). Then upload it on the page you had it from, or send it back to whoever asked you.",
    "Nothing is taken over before a person has looked at what would change.",
];

/// The spreadsheet for one lead. The same request and the same moment give the same file.
///
/// # Errors
/// When something saved is longer than a cell can be.
pub(crate) fn xlsx(asked: &Asked, made_at: Timestamp) -> Result<Vec<u8>> {
    for action in &asked.actions {
        let said = &action.said;
        let texts = [&said.words, &said.help, &said.evidence].into_iter().chain(said.values.values());
        if texts.into_iter().any(|text| text.encode_utf16().count() > LONGEST_CELL) {
            return Err(Refusal::rule(format!(
                "What was saved for action {} is longer than a cell of a spreadsheet can be. Answer on the page instead.",
                action.number
            ))
            .into());
        }
    }
    let bytes = workbook(asked, made_at)
        .map_err(|error| Problem::new("writing a lead's answers as a workbook", error))?;
    Ok(loosened(&bytes)?)
}

fn workbook(asked: &Asked, made_at: Timestamp) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(format!("{}: {}", asked.round, asked.lead))
            .set_creation_datetime(&ExcelDateTime::from_timestamp(made_at.as_second())?),
    );
    answers(workbook.add_worksheet().set_name(ANSWERS)?, asked)?;
    guide::fill(workbook.add_worksheet().set_name(HELP)?, &GUIDE)?;
    workbook.save_to_buffer()
}

fn answers(sheet: &mut Worksheet, asked: &Asked) -> Result<(), XlsxError> {
    head(sheet, asked)?;
    let mut row = HEADINGS + 1;
    for action in &asked.actions {
        action_row(sheet, row, action)?;
        row += 1;
        for measure in &action.measures {
            measure_row(sheet, row, action, measure)?;
            row += 1;
        }
    }
    let last = row.max(HEADINGS + 2) - 1;
    sheet.set_print_area(0, 1, last, place(Column::Evidence))?;
    sheet.ignore_error_range(
        HEADINGS + 1,
        1,
        last,
        place(Column::Evidence),
        IgnoreError::NumberStoredAsText,
    )?;
    // Without a password: it keeps headings and ids from being overwritten by accident, no more.
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

fn head(sheet: &mut Worksheet, asked: &Asked) -> Result<(), XlsxError> {
    let plain =
        Format::new().set_font_name(look::FONT).set_font_size(10).set_align(FormatAlign::VerticalCenter);
    // In the hidden column, so that it comes along when the sheet is copied into another file.
    sheet.write_string(0, place(Column::Id), format!("{MARK}{}", asked.request))?;
    let title = format!("{}: {}", asked.lead, asked.round);
    sheet.write_string_with_format(0, 1, cut(&title), &plain.clone().set_bold().set_font_size(16))?;
    let due = asked.due_on.strftime("%-d %B %Y");
    sheet.write_string_with_format(1, 1, cut(&format!("{}. Please answer by {due}.", asked.plan)), &plain)?;
    sheet.set_row_height(0, 24)?;
    for (n, column) in (0..).zip(Column::ALL) {
        sheet.write_string_with_format(HEADINGS, n, column.name(), &look::header())?;
        sheet.set_column_width(n, column.width())?;
    }
    sheet.set_column_hidden(place(Column::Id))?;
    sheet.set_freeze_panes(HEADINGS + 1, place(Column::Due))?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&LPage &P of &N");
    sheet.set_selection(HEADINGS + 1, place(Column::State), HEADINGS + 1, place(Column::State))?;
    Ok(())
}

fn action_row(sheet: &mut Worksheet, row: u32, action: &AskedAction) -> Result<(), XlsxError> {
    let said = &action.said;
    let last = action.last.as_ref().map(last_words).unwrap_or_default();
    let (id, state) = (action.id.to_string(), states::words(&said.state));
    let texts = [
        (Column::Id, id.as_str()),
        (Column::Number, &action.number),
        (Column::Objective, &action.objective),
        (Column::Due, &action.due),
        (Column::Last, &last),
        (Column::State, state.as_str()),
        (Column::Words, &said.words),
        (Column::Help, &said.help),
        (Column::Evidence, &said.evidence),
    ];
    for (column, text) in texts {
        let format = match column {
            Column::Number => to_read(column).set_bold(),
            column if column.is_answer() => to_fill(column),
            column => to_read(column),
        };
        put(sheet, row, column, text, &format)?;
    }
    let date = to_fill(Column::DoneOn).set_num_format("d mmm yyyy");
    match said.done_on {
        Some(day) => {
            let (year, month, of_month) = (
                u16::try_from(day.year()).unwrap_or_default(),
                u8::try_from(day.month()).unwrap_or_default(),
                u8::try_from(day.day()).unwrap_or_default(),
            );
            let day = ExcelDateTime::from_ymd(year, month, of_month)?;
            sheet.write_datetime_with_format(row, place(Column::DoneOn), &day, &date)?;
        }
        None => {
            sheet.write_blank(row, place(Column::DoneOn), &date)?;
        }
    }
    sheet.write_blank(row, place(Column::Value), &to_read(Column::Value))?;
    let choices: Vec<String> = Said::ALL.iter().map(Said::to_string).collect();
    let choices = DataValidation::new()
        .allow_list_strings(&choices)?
        .set_error_title("State")?
        .set_error_message("Choose one of the states in the list, or leave the cell empty.")?;
    sheet.add_data_validation(row, place(Column::State), row, place(Column::State), &choices)?;
    let widths = texts.iter().filter(|(column, _)| *column != Column::Id);
    sheet
        .set_row_height(row, look::height(widths.map(|(column, text)| (*text, column.width()))).max(34.0))?;
    Ok(())
}

fn measure_row(
    sheet: &mut Worksheet,
    row: u32,
    action: &AskedAction,
    measure: &AskedMeasure,
) -> Result<(), XlsxError> {
    let id = format!("{}/{}", action.id, measure.id);
    let value = action.said.values.get(&measure.id).map_or("", String::as_str);
    for column in Column::ALL {
        let text = match column {
            Column::Id => &id,
            Column::Number => &action.number,
            Column::Objective => &measure.text,
            Column::Last => &measure.last,
            Column::Value => value,
            _ => "",
        };
        let format = if column == Column::Value { to_fill(column) } else { to_read(column) };
        let format = if column == Column::Objective { format.set_indent(1) } else { format };
        put(sheet, row, column, text, &format)?;
    }
    if !measure.hint.is_empty() {
        let hint = DataValidation::new()
            .allow_any_value()
            .set_input_title("Value")?
            .set_input_message(measure.hint.chars().take(250).collect::<String>())?;
        sheet.add_data_validation(row, place(Column::Value), row, place(Column::Value), &hint)?;
    }
    let widths = [(measure.text.as_str(), Column::Objective), (&measure.last, Column::Last)];
    sheet.set_row_height(row, look::height(widths.iter().map(|(text, column)| (*text, column.width()))))?;
    Ok(())
}

/// Always as a text: a cell that begins with `=` must never be worked out as a formula.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: Column,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        sheet.write_blank(row, place(column), format)?;
    } else if column.is_answer() {
        sheet.write_string_with_format(row, place(column), text, format)?;
    } else {
        sheet.write_string_with_format(row, place(column), cut(text), format)?;
    }
    Ok(())
}

/// State, day and words of the last update.
pub(super) fn last_words(last: &Last) -> String {
    let mut lines = vec![format!("{} ({})", states::words(&last.state), last.on)];
    lines.extend(Some(last.words.clone()).filter(|words| !words.is_empty()));
    if !last.help.is_empty() {
        lines.push(format!("Help needed: {}", last.help));
    }
    lines.join("\n")
}

/// As much of a text for reading as a cell holds.
pub(super) fn cut(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST_CELL {
        return text.to_owned();
    }
    let (mut units, mut end) = (0, 0);
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units >= LONGEST_CELL {
            break;
        }
        end = at + c.len_utf8();
    }
    format!("{}…", text.get(..end).unwrap_or_default())
}

fn place(column: Column) -> u16 {
    (0..).zip(Column::ALL).find(|(_, other)| *other == column).map_or(0, |(n, _)| n)
}

fn body() -> Format {
    Format::new()
        .set_font_name(look::FONT)
        .set_font_size(10)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0xC4_CB_CF))
        // By the cell's own mark and not by the number format for text, in which some programs show a
        // long text as ####.
        .set_quote_prefix()
}

fn to_read(column: Column) -> Format {
    let format = body().set_background_color(Color::RGB(0xEE_F0_F1));
    if column == Column::Id { format.set_font_size(7) } else { format }
}

fn to_fill(column: Column) -> Format {
    let format = body().set_unlocked();
    match column {
        // What is typed as 1/2 or 45% stays as it was typed.
        Column::Value => format.set_num_format("@"),
        _ => format,
    }
}
