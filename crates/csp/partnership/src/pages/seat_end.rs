//! Ending a seat, with its last day and the reason.

use concordat_access::Resource;
use concordat_kernel::{AnyId, Id};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    parts::{Button, Html, Shell, Textarea},
};

use super::{dates, form::FormPage, group_form, sample_shell};
use crate::{Capacity, Group, Seat, actions::END_SEAT, rules, store, urls};

/// The form.
pub(super) async fn ask(reader: Reader, Path(id): Path<Id<Seat>>) -> Answer {
    let (seat, group) = surroundings(&reader, id).await?;
    draw(reader.shell("End a seat"), &seat, &group, &Answers::default(), &Errors::none()).answer()
}

/// Ends the seat.
pub(super) async fn end(reader: Reader, Path(id): Path<Id<Seat>>, answers: Answers) -> Answer {
    let (seat, group) = surroundings(&reader, id).await?;
    let mut errors = Errors::none();
    let last = dates::read(&answers, "until", "The last day", &mut errors);
    let reason = answers.get("reason");
    let unread = !errors.is_empty();
    for fault in rules::ending_faults(&seat, last, reason) {
        // What was typed but could not be read is not also missing.
        if !(unread && fault.field == "until") {
            errors.add(fault.field, fault.message);
        }
    }
    if errors.is_empty()
        && errors.take(store::end_seat(reader.store(), &reader.ctx, id, last, reason).await)?.is_some()
    {
        return reader.done(urls::group(group.id), "The seat is ended");
    }
    draw(reader.shell("End a seat"), &seat, &group, &answers, &errors).answer()
}

async fn surroundings(reader: &Reader, id: Id<Seat>) -> concordat_kernel::Result<(Seat, Group)> {
    let seat = store::seat(reader.store(), &reader.ctx, id).await?;
    let resource = Resource::one(id).within(seat.group.uuid()).within(seat.body.uuid());
    reader.store().ask(&reader.ctx, END_SEAT, &resource).await?;
    let group = store::group(reader.store(), &reader.ctx, seat.group).await?;
    Ok((seat, group))
}

fn draw(shell: Shell, seat: &Seat, group: &Group, answers: &Answers, errors: &Errors) -> FormPage {
    let intro = format!(
        "This ends the seat “{}” in {}. It stays in the record under former seats.",
        seat.title, group.name
    );
    FormPage::new(shell, Button::new("End the seat").warning().once(), urls::group(group.id))
        .trail(group_form::trail(Some(group)))
        .errors(errors, &["until"])
        .intro(Html::paragraphs([intro]))
        .field(dates::input("until", "What is its last day?", answers, errors))
        .field(
            Textarea::new("reason", "Why does it end?")
                .value(answers.get("reason"))
                .rows(3)
                .error_if(errors.get("reason")),
        )
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
    let seat = Seat {
        id: Id::from_uuid(AnyId::from_u128(2)),
        group: group.id,
        body: Id::from_uuid(AnyId::from_u128(3)),
        title: "District councils".to_owned(),
        capacity: Capacity::ResponsibleAuthority,
        active_from: None,
        active_until: None,
        end_reason: None,
        person: None,
        deputy: None,
    };
    let mut errors = Errors::none();
    for fault in rules::ending_faults(&seat, None, "") {
        errors.add(fault.field, fault.message);
    }
    let page = |errors| draw(sample_shell("End a seat"), &seat, &group, &Answers::default(), errors);
    vec![("ending a seat", page(&Errors::none())), ("ending a seat, with errors", page(&errors))]
}
