//! Findings as a report, and as numbers.

use concordat_kernel::{Mark, Month, Sensitivity};
use concordat_report::{Block, Cell, Pages, Report, Section, Table, Width};

use super::{Figure, Found, short::in_short};

/// The report.
pub fn report(found: &Found) -> Report {
    let window = found.asked.window;
    let mut sections = vec![standing(found)];
    let short = in_short(found);
    if !short.is_empty() {
        sections.push(Section::part("In short").list(short));
    }
    for finding in &found.findings {
        let mut section = Section::part(finding.title).words(finding.asks);
        for block in &finding.blocks {
            section = section.with(block.clone());
        }
        sections.push(section.words(format!("Method: {}", finding.method)).list(finding.caveats.clone()));
    }
    sections.push(provenance(found));
    let small = found.sight.rule().map_or_else(
        || "shown as they are: this page is for those who may look at the rows behind them".to_owned(),
        |rule| format!("{} ({})", rule.name, rule.source),
    );
    Report {
        title: "What the records say".to_owned(),
        subtitle: format!("{}, {window}", found.asked.lens.title),
        facts: vec![
            ("Lens".to_owned(), found.asked.lens.says.clone()),
            ("Window".to_owned(), window.to_string()),
            ("Files in use".to_owned(), found.rests_on.len().to_string()),
            ("Small numbers".to_owned(), small),
        ],
        mark: mark(),
        made_at: found.at,
        pages: Pages::Flowing,
        sections,
    }
}

/// Findings in records of crimes are restricted.
fn mark() -> Mark {
    Sensitivity::Restricted.mark()
}

fn standing(found: &Found) -> Section {
    let window = found.asked.window;
    let section = Section::part("What the records cover");
    let (missing, thin) = (found.standing.missing_in(window), found.standing.thin_in(window));
    let mut section = match found.sight.revised() {
        0 => section,
        1 => section.callout("One number differs from when it left before: records were corrected since."),
        more => section.callout(format!(
            "{more} numbers differ from when they left before: records were corrected since."
        )),
    };
    if missing.is_empty() && thin.is_empty() {
        return section.words("Every month of the window has records, and none has far fewer than usual.");
    }
    if !missing.is_empty() {
        section = section.callout(format!("No records have been brought in for {}.", listed(&missing)));
    }
    if !thin.is_empty() {
        section = section.callout(format!(
            "Far fewer records than usual for {}: taken to be incomplete, and left out of the limits of charts.",
            listed(&thin)
        ));
    }
    section
}

fn listed(months: &[Month]) -> String {
    let words = |month: &Month| format!("{} {}", month.name(), month.year());
    match months {
        [] => String::new(),
        [one] => words(one),
        [first, .., last] if months.len() > 6 => {
            format!("{} months between {} and {}", months.len(), words(first), words(last))
        }
        [head @ .., last] => {
            format!("{} and {}", head.iter().map(words).collect::<Vec<_>>().join(", "), words(last))
        }
    }
}

fn provenance(found: &Found) -> Section {
    // A file is often a month: its own count would tell what the month's hides.
    let open = found.sight.rule().is_none();
    let mut columns = vec![("File", Width::Middle), ("Source", Width::Short)];
    if open {
        columns.extend([("Crimes", Width::Number), ("Refused", Width::Number)]);
    }
    columns.push(("SHA-256 begins", Width::Short));
    let files = Table::new("Files that this rests on", &columns).rows(found.rests_on.iter().map(|entry| {
        let mut cells = vec![Cell::words(&entry.file), Cell::words(&entry.source)];
        if open {
            cells.extend([Cell::count(entry.crimes), Cell::count(entry.refused)]);
        }
        cells.push(Cell::words(entry.hash.chars().take(16).collect::<String>()));
        cells
    }));
    let mut steps = Vec::new();
    for finding in &found.findings {
        let keys = finding.question.keys();
        for step in &finding.question.steps {
            let key: String =
                keys.get(step.name).map(|key| key.chars().take(16).collect()).unwrap_or_default();
            steps.push(format!("{}, step {}: key {key}", finding.title, step.name));
        }
    }
    Section::part("Where this comes from")
        .with(Block::Table(files))
        .words("Each step has a key. The same key means the same records, the same text and the same answer.")
        .list(steps)
}

/// `findings.json`: every figure in full precision.
pub fn figures(found: &Found) -> Vec<&Figure> {
    found.findings.iter().flat_map(|finding| &finding.figures).collect()
}

/// The figures as text.
///
/// # Errors
/// When a figure is no number, which no method gives.
pub fn json(found: &Found) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&figures(found))
}
