//! Links both ways: what a thing is linked to, as a section of its page, and the page that adds and removes them.

use concordat_kernel::{Id, Kind, Ref, Refusal, Result};
use concordat_web::{
    Answer, Answers, At, Errors, Reader, View,
    askama::Template,
    page,
    parts::{BackLink, Csrf, ErrorSummary, Html, Select, Shell, Table, TextInput},
};

use super::sheet::Act;
use crate::{
    Action, Priority,
    pages::{refused, shell},
    store as plans,
    strategies::{
        model::{Commitment, Relation, Strategy, Theme},
        rules::{self, Named},
        store::{self, Link},
        urls,
    },
};

/// A link as a reader is shown it: the other end by its title.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    id: Id<Relation>,
    kind: &'static str,
    title: String,
    href: Option<String>,
    note: String,
}

/// What a kind of thing is called.
fn kind_words(kind: &str) -> &'static str {
    match kind {
        Action::NAME => "Action",
        Priority::NAME => "Priority",
        Strategy::NAME => "Strategy",
        Commitment::NAME => "Commitment or recommendation",
        Theme::NAME => "Cross-cutting theme",
        _ => "Group",
    }
}

/// The links of a thing whose other end the reader may see.
pub(super) async fn shown(reader: &Reader, thing: &Ref) -> Result<Vec<Shown>> {
    let mut all = Vec::new();
    for link in store::links_of(reader.store(), &reader.ctx, thing).await? {
        let other = link.other(thing.id);
        if let Some(title) = reader.app.title(&reader.ctx, other).await? {
            let Link { id, ref note, .. } = link;
            let href = reader.app.link(other);
            all.push(Shown { id, kind: kind_words(&other.kind), title, href, note: note.clone() });
        }
    }
    all.sort_by(|a, b| (a.kind, &a.title).cmp(&(b.kind, &b.title)));
    Ok(all)
}

/// Where the links of a thing are added and removed.
pub(super) fn place(thing: &Ref) -> Option<String> {
    urls::links(thing)
}

/// Links as a table; `to` is the page that changes them.
pub(super) fn table(links: &[Shown], to: Option<&str>) -> Html {
    let mut body = Vec::new();
    if links.is_empty() {
        body.push(Html::paragraphs(["Nothing is linked yet."]));
    } else {
        let table = Table::new("Links")
            .caption_hidden()
            .columns(["What it is", "Linked to", "Note"])
            .rows(links.iter().map(|link| vec![link.kind.into(), title(link), Html::lines(&link.note)]));
        body.push(table.into());
    }
    if let Some(to) = to {
        body.push(Html::paragraphs([Html::link(to, "See or change links")]));
    }
    super::sheet::pieces(body)
}

fn title(link: &Shown) -> Html {
    link.href.as_ref().map_or_else(|| Html::from(&link.title), |href| Html::link(href, &link.title))
}

/// The links of a thing, and the form that adds one.
#[derive(Debug, Template)]
#[template(path = "strategies/links.html")]
pub(super) struct LinksPage {
    shell: Shell,
    caption: String,
    summary: ErrorSummary,
    links: Option<Table>,
    /// What the plan's own text names, each with a button that links it.
    suggestions: Vec<(String, Vec<Html>)>,
    /// The questions, when the reader may add a link.
    fields: Vec<Html>,
    to: String,
}

/// The page of a thing's links.
pub(super) async fn show<K: Kind>(reader: Reader, At(id): At<Id<K>>) -> Answer {
    let thing = Ref::to(id);
    store::link_end(reader.store(), &reader.ctx, store::VIEW_LINK, &thing).await?;
    page(&draw(&reader, &thing, &Answers::default(), &Errors::none()).await?)
}

/// Adds a link.
pub(super) async fn add<K: Kind>(reader: Reader, At(id): At<Id<K>>, answers: Answers) -> Answer {
    let thing = Ref::to(id);
    store::link_end(reader.store(), &reader.ctx, store::ADD_LINK, &thing).await?;
    let mut errors = Errors::none();
    match read_ref(answers.get("to")) {
        None => errors.add("to", "Choose what it is linked to."),
        Some(to) => {
            let added = store::add_link(reader.store(), &reader.ctx, &thing, &to, answers.get("note")).await;
            if errors.take(added)?.is_some() {
                return reader.done(
                    urls::links(&thing).unwrap_or_default(),
                    "The link is added. It is shown at both ends.",
                );
            }
        }
    }
    refused(&draw(&reader, &thing, &answers, &errors).await?)
}

/// Takes a link away.
pub(super) async fn remove(reader: Reader, At(id): At<Id<Relation>>, answers: Answers) -> Answer {
    let link = store::remove_link(reader.store(), &reader.ctx, id).await?;
    let from = read_ref(answers.get("from")).filter(|from| *from == link.ends.0 || *from == link.ends.1);
    let to = urls::links(from.as_ref().unwrap_or(&link.ends.0)).ok_or(Refusal::NotFound)?;
    reader.done(to, "The link is taken away at both ends.")
}

/// `kind/id`, as forms send a thing.
fn read_ref(text: &str) -> Option<Ref> {
    let (kind, id) = text.split_once('/')?;
    Some(Ref { kind: kind.to_owned().into(), id: id.parse().ok()? })
}

async fn draw(reader: &Reader, thing: &Ref, typed: &Answers, errors: &Errors) -> Result<LinksPage> {
    let title = reader.app.title(&reader.ctx, thing).await?.ok_or(Refusal::NotFound)?;
    let links = shown(reader, thing).await?;
    let end = store::link_end(reader.store(), &reader.ctx, store::VIEW_LINK, thing).await?;
    let (add, remove) = (
        end.may(reader.store(), &reader.ctx, store::ADD_LINK),
        end.may(reader.store(), &reader.ctx, store::REMOVE_LINK),
    );
    let known = if add { known(reader, thing).await? } else { Vec::new() };
    let named = if thing.kind == Action::NAME && add { written(reader, thing).await? } else { Vec::new() };
    let back = reader.app.link(thing).unwrap_or_else(|| urls::STRATEGIES.to_owned());
    let shell = shell(reader, "Links").back(BackLink::new(back).text("Back to what is linked")).wide();
    Ok(LinksPage::of(shell, thing, &title, &links, (&known, &named), (add, remove), typed, errors))
}

/// What the plan's text says that an action is linked to.
async fn written(reader: &Reader, thing: &Ref) -> Result<Vec<String>> {
    let id: Id<Action> = Id::from_uuid(thing.id);
    let plan = plans::plan_of_action(reader.store(), &reader.ctx, id).await?;
    Ok(plan.action(id).map(|(_, action)| action.content.linked.to.clone()).unwrap_or_default())
}

/// Everything that a thing can be linked to and that the reader may see, with its kind's word in front.
async fn known(reader: &Reader, thing: &Ref) -> Result<Vec<Named>> {
    let (store_, ctx) = (reader.store(), &reader.ctx);
    let mut all = Vec::new();
    let mut push = |thing: Ref, name: String, other: Vec<String>| {
        all.push(Named { thing, names: std::iter::once(name).chain(other).collect() });
    };
    for theme in store::themes(store_, ctx).await?.into_iter().filter(|theme| theme.ended_because.is_none()) {
        push(Ref::to(theme.id), theme.title, Vec::new());
    }
    for group in concordat_partnership::groups(store_, ctx).await? {
        push(Ref::to(group.id), group.name, group.short_name.into_iter().collect());
    }
    for strategy in store::strategies(store_, ctx).await? {
        let title = strategy.head.title.clone();
        for item in strategy.current() {
            push(Ref::to(item.id), format!("{title}, {}: {}", item.name(), item.text), Vec::new());
        }
        push(Ref::to(strategy.head.id), title, Vec::new());
    }
    // Actions are linked within the plans of today and the plan they stand in; the years before are history.
    let mut current = plans::running(store_, ctx).await?;
    let own = match thing.kind.as_ref() {
        Action::NAME => Some(plans::plan_of_action(store_, ctx, Id::from_uuid(thing.id)).await?),
        Priority::NAME => Some(plans::plan_of_priority(store_, ctx, Id::from_uuid(thing.id)).await?),
        _ => None,
    };
    if let Some(own) = own.filter(|own| current.iter().all(|plan| plan.head.id != own.head.id)) {
        current.push(own);
    }
    for plan in current {
        let year = plan
            .head
            .period
            .map(|period| format!(" ({}/{:02})", period.from.year(), period.to.year().rem_euclid(100)));
        let year = year.unwrap_or_default();
        for priority in &plan.priorities {
            push(Ref::to(priority.id), format!("{}{year}", priority.title), Vec::new());
            for action in priority.current() {
                let name = format!("{} {}{year}", action.content.number, action.content.full_objective());
                push(Ref::to(action.id), name, Vec::new());
            }
        }
    }
    all.retain(|named| named.thing.id != thing.id);
    Ok(all)
}

impl LinksPage {
    #[expect(clippy::too_many_arguments, reason = "each is another thing that the page shows")]
    fn of(
        shell: Shell,
        thing: &Ref,
        title: &str,
        links: &[Shown],
        (known, named): (&[Named], &[String]),
        (add, remove): (bool, bool),
        typed: &Answers,
        errors: &Errors,
    ) -> Self {
        let mut shell = shell;
        shell.has_errors = !errors.is_empty();
        let mut summary = ErrorSummary::new();
        for (field, sentence) in errors.iter() {
            summary =
                if field.is_empty() { summary.general(sentence) } else { summary.error(field, sentence) };
        }
        let mut columns = vec!["What it is", "Linked to", "Note"];
        if remove {
            columns.push("Take away");
        }
        let csrf = shell.csrf.clone();
        let table = Table::new("Links").caption_hidden().columns(columns).scroll_wide().rows(
            links.iter().map(|link| {
                let mut cells = vec![link.kind.into(), self::title(link), Html::lines(&link.note)];
                if remove {
                    cells.push(act(
                        urls::remove_link(link.id),
                        &csrf,
                        vec![("from", thing.to_string())],
                        "Take away",
                        &link.title,
                    ));
                }
                cells
            }),
        );
        let to = urls::links(thing).unwrap_or_default();
        Self {
            caption: title.to_owned(),
            summary,
            links: (!links.is_empty()).then_some(table),
            suggestions: if add { suggestions(&to, &csrf, named, known, links) } else { Vec::new() },
            fields: if add { fields(known, typed, errors) } else { Vec::new() },
            to,
            shell,
        }
    }
}

fn act(
    action: String,
    csrf: &Csrf,
    hidden: Vec<(&'static str, String)>,
    words: &'static str,
    about: &str,
) -> Html {
    Act { action, csrf: csrf.clone(), hidden, words, about: about.to_owned() }.into()
}

/// For each text of the plan the things it names and that are not linked yet.
fn suggestions(
    to: &str,
    csrf: &Csrf,
    named: &[String],
    known: &[Named],
    links: &[Shown],
) -> Vec<(String, Vec<Html>)> {
    let offered = known.iter().filter(|one| matches!(one.thing.kind.as_ref(), "group" | Strategy::NAME));
    let offered: Vec<Named> = offered.cloned().collect();
    let mut all = Vec::new();
    for text in named {
        let found = rules::matches(text, &offered);
        let name = |one: &Named| one.names.first().cloned().unwrap_or_default();
        let linked = |one: &Named| links.iter().any(|link| link.title == name(one));
        let buttons = found.iter().filter(|one| !linked(one)).map(|one| {
            let hidden = vec![("to", one.thing.to_string()), ("note", format!("The plan names “{text}”"))];
            Html::stacked([Html::from(name(one)), act(to.to_owned(), csrf, hidden, "Link it", &name(one))])
        });
        let buttons: Vec<Html> = buttons.collect();
        if !(buttons.is_empty() && found.iter().any(|one| linked(one))) {
            all.push((text.clone(), buttons));
        }
    }
    all
}

fn fields(known: &[Named], typed: &Answers, errors: &Errors) -> Vec<Html> {
    let mut options: Vec<(String, String)> = known
        .iter()
        .map(|one| {
            let name: String =
                one.names.first().map(|name| name.chars().take(110).collect()).unwrap_or_default();
            (one.thing.to_string(), format!("{}: {name}", kind_words(&one.thing.kind)))
        })
        .collect();
    options.sort_by(|a, b| a.1.cmp(&b.1));
    vec![
        Select::new("to", "Link it to")
            .option("", "Choose")
            .options(options.iter().map(|(value, text)| (value.as_str(), text.as_str())))
            .chosen(typed.get("to"))
            .error_if(errors.get("to"))
            .into(),
        TextInput::new("note", "What the link means")
            .hint("Such as who brings news from one to the other; may stay empty")
            .value(typed.get("note"))
            .error_if(errors.get("note"))
            .into(),
    ]
}

/// The section of an action's page.
pub(crate) async fn of_action(reader: &Reader, action: &crate::RecordedAction) -> Result<Html> {
    let thing = Ref::to(action.id);
    Ok(table(&shown(reader, &thing).await?, urls::links(&thing).as_deref()))
}

/// The section of a priority's page.
pub(crate) async fn of_priority(reader: &Reader, priority: Id<Priority>) -> Result<Html> {
    let thing = Ref::to(priority);
    Ok(table(&shown(reader, &thing).await?, urls::links(&thing).as_deref()))
}

pub(super) fn sample_links() -> Vec<Shown> {
    let one = |n, kind, title: &str, note: &str| Shown {
        id: crate::pages::samples::id(n),
        kind,
        title: title.to_owned(),
        href: Some("/actions/sample".to_owned()),
        note: note.to_owned(),
    };
    vec![
        one(
            250,
            "Action",
            "Action 1.1 Make Lower Ashing safer after dark",
            "The walks are those of the strategy",
        ),
        one(251, "Group", "Violence & Vulnerability Board", ""),
    ]
}

impl View for LinksPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || crate::pages::samples::shell("Links").wide();
        let thing = Ref { kind: Action::NAME.into(), id: crate::pages::samples::id::<Action>(1).uuid() };
        let known = [Named {
            thing: Ref { kind: "group".into(), id: crate::pages::samples::id::<()>(91).uuid() },
            names: vec!["Alcohol Strategy Board".to_owned(), "Alcohol strategy".to_owned()],
        }];
        let named = ["Alcohol strategy".to_owned(), "A board that nobody knows".to_owned()];
        let mut errors = Errors::none();
        errors.add("to", "Choose what it is linked to.");
        let (links, none, typed) = (sample_links(), Errors::none(), Answers::default());
        let of = |links: &[Shown], may: (bool, bool), errors: &Errors| {
            let what = if may.0 { (&known[..], &named[..]) } else { (&[][..], &[][..]) };
            Self::of(shell(), &thing, "Action 1.1 Make Lower Ashing safer", links, what, may, &typed, errors)
        };
        vec![
            ("for an officer", of(&links, (true, true), &none)),
            ("nothing chosen", of(&[], (true, true), &errors)),
            ("for a member", of(&links, (false, false), &none)),
        ]
    }
}
