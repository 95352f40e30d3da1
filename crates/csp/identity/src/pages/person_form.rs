//! Adding a person, and changing what is known of them.

use concordat_kernel::{Error, Id, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader,
    conflict::{self, ConflictPage, Question, Sides},
    parts::{BackLink, Button, InputKind, Select, Shell, TextInput},
};

use super::form::{Form, FormPage, answer};
use crate::{
    NewPerson, Person, PersonRow,
    model::{PERSON_ADD, PERSON_CHANGE},
    places::{Place, name_of},
    store::{self, PersonFile},
    urls, words,
};

const ADD: &str = "Add a person";
const CHANGE: &str = "Change a person";

const QUESTIONS: &[Question] = &[
    Question { name: "name", label: "Name", boxes: &["name"] },
    Question { name: "email", label: "E-mail address", boxes: &["email"] },
    Question { name: "body", label: "Body they work for", boxes: &["body"] },
];

pub(crate) async fn new(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, PERSON_ADD, &concordat_access::Resource::any("person")).await?;
    adding(&reader, &Answers::default(), &Errors::none()).await
}

pub(crate) async fn add(reader: Reader, answers: Answers) -> Answer {
    // Before the answers are looked at: a form with a slip is answered to nobody else either.
    reader.store().ask(&reader.ctx, PERSON_ADD, &concordat_access::Resource::any("person")).await?;
    let mut errors = Errors::none();
    let result = match told(&answers) {
        Ok(new) => store::add_person(reader.store(), &reader.ctx, new).await,
        Err(refusal) => Err(refusal.into()),
    };
    match errors.take(result)? {
        Some(id) => {
            reader.done(urls::person(id), "They are added. Give them a role, then make their invitation")
        }
        None => adding(&reader, &answers, &errors).await,
    }
}

pub(crate) async fn edit(reader: Reader, At(id): At<Id<Person>>) -> Answer {
    let file = person_file(&reader, id).await?;
    let filled = filled(&file.row);
    let carried = conflict::carried(QUESTIONS, file.row.version, &filled);
    changing(&reader, &file, &filled, carried, &Errors::none())
}

/// Changes the person, or shows what somebody else made of them meanwhile.
pub(crate) async fn change(reader: Reader, At(id): At<Id<Person>>, sent: Answers) -> Answer {
    let file = person_file(&reader, id).await?;
    let (version, now) = (file.row.version, filled(&file.row));
    // Setting a password and being disabled count as changes too, but not of what this form asks.
    let untouched = sent.has("was-name") && conflict::was(QUESTIONS, &sent) == now;
    if conflict::version(&sent) != version && !untouched {
        return both_texts(&reader, &file, &sent, &Errors::none());
    }
    let (settled, unsettled) = conflict::settle(QUESTIONS, &sent, &now);
    if !unsettled.is_empty() {
        return both_texts(&reader, &file, &sent, &unsettled);
    }
    let mut errors = Errors::none();
    let result = match told(&settled) {
        Ok(new) => store::change_person(reader.store(), &reader.ctx, id, version, new).await,
        Err(refusal) => Err(refusal.into()),
    };
    if matches!(result, Err(Error::Refusal(Refusal::Conflict))) {
        // Between our look and our change: look again.
        return both_texts(&reader, &person_file(&reader, id).await?, &settled, &Errors::none());
    }
    match errors.take(result)? {
        Some(()) => reader.done(urls::person(id), "The person is changed"),
        None => {
            let carried = conflict::carried(QUESTIONS, version, &conflict::was(QUESTIONS, &sent));
            changing(&reader, &file, &settled, carried, &errors)
        }
    }
}

async fn person_file(reader: &Reader, id: Id<Person>) -> Result<PersonFile> {
    let resource = concordat_access::Resource::one(id).of_person(id.uuid());
    reader.store().ask(&reader.ctx, PERSON_CHANGE, &resource).await?;
    store::person_file(reader.store(), &reader.ctx, id).await
}

fn filled(person: &PersonRow) -> Answers {
    Answers::from_pairs([
        ("name", person.name.as_str()),
        ("email", &person.email),
        ("body", person.body.as_deref().unwrap_or_default()),
    ])
}

fn changing(
    reader: &Reader,
    file: &PersonFile,
    answers: &Answers,
    carried: Vec<(String, String)>,
    errors: &Errors,
) -> Answer {
    let back = urls::person(file.row.id);
    answer(&view(reader.shell(CHANGE), &back, &file.places, answers, carried, errors), errors)
}

fn both_texts(reader: &Reader, file: &PersonFile, sent: &Answers, errors: &Errors) -> Answer {
    // Roles are in the same history, but giving one is no change of what this form asks.
    let asked = |field: &str| QUESTIONS.iter().any(|question| question.name == field);
    let who = match file.history.iter().find(|change| asked(&change.field)) {
        Some(last) => words::actor(&last.actor, &file.names),
        None => "someone else".to_owned(),
    };
    let sides = Sides {
        questions: QUESTIONS,
        version: file.row.version,
        now: &filled(&file.row),
        sent,
        shown: &|question, answers| match (question.name, answers.get(question.name)) {
            ("body", id) => name_of(&file.places, id.parse().ok()).unwrap_or_default().to_owned(),
            (_, text) => text.to_owned(),
        },
    };
    let back = urls::person(file.row.id);
    let shell = reader.shell("Someone else changed this person").back(BackLink::new(&back));
    match ConflictPage::new(shell, &sides, errors, who, back.clone()) {
        Some(page) => page.answer(),
        None => reader.done(back, "The person already is as you wrote"),
    }
}

fn told(answers: &Answers) -> std::result::Result<NewPerson, Refusal> {
    let body = answers
        .some("body")
        .map(|id| id.parse().map_err(|_| Refusal::invalid("body", "Choose a body from the list")))
        .transpose()?;
    Ok(NewPerson { name: answers.get("name").to_owned(), email: answers.get("email").to_owned(), body })
}

async fn adding(reader: &Reader, answers: &Answers, errors: &Errors) -> Answer {
    let places = store::places_to_choose(reader.store(), &reader.ctx).await?;
    answer(&view(reader.shell(ADD), urls::PEOPLE, &places, answers, Vec::new(), errors), errors)
}

fn view(
    shell: Shell,
    back: &str,
    places: &[Place],
    answers: &Answers,
    carried: Vec<(String, String)>,
    errors: &Errors,
) -> FormPage {
    let shell = shell.back(BackLink::new(back));
    let bodies = places.iter().filter(|place| place.kind == "body");
    let form = Form::new(&shell, Button::new("Save").once())
        .cancel(back)
        .hidden_all(carried)
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
    FormPage::new(shell, errors, form)
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let places = super::samples::places();
    let mut errors = Errors::none();
    errors.add("name", "Enter the person's name");
    errors.add("email", "Enter an e-mail address, like name@example.org");
    let typed = Answers::from_pairs([("email", "rowan")]);
    let draw = |answers: &Answers, errors: &Errors| {
        view(super::sample_shell(ADD), urls::PEOPLE, &places, answers, Vec::new(), errors)
    };
    vec![
        ("add a person", draw(&Answers::default(), &Errors::none())),
        ("add a person, with errors", draw(&typed, &errors)),
    ]
}
