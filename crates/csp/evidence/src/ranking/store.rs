use std::collections::BTreeMap;

use concordat_access::{Action, Ctx};
use concordat_kernel::{Id, Kind as _, Period, Problem, Ref, Refusal, Result};
use concordat_steps::Analyst;
use concordat_store::{Store, Tx, args, sql};

use super::{
    disparity::{Disparity, disparity},
    facts::{SUSPECTS, facts},
    matrix::Matrix,
    model::{Decision, List, ListRow, NewList, Ranking, Verdict},
    rules,
};
use crate::{
    actions::{self, DECIDE_LIST, MAKE_LIST, TAKE_LIST, VIEW_LIST},
    findings::{self, Wanted},
};

sql! {
    LISTS = "
        SELECT id,
               number,
               purpose,
               basis,
               owner,
               matrix,
               harm_index,
               lens,
               first_month,
               last_month,
               among,
               expires,
               made_at,
               made_by
        FROM evidence_list
        ORDER BY number DESC";
    ROWS = "
        SELECT position,
               place,
               tied,
               pseudonym,
               score,
               months_since,
               crimes,
               harm,
               victims,
               convicted,
               points
        FROM evidence_list_row
        WHERE list_id = $1
        ORDER BY position";
    DECISIONS = "
        SELECT position,
               verdict,
               reason,
               decided_by,
               decided_at
        FROM evidence_list_decision
        WHERE list_id = $1
        ORDER BY position, turn";
    DISPARITY = "
        SELECT kind,
               value,
               listed,
               among
        FROM evidence_list_disparity
        WHERE list_id = $1
        ORDER BY position";
    INSERT = "
        INSERT INTO evidence_list (id, number, purpose, basis, owner, matrix, harm_index, lens, first_month, last_month,
                                   among, expires, made_at, made_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    INSERT_ROW = "
        INSERT INTO evidence_list_row (list_id, position, place, tied, pseudonym, score, months_since, crimes, harm,
                                       victims, convicted, points)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    INSERT_DISPARITY = "
        INSERT INTO evidence_list_disparity (list_id, position, kind, value, listed, among)
        VALUES ($1, $2, $3, $4, $5, $6)";
    INSERT_DECISION = "
        INSERT INTO evidence_list_decision (list_id, position, turn, verdict, reason, decided_by, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    // Dates are written so that they compare as texts.
    CLEAR_ROWS = "
        DELETE FROM evidence_list_row
        WHERE list_id IN (SELECT id FROM evidence_list WHERE expires < $1)";
    NUMBER = "SELECT number FROM evidence_list WHERE id = $1";
    pub(crate) SOME_LIST = "
        SELECT l.id
        FROM evidence_list l
        WHERE EXISTS (SELECT 1 FROM evidence_list_row r WHERE r.list_id = l.id)
        ORDER BY l.number DESC
        LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<List>,
    number: i64,
    purpose: String,
    basis: String,
    owner: String,
    matrix: String,
    harm_index: Option<String>,
    lens: String,
    first_month: String,
    last_month: String,
    among: i64,
    expires: String,
    made_at: String,
    made_by: String,
}

impl TryFrom<Row> for List {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let doing = "reading a list";
        let month =
            |text: &str| text.parse().map_err(|_| Problem::new(doing, format!("`{text}` is no month")));
        Ok(Self {
            id: row.id,
            number: row.number,
            purpose: row.purpose,
            basis: row.basis,
            owner: row.owner,
            matrix: row.matrix,
            index: row.harm_index,
            lens: row.lens,
            window: Period { from: month(&row.first_month)?, to: month(&row.last_month)? },
            among: row.among,
            expires: row.expires.parse().map_err(|e| Problem::new(doing, e))?,
            made_at: row.made_at.parse().map_err(|e| Problem::new(doing, e))?,
            made_by: row.made_by,
        })
    }
}

#[derive(sqlx::FromRow)]
struct RowRow {
    position: i64,
    place: i64,
    tied: i64,
    pseudonym: String,
    score: i64,
    months_since: i64,
    crimes: i64,
    harm: f64,
    victims: i64,
    convicted: i64,
    points: String,
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    position: i64,
    verdict: String,
    reason: String,
    decided_by: String,
    decided_at: String,
}

#[derive(sqlx::FromRow)]
struct DisparityRow {
    kind: String,
    value: String,
    listed: i64,
    among: i64,
}

/// Every list, the newest first, without anybody on it.
///
/// # Errors
/// When the asker may not see them, or the store does not answer.
pub async fn lists(store: &Store, ctx: &Ctx) -> Result<Vec<List>> {
    let mut tx = store.read(ctx, VIEW_LIST, &actions::lists()).await?;
    all(&mut tx).await
}

/// A list with its rows, while it stands.
///
/// # Errors
/// When it is not there or not for the asker, or has expired.
pub async fn list(store: &Store, ctx: &Ctx, id: Id<List>) -> Result<Ranking> {
    opened(store, ctx, VIEW_LIST, id).await
}

/// A list to be taken away: only while it stands and when a person has decided about every row.
///
/// # Errors
/// As [`list`], and while a decision is missing.
pub async fn take(store: &Store, ctx: &Ctx, id: Id<List>) -> Result<Ranking> {
    let ranking = opened(store, ctx, TAKE_LIST, id).await?;
    let decisions: Vec<Option<Decision>> = ranking.rows.iter().map(|row| row.decision.clone()).collect();
    rules::leaving(&ranking.list, &decisions, ctx.clock.today())?;
    Ok(ranking)
}

async fn opened(store: &Store, ctx: &Ctx, action: Action, id: Id<List>) -> Result<Ranking> {
    let mut tx = store.read(ctx, action, &actions::one_list(id)).await?;
    let list = one(&mut tx, id).await?;
    rules::standing(&list, ctx.clock.today())?;
    let rows = rows(&mut tx, id).await?;
    let disparity = tx.all::<DisparityRow>(&DISPARITY, args![id]).await?;
    let disparity = disparity.into_iter().map(|row| Disparity {
        of: row.kind,
        value: row.value,
        listed: row.listed,
        among: row.among,
    });
    Ok(Ranking { list, rows, disparity: disparity.collect() })
}

/// Makes a list, and clears the rows of those that have expired.
///
/// # Errors
/// When the asker may not; with a sentence when something is missing that a list must say, when the records name nobody to rank, and when so
/// many share the last score that a person could not decide about each.
pub async fn make(
    store: &Store,
    analyst: &dyn Analyst,
    ctx: &Ctx,
    wanted: &Wanted,
    new: &NewList,
) -> Result<Id<List>> {
    store.ask(ctx, MAKE_LIST, &actions::lists()).await?;
    let matrix = Matrix::named(new.matrix.as_deref())?;
    if let Some((field, sentence)) = rules::faults(new, matrix, ctx.clock.today()).into_iter().next() {
        return Err(Refusal::invalid(field, sentence).into());
    }
    let (asked, harm, answer) = findings::ask_one(store, analyst, ctx, MAKE_LIST, wanted, SUSPECTS).await?;
    let people = facts(&answer, asked.window.to);
    if people.is_empty() {
        return Err(Refusal::rule(
            "The records in use name nobody as a suspect within this lens and window who can be told apart.",
        )
        .into());
    }
    let ranked = rules::rank(people.clone(), matrix, usize::try_from(new.rows).unwrap_or(0));
    if ranked.len() > usize::try_from(rules::MOST_ROWS).unwrap_or(0) {
        return Err(Refusal::invalid(
            "rows",
            format!(
                "{} people share the last score or lie above it, and nobody is cut off from others with the same score. Choose fewer people, or a shorter window.",
                ranked.len()
            ),
        )
        .into());
    }
    let mut change = store.change(ctx, MAKE_LIST, &actions::lists()).await?;
    change.run(&CLEAR_ROWS, args![ctx.clock.today().to_string()]).await?;
    let number = all(&mut change).await?.first().map_or(1, |list| list.number + 1);
    let id: Id<List> = ctx.chance.id(&ctx.clock);
    let row = args![
        id,
        number,
        new.purpose.trim(),
        new.basis.trim(),
        new.owner.trim(),
        matrix.label(),
        harm.as_ref().map(|harm| harm.index.to_string()),
        &asked.lens.name,
        asked.window.from.to_string(),
        asked.window.to.to_string(),
        i64::try_from(people.len()).unwrap_or(i64::MAX),
        new.expires.map(|day| day.to_string()).unwrap_or_default(),
        ctx.clock.now(),
        ctx.actor.word()
    ];
    change.run_unless_taken(&INSERT, row, Refusal::Conflict).await?;
    for (position, one) in (1_i64..).zip(&ranked) {
        let points = one.points.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let facts = &one.facts;
        let row = args![
            id,
            position,
            one.place,
            i64::from(one.tied),
            format!("{:016x}", facts.pseudonym),
            one.score,
            facts.months_since,
            facts.crimes,
            facts.harm,
            facts.victims,
            i64::from(facts.convicted),
            points
        ];
        change.run(&INSERT_ROW, row).await?;
    }
    for (position, one) in (1_i64..).zip(disparity(&people, &ranked)) {
        let row = args![id, position, one.of, one.value, one.listed, one.among];
        change.run(&INSERT_DISPARITY, row).await?;
    }
    change.about(id.uuid());
    change.commit().await?;
    Ok(id)
}

/// Records what a person decided about a row. A later decision takes the place of an earlier one, which stays in the record.
///
/// # Errors
/// When the asker may not, the list has expired, there is no such row, or the reason is missing.
pub async fn decide(
    store: &Store,
    ctx: &Ctx,
    id: Id<List>,
    position: i64,
    verdict: Verdict,
    reason: &str,
) -> Result<()> {
    let mut change = store.change(ctx, DECIDE_LIST, &actions::one_list(id)).await?;
    let list = one(&mut change, id).await?;
    rules::deciding(&list, ctx.clock.today(), reason)?;
    let rows = change.all::<RowRow>(&ROWS, args![id]).await?;
    if !rows.iter().any(|row| row.position == position) {
        return Err(Refusal::NotFound.into());
    }
    let before = change.all::<DecisionRow>(&DECISIONS, args![id]).await?;
    let turn = before.iter().filter(|decision| decision.position == position).count() + 1;
    let turn = i64::try_from(turn).unwrap_or(i64::MAX);
    let row = args![id, position, turn, verdict.word(), reason.trim(), ctx.actor.word(), ctx.clock.now()];
    change.run_unless_taken(&INSERT_DECISION, row, Refusal::Conflict).await?;
    change.commit().await
}

async fn all(tx: &mut Tx) -> Result<Vec<List>> {
    let rows = tx.all::<Row>(&LISTS, args![]).await?;
    Ok(rows.into_iter().map(List::try_from).collect::<Result<_, _>>()?)
}

async fn one(tx: &mut Tx, id: Id<List>) -> Result<List> {
    Ok(all(tx).await?.into_iter().find(|list| list.id == id).ok_or(Refusal::NotFound)?)
}

async fn rows(tx: &mut Tx, id: Id<List>) -> Result<Vec<ListRow>> {
    let mut decisions = BTreeMap::new();
    for row in tx.all::<DecisionRow>(&DECISIONS, args![id]).await? {
        let doing = "reading a decision";
        let verdict = Verdict::of_word(&row.verdict)
            .ok_or_else(|| Problem::new(doing, format!("there is no verdict `{}`", row.verdict)))?;
        let at = row.decided_at.parse().map_err(|e| Problem::new(doing, e))?;
        // In the order in which they were made: the latest stays.
        decisions.insert(row.position, Decision { verdict, reason: row.reason, by: row.decided_by, at });
    }
    let rows = tx.all::<RowRow>(&ROWS, args![id]).await?;
    Ok(rows
        .into_iter()
        .map(|row| ListRow {
            position: row.position,
            place: row.place,
            tied: row.tied != 0,
            pseudonym: row.pseudonym,
            score: row.score,
            months_since: row.months_since,
            crimes: row.crimes,
            harm: row.harm,
            victims: row.victims,
            convicted: row.convicted != 0,
            points: row.points.split(',').filter_map(|points| points.parse().ok()).collect(),
            decision: decisions.remove(&row.position),
        })
        .collect())
}

/// What a list is called, for those who may know.
pub(crate) async fn title(store: &Store, ctx: &Ctx, thing: &Ref) -> Result<Option<String>> {
    let resource = actions::one_list(Id::from_uuid(thing.id));
    if thing.kind != List::NAME || !store.may(ctx, VIEW_LIST, &resource) {
        return Ok(None);
    }
    let found: Option<(i64,)> = store.peek().await?.opt(&NUMBER, args![thing.id]).await?;
    Ok(found.map(|(number,)| format!("List {number}")))
}
