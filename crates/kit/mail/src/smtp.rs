//! One connection to the mail server, a step at a time, so that it is always known how far a letter came.

use std::time::Duration;

use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::ClientId,
        response::Response,
    },
};
use tokio::time::timeout;

use crate::{
    rules::said,
    settings::{Security, Settings},
};

/// How long is waited for the mail server.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection.
    pub connecting: Duration,
    /// For the reply to a command.
    pub reply: Duration,
    /// For the reply to a whole letter: the server may look for viruses first (RFC 5321, 4.5.3.2.6).
    pub letter: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connecting: Duration::from_secs(30),
            reply: Duration::from_secs(120),
            letter: Duration::from_secs(600),
        }
    }
}

/// Why a step did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The server's reply code; none when it did not reply, and then the connection is of no more use.
    pub(crate) code: Option<u16>,
    /// In the server's words, or in ours when it did not speak.
    pub(crate) words: String,
}

impl Trouble {
    fn silent(words: impl Into<String>) -> Self {
        Self { code: None, words: words.into() }
    }

    fn of(error: &Error) -> Self {
        let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        match error.status() {
            Some(code) => {
                let code = code.to_string();
                Self { words: said(&format!("{code} {cause}")), code: code.parse().ok() }
            }
            None if cause.is_empty() => Self::silent(said(&error.to_string())),
            None => Self::silent(said(&cause)),
        }
    }

    /// Whether the server says that trying again is of no use. That it wants us to sign in, or does not
    /// know our password, is not the letter's fault (RFC 4954, 6): it waits until that is put right.
    pub(crate) fn permanent(&self) -> bool {
        self.code.is_some_and(|code| (500..600).contains(&code) && ![530, 534, 535, 538].contains(&code))
    }

    /// Whether the connection can be used for the next letter.
    pub(crate) fn connection_lives(&self) -> bool {
        self.code.is_some_and(|code| code != 421)
    }
}

/// A connection on which letters can be offered.
pub(crate) struct Line {
    connection: AsyncSmtpConnection,
    patience: Patience,
}

impl Line {
    /// Connects, protects the connection as the settings say, and signs in.
    pub(crate) async fn open(settings: &Settings, patience: Patience) -> Result<Self, Trouble> {
        let server = format!("{}, port {}", settings.host, settings.port);
        let opening = Box::pin(opened(settings, patience));
        match timeout(patience.connecting, opening).await {
            Ok(Ok(connection)) => Ok(Self { connection, patience }),
            Ok(Err(trouble)) if trouble.code.is_none() => {
                Err(Trouble::silent(format!("Could not connect to {server}: {}", trouble.words)))
            }
            Ok(Err(trouble)) => Err(trouble),
            Err(_) => Err(Trouble::silent(format!(
                "Could not connect to {server}: no answer within {} seconds",
                patience.connecting.as_secs()
            ))),
        }
    }

    /// Says from whom and to whom: nothing of the letter is told yet.
    pub(crate) async fn offer(&mut self, from: &Address, to: &Address) -> Result<(), Trouble> {
        let limit = self.patience.reply;
        in_time(limit, self.connection.command(Mail::new(Some(from.clone()), Vec::new()))).await?;
        in_time(limit, self.connection.command(Rcpt::new(to.clone(), Vec::new()))).await.map(drop)
    }

    /// Asks to begin with the letter's text. A server that is left now forgets the letter.
    pub(crate) async fn begin(&mut self) -> Result<(), Trouble> {
        in_time(self.patience.reply, self.connection.command(Data)).await.map(drop)
    }

    /// Hands the text over and waits for the reply. Without a reply nobody knows whether it was taken.
    pub(crate) async fn hand(&mut self, text: &[u8]) -> Result<String, Trouble> {
        let reply = in_time(self.patience.letter, self.connection.message(text)).await?;
        let words: Vec<&str> = reply.message().collect();
        Ok(said(&format!("{} {}", reply.code(), words.join(" "))))
    }

    /// Takes back what was offered, so that the next letter can be.
    pub(crate) async fn reset(&mut self) -> Result<(), Trouble> {
        in_time(self.patience.reply, self.connection.command(Rset)).await.map(drop)
    }

    /// Says good-bye; whether it is heard does not matter.
    pub(crate) async fn close(mut self) {
        let _ = timeout(Duration::from_secs(5), self.connection.abort()).await;
    }
}

async fn in_time(
    limit: Duration,
    step: impl Future<Output = Result<Response, Error>>,
) -> Result<Response, Trouble> {
    match timeout(limit, step).await {
        Ok(done) => done.map_err(|error| Trouble::of(&error)),
        Err(_) => Err(Trouble::silent(format!("No reply within {} seconds", limit.as_secs()))),
    }
}

async fn opened(settings: &Settings, patience: Patience) -> Result<AsyncSmtpConnection, Trouble> {
    let trouble = |error: Error| Trouble::of(&error);
    // Letters come from this domain; many servers refuse a machine that calls itself `localhost`.
    let name = ClientId::Domain(settings.domain().to_owned());
    let tls = match settings.security {
        Security::Plain => None,
        Security::StartTls | Security::Tls => {
            Some(TlsParameters::new_rustls(settings.host.clone()).map_err(trouble)?)
        }
    };
    let server = (settings.host.as_str(), settings.port);
    let at_once = tls.clone().filter(|_| settings.security == Security::Tls);
    let mut connection =
        AsyncSmtpConnection::connect_tokio1(server, Some(patience.connecting), &name, at_once, None)
            .await
            .map_err(trouble)?;
    if settings.security == Security::StartTls
        && let Some(tls) = tls
    {
        if !connection.can_starttls() {
            connection.abort().await;
            return Err(Trouble::silent("it does not offer STARTTLS, so nothing was sent"));
        }
        connection.starttls(tls, &name).await.map_err(trouble)?;
    }
    if let Some((user, password)) = &settings.sign_in {
        let credentials = Credentials::new(user.clone(), password.clone());
        connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(trouble)?;
    }
    Ok(connection)
}
