//! Adding a strategy by hand, and changing its title, kind, owner, period and source.

use concordat_access::Resource;
use concordat_kernel::{Error, Id, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Choice, Html, Radios, Select, Shell, TextInput, Textarea},
};

use super::{month_words, overtaken, read_period};
use crate::{
    pages::{
        form::{Form, Section},
        refused, shell,
    },
    strategies::{
        model::{NewStrategy, Strategy, StrategyKind},
        samples, store, urls,
    },
};

/// Bodies and groups, by the name they are chosen by.
pub(super) type Owners = Vec<(String, String)>;

pub(super) async fn owners(reader: &Reader) -> concordat_kernel::Result<Owners> {
    let choices = concordat_partnership::choices(&mut reader.store().peek().await?).await?;
    Ok(choices.into_iter().map(|choice| (choice.id.to_string(), choice.name)).collect())
}

pub(super) async fn show_new(reader: Reader) -> Answer {
    let resource = store::shared(&reader.ctx, Resource::any("plan_strategy"));
    reader.store().ask(&reader.ctx, store::ADD_STRATEGY, &resource).await?;
    let owners = owners(&reader).await?;
    page(&view(
        new_shell(&reader),
        &owners,
        &Answers::default(),
        &Errors::none(),
        urls::STRATEGIES.to_owned(),
    ))
}

pub(super) async fn add(reader: Reader, answers: Answers) -> Answer {
    let mut errors = Errors::none();
    let resource = store::shared(&reader.ctx, Resource::any("plan_strategy"));
    reader.store().ask(&reader.ctx, store::ADD_STRATEGY, &resource).await?;
    if let Some(new) = read(&answers, &mut errors) {
        let added = store::add_strategy(reader.store(), &reader.ctx, &new).await;
        if let Some(id) = errors.take(added)? {
            return reader
                .done(urls::strategy(id), "The strategy is added. Add what it says, or bring in its text.");
        }
    }
    let owners = owners(&reader).await?;
    refused(&view(new_shell(&reader), &owners, &answers, &errors, urls::STRATEGIES.to_owned()))
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Strategy>>) -> Answer {
    let strategy = store::strategy(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let owners = owners(&reader).await?;
    let mut filled = fill(&store::of_head(&strategy.head));
    filled.set("version", strategy.head.version.to_string());
    page(&view(edit_shell(&reader, id), &owners, &filled, &Errors::none(), urls::strategy(id)))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Strategy>>, mut answers: Answers) -> Answer {
    let strategy = store::strategy(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let mut errors = Errors::none();
    if let Some(new) = read(&answers, &mut errors) {
        let version = answers.get("version").parse().unwrap_or(0);
        let saved = store::change_strategy(reader.store(), &reader.ctx, id, version, &new).await;
        if let Err(Error::Refusal(Refusal::Conflict)) = saved {
            let now = fill(&store::of_head(&strategy.head));
            let said = [("Title", "title"), ("Period from", "period_from"), ("to", "period_to")];
            let said = said.map(|(label, name)| (label, now.get(name).to_owned()));
            overtaken(&mut errors, &mut answers, strategy.head.version, said);
        } else if errors.take(saved)?.is_some() {
            return reader.done(urls::strategy(id), "The strategy is saved.");
        }
    }
    let owners = owners(&reader).await?;
    refused(&view(edit_shell(&reader, id), &owners, &answers, &errors, urls::strategy(id)))
}

pub(super) fn fill(new: &NewStrategy) -> Answers {
    Answers::from_pairs([
        ("title", new.title.clone()),
        ("kind", new.kind.word().to_owned()),
        ("owner", new.owner.map(|owner| owner.to_string()).unwrap_or_default()),
        ("owner_written", new.owner_written.clone()),
        ("period_from", new.period.map(|period| month_words(period.from)).unwrap_or_default()),
        ("period_to", new.period.map(|period| month_words(period.to)).unwrap_or_default()),
        ("source_note", new.source_note.clone()),
    ])
}

pub(super) fn read(typed: &Answers, errors: &mut Errors) -> Option<NewStrategy> {
    let kind = StrategyKind::from_word(typed.get("kind"));
    if kind.is_none() {
        errors.add("kind", "Choose what it is.");
    }
    let period = read_period(typed, errors);
    if !errors.is_empty() {
        return None;
    }
    Some(NewStrategy {
        title: typed.get("title").to_owned(),
        kind: kind?,
        owner: typed.some("owner").and_then(|id| id.parse().ok()),
        owner_written: typed.get("owner_written").to_owned(),
        period,
        source_note: typed.get("source_note").to_owned(),
    })
}

/// The questions about a strategy's own fields.
pub(super) fn questions(owners: &Owners, typed: &Answers, errors: &Errors) -> Vec<Html> {
    let line = |name: &str, label: &str| {
        TextInput::new(name, label).value(typed.get(name)).error_if(errors.get(name))
    };
    vec![
        line("title", "Title").into(),
        Radios::new("kind", "What is it?")
            .items(StrategyKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.title())))
            .chosen(typed.get("kind"))
            .error_if(errors.get("kind"))
            .into(),
        Select::new("owner", "Whose is it?")
            .option("", "None of these bodies and groups")
            .options(owners.iter().map(|(id, name)| (id.as_str(), name.as_str())))
            .chosen(typed.get("owner"))
            .error_if(errors.get("owner"))
            .into(),
        line("owner_written", "Its owner, if not in the list").into(),
        line("period_from", "First month")
            .hint("Such as April 2026; leave both empty if none is stated")
            .into(),
        line("period_to", "Last month").into(),
        Textarea::new("source_note", "Where its words come from")
            .hint("Such as the edition or the page where it is published")
            .rows(2)
            .value(typed.get("source_note"))
            .error_if(errors.get("source_note"))
            .into(),
    ]
}

fn new_shell(reader: &Reader) -> Shell {
    shell(reader, "Add a strategy").back(BackLink::new(urls::STRATEGIES).text("Back to strategies"))
}

fn edit_shell(reader: &Reader, id: Id<Strategy>) -> Shell {
    shell(reader, "Change the strategy").back(BackLink::new(urls::strategy(id)).text("Back to the strategy"))
}

fn view(shell: Shell, owners: &Owners, typed: &Answers, errors: &Errors, cancel: String) -> Form {
    let sections = vec![Section::plain(questions(owners, typed, errors))];
    Form::new(shell, "Save", sections, cancel).errors(errors).hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let mut errors = Errors::none();
    errors.add("title", "Enter the strategy's title.");
    errors.add("kind", "Choose what it is.");
    let shell = |title| crate::pages::samples::shell(title);
    let owners = vec![("1".to_owned(), "Merrowshire Police".to_owned())];
    let filled = fill(&store::of_head(&samples::strategy().head));
    let to = || urls::STRATEGIES.to_owned();
    vec![
        (
            "add a strategy: nothing entered",
            view(shell("Add a strategy"), &owners, &Answers::default(), &errors, to()),
        ),
        ("change a strategy", view(shell("Change the strategy"), &owners, &filled, &Errors::none(), to())),
    ]
}
