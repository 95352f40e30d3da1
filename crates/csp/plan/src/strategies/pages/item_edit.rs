//! Adding an item to a strategy, and changing its words, number, kind or area.

use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, Radios, Select, Shell, TextInput, Textarea},
};

use super::overtaken;
use crate::{
    pages::{
        form::{Form, Section},
        refused, shell,
    },
    strategies::{
        model::{Commitment, Item, ItemKind, NewItem, RecordedStrategy, Strategy},
        samples, store, urls,
    },
};

pub(super) async fn show_new(reader: Reader, At(id): At<Id<Strategy>>) -> Answer {
    let strategy = store::strategy(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let filled = Answers::from_pairs([("kind", "commitment")]);
    page(&view(new_shell(&reader, id), &strategy, true, &filled, &Errors::none(), urls::strategy(id)))
}

pub(super) async fn add(reader: Reader, At(id): At<Id<Strategy>>, answers: Answers) -> Answer {
    let strategy = store::strategy(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let mut errors = Errors::none();
    if let Some(new) = read(&answers, &mut errors) {
        let area = answers.some("new_area").map(|title| (answers.get("new_area_number"), title));
        let added = store::add_item(reader.store(), &reader.ctx, id, area, &new).await;
        if let Some(item) = errors.take(added)? {
            return reader.done(urls::item(item), "It is added to the strategy.");
        }
    }
    refused(&view(new_shell(&reader, id), &strategy, true, &answers, &errors, urls::strategy(id)))
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Commitment>>) -> Answer {
    let strategy = store::strategy_of_item(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let item = strategy.item(id).ok_or(Refusal::NotFound)?;
    page(&view(edit_shell(&reader, item), &strategy, false, &fill(item), &Errors::none(), urls::item(id)))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Commitment>>, mut answers: Answers) -> Answer {
    let strategy = store::strategy_of_item(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let item = strategy.item(id).ok_or(Refusal::NotFound)?;
    let mut errors = Errors::none();
    if let Some(new) = read(&answers, &mut errors) {
        let version = answers.get("version").parse().unwrap_or(0);
        let saved = store::change_item(reader.store(), &reader.ctx, id, version, &new).await;
        if let Err(Error::Refusal(Refusal::Conflict)) = saved {
            let now = [("Number", item.number.clone()), ("Text", item.text.clone())];
            overtaken(&mut errors, &mut answers, item.version, now);
        } else if errors.take(saved)?.is_some() {
            return reader.done(urls::item(id), "It is saved.");
        }
    }
    refused(&view(edit_shell(&reader, item), &strategy, false, &answers, &errors, urls::item(id)))
}

fn fill(item: &Item) -> Answers {
    Answers::from_pairs([
        ("kind", item.kind.word().to_owned()),
        ("area", item.area.map(|area| area.to_string()).unwrap_or_default()),
        ("number", item.number.clone()),
        ("text", item.text.clone()),
        ("version", item.version.to_string()),
    ])
}

fn read(typed: &Answers, errors: &mut Errors) -> Option<NewItem> {
    let Some(kind) = ItemKind::from_word(typed.get("kind")) else {
        errors.add("kind", "Choose what it is.");
        return None;
    };
    Some(NewItem {
        area: typed.some("area").and_then(|id| id.parse().ok()),
        kind,
        number: typed.get("number").to_owned(),
        text: typed.get("text").to_owned(),
    })
}

fn new_shell(reader: &Reader, id: Id<Strategy>) -> Shell {
    shell(reader, "Add an item").back(BackLink::new(urls::strategy(id)).text("Back to the strategy"))
}

fn edit_shell(reader: &Reader, item: &Item) -> Shell {
    shell(reader, format!("Change {}", item.name().to_lowercase())).back(BackLink::new(urls::item(item.id)))
}

fn view(
    shell: Shell,
    strategy: &RecordedStrategy,
    is_new: bool,
    typed: &Answers,
    errors: &Errors,
    cancel: String,
) -> Form {
    let areas = strategy.areas.iter().map(|area| (area.id.to_string(), area.name()));
    let mut fields: Vec<Html> = vec![
        Radios::new("kind", "What is it?")
            .items(ItemKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.title())))
            .chosen(typed.get("kind"))
            .error_if(errors.get("kind"))
            .into(),
        Select::new("area", "Area")
            .option("", "Outside the areas")
            .options(areas)
            .chosen(typed.get("area"))
            .error_if(errors.get("area"))
            .into(),
    ];
    if is_new {
        fields.push(
            TextInput::new("new_area", "A new area, if it is not in the list")
                .value(typed.get("new_area"))
                .error_if(errors.get("title"))
                .into(),
        );
        fields.push(
            TextInput::new("new_area_number", "The new area’s number")
                .value(typed.get("new_area_number"))
                .into(),
        );
    }
    fields.push(
        TextInput::new("number", "Number")
            .hint("As its owner says it")
            .value(typed.get("number"))
            .error_if(errors.get("number"))
            .into(),
    );
    fields.push(
        Textarea::new("text", "What it says").value(typed.get("text")).error_if(errors.get("text")).into(),
    );
    Form::new(shell, "Save", vec![Section::plain(fields)], cancel)
        .errors(errors)
        .caption(&strategy.head.title)
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let strategy = samples::strategy();
    let Some(item) = strategy.items.first() else { return Vec::new() };
    let mut errors = Errors::none();
    errors.add("text", "Enter its words.");
    let shell = crate::pages::samples::shell;
    vec![
        (
            "add an item",
            view(
                shell("Add an item"),
                &strategy,
                true,
                &Answers::default(),
                &errors,
                urls::STRATEGIES.to_owned(),
            ),
        ),
        (
            "change an item",
            view(
                shell("Change commitment 1.1"),
                &strategy,
                false,
                &fill(item),
                &Errors::none(),
                urls::item(item.id),
            ),
        ),
    ]
}
