use std::{net::SocketAddr, process::ExitCode};

use clap::Args;
use concordat_kernel::{Error, Problem, Refusal};
use concordat_store::{Location, Store};
use concordat_web::{Config, router};
use tokio::{net::TcpListener, signal};

use super::{
    Session,
    connections::{self, PATIENCE},
    output::line,
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
}

impl Serve {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let public_url = match self.public_url {
            Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
                url.trim_end_matches('/').to_owned()
            }
            Some(_) => return Err(Refusal::rule("Write --public-url with https:// in front.").into()),
            // Filled in once the port is known.
            None => String::new(),
        };
        let config = Config {
            secure_cookies: public_url.starts_with("https://"),
            upload_limit: self.upload_limit.saturating_mul(1_000_000),
            attachment_limit: self.attachment_limit.saturating_mul(1_000_000),
            public_url,
            demo: false,
        };
        let store = session.open().await?;
        listen(session, store, self.listen, config).await
    }
}

/// Serves an invented county with a year of record, ready to click through.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The address to listen on. Anybody who reaches it may sign in as anybody, so only this machine's own are taken.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Adds ten years of twelve more partnerships, with 5,000 actions: takes a while, and is for measuring.
    #[arg(long)]
    grown: bool,
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
        // A new record each time, so that every visitor finds the same county.
        let folder = std::env::temp_dir().join(format!("concordat-demo-{}", session.chance.uuid()));
        let store = crate::open(&Location::Folder(folder.clone()), &session.clock).await?;
        concordat_samples::load(&store, &session.operator()).await?;
        if self.grown {
            concordat_samples::grow(&store, &session.operator(), concordat_samples::Size::MEASURED).await?;
        }
        let config =
            Config { demo: true, public_url: format!("http://{}", self.listen), ..Config::default() };
        let ended = listen(session, store, self.listen, config).await;
        std::fs::remove_dir_all(&folder)
            .map_err(|e| Problem::new("removing the demonstration's record", e))?;
        ended
    }
}

async fn listen(
    session: &Session,
    store: Store,
    at: SocketAddr,
    mut config: Config,
) -> Result<ExitCode, Error> {
    let listener = TcpListener::bind(at).await.map_err(|e| {
        Refusal::rule(format!("Cannot listen on {at} ({e}). Choose another address with --listen."))
    })?;
    let at = listener.local_addr().map_err(|e| Problem::new("asking for the address", e))?;
    if config.public_url.is_empty() {
        config.public_url = format!("http://{at}");
    }
    let app = crate::program(store.clone(), session.clock.clone(), session.chance.clone(), config);
    line(&format!("listening on http://{at}"))?;
    connections::serve(listener, router(app), PATIENCE, asked_to_stop()).await;
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
