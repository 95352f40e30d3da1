//! Adding a person, and changing what is known of them.

use concordat_kernel::{Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    parts::{BackLink, Button, InputKind, Select, Shell, TextInput},
};

use super::form::{Form, FormPage, answer};
use crate::{
    NewPerson, Person,
    model::{PERSON_ADD, PERSON_CHANGE},
    places::Place,
    store, urls,
};

const ADD: &str = "Add a person";
const CHANGE: &str = "Change a person";

pub(crate) async fn new(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, PERSON_ADD, &concordat_access::Resource::any("person")).await?;
    page(&reader, ADD, urls::PEOPLE, &Answers::default(), &Errors::none()).await
}

pub(crate) async fn add(reader: Reader, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let result = match told(&answers) {
        Ok(new) => store::add_person(reader.store(), &reader.ctx, new).await,
        Err(refusal) => Err(refusal.into()),
    };
    match errors.take(result)? {
        Some(id) => {
            reader.done(urls::person(id), "They are added. Give them a role, then make their invitation")
        }
        None => page(&reader, ADD, urls::PEOPLE, &answers, &errors).await,
    }
}

pub(crate) async fn edit(reader: Reader, At(id): At<Id<Person>>) -> Answer {
    let resource = concordat_access::Resource::one(id).of_person(id.uuid());
    reader.store().ask(&reader.ctx, PERSON_CHANGE, &resource).await?;
    let person = store::person(reader.store(), &reader.ctx, id).await?;
    let mut answers = Answers::default();
    answers.set("name", &person.name);
    answers.set("email", &person.email);
    answers.set("body", person.body.clone().unwrap_or_default());
    answers.set("version", person.version.to_string());
    page(&reader, CHANGE, &urls::person(id), &answers, &Errors::none()).await
}

pub(crate) async fn change(reader: Reader, At(id): At<Id<Person>>, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let version = answers.get("version").parse().unwrap_or(0);
    let result = match told(&answers) {
        Ok(new) => store::change_person(reader.store(), &reader.ctx, id, version, new).await,
        Err(refusal) => Err(refusal.into()),
    };
    match errors.take(result)? {
        Some(()) => reader.done(urls::person(id), "The person is changed"),
        None => page(&reader, CHANGE, &urls::person(id), &answers, &errors).await,
    }
}

fn told(answers: &Answers) -> Result<NewPerson, Refusal> {
    let body = answers
        .some("body")
        .map(|id| id.parse().map_err(|_| Refusal::invalid("body", "Choose a body from the list")))
        .transpose()?;
    Ok(NewPerson { name: answers.get("name").to_owned(), email: answers.get("email").to_owned(), body })
}

async fn page(reader: &Reader, title: &str, back: &str, answers: &Answers, errors: &Errors) -> Answer {
    let places = store::places_to_choose(reader.store(), &reader.ctx).await?;
    answer(&view(reader.shell(title), back, &places, answers, errors), errors)
}

fn view(shell: Shell, back: &str, places: &[Place], answers: &Answers, errors: &Errors) -> FormPage {
    let shell = shell.back(BackLink::new(back));
    let bodies = places.iter().filter(|place| place.kind == "body");
    let mut form = Form::new(&shell, Button::new("Save").once())
        .cancel(back)
        .field(
            TextInput::new("name", "Name")
                .autocomplete("off")
                .no_spellcheck()
                .value(answers.get("name"))
                .error_if(errors.get("name")),
        )
        .field(
            TextInput::new("email", "E-mail address")
                .hint("They sign in with it.")
                .kind(InputKind::Email)
                .autocomplete("off")
                .no_spellcheck()
                .value(answers.get("email"))
                .error_if(errors.get("email")),
        )
        .field(
            Select::new("body", "Body they work for")
                .option("", "None of these")
                .options(bodies.map(|place| (place.id.to_string(), place.name.clone())))
                .chosen(answers.get("body"))
                .error_if(errors.get("body")),
        );
    if let Some(version) = answers.some("version") {
        form = form.hidden("version", version);
    }
    FormPage::new(shell, errors, form)
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let places = super::samples::places();
    let mut errors = Errors::none();
    errors.add("name", "Enter the person's name");
    errors.add("email", "Enter an e-mail address, like name@example.org");
    let typed = Answers::from_pairs([("email", "rowan"), ("version", "2")]);
    let shell = || super::sample_shell(ADD);
    vec![
        ("add a person", view(shell(), urls::PEOPLE, &places, &Answers::default(), &Errors::none())),
        ("add a person, with errors", view(shell(), urls::PEOPLE, &places, &typed, &errors)),
    ]
}
