//! The grant report on a page, and as a PDF, a Word document and a workbook.

use concordat_access::Action;
use concordat_kernel::{Id, Problem, Result};
use concordat_report::{Piece, Report, pieces};
use concordat_web::{
    Answer, At, Reader, View,
    askama::Template,
    download, page,
    parts::{Shell, SummaryList},
};

use super::{beneath_award, desk::Desk};
use crate::{
    Award, Return,
    actions::{EXPORT, VIEW_AWARD},
    publish::{self, Audience},
    store::{self, About, AwardFile},
    urls,
};

/// A report on a page.
#[derive(Debug, Template)]
#[template(path = "report.html")]
pub(super) struct ReportPage {
    shell: Shell,
    caption: String,
    heading: String,
    facts: SummaryList,
    other: Option<(String, &'static str)>,
    files: Vec<(String, &'static str)>,
    pieces: Vec<Piece>,
}

impl ReportPage {
    fn of(
        shell: Shell,
        report: &Report,
        other: Option<(String, &'static str)>,
        files: Vec<(String, &'static str)>,
    ) -> Self {
        Self {
            shell: shell.wide(),
            caption: report.subtitle.clone(),
            heading: report.title.clone(),
            facts: SummaryList::new().rows(report.facts.iter().map(|(name, value)| (name, value))),
            other,
            files,
            pieces: pieces(report),
        }
    }
}

async fn draw(
    reader: &Reader,
    action: Action,
    id: Id<Award>,
    audience: Audience,
) -> Result<(AwardFile, Report)> {
    publish::drawn(&reader.app, &reader.ctx, action, id, audience).await
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    let audience = Audience::from_word(reader.query.get("for"));
    let (file, report) = draw(&reader, VIEW_AWARD, id, audience).await?;
    let desk = Desk::at(&reader, About::Award(id)).await?;
    let query = format!("?for={}", audience.word());
    let files = if desk.may(EXPORT) {
        [(urls::REPORT_PDF, "PDF"), (urls::REPORT_DOCX, "a Word document"), (urls::REPORT_XLSX, "a workbook")]
            .map(|(address, words)| (format!("{}{query}", urls::at(address, id)), words))
            .to_vec()
    } else {
        Vec::new()
    };
    let here = urls::at(urls::REPORT, id);
    let other = match audience {
        Audience::Partnership => (format!("{here}?for=funder"), "See the report for the funder"),
        Audience::Funder => (here, "See the report for the partnership"),
    };
    let shell = beneath_award(&reader, &*report.title, &file.award);
    page(&ReportPage::of(shell, &report, Some(other), files))
}

/// The file formats that the report can be taken away in.
#[derive(Clone, Copy)]
enum Format {
    Pdf,
    Docx,
    Xlsx,
}

async fn file(reader: Reader, id: Id<Award>, format: Format) -> Answer {
    let audience = Audience::from_word(reader.query.get("for"));
    let (_, report) = draw(&reader, EXPORT, id, audience).await?;
    made(&reader, &format!("grant-report-{}", audience.word()), report, format).await
}

/// A report as a file.
async fn made(reader: &Reader, name: &str, report: Report, format: Format) -> Answer {
    let (extension, content_type) = match format {
        Format::Pdf => ("pdf", "application/pdf"),
        Format::Docx => ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Format::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    };
    let name = format!("{name}.{extension}");
    let typesetter = reader.app.typesetter.clone();
    let made = move || match format {
        Format::Pdf => typesetter.typeset(&concordat_report::paper(&report)),
        Format::Docx => concordat_report::docx(&report),
        Format::Xlsx => concordat_report::xlsx(&report),
    };
    // On a thread of its own: it is work for a processor, and pages wait for none of it.
    let bytes =
        tokio::task::spawn_blocking(made).await.map_err(|e| Problem::new("making a grant report", e))??;
    download(&name, content_type, bytes)
}

pub(super) async fn pdf(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    file(reader, id, Format::Pdf).await
}

pub(super) async fn docx(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    file(reader, id, Format::Docx).await
}

pub(super) async fn xlsx(reader: Reader, At(id): At<Id<Award>>) -> Answer {
    file(reader, id, Format::Xlsx).await
}

async fn letter(reader: Reader, id: Id<Return>, format: Format) -> Answer {
    let (file, back) = store::for_letter(reader.store(), &reader.ctx, id).await?;
    let letter = publish::letter(&file, &back, reader.ctx.clock.now());
    made(&reader, "letter-of-return", letter, format).await
}

pub(super) async fn letter_pdf(reader: Reader, At(id): At<Id<Return>>) -> Answer {
    letter(reader, id, Format::Pdf).await
}

pub(super) async fn letter_docx(reader: Reader, At(id): At<Id<Return>>) -> Answer {
    letter(reader, id, Format::Docx).await
}

impl View for ReportPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let of = |audience| {
            let report = super::invented::report(audience);
            let files = vec![("#".to_owned(), "PDF"), ("#".to_owned(), "a Word document")];
            Self::of(super::invented::shell(&report.title), &report, None, files)
        };
        vec![
            ("grant report, for the partnership", of(Audience::Partnership)),
            ("grant report, for the funder", of(Audience::Funder)),
        ]
    }
}
