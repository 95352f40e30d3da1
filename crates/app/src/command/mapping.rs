//! The command that looks at a mapping before an extract is brought in with it.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use concordat_evidence::ingest::{bytes::Source, check, mapping::Mapping};
use concordat_kernel::Error;

use super::{Session, files};

/// Mappings: what the columns of an extract mean.
#[derive(Debug, Subcommand)]
pub(super) enum MappingCommand {
    /// Says what a mapping covers and lacks, and what it would do with an extract. Keeps nothing and needs no record.
    Check {
        /// The mapping (TOML).
        #[arg(value_name = "MAPPING")]
        mapping: PathBuf,
        /// An extract, or a piece of one, to read with it.
        #[arg(long, value_name = "FILE")]
        sample: Option<PathBuf>,
    },
}

impl MappingCommand {
    pub(super) fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let Self::Check { mapping, sample } = self;
        let mapping = open(&mapping)?;
        let coverage = check::coverage(&mapping);
        let mut words = coverage.to_string();
        let read = match sample {
            Some(file) => {
                let source = Source::open(&file)?;
                Some(check::sample(&mapping, source, session.clock.today(), &session.chance)?)
            }
            None => None,
        };
        if let Some(read) = &read {
            words.push('\n');
            words.push_str(&read.to_string());
        }
        let fields: Vec<_> = coverage
            .fields
            .iter()
            .map(|covered| {
                let field = covered.field;
                serde_json::json!({ "section": field.section.name(), "field": field.name, "by": covered.by,
                    "without": covered.by.is_empty().then_some(field.without) })
            })
            .collect();
        let printed = serde_json::json!({ "mapping": coverage.file, "fields": fields, "remarks": coverage.remarks,
            "sample": read.map(|read| read.account) });
        session.output.result(&printed, words.trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads the file of a mapping.
pub(super) fn open(file: &Path) -> Result<Mapping, Error> {
    Mapping::parse(&files::name(file), &files::text(file)?)
}
