use std::collections::{BTreeSet, VecDeque};

use concordat_access::{Action, Ctx};
use concordat_disclosure::{Error, Key, Protected, Published, Rule, Shown, Tables, protect_without, prove};
use concordat_kernel::{Id, Kind, Problem, Refusal, Result, jiff::Timestamp};
use concordat_store::{Store, Tx, args, sql};

use super::{
    kept,
    left_out::LeftOut,
    narrowed::narrowed,
    nested::{self, Told},
};
use crate::{
    actions::{self, EXPORT_FINDING},
    findings::Asked,
};

sql! {
    ALL = "
        SELECT id,
               number,
               rule,
               lens,
               first_month,
               last_month,
               made_at,
               made_by,
               hidden,
               content
        FROM evidence_release
        ORDER BY number";
    INSERT = "
        INSERT INTO evidence_release (id, number, rule, lens, first_month, last_month, made_at, made_by, hidden, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
}

/// A set of protected counts that left.
#[derive(Debug, Clone)]
pub struct Release {
    /// Which one.
    pub id: Id<Release>,
    /// Counts them, from 1.
    pub number: i64,
    /// The rule's word.
    pub rule: String,
    /// The lens's name.
    pub lens: String,
    /// The first month.
    pub from: String,
    /// The last month.
    pub to: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who made it.
    pub made_by: String,
    /// How many numbers it hides.
    pub hidden: i64,
    protected: Protected,
}

impl Kind for Release {
    const NAME: &'static str = "evidence_release";
}

impl Release {
    /// What left.
    pub fn published(&self) -> &Published {
        &self.protected.published
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Release>,
    number: i64,
    rule: String,
    lens: String,
    first_month: String,
    last_month: String,
    made_at: String,
    made_by: String,
    hidden: i64,
    content: String,
}

impl TryFrom<Row> for Release {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let doing = "reading a release";
        let rule = Rule::named(&row.rule)
            .ok_or_else(|| Problem::new(doing, format!("there is no rule `{}`", row.rule)))?;
        Ok(Self {
            id: row.id,
            number: row.number,
            rule: row.rule,
            lens: row.lens,
            from: row.first_month,
            to: row.last_month,
            made_at: row.made_at.parse().map_err(|e| Problem::new(doing, e))?,
            made_by: row.made_by,
            hidden: row.hidden,
            protected: kept::read(&row.content, rule)?,
        })
    }
}

/// Every release, oldest first.
///
/// # Errors
/// When the asker may not see them, or the store does not answer.
pub async fn releases(store: &Store, ctx: &Ctx) -> Result<Vec<Release>> {
    let mut tx = store.read(ctx, EXPORT_FINDING, &actions::findings()).await?;
    all(&mut tx).await
}

async fn all(tx: &mut Tx) -> Result<Vec<Release>> {
    let rows = tx.all::<Row>(&ALL, args![]).await?;
    Ok(rows.into_iter().map(Release::try_from).collect::<Result<_, _>>()?)
}

/// What may be shown of counts under a rule, so that nobody who has also seen the releases before can work a hidden one out. It is kept
/// before it is handed over. Counts that left before under the same rule leave as they did.
///
/// # Errors
/// When the asker may not, or a count cannot be protected whatever else is hidden.
pub(crate) async fn release(
    store: &Store,
    ctx: &Ctx,
    action: Action,
    asked: &Asked,
    rule: &Rule,
    tables: Tables,
) -> Result<Published> {
    // Somebody else's release in the meantime may share counts with this one: then it is made once more.
    for _ in 0..3 {
        let before = {
            let mut tx = store.read(ctx, action, &actions::findings()).await?;
            all(&mut tx).await?
        };
        let same = |release: &&Release| {
            let told = &release.protected.tables;
            release.protected.published.rule == *rule
                && tables.cells().all(|(key, count)| told.tells(key) && told.count(key) == Some(count))
                && tables.sums().all(|sum| told.sums().any(|one| one == sum))
        };
        if let Some(same) = before.iter().find(same) {
            return Ok(same.protected.published.clone());
        }
        let last = before.last().map_or(0, |release| release.number);
        let made = made(tables.clone(), rule.clone(), before).await?;
        let content = kept::written(&made)?;
        let hides = |key: &&Key| made.published.shown(key).is_some_and(Shown::is_hidden);
        let hidden = tables.cells().map(|(key, _)| key).filter(hides).count();
        let mut change = store.change(ctx, action, &actions::findings()).await?;
        let latest = all(&mut change).await?.last().map_or(0, |release| release.number);
        if latest != last {
            continue;
        }
        let id: Id<Release> = ctx.chance.id(&ctx.clock);
        let row = args![
            id,
            last + 1,
            rule.word,
            &asked.lens.name,
            asked.window.from.to_string(),
            asked.window.to.to_string(),
            ctx.clock.now(),
            ctx.actor.word(),
            i64::try_from(hidden).unwrap_or(i64::MAX),
            content
        ];
        change.run_unless_taken(&INSERT, row, Refusal::Conflict).await?;
        change.commit().await?;
        return Ok(made.published);
    }
    Err(Refusal::Conflict.into())
}

/// On a thread of its own: the solver keeps a processor busy. Everything that ever left is held against the new release: two that share no
/// count with each other may be joined by a third, and what has no part in it costs next to nothing. A table that cannot stand beside it is
/// left out.
async fn made(tables: Tables, rule: Rule, before: Vec<Release>) -> Result<Protected> {
    let work = tokio::task::spawn_blocking(move || {
        let before: Vec<&Protected> = before.iter().map(|release| &release.protected).collect();
        let told = Told::by(&before, |_| true);
        let mut hidden = told.nearly_the_same(&tables, &rule);
        let told = told.as_of(&tables);
        let narrowed = narrowed(&tables, &told, &rule);
        let shown = Told::by(&before, |shown| !shown.is_hidden());
        let mut left_out = LeftOut::looked_at(&tables, &shown, &narrowed, &rule);
        let mut all = nested::with(&tables, &told, &narrowed, &rule, &hidden)?;
        loop {
            let Some((out, made)) = without_tables(&all, &rule, &before, &left_out, &hidden)? else {
                return Ok(None);
            };
            left_out = out;
            let hides = |key: &&Key| made.published.shown(key).is_some_and(Shown::is_hidden);
            hidden.extend(tables.cells().map(|(key, _)| key).filter(hides).cloned());
            // What is hidden now may follow from other windows, of which nothing had to be asked as long as it was shown.
            let more = nested::with(&tables, &told, &narrowed, &rule, &hidden)?;
            if more == all {
                return Ok(Some(made));
            }
            all = more;
        }
    });
    let made = work.await.map_err(|e| Problem::new("protecting small numbers", e))?;
    let made = made.map_err(|e: Error| Problem::new("protecting small numbers", e))?;
    Ok(made.ok_or_else(|| Refusal::rule(TELLS))?)
}

/// With some cells `hidden` from the start: first without the tables that have to be left out, then without that of the cell that could be worked out, then
/// without ever more. What was left out in the end; nothing where that does not help.
fn without_tables(
    tables: &Tables,
    rule: &Rule,
    before: &[&Protected],
    left_out: &LeftOut,
    hidden: &BTreeSet<Key>,
) -> Result<Option<(LeftOut, Protected)>, Error> {
    let mut tries = VecDeque::from(left_out.and_more());
    let mut is_first = true;
    while let Some(left_out) = tries.pop_front() {
        let without = left_out.cells(tables).into_iter().chain(hidden.iter().cloned()).collect();
        match protected(tables, rule, before, &without) {
            Err(Error::CannotProtect(cell)) if is_first => {
                left_out.with(&cell).into_iter().for_each(|with| tries.push_front(with))
            }
            Err(Error::CannotProtect(_)) => {}
            made => return made.map(|made| Some((left_out, made))),
        }
        is_first = false;
    }
    Ok(None)
}

const TELLS: &str = "These findings cannot leave: by themselves, or beside reports that left before, they would tell a number that the rule for small numbers hides, whatever else were hidden. Ask for months and a lens that left before, for a window that is much longer, or for another rule.";

fn protected(
    tables: &Tables,
    rule: &Rule,
    before: &[&Protected],
    without: &BTreeSet<Key>,
) -> Result<Protected, Error> {
    let made = protect_without(tables, rule, before, without)?;
    // Whatever made it, nothing leaves before the attacker has tried.
    let all: Vec<&Protected> = before.iter().copied().chain([&made]).collect();
    match prove(&all).into_iter().next() {
        Some(breach) => Err(Error::CannotProtect(breach.key)),
        None => Ok(made),
    }
}
