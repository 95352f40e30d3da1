//! Who is told when a lead stays silent for long.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, InputKind, Shell, TextInput},
};

use super::super::{store, urls};
use crate::{
    pages,
    progress::{
        model::Round,
        pages::sheet::{Form, Sheet},
    },
};

const TITLE: &str = "Who is told when a lead stays silent";

pub(super) async fn show(reader: Reader, At(id): At<Id<Round>>) -> Answer {
    let told = store::told(reader.store(), &reader.ctx, id).await?;
    let typed = told.map_or_else(Answers::default, |told| {
        Answers::from_pairs([
            ("name", told.name),
            ("email", told.email),
            ("version", told.version.to_string()),
        ])
    });
    sheet(shell(&reader, id), id, &typed, &Errors::none()).answer()
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Round>>, answers: Answers) -> Answer {
    let version = answers.get("version").parse().unwrap_or(0);
    let person = (answers.get("name"), answers.get("email"));
    let saved = store::name_further(reader.store(), &reader.ctx, id, version, person).await;
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = saved {
        let now = store::told(reader.store(), &reader.ctx, id).await?;
        let who = now
            .as_ref()
            .map_or_else(|| "nobody".to_owned(), |told| format!("{} ({})", told.name, told.email));
        errors.add(
            "",
            format!(
                "Someone else changed this meanwhile: it is {who} now. Save again if yours should stand."
            ),
        );
        let mut again = answers.clone();
        again.set("version", now.map_or(0, |told| told.version).to_string());
        return sheet(shell(&reader, id), id, &again, &errors).answer();
    }
    match errors.take(saved)? {
        Some(()) => reader.done(urls::chase(id), "Saved who is told."),
        None => sheet(shell(&reader, id), id, &answers, &errors).answer(),
    }
}

fn shell(reader: &Reader, round: Id<Round>) -> Shell {
    let back = BackLink::new(urls::chase(round)).text("Back to the chase list");
    pages::shell(reader, TITLE).back(back).mark("Official-Sensitive")
}

fn sheet(shell: Shell, round: Id<Round>, typed: &Answers, errors: &Errors) -> Sheet {
    let sheet = Sheet::new(shell).errors(errors, &[]).says([
        "With the last reminder to a lead this person gets a letter that says which lead has not answered, and for which actions. It holds no link. It is the same person for all plans of the group: its chair, for example.",
        "Leave both empty if nobody should be told.",
    ]);
    let form = Form::new(sheet.shell(), Button::new("Save").once())
        .hide("version", Some(typed.get("version")).filter(|text| !text.is_empty()).unwrap_or("0"))
        .field(TextInput::new("name", "Name").value(typed.get("name")).error_if(errors.get("name")))
        .field(
            TextInput::new("email", "E-mail address")
                .kind(InputKind::Email)
                .value(typed.get("email"))
                .error_if(errors.get("email")),
        )
        .leave("Cancel", urls::chase(round));
    sheet.piece(form)
}

pub(super) fn samples(shell: impl Fn(&str) -> Shell, round: Id<Round>) -> Vec<(&'static str, Sheet)> {
    let typed = Answers::from_pairs([("name", "Ines Farrow"), ("email", "ines.farrow@"), ("version", "1")]);
    let mut errors = Errors::none();
    errors.add("email", "Enter an e-mail address, such as name@example.org.");
    vec![
        ("who is told: nobody yet", sheet(shell(TITLE), round, &Answers::default(), &Errors::none())),
        ("who is told: with an error", sheet(shell(TITLE), round, &typed, &errors)),
    ]
}
