use std::{
    fmt::{Display, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use concordat_access::audit::hex;
use concordat_evidence::{
    Oddity,
    areas::{self, AreasReading, LoadedAreas, NewAreaList},
    index::{self, Loaded, NewIndex, Rule},
};
use concordat_kernel::{Error, Refusal};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    Session,
    files::{name, unreadable},
    findings, generate, mapping,
    output::counted,
    records,
};

/// Records, what they weigh and what they say.
#[derive(Debug, Subcommand)]
pub(super) enum Evidence {
    /// Brings in files of records: street files of data.police.uk, or extracts with a mapping.
    Ingest(records::Ingest),
    /// Lists the files that were brought in.
    Ledger,
    /// Writes what the records say as a report or as figures.
    Report(findings::Report),
    /// Makes invented records to try things out with.
    Generate(generate::Generate),
    /// Tells what a force calls the person behind a pseudonym, where the key is.
    Reidentify(records::Reidentify),
    /// Writes what is to be told of each method to anybody who asks (ATRS).
    Transparency(generate::Transparency),
    /// Mappings: what the columns of an extract mean.
    #[command(subcommand)]
    Mapping(mapping::MappingCommand),
    /// Harm indices: how much each offence weighs.
    #[command(subcommand)]
    Index(IndexCommand),
    /// The list of areas, with who lives there.
    #[command(subcommand)]
    Areas(AreasCommand),
}

#[derive(Debug, Subcommand)]
pub(super) enum IndexCommand {
    /// Loads an index from .xlsx or .csv
    Load(IndexLoad),
    /// Lists the indices that were loaded.
    List,
}

/// Loads an index from .xlsx or .csv
///
/// The published workbook is read as it is. A simple file has a row of headings: `reference`, `score` and `unit` are needed;
/// `offence`, `home_office` (a code such as 008/01), `class` (such as 8N), `group`, `subgroup`, and `notifiable`, `proactive`
/// and `historic` (yes or no) may be there.
#[derive(Debug, Args)]
pub(super) struct IndexLoad {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the index is called.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Its version: figures of different versions are never mixed.
    #[arg(long = "version", value_name = "V")]
    edition: String,
    /// What is taken where one code has several scores: reference-only, lowest, median, mean or highest.
    #[arg(long, value_name = "RULE", default_value = Rule::ReferenceOnly.word())]
    rule: Rule,
}

#[derive(Debug, Subcommand)]
pub(super) enum AreasCommand {
    /// Loads a list of areas, in place of the one before.
    Load(AreasLoad),
}

/// Loads a list of areas, in place of the one before.
///
/// The list is a lookup of small areas and their districts as published (.csv, .xlsx or .geojson), whole or with the populations and
/// boundaries in files of their own. Columns are found by name, such as LSOA21CD, LSOA21NM, LAD22NM, population and imd_decile. What
/// is on no list counts nowhere; what is on the list without a crime counts as zero.
#[derive(Debug, Args)]
pub(super) struct AreasLoad {
    /// The list.
    #[arg(value_name = "LOOKUP")]
    file: PathBuf,
    /// A map of the same areas, in degrees (WGS 84).
    #[arg(long, value_name = "GEOJSON")]
    boundaries: Option<PathBuf>,
    /// Who lives in the same areas, and how deprived they are.
    #[arg(long, value_name = "CSV")]
    population: Option<PathBuf>,
    /// What the list is called, such as its sort of area and year; the file's name without it.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl Evidence {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        match self {
            Self::Ingest(ingest) => ingest.run(session).await,
            Self::Ledger => records::ledger(session).await,
            Self::Report(report) => report.run(session).await,
            Self::Generate(generate) => generate.run(session),
            Self::Reidentify(reidentify) => reidentify.run(session).await,
            Self::Transparency(transparency) => transparency.run(session),
            Self::Mapping(mapping) => mapping.run(session),
            Self::Index(IndexCommand::Load(load)) => load.run(session).await,
            Self::Index(IndexCommand::List) => list(session).await,
            Self::Areas(AreasCommand::Load(load)) => load.run(session).await,
        }
    }
}

/// A file with what is kept of it.
struct File {
    name: String,
    sha256: String,
    bytes: Vec<u8>,
}

fn file(path: &Path) -> Result<File, Error> {
    let bytes = std::fs::read(path).map_err(|e| unreadable(path, &e))?;
    Ok(File { name: name(path), sha256: hex(&Sha256::digest(&bytes)), bytes })
}

/// What is printed with `--json`.
#[derive(Serialize)]
struct Printed<T> {
    #[serde(flatten)]
    loaded: T,
    oddities: Vec<Oddity>,
}

impl IndexLoad {
    async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        // Said before there is a record: a command that is refused makes none.
        for (what, given) in [("name", &self.name), ("version", &self.edition)] {
            if given.trim().is_empty() {
                return Err(Refusal::rule(format!("The index needs a {what}. Give it with --{what}.")).into());
            }
        }
        let File { name: file_name, sha256, bytes } = file(&self.file)?;
        let reading = index::read(&bytes, &file_name, self.rule)?;
        let new = NewIndex { name: self.name, version: self.edition, rule: self.rule, file_name, sha256 };
        let store = session.open().await?;
        let loaded = index::load(&store, &session.operator(), new, &reading).await?;
        let mut words = told(&reading.oddities);
        let Loaded { index, already } = &loaded;
        let scores = counted(index.scores, "score", "scores");
        words.push_str(&if *already {
            format!("{} is there already, from the same file. Nothing was changed.", index.label())
        } else {
            format!("Loaded {} with {scores}, counted in: {}.", index.label(), index.unit)
        });
        session.output.result(&Printed { loaded, oddities: reading.oddities }, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}

async fn list(session: &Session) -> Result<ExitCode, Error> {
    let store = session.open_existing().await?;
    let indices = index::indices(&store, &session.operator()).await?;
    let mut words = String::new();
    for index in &indices {
        let on = concordat_kernel::london_today(index.loaded_at);
        let _ = writeln!(
            words,
            "{}: {}, counted in: {}; loaded on {on} from {}",
            index.label(),
            counted(index.scores, "score", "scores"),
            index.unit,
            index.file_name
        );
    }
    if indices.is_empty() {
        words.push_str("No index was loaded yet. Load one with `concordat evidence index load FILE`.");
    }
    session.output.result(&indices, words.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// Puts what a file beside the list says into it.
type With = fn(AreasReading, &AreasReading, &str) -> Result<AreasReading, Refusal>;

impl AreasLoad {
    async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let list = file(&self.file)?;
        let mut reading = areas::read(&list.bytes, &list.name)?;
        let (mut names, mut hashes) = (vec![list.name], vec![list.sha256]);
        for (beside, with) in [
            (&self.population, AreasReading::with_population as With),
            (&self.boundaries, AreasReading::with_boundaries),
        ] {
            let Some(beside) = beside else { continue };
            let beside = file(beside)?;
            reading = with(reading, &areas::read(&beside.bytes, &beside.name)?, &beside.name)?;
            names.push(beside.name);
            hashes.push(beside.sha256);
        }
        let stem =
            || self.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = self.name.unwrap_or_else(stem);
        if name.trim().is_empty() {
            return Err(Refusal::rule("The list needs a name. Give it with --name.").into());
        }
        let sha256 = match hashes.as_slice() {
            [one] => one.clone(),
            several => hex(&Sha256::digest(several.concat())),
        };
        let store = session.open().await?;
        let new = NewAreaList { name, file_name: names.join(", "), sha256 };
        let loaded = areas::load(&store, &session.operator(), new, &reading).await?;
        let mut words = told(&reading.oddities);
        words.push_str(&changes(&loaded));
        session.output.result(&Printed { loaded, oddities: reading.oddities }, &words)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What was loaded and how it differs from what was there before.
fn changes(loaded: &LoadedAreas) -> String {
    let list = &loaded.list;
    if loaded.already {
        return format!(
            "“{}” is there already, from the same file, as list {}. Nothing was changed.",
            list.name, list.number
        );
    }
    let areas = counted(list.areas, "area", "areas");
    let mut words = format!("Loaded “{}” with {areas} as list {}.", list.name, list.number);
    if let Some(former) = loaded.former {
        let changes = &loaded.changes;
        let _ = write!(
            words,
            "\nAgainst list {former}: {} added, {} gone, {} changed.",
            counted(changes.added.len(), "area", "areas"),
            changes.removed.len(),
            counted(changes.changed.len(), "particular", "particulars")
        );
        let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "not said".to_owned());
        words.push_str(&some("added", &changes.added));
        words.push_str(&some("gone", &changes.removed));
        let changed = changes
            .changed
            .iter()
            .map(|one| format!("{}, {}: was {}, is {}", one.code, one.field, said(&one.was), said(&one.now)));
        words.push_str(&some("changed", &changed.collect::<Vec<_>>()));
    }
    words
}

/// The first lines of a long list; all of it is in the JSON.
fn some(word: &str, lines: &[impl Display]) -> String {
    const SHOWN: usize = 20;
    let mut text = String::new();
    for line in lines.iter().take(SHOWN) {
        let _ = write!(text, "\n    {word}: {line}");
    }
    if let Some(more) = lines.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = write!(text, "\n    {word}: {more} more; --json prints all");
    }
    text
}

/// What was odd, a line each.
fn told(oddities: &[Oddity]) -> String {
    oddities.iter().fold(String::new(), |mut text, oddity| {
        let _ = writeln!(text, "{oddity}");
        text
    })
}
