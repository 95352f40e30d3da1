//! Adopting into a priority: choose where from, tick what is adopted, and name the decision.

use concordat_kernel::{Id, Ref, Refusal};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, View,
    askama::Template,
    page,
    parts::{BackLink, Checkboxes, Choice, ErrorSummary, Html, Select, Shell, TextInput},
};

use crate::{
    Priority,
    pages::{refused, shell},
    strategies::{
        samples,
        store::{self, NewAdoption, Origin},
        urls,
    },
    urls as plan_urls,
};

/// Choosing what to adopt.
#[derive(Debug, Template)]
#[template(path = "strategies/adopt.html")]
pub(super) struct AdoptPage {
    shell: Shell,
    caption: String,
    summary: ErrorSummary,
    /// Where it is to be adopted from.
    from: Html,
    /// The questions, once that is chosen.
    fields: Vec<Html>,
    chosen: String,
    to: String,
}

type Sources = Vec<(Ref, String, Vec<Origin>)>;

pub(super) async fn show(reader: Reader, At(id): At<Id<Priority>>) -> Answer {
    let chosen = reader.query.get("from").to_owned();
    page(&draw(&reader, id, &chosen, &Answers::default(), &Errors::none()).await?)
}

pub(super) async fn adopt(reader: Reader, At(id): At<Id<Priority>>, answers: Answers) -> Answer {
    let new = NewAdoption {
        things: answers.all("item").iter().filter_map(|text| read(text)).collect(),
        decision: answers.get("decision").to_owned(),
    };
    let adopted = store::adopt(reader.store(), &reader.ctx, id, &new).await;
    let mut errors = Errors::none();
    if let Some(n) = errors.take(adopted)? {
        let words = if n == 1 { "It is adopted.".to_owned() } else { format!("{n} are adopted.") };
        return reader
            .done(plan_urls::priority(id), &format!("{words} How it stands is read where it comes from."));
    }
    let chosen = answers.get("from").to_owned();
    refused(&draw(&reader, id, &chosen, &answers, &errors).await?)
}

fn read(text: &str) -> Option<Ref> {
    let (kind, id) = text.split_once('/')?;
    Some(Ref { kind: kind.to_owned().into(), id: id.parse().ok()? })
}

async fn draw(
    reader: &Reader,
    id: Id<Priority>,
    chosen: &str,
    typed: &Answers,
    errors: &Errors,
) -> concordat_kernel::Result<AdoptPage> {
    let (plan, sources) = store::origins(reader.store(), &reader.ctx, id).await?;
    let priority = plan.priorities.iter().find(|priority| priority.id == id).ok_or(Refusal::NotFound)?;
    let back = BackLink::new(plan_urls::priority(id)).text("Back to the priority");
    let shell = shell(reader, "Adopt from a strategy or another plan").back(back);
    Ok(AdoptPage::of(shell, id, &priority.title, &sources, chosen, typed, errors))
}

impl AdoptPage {
    fn of(
        mut shell: Shell,
        id: Id<Priority>,
        caption: &str,
        sources: &Sources,
        chosen: &str,
        typed: &Answers,
        errors: &Errors,
    ) -> Self {
        let mut summary = ErrorSummary::new();
        for (field, sentence) in errors.iter() {
            summary =
                if field.is_empty() { summary.general(sentence) } else { summary.error(field, sentence) };
        }
        shell.has_errors = !errors.is_empty();
        let from = Select::new("from", "Where from?")
            .option("", "Choose a strategy or a plan")
            .options(sources.iter().map(|(thing, name, _)| (thing.to_string(), name.clone())))
            .chosen(chosen);
        let items = sources.iter().find(|(thing, ..)| thing.to_string() == chosen).map(|(.., items)| items);
        Self {
            caption: caption.to_owned(),
            summary,
            from: from.into(),
            fields: items.map_or_else(Vec::new, |items| fields(items, typed, errors)),
            chosen: chosen.to_owned(),
            to: urls::adopt(id),
            shell,
        }
    }
}

fn fields(items: &[Origin], typed: &Answers, errors: &Errors) -> Vec<Html> {
    let choices = items.iter().map(|one| {
        let words = format!("{} {}", one.number, one.text);
        Choice::new(one.thing.to_string(), words.trim()).hint(one.state.to_string())
    });
    vec![
        Checkboxes::new("item", "What is adopted?")
            .hint("Each keeps its owner, title and number")
            .items(choices)
            .chosen(typed.all("item").iter().map(String::as_str))
            .error_if(errors.get("item"))
            .into(),
        TextInput::new("decision", "By which decision?")
            .hint("Such as a meeting and its minute")
            .value(typed.get("decision"))
            .error_if(errors.get("decision"))
            .into(),
    ]
}

impl View for AdoptPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let strategy = samples::strategy();
        let thing = Ref::to(strategy.head.id);
        let items = super::adopted::sample_adopted().into_iter().filter_map(|one| one.now).collect();
        let sources: Sources = vec![(thing.clone(), strategy.head.title.clone(), items)];
        let id = crate::pages::samples::id(60);
        let shell = || crate::pages::samples::shell("Adopt from a strategy or another plan");
        let mut errors = Errors::none();
        errors.add("item", "Choose at least one thing to adopt.");
        errors.add("decision", "Enter the decision, such as a meeting and its minute.");
        let (typed, none) = (Answers::default(), Errors::none());
        let title = "Safer streets and squares";
        let chosen = thing.to_string();
        vec![
            ("where from", Self::of(shell(), id, title, &sources, "", &typed, &none)),
            ("what", Self::of(shell(), id, title, &sources, &chosen, &typed, &none)),
            ("nothing ticked", Self::of(shell(), id, title, &sources, &chosen, &typed, &errors)),
        ]
    }
}
