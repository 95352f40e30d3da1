//! Renaming an area of a strategy: it stays the same area.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Shell, TextInput},
};

use super::overtaken;
use crate::{
    pages::{
        form::{Form, Section},
        refused, shell,
    },
    strategies::{
        model::{Area, RecordedStrategy, Strategy},
        samples, store, urls,
    },
};

pub(super) async fn show(reader: Reader, At(id): At<Id<Area>>) -> Answer {
    let strategy = store::area_of(reader.store(), &reader.ctx, id).await?;
    let filled = fill(&strategy, id)?;
    page(&view(area_shell(&reader, strategy.head.id), &strategy, &filled, &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Area>>, mut answers: Answers) -> Answer {
    let strategy = store::area_of(reader.store(), &reader.ctx, id).await?;
    let version = answers.get("version").parse().unwrap_or(0);
    let latter = (answers.get("number"), answers.get("title"));
    let saved = store::change_area(reader.store(), &reader.ctx, id, version, latter).await;
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = saved {
        let area = strategy.area(id).ok_or(Refusal::NotFound)?;
        overtaken(&mut errors, &mut answers, area.version, [("Area", area.name())]);
    } else if errors.take(saved)?.is_some() {
        return reader.done(urls::strategy(strategy.head.id), "The area is renamed.");
    }
    refused(&view(area_shell(&reader, strategy.head.id), &strategy, &answers, &errors))
}

fn fill(strategy: &RecordedStrategy, id: Id<Area>) -> Result<Answers, Refusal> {
    let area = strategy.area(id).ok_or(Refusal::NotFound)?;
    Ok(Answers::from_pairs([
        ("number", area.number.clone()),
        ("title", area.title.clone()),
        ("version", area.version.to_string()),
    ]))
}

fn area_shell(reader: &Reader, id: Id<Strategy>) -> Shell {
    shell(reader, "Rename the area").back(BackLink::new(urls::strategy(id)).text("Back to the strategy"))
}

fn view(shell: Shell, strategy: &RecordedStrategy, typed: &Answers, errors: &Errors) -> Form {
    let fields = vec![
        TextInput::new("number", "Number").value(typed.get("number")).into(),
        TextInput::new("title", "Title").value(typed.get("title")).error_if(errors.get("title")).into(),
    ];
    Form::new(shell, "Save", vec![Section::plain(fields)], urls::strategy(strategy.head.id))
        .errors(errors)
        .caption(&strategy.head.title)
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let strategy = samples::strategy();
    let mut errors = Errors::none();
    errors.add("title", "Enter the area's title.");
    vec![(
        "rename an area: no title",
        view(crate::pages::samples::shell("Rename the area"), &strategy, &Answers::default(), &errors),
    )]
}
