//! Commands that write files without a record: invented records, and what is to be told of each method.

use std::{
    fs::File,
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

use super::{Session, care::unwritable};

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
    #[arg(long, value_name = "N")]
    rows: Option<u64>,
    /// The same seed gives the same records.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The folder to write the records (CSV) and their mapping into.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

impl Generate {
    pub(super) fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let preset = Preset::named(&self.preset)?;
        std::fs::create_dir_all(&self.out).map_err(|e| unwritable(&self.out, &e))?;
        let path = self.out.join(format!("{}.csv", preset.name));
        let file = File::create(&path).map_err(|e| unwritable(&path, &e))?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        let made = generate::generate(preset, self.rows, self.seed, &mut out)
            .and_then(|made| out.flush().map(|()| made))
            .map_err(|e| unwritable(&path, &e))?;
        let mapping = self.out.join("mapping.toml");
        std::fs::write(&mapping, MAPPING).map_err(|e| unwritable(&mapping, &e))?;
        let words = format!(
            "Wrote {} invented crimes of {} suspects and {} victims to {}.\nMade to meet: {}\nBring them in with: concordat evidence ingest --source {} {}",
            made.crimes,
            made.suspects,
            made.victims,
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
        std::fs::create_dir_all(&self.folder).map_err(|e| unwritable(&self.folder, &e))?;
        let mut files = Vec::new();
        for record in ranking::records() {
            let file = self.folder.join(format!("{}.json", record.metadata.id));
            let text = serde_json::to_string_pretty(&record)
                .map_err(|e| Problem::new("writing a transparency record", e))?;
            std::fs::write(&file, text).map_err(|e| unwritable(&file, &e))?;
            files.push(file);
        }
        let words = format!(
            "Wrote {} transparency records to {}. Fields that only the organisation knows say so.",
            files.len(),
            self.folder.display()
        );
        session.output.result(&files, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}
