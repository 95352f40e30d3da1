//! The command line: a contract. Every command that prints takes `--json`; the program ends
//! with 0 when done, 1 when refused or failed, 2 when called wrongly.

mod care;
mod connections;
mod evidence;
mod files;
mod findings;
mod generate;
mod grants;
mod mail;
mod mapping;
mod meeting;
mod output;
mod pack;
mod plan;
mod records;
mod report;
mod serve;
mod strategy;
mod ticking;
mod user;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Args, Parser, Subcommand};
use concordat_access::{Actor, Ctx};
use concordat_engine::{Cluster, Engine, Limits};
use concordat_kernel::{Chance, Clock, Error, Refusal};
use concordat_store::{Location, Store};
use tracing_subscriber::EnvFilter;

pub use output::Output;

/// The working record of a community safety partnership.
#[derive(Debug, Parser)]
#[command(name = "concordat", version, about)]
pub struct Cli {
    #[command(flatten)]
    place: Place,
    /// Prints JSON instead of words.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

/// Where the record is.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The folder of the record.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "CONCORDAT_DATA",
        default_value = "./concordat-data"
    )]
    data: PathBuf,
    /// A PostgreSQL server instead: postgres://user@host/name
    #[arg(long, global = true, value_name = "URL", env = "CONCORDAT_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the record to browsers.
    Serve(serve::Serve),
    /// Serves an invented county with a year of record, ready to click through.
    Demo(serve::Demo),
    /// Imports or exports an action plan.
    #[command(subcommand)]
    Plan(plan::Plan),
    /// Brings in a strategy that stands beside the plan.
    #[command(subcommand)]
    Strategy(strategy::Strategy),
    /// Brings in tables of funded projects.
    #[command(subcommand)]
    Grants(grants::Grants),
    /// Brings in a past meeting, or writes the pack of one.
    #[command(subcommand)]
    Meeting(meeting::Meeting),
    /// Brings in what figures stand on.
    #[command(subcommand)]
    Evidence(evidence::Evidence),
    /// Adds people, gives roles, resets sign-ins.
    #[command(subcommand)]
    User(user::User),
    /// Sends mail that waits, or tries the settings out.
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Writes a backup while others go on working.
    Backup(care::Backup),
    /// Puts a backup back into an empty place.
    Restore(care::Restore),
    /// Checks the record: pages, references, columns, migrations, attachments and the audit chain.
    Check,
    /// Looks after the audit trail.
    #[command(subcommand)]
    Audit(care::Audit),
}

/// Begins the program's log, on standard error.
pub fn log() {
    let filter = EnvFilter::try_from_env("CONCORDAT_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}

/// Reaches the cluster of a scheduler, given as `ballista://HOST:PORT`.
pub type Reach = fn(&str) -> Arc<dyn Cluster>;

/// Runs the program and says how it ended. `cluster` reaches a cluster, in a build that can.
pub async fn run(cli: Cli, cluster: Option<Reach>) -> ExitCode {
    let output = Output { json: cli.json };
    match dispatch(cli, output, cluster).await {
        Ok(code) => code,
        Err(error) => {
            output.error(&error);
            ExitCode::from(1)
        }
    }
}

async fn dispatch(cli: Cli, output: Output, cluster: Option<Reach>) -> Result<ExitCode, Error> {
    let session =
        Session { place: cli.place, clock: Clock::system(), chance: Chance::system(), output, cluster };
    match cli.command {
        Command::Serve(serve) => serve.run(&session).await,
        Command::Demo(demo) => demo.run(&session).await,
        Command::Plan(plan) => plan.run(&session).await,
        Command::Strategy(strategy) => strategy.run(&session).await,
        Command::Grants(grants) => grants.run(&session).await,
        Command::Meeting(meeting) => meeting.run(&session).await,
        Command::Evidence(evidence) => evidence.run(&session).await,
        Command::User(user) => user.run(&session).await,
        Command::Mail(mail) => mail.run(&session).await,
        Command::Backup(backup) => backup.run(&session).await,
        Command::Restore(restore) => restore.run(&session).await,
        Command::Check => care::check(&session).await,
        Command::Audit(audit) => audit.run(&session).await,
    }
}

/// What every command needs: where the record is, the time, chance, and how to print.
#[derive(Debug)]
struct Session {
    place: Place,
    clock: Clock,
    chance: Chance,
    output: Output,
    cluster: Option<Reach>,
}

impl Session {
    fn location(&self) -> Location {
        match &self.place.database_url {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Folder(self.place.data.clone()),
        }
    }

    /// Opens the record, and makes it when there is none.
    async fn open(&self) -> Result<Store, Error> {
        let location = self.location();
        if let Location::Folder(folder) = &location {
            if let Some(file) = files::in_the_way(folder) {
                return Err(Refusal::rule(format!(
                    "`{}` is not a folder. Give --data the folder of the record.",
                    file.display()
                ))
                .into());
            }
            files::private_folder(folder)?;
        }
        Ok(crate::open(&location, &self.clock).await?)
    }

    /// Opens a record that must be there already: whoever checks or backs up a mistyped folder would otherwise be told
    /// that an empty record, made that moment, is whole.
    async fn open_existing(&self) -> Result<Store, Error> {
        if let Location::Folder(folder) = self.location()
            && !folder.join("concordat.sqlite").is_file()
        {
            return Err(Refusal::rule(format!(
                "There is no record in `{}`. Check the name of the folder given with --data.",
                folder.display()
            ))
            .into());
        }
        self.open().await
    }

    /// The evidence beside the record: in a folder of its own also where the record is on a server.
    fn analyst(&self) -> Engine {
        Engine::new(self.place.data.join("evidence"), Limits::default())
    }

    /// The cluster of a scheduler, where this build can reach one.
    fn cluster(&self, scheduler: &str) -> Result<Arc<dyn Cluster>, Refusal> {
        let reach = self.cluster.ok_or_else(|| {
            Refusal::rule(
                "This build works tables out by itself only. `cluster/README.md` says how to build the one that asks a Ballista cluster.",
            )
        })?;
        Ok(reach(scheduler))
    }

    /// The operator: whoever runs the machine, audited as such.
    fn operator(&self) -> Ctx {
        Ctx::new(Actor::Operator, self.clock.clone(), self.chance.clone())
    }
}

#[cfg(test)]
mod tests;
