//! Before which groups a strategy comes, and how often.

use concordat_kernel::Id;
use concordat_web::{
    Answer, Answers, At, Errors, Reader, page,
    parts::{BackLink, Csrf, Html, Select, Shell, Table, TextInput},
};

use super::sheet::Act;
use crate::{
    pages::{
        form::{Form, Section},
        refused, shell,
    },
    strategies::{
        model::{RecordedStrategy, Strategy, Tabling},
        samples,
        store::{self, RecordedTabling},
        urls,
    },
};

type Groups = Vec<(String, String)>;

async fn groups(reader: &Reader) -> concordat_kernel::Result<Groups> {
    let choices = concordat_partnership::choices(&mut reader.store().peek().await?).await?;
    let groups = choices.into_iter().filter(|choice| choice.kind == "group");
    Ok(groups.map(|choice| (choice.id.to_string(), choice.name)).collect())
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Strategy>>) -> Answer {
    let strategy = store::strategy(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let groups = groups(&reader).await?;
    page(&view(tabling_shell(&reader, id), &strategy, &groups, &Answers::default(), &Errors::none()))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Strategy>>, answers: Answers) -> Answer {
    let strategy = store::strategy(reader.store(), &reader.ctx, store::CHANGE_STRATEGY, id).await?;
    let mut errors = Errors::none();
    match answers.get("group").parse() {
        Err(_) => errors.add("group", "Choose a group."),
        Ok(group) => {
            let done = store::table(reader.store(), &reader.ctx, id, group, answers.get("cadence")).await;
            if errors.take(done)?.is_some() {
                return reader.done(urls::strategy(id), "Kept. The map of who reports to whom shows it too.");
            }
        }
    }
    let groups = groups(&reader).await?;
    refused(&view(tabling_shell(&reader, id), &strategy, &groups, &answers, &errors))
}

pub(super) async fn end(reader: Reader, At(id): At<Id<Tabling>>, _answers: Answers) -> Answer {
    let strategy = store::untable(reader.store(), &reader.ctx, id).await?;
    reader.done(urls::strategy(strategy), "It no longer comes before that group.")
}

/// Where a strategy is tabled, as a table; with buttons for whoever may end it.
pub(super) fn table(all: &[(RecordedTabling, String, Option<String>)], change: Option<&Csrf>) -> Html {
    if all.is_empty() {
        return Html::paragraphs(["It comes before no group yet."]);
    }
    let mut columns = vec!["Group", "How often"];
    if change.is_some() {
        columns.push("Do");
    }
    Table::new("Where it is tabled")
        .caption_hidden()
        .columns(columns)
        .row_headers()
        .rows(all.iter().map(|(one, name, href)| {
            let group = href.as_ref().map_or_else(|| Html::from(name), |href| Html::link(href, name));
            let mut cells = vec![group, (&one.cadence).into()];
            if let Some(csrf) = change {
                let act = Act {
                    action: urls::untable(one.id),
                    csrf: csrf.clone(),
                    hidden: Vec::new(),
                    words: "No longer tabled there",
                    about: name.clone(),
                };
                cells.push(act.into());
            }
            cells
        }))
        .into()
}

fn tabling_shell(reader: &Reader, id: Id<Strategy>) -> Shell {
    shell(reader, "Where is it tabled?").back(BackLink::new(urls::strategy(id)).text("Back to the strategy"))
}

fn view(
    shell: Shell,
    strategy: &RecordedStrategy,
    groups: &Groups,
    typed: &Answers,
    errors: &Errors,
) -> Form {
    let fields = vec![
        Select::new("group", "Before which group does it come?")
            .option("", "Choose a group")
            .options(groups.iter().map(|(id, name)| (id.as_str(), name.as_str())))
            .chosen(typed.get("group"))
            .error_if(errors.get("group"))
            .into(),
        TextInput::new("cadence", "How often?")
            .hint("Such as: each March, twice a year, when it changes")
            .value(typed.get("cadence"))
            .error_if(errors.get("cadence"))
            .into(),
    ];
    Form::new(shell, "Save", vec![Section::plain(fields)], urls::strategy(strategy.head.id))
        .errors(errors)
        .caption(&strategy.head.title)
}

pub(super) fn samples() -> Vec<(&'static str, Form)> {
    let mut errors = Errors::none();
    errors.add("group", "Choose a group.");
    let groups: Groups = vec![("1".to_owned(), "Merrowshire Community Safety Partnership".to_owned())];
    let shell = crate::pages::samples::shell("Where is it tabled?");
    vec![(
        "tabling: nothing chosen",
        view(shell, &samples::strategy(), &groups, &Answers::default(), &errors),
    )]
}
