//! A letter as it goes over the wire.

use std::time::SystemTime;

use concordat_kernel::{Problem, jiff::Timestamp};
use concordat_web::Composed;
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, MultiPartKind, SinglePart,
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

/// The whole message: headers in ASCII, the text in UTF-8 and encoded for seven bits, lines wrapped; a calendar entry as a
/// file beside it.
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
    let message = Message::builder()
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
        ));
    let written = match &composed.calendar {
        None => message.header(ContentType::TEXT_PLAIN).body(text),
        Some(entry) => {
            let kind = ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH")
                .map_err(|e| Problem::new("naming a calendar entry", e))?;
            // The same boundary at each attempt, so that a letter handed over twice is the same letter.
            let parts = MultiPart::builder()
                .kind(MultiPartKind::Mixed)
                .boundary(format!("part-{}", envelope.message_id.split('@').next().unwrap_or("letter")))
                .singlepart(SinglePart::plain(text))
                .singlepart(Attachment::new("meeting.ics".to_owned()).body(entry.clone(), kind));
            message.multipart(parts)
        }
    };
    written.map(|message| message.formatted()).map_err(|e| Problem::new("writing a letter", e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_entry_goes_as_a_file_beside_the_words_and_the_same_each_time() {
        let settings =
            Settings::new("smtp://127.0.0.1:25", "Office <office@merrowshire.example>", None).unwrap();
        let to: Address = "ada@merrowshire.example".parse().unwrap();
        let envelope = Envelope {
            to: &to,
            to_name: "Ada",
            message_id: "0123456789@merrowshire.example",
            at: Timestamp::UNIX_EPOCH,
        };
        let mut composed =
            Composed { subject: "Invitation".into(), text: "You are invited.".into(), ..Composed::default() };
        let plain = String::from_utf8(written(&settings, &envelope, &composed).unwrap()).unwrap();
        assert!(!plain.contains("multipart"), "{plain}");
        composed.calendar = Some("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".into());
        let text = String::from_utf8(written(&settings, &envelope, &composed).unwrap()).unwrap();
        for piece in [
            "multipart/mixed",
            "You are invited.",
            "text/calendar",
            "method=PUBLISH",
            "filename=\"meeting.ics\"",
            "BEGIN:VCALENDAR",
        ] {
            assert!(text.contains(piece), "{piece} is not in {text}");
        }
        assert_eq!(text.as_bytes(), written(&settings, &envelope, &composed).unwrap());
    }
}
