//! Two versions of a harm index side by side.

use askama::Template;
use concordat_report::{Block, Pages, Piece, Report, Section, pieces};
use concordat_web::{
    Answer, Errors, Reader, View,
    axum::http::StatusCode,
    axum::response::IntoResponse as _,
    parts::{BackLink, Button, Html, Select, Shell},
};

use super::{findings::wanted, lists::summary, samples};
use crate::{
    findings::{self, Compared, lenses},
    index::{self, Label},
    urls,
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "compare.html")]
pub(super) struct ComparePage {
    shell: Shell,
    summary: Html,
    caption: String,
    /// What is missing, where fewer than two indices have been loaded.
    lacks: Option<&'static str>,
    fields: Vec<Html>,
    button: Button,
    pieces: Vec<Piece>,
}

/// Shows the page.
pub(super) async fn show(reader: Reader) -> Answer {
    let mut errors = Errors::none();
    let wanted = wanted(&reader, &mut errors);
    let mut indices = index::indices(reader.store(), &reader.ctx).await?;
    indices.sort_by_key(|index| std::cmp::Reverse((index.loaded_at, index.id)));
    let labels: Vec<Label> = indices.iter().map(index::Index::label).collect();
    // The two that were loaded last, unless others are named.
    let chosen = |field: &str, usual: usize| {
        let named = reader.query.some(field).and_then(|text| text.parse().ok());
        named.or_else(|| labels.get(usual).cloned())
    };
    let compared = match (chosen("one", 1), chosen("other", 0)) {
        _ if !errors.is_empty() => None,
        (Some(one), Some(other)) => {
            let (store, analyst) = (reader.store(), reader.app.analyst.as_ref());
            errors.take(findings::compare(store, analyst, &reader.ctx, &wanted, one, other).await)?
        }
        _ => None,
    };
    let names: Vec<String> = labels.iter().map(ToString::to_string).collect();
    let view =
        ComparePage::new(reader.shell("Two harm indices side by side"), &names, compared.as_ref(), &errors);
    let page = concordat_web::page(&view)?;
    if errors.is_empty() { Ok(page) } else { Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response()) }
}

impl ComparePage {
    fn new(shell: Shell, names: &[String], compared: Option<&Compared>, errors: &Errors) -> Self {
        let index = |name: &str, label: &str, chosen: Option<&String>| {
            Select::new(name, label)
                .options(names.iter().map(|name| (name, name)))
                .chosen(chosen.map_or("", String::as_str))
                .error_if(errors.get(name))
        };
        let lens = compared.map_or("all", |compared| &compared.found.asked.lens.name);
        let fields: Vec<Html> = vec![
            index("one", "First index", compared.map(|compared| &compared.one)).into(),
            index("other", "Second index", compared.map(|compared| &compared.other)).into(),
            Select::new("lens", "Lens")
                .options(lenses().iter().map(|lens| (&lens.name, &lens.title)))
                .chosen(lens)
                .error_if(errors.get("lens"))
                .into(),
        ];
        let shell = shell.back(BackLink::new(urls::FINDINGS).text("Back to the findings")).wide();
        Self {
            shell: if errors.is_empty() { shell } else { shell.with_errors() },
            summary: summary(errors),
            caption: compared
                .map(|compared| {
                    let asked = compared.found.asked;
                    format!("{}, {}", asked.lens.title, asked.window)
                })
                .unwrap_or_default(),
            lacks: (names.len() < 2)
                .then_some("Load two versions of a harm index first: concordat evidence index load FILE."),
            fields: if names.len() < 2 { Vec::new() } else { fields },
            button: Button::new("Compare").secondary(),
            pieces: compared.map(|compared| pieces(&drawn(compared))).unwrap_or_default(),
        }
    }
}

/// The table as a report of one part, so that it looks as every other table.
fn drawn(compared: &Compared) -> Report {
    let blocks = compared.found.sight.explained(vec![Block::Table(compared.table.clone())]);
    let section = blocks.into_iter().fold(Section::part("Side by side"), Section::with);
    Report {
        title: "Two harm indices side by side".to_owned(),
        subtitle: String::new(),
        facts: Vec::new(),
        mark: concordat_kernel::Sensitivity::Restricted.mark(),
        made_at: compared.found.at,
        pages: Pages::Flowing,
        sections: vec![section],
    }
}

impl View for ComparePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let shell = || samples::shell("Two harm indices side by side");
        let names = ["Invented@1/median".to_owned(), "Invented@2/median".to_owned()];
        let mut wrong = Errors::none();
        wrong.add("other", "Choose two different indices.");
        let mut all = vec![
            ("one index only", Self::new(shell(), &names[..1], None, &Errors::none())),
            ("the same twice", Self::new(shell(), &names, None, &wrong)),
        ];
        if let Some(compared) = samples::compared() {
            all.push(("usual", Self::new(shell(), &names, Some(&compared), &Errors::none())));
        }
        all
    }
}
