//! A report on a page, and as a file.

use concordat_kernel::{
    Id, Problem,
    jiff::{ToSpan as _, civil::Date},
};
use concordat_report::{Pages, Piece, Report, docx, paper, pieces, xlsx};
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    download, page,
    parts::{BackLink, Button, Select, Shell, SummaryList},
};

use crate::{
    Plan, export,
    pages::shell,
    reports::{
        facts::Facts,
        make::{self, Asked},
        samples, say, store, urls,
    },
};

/// A report on a page.
#[derive(Debug, Template)]
#[template(path = "reports/report.html")]
pub(crate) struct ReportPage {
    shell: Shell,
    caption: String,
    heading: String,
    facts: SummaryList,
    choose: Option<Choose>,
    files: Vec<(String, &'static str)>,
    pieces: Vec<Piece>,
}

/// What can be chosen about a report.
#[derive(Debug, Template)]
#[template(path = "reports/choose.html")]
pub(crate) struct Choose {
    label: &'static str,
    select: Select,
    button: Button,
}
impl concordat_web::askama::filters::HtmlSafe for Choose {}

impl ReportPage {
    /// `name` is the report's in addresses; its files are offered when the reader may take them away.
    pub(super) fn of(
        shell: Shell,
        plan: Id<Plan>,
        report: &Report,
        name: &str,
        query: &str,
        may_export: bool,
    ) -> Self {
        let files = [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")].into_iter().filter(|_| may_export);
        Self {
            caption: report.subtitle.clone(),
            heading: report.title.clone(),
            facts: SummaryList::new().rows(report.facts.iter().map(|(name, value)| (name, value))),
            choose: None,
            files: files
                .map(|(extension, words)| (urls::report(plan, &format!("{name}.{extension}"), query), words))
                .collect(),
            pieces: pieces(report),
            shell,
        }
    }
}

/// The shell of a page below the reports.
pub(super) fn below(reader: &Reader, plan: Id<Plan>, title: &str) -> Shell {
    shell(reader, title).back(BackLink::new(urls::reports(plan)).text("Back to the reports")).wide()
}

pub(crate) async fn progress(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let (facts, leads) = store::facts(reader.store(), &reader.ctx, store::VIEW, id).await?;
    let since = since(&reader);
    let report = make::of(&facts, &leads, &Asked::Progress(since))?;
    let query = since.map_or_else(String::new, |on| format!("?since={on}"));
    let may_export = reader.may(store::EXPORT, &store::resource(&facts.plan.head, store::EXPORT));
    let shell = below(&reader, id, &report.title);
    let mut view = ReportPage::of(shell, id, &report, "progress", &query, may_export);
    view.choose = Some(choose_since(&facts, since));
    page(&view)
}

pub(crate) async fn year_end(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
    let (facts, leads) = store::facts(reader.store(), &reader.ctx, store::VIEW, id).await?;
    let report = make::of(&facts, &leads, &Asked::YearEnd)?;
    let may_export = reader.may(store::EXPORT, &store::resource(&facts.plan.head, store::EXPORT));
    let shell = below(&reader, id, &report.title);
    page(&ReportPage::of(shell, id, &report, "year-end", "", may_export))
}

/// The day that the address names; one that is none is as none.
fn since(reader: &Reader) -> Option<Date> {
    reader.query.get("since").parse().ok()
}

/// From when changes are told: each round, and the plan's first day.
fn choose_since(facts: &Facts, chosen: Option<Date>) -> Choose {
    let usual = make::usual(facts).on;
    let mut days: Vec<(Date, String)> = Vec::new();
    for round in facts.rounds.iter().rev().filter(|round| round.opens_on <= facts.today) {
        days.push((
            round.opens_on,
            format!("{}, when the round “{}” began", say::day(round.opens_on), round.title),
        ));
    }
    if let Some(period) = facts.plan.head.period {
        days.push((
            period.from.first_day(),
            format!("{}, the plan’s first day", say::day(period.from.first_day())),
        ));
    }
    for (months, words) in [(1, "a month ago"), (3, "three months ago")] {
        let on = facts.today.checked_sub(months.months()).unwrap_or(facts.today);
        days.push((on, format!("{}, {words}", say::day(on))));
    }
    let chosen = chosen.unwrap_or(usual);
    for on in [usual, chosen] {
        if !days.iter().any(|(day, _)| *day == on) {
            days.push((on, say::day(on)));
        }
    }
    days.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    days.dedup_by_key(|(on, _)| *on);
    let select = Select::new("since", "Tell what changed since")
        .options(days.into_iter().map(|(on, words)| (on.to_string(), words)))
        .chosen(chosen.to_string());
    Choose { label: "From when", select, button: Button::new("Show").secondary() }
}

/// The file formats that a report can be taken away in.
#[derive(Clone, Copy)]
enum Format {
    Pdf,
    Docx,
    Xlsx,
}

async fn file(reader: Reader, id: Id<Plan>, asked: Asked, format: Format) -> Answer {
    let (facts, leads) = store::facts(reader.store(), &reader.ctx, store::EXPORT, id).await?;
    let report = make::of(&facts, &leads, &asked)?;
    let (extension, content_type) = match format {
        Format::Pdf => ("pdf", "application/pdf"),
        Format::Docx => ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Format::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    };
    let name = format!("{}-{}", asked.word(), export::file_name(&facts.plan, extension));
    let typesetter = reader.app.typesetter.clone();
    let made = move || match format {
        Format::Pdf => typesetter.typeset(&paper(&report)),
        Format::Docx => docx(&report),
        Format::Xlsx => xlsx(&report),
    };
    // On a thread of its own: it is work for a processor, and pages wait for none of it.
    let bytes = tokio::task::spawn_blocking(made).await.map_err(|e| Problem::new("making a report", e))??;
    download(&name, content_type, bytes)
}

/// The lead that the address names.
pub(super) fn lead(reader: &Reader) -> Option<String> {
    reader.query.some("lead").map(str::to_owned)
}

macro_rules! files {
    ($($name:ident: $asked:expr, $format:ident;)+) => { $(
        pub(crate) async fn $name(reader: Reader, At(id): At<Id<Plan>>) -> Answer {
            let asked = ($asked)(&reader);
            file(reader, id, asked, Format::$format).await
        }
    )+ };
}
files! {
    progress_pdf: |reader: &Reader| Asked::Progress(since(reader)), Pdf;
    progress_docx: |reader: &Reader| Asked::Progress(since(reader)), Docx;
    progress_xlsx: |reader: &Reader| Asked::Progress(since(reader)), Xlsx;
    year_end_pdf: |_: &Reader| Asked::YearEnd, Pdf;
    year_end_docx: |_: &Reader| Asked::YearEnd, Docx;
    year_end_xlsx: |_: &Reader| Asked::YearEnd, Xlsx;
    leads_pdf: |reader: &Reader| Asked::Lead(lead(reader)), Pdf;
    leads_docx: |reader: &Reader| Asked::Lead(lead(reader)), Docx;
    leads_xlsx: |reader: &Reader| Asked::Lead(lead(reader)), Xlsx;
}

impl View for ReportPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = |report: &Report| crate::pages::samples::shell(&report.title).wide();
        samples::reports()
            .into_iter()
            .map(|(name, facts, report)| {
                let plan = facts.plan.head.id;
                let word = if report.pages == Pages::One { "leads" } else { "progress" };
                let mut view = Self::of(shell(&report), plan, &report, word, "", true);
                if word == "progress" {
                    view.choose = Some(choose_since(&facts, None));
                }
                (name, view)
            })
            .collect()
    }
}
