//! What differs between an edition of the terms and the one before.

use std::collections::HashMap;

use concordat_kernel::{Id, Refusal};
use concordat_web::{
    Answer, Reader,
    axum::extract::Path,
    cells,
    parts::{Colour, Html, Shell, Table, Tag},
};

use super::{index::section, sheet::Sheet};
use crate::{
    Group,
    pages::group_form,
    terms::{Happened, NewClause, Pair, Terms, compare, say, store::TermsFile, urls},
};

/// Shows it; `with` chooses another edition to compare with.
pub(crate) async fn show(reader: Reader, Path(id): Path<Id<Terms>>) -> Answer {
    let (file, terms) = super::terms::found(&reader, id).await?;
    let with = reader.query.get("with");
    let earlier = file.editions.iter().rev().find(|other| {
        if with.is_empty() { other.number < terms.number } else { other.id.to_string() == with }
    });
    // The first edition has none before it: it is compared with nothing.
    let nothing = Terms { clauses: Vec::new(), title: "nothing".to_owned(), ..terms.clone() };
    let earlier = match earlier {
        Some(earlier) => earlier,
        None if with.is_empty() => &nothing,
        None => return Err(Refusal::NotFound.into()),
    };
    concordat_web::page(&draw(reader.shell("What changed in the terms"), &file, earlier, &terms))
}

fn draw(shell: Shell, file: &TermsFile, earlier: &Terms, terms: &Terms) -> Sheet {
    let trail = group_form::trail(Some(&file.group))
        .page("Terms of reference", urls::index(file.group.id))
        .page(&terms.title, urls::terms(terms.id))
        .here("What changed");
    let pairs = compare(&earlier.clauses, &terms.clauses);
    let (same, changed): (Vec<&Pair>, Vec<&Pair>) =
        pairs.iter().partition(|pair| pair.happened() == Happened::Same);
    let lead = Html::paragraphs([format!(
        "“{}” compared with “{}”: {} of {} sections differ.",
        terms.title,
        earlier.title,
        changed.len(),
        pairs.len()
    )]);
    let names = file.names();
    let table = Table::new("Sections that differ")
        .caption_hidden()
        .columns(["Section", "What happened", "Before", "Now"])
        .row_headers()
        .scroll_wide()
        .rows(changed.iter().map(|pair| {
            cells![
                title(pair),
                happened(pair.happened()),
                side(pair.former.as_ref(), &names),
                side(pair.latter.as_ref(), &names)
            ]
        }));
    let page = Sheet::new(shell.trail(trail), lead).caption(&file.group.name);
    let page = if changed.is_empty() { page } else { page.piece("changed", "What differs", table) };
    if same.is_empty() {
        return page;
    }
    page.piece("same", "What stayed as it was", Html::bullets(same.into_iter().map(title)))
}

fn title(pair: &Pair) -> String {
    let clause = pair.latter.as_ref().or(pair.former.as_ref());
    clause.map(|clause| section(&clause.number, &clause.heading)).unwrap_or_default()
}

fn happened(happened: Happened) -> Tag {
    let colour = match happened {
        Happened::Same => Colour::Grey,
        Happened::Text => Colour::Blue,
        Happened::Rule => Colour::Orange,
        Happened::Added => Colour::Green,
        Happened::Gone => Colour::Red,
    };
    Tag::new(colour, happened.title())
}

fn side(clause: Option<&NewClause>, names: &HashMap<Id<Group>, String>) -> Html {
    let Some(clause) = clause else { return "—".into() };
    let rule = clause.rule.map(|rule| Html::from(format!("Rule: {}", say(rule, names))));
    Html::stacked(rule.into_iter().chain([Html::lines(&clause.text)]))
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = super::samples::file();
    let shell = || crate::pages::sample_shell("What changed in the terms");
    match file.editions.as_slice() {
        [agreed, next] => vec![
            ("what changed in terms", draw(shell(), &file, agreed, next)),
            ("nothing changed in terms", draw(shell(), &file, agreed, agreed)),
        ],
        _ => Vec::new(),
    }
}
