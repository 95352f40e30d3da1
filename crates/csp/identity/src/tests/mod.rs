//! Stories, told through the pages and the public functions, on both databases.

mod letters;
mod people;
mod seats;
mod second_factor;
mod sessions;
mod signing_in;
mod texts;

use concordat_kernel::{Id, jiff::civil::date};
use concordat_testkit::{Browser, World, bare_tools};
use concordat_web::{App, Config, Slice, router};

use crate::{NewPerson, Person, Sessions, add_person, grant, set_password};

static SLICES: [Slice; 3] = [concordat_partnership::SLICE, concordat_mail::SLICE, crate::SLICE];

const PASSWORD: &str = "three quiet herons";
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn site(world: &World, config: Config) -> Browser {
    let (clock, chance) = (world.clock.clone(), world.chance.clone());
    let app = App::new(world.store.clone(), clock, chance, bare_tools(Sessions), &SLICES, config);
    Browser::new(router(app))
}

fn browser(world: &World) -> Browser {
    site(world, Config::default())
}

/// A person with a password and a role held everywhere since April.
async fn someone(world: &World, name: &str, role: Option<&str>) -> Id<Person> {
    let operator = world.operator();
    let email = format!("{}@merrowshire.example", name.split_whitespace().next().unwrap().to_lowercase());
    let new = NewPerson { name: name.to_owned(), email, body: None };
    let id = add_person(&world.store, &operator, new).await.unwrap();
    set_password(&world.store, &operator, id, PASSWORD).await.unwrap();
    if let Some(role) = role {
        grant(&world.store, &operator, id, role, None, date(2026, 4, 1), None).await.unwrap();
    }
    id
}

async fn sign_in(browser: &mut Browser, email: &str) -> concordat_testkit::Page {
    browser.post("/sign-in", &[("email", email), ("password", PASSWORD)]).await
}

/// The newest audit rows: actor, action and outcome.
async fn audit(world: &World, count: i64) -> Vec<(String, String, String)> {
    let rows = world.store.peek().await.unwrap().audit_page(None, count).await.unwrap();
    rows.into_iter().map(|row| (row.actor, row.action, row.outcome)).collect()
}
