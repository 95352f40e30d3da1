//! Bodies, groups, seats and areas.

use std::collections::BTreeMap;

use concordat_kernel::{AnyId, Id, Problem, Ref, Result, jiff::civil::Date};
use concordat_partnership::{
    self as partnership, Area, AreaKind, Body, BodyKind, Capacity, Group, NewArea, NewBody, NewGroup,
    NewSeat, Seat,
};
use concordat_store::Store;
use serde::Deserialize;

use crate::{calendar::Calendar, people::People};

#[derive(Deserialize)]
struct File {
    body: Vec<BodyEntry>,
    county: County,
    unitary: Unitary,
    group: Vec<GroupEntry>,
    seat: Vec<SeatEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyEntry {
    key: String,
    name: String,
    short_name: Option<String>,
    kind: String,
    #[serde(default)]
    aliases: Vec<String>,
    predecessor: Option<String>,
    active_from: Option<String>,
    active_until: Option<String>,
    notes: Option<String>,
}

#[derive(Deserialize)]
struct County {
    name: String,
    body: String,
    districts: Vec<String>,
}

#[derive(Deserialize)]
struct Unitary {
    name: String,
    body: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    key: String,
    name: String,
    short_name: Option<String>,
    parent: Option<String>,
    purpose: Option<String>,
    statutory: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeatEntry {
    group: String,
    body: String,
    title: String,
    capacity: String,
    person: Option<String>,
    deputy: Option<String>,
}

/// Bodies and groups by their keys.
#[derive(Default)]
pub(crate) struct Places {
    bodies: BTreeMap<String, Id<Body>>,
    groups: BTreeMap<String, Id<Group>>,
}

/// Seats by group and title.
pub(crate) type Seats = BTreeMap<(String, String), Id<Seat>>;

impl Places {
    pub(crate) fn body(&self, key: &str) -> Result<Id<Body>, Problem> {
        self.bodies.get(key).copied().ok_or_else(|| unknown(key))
    }

    pub(crate) fn group(&self, key: &str) -> Result<Id<Group>, Problem> {
        self.groups.get(key).copied().ok_or_else(|| unknown(key))
    }

    /// A body or group, for where a role holds.
    pub(crate) fn place(&self, key: &str) -> Result<Ref, Problem> {
        match self.groups.get(key) {
            Some(id) => Ok(Ref::to(*id)),
            None => self.body(key).map(Ref::to),
        }
    }
}

fn file() -> Result<File, Problem> {
    toml::from_str(include_str!("../partnership.toml"))
        .map_err(|e| Problem::new("reading partnership.toml", e))
}

/// Adds bodies, areas and groups.
pub(crate) async fn load(store: &Store, calendar: &Calendar) -> Result<Places> {
    let file = file()?;
    let mut places = Places::default();
    for entry in file.body {
        let predecessor = entry.predecessor.as_deref().map(|key| places.body(key)).transpose()?;
        let new = NewBody {
            name: entry.name,
            short_name: entry.short_name,
            kind: BodyKind::from_word(&entry.kind).ok_or_else(|| unknown(&entry.kind))?,
            aliases: entry.aliases,
            predecessor,
            active_from: day(entry.active_from.as_deref())?,
            active_until: day(entry.active_until.as_deref())?,
            notes: entry.notes,
        };
        let id = partnership::add_body(store, &calendar.operator(), new).await?;
        places.bodies.insert(entry.key, id);
        calendar.tick();
    }
    let county = add_areas(store, calendar, &mut places, file.county, file.unitary).await?;
    for entry in file.group {
        let new = NewGroup {
            name: entry.name,
            short_name: entry.short_name,
            parent: entry.parent.as_deref().map(|key| places.group(key)).transpose()?,
            purpose: entry.purpose,
            area: Some(county),
            statutory: entry.statutory,
        };
        let id = partnership::add_group(store, &calendar.operator(), new).await?;
        places.groups.insert(entry.key, id);
        calendar.tick();
    }
    Ok(places)
}

/// The county, its districts with their councils, and the neighbour.
async fn add_areas(
    store: &Store,
    calendar: &Calendar,
    places: &mut Places,
    county: County,
    unitary: Unitary,
) -> Result<Id<Area>> {
    let operator = || calendar.operator();
    let body = Some(places.body(&county.body)?);
    let new = NewArea { name: county.name, kind: AreaKind::County, parent: None, body };
    let county_area = partnership::add_area(store, &operator(), new).await?;
    for name in county.districts {
        let council = format!("{name} District Council");
        let kind = BodyKind::ResponsibleAuthority;
        let new = NewBody { name: council, kind, ..NewBody::default() };
        let id = partnership::add_body(store, &operator(), new).await?;
        places.bodies.insert(name.to_lowercase(), id);
        let new = NewArea { name, kind: AreaKind::District, parent: Some(county_area), body: Some(id) };
        partnership::add_area(store, &operator(), new).await?;
        calendar.tick();
    }
    let body = Some(places.body(&unitary.body)?);
    let new = NewArea { name: unitary.name, kind: AreaKind::Unitary, parent: None, body };
    partnership::add_area(store, &operator(), new).await?;
    Ok(county_area)
}

/// Adds the seats and who fills them.
pub(crate) async fn add_seats(
    store: &Store,
    calendar: &Calendar,
    places: &Places,
    people: &People,
) -> Result<Seats> {
    let mut seats = Seats::new();
    for entry in file()?.seat {
        let person = |key: Option<&str>| -> Result<Option<AnyId>, Problem> {
            key.map(|key| people.id(key).map(Id::uuid)).transpose()
        };
        let new = NewSeat {
            group: places.group(&entry.group)?,
            body: places.body(&entry.body)?,
            title: entry.title.clone(),
            capacity: Capacity::from_word(&entry.capacity).ok_or_else(|| unknown(&entry.capacity))?,
            active_from: Some(calendar.operator().clock.today()),
            person: person(entry.person.as_deref())?,
            deputy: person(entry.deputy.as_deref())?,
        };
        let id = partnership::add_seat(store, &calendar.operator(), new).await?;
        seats.insert((entry.group, entry.title), id);
        calendar.tick();
    }
    Ok(seats)
}

fn day(text: Option<&str>) -> Result<Option<Date>, Problem> {
    text.map(|text| text.parse().map_err(|e| Problem::new("reading a day of partnership.toml", e)))
        .transpose()
}

pub(crate) fn unknown(word: &str) -> Problem {
    Problem::say(format!("the sample names `{word}`, which is nowhere in it"))
}
