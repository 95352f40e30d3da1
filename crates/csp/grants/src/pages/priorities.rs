//! What each priority got and what came of it, and which actions say that they are paid for and have no project.

use std::collections::HashMap;

use concordat_kernel::{Money, jiff::civil::Date};
use concordat_web::{
    Aim, AimKind, Answer, Reader, cells,
    parts::{Column, Html, Shell, Table},
};

use super::{beneath_money, sheet::Sheet, words::Names};
use crate::{
    Award,
    rules::{
        funded::{Wanting, sentence, without_project},
        ledger::Place,
    },
    store::{self, ProjectFile},
    urls,
};

pub(super) async fn show(reader: Reader) -> Answer {
    let aims = reader.app.aims(&reader.ctx).await?;
    let mut awards = Vec::new();
    let mut projects = Vec::new();
    for award in store::awards(reader.store(), &reader.ctx).await? {
        for project in store::projects(reader.store(), &reader.ctx, award.id).await? {
            projects.push(store::project(reader.store(), &reader.ctx, project.id).await?);
        }
        awards.push(award);
    }
    let parents = parents(&aims);
    let named: Vec<String> = projects.iter().filter_map(|file| priority(file, &parents)).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let names = Names::of_things(&reader, &named).await?;
    view(beneath_money(&reader, "What each priority got"), &awards, &projects, &aims, &names).answer()
}

/// The priority above each action: a plan tells each priority with its actions after it.
fn parents(aims: &[Aim]) -> HashMap<String, String> {
    let mut parents = HashMap::new();
    let mut priority = None;
    for aim in aims {
        match aim.kind {
            AimKind::Priority => priority = Some(aim.thing.to_string()),
            AimKind::Action => {
                if let Some(priority) = &priority {
                    parents.insert(aim.thing.to_string(), priority.clone());
                }
            }
        }
    }
    parents
}

/// The priority that a project serves: as it says, or the one above its action.
fn priority(file: &ProjectFile, parents: &HashMap<String, String>) -> Option<String> {
    let said = &file.project.said;
    said.priority.clone().or_else(|| parents.get(said.action.as_ref()?).cloned())
}

pub(super) fn view(
    shell: Shell,
    awards: &[Award],
    projects: &[ProjectFile],
    aims: &[Aim],
    names: &Names,
) -> Sheet {
    let sheet = Sheet::new(shell.wide()).says([
        "Every project by the priority that it serves: what was allocated, what it cost, and what was delivered.",
    ]);
    let parents = parents(aims);
    // In the order of the plans, then those of plans that are not known, then those that name none.
    let mut order: Vec<Option<String>> = aims
        .iter()
        .filter(|aim| aim.kind == AimKind::Priority)
        .map(|aim| Some(aim.thing.to_string()))
        .collect();
    order.extend(projects.iter().map(|file| priority(file, &parents)).filter(Option::is_some));
    order.push(None);
    let mut seen = Vec::new();
    let mut rows: Vec<Vec<Html>> = Vec::new();
    for of in order {
        if seen.contains(&of) {
            continue;
        }
        let here: Vec<&ProjectFile> = projects.iter().filter(|file| priority(file, &parents) == of).collect();
        if !here.is_empty() {
            rows.push(row(names.maybe(of.as_deref()), &here));
        }
        seen.push(of);
    }
    let sheet = if rows.is_empty() {
        sheet.section("priorities", "Priorities", Html::paragraphs(["There are no projects yet."]))
    } else {
        let table = Table::new("What each priority got")
            .caption_hidden()
            .columns([Column::new("Priority"), Column::numeric("Allocated"), Column::numeric("Spent")])
            .columns(["Projects", "What came of it"])
            .row_headers()
            .scroll_wide()
            .rows(rows);
        sheet.section("priorities", "Priorities", table)
    };
    let flags = flagged(awards, projects, aims);
    let flags = if flags.is_empty() {
        Html::paragraphs(["Every action that is marked as funded has a project."])
    } else {
        Html::bullets(flags)
    };
    sheet.section("without", "Marked as funded, without a project", flags)
}

fn row(priority: Html, projects: &[&ProjectFile]) -> Vec<Html> {
    let planned: Money = projects.iter().filter_map(|file| file.project.said.planned).sum();
    let spent: Money = projects.iter().map(|file| file.balance(Place::Spent)).sum();
    let links = projects.iter().map(|file| {
        let words = format!("{}, {}", file.project.said.title, file.award.said.label);
        Html::link(&urls::project(file.project.id), words)
    });
    let mut came: Vec<String> = Vec::new();
    for file in projects {
        for output in &file.outputs {
            let promised = match output.promise.promised {
                Some(promised) => format!(" of {promised} promised"),
                None => String::new(),
            };
            let stock = match output.stock() {
                Some(stock) if stock > 0 => format!(", {stock} left in stock"),
                _ => String::new(),
            };
            came.push(format!("{}: {}{promised}{stock}", output.promise.name, output.delivered()));
        }
        if !file.project.evaluation.is_empty() {
            came.push(file.project.evaluation.clone());
        }
    }
    let came = if came.is_empty() { "Nothing is counted yet".into() } else { Html::stacked(came) };
    cells![priority, planned.to_string(), spent.to_string(), Html::stacked(links), came]
}

/// The actions that say that they are paid for while no project of the awards of their time serves them.
fn flagged(awards: &[Award], projects: &[ProjectFile], aims: &[Aim]) -> Vec<String> {
    let asking: Vec<Wanting> = aims
        .iter()
        .filter(|aim| aim.kind == AimKind::Action && aim.funded)
        .map(|aim| Wanting {
            action: aim.thing.clone(),
            number: aim.number.clone(),
            title: aim.title.clone(),
            during: aim.period,
        })
        .collect();
    let served: Vec<String> = projects.iter().filter_map(|file| file.project.said.action.clone()).collect();
    without_project(&asking, &served)
        .into_iter()
        .map(|wanting| {
            let runs = |award: &&Award| -> bool {
                let (from, to): (Date, Date) = (award.said.from, award.said.to);
                wanting.runs(from, to)
            };
            let years: Vec<String> =
                awards.iter().filter(runs).map(|award| award.said.label.clone()).collect();
            sentence(wanting, &years)
        })
        .collect()
}
