//! From the reader, which runs on a thread of its own, to the parts on the disk: a few batches of rows at a time, so that memory is
//! bounded whatever the size of the file.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use concordat_kernel::{Id, Problem, Refusal, Result};
use concordat_steps::{Analyst, PartWriter, Shape, Table};
use tokio::sync::mpsc;

use crate::{
    ingest::{
        Ingest,
        bytes::{Progress, said},
        pseudonym::Pseudonym,
        read::{RefusedRow, Sink},
        seal::Sealer,
    },
    records::{
        Crime, PersonInCrime,
        shapes::{CRIME, Crimes, PERSON, People, REFUSED, References, Refused, SEALED},
    },
};

/// Rows that travel together from the reader to the disk.
const TOGETHER: usize = 16_384;

/// A batch on its way to the disk.
pub(super) enum Batch {
    /// Rows of a table.
    Rows(Shape, Table),
    /// The force's own references of people, not sealed yet: to seal is a good part of the work, so it is not the reader that does it.
    Met(Vec<(Pseudonym, String)>),
}

/// Takes records from the reader and sends them on in batches.
pub(super) struct Courier<F> {
    send: mpsc::Sender<Batch>,
    crimes: Crimes,
    people: People,
    refused: Refused,
    met: Vec<(Pseudonym, String)>,
    pub(super) forces: BTreeSet<String>,
    refused_to: Option<PathBuf>,
    heading: String,
    list: Option<BufWriter<File>>,
    told: F,
}

impl<F: FnMut(Progress)> Courier<F> {
    pub(super) fn new(send: mpsc::Sender<Batch>, refused_to: Option<PathBuf>, told: F) -> Self {
        Self {
            send,
            crimes: Crimes::default(),
            people: People::default(),
            refused: Refused::default(),
            met: Vec::new(),
            forces: BTreeSet::new(),
            refused_to,
            heading: String::new(),
            list: None,
            told,
        }
    }

    fn send(&self, batch: Batch) -> Result<()> {
        let sent = self.send.blocking_send(batch);
        // Whoever listened has stopped for a reason of their own, which is the one to tell.
        Ok(sent.map_err(|_| Problem::say("nobody takes the records any more"))?)
    }

    /// Sends what still waits.
    pub(super) fn end(&mut self) -> Result<()> {
        let waiting = [
            (CRIME, self.crimes.len(), self.crimes.take()),
            (PERSON, self.people.len(), self.people.take()),
            (REFUSED, self.refused.len(), self.refused.take()),
        ];
        for (shape, rows, table) in waiting {
            if rows > 0 {
                self.send(Batch::Rows(shape, table))?;
            }
        }
        if !self.met.is_empty() {
            let met = std::mem::take(&mut self.met);
            self.send(Batch::Met(met))?;
        }
        if let (Some(mut list), Some(refused_to)) = (self.list.take(), &self.refused_to) {
            list.flush().map_err(|e| unwritable(refused_to, &e))?;
        }
        Ok(())
    }

    /// Writes a refused row down where it can be mended, the heading first.
    fn list(&mut self, text: &str) -> Result<()> {
        let Some(refused_to) = &self.refused_to else { return Ok(()) };
        let unwritable = |error: std::io::Error| unwritable(refused_to, &error);
        if self.list.is_none() {
            let mut options = File::options();
            options.write(true).create(true).truncate(true);
            // What was refused may name people.
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut list = BufWriter::new(options.open(unfinished(refused_to)).map_err(unwritable)?);
            writeln!(list, "{}", self.heading).map_err(unwritable)?;
            self.list = Some(list);
        }
        match &mut self.list {
            Some(list) => Ok(writeln!(list, "{text}").map_err(unwritable)?),
            None => Ok(()),
        }
    }
}

impl<F: FnMut(Progress)> Sink for Courier<F> {
    fn heading(&mut self, text: &str) -> Result<()> {
        text.clone_into(&mut self.heading);
        Ok(())
    }

    fn crime(&mut self, _line: u64, crime: &Crime) -> Result<()> {
        if let Some(force) = &crime.reported_by
            && !self.forces.contains(force)
        {
            self.forces.insert(force.clone());
        }
        self.crimes.add(crime);
        if self.crimes.len() >= TOGETHER {
            let rows = self.crimes.take();
            self.send(Batch::Rows(CRIME, rows))?;
        }
        Ok(())
    }

    fn person(&mut self, _line: u64, person: &PersonInCrime) -> Result<()> {
        self.people.add(person);
        if self.people.len() >= TOGETHER {
            let rows = self.people.take();
            self.send(Batch::Rows(PERSON, rows))?;
        }
        Ok(())
    }

    fn met(&mut self, person: Pseudonym, reference: String) -> Result<()> {
        self.met.push((person, reference));
        if self.met.len() >= TOGETHER {
            let met = std::mem::take(&mut self.met);
            self.send(Batch::Met(met))?;
        }
        Ok(())
    }

    fn refused(&mut self, row: &RefusedRow<'_>) -> Result<()> {
        self.list(row.text)?;
        self.refused.add(row.line, row.reason.to_string());
        if self.refused.len() >= TOGETHER {
            let rows = self.refused.take();
            self.send(Batch::Rows(REFUSED, rows))?;
        }
        Ok(())
    }

    fn progress(&mut self, progress: Progress) -> Result<()> {
        (self.told)(progress);
        Ok(())
    }
}

/// Where they are written until the file is brought in: what lies there from an earlier time, perhaps mended by hand, stays.
pub(super) fn unfinished(refused_to: &Path) -> PathBuf {
    let mut name = refused_to.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    refused_to.with_file_name(name)
}

pub(super) fn unwritable(refused_to: &Path, error: &std::io::Error) -> Refusal {
    Refusal::rule(format!(
        "Rows were refused, and `{}` for them cannot be written: the system says “{}”. Put the file in a folder that you can write to.",
        refused_to.display(),
        said(error)
    ))
}

/// The parts of one ingest, each begun with its first rows.
pub(super) struct Parts {
    id: Id<Ingest>,
    sealer: Sealer,
    /// The system that the references of people are of.
    source: String,
    /// How many references were sealed.
    pub(super) sealed: u64,
    writers: BTreeMap<&'static str, Box<dyn PartWriter>>,
}

impl Parts {
    pub(super) fn new(id: Id<Ingest>, sealer: Sealer, source: String) -> Self {
        Self { id, sealer, source, sealed: 0, writers: BTreeMap::new() }
    }

    pub(super) async fn add(&mut self, analyst: &dyn Analyst, batch: Batch) -> Result<()> {
        let (shape, rows) = match batch {
            Batch::Rows(shape, rows) => (shape, rows),
            Batch::Met(met) => {
                let mut references = self.seal(&met);
                if references.len() == 0 {
                    return Ok(());
                }
                (SEALED, references.take())
            }
        };
        if !self.writers.contains_key(shape.name) {
            self.writers.insert(shape.name, analyst.begin(shape, &self.id.to_string()).await?);
        }
        match self.writers.get_mut(shape.name) {
            Some(writer) => writer.add(&rows).await,
            None => Ok(()),
        }
    }

    fn seal(&mut self, met: &[(Pseudonym, String)]) -> References {
        let mut references = References::default();
        for (person, reference) in met {
            if let Some(sealed) = self.sealer.seal(*person, &self.source, reference) {
                references.add(&sealed, &self.source);
                self.sealed += 1;
            }
        }
        references
    }

    /// Ends them all. Says what the file of each hashes to, by table.
    pub(super) async fn finish(self) -> Result<BTreeMap<String, String>> {
        let mut hashes = BTreeMap::new();
        for (table, writer) in self.writers {
            hashes.insert(table.to_owned(), writer.finish().await?);
        }
        Ok(hashes)
    }
}
