use concordat_access::{Ctx, Resource, audit::written};
use concordat_kernel::{Id, Problem, Refusal, Result, jiff::civil::Date};
use concordat_store::{Store, Tx, args, sql};

use super::{
    ADD_COMMENT, ANSWER_COMMENT, OPEN_FEEDBACK, RECORD_COMMENT, VIEW_COMMENT, invitations, one, within,
};
use crate::{
    Action, Plan,
    store::PLAN_OF_ACTION,
    versions::{Comment, CommentHead, Feedback, FeedbackTime, Invitation, Verdict, rules},
};

sql! {
    INSERT_TIME = "INSERT INTO plan_feedback (id, plan_id, opened_at, opened_by, closes_on, version)
                   VALUES ($1, $2, $3, $4, $5, 1)";
    CHANGE_TIME = "UPDATE plan_feedback SET closes_on = $2, version = version + 1 WHERE id = $1 AND version = $3";
    TIME = "SELECT id, plan_id, opened_at, opened_by, closes_on, version FROM plan_feedback WHERE id = $1";
    NEWEST_TIME = "SELECT id, plan_id, opened_at, opened_by, closes_on, version
                   FROM plan_feedback WHERE plan_id = $1 ORDER BY opened_at DESC, id DESC LIMIT 1";
    INSERT_COMMENT = "INSERT INTO plan_comment (id, feedback_id, plan_id, action_id, text, said_by, is_late, made_at, made_by,
                          answer, reason, answered_at, answered_by, version, invitation_id)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, '', NULL, NULL, 1, NULL)";
    COMMENTS = "SELECT id, plan_id, action_id, text, said_by, is_late, made_at, made_by, answer, reason, answered_at,
                       answered_by, version, invitation_id
                FROM plan_comment WHERE plan_id = $1 ORDER BY made_at, id";
    OF_GUEST = "SELECT id, plan_id, action_id, text, said_by, is_late, made_at, made_by, answer, reason, answered_at,
                       answered_by, version, invitation_id
                FROM plan_comment WHERE invitation_id = $1 ORDER BY made_at, id";
    COMMENT = "SELECT id, plan_id, action_id, text, said_by, is_late, made_at, made_by, answer, reason, answered_at,
                      answered_by, version, invitation_id
               FROM plan_comment WHERE id = $1";
    ANSWER = "UPDATE plan_comment
              SET answer = $2, reason = $3, answered_at = $4, answered_by = $5, version = version + 1
              WHERE id = $1 AND version = $6";
}

#[derive(sqlx::FromRow)]
struct TimeRow {
    id: Id<Feedback>,
    plan_id: Id<Plan>,
    opened_at: String,
    opened_by: String,
    closes_on: String,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct CommentRow {
    id: Id<Comment>,
    plan_id: Id<Plan>,
    action_id: Option<Id<Action>>,
    text: String,
    said_by: Option<String>,
    is_late: i64,
    made_at: String,
    made_by: String,
    answer: Option<String>,
    reason: String,
    answered_at: Option<String>,
    answered_by: Option<String>,
    version: i64,
    invitation_id: Option<Id<Invitation>>,
}

/// What somebody says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewComment {
    /// Of which action; of the whole plan when none is named.
    pub action: Option<Id<Action>>,
    /// What.
    pub text: String,
}

/// Asks for comments on a plan until a day, or moves the day while they are asked for.
///
/// # Errors
/// When the asker may not, or a rule says no; [`Refusal::Conflict`] when somebody moved the day meanwhile.
pub async fn open_feedback(store: &Store, ctx: &Ctx, plan: Id<Plan>, closes_on: Date) -> Result<()> {
    let resource = within(&mut store.peek().await?, "plan_feedback", plan).await?;
    let mut tx = store.change(ctx, OPEN_FEEDBACK, &resource).await?;
    let today = ctx.clock.today();
    rules::check_last_day(closes_on, today)?;
    let words = |day: Date| day.strftime("%-d %B %Y").to_string();
    match newest_time(&mut tx, plan).await?.filter(|time| rules::is_open(time, today)) {
        Some(time) => {
            if tx.run(&CHANGE_TIME, args![time.id, closes_on, time.version]).await? == 0 {
                return Err(Refusal::Conflict.into());
            }
            invitations::last_longer(&mut tx, ctx, time.id, closes_on).await?;
            tx.keep(plan, "Feedback until", Some(&words(time.closes_on)), Some(&words(closes_on))).await?;
        }
        None => {
            let id: Id<Feedback> = ctx.chance.id(&ctx.clock);
            let row = args![id, plan, ctx.clock.now(), ctx.actor.word(), closes_on];
            tx.run(&INSERT_TIME, row).await?;
            tx.keep(plan, "Feedback until", None, Some(&words(closes_on))).await?;
        }
    }
    tx.commit().await
}

/// The time in which comments are, or were last, asked for.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn feedback(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Option<FeedbackTime>> {
    let resource = within(&mut store.peek().await?, "plan_comment", plan).await?;
    newest_time(&mut store.read(ctx, VIEW_COMMENT, &resource).await?, plan).await
}

/// What was said of a plan and its actions, in the order of its coming.
///
/// # Errors
/// When there is no such plan, or it is not for the asker.
pub async fn comments(store: &Store, ctx: &Ctx, plan: Id<Plan>) -> Result<Vec<CommentHead>> {
    let resource = within(&mut store.peek().await?, "plan_comment", plan).await?;
    let mut tx = store.read(ctx, VIEW_COMMENT, &resource).await?;
    tx.all::<CommentRow>(&COMMENTS, args![plan]).await?.into_iter().map(comment_head).collect()
}

/// One comment.
///
/// # Errors
/// When there is none, or it is not for the asker.
pub async fn comment(store: &Store, ctx: &Ctx, id: Id<Comment>) -> Result<CommentHead> {
    let mut peek = store.peek().await?;
    let found = comment_in(&mut peek, id).await?;
    let resource = one(&mut peek, id, found.plan_id).await?;
    drop(peek);
    comment_in(&mut store.read(ctx, VIEW_COMMENT, &resource).await?, id).await
}

/// Somebody who is signed in says something, while comments are asked for.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn add_comment(store: &Store, ctx: &Ctx, plan: Id<Plan>, new: &NewComment) -> Result<Id<Comment>> {
    let resource = within(&mut store.peek().await?, "plan_comment", plan).await?;
    let mut tx = store.change(ctx, ADD_COMMENT, &resource).await?;
    rules::check_words("text", &new.text, "Enter your comment.")?;
    let time = newest_time(&mut tx, plan).await?;
    let time = rules::may_comment(time.as_ref(), ctx.clock.today())?;
    check_action(&mut tx, plan, new.action).await?;
    let id: Id<Comment> = ctx.chance.id(&ctx.clock);
    let (now, by) = (ctx.clock.now(), ctx.actor.word());
    let row = args![id, time.id, plan, new.action, new.text.trim(), None::<&str>, false, now, by];
    tx.run(&INSERT_COMMENT, row).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// An officer writes down what came by letter or e-mail, with the name of who said it; late when it
/// came after the last day.
///
/// # Errors
/// When the asker may not, or a rule says no.
pub async fn record_comment(
    store: &Store,
    ctx: &Ctx,
    plan: Id<Plan>,
    new: &NewComment,
    said_by: &str,
    received_on: Date,
) -> Result<Id<Comment>> {
    let resource = within(&mut store.peek().await?, "plan_comment", plan).await?;
    let mut tx = store.change(ctx, RECORD_COMMENT, &resource).await?;
    rules::check_words("text", &new.text, "Enter what was said.")?;
    rules::check_name(said_by)?;
    let time = newest_time(&mut tx, plan).await?;
    let (time, is_late) = rules::may_record(time.as_ref(), received_on, ctx.clock.today())?;
    check_action(&mut tx, plan, new.action).await?;
    let id: Id<Comment> = ctx.chance.id(&ctx.clock);
    let (now, by) = (ctx.clock.now(), ctx.actor.word());
    let row = args![id, time.id, plan, new.action, new.text.trim(), said_by.trim(), is_late, now, by];
    tx.run(&INSERT_COMMENT, row).await?;
    tx.about(id.uuid());
    tx.commit().await?;
    Ok(id)
}

/// Answers a comment, or answers it anew; a guest is told by e-mail.
///
/// # Errors
/// When the asker may not, or a rule says no; [`Refusal::Conflict`] when it was answered meanwhile.
pub async fn answer_comment(
    store: &Store,
    ctx: &Ctx,
    id: Id<Comment>,
    version: i64,
    verdict: Verdict,
    reason: &str,
) -> Result<()> {
    let mut peek = store.peek().await?;
    let found = comment_in(&mut peek, id).await?;
    let resource: Resource = one(&mut peek, id, found.plan_id).await?;
    drop(peek);
    let mut tx = store.change(ctx, ANSWER_COMMENT, &resource).await?;
    rules::check_words("reason", reason, "Enter the reason for this answer.")?;
    let former = comment_in(&mut tx, id).await?;
    let now = written(ctx.clock.now());
    let row = args![id, verdict.word(), reason.trim(), now, ctx.actor.word(), version];
    if tx.run(&ANSWER, row).await? == 0 {
        return Err(Refusal::Conflict.into());
    }
    tx.keep(id, "Answer", former.answer.map(Verdict::given), Some(verdict.given())).await?;
    let reason_was = Some(former.reason.as_str()).filter(|text| !text.is_empty());
    tx.keep(id, "Reason", reason_was, Some(reason.trim())).await?;
    invitations::tell(&mut tx, ctx, &former).await?;
    tx.commit().await
}

pub(super) async fn newest_time(tx: &mut Tx, plan: Id<Plan>) -> Result<Option<FeedbackTime>> {
    tx.opt::<TimeRow>(&NEWEST_TIME, args![plan]).await?.map(recorded_time).transpose()
}

/// One time in which comments are, or were, asked for.
pub(super) async fn time(tx: &mut Tx, id: Id<Feedback>) -> Result<FeedbackTime> {
    recorded_time(tx.one(&TIME, args![id]).await?)
}

fn recorded_time(row: TimeRow) -> Result<FeedbackTime> {
    Ok(FeedbackTime {
        id: row.id,
        plan_id: row.plan_id,
        opened_at: row.opened_at,
        opened_by: row.opened_by,
        closes_on: row.closes_on.parse().map_err(|e| Problem::new("reading the last day for comments", e))?,
        version: row.version,
    })
}

/// One comment, where it may be seen.
pub(super) async fn comment_in(tx: &mut Tx, id: Id<Comment>) -> Result<CommentHead> {
    comment_head(tx.one(&COMMENT, args![id]).await?)
}

/// What a guest said, oldest first.
pub(super) async fn comments_of_guest(tx: &mut Tx, id: Id<Invitation>) -> Result<Vec<CommentHead>> {
    tx.all::<CommentRow>(&OF_GUEST, args![id]).await?.into_iter().map(comment_head).collect()
}

/// A comment is on an action of the plan it is for.
async fn check_action(tx: &mut Tx, plan: Id<Plan>, action: Option<Id<Action>>) -> Result<()> {
    let Some(action) = action else { return Ok(()) };
    let (of,): (Id<Plan>,) = tx.one(&PLAN_OF_ACTION, args![action]).await?;
    if of == plan { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

fn comment_head(row: CommentRow) -> Result<CommentHead> {
    let answer: Option<Verdict> = match row.answer {
        Some(word) => Some(word.parse().map_err(|e: String| Problem::new("reading a comment", e))?),
        None => None,
    };
    Ok(CommentHead {
        id: row.id,
        plan_id: row.plan_id,
        action_id: row.action_id,
        text: row.text,
        said_by: row.said_by,
        invitation: row.invitation_id,
        is_late: row.is_late != 0,
        made_at: row.made_at,
        made_by: row.made_by,
        answer,
        reason: row.reason,
        answered_at: row.answered_at,
        answered_by: row.answered_by,
        version: row.version,
    })
}
