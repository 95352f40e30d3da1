use std::collections::HashMap;

use concordat_access::{
    Ctx, Resource,
    audit::{hex, written},
};
use concordat_kernel::{AnyId, Id, Problem, Refusal, Result};
use concordat_store::{Store, Tx, args, sql};
use sha2::{Digest as _, Sha256};

use super::{ADD_AGREEMENT, CHANGE_AGREEMENT, EXPORT_AGREEMENT, PUBLISH_CHAPTER, VIEW_AGREEMENT};
use crate::{
    rules::check_title,
    versions::{
        agreement::{
            Agreement, AgreementHead, Chapter, ChapterEdition, ChapterKind, ChapterText, ChapterVersion,
            check_draft,
        },
        rules,
    },
};

sql! {
    AGREEMENTS = "SELECT id, group_id, title, version FROM plan_agreement ORDER BY title, id";
    AGREEMENT = "SELECT id, group_id, title, version FROM plan_agreement WHERE id = $1";
    INSERT_AGREEMENT = "INSERT INTO plan_agreement (id, group_id, title, made_at, made_by, version)
                        VALUES ($1, $2, $3, $4, $5, 1)";
    CHAPTERS = "SELECT id, agreement_id, kind, title, draft, version
                FROM plan_chapter WHERE agreement_id = $1
                ORDER BY CASE WHEN kind = 'chapter' THEN 0 ELSE 1 END, position, id";
    CHAPTER = "SELECT id, agreement_id, kind, title, draft, version FROM plan_chapter WHERE id = $1";
    INSERT_CHAPTER = "INSERT INTO plan_chapter (id, agreement_id, kind, position, title, draft, version)
                      VALUES ($1, $2, $3, $4, $5, $6, 1)";
    UPDATE_CHAPTER = "UPDATE plan_chapter SET title = $2, draft = $3, version = version + 1 WHERE id = $1 AND version = $4";
    CHAPTER_COUNT = "SELECT COUNT(*) FROM plan_chapter WHERE agreement_id = $1";
    EDITIONS = "SELECT v.id, v.chapter_id, v.number, v.title, v.text, v.changed, v.decision, v.published_at, v.published_by, v.hash
                FROM plan_chapter_version v JOIN plan_chapter c ON c.id = v.chapter_id
                WHERE c.agreement_id = $1 ORDER BY v.chapter_id, v.number DESC";
    EDITION = "SELECT id, chapter_id, number, title, text, changed, decision, published_at, published_by, hash
               FROM plan_chapter_version WHERE id = $1";
    INSERT_EDITION = "INSERT INTO plan_chapter_version (id, chapter_id, number, title, text, changed, decision, published_at,
                          published_by, hash)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ALL_EDITIONS = "SELECT id FROM plan_chapter_version ORDER BY chapter_id, number";
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: Id<Agreement>,
    group_id: Option<Id<()>>,
    title: String,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct ChapterRow {
    id: Id<Chapter>,
    agreement_id: Id<Agreement>,
    kind: String,
    title: String,
    draft: String,
    version: i64,
}

/// What a chapter is to be published as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewEdition {
    /// The chapter's version that the publisher saw.
    pub version: i64,
    /// What changed, for the table of versions.
    pub changed: String,
    /// By which decision.
    pub decision: String,
}

/// The agreements the asker may see.
///
/// # Errors
/// When nobody may, or the database does not answer.
pub async fn agreements(store: &Store, ctx: &Ctx) -> Result<Vec<AgreementHead>> {
    let mut tx = store.peek().await?;
    let heads: Vec<AgreementHead> =
        tx.all::<HeadRow>(&AGREEMENTS, args![]).await?.into_iter().map(head).collect();
    drop(tx);
    let seen: Vec<AgreementHead> =
        heads.into_iter().filter(|head| store.may(ctx, VIEW_AGREEMENT, &resource(head))).collect();
    if seen.is_empty() {
        store.ask(ctx, VIEW_AGREEMENT, &Resource::anywhere("plan_agreement", &ctx.actor)).await?;
    }
    Ok(seen)
}

/// An agreement with its chapters in order, appendices last.
///
/// # Errors
/// When there is none, or it is not for the asker; a problem when a published chapter is not what was published.
pub async fn agreement(
    store: &Store,
    ctx: &Ctx,
    id: Id<Agreement>,
) -> Result<(AgreementHead, Vec<ChapterText>)> {
    let found = head(store.peek().await?.one(&AGREEMENT, args![id]).await?);
    let mut tx = store.read(ctx, VIEW_AGREEMENT, &resource(&found)).await?;
    Ok((found, chapters(&mut tx, id).await?))
}

/// The same, to be taken away: leaves an audit row.
///
/// # Errors
/// As [`agreement`].
pub async fn agreement_for_export(
    store: &Store,
    ctx: &Ctx,
    id: Id<Agreement>,
) -> Result<(AgreementHead, Vec<ChapterText>)> {
    let found = head(store.peek().await?.one(&AGREEMENT, args![id]).await?);
    let mut tx = store.read(ctx, EXPORT_AGREEMENT, &resource(&found)).await?;
    Ok((found, chapters(&mut tx, id).await?))
}

/// The agreement that a chapter belongs to, for whoever may do `verb` to it.
///
/// # Errors
/// When there is no such chapter, or the asker may not.
pub async fn agreement_of_chapter(
    store: &Store,
    ctx: &Ctx,
    verb: concordat_access::Action,
    id: Id<Chapter>,
) -> Result<(AgreementHead, Vec<ChapterText>)> {
    let found = of_chapter(&mut store.peek().await?, id).await?;
    let mut tx = store.read(ctx, verb, &resource(&found)).await?;
    let all = chapters(&mut tx, found.id).await?;
    Ok((found, all))
}

/// One published version of a chapter, with its agreement.
///
/// # Errors
/// When there is none, or it is not for the asker; a problem when it is not what was published.
pub async fn edition(
    store: &Store,
    ctx: &Ctx,
    id: Id<ChapterVersion>,
) -> Result<(AgreementHead, ChapterEdition)> {
    let mut peek = store.peek().await?;
    let row: ChapterEdition = peek.one(&EDITION, args![id]).await?;
    let found = of_chapter(&mut peek, row.chapter_id).await?;
    drop(peek);
    let mut tx = store.read(ctx, VIEW_AGREEMENT, &resource(&found)).await?;
    Ok((found, whole(tx.one(&EDITION, args![id]).await?)?))
}

/// Begins an agreement of a group.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn add_agreement(
    store: &Store,
    ctx: &Ctx,
    group: Option<AnyId>,
    title: &str,
) -> Result<Id<Agreement>> {
    let resource = Resource::any("plan_agreement").within(group);
    let mut tx = store.change(ctx, ADD_AGREEMENT, &resource).await?;
    check_title(title, "agreement")?;
    crate::store::edit::check_group(&mut tx, group).await?;
    let id: Id<Agreement> = ctx.chance.id(&ctx.clock);
    let row = args![id, group, title.trim(), ctx.clock.now(), ctx.actor.word()];
    tx.run(&INSERT_AGREEMENT, row).await?;
    tx.keep(id, "Title", None, Some(title.trim())).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// Adds a chapter or an appendix at the end of its kind.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn add_chapter(
    store: &Store,
    ctx: &Ctx,
    agreement: Id<Agreement>,
    kind: ChapterKind,
    title: &str,
    draft: &str,
) -> Result<Id<Chapter>> {
    let found = head(store.peek().await?.one(&AGREEMENT, args![agreement]).await?);
    let mut tx = store.change(ctx, CHANGE_AGREEMENT, &resource(&found)).await?;
    check_title(title, "chapter")?;
    check_draft(draft)?;
    let (position,): (i64,) = tx.one(&CHAPTER_COUNT, args![agreement]).await?;
    let id: Id<Chapter> = ctx.chance.id(&ctx.clock);
    tx.run(&INSERT_CHAPTER, args![id, agreement, kind.word(), position, title.trim(), draft]).await?;
    tx.keep(id, "Title", None, Some(title.trim())).await?;
    tx.keep(id, "Text", None, Some(draft).filter(|text| !text.is_empty())).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a chapter's title and draft. What is published of it stays as it is.
///
/// # Errors
/// When the asker may not, or a rule says no; [`Refusal::Conflict`] when it changed since `version`.
pub async fn change_chapter(
    store: &Store,
    ctx: &Ctx,
    id: Id<Chapter>,
    version: i64,
    (title, draft): (&str, &str),
) -> Result<()> {
    let found = of_chapter(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, CHANGE_AGREEMENT, &resource(&found)).await?;
    check_title(title, "chapter")?;
    check_draft(draft)?;
    let former: ChapterRow = tx.one(&CHAPTER, args![id]).await?;
    if tx.run(&UPDATE_CHAPTER, args![id, title.trim(), draft, version]).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.keep(id, "Title", Some(&former.title), Some(title.trim())).await?;
    tx.keep(id, "Text", Some(&former.draft), Some(draft)).await?;
    tx.commit().await
}

/// Publishes a chapter as its draft stands. What is published never changes.
///
/// # Errors
/// When the asker may not, or a rule says no; [`Refusal::Conflict`] when it changed since the publisher looked.
pub async fn publish_chapter(
    store: &Store,
    ctx: &Ctx,
    id: Id<Chapter>,
    new: &NewEdition,
) -> Result<Id<ChapterVersion>> {
    let found = of_chapter(&mut store.peek().await?, id).await?;
    let mut tx = store.change(ctx, PUBLISH_CHAPTER, &resource(&found)).await?;
    rules::check_decision(&new.decision)?;
    rules::check_words("changed", &new.changed, "Enter what changed, for the table of versions.")?;
    let all = chapters(&mut tx, found.id).await?;
    let chapter = all.into_iter().find(|chapter| chapter.id == id).ok_or(Refusal::NotFound)?;
    if chapter.draft.trim().is_empty() {
        return Err(Refusal::rule("The chapter says nothing yet. Write it before you publish it.").into());
    }
    if !chapter.has_changed() {
        return Err(Refusal::rule("Nothing has changed since the last version of this chapter.").into());
    }
    let mut edition = ChapterEdition {
        id: ctx.chance.id(&ctx.clock),
        chapter_id: id,
        number: chapter.current().map_or(0, |now| now.number) + 1,
        title: chapter.title.clone(),
        text: chapter.draft.clone(),
        changed: new.changed.trim().to_owned(),
        decision: new.decision.trim().to_owned(),
        published_at: written(ctx.clock.now()),
        published_by: ctx.actor.word(),
        hash: String::new(),
    };
    edition.hash = hash(&edition);
    // Counts as a change of the chapter, so that two who publish at once do not both.
    let row = args![id, &chapter.title, &chapter.draft, new.version];
    if tx.run(&UPDATE_CHAPTER, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    let row = args![
        edition.id,
        id,
        edition.number,
        &edition.title,
        &edition.text,
        &edition.changed,
        &edition.decision,
        &edition.published_at,
        &edition.published_by,
        &edition.hash
    ];
    tx.run_unless_taken(&INSERT_EDITION, row, Refusal::Conflict).await?;
    let words = format!("Version {}, {}", edition.number, edition.decision);
    tx.keep(id, "Published", None, Some(&words)).await?;
    tx.commit().await?;
    Ok(edition.id)
}

/// Reads every published chapter again: what was found wrong, in words.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn verify_chapters(tx: &mut Tx) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (id,) in tx.all::<(Id<ChapterVersion>,)>(&ALL_EDITIONS, args![]).await? {
        let edition: ChapterEdition = tx.one(&EDITION, args![id]).await?;
        if hash(&edition) != edition.hash {
            let (number, chapter) = (edition.number, edition.chapter_id);
            found.push(format!("version {number} of the chapter {chapter} is not what was published"));
        }
    }
    Ok(found)
}

/// An agreement as the door sees it: it belongs to its group.
pub(crate) fn resource(head: &AgreementHead) -> Resource {
    Resource::one(head.id).within(head.group)
}

async fn of_chapter(tx: &mut Tx, id: Id<Chapter>) -> Result<AgreementHead> {
    let row: ChapterRow = tx.one(&CHAPTER, args![id]).await?;
    Ok(head(tx.one(&AGREEMENT, args![row.agreement_id]).await?))
}

async fn chapters(tx: &mut Tx, agreement: Id<Agreement>) -> Result<Vec<ChapterText>> {
    let mut editions = HashMap::<Id<Chapter>, Vec<ChapterEdition>>::new();
    for edition in tx.all::<ChapterEdition>(&EDITIONS, args![agreement]).await? {
        editions.entry(edition.chapter_id).or_default().push(whole(edition)?);
    }
    let rows: Vec<ChapterRow> = tx.all(&CHAPTERS, args![agreement]).await?;
    let chapter = |row: ChapterRow| ChapterText {
        versions: editions.remove(&row.id).unwrap_or_default(),
        id: row.id,
        agreement: row.agreement_id,
        kind: if row.kind == "appendix" { ChapterKind::Appendix } else { ChapterKind::Chapter },
        title: row.title,
        draft: row.draft,
        version: row.version,
    };
    Ok(rows.into_iter().map(chapter).collect())
}

fn head(row: HeadRow) -> AgreementHead {
    AgreementHead { id: row.id, group: row.group_id.map(Id::uuid), title: row.title, version: row.version }
}

fn whole(edition: ChapterEdition) -> Result<ChapterEdition> {
    if hash(&edition) != edition.hash {
        return Err(
            Problem::say(format!("the chapter version {} is not what was published", edition.id)).into()
        );
    }
    Ok(edition)
}

fn hash(edition: &ChapterEdition) -> String {
    let mut all = Sha256::new();
    let number = edition.number.to_string();
    let (id, chapter) = (edition.id.to_string(), edition.chapter_id.to_string());
    for part in [
        &id,
        &chapter,
        &number,
        &edition.title,
        &edition.text,
        &edition.changed,
        &edition.decision,
        &edition.published_at,
        &edition.published_by,
    ] {
        all.update(part.len().to_be_bytes());
        all.update(part);
    }
    hex(&all.finalize())
}
