//! Adding a body and changing one.

use concordat_access::Resource;
use concordat_kernel::{Error, Id, Kind as _, Refusal};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    conflict::{self, ConflictPage, Question, Sides},
    parts::{Breadcrumbs, Button, Radios, Select, Shell, TextInput, Textarea},
};

use super::{dates, form::FormPage, people::People, sample_shell};
use crate::{
    Body, BodyKind, NewBody,
    actions::{ADD_BODY, CHANGE_BODY, itself},
    rules, store,
    store::BodyFile,
    urls,
};

const QUESTIONS: &[Question] = &[
    Question { name: "name", label: "Name", boxes: &["name"] },
    Question { name: "short_name", label: "Short name", boxes: &["short_name"] },
    Question { name: "kind", label: "Takes part as", boxes: &["kind"] },
    Question { name: "aliases", label: "Names in documents", boxes: &["aliases"] },
    Question { name: "predecessor", label: "Took over from", boxes: &["predecessor"] },
    Question {
        name: "active_from",
        label: "First day",
        boxes: &["active_from-day", "active_from-month", "active_from-year"],
    },
    Question {
        name: "active_until",
        label: "Last day",
        boxes: &["active_until-day", "active_until-month", "active_until-year"],
    },
    Question { name: "notes", label: "Notes", boxes: &["notes"] },
];

const DATES: &[&str] = &["active_from", "active_until"];

/// The empty form.
pub(super) async fn new(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, ADD_BODY, &Resource::any(Body::NAME)).await?;
    let bodies = store::bodies(reader.store(), &reader.ctx).await?;
    adding(reader.shell("Add a body"), &Answers::default(), &Errors::none(), &bodies).answer()
}

/// Adds what was sent.
pub(super) async fn add(reader: Reader, answers: Answers) -> Answer {
    reader.store().ask(&reader.ctx, ADD_BODY, &Resource::any(Body::NAME)).await?;
    let bodies = store::bodies(reader.store(), &reader.ctx).await?;
    let (new, mut errors) = read(&answers, &bodies, None);
    if errors.is_empty()
        && let Some(id) = errors.take(store::add_body(reader.store(), &reader.ctx, new).await)?
    {
        return reader.done(urls::body(id), "The body is added");
    }
    adding(reader.shell("Add a body"), &answers, &errors, &bodies).answer()
}

/// The form, filled in.
pub(super) async fn edit(reader: Reader, Path(id): Path<Id<Body>>) -> Answer {
    reader.store().ask(&reader.ctx, CHANGE_BODY, &itself(id)).await?;
    let file = store::body_file(reader.store(), &reader.ctx, id).await?;
    let filled = filled(&file.body);
    changing(&reader, &file, &filled, &filled, &Errors::none()).answer()
}

/// Changes the body, or shows what somebody else made of it meanwhile.
pub(super) async fn change(reader: Reader, Path(id): Path<Id<Body>>, sent: Answers) -> Answer {
    reader.store().ask(&reader.ctx, CHANGE_BODY, &itself(id)).await?;
    let file = store::body_file(reader.store(), &reader.ctx, id).await?;
    let version = conflict::version(&sent);
    if version != file.body.version {
        return both_texts(&reader, &file, &sent, &Errors::none()).await;
    }
    let (settled, unsettled) = conflict::settle(QUESTIONS, &sent, &filled(&file.body));
    if !unsettled.is_empty() {
        return both_texts(&reader, &file, &sent, &unsettled).await;
    }
    let (new, mut errors) = read(&settled, &file.bodies, Some(id));
    if errors.is_empty() {
        let saved = store::change_body(reader.store(), &reader.ctx, id, new, version).await;
        if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
            // Between our look and our change: look again.
            let file = store::body_file(reader.store(), &reader.ctx, id).await?;
            return both_texts(&reader, &file, &settled, &Errors::none()).await;
        }
        if errors.take(saved)?.is_some() {
            return reader.done(urls::body(id), "The body is changed");
        }
    }
    let was = conflict::was(QUESTIONS, &sent);
    changing(&reader, &file, &settled, &was, &errors).answer()
}

async fn both_texts(reader: &Reader, file: &BodyFile, sent: &Answers, errors: &Errors) -> Answer {
    let who = match file.former.first() {
        Some(last) => {
            People::find(reader, last.actor.parse().into_iter().collect()).await?.actor(&last.actor)
        }
        None => "someone else".to_owned(),
    };
    let sides = Sides {
        questions: QUESTIONS,
        version: file.body.version,
        now: &filled(&file.body),
        sent,
        shown: &|question, answers| shown(question, answers, &file.bodies),
    };
    let shell = reader.shell("Someone else changed this body").trail(trail(Some(&file.body)));
    match ConflictPage::new(shell, &sides, errors, who, urls::body(file.body.id)) {
        Some(page) => page.answer(),
        None => reader.done(urls::body(file.body.id), "The body already says what you wrote"),
    }
}

fn adding(shell: Shell, answers: &Answers, errors: &Errors, bodies: &[Body]) -> FormPage {
    let page = FormPage::new(shell, Button::new("Add the body").once(), urls::BODIES.to_owned());
    questions(page.trail(trail(None)), answers, errors, bodies, None)
}

fn changing(reader: &Reader, file: &BodyFile, answers: &Answers, was: &Answers, errors: &Errors) -> FormPage {
    let shell = reader.shell(format!("Change {}", file.body.name));
    let page = FormPage::new(shell, Button::new("Save changes").once(), urls::body(file.body.id))
        .trail(trail(Some(&file.body)))
        .hidden(conflict::carried(QUESTIONS, file.body.version, was));
    questions(page, answers, errors, &file.bodies, Some(file.body.id))
}

fn trail(body: Option<&Body>) -> Breadcrumbs {
    let trail = Breadcrumbs::new().page("Bodies", urls::BODIES);
    match body {
        Some(body) => trail.page(&body.name, urls::body(body.id)),
        None => trail,
    }
}

fn questions(
    page: FormPage,
    answers: &Answers,
    errors: &Errors,
    bodies: &[Body],
    own: Option<Id<Body>>,
) -> FormPage {
    let predecessors = bodies.iter().filter(|body| Some(body.id) != own);
    let kinds = BodyKind::ALL.iter().map(|kind| (kind.word(), kind.title()));
    page.errors(errors, DATES)
        .field(TextInput::new("name", "Name").value(answers.get("name")).error_if(errors.get("name")))
        .field(
            TextInput::new("short_name", "Short name (optional)")
                .hint("For tables and badges, such as “Fire and rescue”")
                .value(answers.get("short_name"))
                .error_if(errors.get("short_name")),
        )
        .field(
            Radios::new("kind", "How does it take part?")
                .items(kinds)
                .chosen(answers.get("kind"))
                .error_if(errors.get("kind")),
        )
        .field(
            Textarea::new("aliases", "What is it called in documents? (optional)")
                .hint("One name on each line. A plan that names a lead in one of these ways is matched to this body.")
                .value(answers.get("aliases"))
                .error_if(errors.get("aliases")),
        )
        .field(
            Select::new("predecessor", "Which body did it take over from? (optional)")
                .option("", "None")
                .options(predecessors.map(|body| (body.id.to_string(), body.name.clone())))
                .chosen(answers.get("predecessor"))
                .error_if(errors.get("predecessor")),
        )
        .field(dates::input("active_from", "First day it takes part (optional)", answers, errors))
        .field(dates::input("active_until", "Last day it takes part (optional)", answers, errors))
        .field(
            Textarea::new("notes", "Notes (optional)")
                .value(answers.get("notes"))
                .error_if(errors.get("notes")),
        )
}

fn filled(body: &Body) -> Answers {
    let mut answers = Answers::from_pairs([
        ("name", body.name.as_str()),
        ("short_name", body.short_name.as_deref().unwrap_or("")),
        ("kind", body.kind.word()),
        ("aliases", &body.aliases.join("\n")),
        ("predecessor", &body.predecessor.map(|id| id.to_string()).unwrap_or_default()),
        ("notes", body.notes.as_deref().unwrap_or("")),
    ]);
    dates::set(&mut answers, "active_from", body.active_from);
    dates::set(&mut answers, "active_until", body.active_until);
    answers
}

fn read(answers: &Answers, bodies: &[Body], own: Option<Id<Body>>) -> (NewBody, Errors) {
    let mut unread = Errors::none();
    let kind = BodyKind::from_word(answers.get("kind"));
    if kind.is_none() {
        unread.add("kind", "Choose how it takes part.");
    }
    let predecessor = answers.some("predecessor").map(str::parse).transpose();
    if predecessor.is_err() {
        unread.add("predecessor", "Choose a body from the list.");
    }
    let new = NewBody {
        name: answers.get("name").to_owned(),
        short_name: answers.some("short_name").map(str::to_owned),
        kind: kind.unwrap_or_default(),
        aliases: answers.lines("aliases"),
        predecessor: predecessor.unwrap_or_default(),
        active_from: dates::read(answers, "active_from", "The first day", &mut unread),
        active_until: dates::read(answers, "active_until", "The last day", &mut unread),
        notes: answers.some("notes").map(str::to_owned),
    };
    let faults = rules::body_faults(&new, bodies, own);
    (new, in_order(&unread, &faults))
}

/// Faults of reading and of the rules together, in the order of the questions.
fn in_order(unread: &Errors, faults: &[rules::Fault]) -> Errors {
    let mut errors = Errors::none();
    for question in QUESTIONS {
        let fault = faults.iter().find(|fault| fault.field == question.name);
        let sentence = unread.get(question.name).or(fault.map(|fault| fault.message.as_str()));
        if let Some(sentence) = sentence {
            errors.add(question.name, sentence);
        }
    }
    errors
}

fn shown(question: &Question, answers: &Answers, bodies: &[Body]) -> String {
    let typed = answers.get(question.name);
    match question.name {
        "kind" => BodyKind::from_word(typed).map_or("", BodyKind::title).to_owned(),
        "predecessor" => bodies
            .iter()
            .find(|body| body.id.to_string() == typed)
            .map(|body| body.name.clone())
            .unwrap_or_default(),
        "active_from" | "active_until" => dates::shown(answers, question.name),
        _ => typed.to_owned(),
    }
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let empty = Answers::default();
    let wrong =
        Answers::from_pairs([("kind", "other"), ("active_from-day", "31"), ("aliases", "The wardens")]);
    let (_, errors) = read(&wrong, &[], None);
    vec![
        ("body, empty", adding(sample_shell("Add a body"), &empty, &Errors::none(), &[])),
        ("body, with errors", adding(sample_shell("Add a body"), &wrong, &errors, &[])),
    ]
}
