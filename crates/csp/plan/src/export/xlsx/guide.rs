//! The sheet that says how to use the workbook.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::{look, sheet::A4};

const WIDTH: f64 = 80.0;

/// How to use the plan as a workbook.
pub(super) const PLAN: [&str; 11] = [
    "Change any cell of the sheet \"Action plan\" and send the file back to the person who sent it to you.",
    "They will see exactly what you changed before anything is accepted.",
    "Begin each step and each measure on a line of its own, with a bullet (•). To start a new line within a cell, press Alt and Enter.",
    "An action with several timescales has several rows. Its objective stands on the first; the others repeat its number and its id.",
    "To add a row to an action, copy one of its rows and change what differs.",
    "To add an action, add a row with its priority and its number, and leave its id empty.",
    "Separate several lead agencies with a stroke between spaces: Police / Fire and Rescue.",
    "In Funded write No, Yes, or where the money comes from. In Linked choose an answer, or write Yes: and what the action links to.",
    "A row that you delete here stays in the record: actions are withdrawn there, with a reason.",
    "Columns with \"not read back\" in their name are shown for your information: how an action stands, how certain its money is, which steps are stood down.",
    "Leave the column \"Concordat id\" as it is: by it a renumbered or reworded action is still recognised.",
];

/// Fills a sheet with these sentences, each in a row of its own.
pub(crate) fn fill(sheet: &mut Worksheet, sentences: &[&str]) -> Result<(), XlsxError> {
    sheet.set_column_width(0, WIDTH)?;
    sheet.write_string_with_format(
        0,
        0,
        "How to use this file",
        &Format::new().set_font_name(look::FONT).set_bold().set_font_size(16),
    )?;
    let plain =
        Format::new().set_font_name(look::FONT).set_font_size(11).set_text_wrap().set_align(FormatAlign::Top);
    for (row, &sentence) in (2..).zip(sentences) {
        sheet.write_string_with_format(row, 0, sentence, &plain)?;
        sheet.set_row_height(row, look::height([(sentence, WIDTH)].into_iter()) + 6.0)?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}
