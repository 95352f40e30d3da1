//! Looking at letters. Their addresses and words are restricted, so each look leaves its audit row.

use std::borrow::Cow;

use concordat_access::{Action, Ctx, Resource};
use concordat_kernel::{Id, Ref, Result, Sensitivity};
use concordat_store::{FieldChange, Former, Store, args, sql};

use crate::model::{LETTER_SETTLE, LETTER_VIEW, Posted, State, any_id};

/// How many letters a page lists.
pub(crate) const PAGE: i64 = 100;

sql! {
    COUNTS = "SELECT state, COUNT(*) AS letters FROM mail_letter GROUP BY state";
    // After the last of any, or of one state: ids sort by when they were made.
    LIST = "SELECT id, kind, about_kind, about, to_name, to_email, state, posted_at, due_at, settled_at, attempts, failures, note
        FROM mail_letter
        WHERE ($1 = '' OR state = $1 OR (state = 'handed' AND $1 = 'claimed')) AND ($2 = '' OR id < $2)
        ORDER BY id DESC
        LIMIT $3";
    ONE = "SELECT id, kind, about_kind, about, to_name, to_email, state, posted_at, due_at, settled_at, attempts, failures, note
        FROM mail_letter
        WHERE id = $1";
    TEXT = "SELECT subject, body, message_key, message_domain FROM mail_letter WHERE id = $1";
    ATTEMPTS = "SELECT number, began_at, ended_at, outcome, words
        FROM mail_attempt
        WHERE letter = $1
        ORDER BY number DESC, id DESC";
}

/// A letter in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LetterRow {
    pub(crate) id: Id<Posted>,
    pub(crate) kind: String,
    pub(crate) about: Ref,
    pub(crate) to_name: String,
    pub(crate) to_email: String,
    pub(crate) state: State,
    pub(crate) posted_at: String,
    pub(crate) due_at: String,
    pub(crate) settled_at: Option<String>,
    pub(crate) attempts: i64,
    pub(crate) failures: i64,
    pub(crate) note: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Posted>,
    kind: String,
    about_kind: String,
    about: String,
    to_name: String,
    to_email: String,
    state: String,
    posted_at: String,
    due_at: String,
    settled_at: Option<String>,
    attempts: i64,
    failures: i64,
    note: Option<String>,
}

impl From<Row> for LetterRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            about: Ref { kind: Cow::Owned(row.about_kind), id: any_id(&row.about) },
            to_name: row.to_name,
            to_email: row.to_email,
            state: State::of(&row.state).unwrap_or(State::InDoubt),
            posted_at: row.posted_at,
            due_at: row.due_at,
            settled_at: row.settled_at,
            attempts: row.attempts,
            failures: row.failures,
            note: row.note,
        }
    }
}

/// How many letters are in which state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts(Vec<(State, i64)>);

impl Counts {
    /// In this state. One that is being sent is claimed or handed, which nobody outside tells apart.
    pub(crate) fn of(&self, state: State) -> i64 {
        let same = |other: State| other == state || (state == State::Claimed && other == State::Handed);
        self.0.iter().filter(|(other, _)| same(*other)).map(|(_, letters)| letters).sum()
    }

    /// All together.
    pub(crate) fn all(&self) -> i64 {
        self.0.iter().map(|(_, letters)| letters).sum()
    }

    #[cfg(test)]
    pub(crate) fn states(&self) -> Vec<(State, i64)> {
        let mut states = self.0.clone();
        states.sort_unstable();
        states
    }

    pub(crate) fn sample(states: &[(State, i64)]) -> Self {
        Self(states.to_vec())
    }
}

async fn counts_in(tx: &mut concordat_store::Tx) -> Result<Counts> {
    let rows: Vec<(String, i64)> = tx.all(&COUNTS, args![]).await?;
    Ok(Counts(rows.into_iter().filter_map(|(word, letters)| Some((State::of(&word)?, letters))).collect()))
}

/// How many letters are in which state: no name and no address is told.
pub(crate) async fn counts(store: &Store, ctx: &Ctx) -> Result<Counts> {
    counts_in(&mut store.read(ctx, LETTER_VIEW, &Resource::any("letter")).await?).await
}

/// How many letters wait for a person: in doubt, and undelivered. For the home page of whoever may see
/// letters; for anybody else there are none.
pub(crate) async fn troubles(store: &Store, ctx: &Ctx) -> Result<(i64, i64)> {
    if !store.may(ctx, LETTER_VIEW, &Resource::any("letter")) {
        return Ok((0, 0));
    }
    let counts = counts(store, ctx).await?;
    Ok((counts.of(State::InDoubt), counts.of(State::Refused)))
}

/// A page of letters, newest first, and the counts of all.
#[derive(Debug, Clone)]
pub(crate) struct LetterRows {
    pub(crate) rows: Vec<LetterRow>,
    pub(crate) counts: Counts,
}

/// Letters in a state, or all; those before `before` when it is given.
pub(crate) async fn letters(
    store: &Store,
    ctx: &Ctx,
    state: Option<State>,
    before: Option<Id<Posted>>,
) -> Result<LetterRows> {
    let resource = Resource::any("letter").at(Sensitivity::Restricted);
    let mut tx = store.read(ctx, LETTER_VIEW, &resource).await?;
    let before = before.map(|id| id.to_string()).unwrap_or_default();
    let rows: Vec<Row> = tx.all(&LIST, args![state.map_or("", State::word), before, PAGE]).await?;
    let counts = counts_in(&mut tx).await?;
    Ok(LetterRows { rows: rows.into_iter().map(LetterRow::from).collect(), counts })
}

/// A try to hand a letter over.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Attempt {
    pub(crate) number: i64,
    pub(crate) began_at: String,
    pub(crate) ended_at: String,
    pub(crate) outcome: String,
    pub(crate) words: String,
}

/// Everything about one letter.
#[derive(Debug, Clone)]
pub(crate) struct LetterFile {
    pub(crate) row: LetterRow,
    /// What was handed over, without its secret.
    pub(crate) subject: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) message_id: String,
    pub(crate) attempts: Vec<Attempt>,
    /// What people decided.
    pub(crate) decisions: Former,
}

#[derive(sqlx::FromRow)]
struct Text {
    subject: Option<String>,
    body: Option<String>,
    message_key: String,
    message_domain: Option<String>,
}

/// One letter with its attempts.
pub(crate) async fn letter(store: &Store, ctx: &Ctx, id: Id<Posted>) -> Result<LetterFile> {
    letter_to(store, ctx, LETTER_VIEW, id).await
}

/// The same, for whoever may decide about it.
pub(crate) async fn letter_to_settle(store: &Store, ctx: &Ctx, id: Id<Posted>) -> Result<LetterFile> {
    letter_to(store, ctx, LETTER_SETTLE, id).await
}

async fn letter_to(store: &Store, ctx: &Ctx, action: Action, id: Id<Posted>) -> Result<LetterFile> {
    let resource = Resource::one(id).at(Sensitivity::Restricted);
    let mut tx = store.read(ctx, action, &resource).await?;
    let row: Row = tx.one(&ONE, args![id]).await?;
    let text: Text = tx.one(&TEXT, args![id]).await?;
    let message_id = match &text.message_domain {
        Some(domain) => format!("{}@{domain}", text.message_key),
        None => text.message_key,
    };
    let decisions: Vec<FieldChange> = tx.history(id.uuid()).await?;
    Ok(LetterFile {
        row: row.into(),
        subject: text.subject,
        body: text.body,
        message_id,
        attempts: tx.all(&ATTEMPTS, args![id]).await?,
        decisions,
    })
}
