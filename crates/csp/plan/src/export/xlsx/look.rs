//! How a cell looks, and how much room it takes.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::export::cells::Column;

/// A font every office program has or stands in for.
pub(crate) const FONT: &str = "Arial";
/// The height of a line in the body's size, in points.
const LINE: f64 = 13.0;
/// No row of a workbook can be higher, in points.
const HIGHEST_ROW: f64 = 409.0;
/// How many letters of the body's size stand on one unit of width, allowing for words that wrap early.
const LETTERS: f64 = 1.2;

/// Widths in characters; those up to the status make an A4 page that can still be read.
pub(super) fn width(column: &Column) -> f64 {
    match column {
        Column::Number | Column::Star => 7.0,
        Column::Timescale
        | Column::Status
        | Column::Funded
        | Column::Linked
        | Column::Money
        | Column::Extra(_) => 13.0,
        Column::Label => 15.0,
        Column::Priority => 17.0,
        Column::Lead | Column::PriorityLead | Column::StoodDown => 19.0,
        Column::Objective => 32.0,
        Column::Measures | Column::PriorityAim | Column::PriorityNotes => 37.0,
        Column::Steps => 42.0,
        Column::PriorityKind | Column::Id => 11.0,
    }
}

/// The height a row needs for texts in cells of these widths.
pub(crate) fn height<'a>(cells: impl Iterator<Item = (&'a str, f64)>) -> f64 {
    let lines = |text: &str, width: f64| {
        text.lines().map(|line| (letters(line) / (width * LETTERS)).ceil().max(1.0)).sum::<f64>()
    };
    let most = cells.map(|(text, width)| lines(text, width)).fold(1.0, f64::max);
    (most * LINE + 4.0).min(HIGHEST_ROW)
}

fn letters(line: &str) -> f64 {
    // A cell holds no more letters than fit in 32 bits, by far.
    f64::from(u32::try_from(line.chars().count()).unwrap_or(u32::MAX))
}

/// The header row.
pub(crate) fn header() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(10)
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x8A_93_99))
        .set_background_color(Color::RGB(0xE3_E8_EB))
}

/// Top left, wrapped, and kept as text whatever is typed.
pub(super) fn as_text(column: &Column) -> Format {
    let format =
        Format::new().set_font_name(FONT).set_font_size(10).set_text_wrap().set_align(FormatAlign::Top);
    match column {
        // Long texts by their cell's own mark: in the number format for text, some spreadsheets show
        // a long one as ####.
        Column::Objective
        | Column::Steps
        | Column::Measures
        | Column::PriorityAim
        | Column::PriorityNotes
        | Column::StoodDown
        | Column::Extra(_) => format.set_quote_prefix(),
        _ => format.set_num_format("@"),
    }
}

/// A cell of the plan.
pub(super) fn body(column: &Column, opens_action: bool) -> Format {
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
