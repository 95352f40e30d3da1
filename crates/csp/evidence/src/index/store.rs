use concordat_access::{Ctx, Resource};
use concordat_kernel::{Id, Kind as _, Problem, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};

use super::{
    actions::{ADD_INDEX, VIEW_INDEX},
    model::{Index, Label, Loaded, NewIndex, Rule, Score},
    read::Reading,
    weights::Weights,
};
use crate::load::{self, Oddity, tidy};

sql! {
    INDICES = "
        SELECT i.id,
               i.name,
               i.version,
               i.rule,
               i.unit,
               i.notice,
               i.file_name,
               i.sha256,
               i.loaded_at,
               (SELECT COUNT(*) FROM evidence_score s WHERE s.index_id = i.id) AS scores
        FROM evidence_index i
        ORDER BY i.loaded_at DESC,
                 i.id DESC";
    INSERT = "
        INSERT INTO evidence_index (id, name, version, rule, unit, notice, file_name, sha256, loaded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SCORES = "
        SELECT reference,
               file_row,
               home_office,
               class,
               offence,
               offence_group,
               subgroup,
               weight,
               notifiable,
               proactive,
               historic
        FROM evidence_score
        WHERE index_id = $1";
    INSERT_SCORE = "
        INSERT INTO evidence_score (
            index_id, reference, file_row, home_office, class, offence, offence_group, subgroup, weight, notifiable,
            proactive, historic
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    pub(crate) SOME_INDEX = "SELECT id FROM evidence_index ORDER BY id LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Index>,
    name: String,
    version: String,
    rule: String,
    unit: String,
    notice: Option<String>,
    file_name: String,
    sha256: String,
    loaded_at: String,
    scores: i64,
}

impl TryFrom<Row> for Index {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let rule = Rule::from_word(&row.rule).ok_or_else(|| {
            Problem::say(format!("the table of indices holds the unknown rule `{}`", row.rule))
        })?;
        let loaded_at =
            row.loaded_at.parse().map_err(|e| Problem::new("reading when an index was loaded", e))?;
        Ok(Self {
            id: row.id,
            name: row.name,
            version: row.version,
            rule,
            unit: row.unit,
            notice: row.notice,
            file_name: row.file_name,
            sha256: row.sha256,
            loaded_at,
            scores: row.scores,
        })
    }
}

#[derive(sqlx::FromRow)]
struct ScoreRow {
    reference: String,
    file_row: i64,
    home_office: Option<String>,
    class: Option<String>,
    offence: Option<String>,
    offence_group: Option<String>,
    subgroup: Option<String>,
    weight: f64,
    notifiable: Option<i64>,
    proactive: Option<i64>,
    historic: Option<i64>,
}

impl From<ScoreRow> for Score {
    fn from(row: ScoreRow) -> Self {
        let yes = |kept: Option<i64>| kept.map(|kept| kept != 0);
        Self {
            reference: row.reference,
            row: u64::try_from(row.file_row).unwrap_or_default(),
            home_office: row.home_office,
            class: row.class,
            offence: row.offence,
            group: row.offence_group,
            subgroup: row.subgroup,
            weight: row.weight,
            notifiable: yes(row.notifiable),
            proactive: yes(row.proactive),
            historic: yes(row.historic),
        }
    }
}

/// Loads an index, whole or not at all. An index is never changed: the same file again changes nothing, and another file
/// needs another version.
///
/// # Errors
/// When the asker may not; when name or version cannot be used; when the version is there from another file.
pub async fn load(store: &Store, ctx: &Ctx, new: NewIndex, reading: &Reading) -> Result<Loaded> {
    let mut change = store.change(ctx, ADD_INDEX, &Resource::any(Index::NAME)).await?;
    let new = NewIndex { name: usable("name", &new.name)?, version: usable("version", &new.version)?, ..new };
    let known = all(&mut change).await?;
    let same_version = known.iter().filter(|index| index.name == new.name && index.version == new.version);
    for index in same_version {
        if index.sha256 != new.sha256 {
            return Err(other_file(index).into());
        }
        if index.rule == new.rule {
            return Ok(Loaded { index: index.clone(), already: true });
        }
    }
    let index = Index {
        id: ctx.chance.id(&ctx.clock),
        name: new.name,
        version: new.version,
        rule: new.rule,
        unit: reading.unit.clone(),
        notice: reading.notice.clone(),
        file_name: new.file_name,
        sha256: new.sha256,
        loaded_at: ctx.clock.now(),
        scores: i64::try_from(reading.scores.len()).unwrap_or(i64::MAX),
    };
    insert(&mut change, &index, &reading.scores).await?;
    load::store::keep(&mut change, index.id.uuid(), &reading.oddities).await?;
    change.about(index.id.uuid());
    change.commit().await?;
    Ok(Loaded { index, already: false })
}

async fn insert(change: &mut Change, index: &Index, scores: &[Score]) -> Result<()> {
    let row = args![
        index.id,
        &index.name,
        &index.version,
        index.rule.word(),
        &index.unit,
        &index.notice,
        &index.file_name,
        &index.sha256,
        index.loaded_at
    ];
    // Two who load the same version at once: the second is told.
    change.run_unless_taken(&INSERT, row, other_file(index)).await?;
    let kept = |yes: Option<bool>| yes.map(i64::from);
    for score in scores {
        let row = args![
            index.id,
            &score.reference,
            i64::try_from(score.row).unwrap_or(i64::MAX),
            &score.home_office,
            &score.class,
            &score.offence,
            &score.group,
            &score.subgroup,
            score.weight,
            kept(score.notifiable),
            kept(score.proactive),
            kept(score.historic)
        ];
        change.run(&INSERT_SCORE, row).await?;
    }
    Ok(())
}

fn other_file(index: &Index) -> Refusal {
    Refusal::invalid(
        "version",
        format!(
            "{}@{} is there already, from another file (“{}”). Figures made with it name it, so it is never changed: give \
             this file another version.",
            index.name, index.version, index.file_name
        ),
    )
}

/// A name or version that can stand in `NAME@VERSION/RULE`.
fn usable(field: &'static str, text: &str) -> Result<String, Refusal> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(Refusal::invalid(field, format!("The index needs a {field}.")));
    }
    if text.contains(['@', '/']) {
        return Err(Refusal::invalid(
            field,
            format!(
                "“{text}” holds an @ or a stroke, which stand between name, version and rule. Leave them out of the {field}."
            ),
        ));
    }
    Ok(text)
}

/// Every index, the newest first.
///
/// # Errors
/// When the asker may not see them, or the store does not answer.
pub async fn indices(store: &Store, ctx: &Ctx) -> Result<Vec<Index>> {
    let mut tx = store.read(ctx, VIEW_INDEX, &Resource::any(Index::NAME)).await?;
    all(&mut tx).await
}

/// The index of this name, version and rule.
///
/// # Errors
/// As [`indices`]; when there is none, or several and the label names no rule: then it says which there are.
pub async fn find(store: &Store, ctx: &Ctx, label: &Label) -> Result<Index> {
    let known = indices(store, ctx).await?;
    let fits = |index: &&Index| {
        index.name == label.name
            && index.version == label.version
            && label.rule.is_none_or(|rule| rule == index.rule)
    };
    let found: Vec<&Index> = known.iter().filter(fits).collect();
    if let [one] = found.as_slice() {
        return Ok((*one).clone());
    }
    let listed = |indices: Vec<&Index>| {
        let labels: Vec<String> = indices.iter().map(|index| index.label().to_string()).collect();
        labels.join(", ")
    };
    let why = if known.is_empty() {
        format!("There is no index {label}: none is loaded. Load one with `concordat evidence index load`.")
    } else if found.is_empty() {
        format!("There is no index {label}. Loaded are: {}.", listed(known.iter().collect()))
    } else {
        format!("{label} was loaded under several rules. Say which: {}.", listed(found))
    };
    Err(Refusal::invalid("index", why).into())
}

/// An index with its lines, to ask it what an offence weighs.
///
/// # Errors
/// As [`indices`], and [`Refusal::NotFound`] when there is none with this id.
pub async fn weights(store: &Store, ctx: &Ctx, id: Id<Index>) -> Result<Weights> {
    let mut tx = store.read(ctx, VIEW_INDEX, &Resource::one(id)).await?;
    let index = all(&mut tx).await?.into_iter().find(|index| index.id == id).ok_or(Refusal::NotFound)?;
    let mut scores: Vec<Score> =
        tx.all::<ScoreRow>(&SCORES, args![id]).await?.into_iter().map(Score::from).collect();
    // Sorted here, as the two databases order letters differently.
    scores.sort_by(|a, b| (a.row, &a.reference).cmp(&(b.row, &b.reference)));
    Ok(Weights::new(index, scores))
}

/// What was odd about the file of an index.
///
/// # Errors
/// As [`indices`].
pub async fn oddities(store: &Store, ctx: &Ctx, id: Id<Index>) -> Result<Vec<Oddity>> {
    let mut tx = store.read(ctx, VIEW_INDEX, &Resource::one(id)).await?;
    load::store::of(&mut tx, id.uuid()).await
}

async fn all(tx: &mut Tx) -> Result<Vec<Index>> {
    let rows = tx.all::<Row>(&INDICES, args![]).await?;
    Ok(rows.into_iter().map(Index::try_from).collect::<Result<_, _>>()?)
}
