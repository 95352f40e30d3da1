//! The document's text: title, period, and for each priority its heading, its facts and its table.

use concordat_report::word::{TEXT_WIDTH, bold, hidden, item, paragraph, run, safe, whole};

use crate::{
    RecordedPlan, RecordedPriority,
    export::cells::{Column, Line, extras, joined, known_beyond, lines},
    import::{PriorityKind, tidy},
    strategies::model::Money,
};

pub(super) fn document(plan: &RecordedPlan, money: &Money) -> String {
    let columns = all_columns(plan, money);
    let mut body = paragraph("Title", &format!("{}{}", hidden("Title: "), run(&tidy(&plan.head.title))));
    if let Some(period) = plan.head.period {
        body.push_str(&paragraph("Subtitle", &run(&period.to_string())));
    }
    for priority in &plan.priorities {
        facts(&mut body, priority);
        table(&mut body, priority, money, &columns);
    }
    whole(&body)
}

fn facts(body: &mut String, priority: &RecordedPriority) {
    let kind = match priority.kind {
        PriorityKind::Priority => "Priority",
        PriorityKind::Shared => "Shared",
    };
    body.push_str(&paragraph("Heading1", &run(&format!("{kind}: {}", tidy(&priority.title)))));
    let mut fact = |word: &str, text: &str| {
        body.push_str(&paragraph("Fact", &format!("{}{}", bold(&format!("{word}: ")), run(&tidy(text)))));
    };
    if !priority.leads.is_empty() {
        fact("Lead", &joined(&priority.leads));
    }
    if let Some(aim) = &priority.aim {
        fact("Aim", aim);
    }
    for note in &priority.notes {
        fact("Note", note);
    }
}

/// The columns as printed, and the id last. Priorities have headings here, not columns.
fn all_columns(plan: &RecordedPlan, money: &Money) -> Vec<Column> {
    let mut all = vec![
        Column::Number,
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
    all.push(Column::Id);
    all
}

/// Widths in parts of the whole.
fn share(column: &Column) -> u32 {
    match column {
        Column::Number | Column::Id => 12,
        Column::Status | Column::Linked | Column::Money => 18,
        Column::StoodDown => 26,
        Column::Funded | Column::Extra(_) => 20,
        Column::Label => 22,
        Column::Timescale => 25,
        Column::Lead => 26,
        Column::Objective => 38,
        Column::Measures => 42,
        _ => 48,
    }
}

/// Whether an action says it once for all its rows.
fn spans_rows(column: &Column) -> bool {
    !matches!(
        column,
        Column::Steps | Column::Measures | Column::Timescale | Column::StoodDown | Column::Extra(_)
    )
}

fn table(body: &mut String, priority: &RecordedPriority, money: &Money, columns: &[Column]) {
    let whole: u32 = columns.iter().map(share).sum();
    let widths: Vec<u32> = columns.iter().map(|column| share(column) * TEXT_WIDTH / whole).collect();
    body.push_str(concat!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="Plan"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>"#,
        r#"<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>"#,
    ));
    body.push_str(&format!(
        r#"<w:tblCaption w:val="{}"/></w:tblPr><w:tblGrid>"#,
        safe(&format!("Actions under {}", tidy(&priority.title)))
    ));
    for width in &widths {
        body.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    body.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in columns.iter().zip(&widths) {
        let style = if *column == Column::Id { "Id" } else { "Head" };
        cell(body, *width, "", &paragraph(style, &run(column.name())));
    }
    body.push_str("</w:tr>");
    let lines = lines(priority, money);
    for (n, line) in lines.iter().enumerate() {
        let goes_on = lines.get(n + 1).is_some_and(|next| !next.opens_action);
        body.push_str("<w:tr>");
        for (column, width) in columns.iter().zip(&widths) {
            let (merge, content) = match (spans_rows(column), line.opens_action, goes_on) {
                (true, false, _) => ("<w:vMerge/>", String::new()),
                (true, true, true) => (r#"<w:vMerge w:val="restart"/>"#, paragraphs(column, *line)),
                _ => ("", paragraphs(column, *line)),
            };
            cell(body, *width, merge, &content);
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
    // A paragraph between two tables keeps them two.
    body.push_str(&paragraph("Gap", ""));
}

fn cell(body: &mut String, width: u32, merge: &str, content: &str) {
    // A cell without a paragraph is not a cell to Word.
    let content = if content.is_empty() { paragraph("Cell", "") } else { content.to_owned() };
    body.push_str(&format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}</w:tcPr>{content}</w:tc>"#
    ));
}

fn paragraphs(column: &Column, line: Line<'_>) -> String {
    let starred = line.action.is_some_and(|action| action.content.starred);
    let style = if *column == Column::Id { "Id" } else { "Cell" };
    let mut texts = column.paragraphs(line);
    if *column == Column::Number && starred {
        texts = vec![format!("{}*", texts.concat())];
    }
    let strong = matches!(column, Column::Number | Column::Label);
    let runs = |text: &String| if strong { bold(text) } else { run(text) };
    texts
        .iter()
        .map(|text| if column.is_list() { item(&runs(text)) } else { paragraph(style, &runs(text)) })
        .collect()
}
