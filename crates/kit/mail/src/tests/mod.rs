//! Stories of the outbox, told on both databases with a real mail server on this machine.

mod deciding;
mod delivery;
mod doubt;

use std::time::Duration;

use concordat_access::{Resource, Role};
use concordat_kernel::{AnyId, Clock, Error, Id, Problem, Ref, Refusal, Result};
use concordat_store::Store;
use concordat_testkit::{PostOffice, World, bare_tools};
use concordat_web::{App, Authenticate, Composed, Config, SignedIn, Slice};

use crate::{
    Letter, Patience, Posted, SLICE, Sender, Settings, State,
    model::LETTER_SEND,
    store::{self, LetterFile},
};

const fn role(name: &'static str) -> Role {
    Role { name, title: name, purpose: name, second_factor: false }
}

const SECRET: &str = "https://csp.example/answer/iamthesecretofthisletter";

/// A slice that posts letters, with the roles that the policies name.
const CAUSE: Slice = Slice {
    name: "cause",
    roles: &[role("operator"), role("administrator"), role("officer"), role("member"), role("public")],
    letters: &["request", "outdated", "broken"],
    compose: |_, _, letter| {
        Box::pin(async move {
            match letter.kind.as_str() {
                "outdated" => Ok(None),
                "broken" => Err(Problem::say("a part is missing").into()),
                _ => Ok(Some(Composed {
                    subject: format!(
                        "An update, please\r\nBcc: everybody@merrowshire.example, {}",
                        letter.to_name
                    ),
                    text: format!(
                        "Dear {}\n\nYour partnership would like to know how your actions stand – the café’s too. {}\n\n{}\n\n.\nThank you",
                        letter.to_name,
                        "It takes two minutes. ".repeat(6),
                        Composed::LINK
                    ),
                    secret: Some(SECRET.to_owned()),
                    calendar: None,
                })),
            }
        })
    },
    ..Slice::EMPTY
};

static SLICES: &[Slice] = &[SLICE, CAUSE];

struct Nobody;

#[concordat_web::async_trait]
impl Authenticate for Nobody {
    async fn who(&self, _: &Store, _: &Clock, _: &str) -> Result<Option<SignedIn>> {
        Ok(None)
    }
}

/// The program over a record, as one process runs it.
fn app(world: &World, store: Store) -> App {
    let (clock, chance) = (world.clock.clone(), world.chance.clone());
    App::new(store, clock, chance, bare_tools(Nobody), world.slices(), Config::default())
}

const SOON: Patience = Patience {
    connecting: Duration::from_secs(10),
    reply: Duration::from_secs(10),
    letter: Duration::from_secs(10),
};

fn settings(url: &str) -> Settings {
    let from = "Merrowshire Community Safety <csp@merrowshire.example>";
    Settings::new(url, from, Some("desk@merrowshire.example")).unwrap()
}

fn sender(world: &World, office: &PostOffice) -> Sender {
    sender_to(world, &office.url())
}

fn sender_to(world: &World, url: &str) -> Sender {
    Sender::new(app(world, world.store.clone()), settings(url), "this machine").patient(SOON)
}

fn letter(kind: &'static str, name: &str, email: &str) -> Letter {
    let about = Ref { kind: "cause".into(), id: AnyId::from_u128(5) };
    Letter { to_name: name.to_owned(), to_email: email.to_owned(), about, kind }
}

async fn posted(world: &World, letter: Letter) -> Id<Posted> {
    let ctx = world.operator();
    let mut change = world.store.change(&ctx, LETTER_SEND, &Resource::any("letter")).await.unwrap();
    let id = crate::post(&mut change, &ctx, letter).await.unwrap();
    change.commit().await.unwrap();
    id
}

/// Posts a request to somebody at this address.
async fn request(world: &World, email: &str) -> Id<Posted> {
    posted(world, letter("request", "Wren Marlow", email)).await
}

async fn file(world: &World, id: Id<Posted>) -> LetterFile {
    store::letter(&world.store, &world.somebody("officer"), id).await.unwrap()
}

async fn state(world: &World, id: Id<Posted>) -> State {
    file(world, id).await.row.state
}

fn refused<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refusal(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
