//! Adding a group and changing one.

use concordat_access::Resource;
use concordat_kernel::{Error, Id, Kind as _, Refusal};
use concordat_web::{
    Answer, Answers, Errors, Reader,
    axum::extract::Path,
    conflict::{self, ConflictPage, Question, Sides},
    parts::{Breadcrumbs, Button, Select, Shell, TextInput, Textarea},
};

use super::{form::FormPage, people::People, sample_shell};
use crate::{
    Area, Group, NewGroup,
    actions::{ADD_GROUP, CHANGE_GROUP, itself},
    rules, store,
    store::GroupFile,
    urls,
};

const QUESTIONS: &[Question] = &[
    Question { name: "name", label: "Name", boxes: &["name"] },
    Question { name: "short_name", label: "Short name", boxes: &["short_name"] },
    Question { name: "parent", label: "Part of", boxes: &["parent"] },
    Question { name: "purpose", label: "Purpose", boxes: &["purpose"] },
    Question { name: "area", label: "Area", boxes: &["area"] },
    Question { name: "statutory", label: "Statutory role", boxes: &["statutory"] },
];

/// The empty form.
pub(super) async fn new(reader: Reader) -> Answer {
    reader.store().ask(&reader.ctx, ADD_GROUP, &Resource::any(Group::NAME)).await?;
    let groups = store::groups(reader.store(), &reader.ctx).await?;
    let areas = store::areas(reader.store(), &reader.ctx).await?;
    adding(reader.shell("Add a group"), &Answers::default(), &Errors::none(), &groups, &areas).answer()
}

/// Adds what was sent.
pub(super) async fn add(reader: Reader, answers: Answers) -> Answer {
    reader.store().ask(&reader.ctx, ADD_GROUP, &Resource::any(Group::NAME)).await?;
    let groups = store::groups(reader.store(), &reader.ctx).await?;
    let areas = store::areas(reader.store(), &reader.ctx).await?;
    let (new, mut errors) = read(&answers, &groups, &areas, None);
    if errors.is_empty()
        && let Some(id) = errors.take(store::add_group(reader.store(), &reader.ctx, new).await)?
    {
        return reader.done(urls::group(id), "The group is added");
    }
    adding(reader.shell("Add a group"), &answers, &errors, &groups, &areas).answer()
}

/// The form, filled in.
pub(super) async fn edit(reader: Reader, Path(id): Path<Id<Group>>) -> Answer {
    reader.store().ask(&reader.ctx, CHANGE_GROUP, &itself(id)).await?;
    let file = store::group_file(reader.store(), &reader.ctx, id).await?;
    let filled = filled(&file.group);
    changing(&reader, &file, &filled, &filled, &Errors::none()).answer()
}

/// Changes the group, or shows what somebody else made of it meanwhile.
pub(super) async fn change(reader: Reader, Path(id): Path<Id<Group>>, sent: Answers) -> Answer {
    reader.store().ask(&reader.ctx, CHANGE_GROUP, &itself(id)).await?;
    let file = store::group_file(reader.store(), &reader.ctx, id).await?;
    let version = conflict::version(&sent);
    if version != file.group.version {
        return both_texts(&reader, &file, &sent, &Errors::none()).await;
    }
    let (settled, unsettled) = conflict::settle(QUESTIONS, &sent, &filled(&file.group));
    if !unsettled.is_empty() {
        return both_texts(&reader, &file, &sent, &unsettled).await;
    }
    let (new, mut errors) = read(&settled, &file.groups, &file.areas, Some(id));
    if errors.is_empty() {
        let saved = store::change_group(reader.store(), &reader.ctx, id, new, version).await;
        if matches!(saved, Err(Error::Refusal(Refusal::Conflict))) {
            let file = store::group_file(reader.store(), &reader.ctx, id).await?;
            return both_texts(&reader, &file, &settled, &Errors::none()).await;
        }
        if errors.take(saved)?.is_some() {
            return reader.done(urls::group(id), "The group is changed");
        }
    }
    let was = conflict::was(QUESTIONS, &sent);
    changing(&reader, &file, &settled, &was, &errors).answer()
}

async fn both_texts(reader: &Reader, file: &GroupFile, sent: &Answers, errors: &Errors) -> Answer {
    let who = match file.former.first() {
        Some(last) => {
            People::find(reader, last.actor.parse().into_iter().collect()).await?.actor(&last.actor)
        }
        None => "someone else".to_owned(),
    };
    let sides = Sides {
        questions: QUESTIONS,
        version: file.group.version,
        now: &filled(&file.group),
        sent,
        shown: &|question, answers| shown(question, answers, &file.groups, &file.areas),
    };
    let shell = reader.shell("Someone else changed this group").trail(trail(Some(&file.group)));
    match ConflictPage::new(shell, &sides, errors, who, urls::group(file.group.id)) {
        Some(page) => page.answer(),
        None => reader.done(urls::group(file.group.id), "The group already says what you wrote"),
    }
}

fn adding(shell: Shell, answers: &Answers, errors: &Errors, groups: &[Group], areas: &[Area]) -> FormPage {
    let page = FormPage::new(shell, Button::new("Add the group").once(), urls::GROUPS.to_owned());
    questions(page.trail(trail(None)), answers, errors, groups, areas, None)
}

fn changing(
    reader: &Reader,
    file: &GroupFile,
    answers: &Answers,
    was: &Answers,
    errors: &Errors,
) -> FormPage {
    let shell = reader.shell(format!("Change {}", file.group.name));
    let page = FormPage::new(shell, Button::new("Save changes").once(), urls::group(file.group.id))
        .trail(trail(Some(&file.group)))
        .hidden(conflict::carried(QUESTIONS, file.group.version, was));
    questions(page, answers, errors, &file.groups, &file.areas, Some(file.group.id))
}

/// The groups above a group's own pages.
pub(crate) fn trail(group: Option<&Group>) -> Breadcrumbs {
    let trail = Breadcrumbs::new().page("Groups", urls::GROUPS);
    match group {
        Some(group) => trail.page(&group.name, urls::group(group.id)),
        None => trail,
    }
}

fn questions(
    page: FormPage,
    answers: &Answers,
    errors: &Errors,
    groups: &[Group],
    areas: &[Area],
    own: Option<Id<Group>>,
) -> FormPage {
    let parents = groups.iter().filter(|group| Some(group.id) != own);
    page.errors(errors, &[])
        .field(TextInput::new("name", "Name").value(answers.get("name")).error_if(errors.get("name")))
        .field(
            TextInput::new("short_name", "Short name (optional)")
                .value(answers.get("short_name"))
                .error_if(errors.get("short_name")),
        )
        .field(
            Select::new("parent", "Which group is it part of? (optional)")
                .option("", "None")
                .options(parents.map(|group| (group.id.to_string(), group.name.clone())))
                .chosen(answers.get("parent"))
                .error_if(errors.get("parent")),
        )
        .field(
            Textarea::new("purpose", "What is it there to do? (optional)")
                .value(answers.get("purpose"))
                .error_if(errors.get("purpose")),
        )
        .field(
            Select::new("area", "Which area does it serve? (optional)")
                .option("", "The whole partnership")
                .options(areas.iter().map(|area| (area.id.to_string(), area.name.clone())))
                .chosen(answers.get("area"))
                .error_if(errors.get("area")),
        )
        .field(
            TextInput::new("statutory", "Does it have a role by law? (optional)")
                .hint("Such as “County strategy group under the regulations of 2007”")
                .value(answers.get("statutory"))
                .error_if(errors.get("statutory")),
        )
}

fn filled(group: &Group) -> Answers {
    Answers::from_pairs([
        ("name", group.name.as_str()),
        ("short_name", group.short_name.as_deref().unwrap_or("")),
        ("parent", &group.parent.map(|id| id.to_string()).unwrap_or_default()),
        ("purpose", group.purpose.as_deref().unwrap_or("")),
        ("area", &group.area.map(|id| id.to_string()).unwrap_or_default()),
        ("statutory", group.statutory.as_deref().unwrap_or("")),
    ])
}

fn read(answers: &Answers, groups: &[Group], areas: &[Area], own: Option<Id<Group>>) -> (NewGroup, Errors) {
    let parent = answers.some("parent").map(str::parse).transpose();
    let area = answers.some("area").map(str::parse).transpose();
    let (bad_parent, bad_area) = (parent.is_err(), area.is_err());
    let new = NewGroup {
        name: answers.get("name").to_owned(),
        short_name: answers.some("short_name").map(str::to_owned),
        parent: parent.unwrap_or_default(),
        purpose: answers.some("purpose").map(str::to_owned),
        area: area.unwrap_or_default(),
        statutory: answers.some("statutory").map(str::to_owned),
    };
    let mut errors = Errors::none();
    for fault in rules::group_faults(&new, groups, areas, own) {
        errors.add(fault.field, fault.message);
    }
    if bad_parent {
        errors.add("parent", "Choose a group from the list.");
    }
    if bad_area {
        errors.add("area", "Choose an area from the list.");
    }
    (new, errors)
}

fn shown(question: &Question, answers: &Answers, groups: &[Group], areas: &[Area]) -> String {
    let typed = answers.get(question.name);
    let name = match question.name {
        "parent" => groups.iter().find(|group| group.id.to_string() == typed).map(|group| &group.name),
        "area" => areas.iter().find(|area| area.id.to_string() == typed).map(|area| &area.name),
        _ => return typed.to_owned(),
    };
    name.cloned().unwrap_or_default()
}

pub(super) fn samples() -> Vec<(&'static str, FormPage)> {
    let (empty, wrong) = (Answers::default(), Answers::from_pairs([("purpose", "Keeps watch on the water")]));
    let (_, errors) = read(&wrong, &[], &[], None);
    let page = |answers, errors| adding(sample_shell("Add a group"), answers, errors, &[], &[]);
    vec![("group, empty", page(&empty, &Errors::none())), ("group, with errors", page(&wrong, &errors))]
}
