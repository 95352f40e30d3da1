//! Commands that write files without a record: invented records, and what is to be told of each method.

use std::{
    io::{BufWriter, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use concordat_evidence::{
    generate::{self, MAPPING, Preset},
    ranking,
};
use concordat_kernel::{Error, Problem};

use super::{
    Session,
    files::{Readers, Together, unwritable},
    output::counted,
};

/// Makes invented records with the proportions that were published of a county.
///
/// Presets are `kent` (violence against women and girls, April 2017 to March 2022) and `thames-valley` (domestic abuse over six
/// years). The mapping that reads the records is written beside them.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// The preset: kent or thames-valley.
    #[arg(long, value_name = "PRESET", default_value = "kent")]
    preset: String,
    /// About how many crimes; suspects and victims in proportion. As many as the preset's source had without it.
    #[arg(long, value_name = "N", value_parser = some)]
    rows: Option<u64>,
    /// The same seed gives the same records.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole)]
    seed: u64,
    /// The folder to write the records (CSV) and their mapping into.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// What the mapping beside the records is called.
const BESIDE: &str = "mapping.toml";

/// A whole number, as an argument.
fn whole(text: &str) -> Result<u64, &'static str> {
    text.parse().map_err(|_| "Write a whole number in digits alone, such as 2000.")
}

/// A whole number above nothing, as an argument.
fn some(text: &str) -> Result<u64, &'static str> {
    whole(text).and_then(|number| if number > 0 { Ok(number) } else { Err("Ask for one or more.") })
}

impl Generate {
    pub(super) fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let preset = Preset::named(&self.preset)?;
        let records = format!("{}.csv", preset.name);
        let (path, mapping) = (self.out.join(&records), self.out.join(BESIDE));
        let mut files = Together::within(&self.out, Readers::Anybody)?;
        files.write(BESIDE, MAPPING.as_bytes())?;
        let mut out = BufWriter::with_capacity(1 << 20, files.begin(&records)?);
        let made = generate::generate(preset, self.rows, self.seed, &mut out)
            .and_then(|made| out.flush().map(|()| made))
            .map_err(|e| unwritable(&path, &e))?;
        files.finish()?;
        let words = format!(
            "Wrote {} of {} and {} to {}.\nMade to meet: {}\nBring them in with: concordat evidence ingest --source {} {}",
            counted(made.crimes, "invented crime", "invented crimes"),
            counted(made.suspects, "suspect", "suspects"),
            counted(made.victims, "victim", "victims"),
            path.display(),
            preset.says,
            mapping.display(),
            path.display()
        );
        let printed = serde_json::json!({ "file": path, "mapping": mapping, "preset": preset.name,
            "says": preset.says, "source": preset.source, "seed": self.seed, "made": made });
        session.output.result(&printed, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes an algorithmic transparency record for each method, with the fields of the government's standard.
#[derive(Debug, Args)]
pub(super) struct Transparency {
    /// The folder to write into, a file for each method.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

impl Transparency {
    pub(super) fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let mut files = Together::within(&self.folder, Readers::Anybody)?;
        for record in ranking::records() {
            let text = serde_json::to_string_pretty(&record)
                .map_err(|e| Problem::new("writing a transparency record", e))?;
            files.write(&format!("{}.json", record.metadata.id), text.as_bytes())?;
        }
        let files = files.finish()?;
        let words = format!(
            "Wrote {} to {}. Fields that only the organisation knows say so.",
            counted(files.len(), "transparency record", "transparency records"),
            self.folder.display()
        );
        session.output.result(&files, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}
