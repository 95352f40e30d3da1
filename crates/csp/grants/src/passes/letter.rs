//! The letters to whoever claims by link: the one that brings the link, and those that say what became of a claim.
//! Composed when they are about to be sent, and not before.

use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Kind as _, Refusal, Result};
use concordat_web::{App, Composed, LetterHead};

use super::{Pass, store};
use crate::{Claim, ClaimState, Project, rules::in_words, store as money, urls};

/// Somebody is given a link to claim by.
pub(crate) const INVITED: &str = "grants-invited";
/// A claim that came by link was decided or paid.
pub(crate) const TOLD: &str = "grants-claim-told";

/// The words of a letter; nothing when it is no longer to be sent.
///
/// # Errors
/// When the store does not answer, or the asker may make no links.
pub(crate) async fn compose(app: &App, ctx: &Ctx, head: &LetterHead) -> Result<Option<Composed>> {
    match (head.kind.as_str(), head.about.kind.as_ref()) {
        (INVITED, Pass::NAME) => invited(app, ctx, Id::from_uuid(head.about.id)).await,
        (TOLD, Claim::NAME) => told(app, Id::from_uuid(head.about.id)).await,
        _ => Ok(None),
    }
}

async fn invited(app: &App, ctx: &Ctx, id: Id<Pass>) -> Result<Option<Composed>> {
    let mut tx = app.store.peek().await?;
    let Some(pass) = store::maybe_pass(&mut tx, id).await? else { return Ok(None) };
    let (project, _) = money::project_and_last_day(&mut tx, pass.project_id).await?;
    drop(tx);
    let asker = app.name_of_actor(ctx, &pass.made_by).await?;
    let asker = asker.unwrap_or_else(|| "the community safety team".to_owned());
    let secret = match store::make_link(&app.store, ctx, id).await {
        Ok((secret, _)) => secret,
        // Stopped or too old, or the project is over.
        Err(Error::Refusal(Refusal::Rule(_))) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(Some(Composed {
        subject: format!("Claiming for {}", project.said.title),
        text: invitation(&pass, &project, &asker),
        secret: Some(format!("{}{}", app.config.public_url, urls::claim_link(&secret))),
        calendar: None,
    }))
}

fn invitation(pass: &Pass, project: &Project, asker: &str) -> String {
    [
        format!("Dear {},", pass.name),
        format!(
            "The community safety partnership pays for “{}”. By this link you can claim for it and say what it delivered. You need no account. Open it and choose “Start”:",
            quoted(&project.said.title)
        ),
        Composed::LINK.to_owned(),
        "A claim takes a minute: the amount and the number of the invoice. You get a letter when it is accepted or refused, and when it is paid. You can come back by the same link.".to_owned(),
        "The link is for you alone, and stops when the project is over. If a colleague should claim, ask for a link of their own.".to_owned(),
        format!("If you have a question, or this is not for you, ask {asker}."),
    ]
    .join("\n\n")
}

async fn told(app: &App, id: Id<Claim>) -> Result<Option<Composed>> {
    let mut tx = app.store.peek().await?;
    let Some(pass) = store::claimed_by(&mut tx, id).await?.filter(|pass| pass.revoked_at.is_none()) else {
        return Ok(None);
    };
    let (project, _) = money::project_and_last_day(&mut tx, pass.project_id).await?;
    let claims = money::claims_of_project(&mut tx, pass.project_id).await?;
    Ok(claims.iter().find(|claim| claim.id == id).and_then(|claim| outcome(&pass, &project, claim)))
}

/// What became of a claim; nothing while it waits.
fn outcome(pass: &Pass, project: &Project, claim: &Claim) -> Option<Composed> {
    let on = |day: Option<_>| day.map_or_else(String::new, |day| format!(" on {}", in_words(day)));
    let (word, happened) = match claim.state {
        ClaimState::Waiting => return None,
        ClaimState::Accepted => {
            ("accepted", format!("It was accepted{} and will be paid.", on(claim.decided_on)))
        }
        ClaimState::Refused => ("refused", format!("It was refused{}.", on(claim.decided_on))),
        ClaimState::Paid => ("paid", format!("It was paid{}.", on(claim.paid_on))),
    };
    let mut paragraphs = vec![
        format!("Dear {},", pass.name),
        format!(
            "You claimed {} for “{}”, invoice {}.",
            claim.said.amount,
            quoted(&project.said.title),
            quoted(&claim.said.reference)
        ),
        happened,
    ];
    if !claim.because.is_empty() {
        paragraphs.push(format!("What was said about it: {}", quoted(&claim.because)));
    }
    Some(Composed {
        subject: format!("Your claim for {} is {word}", project.said.title),
        text: paragraphs.join("\n\n"),
        secret: None,
        calendar: None,
    })
}

/// What people wrote is never taken for the place of a link.
fn quoted(text: &str) -> String {
    text.replace(Composed::LINK, "{ link }")
}
