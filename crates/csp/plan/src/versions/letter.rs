//! The letters to guests of feedback: the one that brings the link, and those that bring answers. Composed when they
//! are about to be sent, and not before.

use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Kind as _, Refusal, Result};
use concordat_web::{App, Composed, LetterHead};

use super::{
    Comment, CommentHead, Invitation, Verdict, rules,
    store::{self, AboutGuest},
    urls,
};
use crate::progress::letter::{asker, day, line};

/// A guest is asked for comments.
pub(crate) const INVITED: &str = "plan-invited";
/// A guest's comment is answered.
pub(crate) const ANSWERED: &str = "plan-comment-answered";

/// The words of a letter to a guest; nothing when it is no longer to be sent.
///
/// # Errors
/// When the store does not answer, or the asker may make no links.
pub(crate) async fn compose(app: &App, ctx: &Ctx, head: &LetterHead) -> Result<Option<Composed>> {
    match (head.kind.as_str(), head.about.kind.as_ref()) {
        (INVITED, Invitation::NAME) => invited(app, ctx, Id::from_uuid(head.about.id)).await,
        (ANSWERED, Comment::NAME) => {
            let about = store::about_answer(&app.store, Id::from_uuid(head.about.id)).await?;
            Ok(about.and_then(|(comment, about)| answered(&comment, &about)))
        }
        _ => Ok(None),
    }
}

async fn invited(app: &App, ctx: &Ctx, id: Id<Invitation>) -> Result<Option<Composed>> {
    let Some(about) = store::about_guest(&app.store, id).await? else { return Ok(None) };
    if !about.guest.is_good(ctx.clock.now()) || !rules::is_open(&about.time, ctx.clock.today()) {
        return Ok(None);
    }
    let asker = asker(app, ctx, &about.guest.made_by).await?;
    let secret = match store::make_guest_link(&app.store, ctx, id).await {
        Ok((secret, ..)) => secret,
        // Stopped between the two looks.
        Err(Error::Refusal(Refusal::Rule(_))) => return Ok(None),
        Err(error) => return Err(error),
    };
    let until = day(about.time.closes_on);
    let paragraphs = [
        format!("Dear {},", about.guest.name),
        format!(
            "{} asks for your comments on a draft: “{}”. You can comment on each of its actions, and on the whole plan.",
            group(&about),
            about.plan.head.title
        ),
        "You need no account. Open this link and choose “Start”:".to_owned(),
        Composed::LINK.to_owned(),
        format!(
            "You can comment until the end of {until}, and change what you said until then or until it is answered. Partners will read your comments with your name. Each is answered, and the answer comes by e-mail."
        ),
        "The link is for you alone.".to_owned(),
        format!("If you have a question, or this is not for you, ask {asker}."),
    ];
    Ok(Some(Composed {
        subject: format!("Your comments on {}, by {until}", about.plan.head.title),
        text: paragraphs.join("\n\n"),
        secret: Some(format!("{}{}", app.config.public_url, urls::letter_link(&secret))),
        calendar: None,
    }))
}

/// Nothing when the guest's links were stopped, or nothing is answered.
fn answered(comment: &CommentHead, about: &AboutGuest) -> Option<Composed> {
    let verdict = comment.answer.filter(|_| about.guest.revoked_at.is_none())?;
    let on = match comment.action_id.and_then(|id| about.plan.action(id)) {
        Some((_, action)) => format!("action {}", line(action)),
        None => "the whole plan".to_owned(),
    };
    let given = match verdict {
        Verdict::Accept => "It is accepted: the plan will say what you asked for.",
        Verdict::Amend => "The plan changes, but not quite as you asked.",
        Verdict::Decline => "It is declined: the plan stays as it is.",
    };
    let paragraphs = [
        format!("Dear {},", about.guest.name),
        format!(
            "{} has answered what you said of {on} in “{}”. You wrote:",
            group(about),
            about.plan.head.title
        ),
        quoted(&comment.text),
        given.to_owned(),
        format!("The reason: {}", quoted(&comment.reason)),
        "Thank you for your comment.".to_owned(),
    ];
    Some(Composed {
        subject: format!("Your comment on {} is answered", about.plan.head.title),
        text: paragraphs.join("\n\n"),
        secret: None,
        calendar: None,
    })
}

/// What people wrote is never taken for the place of a link.
fn quoted(text: &str) -> String {
    text.replace(Composed::LINK, "{ link }")
}

fn group(about: &AboutGuest) -> &str {
    about.group.as_deref().unwrap_or("The community safety partnership")
}
