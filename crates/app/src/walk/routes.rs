use std::collections::BTreeMap;

use concordat_access::{Actor, Answer, Held, Resource, Scope};
use concordat_kernel::AnyId;
use concordat_samples::Sample;
use concordat_store::{Sql, args, sql};
use concordat_testkit::{Browser, World, on_both};
use concordat_web::{App, Config, Method, Route, Slice, router};

use super::county;
use crate::SLICES;

sql! {
    DONE = "SELECT COUNT(*) FROM audit WHERE outcome = 'done'";
    DENIED = "SELECT COUNT(*) FROM audit WHERE outcome = 'denied'";
}

/// The names between braces: `/plans/{plan}` has `plan`.
pub(super) fn parameters(path: &str) -> Vec<String> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(str::to_owned).collect()
}

/// Text with each `{kind}` replaced by an id.
pub(super) fn filled(text: &str, ids: &BTreeMap<String, String>) -> String {
    ids.iter().fold(text.to_owned(), |text, (kind, id)| text.replace(&format!("{{{kind}}}"), id))
}

/// An id of each kind from the sample record.
pub(super) async fn real_ids(world: &World, slices: &[Slice]) -> BTreeMap<String, String> {
    let mut tx = world.store.peek().await.unwrap();
    let mut ids = BTreeMap::new();
    for (kind, sql) in slices.iter().flat_map(|slice| slice.examples) {
        let found: Option<(String,)> = tx.opt(sql, args![]).await.unwrap();
        let (id,) = found.unwrap_or_else(|| panic!("the sample record has no `{kind}`"));
        ids.insert((*kind).to_owned(), id);
    }
    // What everybody in the sample signs in with; the code is the one of this moment.
    ids.insert("password".into(), concordat_samples::PASSWORD.into());
    let code = concordat_identity::code_at(concordat_samples::SECOND_FACTOR, world.clock.now());
    ids.insert("code".into(), code.unwrap_or_default());
    ids
}

async fn count(world: &World, sql: &'static Sql) -> i64 {
    let (count,): (i64,) = world.store.peek().await.unwrap().one(sql, args![]).await.unwrap();
    count
}

async fn done(world: &World) -> i64 {
    count(world, &DONE).await
}

pub(super) fn browser(world: &World) -> Browser {
    let config = Config { demo: true, ..Config::default() };
    let app = crate::program(
        world.store.clone(),
        super::analyst(),
        world.clock.clone(),
        world.chance.clone(),
        config,
    );
    Browser::new(router(App { slices: world.slices(), ..app }))
}

/// A browser with a session of the sample person who holds this role; of somebody without any role when `None`.
pub(super) async fn signed_in(world: &World, sample: &Sample, role: Option<&str>) -> Browser {
    let person = sample.people.iter().find(|person| match role {
        Some(role) => person.roles.iter().any(|held| held == role),
        None => person.roles.is_empty(),
    });
    let person = person.unwrap_or_else(|| panic!("nobody in the sample holds {role:?}"));
    let token =
        concordat_identity::open_session(&world.store, &world.anybody(), person.id, true).await.unwrap();
    browser(world).with_session(&token)
}

/// Whether somebody who holds this role everywhere (or none) may do what a route asks for, to something
/// of their own at least.
fn may(world: &World, route: &Route, role: &str) -> bool {
    let me = AnyId::from_u128(1);
    let door = world.store.door();
    let kind = door.kinds().iter().find(|kind| kind.name == route.action.kind);
    let Some(sensitivity) = kind.and_then(|kind| kind.sensitivities.first()) else { return false };
    let resource = Resource::any(route.action.kind).at(*sensitivity).of_person(me);
    let roles = [Held { role: role.to_owned(), scope: Scope::Everywhere }].into();
    let actor = Actor::Person { id: me, roles, second_factor: true };
    door.ask(&actor, route.action, &resource) == Answer::Allowed
}

/// The first role that may.
fn a_role_for(world: &World, route: &Route) -> Option<&'static str> {
    concordat_identity::grantable().map(|role| role.name).find(|role| may(world, route, role))
}

/// Whether anybody who has signed in may do it to what is their own.
fn own(world: &World, route: &Route) -> bool {
    may(world, route, "none")
}

async fn call(
    browser: &mut Browser,
    route: &Route,
    ids: &BTreeMap<String, String>,
) -> concordat_testkit::Page {
    let path = filled(route.path, ids);
    match route.method {
        Method::Get => browser.get(&path).await,
        Method::Post => {
            let form = filled(route.example, ids);
            let answers = concordat_web::Answers::decode(form.as_bytes());
            let pairs: Vec<(&str, &str)> = answers.pairs().collect();
            match route.example_file {
                Some((name, text)) => browser.upload(&path, &pairs, ("file", name, text.as_bytes())).await,
                None => browser.post(&path, &pairs).await,
            }
        }
    }
}

/// A walk through the routes: the closed record that each change is tried on a copy of, and an open
/// one for whatever must not change anything.
struct Walk<'a> {
    template: &'a World,
    world: World,
    sample: &'a Sample,
    slices: &'static [Slice],
    roleless: Browser,
    member: Browser,
}

impl<'a> Walk<'a> {
    async fn begin(template: &'a World, sample: &'a Sample, slices: &'static [Slice]) -> Self {
        template.store.close().await;
        let world = template.copy().await;
        let mut roleless = signed_in(&world, sample, None).await;
        // A page first, for its token: what is refused below is refused for want of a role.
        roleless.get("/account").await;
        let mut member = signed_in(&world, sample, Some("member")).await;
        member.get("/account").await;
        Self { template, world, sample, slices, roleless, member }
    }

    /// What is wrong with a route, in words.
    async fn faults(&self, route: &Route) -> Vec<String> {
        let name = format!("{} {}", route.method.word(), route.path);
        let kinds = self.world.store.door().kinds();
        let verb = |kind: &concordat_access::ResourceKind| kind.actions.contains(&route.action.verb);
        let mut faults = Vec::new();
        if !kinds.iter().any(|kind| kind.name == route.action.kind && verb(kind)) {
            faults.push(format!("`{}` is in no slice's kinds", route.action));
        }
        if !route.open {
            faults.extend(self.outsiders(route).await);
        }
        match a_role_for(&self.world, route).or(route.open.then_some("officer")) {
            Some(role) => faults.extend(self.insiders(route, role).await),
            None => faults.push("no role may do it".to_owned()),
        }
        faults.into_iter().map(|fault| format!("{name}: {fault}")).collect()
    }

    /// Nobody in particular is sent to sign in, and somebody without a role finds nothing, whether or
    /// not the thing is there; and nothing is done.
    async fn outsiders(&self, route: &Route) -> Vec<String> {
        let mut faults = Vec::new();
        let world = &self.world;
        let ids = real_ids(world, self.slices).await;
        let nowhere: BTreeMap<String, String> =
            ids.keys().map(|kind| (kind.clone(), AnyId::from_u128(99).to_string())).collect();
        let before = done(world).await;
        for ids in [&ids, &nowhere] {
            let page = call(&mut browser(world), route, ids).await;
            let to = page.location.as_deref().unwrap_or_default();
            if page.status != 303 || !to.starts_with("/sign-in?next=") {
                faults.push(format!("an outsider got {} instead of the way in", page.status));
            }
            if !own(world, route) {
                let page = call(&mut self.roleless.clone(), route, ids).await;
                if page.status != 404 {
                    faults.push(format!("somebody without a role got {}", page.status));
                }
            }
            // A member sees much and changes nothing: a page for changing is not there for them either.
            if !may(world, route, "member") {
                let page = call(&mut self.member.clone(), route, ids).await;
                if page.status != 404 {
                    faults.push(format!("a member, who may not, got {}", page.status));
                }
            }
        }
        if done(world).await != before {
            faults.push("somebody who may not do it did something".to_owned());
        }
        faults
    }

    /// Those who may are answered; a change leaves its audit row and is refused without the token.
    async fn insiders(&self, route: &Route, role: &str) -> Vec<String> {
        match route.method {
            Method::Get => {
                let mut browser = signed_in(&self.world, self.sample, Some(role)).await;
                let page = call(&mut browser, route, &real_ids(&self.world, self.slices).await).await;
                let fine = page.status == 200 || (route.open && page.status.is_redirection());
                if fine {
                    Vec::new()
                } else {
                    vec![format!("the {role} got {} {:?}", page.status, page.location)]
                }
            }
            Method::Post => {
                let world = self.template.copy().await;
                let faults = self.changes(&world, route, role).await;
                world.end().await;
                faults
            }
        }
    }

    async fn changes(&self, world: &World, route: &Route, role: &str) -> Vec<String> {
        let mut faults = Vec::new();
        // A minute later, so that the session just opened is the newest one.
        world.clock.advance(concordat_kernel::jiff::SignedDuration::from_mins(1));
        let mut browser = signed_in(world, self.sample, Some(role)).await;
        let ids = real_ids(world, self.slices).await;
        browser.get("/account").await;
        let mut forged = browser.clone();
        forged.forget_token();
        let before = (done(world).await, count(world, &DENIED).await);
        let page = call(&mut forged, route, &ids).await;
        if page.status != 422 || done(world).await != before.0 {
            faults.push(format!("a form without the token got {}", page.status));
        }
        let page = call(&mut browser, route, &ids).await;
        // An example of what needs a secret may be refused, if the attempt is recorded.
        let attempt = page.status == 422 && count(world, &DENIED).await > before.1;
        if !(attempt || page.status == 303 || page.status == 200) {
            let why = page.text.split("<main").nth(1).unwrap_or(&page.text);
            faults.push(format!("the {role}'s example form got {}: {}", page.status, words(why)));
        } else if !attempt && done(world).await == before.0 {
            faults.push("it changed something and left no audit row".to_owned());
        }
        faults
    }
}

/// A page's words without its tags, shortened.
fn words(html: &str) -> String {
    let text: String = html
        .split('<')
        .filter_map(|piece| piece.split_once('>'))
        .map(|(_, text)| text)
        .collect::<Vec<_>>()
        .join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}

#[test]
fn every_route_answers_outsiders_and_insiders_right() {
    on_both(SLICES, |world| async move {
        let sample = county(&world).await;
        let walk = Walk::begin(&world, &sample, SLICES).await;
        let mut found = Vec::new();
        for route in SLICES.iter().flat_map(|slice| (slice.routes)()) {
            found.extend(walk.faults(&route).await);
        }
        walk.world.end().await;
        assert!(found.is_empty(), "{}", found.join("\n"));
        world
    });
}

mod rogue {
    use concordat_access::Action;
    use concordat_web::{Answer, Answers, Reader, redirect};

    use super::*;

    const WALK: Action = Action::new("plan", "change");

    async fn unasked(_: Reader) -> Answer {
        redirect("/")
    }
    async fn unaudited(reader: Reader, _: Answers) -> Answer {
        reader.store().ask(&reader.ctx, WALK, &Resource::any("plan")).await?;
        redirect("/")
    }
    async fn tokenless(reader: Reader) -> Answer {
        reader.store().change(&reader.ctx, WALK, &Resource::any("plan")).await?.commit().await?;
        redirect("/")
    }

    const ROGUE: Slice = Slice {
        name: "rogue",
        routes: || {
            vec![
                Route::get("/rogue/unasked", WALK, unasked),
                Route::post("/rogue/unaudited", WALK, unaudited),
                Route::post("/rogue/tokenless", WALK, tokenless),
                Route::get("/rogue/unknown", Action::new("plan", "fly"), unasked),
            ]
        },
        ..Slice::EMPTY
    };
    /// The program with the rogue before it.
    const ROGUES: &[Slice] = &{
        let mut all = [ROGUE; SLICES.len() + 1];
        let mut at = 0;
        while at < SLICES.len() {
            all[at + 1] = SLICES[at];
            at += 1;
        }
        all
    };

    #[test]
    fn rogue_routes_are_caught() {
        on_both(ROGUES, |world| async move {
            let sample = county(&world).await;
            let walk = Walk::begin(&world, &sample, ROGUES).await;
            for (route, expected) in (ROGUES[0].routes)().iter().zip([
                "an outsider got",
                "left no audit row",
                "a form without the token",
                "is in no slice's kinds",
            ]) {
                let found = walk.faults(route).await;
                assert!(found.iter().any(|fault| fault.contains(expected)), "{route:?}: {found:?}");
            }
            walk.world.end().await;
            world
        });
    }
}
