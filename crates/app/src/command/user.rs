use std::process::ExitCode;

use clap::{Args, Subcommand};
use concordat_access::Ctx;
use concordat_identity::{NewPerson, Person, add_person, grant, grantable, make_link, person_by_email, urls};
use concordat_kernel::{Error, Id, Refusal, london_today};
use concordat_store::Store;
use serde::Serialize;

use super::Session;

/// Adds people, gives roles, resets sign-ins.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Adds somebody and prints a link, good once, with which they choose a password.
    Add {
        /// Their name.
        name: String,
        /// The e-mail address they will sign in with.
        email: String,
        /// A role to begin with, held everywhere from today: `administrator` for the first person.
        #[arg(long, value_name = "ROLE")]
        role: Option<String>,
        #[command(flatten)]
        link: Link,
    },
    /// Gives somebody a role, held everywhere from today. Ends and places are set on their page.
    Role {
        /// Their e-mail address.
        email: String,
        /// The role.
        role: String,
    },
    /// Prints a new link, good once, with which somebody chooses a new password.
    Reset {
        /// Their e-mail address.
        email: String,
        #[command(flatten)]
        link: Link,
    },
}

#[derive(Debug, Args)]
pub(super) struct Link {
    /// Where people reach the service, to stand in front of the link.
    #[arg(long, value_name = "URL", env = "CONCORDAT_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
}

#[derive(Serialize)]
struct Linked {
    person: Id<Person>,
    link: String,
    expires: String,
    /// The day it expires, for people.
    #[serde(skip)]
    until: String,
}

#[derive(Serialize)]
struct Given {
    person: Id<Person>,
    role: String,
}

impl User {
    pub(super) async fn run(self, session: &Session) -> Result<ExitCode, Error> {
        let store = match self {
            Self::Add { .. } => session.open().await?,
            Self::Role { .. } | Self::Reset { .. } => session.open_existing().await?,
        };
        let ctx = session.operator();
        match self {
            Self::Add { name, email, role, link } => {
                link.check()?;
                // Looked at before anybody is added, so that a misspelt role leaves nobody half-added.
                if let Some(role) = &role {
                    known(role)?;
                }
                let person = add_person(&store, &ctx, NewPerson { name, email, body: None }).await?;
                if let Some(role) = role {
                    give(&store, &ctx, person, &role).await?;
                }
                let made = link.make(&store, &ctx, person).await?;
                let words = format!(
                    "Added. Give them this link; it works once, until {}:\n{}",
                    made.until, made.link
                );
                session.output.result(&made, &words)?;
            }
            Self::Role { email, role } => {
                known(&role)?;
                let person = by_email(&store, &ctx, &email).await?;
                give(&store, &ctx, person, &role).await?;
                session.output.result(&Given { person, role }, "Done. It holds from today.")?;
            }
            Self::Reset { email, link } => {
                link.check()?;
                let person = by_email(&store, &ctx, &email).await?;
                let made = link.make(&store, &ctx, person).await?;
                let words =
                    format!("Give them this link; it works once, until {}:\n{}", made.until, made.link);
                session.output.result(&made, &words)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Link {
    /// Looked at before anything is changed: a link that leads nowhere would be used up unread.
    fn check(&self) -> Result<(), Refusal> {
        if self.public_url.starts_with("https://") || self.public_url.starts_with("http://") {
            return Ok(());
        }
        Err(Refusal::rule("Write --public-url with https:// in front."))
    }

    async fn make(&self, store: &Store, ctx: &Ctx, person: Id<Person>) -> Result<Linked, Error> {
        let made = make_link(store, ctx, person).await?;
        let link = format!("{}{}", self.public_url.trim_end_matches('/'), urls::welcome(&made.token));
        let until = london_today(made.expires).strftime("%-d %B %Y").to_string();
        Ok(Linked { person, link, expires: made.expires.to_string(), until })
    }
}

async fn give(store: &Store, ctx: &Ctx, person: Id<Person>, role: &str) -> Result<(), Error> {
    grant(store, ctx, person, role, None, ctx.clock.today(), None).await.map(drop)
}

async fn by_email(store: &Store, ctx: &Ctx, email: &str) -> Result<Id<Person>, Error> {
    let found = person_by_email(store, ctx, email).await?;
    Ok(found.ok_or_else(|| {
        Refusal::rule("Nobody here has that e-mail address. Check it, or add them with `concordat user add`.")
    })?)
}

fn known(role: &str) -> Result<(), Refusal> {
    if grantable().any(|known| known.name == role) {
        return Ok(());
    }
    let names: Vec<&str> = grantable().map(|known| known.name).collect();
    Err(Refusal::rule(format!("`{role}` is not a role. The roles are: {}.", names.join(", "))))
}
