//! How mail is sent from here: the server, and in whose name.

use concordat_kernel::Refusal;
use lettre::{Address, message::Mailbox};

use crate::rules::one_line;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    /// Not at all: for this machine, or a relay in the same network.
    Plain,
    /// By STARTTLS, or not used.
    StartTls,
    /// From the first byte.
    Tls,
}

/// How mail is sent from here. Its `Debug` shows no password.
#[derive(Clone)]
pub struct Settings {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    pub(crate) sign_in: Option<(String, String)>,
    pub(crate) from: Mailbox,
    pub(crate) reply_to: Mailbox,
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// Reads the server's URL and the addresses to send from and to be answered at.
    ///
    /// # Errors
    /// When one of them cannot be used, in a sentence that does not repeat the URL: it may hold a password.
    pub fn new(url: &str, from: &str, reply_to: Option<&str>) -> Result<Self, Refusal> {
        let (security, rest) = scheme(url.trim())?;
        let rest = rest.trim_end_matches('/');
        let (sign_in, place) = match rest.rsplit_once('@') {
            Some((sign_in, place)) => (Some(user_and_password(sign_in)?), place),
            None => (None, rest),
        };
        let (host, port) = host_and_port(place, security)?;
        if sign_in.is_some() && security == Security::Plain && !is_this_machine(&host) {
            return Err(Refusal::rule(
                "The mail server's password would go over the network for anybody to read: use smtp+starttls:// or smtps://.",
            ));
        }
        let from = mailbox(from, "CONCORDAT_MAIL_FROM")?;
        let reply_to = match reply_to.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => mailbox(text, "CONCORDAT_MAIL_REPLY_TO")?,
            None => from.clone(),
        };
        Ok(Self { host, port, security, sign_in, from, reply_to })
    }

    /// Whether the mail server is this machine itself.
    pub fn on_this_machine(&self) -> bool {
        is_this_machine(&self.host)
    }

    /// The domain in whose name letters are sent.
    pub(crate) fn domain(&self) -> &str {
        self.from.email.domain()
    }
}

fn scheme(url: &str) -> Result<(Security, &str), Refusal> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let security = match scheme.to_ascii_lowercase().as_str() {
        "smtp" => Security::Plain,
        "smtp+starttls" => Security::StartTls,
        "smtps" => Security::Tls,
        _ => {
            return Err(Refusal::rule(
                "Write CONCORDAT_SMTP_URL with smtp+starttls:// or smtps:// in front (smtp:// for a server without encryption).",
            ));
        }
    };
    Ok((security, rest))
}

fn user_and_password(text: &str) -> Result<(String, String), Refusal> {
    let odd = || {
        Refusal::rule(
            "Write the user and password in CONCORDAT_SMTP_URL as user:password@, with %40 for @, %3A for : and %25 for %.",
        )
    };
    let (user, password) = text.split_once(':').ok_or_else(odd)?;
    Ok((decoded(user).ok_or_else(odd)?, decoded(password).ok_or_else(odd)?))
}

/// Text with each `%40` made a character again; nothing when that is not text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(others.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = others.get(2..)?;
        } else {
            bytes.push(*first);
            rest = others;
        }
    }
    String::from_utf8(bytes).ok()
}

fn host_and_port(place: &str, security: Security) -> Result<(String, u16), Refusal> {
    let odd =
        || Refusal::rule("Write CONCORDAT_SMTP_URL with a server's name, such as smtps://mail.example.org.");
    let usual = match security {
        Security::Plain => 25,
        Security::StartTls => 587,
        Security::Tls => 465,
    };
    let (host, port) = match (place.strip_prefix('['), place.rsplit_once(':')) {
        (Some(rest), _) => {
            let (host, port) = rest.split_once(']').ok_or_else(odd)?;
            (host, port.strip_prefix(':'))
        }
        (None, Some((host, port))) => (host, Some(port)),
        (None, None) => (place, None),
    };
    let port = port.map_or(Ok(usual), |port| port.parse().map_err(|_| odd()))?;
    let fits = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:_".contains(c));
    if fits { Ok((host.to_owned(), port)) } else { Err(odd()) }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

fn mailbox(text: &str, name: &str) -> Result<Mailbox, Refusal> {
    one_line(text).parse::<Mailbox>().ok().filter(|found| found.email.to_string().is_ascii()).ok_or_else(
        || {
            Refusal::rule(format!(
                "Write {name} as an e-mail address, such as Merrowshire CSP <csp@merrowshire.example>."
            ))
        },
    )
}

/// An address that a letter can be sent to.
pub(crate) fn address(text: &str) -> Option<Address> {
    text.parse::<Address>().ok().filter(|found| found.to_string().is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "Merrowshire CSP <csp@merrowshire.example>";

    fn read(url: &str) -> Result<Settings, Refusal> {
        Settings::new(url, FROM, None)
    }

    #[test]
    fn the_usual_urls_are_read() {
        let found = read("smtps://mail.merrowshire.example/").unwrap();
        assert_eq!(
            (found.host.as_str(), found.port, found.security),
            ("mail.merrowshire.example", 465, Security::Tls)
        );
        let found = read("smtp+STARTTLS://csp%40merrowshire.example:her%25on%3A@mail.example:2525").unwrap();
        assert_eq!((found.port, found.security), (2525, Security::StartTls));
        assert_eq!(found.sign_in, Some(("csp@merrowshire.example".into(), "her%on:".into())));
        let found = read("smtp://[::1]:1025").unwrap();
        assert_eq!((found.host.as_str(), found.port), ("::1", 1025));
        assert!(found.on_this_machine());
        assert_eq!(found.reply_to, found.from);
        let other = Settings::new("smtp://relay", FROM, Some("desk@merrowshire.example")).unwrap();
        assert_eq!(other.reply_to.to_string(), "desk@merrowshire.example");
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_repeating_it() {
        for url in [
            "mail.example",
            "http://mail.example",
            "smtps://",
            "smtps://mail.example:many",
            "smtps://heron@mail.example",
            "smtps://u:%zz@mail.example",
            "smtps://u:%4@mail.example",
            "smtp://u:heron@mail.example",
            "smtps://a b",
        ] {
            let refusal = read(url).unwrap_err().to_string();
            assert!(!refusal.contains("heron") && !refusal.contains("many"), "{refusal}");
        }
        for from in ["", "csp", "Merrowshire <csp@>", "a@b.example\r\nBcc: c@d.example"] {
            assert!(Settings::new("smtps://mail.example", from, None).is_err(), "{from}");
        }
    }

    #[test]
    fn debug_shows_no_password() {
        let found = read("smtps://user:heron@mail.example").unwrap();
        let shown = format!("{found:?}");
        assert!(
            shown.contains("mail.example") && !shown.contains("heron") && !shown.contains("user"),
            "{shown}"
        );
    }
}
