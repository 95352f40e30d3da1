//! Adding a seat to a group.

use concordat_access::Resource;
use concordat_kernel::{AnyId, Id, Kind as _};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    parts::{Button, Radios, Select, Shell, TextInput},
};

use super::{dates, form::FormPage, group_form, sample_shell};
use crate::{Body, Capacity, Group, NewSeat, Seat, actions::ADD_SEAT, rules, store, urls};

/// The empty form.
pub(super) async fn new(reader: Reader, Path(group): Path<Id<Group>>) -> Answer {
    let (group, bodies) = surroundings(&reader, group).await?;
    draw(reader.shell("Add a seat"), &group, &bodies, &Answers::default(), &Errors::none()).answer()
}

/// Adds what was sent.
pub(super) async fn add(reader: Reader, Path(group): Path<Id<Group>>, answers: Answers) -> Answer {
    let (group, bodies) = surroundings(&reader, group).await?;
    let (new, mut errors) = read(&answers, group.id, &bodies);
    if errors.is_empty() && errors.take(store::add_seat(reader.store(), &reader.ctx, new).await)?.is_some() {
        return reader.done(urls::group(group.id), "The seat is added");
    }
    draw(reader.shell("Add a seat"), &group, &bodies, &answers, &errors).answer()
}

async fn surroundings(reader: &Reader, group: Id<Group>) -> concordat_kernel::Result<(Group, Vec<Body>)> {
    let resource = Resource::any(Seat::NAME).within(group.uuid());
    reader.store().ask(&reader.ctx, ADD_SEAT, &resource).await?;
    let group = store::group(reader.store(), &reader.ctx, group).await?;
    let today = reader.ctx.clock.today();
    let mut bodies = store::bodies(reader.store(), &reader.ctx).await?;
    // A body that has ceased takes no new seat; one that is about to begin may.
    bodies.retain(|body| body.active_until.is_none_or(|last| today <= last));
    Ok((group, bodies))
}

fn draw(shell: Shell, group: &Group, bodies: &[Body], answers: &Answers, errors: &Errors) -> FormPage {
    let capacities = Capacity::ALL.iter().map(|capacity| (capacity.word(), capacity.title()));
    FormPage::new(shell, Button::new("Add the seat").once(), urls::group(group.id))
        .trail(group_form::trail(Some(group)))
        .errors(errors, &["active_from"])
        .field(
            TextInput::new("title", "What is the seat called?")
                .hint("Such as “District councils”")
                .value(answers.get("title"))
                .error_if(errors.get("title")),
        )
        .field(
            Select::new("body", "Which body holds it?")
                .option("", "Choose a body")
                .options(bodies.iter().map(|body| (body.id.to_string(), body.name.clone())))
                .chosen(answers.get("body"))
                .error_if(errors.get("body")),
        )
        .field(
            Radios::new("capacity", "In what capacity?")
                .items(capacities)
                .chosen(answers.get("capacity"))
                .error_if(errors.get("capacity")),
        )
        .field(dates::input("active_from", "First day it is held (optional)", answers, errors))
}

fn read(answers: &Answers, group: Id<Group>, bodies: &[Body]) -> (NewSeat, Errors) {
    let capacity = Capacity::from_word(answers.get("capacity"));
    // An id that is nobody's is caught by the rules, as one that is left out.
    let body = answers.get("body").parse().unwrap_or(Id::from_uuid(AnyId::nil()));
    let mut unread = Errors::none();
    let new = NewSeat {
        group,
        body,
        title: answers.get("title").to_owned(),
        capacity: capacity.unwrap_or_default(),
        active_from: dates::read(answers, "active_from", "The first day", &mut unread),
        person: None,
        deputy: None,
    };
    let mut errors = Errors::none();
    for fault in rules::seat_faults(&new, bodies) {
        errors.add(fault.field, fault.message);
    }
    if capacity.is_none() {
        errors.add("capacity", "Choose the capacity in which it is held.");
    }
    for (field, sentence) in unread.iter() {
        errors.add(field, sentence);
    }
    (new, errors)
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let group = Group {
        id: Id::from_uuid(AnyId::from_u128(1)),
        version: 1,
        name: "Merrowshire Working Group".to_owned(),
        short_name: None,
        parent: None,
        purpose: None,
        area: None,
        statutory: None,
    };
    let (empty, wrong) = (Answers::default(), Answers::from_pairs([("active_from-day", "31")]));
    let (_, errors) = read(&wrong, group.id, &[]);
    let page = |answers, errors| draw(sample_shell("Add a seat"), &group, &[], answers, errors);
    vec![("seat, empty", page(&empty, &Errors::none())), ("seat, with errors", page(&wrong, &errors))]
}
