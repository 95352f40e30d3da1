//! A report as a workbook: its words on the first sheet, and a sheet for each table.

use concordat_kernel::Problem;
use rust_xlsxwriter::{
    Chart as Drawn, ChartType, Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use crate::{Block, Cell, Chart, Level, Line, Report, Table, Width, tidy};

/// A font every office program has or stands in for.
const FONT: &str = "Arial";
/// The row of a table's column names, below its caption.
const HEADS: u32 = 2;
/// As many letters as the name of a sheet may have.
const LONGEST_NAME: usize = 31;
/// As many as a cell may hold, in UTF-16 units.
const LONGEST_CELL: usize = 32_767;
/// The paper size, as workbooks number it.
const A4: u8 = 9;

/// The report as a workbook.
///
/// # Errors
/// When it holds more than a workbook can.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, Problem> {
    workbook(report).map_err(|error| Problem::new("writing a report as a workbook", error))
}

fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(tidy(&format!("{}: {}", report.title, report.subtitle)))
            .set_creation_datetime(&ExcelDateTime::from_timestamp(report.made_at.as_second())?),
    );
    let mut names = vec!["Report".to_owned()];
    let mut sheets = Vec::new();
    let mut first = words_sheet(report)?;
    let mut row = first.1;
    for section in &report.sections {
        let style = if section.level == Level::Part { bold().set_font_size(13) } else { bold() };
        write(&mut first.0, row, &section.heading, &style)?;
        row += 1;
        for block in &section.blocks {
            match block {
                Block::Words(words) => row = line(&mut first.0, row, words, &plain())?,
                Block::Callout(words) => row = line(&mut first.0, row, words, &bold())?,
                Block::List(items) => {
                    for item in items {
                        row = line(&mut first.0, row, &format!("• {item}"), &plain())?;
                    }
                }
                Block::Table(table) => {
                    let name = sheet_name(&mut names, &section.heading, &table.caption);
                    row = see(&mut first.0, row, &name, table)?;
                    sheets.push(table_sheet(&name, table, report)?);
                }
                Block::Chart(chart) => {
                    let table = chart.table();
                    let name = sheet_name(&mut names, &section.heading, &table.caption);
                    row = see(&mut first.0, row, &name, &table)?;
                    let mut sheet = table_sheet(&name, &table, report)?;
                    draw(&mut sheet, &name, chart)?;
                    sheets.push(sheet);
                }
                Block::Line(drawn) => {
                    let name = sheet_name(&mut names, &section.heading, &drawn.table.caption);
                    row = see(&mut first.0, row, &name, &drawn.table)?;
                    let mut sheet = table_sheet(&name, &drawn.table, report)?;
                    // A hidden number would be drawn as nought.
                    let number =
                        |row: &Vec<Cell>| matches!(row.get(1), Some(Cell::Number(_) | Cell::Real(..)));
                    if drawn.table.rows.iter().all(number) {
                        draw_line(&mut sheet, &name, drawn)?;
                    }
                    sheets.push(sheet);
                }
                Block::Map(map) => {
                    let name = sheet_name(&mut names, &section.heading, &map.table.caption);
                    row = see(&mut first.0, row, &name, &map.table)?;
                    // The table names bands, so what they mean stands where it is pointed to.
                    for words in map.key().iter().chain(&map.notes) {
                        row = line(&mut first.0, row, &format!("• {words}"), &plain())?;
                    }
                    sheets.push(table_sheet(&name, &map.table, report)?);
                }
            }
        }
    }
    workbook.push_worksheet(first.0);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

/// For numbers.
fn number() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10).set_text_wrap().set_align(FormatAlign::Top)
}

/// For texts, each marked by its cell as a text: one that begins with `=`, `+`, `-` or `@` stays one when somebody edits it.
fn plain() -> Format {
    number().set_quote_prefix()
}

fn bold() -> Format {
    plain().set_bold()
}

/// Always as a text: a cell that begins with `=` must never be worked out as a formula.
fn write(sheet: &mut Worksheet, row: u32, words: &str, format: &Format) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, fitting(words), format).map(drop)
}

fn line(sheet: &mut Worksheet, row: u32, words: &str, format: &Format) -> Result<u32, XlsxError> {
    write(sheet, row, words, format)?;
    Ok(row + 1)
}

/// A text that a cell can hold; a longer one ends in a sign that says so. The whole stands in the record.
fn fitting(words: &str) -> String {
    if words.encode_utf16().count() <= LONGEST_CELL {
        return words.to_owned();
    }
    words.chars().take(LONGEST_CELL / 2 - 1).chain(['…']).collect()
}

/// Where a table is to be found.
fn see(sheet: &mut Worksheet, row: u32, name: &str, table: &Table) -> Result<u32, XlsxError> {
    line(sheet, row, &format!("See the sheet “{name}”: {}.", table.caption), &plain())
}

fn words_sheet(report: &Report) -> Result<(Worksheet, u32), XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Report")?.set_column_width(0, 110.0)?;
    write(&mut sheet, 0, &report.title, &bold().set_font_size(16))?;
    write(&mut sheet, 1, &report.subtitle, &plain().set_font_size(12))?;
    let mut row = 2;
    for (name, value) in &report.facts {
        row = line(&mut sheet, row, &format!("{name}: {value}"), &plain())?;
    }
    row = line(&mut sheet, row, &format!("Marking: {}", report.mark), &plain())?;
    page(&mut sheet, report);
    Ok((sheet, row + 1))
}

fn page(sheet: &mut Worksheet, report: &Report) {
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&C{}", report.mark.to_string().to_uppercase()));
    sheet.set_footer("&LPage &P of &N");
}

/// A name for a table's sheet: its section's heading, told apart by a number when it is taken.
fn sheet_name(names: &mut Vec<String>, heading: &str, caption: &str) -> String {
    let plain: String = heading.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).collect();
    let plain = if plain.trim().is_empty() { caption.to_owned() } else { plain };
    let cut = |room: usize| plain.trim().chars().take(room).collect::<String>().trim().to_owned();
    let taken =
        |name: &str, names: &[String]| names.iter().any(|known| known.to_lowercase() == name.to_lowercase());
    let mut name = cut(LONGEST_NAME);
    let mut n = 2;
    while name.is_empty() || taken(&name, names) {
        name = format!("{} {n}", cut(LONGEST_NAME - 5)).trim().to_owned();
        n += 1;
    }
    names.push(name.clone());
    name
}

fn table_sheet(name: &str, table: &Table, report: &Report) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let caption = Format::new().set_font_name(FONT).set_font_size(13).set_bold().set_quote_prefix();
    sheet.write_string_with_format(0, 0, fitting(&table.caption), &caption)?;
    let head = bold()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x8A_93_99))
        .set_background_color(Color::RGB(0xE3_E8_EB));
    let framed =
        |format: Format| format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xC4_CB_CF));
    let (body, text) = (framed(number()), framed(plain()));
    for (n, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(HEADS, n, &column.head, &head)?;
        sheet.set_column_width(n, width(column.width))?;
    }
    for (row, cells) in (HEADS + 1..).zip(&table.rows) {
        for (n, cell) in (0..).zip(cells) {
            match cell {
                Cell::Number(number) => {
                    sheet.write_number_with_format(row, n, *number as f64, &body)?;
                }
                Cell::Real(number, _) => {
                    sheet.write_number_with_format(row, n, *number, &body)?;
                }
                other => {
                    sheet.write_string_with_format(row, n, fitting(&other.text()), &text)?;
                }
            }
        }
    }
    let last_row = HEADS + u32::try_from(table.rows.len().max(1)).unwrap_or(1);
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(0);
    sheet.autofilter(HEADS, 0, last_row, last_column)?;
    sheet.set_freeze_panes(HEADS + 1, 1)?;
    sheet.set_repeat_rows(HEADS, HEADS)?;
    page(&mut sheet, report);
    Ok(sheet)
}

fn width(width: Width) -> f64 {
    match width {
        Width::Number => 11.0,
        Width::Tiny => 9.0,
        Width::Short => 17.0,
        Width::Middle => 26.0,
        Width::Long => 48.0,
    }
}

/// The bars, drawn from the sheet's own cells, beneath the table.
fn draw(sheet: &mut Worksheet, name: &str, chart: &Chart) -> Result<(), XlsxError> {
    let last = HEADS + u32::try_from(chart.bars.len()).unwrap_or(0);
    let mut drawn = Drawn::new(ChartType::BarStacked);
    for (n, _) in (2..).zip(&chart.kinds) {
        drawn
            .add_series()
            .set_name((name, HEADS, n))
            .set_categories((name, HEADS + 1, 0, last, 0))
            .set_values((name, HEADS + 1, n, last, n));
    }
    drawn.title().set_name(&chart.title);
    drawn.y_axis().set_reverse();
    let told: Vec<String> =
        chart.bars.iter().map(|(name, counts)| format!("{name}: {}", chart.words_of(counts))).collect();
    drawn.set_alt_text(alternative(&chart.title, &told.join(". ")));
    drawn.set_width(900).set_height(u32::try_from(chart.bars.len()).unwrap_or(1) * 34 + 160);
    sheet.insert_chart(last + 3, 0, &drawn).map(drop)
}

/// The most that Excel takes for the words of a drawing; one with more would get none.
const LONGEST_ALTERNATIVE: usize = 255;

/// What a drawing is for those who do not see it: all that it tells where that fits, else its title. The table has the rest.
fn alternative(title: &str, told: &str) -> String {
    const TABLE: &str = "The table above holds the same numbers.";
    let all = format!("{title}. {told}. {TABLE}");
    if !told.is_empty() && all.chars().count() <= LONGEST_ALTERNATIVE {
        return all;
    }
    let room = LONGEST_ALTERNATIVE - TABLE.len() - 2;
    let title: String = title.chars().take(room).collect();
    format!("{title}. {TABLE}")
}

/// The line, drawn from the second column of the sheet's own cells, beneath the table.
fn draw_line(sheet: &mut Worksheet, name: &str, line: &Line) -> Result<(), XlsxError> {
    let last = HEADS + u32::try_from(line.table.rows.len()).unwrap_or(0);
    let mut drawn = Drawn::new(ChartType::Line);
    drawn.add_series().set_name((name, HEADS, 1)).set_categories((name, HEADS + 1, 0, last, 0)).set_values((
        name,
        HEADS + 1,
        1,
        last,
        1,
    ));
    // What a straight line stands for is the table's next column.
    if line.straight.is_some() {
        drawn
            .add_series()
            .set_name((name, HEADS, 2))
            .set_categories((name, HEADS + 1, 0, last, 0))
            .set_values((name, HEADS + 1, 2, last, 2));
    }
    drawn.title().set_name(&line.title);
    drawn.set_alt_text(alternative(&line.title, ""));
    drawn.set_width(900).set_height(420);
    sheet.insert_chart(last + 3, 0, &drawn).map(drop)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_ALTERNATIVE, alternative};

    #[test]
    fn a_drawing_always_has_words_that_a_workbook_takes() {
        assert_eq!(
            alternative("By state", "Working group: 3 on track"),
            "By state. Working group: 3 on track. The table above holds the same numbers."
        );
        let long = "Officers: 3 on track. ".repeat(40);
        assert_eq!(alternative("By lead", &long), "By lead. The table above holds the same numbers.");
        assert!(alternative(&long, "").chars().count() <= LONGEST_ALTERNATIVE);
    }
}
