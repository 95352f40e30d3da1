//! Stories of rounds and links, told through a browser on both databases.

mod answering;
mod guarding;
mod officers;
mod silence;
mod values;
mod waiting;

use concordat_access::Ctx;
use concordat_kernel::{AnyId, Id, Ref};
use concordat_store::{args, sql};
use concordat_testkit::{Browser, Page, World};
use concordat_web::LetterHead;

use super::{model::*, rules, store, urls};
use crate::{
    Action, RecordedPlan,
    pages::stories::{SLICES, browser, check, plan as sample, stranger},
    store as plans,
};

sql! {
    LETTERS = "SELECT about, to_name FROM mail_letter ORDER BY posted_at, id";
    // Looking leaves a row too, and changes nothing.
    DONE = "SELECT COUNT(*) FROM audit WHERE outcome = 'done' AND action NOT LIKE '%.view'";
    AUDIT = "SELECT actor || ' ' || action || ' ' || COALESCE(thing, '') || ' ' || COALESCE(why, '') FROM audit ORDER BY number";
    HISTORY = "SELECT actor || ' ' || COALESCE(former, '') || ' ' || COALESCE(latter, '') FROM history";
}

/// The sample plan with an open round: the police have two contacts, the county council one.
struct Round {
    plan: RecordedPlan,
    id: Id<super::Round>,
    officer: Ctx,
}

const POLICE: &str = "Merrowshire Police";
const COUNCIL: &str = "Merrowshire County Council";

impl Round {
    async fn of(world: &World) -> Self {
        Self::of_plan(world, sample(world).await).await
    }

    async fn of_plan(world: &World, plan: RecordedPlan) -> Self {
        let officer = world.somebody("officer");
        let leads = rules::leads(&plan);
        for (lead, name, email) in [
            (POLICE, "Rowan Ashdown", "rowan@merrowshire.example"),
            (POLICE, "Wren Holloway", "wren@merrowshire.example"),
            (COUNCIL, "Idris Vale", "idris@merrowshire.example"),
        ] {
            let (lead, _) = leads.iter().find(|(known, _)| known.words == lead).unwrap();
            store::add_contact(&world.store, &officer, plan.head.id, lead, (name, email)).await.unwrap();
        }
        let today = world.clock.today();
        let about = rules::suggested_months(today, &[]);
        let new = store::NewRound {
            title: rules::suggested_title(about),
            about,
            due_on: rules::suggested_due(today),
        };
        let id = store::open_round(&world.store, &officer, plan.head.id, new).await.unwrap();
        Self { plan, id, officer }
    }

    /// The pass made out to somebody.
    async fn pass(&self, world: &World, name: &str) -> RecordedPass {
        let passes = store::passes(&world.store, &self.officer, self.id).await.unwrap();
        passes.into_iter().map(|(pass, _)| pass).find(|pass| pass.name == name).unwrap()
    }

    /// A link made out to somebody.
    async fn link(&self, world: &World, name: &str) -> String {
        let pass = self.pass(world, name).await;
        let (secret, ..) = store::make_link(&world.store, &self.officer, pass.id).await.unwrap();
        secret
    }

    /// A browser in which somebody has begun with their link.
    async fn begun(&self, world: &World, name: &str) -> Guest {
        let secret = self.link(world, name).await;
        let mut guest = Guest { browser: stranger(world), form: String::new() };
        let page = guest.get(&urls::link(&secret)).await;
        check(&page, 200, &["Start"]);
        let page = guest.browser.post(urls::START, &[("link", secret.as_str())]).await;
        assert_eq!(page.location.as_deref(), Some(urls::ANSWER), "{}", page.text);
        guest.get(urls::HAND_ON).await;
        guest
    }

    /// The action with this number.
    fn action(&self, number: &str) -> Id<Action> {
        let found = self.plan.actions().find(|(_, action)| action.content.number == number);
        found.unwrap().1.id
    }

    async fn updates(&self, world: &World) -> Vec<RecordedUpdate> {
        let mut tx = world.store.peek().await.unwrap();
        store::updates_of_plan(&mut tx, self.plan.head.id).await.unwrap()
    }

    async fn now(&self, world: &World) -> RecordedPlan {
        let plan = plans::plan(&world.store, &self.officer, self.plan.head.id).await.unwrap();
        std::sync::Arc::unwrap_or_clone(plan)
    }
}

/// Somebody who answers by link: sends the visit's form token along.
#[derive(Clone)]
struct Guest {
    browser: Browser,
    form: String,
}

impl Guest {
    async fn get(&mut self, path: &str) -> Page {
        let page = self.browser.get(path).await;
        if let Some((_, rest)) = page.text.split_once("name=\"form\" value=\"") {
            self.form = rest.split('"').next().unwrap_or_default().to_owned();
        }
        page
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = fields.to_vec();
        let form = self.form.clone();
        all.push(("form", form.as_str()));
        self.browser.post(path, &all).await
    }

    /// Looks at the page of an action and saves an answer there.
    async fn answer(&mut self, action: Id<Action>, fields: &[(&str, &str)]) -> Page {
        let path = urls::answer_action(action);
        let page = self.get(&path).await;
        let version = hidden(&page, "version");
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        self.post(&path, &all).await
    }
}

/// What a hidden field of a page holds.
fn hidden(page: &Page, name: &str) -> String {
    let (_, rest) = page.text.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// A letter as the outbox would hand it to its slice.
async fn letter_to(world: &World, name: &str) -> LetterHead {
    let rows: Vec<(String, String)> = world.store.peek().await.unwrap().all(&LETTERS, args![]).await.unwrap();
    let (about, to) = rows.into_iter().find(|(_, to)| to == name).unwrap();
    LetterHead {
        id: AnyId::from_u128(1),
        kind: super::letter::ASKED.to_owned(),
        about: Ref { kind: "plan_pass".into(), id: about.parse().unwrap() },
        to_name: to,
        to_email: String::new(),
        posted_at: world.clock.now(),
    }
}

async fn done(world: &World) -> i64 {
    let (count,): (i64,) = world.store.peek().await.unwrap().one(&DONE, args![]).await.unwrap();
    count
}
