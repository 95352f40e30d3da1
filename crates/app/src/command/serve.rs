use std::{net::SocketAddr, process::ExitCode, sync::Arc};

use clap::Args;
use concordat_engine::{Engine, Limits};
use concordat_kernel::{Error, Problem, Refusal};
use concordat_mail::{Sender, Settings, sender_name};
use concordat_steps::Analyst;
use concordat_store::{Location, Store};
use concordat_web::{Config, router};
use tokio::{net::TcpListener, signal, sync::watch, time::timeout};

use super::{
    Session,
    connections::{self, PATIENCE},
    mail::MailSettings,
    output::line,
    ticking,
};

/// Serves the record to browsers.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The address to listen on. Put a reverse proxy with TLS in front of anything but this machine.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where people reach the service, for links to be copied, such as `https://csp.example`.
    #[arg(long, value_name = "URL", env = "CONCORDAT_PUBLIC_URL")]
    public_url: Option<String>,
    /// The largest file to accept by upload, in megabytes.
    #[arg(long, value_name = "MB", default_value_t = 20)]
    upload_limit: usize,
    /// The largest file to keep as an attachment, in megabytes.
    #[arg(long, value_name = "MB", env = "CONCORDAT_ATTACHMENT_LIMIT", default_value_t = 10)]
    attachment_limit: usize,
    #[command(flatten)]
    mail: MailSettings,
}

impl Serve {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let mail = self.mail.read()?;
        let public_url = match self.public_url {
            Some(url) => public_address(&url)?,
            None if mail.is_some() => {
                return Err(Refusal::rule(
                    "Letters hold links: say with --public-url (or CONCORDAT_PUBLIC_URL) where people reach the service.",
                )
                .into());
            }
            // Filled in once the port is known.
            None => String::new(),
        };
        let config = Config {
            secure_cookies: public_url.starts_with("https://"),
            upload_limit: self.upload_limit.saturating_mul(1_000_000),
            attachment_limit: self.attachment_limit.saturating_mul(1_000_000),
            public_url,
            demo: false,
            mail: mail.is_some(),
        };
        let store = session.open().await?;
        let analyst = session.analyst();
        listen(session, store, Arc::new(analyst), self.listen, config, mail).await
    }
}

/// Where people reach the service, without a slash at the end.
pub(super) fn public_address(url: &str) -> Result<String, Refusal> {
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    Err(Refusal::rule("Write --public-url with https:// in front."))
}

/// Whom the demonstration's letters come from.
const DEMO_FROM: &str = "Merrowshire Community Safety Partnership <csp@merrowshire.example>";

/// Serves an invented county with a year of record, ready to click through.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The address to listen on. Anybody who reaches it may sign in as anybody, so only this machine's own are taken.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Adds ten years of twelve more partnerships, with 5,000 actions: takes a while, and is for measuring.
    #[arg(long)]
    grown: bool,
    /// A mail server on this machine, to see what would be sent: smtp://127.0.0.1:1025. Without it letters wait.
    #[arg(long, value_name = "URL")]
    smtp_url: Option<String>,
}

impl Demo {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        if !self.listen.ip().is_loopback() {
            return Err(Refusal::rule(
                "The demonstration lets anybody sign in as anybody, so it listens on this machine only: use 127.0.0.1.",
            )
            .into());
        }
        if session.place.database_url.is_some() {
            return Err(Refusal::rule(
                "The demonstration makes a record of its own: leave out --database-url.",
            )
            .into());
        }
        let mail = self.smtp_url.as_deref().map(|url| Settings::new(url, DEMO_FROM, None)).transpose()?;
        if mail.as_ref().is_some_and(|mail| !mail.on_this_machine()) {
            return Err(Refusal::rule(
                "The demonstration's people are invented, so its letters stay on this machine: use 127.0.0.1.",
            )
            .into());
        }
        // A new record each time, so that every visitor finds the same county.
        let folder = std::env::temp_dir().join(format!("concordat-demo-{}", session.chance.uuid()));
        let store = crate::open(&Location::Folder(folder.clone()), &session.clock).await?;
        let analyst = Engine::new(folder.join("evidence"), Limits::default());
        concordat_samples::load(&store, &analyst, &session.operator()).await?;
        if self.grown {
            concordat_samples::grow(&store, &session.operator(), concordat_samples::Size::MEASURED).await?;
        }
        // With port 0 the address is filled in once the port is known.
        let public_url =
            if self.listen.port() == 0 { String::new() } else { format!("http://{}", self.listen) };
        let config = Config { demo: true, public_url, mail: mail.is_some(), ..Config::default() };
        let ended = listen(session, store, Arc::new(analyst), self.listen, config, mail).await;
        std::fs::remove_dir_all(&folder)
            .map_err(|e| Problem::new("removing the demonstration's record", e))?;
        ended
    }
}

async fn listen(
    session: &Session,
    store: Store,
    analyst: Arc<dyn Analyst>,
    at: SocketAddr,
    mut config: Config,
    mail: Option<Settings>,
) -> Result<ExitCode, Error> {
    let listener = TcpListener::bind(at).await.map_err(|e| {
        Refusal::rule(format!("Cannot listen on {at} ({e}). Choose another address with --listen."))
    })?;
    let at = listener.local_addr().map_err(|e| Problem::new("asking for the address", e))?;
    if config.public_url.is_empty() {
        config.public_url = format!("http://{at}");
    }
    let app = crate::program(store.clone(), analyst, session.clock.clone(), session.chance.clone(), config);
    let by_itself = app.clone();
    let ticking = tokio::spawn(async move { ticking::run(&by_itself).await });
    let sender = mail.map(|settings| Sender::new(app.clone(), settings, sender_name(&at.to_string())));
    line(&format!("listening on http://{at}"))?;
    let (stop, stopping) = watch::channel(false);
    let sending = tokio::spawn(async move {
        if let Some(sender) = sender {
            sender.run(stopping).await;
        }
    });
    connections::serve(listener, router(app), PATIENCE, asked_to_stop()).await;
    stop.send_replace(true);
    if timeout(PATIENCE.stopping, sending).await.is_err() {
        // It is in doubt then, and the next start says so.
        tracing::warn!("stopped although a letter was still on its way");
    }
    // What it was about is left undone as a whole, and asked for again at the next start.
    ticking.abort();
    drop(ticking.await);
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Ctrl-C, or the machine's service manager.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without signals there is nothing to wait for but the end of the process.
    if signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
