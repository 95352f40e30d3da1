//! What the records say: choose a lens and a window, read the findings, take them away, look at the working.

use askama::Template;
use concordat_disclosure::Rule;
use concordat_kernel::{Problem, Refusal};
use concordat_report::{Piece, Report, paper, pieces};
use concordat_web::{
    Answer, Errors, Reader, View,
    axum::http::StatusCode,
    axum::response::IntoResponse as _,
    download,
    parts::{BackLink, Button, Details, ErrorSummary, Html, InputWidth, Select, Shell, TextInput},
};

use super::samples;
use crate::{
    findings::{self, Direction, Finding, Found, Wanted, lenses, report},
    urls,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "findings.html")]
pub(super) struct FindingsPage {
    shell: Shell,
    summary: Html,
    caption: String,
    lens: Select,
    from: TextInput,
    to: TextInput,
    rebase: TextInput,
    better: Select,
    button: Button,
    compare: Option<String>,
    note: Option<&'static str>,
    rule: Option<Select>,
    chosen: Vec<(&'static str, String)>,
    files: Vec<(&'static str, &'static str)>,
    pieces: Vec<Piece>,
    working: Vec<Details>,
}

/// Shows the page.
pub(super) async fn show(reader: Reader) -> Answer {
    let mut errors = Errors::none();
    let wanted = wanted(&reader, &mut errors);
    let asked =
        async { findings::look(reader.store(), reader.app.analyst.as_ref(), &reader.ctx, &wanted).await };
    let found = if errors.is_empty() { errors.take(asked.await)? } else { None };
    let may_export = reader.may(crate::actions::EXPORT_FINDING, &crate::actions::findings());
    let shell = reader.shell("What the records say");
    let mut view = FindingsPage::new(shell, &Answered::of(&reader), &errors, found.as_ref(), may_export);
    if !reader.may(crate::actions::LOOK_BEHIND, &crate::actions::findings()) {
        view.working.clear();
    }
    let page = concordat_web::page(&view)?;
    if errors.is_empty() { Ok(page) } else { Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response()) }
}

/// The PDF.
pub(super) async fn pdf(reader: Reader) -> Answer {
    let report = report::report(&taken(&reader).await?);
    let typesetter = reader.app.typesetter.clone();
    file("pdf", "application/pdf", move || typesetter.typeset(&paper(&report))).await
}

/// The workbook.
pub(super) async fn xlsx(reader: Reader) -> Answer {
    let report = report::report(&taken(&reader).await?);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    file("xlsx", kind, move || concordat_report::xlsx(&report)).await
}

/// The figures.
pub(super) async fn json(reader: Reader) -> Answer {
    let found = taken(&reader).await?;
    file("json", "application/json", move || {
        report::json(&found).map(String::into_bytes).map_err(|e| Problem::new("writing figures", e))
    })
    .await
}

async fn taken(reader: &Reader) -> concordat_kernel::Result<Found> {
    let mut errors = Errors::none();
    let wanted = wanted(reader, &mut errors);
    if let Some((_, sentence)) = errors.iter().next() {
        return Err(Refusal::rule(sentence).into());
    }
    findings::export(reader.store(), reader.app.analyst.as_ref(), &reader.ctx, &wanted).await
}

/// On a thread of its own: it is work for a processor, and pages wait for none of it.
async fn file(
    extension: &str,
    kind: &'static str,
    made: impl FnOnce() -> Result<Vec<u8>, Problem> + Send + 'static,
) -> Answer {
    let bytes = tokio::task::spawn_blocking(made).await.map_err(|e| Problem::new("making a report", e))??;
    download(&format!("findings.{extension}"), kind, bytes)
}

/// What the address asks for.
pub(super) fn wanted(reader: &Reader, errors: &mut Errors) -> Wanted {
    let mut month = |field: &'static str| {
        let text = reader.query.some(field)?;
        let read = text.parse().ok();
        if read.is_none() {
            errors.add(field, "Write a month as its year and number, such as 2025-04.");
        }
        read
    };
    Wanted {
        from: month("from"),
        to: month("to"),
        lens: reader.query.some("lens").map(str::to_owned),
        rebase: month("rebase"),
        better: reader.query.some("better").map(str::to_owned),
        index: None,
        rule: reader.query.some("rule").map(str::to_owned),
        only: None,
    }
}

/// What was typed, to be shown again.
struct Answered {
    lens: String,
    from: String,
    to: String,
    rebase: String,
    better: String,
}

impl Answered {
    fn of(reader: &Reader) -> Self {
        let typed = |field| reader.query.get(field).to_owned();
        Self {
            lens: typed("lens"),
            from: typed("from"),
            to: typed("to"),
            rebase: typed("rebase"),
            better: typed("better"),
        }
    }
}

impl FindingsPage {
    fn new(shell: Shell, typed: &Answered, errors: &Errors, found: Option<&Found>, may_export: bool) -> Self {
        let mut summary = ErrorSummary::new();
        for (field, sentence) in errors.iter() {
            summary = match field {
                "lens" | "from" | "to" | "rebase" | "better" | "rule" => summary.error(field, sentence),
                _ => summary.general(sentence),
            };
        }
        let window = found.map(|found| found.asked.window);
        let month = |name: &str, label: &str, typed: &str, usual: Option<concordat_kernel::Month>| {
            let value =
                if typed.is_empty() { usual.map(|month| month.to_string()) } else { Some(typed.to_owned()) };
            TextInput::new(name, label)
                .hint("Such as 2025-04")
                .width(InputWidth::Ten)
                .value(value.unwrap_or_default())
                .error_if(errors.get(name))
        };
        let better = found.map_or(typed.better.as_str(), |found| found.asked.better.word());
        let lens = found.map_or(typed.lens.as_str(), |found| &found.asked.lens.name);
        let drawn: Option<Report> = found.map(report::report);
        let query = found.map(query).unwrap_or_default();
        let files = [
            (urls::FINDINGS_PDF, "PDF"),
            (urls::FINDINGS_XLSX, "Excel"),
            (urls::FINDINGS_JSON, "Figures as JSON"),
        ];
        let offered = found.is_some() && may_export;
        let shell = shell.back(BackLink::new(urls::EVIDENCE).text("Back to the evidence")).wide();
        Self {
            shell: if errors.is_empty() { shell } else { shell.with_errors() },
            summary: if errors.is_empty() { Html::default() } else { summary.into() },
            caption: drawn.as_ref().map(|report| report.subtitle.clone()).unwrap_or_default(),
            lens: Select::new("lens", "Lens")
                .options(lenses().iter().map(|lens| (&lens.name, &lens.title)))
                .chosen(lens)
                .error_if(errors.get("lens")),
            from: month("from", "First month", &typed.from, window.map(|window| window.from)),
            to: month("to", "Last month", &typed.to, window.map(|window| window.to)),
            rebase: month("rebase", "Draw limits afresh from (optional)", &typed.rebase, None),
            better: Select::new("better", "Which way is better in the trend")
                .hint("More crimes on record may be more trust or more crime: say down or up only where you know.")
                .options(Direction::ALL.map(|one| (one.word(), one.says())))
                .chosen(better)
                .error_if(errors.get("better")),
            button: Button::new("Look").secondary(),
            compare: found
                .filter(|found| found.harm.is_some())
                .map(|_| format!("{}?{query}", urls::COMPARE)),
            note: found.map(|_| urls::NOTEBOOK),
            rule: offered.then(|| {
                Select::new("rule", "Rule for small numbers")
                    .hint("Small numbers are hidden in whatever leaves, and others so that they cannot be worked out, also not from what left before.")
                    .options(Rule::all().map(|rule| (rule.word, rule.name)))
            }),
            chosen: found.map(chosen).unwrap_or_default(),
            files: files.into_iter().filter(|_| offered).collect(),
            pieces: drawn.as_ref().map(pieces).unwrap_or_default(),
            working: found
                .map(|found| found.findings.iter().map(|finding| steps(finding, &query)).collect())
                .unwrap_or_default(),
        }
    }
}

/// What was chosen, to be asked for again.
fn chosen(found: &Found) -> Vec<(&'static str, String)> {
    let window = found.asked.window;
    let lens = found.asked.lens.name.clone();
    let mut chosen = vec![("lens", lens), ("from", window.from.to_string()), ("to", window.to.to_string())];
    chosen.extend(found.asked.rebase.map(|month| ("rebase", month.to_string())));
    let other = found.asked.better != found.asked.lens.better;
    chosen.extend(other.then(|| ("better", found.asked.better.word().to_owned())));
    chosen
}

/// What the address of another view of the same findings ends in.
fn query(found: &Found) -> String {
    chosen(found).into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn steps(finding: &Finding, query: &str) -> Details {
    let step = |step: &concordat_steps::Step| {
        let href = format!("{}?finding={}&step={}&{query}", urls::WORKING, finding.name, step.name);
        let reads = finding.question.inputs(step).join(", ");
        Html::spaced([Html::link(&href, step.name), Html::from(format!("reads {reads}"))])
    };
    Details::new(
        format!("{}: the steps", finding.title),
        Html::bullets(finding.question.steps.iter().map(step)),
    )
}

impl View for FindingsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || samples::shell("What the records say");
        let typed = |from: &str| Answered {
            lens: "all".to_owned(),
            from: from.to_owned(),
            to: String::new(),
            rebase: String::new(),
            better: String::new(),
        };
        let mut wrong = Errors::none();
        wrong.add("from", "Write a month as its year and number, such as 2025-04.");
        let mut nothing = Errors::none();
        nothing.add("", "No records have been brought in yet. Use `concordat evidence ingest` first.");
        vec![
            ("usual", Self::new(shell(), &typed(""), &Errors::none(), samples::found().as_ref(), true)),
            (
                "small numbers hidden",
                Self::new(shell(), &typed(""), &Errors::none(), samples::released().as_ref(), true),
            ),
            ("a month that is none", Self::new(shell(), &typed("April"), &wrong, None, true)),
            ("no records yet", Self::new(shell(), &typed(""), &nothing, None, false)),
        ]
    }
}
