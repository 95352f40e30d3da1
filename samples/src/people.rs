//! People, their roles, and their ways in. Everything asked of identity is asked here.

use concordat_access::{Actor, Ctx, Held, Scope};
use concordat_identity::{self as identity, NewPerson, Person, RoleHeld};
use concordat_kernel::{Id, Problem, Result};
use concordat_store::Store;
use serde::Deserialize;

use crate::{
    calendar::Calendar,
    partnership::{Places, unknown},
};

/// The password of everybody in the sample. It opens nothing but an invented county.
pub const PASSWORD: &str = "heron-kettle-orchard-47";

/// The secret of everybody's second factor, in base32, for those whose roles need one.
pub const SECOND_FACTOR: &str = "MERROWSHIREMERROWSHIREMERROWSHIR";

#[derive(Deserialize)]
struct File {
    person: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    name: String,
    body: Option<String>,
    roles: Vec<RoleEntry>,
    /// Has an invitation and has not answered it.
    #[serde(default)]
    invited_only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    role: String,
    of: Option<String>,
}

/// Somebody of the sample.
#[derive(Debug, Clone)]
pub struct SamplePerson {
    /// Which one.
    pub id: Id<Person>,
    /// The word by which the sample's files name them.
    pub key: String,
    /// Their name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// The roles they hold, by name: `officer`, `lead-contact`.
    pub roles: Vec<String>,
    /// Whether they have gone, and may no longer sign in.
    pub left: bool,
}

struct Known {
    entry: Entry,
    id: Id<Person>,
    held: Vec<Held>,
    grants: Vec<Id<RoleHeld>>,
    left: bool,
}

/// Everybody, by key.
pub(crate) struct People(Vec<Known>);

/// Adds everybody: the first by the operator, the others by the first. Each answers an invitation.
pub(crate) async fn load(store: &Store, calendar: &Calendar, places: &Places) -> Result<People> {
    let file: File =
        toml::from_str(include_str!("../people.toml")).map_err(|e| Problem::new("reading people.toml", e))?;
    let mut people = People(Vec::new());
    for entry in file.person {
        let by = match people.0.first() {
            Some(first) => calendar.ctx(first.actor()),
            None => calendar.operator(),
        };
        let known = add(store, &by, places, entry).await?;
        calendar.tick();
        if !known.entry.invited_only {
            let link = identity::invite(store, &by, known.id).await?;
            calendar.tick();
            identity::use_link(store, &calendar.ctx(Actor::Anonymous), &link, PASSWORD).await?;
            calendar.tick();
        }
        people.0.push(known);
    }
    Ok(people)
}

async fn add(store: &Store, by: &Ctx, places: &Places, entry: Entry) -> Result<Known> {
    let body = entry.body.as_deref().map(|key| places.body(key)).transpose()?;
    let new = NewPerson { name: entry.name.clone(), email: email(&entry), body: body.map(Id::uuid) };
    let id = identity::add_person(store, by, new).await?;
    let (mut held, mut grants) = (Vec::new(), Vec::new());
    for RoleEntry { role, of } in &entry.roles {
        let place = of.as_deref().map(|key| places.place(key)).transpose()?;
        let scope = place.as_ref().map_or(Scope::Everywhere, |place| Scope::Within(place.id));
        grants.push(identity::grant(store, by, id, role, place, by.clock.today(), None).await?);
        held.push(Held { role: role.clone(), scope });
    }
    let known = Known { entry, id, held, grants, left: false };
    if known.needs_second_factor() {
        identity::enrol_for_samples(store, by, id, SECOND_FACTOR).await?;
    }
    Ok(known)
}

impl Known {
    fn actor(&self) -> Actor {
        Actor::Person {
            id: self.id.uuid(),
            roles: self.held.clone().into(),
            second_factor: self.needs_second_factor(),
        }
    }

    fn needs_second_factor(&self) -> bool {
        let needs =
            |held: &Held| identity::ROLES.iter().any(|role| role.name == held.role && role.second_factor);
        self.held.iter().any(needs)
    }
}

impl People {
    fn known(&self, key: &str) -> Result<&Known, Problem> {
        self.0.iter().find(|known| known.entry.key == key).ok_or_else(|| unknown(key))
    }

    pub(crate) fn id(&self, key: &str) -> Result<Id<Person>, Problem> {
        self.known(key).map(|known| known.id)
    }

    /// The first of all, who added the others, as the door sees them.
    pub(crate) fn first(&self) -> Result<Actor, Problem> {
        self.0.first().map(Known::actor).ok_or_else(|| unknown("the first person"))
    }

    /// This person, as the door sees them.
    pub(crate) fn actor(&self, key: &str) -> Result<Actor, Problem> {
        self.known(key).map(Known::actor)
    }

    /// Somebody leaves: their roles end, and they may no longer sign in.
    pub(crate) async fn leave(&mut self, store: &Store, by: &Ctx, key: &str) -> Result<()> {
        let known = self.0.iter_mut().find(|known| known.entry.key == key).ok_or_else(|| unknown(key))?;
        for grant in &known.grants {
            identity::end_role(store, by, *grant).await?;
        }
        known.left = true;
        identity::disable(store, by, known.id).await
    }

    /// What is still open today: invitations that have not been answered, and an officer at work.
    pub(crate) async fn finish(&self, store: &Store, calendar: &Calendar) -> Result<String> {
        for known in self.0.iter().filter(|known| known.entry.invited_only) {
            identity::make_link(store, &calendar.ctx(self.first()?), known.id).await?;
        }
        let officer = self.id("qureshi")?;
        identity::open_session(store, &calendar.ctx(Actor::Anonymous), officer, true).await
    }

    /// Everybody as the outside sees them.
    pub(crate) fn listed(&self) -> Vec<SamplePerson> {
        let listed = |Known { entry, id, held, left, .. }: &Known| SamplePerson {
            id: *id,
            key: entry.key.clone(),
            name: entry.name.clone(),
            email: email(entry),
            roles: if *left { Vec::new() } else { held.iter().map(|held| held.role.clone()).collect() },
            left: *left,
        };
        self.0.iter().map(listed).collect()
    }
}

/// `samina.qureshi-holt@merrowshire.example`, without accents.
fn email(entry: &Entry) -> String {
    let name = entry.name.to_lowercase().replace(' ', ".").replace('á', "a");
    format!("{name}@merrowshire.example")
}
