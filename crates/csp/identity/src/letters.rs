//! The letters of this capability: an invitation, and a link to choose a new password.

use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Refusal, Result};
use concordat_web::{App, Composed, LetterHead};

use crate::{store, urls, words};

/// The same words as the purposes of a link.
pub(crate) const KINDS: &[&str] = &["invitation", "reset"];

/// Writes the letter with a link made this moment. It is no longer needed when the person has gone, has
/// another address by now, or has a password already.
pub(crate) async fn compose(app: &App, ctx: &Ctx, letter: &LetterHead) -> Result<Option<Composed>> {
    let id = Id::from_uuid(letter.about.id);
    let person = match store::person(&app.store, ctx, id).await {
        Err(Error::Refusal(Refusal::NotFound)) => return Ok(None),
        person => person?,
    };
    let same = person.email == letter.to_email && person.link_purpose() == letter.kind;
    if person.disabled_at.is_some() || !same {
        return Ok(None);
    }
    let made = store::make_link(&app.store, ctx, id).await?;
    let until = words::moment(made.expires);
    let (subject, why) = match made.purpose {
        "invitation" => (
            "Your invitation to Concordat",
            "You are invited to Concordat, the working record of your community safety partnership. Choose a password here:",
        ),
        _ => (
            "Choose a new password for Concordat",
            "An administrator of your community safety partnership has let you choose a new password for Concordat:",
        ),
    };
    let text = format!(
        "Dear {}\n\n{why}\n\n{}\n\nThe link works once, until {until}. You sign in with this e-mail address.\n\n\
         If you did not expect this message, ask whoever runs your partnership before you use the link. Nobody will ever ask you for your password.\n",
        person.name,
        Composed::LINK,
    );
    let secret = format!("{}{}", app.config.public_url, urls::welcome(&made.token));
    Ok(Some(Composed { subject: subject.to_owned(), text, secret: Some(secret), calendar: None }))
}
