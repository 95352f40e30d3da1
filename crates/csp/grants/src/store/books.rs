use concordat_access::{Ctx, audit::hex};
use concordat_kernel::{AnyId, Id, Money, Problem, Refusal, Result, jiff::civil::Date};
use concordat_partnership::in_directory;
use concordat_store::{Change, Store, Tx, args, sql};
use sha2::{Digest as _, Sha256};

use super::{any_id, day, known, place_of_award};
use crate::{
    Award,
    actions::{REVERSE, VIEW_AWARD},
    rules::ledger::{EntryKind, Ledger, Movement, Place, Posted},
};

sql! {
    // Changes nothing, and holds the award until the transaction ends: two changes of one ledger take turns.
    HOLD = "UPDATE grants_award SET entries = entries WHERE id = $1";
    HEAD = "SELECT entries, hash FROM grants_award WHERE id = $1";
    ENTRIES = "SELECT e.id, e.number, e.on_day, e.kind, e.from_place, e.to_place, e.pot_id, e.project_id, e.amount,
                      r.number AS reverses, e.about, e.words, e.recorded_at, e.recorded_by, e.hash
               FROM grants_entry e LEFT JOIN grants_entry r ON r.id = e.reverses
               WHERE e.award_id = $1 ORDER BY e.number";
    APPEND = "INSERT INTO grants_entry (id, award_id, number, on_day, kind, from_place, to_place, pot_id, project_id,
                  amount, reverses, about, words, recorded_at, recorded_by, hash)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    SET_HEAD = "UPDATE grants_award SET entries = $2, hash = $3 WHERE id = $1";
    SET_BALANCE = "INSERT INTO grants_balance (award_id, place, thing, amount) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (award_id, place, thing) DO UPDATE SET amount = excluded.amount";
}

/// The hash before the first entry of a ledger.
pub(crate) const GENESIS: &str = "";

/// An entry as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEntry {
    /// Its id.
    pub id: AnyId,
    /// What moved, and its number.
    pub posted: Posted,
    /// When it was written down (RFC 3339, UTC).
    pub recorded_at: String,
    /// By whom, as in the audit.
    pub recorded_by: String,
    /// The chain's hash up to here.
    pub hash: String,
}

/// An award's ledger as it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The ledger.
    pub ledger: Ledger,
    /// Its entries with when and by whom, in order.
    pub entries: Vec<RecordedEntry>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<()>,
    number: i64,
    on_day: String,
    kind: String,
    from_place: String,
    to_place: String,
    pot_id: Option<String>,
    project_id: Option<String>,
    amount: i64,
    reverses: Option<i64>,
    about: Option<String>,
    words: String,
    recorded_at: String,
    recorded_by: String,
    hash: String,
}

impl TryFrom<Row> for RecordedEntry {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let movement = Movement {
            kind: known(EntryKind::from_word(&row.kind), &row.kind)?,
            from: known(Place::from_word(&row.from_place), &row.from_place)?,
            to: known(Place::from_word(&row.to_place), &row.to_place)?,
            pot: any_id(row.pot_id.as_deref())?,
            project: any_id(row.project_id.as_deref())?,
            amount: Money::pence(row.amount),
            on: day(&row.on_day)?,
            about: row.about,
            words: row.words,
        };
        Ok(Self {
            id: row.id.uuid(),
            posted: Posted { number: row.number, movement, reverses: row.reverses },
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by,
            hash: row.hash,
        })
    }
}

/// Every entry of an award's ledger, in order.
pub(super) async fn entries(tx: &mut Tx, award: Id<Award>) -> Result<Vec<RecordedEntry>> {
    let rows = tx.all::<Row>(&ENTRIES, args![award]).await?;
    Ok(rows.into_iter().map(RecordedEntry::try_from).collect::<Result<_, _>>()?)
}

/// An award's ledger. For what has asked whether the award may be read.
///
/// # Errors
/// When the database does not answer, or the entries do not make a ledger: then nothing may be built on them.
pub(super) async fn recorded(tx: &mut Tx, award: Id<Award>) -> Result<Recorded> {
    let entries = entries(tx, award).await?;
    let (ledger, faults) = Ledger::of(entries.iter().map(|entry| entry.posted.clone()).collect());
    match faults.first() {
        None => Ok(Recorded { ledger, entries }),
        Some(fault) => Err(Problem::say(format!("the ledger of award {award} is broken: {fault}")).into()),
    }
}

/// The hash of an entry, which holds the one before: as the audit does it.
pub(super) fn chained(before: &str, award: Id<Award>, entry: &RecordedEntry) -> String {
    let movement = &entry.posted.movement;
    let mut hasher = Sha256::new();
    let mut add = |field: &str| {
        hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(field.as_bytes());
    };
    let id = |id: Option<AnyId>| id.map(|id| id.to_string()).unwrap_or_default();
    add(before);
    add(&award.to_string());
    add(&entry.id.to_string());
    add(&entry.posted.number.to_string());
    add(&movement.on.to_string());
    add(movement.kind.word());
    add(movement.from.word());
    add(movement.to.word());
    add(&id(movement.pot));
    add(&id(movement.project));
    add(&movement.amount.in_pence().to_string());
    add(&entry.posted.reverses.map(|number| number.to_string()).unwrap_or_default());
    add(movement.about.as_deref().unwrap_or_default());
    add(&movement.words);
    add(&entry.recorded_at);
    add(&entry.recorded_by);
    hex(&hasher.finalize())
}

/// An award's ledger, held for one change: entries are posted, then saved in the same transaction.
#[derive(Debug)]
pub(crate) struct Books {
    award: Id<Award>,
    recorded: Recorded,
}

impl Books {
    /// Holds the award and reads its ledger.
    pub(crate) async fn open(change: &mut Change, award: Id<Award>) -> Result<Self> {
        if change.run(&HOLD, args![award]).await? == 0 {
            return Err(Refusal::NotFound.into());
        }
        let recorded = recorded(change, award).await?;
        Ok(Self { award, recorded })
    }

    /// The ledger with what was posted to it.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.recorded.ledger
    }

    /// Adds an entry; one of nothing is left out.
    pub(crate) fn post(&mut self, movement: Movement) -> Result<()> {
        if movement.amount.is_zero() {
            return Ok(());
        }
        self.recorded.ledger.post(movement).map(drop)
    }

    /// Takes an entry back.
    pub(crate) fn reverse(&mut self, number: i64, on: Date, words: &str) -> Result<()> {
        self.recorded.ledger.reverse(number, on, words).map(drop)
    }

    /// Writes down what was posted, and what the accounts now hold.
    pub(crate) async fn save(mut self, change: &mut Change, ctx: &Ctx) -> Result<()> {
        let (last, mut hash): (i64, String) = change.one(&HEAD, args![self.award]).await?;
        let kept = self.recorded.entries.len();
        if usize::try_from(last) != Ok(kept) {
            return Err(
                Problem::say(format!("the ledger of award {} does not end at its head", self.award)).into()
            );
        }
        let posted: Vec<Posted> = self.recorded.ledger.entries().get(kept..).unwrap_or_default().to_vec();
        for posted in posted {
            let reverses = posted
                .reverses
                .and_then(|number| self.recorded.entries.iter().find(|entry| entry.posted.number == number))
                .map(|entry| entry.id);
            let mut entry = RecordedEntry {
                id: ctx.chance.id::<()>(&ctx.clock).uuid(),
                posted,
                recorded_at: concordat_access::audit::written(ctx.clock.now()),
                recorded_by: ctx.actor.word(),
                hash: String::new(),
            };
            hash = chained(&hash, self.award, &entry);
            entry.hash.clone_from(&hash);
            let movement = &entry.posted.movement;
            let row = args![
                entry.id,
                self.award,
                entry.posted.number,
                movement.on,
                movement.kind.word(),
                movement.from.word(),
                movement.to.word(),
                movement.pot,
                movement.project,
                movement.amount.in_pence(),
                reverses,
                &movement.about,
                &movement.words,
                &entry.recorded_at,
                &entry.recorded_by,
                &hash
            ];
            change.run(&APPEND, row).await?;
            for account in [movement.source(), movement.target()] {
                let amount = self.recorded.ledger.balance(account.place, account.thing);
                let thing = account.thing.map(|id| id.to_string()).unwrap_or_default();
                let row = args![self.award, account.place.word(), thing, amount.in_pence()];
                change.run(&SET_BALANCE, row).await?;
            }
            self.recorded.entries.push(entry);
        }
        change.run(&SET_HEAD, args![self.award, self.recorded.entries.len(), hash]).await?;
        Ok(())
    }
}

/// An award's ledger.
///
/// # Errors
/// When the asker may not see the award, or its entries do not make a ledger.
pub async fn ledger(store: &Store, ctx: &Ctx, award: Id<Award>) -> Result<Recorded> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let mut tx = store.read(ctx, VIEW_AWARD, &in_directory(ctx, resource)).await?;
    recorded(&mut tx, award).await
}

/// Reverses an entry: what it moved goes back, by an entry of its own with the reason. Only for what moved nothing
/// else with it; claims, orders and projects have their own ways back.
///
/// # Errors
/// When the asker may not; when there is no reason; as [`Ledger::reverse`].
pub async fn reverse_entry(
    store: &Store,
    ctx: &Ctx,
    award: Id<Award>,
    number: i64,
    because: &str,
) -> Result<()> {
    let (_, resource) = place_of_award(&mut store.peek().await?, award).await?;
    let because = because.trim();
    let ctx = &ctx.clone().because(because);
    let mut change = store.change(ctx, REVERSE, &resource).await?;
    if because.is_empty() {
        return Err(Refusal::invalid("because", "Enter why this entry is reversed.").into());
    }
    let mut books = Books::open(&mut change, award).await?;
    books.reverse(number, ctx.clock.today(), because)?;
    books.save(&mut change, ctx).await?;
    change.commit().await
}
