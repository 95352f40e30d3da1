use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Args, ValueEnum};
use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Problem, Refusal, jiff::civil::Date};
use concordat_meetings::{
    Meeting, meetings,
    pack::{self, Edition},
};
use concordat_store::Store;
use concordat_web::Typesetter;

use super::{
    Session,
    files::unwritable,
    output::{counted, line},
};
use crate::press::Typeset;

/// Writes agenda, papers and attachments of a meeting as one PDF.
#[derive(Debug, Args)]
pub(super) struct Pack {
    /// The meeting: its id, or its day (YYYY-MM-DD) where only one group meets that day.
    #[arg(value_name = "ID")]
    meeting: String,
    /// Which edition. The public one is made of what is published alone; the restricted one leaves an audit row.
    #[arg(long, value_enum)]
    edition: Which,
    /// With `--edition restricted`: the number of the copy that is made. Without it, a working copy.
    #[arg(long, value_name = "NUMBER")]
    copy: Option<i64>,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Public,
    Restricted,
}

impl Pack {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let store = session.open_existing().await?;
        let ctx = session.operator();
        let edition = match self.edition {
            Which::Public => Edition::Public,
            Which::Restricted => Edition::Restricted,
        };
        if edition == Edition::Public && self.copy.is_some() {
            return Err(
                Refusal::rule("Copies of the public edition have no numbers. Leave --copy out.").into()
            );
        }
        let meeting = find(&store, &ctx, &self.meeting).await?;
        if edition == Edition::Public && meeting.published_at.is_none() {
            let sentence = "The agenda of this meeting is not published yet, so there is no public edition. Publish it first.";
            return Err(Refusal::rule(sentence).into());
        }
        let press: Arc<dyn Typesetter> = Arc::new(Typeset::default());
        let drawn = pack::pack(&store, &ctx, &press, meeting.id, edition, self.copy).await?;
        let making = tokio::task::spawn_blocking(move || pack::make(&ctx, press.as_ref(), drawn));
        let made = making.await.map_err(|e| Problem::new("making a pack", e))??;
        std::fs::write(&self.out, &made.pdf).map_err(|e| unwritable(&self.out, &e))?;
        if session.output.json {
            let written = serde_json::json!({
                "meeting": meeting.id,
                "edition": edition.word(),
                "file": self.out,
                "bytes": made.pdf.len(),
                "pages": made.pages,
                "inaccessible": made.inaccessible,
                "places": made.places.iter().map(|(name, page)| serde_json::json!({ "place": name, "page": page })).collect::<Vec<_>>(),
            });
            return session.output.result(&written, "").map(|()| ExitCode::SUCCESS);
        }
        line(&format!(
            "Wrote the {} edition to {} ({}, {} bytes).",
            edition.word(),
            self.out.display(),
            counted(made.pages, "page", "pages"),
            made.pdf.len()
        ))?;
        for file in &made.inaccessible {
            line(&format!("It does not call itself accessible (PDF/UA), because of {file}."))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The meeting of this id, or the only one of this day.
async fn find(store: &Store, ctx: &Ctx, named: &str) -> Result<Meeting, Error> {
    let mut known = meetings(store, ctx).await?;
    if let Ok(id) = named.parse::<Id<Meeting>>() {
        let found = known.into_iter().find(|meeting| meeting.id == id);
        return Ok(found.ok_or_else(|| Refusal::rule(format!("There is no meeting with the id `{named}`.")))?);
    }
    let day: Date = named.parse().map_err(|_| {
        Refusal::rule(format!(
            "`{named}` is neither the id of a meeting nor a day. Write a day as 2026-07-14."
        ))
    })?;
    known.retain(|meeting| meeting.plan.held_on == day);
    match known.len() {
        1 => Ok(known.remove(0)),
        0 => Err(Refusal::rule(format!("No meeting is planned for {day}.")).into()),
        _ => {
            let ids: Vec<String> = known.iter().map(|meeting| meeting.id.to_string()).collect();
            Err(Refusal::rule(format!("Several groups meet on {day}. Give the id: {}.", ids.join(", ")))
                .into())
        }
    }
}
