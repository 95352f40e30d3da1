//! Landing a file: read once, written as parts beside the record, and only then named by the ledger. Until the ledger names them the
//! parts are nothing: a stop at any moment leaves the record as it was, and the next landing sweeps up.

mod beside;
mod changes;
mod courier;
pub mod refusals;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use concordat_access::Ctx;
use concordat_kernel::{Id, Month, Problem, Refusal, Result, jiff::civil::Date};
use concordat_steps::Analyst;
use concordat_store::Store;
use tokio::sync::mpsc;

use self::courier::{Batch, Courier, Parts, unfinished, unwritable};
use crate::{
    ingest::{
        Ingest,
        account::Account,
        bytes::{Progress, Source},
        mapping::Mapping,
        pseudonym::Key,
        read::{Request, read},
        remarks::{first, remarks, rows},
        seen::Seen,
    },
    records::shapes::{CRIME, PERSON, REFUSED, SEALED},
    store::{self, Entry, InMonth, Landing},
};

/// What came of bringing a file in.
#[derive(Debug, Clone)]
pub enum Landed {
    /// The ledger has this file already; nothing changed.
    Already(Box<Entry>),
    /// It was brought in.
    New(Box<Brought>),
}

/// A file that was brought in.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Its entry in the ledger.
    pub entry: Entry,
    /// What was odd about it, as sentences.
    pub remarks: Vec<String>,
    /// How many files it took the place of.
    pub replaced: usize,
    /// Where the refused rows were written, with the heading, to be mended and brought in again.
    pub refused: Option<PathBuf>,
}

/// A file to bring in.
pub struct Wanted {
    /// What is read.
    pub source: Source,
    /// Where refused rows are written; without a place only their lines and reasons are kept.
    pub refused_to: Option<PathBuf>,
    /// What its columns mean.
    pub mapping: Mapping,
    /// What makes the pseudonyms.
    pub key: Key,
    /// What it is beside the files in use.
    pub is: Is,
}

/// What a file is beside those in use of its source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Is {
    /// All crimes of its months: it takes the place of a file that has them.
    #[default]
    Whole,
    /// The same, though it has far fewer than that file.
    Fewer,
    /// Rows of a file that were refused, mended: it takes nothing's place.
    Mended,
}

impl Wanted {
    /// A file on this machine. Refused rows go beside it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn file(file: &Path, mapping: Mapping, key: Key) -> Result<Self> {
        let refused_to = Some(list_beside(file));
        Ok(Self { source: Source::open(file)?, refused_to, mapping, key, is: Is::Whole })
    }
}

/// Brings a file in. `told` hears how far reading has come.
///
/// # Errors
/// When the asker may not; when the file cannot be read or ends early; when it holds only some months of a file in use; when the
/// records in use were made with another key; when the disk is full. Nothing has happened then.
pub async fn land(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    wanted: Wanted,
    told: impl FnMut(Progress) + Send + 'static,
) -> Result<Landed> {
    store::ask_to_add(store, ctx).await?;
    let _alone = analyst.alone().await?;
    let ledger = store::all(&mut store.peek().await?).await?;
    sweep(analyst, &ledger).await?;
    let mark = wanted.key.fingerprint();
    if ledger.iter().any(|entry| entry.in_use() && entry.key_mark != mark) {
        return Err(Refusal::rule(
            "The records in use were brought in with another key, so that one person would count as two. Name that key with --key.",
        )
        .into());
    }
    let id = ctx.chance.id::<Ingest>(&ctx.clock);
    let (refused_to, is) = (wanted.refused_to.clone(), wanted.is);
    let landed = match read_all(analyst, id, wanted, ctx.clock.today(), told).await {
        Ok(whole) => whole.land(store, analyst, ctx, id, (&ledger, is)).await,
        Err(error) => Err(error),
    };
    let unfinished = refused_to.as_deref().map(unfinished);
    if matches!(landed, Ok(Landed::New(_))) {
        if let (Some(from), Some(to)) = (unfinished, refused_to)
            && from.exists()
        {
            fs::rename(&from, &to).map_err(|e| unwritable(&to, &e))?;
        }
    } else {
        // Nothing half-done: neither parts that nobody names nor a list of refused rows of a file that was not brought in. What
        // cannot be cleared away now is cleared away by the next landing; the error that matters is the first.
        if let Some(unfinished) = unfinished {
            let _ = fs::remove_file(unfinished);
        }
        let _ = sweep(analyst, &ledger).await;
    }
    landed
}

/// Removes the parts that no entry names.
async fn sweep(analyst: &dyn Analyst, ledger: &[Entry]) -> Result<()> {
    let keep: Vec<String> = ledger.iter().map(|entry| entry.id.to_string()).collect();
    for shape in [CRIME, PERSON, REFUSED, SEALED] {
        analyst.sweep(shape, &keep).await?;
    }
    Ok(())
}

/// Where the refused rows of a file go.
fn list_beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".refused.csv");
    file.with_file_name(name)
}

/// A file that was read to its end, with its parts not yet finished.
struct Whole {
    /// Whether its rows make crimes; else they are people in crimes that other files make.
    makes_crimes: bool,
    account: Account,
    /// The forces that recorded its crimes.
    forces: BTreeSet<String>,
    parts: Parts,
    refused_to: Option<PathBuf>,
}

async fn read_all(
    analyst: &dyn Analyst,
    id: Id<Ingest>,
    wanted: Wanted,
    today: Date,
    told: impl FnMut(Progress) + Send + 'static,
) -> Result<Whole> {
    // A few batches at most wait between the reader and the disk, so memory is bounded whatever the file's size.
    let (send, mut receive) = mpsc::channel::<Batch>(4);
    let Wanted { source, refused_to, mapping, key, .. } = wanted;
    let makes_crimes = mapping.makes_crimes();
    let mut parts = Parts::new(id, key.sealer(), mapping.references.clone());
    let list = refused_to.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let request = Request { mapping: &mapping, key: &key, today };
        let mut courier = Courier::new(send, list, told);
        let account = read(source, &request, &mut Seen::up_to(Seen::MOST), &mut courier)?;
        courier.end()?;
        Ok::<_, concordat_kernel::Error>((account, courier.forces))
    });
    let mut written = Ok(());
    while let Some(batch) = receive.recv().await {
        written = parts.add(analyst, batch).await;
        if written.is_err() {
            // The reader notices at its next batch that nobody listens.
            receive.close();
            break;
        }
    }
    let read = reading.await.map_err(|e| Problem::new("reading a file of records", e))?;
    written?;
    let (account, forces) = read?;
    Ok(Whole { makes_crimes, account, forces, parts, refused_to })
}

impl Whole {
    async fn land(
        self,
        store: &Store,
        analyst: &dyn Analyst,
        ctx: &Ctx,
        id: Id<Ingest>,
        (ledger, is): (&[Entry], Is),
    ) -> Result<Landed> {
        let Self { makes_crimes, account, forces, parts, refused_to } = self;
        let identity =
            account.identity.as_ref().ok_or_else(|| Problem::say("a file was not read to its end"))?;
        if let Some(same) = ledger.iter().find(|entry| entry.in_use() && entry.hash == identity.sha256) {
            return Ok(Landed::Already(Box::new(same.clone())));
        }
        if account.crimes == 0 && (makes_crimes || account.people == 0) {
            let what = if makes_crimes { "crime" } else { "person in a crime" };
            return Err(Refusal::rule(format!(
                "{} holds no {what} that could be kept: {} read and {} refused. Check that it is the right file and the right mapping.{}",
                identity.name,
                rows(account.rows),
                account.refused,
                why(&account)
            ))
            .into());
        }
        let forces: Vec<&str> = forces.iter().map(String::as_str).collect();
        let source = if forces.is_empty() {
            account.mapping.clone()
        } else {
            format!("{}: {}", account.mapping, forces.join(", "))
        };
        let months = account.tally.months.iter().map(|(month, of)| InMonth {
            month: *month,
            crimes: count(of.crimes),
            without_area: count(of.no_area),
        });
        let mut entry = Entry {
            id,
            source,
            file: identity.name.clone(),
            hash: identity.sha256.clone(),
            bytes: count(identity.bytes),
            rows_read: count(account.rows),
            crimes: count(account.crimes),
            people: count(account.people),
            refused: count(account.refused),
            sealed: count(parts.sealed),
            duplicates: count(account.duplicates),
            alike: count(account.repeated_without_reference.count),
            key_mark: account.key.clone(),
            brought_by: ctx.actor.word(),
            brought_at: ctx.clock.now(),
            changed: None,
            replaced_by: None,
            months: months.collect(),
            parts: BTreeMap::new(),
        };
        let formers = formers(&entry, ledger, is)?;
        entry.parts = parts.finish().await?;
        if !formers.is_empty() {
            entry.changed = Some(changes::between(analyst, &formers, &entry).await?);
        }
        let replaced = formers.len();
        let mut remarks = remarks(&account);
        if is == Is::Mended {
            remarks.push(
                "Its rows were refused before and are mended: it stands beside the file that they come from, and takes nothing's place."
                    .to_owned(),
            );
        }
        remarks.extend(beside::remarks(analyst, ledger, &formers, &entry).await?);
        let formers: Vec<_> = formers.iter().map(|former| former.id).collect();
        let refused = refused_to.filter(|_| entry.refused > 0);
        let landing = Landing { remarks, formers, entry };
        store::add(store, ctx, &landing).await?;
        // Answers over the records as they were. Whoever cannot remove them keeps files that nobody asks for.
        let _ = analyst.forget().await;
        let Landing { entry, remarks, .. } = landing;
        Ok(Landed::New(Box::new(Brought { entry, remarks, replaced, refused })))
    }
}

/// Why most of a file's rows were refused.
fn why(account: &Account) -> String {
    let most = account.reasons.iter().max_by_key(|(_, lines)| lines.count);
    most.map_or_else(String::new, |(reason, lines)| {
        format!("\nMost often ({}{}): {reason}", rows(lines.count), first(lines))
    })
}

/// Counts of rows stay far below the point where a signed number could not hold them.
fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The mapping and the forces of a source as the ledger writes it.
fn parts_of(source: &str) -> (&str, BTreeSet<&str>) {
    let (mapping, forces) = source.split_once(": ").unwrap_or((source, ""));
    (mapping, forces.split(", ").filter(|force| !force.is_empty()).collect())
}

/// Whether two files are of one source: read by one mapping, and of one force at least, where they name any. A file that names a force more than the
/// one before it is the same source.
fn shares_source(one: &str, other: &str) -> bool {
    let ((one, forces), (other, others)) = (parts_of(one), parts_of(other));
    one == other && (forces.is_empty() || others.is_empty() || !forces.is_disjoint(&others))
}

/// Whether a source has all forces of another.
fn holds_forces(new: &str, former: &str) -> bool {
    let ((_, new), (_, former)) = (parts_of(new), parts_of(former));
    former.is_subset(&new)
}

/// The entries in use that a new one takes the place of: those of its source whose months it has too. A file with only some of an
/// earlier one's months would silently lose the others, or count them twice.
fn formers<'a>(new: &Entry, ledger: &'a [Entry], is: Is) -> Result<Vec<&'a Entry>, Refusal> {
    if is == Is::Mended {
        let refused =
            |entry: &Entry| entry.in_use() && entry.refused > 0 && shares_source(&entry.source, &new.source);
        return if ledger.iter().any(refused) {
            Ok(Vec::new())
        } else {
            Err(Refusal::rule(format!(
                "No file in use of the source of {} had rows refused, so there are none to be mended. Bring it in without --mended.",
                new.file
            )))
        };
    }
    let months: BTreeSet<Month> = new.months.iter().map(|month| month.month).collect();
    let mut formers = Vec::new();
    for former in ledger.iter().filter(|entry| entry.in_use() && shares_source(&entry.source, &new.source)) {
        let (shared, lost): (Vec<Month>, Vec<Month>) =
            former.months.iter().map(|month| month.month).partition(|month| months.contains(month));
        match (shared.first(), lost.first()) {
            (None, _) => {}
            (Some(_), None) if !holds_forces(&new.source, &former.source) => {
                return Err(Refusal::rule(format!(
                    "{} has months that the ledger has from {}, but not all of its forces ({}). Bring in a file that has all of them, so that it can take its place.",
                    new.file, former.file, former.source
                )));
            }
            (Some(_), None) => formers.push(former),
            (Some(shared), Some(lost)) => {
                return Err(Refusal::rule(format!(
                    "{} has records of {shared}, which the ledger has from {} together with {lost}. Bring in a file that has all months of that one, so that it can take its place.",
                    new.file, former.file
                )));
            }
        }
    }
    let held = |entry: &Entry| if new.crimes > 0 { entry.crimes } else { entry.people };
    let before: i64 = formers.iter().map(|former| held(former)).sum();
    match formers.first() {
        Some(former) if is == Is::Whole && 2 * held(new) < before => Err(Refusal::rule(format!(
            "{} has {} where {} in use has {before}, and would take its place. If its rows were refused there and are mended now, bring it in with --mended: then it stands beside it. If all others are gone, bring it in with --fewer.",
            new.file,
            held(new),
            former.file
        ))),
        _ => Ok(formers),
    }
}
