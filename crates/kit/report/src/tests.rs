//! How a report looks once it is a page, a PDF or a workbook, looked at with readers that had no part in making it.

use std::io::{Cursor, Read as _};

use concordat_kernel::{Sensitivity, jiff::Timestamp};
use concordat_paper::{Press, Sheet};
use concordat_web::parts::Colour;
use lopdf::{Dictionary, Document, Object};

use crate::{Block, Cell, Chart, Line, Pages, Report, Section, Table, Width, html, paper, xlsx};

fn report(sections: Vec<Section>) -> Report {
    Report {
        title: "What the records say".to_owned(),
        subtitle: "Merrowshire".to_owned(),
        facts: Vec::new(),
        mark: Sensitivity::Public.mark(),
        made_at: Timestamp::constant(1_790_000_000, 0),
        pages: Pages::Flowing,
        sections,
    }
}

fn table(caption: &str, rows: impl IntoIterator<Item = String>) -> Table {
    let columns = [("Name", Width::Middle), ("Crimes", Width::Number)];
    Table::new(caption, &columns).rows(rows.into_iter().map(|name| vec![Cell::words(name), Cell::count(7)]))
}

fn line() -> Line {
    Line {
        title: "Crimes by month".to_owned(),
        points: vec![
            ("April".to_owned(), 254.0, String::new()),
            ("May".to_owned(), 401.0, "above the upper limit".to_owned()),
        ],
        levels: vec![("Mean".to_owned(), 327.5)],
        straight: None,
        table: table("Crimes by month", ["April".to_owned(), "May".to_owned()]),
    }
}

fn printed(report: &Report) -> Document {
    let paper = paper(report);
    let sheet = Sheet {
        template: paper.template,
        data: &paper.data,
        title: &paper.title,
        language: "en-GB",
        mark: paper.mark,
        made_at: paper.made_at,
        author: "Merrowshire",
    };
    let pdf = Press::new().proof(&sheet).unwrap_or_else(|problem| panic!("{}", problem.chain()));
    Document::load_mem(&pdf).unwrap()
}

fn pages(pdf: &Document) -> Vec<String> {
    let text =
        |page: &u32| pdf.extract_text(&[*page]).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    pdf.get_pages().keys().map(text).collect()
}

/// Parts of all lengths, so that breaks fall everywhere.
#[test]
fn no_heading_and_no_row_stands_alone_beside_a_break() {
    const ROWS: std::ops::Range<usize> = 2..10;
    let part = |n: usize| {
        let rows = (1..=ROWS.start + n % ROWS.len()).map(|row| format!("Row {n}-{row}."));
        let section = Section::part(format!("Part {n}")).words(format!("Question {n}?"));
        let section = match n % 4 {
            0 => section.with(Block::Line(Line { title: format!("Line {n}."), ..line() })),
            _ => section.table(table(&format!("Table {n}."), rows), ""),
        };
        (0..n % 7).fold(section, |section, _| section.words("Something more."))
    };
    let pdf = printed(&report((0..48).map(part).collect()));
    let pages = pages(&pdf);
    assert!(pages.len() > 12, "{} pages", pages.len());
    let mut broken = 0;
    for (page, text) in pages.iter().enumerate() {
        for n in 0..48 {
            let told = format!("part {n} on page {}: {text}", page + 1);
            let rows = text.matches(&format!("Row {n}-")).count();
            assert_ne!(rows, 1, "a row alone, {told}");
            if text.contains(&format!("Question {n}?")) {
                let follows = text.contains(&format!("Line {n}.")) || text.contains(&format!("Row {n}-2."));
                assert!(follows, "a heading alone, {told}");
            }
            // What is left of a table has its heads again.
            if rows > 0 && !text.contains(&format!("Row {n}-1.")) {
                broken += 1;
                let before = text.split(&format!("Row {n}-")).next().unwrap_or_default();
                assert!(before.ends_with("Name Crimes "), "no heads, {told}");
            }
        }
    }
    assert!(broken > 3, "{broken} tables are broken, too few to see how");
}

/// Rows that are kept together are laid out as headers, which nobody may hear.
#[test]
fn rows_that_are_kept_together_are_rows_to_those_who_listen() {
    let rows = (1..=5).map(|row| format!("Row {row}"));
    let pdf = printed(&report(vec![Section::part("Part").table(table("Table", rows), "")]));
    let tagged = |tag: &str| {
        let is = |one: &&Dictionary| {
            one.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == tag.as_bytes())
        };
        pdf.objects.values().filter_map(|object| object.as_dict().ok()).filter(is).count()
    };
    // The heads of two columns and of five rows, and a number in each row.
    assert_eq!((tagged("TR"), tagged("TH"), tagged("TD")), (6, 7, 5));
}

#[test]
fn rows_longer_than_a_page_are_printed() {
    let long = |n: usize| format!("Row {n}. {}", "Words without end. ".repeat(400));
    let pdf = printed(&report(vec![Section::part("Part").table(table("Table", (1..4).map(long)), "")]));
    assert!(pages(&pdf).len() > 3);
}

#[test]
fn a_line_has_an_axis_of_round_values_on_the_page_and_on_paper() {
    let report = report(vec![Section::part("Trend").with(Block::Line(line()))]);
    let page = html(&report).unwrap();
    for value in ["0", "100", "200", "300", "400", "500"] {
        assert!(
            page.contains(&format!(r#"text-anchor="end" fill="currentColor">{value}</text>"#)),
            "{value}: {page}"
        );
    }
    assert_eq!(page.matches("app-chart__grid").count(), 6);
    for part in [
        r#"role="img" aria-labelledby="chart-1-title chart-1-desc""#,
        r#"<desc id="chart-1-desc">April: 254, May: 401 (above the upper limit). Mean: 327.5.</desc>"#,
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let pages = pages(&printed(&report)).join(" ");
    assert!(pages.contains("Crimes by month 0 100 200 300 400 500 April May"), "{pages}");
}

#[test]
fn bars_have_an_axis_of_shares_on_the_page_and_on_paper() {
    let chart = Chart {
        title: "Actions by state".to_owned(),
        of: "Lead".to_owned(),
        kinds: vec![("Done".to_owned(), Colour::Green), ("Late".to_owned(), Colour::Red)],
        bars: vec![("Police".to_owned(), vec![3, 1]), ("Health".to_owned(), vec![0, 2])],
    };
    let report = report(vec![Section::part("Leads").with(Block::Chart(chart))]);
    let page = html(&report).unwrap();
    for share in
        [r#"<text x="0%" y="21" font-size="14" text-anchor="start""#, ">25%<", ">50%<", ">75%<", ">100%<"]
    {
        assert_eq!(page.matches(share).count(), 1, "{share}: {page}");
    }
    let pages = pages(&printed(&report)).join(" ");
    assert!(pages.contains("0% 25% 50% 75% 100%"), "{pages}");
}

/// Every table of a page that stands alone scrolls in a region of its own, which a keyboard reaches; its cells say what they head.
#[test]
fn tables_scroll_in_regions_of_their_own() {
    let rows = || (1..4).map(|row| format!("Row {row}"));
    let section = Section::part("Part").table(table("First", rows()), "").with(Block::Line(line()));
    let page = html(&report(vec![section])).unwrap();
    assert_eq!(page.matches("<table").count(), 2);
    for caption in ["First", "Crimes by month"] {
        let region = format!(r#"<div class="app-scroll" role="region" tabindex="0" aria-label="{caption}">"#);
        let (_, rest) = page.split_once(&region).unwrap_or_else(|| panic!("{region} is not in {page}"));
        let (table, _) = rest.split_once("</table>").unwrap();
        assert!(table.trim_start().starts_with("<table"), "{table}");
        assert!(table.contains(&format!(">{caption}</caption>")), "{table}");
        assert_eq!(table.matches("<th ").count(), table.matches("<th scope=").count());
        assert_eq!(table.matches(r#"<th scope="col""#).count(), 2);
    }
    assert!(page.contains(".app-scroll { overflow-x: auto;"), "{page}");
    // What holds a region does not scroll as well: no keyboard would reach it.
    assert_eq!(page.matches("overflow-x").count(), 1, "{page}");
}

/// A part of a workbook.
fn part(workbook: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The styles of a workbook's cells, in order: whether each has the mark of a text.
fn quoted(workbook: &[u8]) -> Vec<bool> {
    let styles = part(workbook, "xl/styles.xml");
    let (_, rest) = styles.split_once("<cellXfs").unwrap();
    let (cells, _) = rest.split_once("</cellXfs>").unwrap();
    cells.split("<xf ").skip(1).map(|style| style.contains(r#"quotePrefix="1""#)).collect()
}

#[test]
fn no_text_of_a_workbook_becomes_a_formula_when_it_is_edited() {
    let evil = r#"=HYPERLINK("https://example.org","Look")"#;
    let columns = [(evil, Width::Middle), ("+1", Width::Number)];
    let table = Table::new("@caption", &columns).rows([vec![Cell::words("-1+2"), Cell::count(3)]]);
    let section = Section::part(evil).words(evil).callout(evil).list(vec![evil.to_owned()]).table(table, "");
    let book =
        xlsx(&Report { title: evil.to_owned(), subtitle: evil.to_owned(), ..report(vec![section]) }).unwrap();
    let quoted = quoted(&book);
    let mut texts = 0;
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        let sheet = part(&book, sheet);
        assert!(!sheet.contains("<f>"), "{sheet}");
        for cell in sheet.split("<c ").skip(1).map(|cell| cell.split('>').next().unwrap_or_default()) {
            let style = cell.split(r#"s=""#).nth(1).and_then(|rest| rest.split('"').next());
            let style: usize = style.unwrap().parse().unwrap();
            let is_text = cell.contains(r#"t="s""#);
            texts += usize::from(is_text);
            // A number that is edited stays a number.
            assert_eq!(quoted[style], is_text, "<c {cell}>");
        }
    }
    assert!(texts > 9, "{texts}");
}

#[test]
fn nothing_has_no_sign() {
    for (value, words, told) in [
        (-0.04, "-0.0", "0.0"),
        (0.04, "+0.0", "0.0"),
        (0.0, "+0", "0"),
        (-0.0, "\u{2212}0.0%", "0.0%"),
        (-10.0, "-10", "-10"),
        (0.1, "+0.1", "+0.1"),
        (0.0, "\u{2013}", "\u{2013}"),
    ] {
        assert_eq!(Cell::real(value, words).text(), told);
    }
    let Cell::Real(value, _) = Cell::real(-0.0, "-0.0") else { panic!("a real number") };
    assert!(value.is_sign_positive());
    assert_eq!(crate::spoken(-0.04), "0.0");
}
