use std::{process::ExitCode, sync::Arc};

use clap::{Args, Subcommand};
use concordat_kernel::{Error, Refusal};
use concordat_mail::{Report, Sender, Settings, send_test, sender_name};
use concordat_web::Config;
use serde::Serialize;

use super::{Session, serve::public_address};

/// How mail is sent. `concordat mail test ADDRESS` tries it out.
#[derive(Debug, Clone, Args)]
pub(super) struct MailSettings {
    /// The mail server: smtp+starttls://user:password@host, smtps://… or smtp://… (a relay without encryption).
    /// Without it letters wait. Write %40 for @ and %25 for % in the user and password.
    #[arg(long, value_name = "URL", env = "CONCORDAT_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// The address that mail comes from, such as "Merrowshire CSP <csp@merrowshire.example>".
    #[arg(long, value_name = "ADDRESS", env = "CONCORDAT_MAIL_FROM")]
    mail_from: Option<String>,
    /// The address for answers, where it is another.
    #[arg(long, value_name = "ADDRESS", env = "CONCORDAT_MAIL_REPLY_TO")]
    mail_reply_to: Option<String>,
}

impl MailSettings {
    /// How mail is sent, if it is set up.
    pub(super) fn read(&self) -> Result<Option<Settings>, Refusal> {
        let Some(url) = self.smtp_url.as_deref().filter(|url| !url.trim().is_empty()) else {
            return Ok(None);
        };
        let from = self.mail_from.as_deref().filter(|from| !from.trim().is_empty()).ok_or_else(|| {
            Refusal::rule("Set CONCORDAT_MAIL_FROM (or --mail-from) too: the address that mail comes from.")
        })?;
        Settings::new(url, from, self.mail_reply_to.as_deref()).map(Some)
    }

    fn required(&self) -> Result<Settings, Refusal> {
        self.read()?.ok_or_else(|| {
            Refusal::rule("Mail is not set up. Set CONCORDAT_SMTP_URL and CONCORDAT_MAIL_FROM; `concordat serve --help` says how.")
        })
    }
}

/// Sends mail that waits, or tries the settings out.
#[derive(Debug, Subcommand)]
pub(super) enum Mail {
    /// Sends what is due now, once, and says what became of it. A running `concordat serve` does this by itself.
    Send {
        /// Where people reach the service, for the links in letters.
        #[arg(long, value_name = "URL", env = "CONCORDAT_PUBLIC_URL")]
        public_url: String,
        #[command(flatten)]
        settings: MailSettings,
    },
    /// Sends a message to an address at once, to try the settings out.
    Test {
        /// The address.
        address: String,
        #[command(flatten)]
        settings: MailSettings,
    },
}

#[derive(Serialize)]
struct Tested {
    taken: String,
}

impl Mail {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        match self {
            Self::Send { public_url, settings } => {
                let settings = settings.required()?;
                let config =
                    Config { public_url: public_address(&public_url)?, mail: true, ..Config::default() };
                let store = session.open_existing().await?;
                let analyst = Arc::new(session.analyst());
                let (clock, chance) = (session.clock.clone(), session.chance.clone());
                let app = crate::program(store.clone(), analyst, clock, chance, config);
                // A name of its own: what a running service has in hand is not this command's to look after.
                let name = sender_name(&session.chance.uuid().to_string());
                let report = Sender::new(app, settings, name).send_due().await?;
                session.output.result(&report, &words(&report))?;
                store.close().await;
            }
            Self::Test { address, settings } => {
                let taken = send_test(&session.operator(), &settings.required()?, &address).await?;
                let words = format!("The mail server took it: {taken}");
                session.output.result(&Tested { taken }, &words)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn words(report: &Report) -> String {
    if report.letters.is_empty() {
        return "Nothing is due.".to_owned();
    }
    let mut lines = vec![format!(
        "{} sent, {} to be tried again, {} undelivered, {} in doubt, {} no longer needed.",
        report.sent, report.later, report.refused, report.in_doubt, report.cancelled
    )];
    let unsent = report.letters.iter().filter(|letter| letter.state != "sent" && letter.state != "cancelled");
    lines
        .extend(unsent.map(|letter| format!("letter {}, {}: {}", letter.letter, letter.state, letter.words)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use concordat_mail::Attempted;

    use super::*;

    #[test]
    fn what_was_not_sent_is_said_letter_by_letter() {
        assert_eq!(words(&Report::default()), "Nothing is due.");
        let attempted = |state, words: &str| Attempted {
            letter: concordat_kernel::Id::from_uuid(uuid::Uuid::nil()),
            state,
            words: words.to_owned(),
        };
        let letters = vec![attempted("sent", "250 OK"), attempted("refused", "550 no such mailbox")];
        let said = words(&Report { sent: 1, refused: 1, letters, ..Report::default() });
        assert!(said.starts_with("1 sent, 0 to be tried again, 1 undelivered, 0 in doubt"), "{said}");
        assert!(said.ends_with("refused: 550 no such mailbox") && !said.contains("250"), "{said}");
    }

    #[test]
    fn half_the_settings_are_refused_and_none_mean_that_letters_wait() {
        let settings = |url: Option<&str>, from: Option<&str>| MailSettings {
            smtp_url: url.map(str::to_owned),
            mail_from: from.map(str::to_owned),
            mail_reply_to: None,
        };
        assert!(settings(None, Some("csp@merrowshire.example")).read().unwrap().is_none());
        assert!(settings(Some(" "), None).read().unwrap().is_none());
        assert!(settings(Some("smtps://mail.example"), None).read().is_err());
        assert!(
            settings(Some("smtps://mail.example"), Some("csp@merrowshire.example")).read().unwrap().is_some()
        );
    }
}
