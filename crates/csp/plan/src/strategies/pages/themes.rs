//! Cross-cutting themes: the list of each group, a theme with all that serves it, and the form that renames or ends one.

use std::collections::HashMap;

use concordat_access::Resource;
use concordat_kernel::{AnyId, Error, Id, Ref, Refusal};
use concordat_store::FieldChange;
use concordat_web::{
    Answer, Answers, At, Errors, Reader, cells, page,
    parts::{BackLink, Breadcrumbs, Html, Select, Shell, SummaryList, Table, TextInput, Textarea},
};

use super::{
    links::{self, Shown},
    overtaken,
    sheet::{Sheet, pieces},
};
use crate::{
    pages::{
        form::{Form, Section},
        history, refused, shell, words,
    },
    strategies::{
        model::{RecordedTheme, Theme},
        samples,
        store::{self, NewTheme},
        urls,
    },
};

const NOWHERE: &str = "The whole county";

pub(super) async fn show_all(reader: Reader) -> Answer {
    let themes = store::themes(reader.store(), &reader.ctx).await?;
    let names = concordat_partnership::names(&mut reader.store().peek().await?).await?;
    let add = reader.may_somewhere(store::ADD_THEME);
    let trail = Breadcrumbs::new().page("Strategies", urls::STRATEGIES).here("Cross-cutting themes");
    page(&list(Sheet::new(shell(&reader, "Cross-cutting themes").trail(trail).wide()), &themes, &names, add))
}

fn list(sheet: Sheet, themes: &[RecordedTheme], names: &HashMap<AnyId, String>, add: bool) -> Sheet {
    let mut groups: Vec<Option<AnyId>> = Vec::new();
    for theme in themes {
        if !groups.contains(&theme.group) {
            groups.push(theme.group);
        }
    }
    let mut body = Vec::new();
    for group in groups {
        let name = group.map_or(NOWHERE, |id| names.get(&id).map_or("A group", String::as_str));
        let table = Table::new(name).columns(["Theme", "What it is for", "In use"]).row_headers().rows(
            themes.iter().filter(|theme| theme.group == group).map(|theme| {
                let used =
                    theme.ended_because.as_ref().map_or_else(|| "Yes".to_owned(), |why| format!("No: {why}"));
                cells![Html::link(&urls::theme(theme.id), &theme.title), Html::lines(&theme.aim), used]
            }),
        );
        body.push(table.into());
    }
    if body.is_empty() {
        body.push(Html::paragraphs(["There are no themes yet."]));
    }
    sheet.button(add, urls::NEW_THEME.to_owned(), "Add a theme").lead(pieces(body))
}

pub(super) async fn show(reader: Reader, At(id): At<Id<Theme>>) -> Answer {
    let theme = store::theme(reader.store(), &reader.ctx, store::VIEW_THEME, id).await?;
    let changes = store::theme_history(reader.store(), &reader.ctx, id).await?;
    let actors: Vec<&str> = changes.iter().map(|change| change.actor.as_str()).collect();
    let names = words::names(&reader, &actors).await?;
    let groups = concordat_partnership::names(&mut reader.store().peek().await?).await?;
    let group = theme.group.map_or(NOWHERE, |id| groups.get(&id).map_or("A group", String::as_str));
    let links = links::shown(&reader, &Ref::to(id)).await?;
    let change = reader.may(store::CHANGE_THEME, &Resource::one(id).within(theme.group));
    let trail = Breadcrumbs::new()
        .page("Strategies", urls::STRATEGIES)
        .page("Cross-cutting themes", urls::THEMES)
        .here(&theme.title);
    let sheet = Sheet::new(shell(&reader, &theme.title).trail(trail).wide());
    page(&one(sheet, &theme, group, &links, change, (&changes, &names)))
}

fn one(
    sheet: Sheet,
    theme: &RecordedTheme,
    group: &str,
    links: &[Shown],
    change: bool,
    (changes, names): (&[FieldChange], &HashMap<String, String>),
) -> Sheet {
    let aim = if theme.aim.is_empty() { "Not stated" } else { &theme.aim };
    let mut facts = SummaryList::new().row(("Cuts across", group)).row(("What it is for", Html::lines(aim)));
    if let Some(why) = &theme.ended_because {
        facts = facts.row(("No longer used, because", Html::lines(why)));
    }
    let to = links::place(&Ref::to(theme.id));
    let mut sheet = sheet
        .caption("Cross-cutting theme")
        .button(change, urls::edit_theme(theme.id), "Rename or end this theme")
        .lead(facts)
        .section("links", "What serves it", links::table(links, to.as_deref()));
    if let Some(timeline) = history::timeline(changes, names) {
        sheet = sheet.section("history", "History", timeline);
    }
    sheet
}

/// Groups that a theme may be added for: those where the reader may, and the whole county.
async fn groups(reader: &Reader) -> concordat_kernel::Result<Vec<(String, String)>> {
    let may = |group: Option<AnyId>| reader.may(store::ADD_THEME, &Resource::any("plan_theme").within(group));
    let choices = concordat_partnership::choices(&mut reader.store().peek().await?).await?;
    let groups = choices.into_iter().filter(|choice| choice.kind == "group" && may(Some(choice.id)));
    let mut groups: Vec<(String, String)> =
        groups.map(|choice| (choice.id.to_string(), choice.name)).collect();
    if may(None) {
        groups.push((String::new(), NOWHERE.to_owned()));
    }
    Ok(groups)
}

async fn ask(reader: &Reader) -> concordat_kernel::Result<()> {
    let anywhere = store::shared(&reader.ctx, Resource::any("plan_theme"));
    reader.store().ask(&reader.ctx, store::ADD_THEME, &anywhere).await
}

pub(super) async fn show_new(reader: Reader) -> Answer {
    ask(&reader).await?;
    let groups = groups(&reader).await?;
    page(&form(
        form_shell(&reader, "Add a theme", urls::THEMES),
        Some(&groups),
        &Answers::default(),
        &Errors::none(),
        urls::THEMES,
    ))
}

pub(super) async fn add(reader: Reader, answers: Answers) -> Answer {
    ask(&reader).await?;
    let new = NewTheme { group: answers.some("group").and_then(|id| id.parse().ok()), ..read(&answers) };
    let mut errors = Errors::none();
    let added = store::add_theme(reader.store(), &reader.ctx, &new).await;
    if let Some(id) = errors.take(added)? {
        return reader.done(urls::theme(id), "The theme is added. Say what serves it.");
    }
    let groups = groups(&reader).await?;
    refused(&form(
        form_shell(&reader, "Add a theme", urls::THEMES),
        Some(&groups),
        &answers,
        &errors,
        urls::THEMES,
    ))
}

pub(super) async fn edit(reader: Reader, At(id): At<Id<Theme>>) -> Answer {
    let theme = store::theme(reader.store(), &reader.ctx, store::CHANGE_THEME, id).await?;
    let back = urls::theme(id);
    page(&form(form_shell(&reader, "Change the theme", &back), None, &fill(&theme), &Errors::none(), &back))
}

pub(super) async fn save(reader: Reader, At(id): At<Id<Theme>>, mut answers: Answers) -> Answer {
    let theme = store::theme(reader.store(), &reader.ctx, store::CHANGE_THEME, id).await?;
    let version = answers.get("version").parse().unwrap_or(0);
    let saved = store::change_theme(reader.store(), &reader.ctx, id, version, &read(&answers)).await;
    let mut errors = Errors::none();
    if let Err(Error::Refusal(Refusal::Conflict)) = saved {
        let now = [("Title", theme.title.clone()), ("What it is for", theme.aim.clone())];
        overtaken(&mut errors, &mut answers, theme.version, now);
    } else if errors.take(saved)?.is_some() {
        return reader.done(urls::theme(id), "The theme is saved.");
    }
    let back = urls::theme(id);
    refused(&form(form_shell(&reader, "Change the theme", &back), None, &answers, &errors, &back))
}

fn fill(theme: &RecordedTheme) -> Answers {
    Answers::from_pairs([
        ("title", theme.title.clone()),
        ("aim", theme.aim.clone()),
        ("ended_because", theme.ended_because.clone().unwrap_or_default()),
        ("version", theme.version.to_string()),
    ])
}

fn read(typed: &Answers) -> NewTheme {
    NewTheme {
        group: None,
        title: typed.get("title").to_owned(),
        aim: typed.get("aim").to_owned(),
        ended_because: typed.get("ended_because").to_owned(),
    }
}

fn form_shell(reader: &Reader, title: &str, back: &str) -> Shell {
    shell(reader, title).back(BackLink::new(back.to_owned()))
}

fn form(
    shell: Shell,
    groups: Option<&[(String, String)]>,
    typed: &Answers,
    errors: &Errors,
    cancel: &str,
) -> Form {
    let mut fields: Vec<Html> = vec![
        TextInput::new("title", "Title").value(typed.get("title")).error_if(errors.get("title")).into(),
        Textarea::new("aim", "What it is for")
            .rows(3)
            .value(typed.get("aim"))
            .error_if(errors.get("aim"))
            .into(),
    ];
    match groups {
        Some(groups) => fields.push(
            Select::new("group", "Whose plans does it cut across?")
                .options(groups.iter().map(|(id, name)| (id.as_str(), name.as_str())))
                .chosen(typed.get("group"))
                .error_if(errors.get("group"))
                .into(),
        ),
        None => fields.push(
            Textarea::new("ended_because", "If it is no longer used, why?")
                .hint("Leave empty while it is used; its links stay")
                .rows(2)
                .value(typed.get("ended_because"))
                .error_if(errors.get("ended_because"))
                .into(),
        ),
    }
    Form::new(shell, "Save", vec![Section::plain(fields)], cancel.to_owned())
        .errors(errors)
        .hide("version", typed.get("version"))
}

pub(super) fn samples() -> Vec<(&'static str, Sheet)> {
    let sheet = |title: &str| Sheet::new(crate::pages::samples::shell(title).wide());
    let themes = samples::themes();
    let ended = RecordedTheme {
        ended_because: Some("Joined with early help".to_owned()),
        ..samples::themes().remove(1)
    };
    let names = HashMap::new();
    let none: HashMap<String, String> = HashMap::new();
    let links = links::sample_links();
    vec![
        ("themes", list(sheet("Cross-cutting themes"), &themes, &names, true)),
        ("themes: none yet", list(sheet("Cross-cutting themes"), &[], &names, false)),
        (
            "theme",
            one(
                sheet("Early help and prevention"),
                &samples::themes().remove(0),
                NOWHERE,
                &links,
                true,
                (&[], &none),
            ),
        ),
        ("theme no longer used", one(sheet(&ended.title), &ended, NOWHERE, &[], false, (&[], &none))),
    ]
}

pub(super) fn form_samples() -> Vec<(&'static str, Form)> {
    let mut errors = Errors::none();
    errors.add("title", "Enter the theme's title.");
    let groups = vec![("1".to_owned(), "Merrowshire Community Safety Partnership".to_owned())];
    let shell = crate::pages::samples::shell;
    let theme = samples::themes().remove(0);
    vec![
        (
            "add a theme: no title",
            form(shell("Add a theme"), Some(&groups), &Answers::default(), &errors, urls::THEMES),
        ),
        (
            "change a theme",
            form(shell("Change the theme"), None, &fill(&theme), &Errors::none(), urls::THEMES),
        ),
    ]
}
