use std::collections::HashMap;

use concordat_access::Ctx;
use concordat_kernel::{Id, Problem, Refusal, Result};
use concordat_store::{Change, Store, Tx, args, sql};

use super::editions::{change_draft, of_group};
use crate::{
    Group, rules,
    store::word,
    terms::{
        model::{Clause, NewClause, Rule, Subject, Terms},
        parts::Parts,
    },
};

sql! {
    CLAUSES = "
        SELECT id,
               version,
               terms,
               number,
               heading,
               text,
               subject,
               choice,
               amount,
               months,
               before_group
        FROM partnership_clause
        ORDER BY terms, place, id";
    INSERT = "
        INSERT INTO partnership_clause (
            id, version, terms, place, number, heading, text, subject, choice, amount, months, before_group
        ) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    UPDATE = "
        UPDATE partnership_clause
        SET version = version + 1,
            number = $3,
            heading = $4,
            text = $5,
            subject = $6,
            choice = $7,
            amount = $8,
            months = $9,
            before_group = $10
        WHERE id = $1
          AND version = $2";
    PLACE = "UPDATE partnership_clause SET place = $2 WHERE id = $1";
    REMOVE = "DELETE FROM partnership_clause WHERE id = $1";
    TERMS_OF = "SELECT terms FROM partnership_clause WHERE id = $1";
    // In a draft, and never edited, so that an example edit made against version 1 is accepted.
    pub(crate) SOME_CLAUSE = "
        SELECT c.id
        FROM partnership_clause c
        JOIN partnership_terms t ON t.id = c.terms
        WHERE t.agreed_on IS NULL
          AND c.version = 1
        ORDER BY c.id
        LIMIT 1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Id<Clause>,
    version: i64,
    terms: Id<Terms>,
    number: String,
    heading: String,
    text: String,
    subject: String,
    choice: Option<String>,
    amount: Option<i64>,
    months: Option<i64>,
    before_group: Option<Id<Group>>,
}

impl TryFrom<Row> for Clause {
    type Error = Problem;
    fn try_from(row: Row) -> Result<Self, Problem> {
        let count = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
        let subject = word(Subject::from_word(&row.subject), &row.subject)?;
        let parts = Parts {
            choice: row.choice,
            amount: count(row.amount),
            months: count(row.months),
            before: row.before_group,
        };
        let rule = Rule::of(subject, &parts)
            .map_err(|(field, _)| Problem::say(format!("a clause on `{}` has no `{field}`", row.subject)))?;
        let said = NewClause { number: row.number, heading: row.heading, text: row.text, rule };
        Ok(Self { id: row.id, version: row.version, said })
    }
}

/// Every clause, by the terms it stands in, in order.
pub(super) async fn all(tx: &mut Tx) -> Result<HashMap<Id<Terms>, Vec<Clause>>> {
    let mut found = HashMap::<_, Vec<Clause>>::new();
    for row in tx.all::<Row>(&CLAUSES, args![]).await? {
        found.entry(row.terms).or_default().push(row.try_into()?);
    }
    Ok(found)
}

/// Which terms a clause stands in.
pub(crate) async fn clause(store: &Store, id: Id<Clause>) -> Result<Option<Id<Terms>>> {
    let found: Option<(Id<Terms>,)> = store.peek().await?.opt(&TERMS_OF, args![id]).await?;
    Ok(found.map(|(terms,)| terms))
}

/// Adds a clause to a draft, after the one named or at the beginning.
///
/// # Errors
/// When the asker may not, the terms are no draft, or the rules refuse what is said.
pub async fn add_clause(
    store: &Store,
    ctx: &Ctx,
    terms: Id<Terms>,
    new: NewClause,
    after: Option<Id<Clause>>,
) -> Result<Id<Clause>> {
    let (mut change, terms) = change_draft(store, ctx, terms).await?;
    let new = checked(new)?;
    let place = match after {
        None => 0,
        Some(after) => {
            1 + terms
                .clauses
                .iter()
                .position(|clause| clause.id == after)
                .ok_or_else(|| Refusal::invalid("after", "Choose where it stands from the list."))?
        }
    };
    for (n, clause) in terms.clauses.iter().enumerate().skip(place) {
        change.run(&PLACE, args![clause.id, n + 1]).await?;
    }
    let id = insert(&mut change, ctx, terms.id, place, &new).await?;
    change.commit().await?;
    Ok(id)
}

/// Changes a clause of a draft. `version` is the one the editor saw.
///
/// # Errors
/// As [`add_clause`]; [`Refusal::Conflict`] when somebody else changed it since.
pub async fn change_clause(
    store: &Store,
    ctx: &Ctx,
    id: Id<Clause>,
    new: NewClause,
    version: i64,
) -> Result<()> {
    let (mut change, _, former) = draft_of(store, ctx, id).await?;
    let new = checked(new)?;
    let parts = new.rule.map(Rule::parts).unwrap_or_default();
    let row = args![
        id,
        version,
        &new.number,
        &new.heading,
        &new.text,
        subject(&new).word(),
        parts.choice,
        parts.amount.map(i64::from),
        parts.months.map(i64::from),
        parts.before
    ];
    if change.run(&UPDATE, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    keep(&mut change, id, Some(&former.said), Some(&new)).await?;
    change.commit().await
}

/// Takes a clause out of a draft. What it said stays in its history.
///
/// # Errors
/// When the asker may not, or the terms are no draft.
pub async fn remove_clause(store: &Store, ctx: &Ctx, id: Id<Clause>) -> Result<()> {
    let (mut change, _, former) = draft_of(store, ctx, id).await?;
    change.run(&REMOVE, args![id]).await?;
    keep(&mut change, id, Some(&former.said), None).await?;
    change.commit().await
}

async fn draft_of(store: &Store, ctx: &Ctx, id: Id<Clause>) -> Result<(Change, Terms, Clause)> {
    let Some(terms) = clause(store, id).await? else {
        // Asked like any other, so that nobody learns whether it is there.
        store.ask(ctx, super::CHANGE_TERMS, &of_group(Id::from_uuid(id.uuid()), None)).await?;
        return Err(Refusal::NotFound.into());
    };
    let (change, terms) = change_draft(store, ctx, terms).await?;
    let clause = terms.clauses.iter().find(|clause| clause.id == id).cloned().ok_or(Refusal::NotFound)?;
    Ok((change, terms, clause))
}

pub(super) async fn insert(
    change: &mut Change,
    ctx: &Ctx,
    terms: Id<Terms>,
    place: usize,
    new: &NewClause,
) -> Result<Id<Clause>> {
    let id = ctx.chance.id::<Clause>(&ctx.clock);
    let parts = new.rule.map(Rule::parts).unwrap_or_default();
    let row = args![
        id,
        terms,
        place,
        &new.number,
        &new.heading,
        &new.text,
        subject(new).word(),
        parts.choice,
        parts.amount.map(i64::from),
        parts.months.map(i64::from),
        parts.before
    ];
    change.run(&INSERT, row).await?;
    keep(change, id, None, Some(new)).await?;
    Ok(id)
}

fn subject(clause: &NewClause) -> Subject {
    clause.rule.map_or(Subject::Text, Rule::subject)
}

fn checked(new: NewClause) -> Result<NewClause> {
    let new = NewClause {
        number: new.number.trim().to_owned(),
        heading: crate::store::tidy_name(&new.heading),
        text: new.text.trim().to_owned(),
        rule: new.rule,
    };
    let limit = |field, what: &str, text: &str, limit: usize| {
        let sentence = || format!("{what} must be {limit} characters or fewer.");
        if text.chars().count() > limit { Err(Refusal::invalid(field, sentence())) } else { Ok(()) }
    };
    if new.heading.is_empty() {
        return Err(Refusal::invalid("heading", "Enter the heading of the section.").into());
    }
    if new.text.is_empty() {
        return Err(
            Refusal::invalid("text", "Enter the words of the section, as they stand in the terms.").into()
        );
    }
    limit("number", "The number", &new.number, 20)?;
    limit("heading", "The heading", &new.heading, rules::NAME_LIMIT)?;
    limit("text", "The words", &new.text, rules::NOTE_LIMIT)?;
    Ok(new)
}

/// Keeps what a clause was, its rule in the words of its parts.
async fn keep(
    change: &mut Change,
    id: Id<Clause>,
    former: Option<&NewClause>,
    latter: Option<&NewClause>,
) -> Result<()> {
    let fields = |said: &NewClause| {
        let parts = said.rule.map(Rule::parts).unwrap_or_default();
        [
            ("number", Some(said.number.clone())),
            ("heading", Some(said.heading.clone())),
            ("text", Some(said.text.clone())),
            ("subject", Some(subject(said).word().to_owned())),
            ("choice", parts.choice),
            ("amount", parts.amount.map(|n| n.to_string())),
            ("months", parts.months.map(|n| n.to_string())),
            ("before_group", parts.before.map(|group| group.to_string())),
        ]
    };
    let nothing = || NewClause::default();
    let (was, is) = (former.map(&fields), latter.map(&fields));
    for (n, (field, _)) in fields(&nothing()).into_iter().enumerate() {
        let at = |fields: &Option<[(&str, Option<String>); 8]>| {
            fields.as_ref().and_then(|fields| fields.get(n)).and_then(|(_, value)| value.clone())
        };
        change.keep(id, field, at(&was).as_deref(), at(&is).as_deref()).await?;
    }
    Ok(())
}
