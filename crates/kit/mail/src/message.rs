//! A letter as it goes over the wire.

use std::time::SystemTime;

use concordat_kernel::{Problem, jiff::Timestamp};
use concordat_web::Composed;
use lettre::{
    Address, Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use crate::{
    rules::{one_line, wrapped},
    settings::Settings,
};

/// Whom it goes to and how it is known.
#[derive(Debug, Clone)]
pub(crate) struct Envelope<'a> {
    pub(crate) to: &'a Address,
    pub(crate) to_name: &'a str,
    /// Without the angle brackets.
    pub(crate) message_id: &'a str,
    pub(crate) at: Timestamp,
}

/// What is kept of the words: the subject and the text as sent, but for the secret.
pub(crate) fn kept(composed: &Composed) -> (String, String) {
    (one_line(&composed.subject), wrapped(&composed.text))
}

/// The whole message: headers in ASCII, the text in UTF-8 and encoded for seven bits, lines wrapped.
///
/// # Errors
/// When it needs a secret and has none.
pub(crate) fn written(
    settings: &Settings,
    envelope: &Envelope<'_>,
    composed: &Composed,
) -> Result<Vec<u8>, Problem> {
    let text = match &composed.secret {
        // Wrapped afterwards, so that the address stands whole in its line.
        Some(secret) => wrapped(&composed.text.replace(Composed::LINK, secret)),
        None if composed.text.contains(Composed::LINK) => {
            return Err(Problem::say("a letter has a place for a link and no link"));
        }
        None => wrapped(&composed.text),
    };
    let name = Some(one_line(envelope.to_name)).filter(|name| !name.is_empty());
    Message::builder()
        .from(settings.from.clone())
        .reply_to(settings.reply_to.clone())
        .to(Mailbox::new(name, envelope.to.clone()))
        .subject(one_line(&composed.subject))
        .date(SystemTime::from(envelope.at))
        .message_id(Some(format!("<{}>", envelope.message_id)))
        // Asks machines not to answer: no "out of office", no loops (RFC 3834; the second is for Exchange).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("X-Auto-Response-Suppress"),
            "OOF, AutoReply".to_owned(),
        ))
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map(|message| message.formatted())
        .map_err(|e| Problem::new("writing a letter", e))
}
