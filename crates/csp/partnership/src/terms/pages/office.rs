//! Saying who chairs a group: newly come to it, or confirmed in it.

use concordat_access::Resource;
use concordat_kernel::{Id, Kind as _};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    parts::{Button, Html, Radios, Select, Shell, TextInput},
};

use crate::{
    Group,
    pages::{dates, form::FormPage, group_form, sample_shell},
    terms::{
        Office, OfficeHolder, appoint,
        store::{APPOINT, OfficeFile, office_file},
        urls,
    },
};

/// The empty form.
pub(crate) async fn show(reader: Reader, Path(id): Path<Id<Group>>) -> Answer {
    let file = asked(&reader, id).await?;
    draw(reader.shell("Record who is in office"), &file, &Answers::default(), &Errors::none()).answer()
}

/// Records it.
pub(crate) async fn save(reader: Reader, Path(id): Path<Id<Group>>, answers: Answers) -> Answer {
    let file = asked(&reader, id).await?;
    let mut errors = Errors::none();
    let since = dates::read(&answers, "since", "The first day", &mut errors);
    let office = Office::from_word(answers.get("office"));
    if office.is_none() {
        errors.add("office", "Choose the office.");
    }
    let seat = answers.some("seat").map(str::parse).transpose();
    if seat.is_err() {
        errors.add("seat", "Choose a seat from the list.");
    }
    if let (Some(office), Ok(seat), true) = (office, seat, errors.is_empty()) {
        let holder = answers.get("holder");
        let saved = appoint(reader.store(), &reader.ctx, id, office, holder, seat, since).await;
        if errors.take(saved)?.is_some() {
            return reader.done(urls::index(id), "Who is in office is recorded");
        }
    }
    draw(reader.shell("Record who is in office"), &file, &answers, &errors).answer()
}

async fn asked(reader: &Reader, id: Id<Group>) -> concordat_kernel::Result<OfficeFile> {
    let resource = Resource::any(OfficeHolder::NAME).within(id.uuid());
    reader.store().ask(&reader.ctx, APPOINT, &resource).await?;
    office_file(reader.store(), &reader.ctx, id).await
}

fn draw(shell: Shell, file: &OfficeFile, answers: &Answers, errors: &Errors) -> FormPage {
    let offices = Office::ALL.iter().map(|office| (office.word(), office.title()));
    let seats = file.seats.iter().map(|seat| (seat.id.to_string(), seat.title.clone()));
    FormPage::new(shell, Button::new("Record it").once(), urls::index(file.group.id))
        .trail(group_form::trail(Some(&file.group)).page("Terms of reference", urls::index(file.group.id)))
        .errors(errors, &["since"])
        .intro(Html::paragraphs([
            "Record an election, a nomination, or that somebody was confirmed. The review that the terms ask for is \
             counted from the day you enter.",
        ]))
        .field(
            Radios::new("office", "Which office?")
                .items(offices)
                .chosen(answers.get("office"))
                .error_if(errors.get("office")),
        )
        .field(
            Select::new("seat", "Which seat does the holder sit in? (optional)")
                .option("", "None of the group’s seats")
                .options(seats)
                .chosen(answers.get("seat"))
                .error_if(errors.get("seat")),
        )
        .field(
            TextInput::new("holder", "The post it goes with")
                .hint("Such as “Cabinet member for community safety”. A post, not a person’s name; may stay empty when a seat is chosen.")
                .value(answers.get("holder"))
                .error_if(errors.get("holder")),
        )
        .field(dates::input("since", "From which day?", answers, errors))
}

pub(crate) fn samples() -> Vec<(&'static str, FormPage)> {
    let file = super::samples::file();
    let file = OfficeFile { group: file.group, seats: file.seats };
    let mut errors = Errors::none();
    errors.add("office", "Choose the office.");
    let draw = |errors| draw(sample_shell("Record who is in office"), &file, &Answers::default(), errors);
    vec![("office, empty", draw(&Errors::none())), ("office, with errors", draw(&errors))]
}
