use std::{path::PathBuf, process::ExitCode};

use clap::{Args, ValueEnum};
use concordat_kernel::{Error, jiff::civil::Date};
use concordat_plan::{
    reports::{self, Asked},
    store as plans,
};
use concordat_web::Typesetter as _;

use super::{Session, files::unwritable, output::line, plan::by_title};
use crate::press::Typeset;

/// Writes a report on a plan.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Which report.
    #[arg(long, value_enum)]
    kind: Kind,
    /// The plan, by title; may be left out when there is only one.
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// With `--kind lead`: whose page, by name; without it, a page for each lead.
    #[arg(long, value_name = "BODY")]
    lead: Option<String>,
    /// With `--kind progress`: tell what changed since this day (YYYY-MM-DD), not since the last round began.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// What to write.
    #[arg(long, value_enum)]
    format: Format,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Progress,
    YearEnd,
    Lead,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Xlsx,
    Docx,
    Pdf,
}

impl Report {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let store = session.open_existing().await?;
        let ctx = session.operator();
        let id = by_title(&plans::plans(&store, &ctx).await?, self.plan.as_deref())?.id;
        let asked = match self.kind {
            Kind::Progress => Asked::Progress(self.since),
            Kind::YearEnd => Asked::YearEnd,
            Kind::Lead => Asked::Lead(self.lead),
        };
        let report = reports::draw(&store, &ctx, reports::store::EXPORT, id, &asked).await?;
        let bytes = match self.format {
            Format::Xlsx => reports::xlsx(&report)?,
            Format::Docx => reports::docx(&report)?,
            Format::Pdf => Typeset::default().typeset(&reports::paper(&report))?,
        };
        std::fs::write(&self.out, &bytes).map_err(|e| unwritable(&self.out, &e))?;
        if session.output.json {
            let written = serde_json::json!({ "plan": id, "file": self.out, "bytes": bytes.len() });
            return session.output.result(&written, "").map(|()| ExitCode::SUCCESS);
        }
        line(&format!("Wrote “{}” to {} ({} bytes).", report.title, self.out.display(), bytes.len()))?;
        Ok(ExitCode::SUCCESS)
    }
}
