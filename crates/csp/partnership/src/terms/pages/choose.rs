//! Choosing what a new section is about, so that its form asks for the parts of that rule and no others.

use concordat_access::Resource;
use concordat_kernel::Id;
use concordat_web::{
    Answer, Reader,
    axum::extract::Path,
    parts::{Html, Shell},
};

use super::sheet::Sheet;
use crate::terms::{Subject, Terms, store::CHANGE_TERMS, urls};

/// Shows the subjects.
pub(crate) async fn show(reader: Reader, Path(id): Path<Id<Terms>>) -> Answer {
    let (_, terms) = super::terms::found(&reader, id).await?;
    let resource = Resource::one(id).within(terms.group.uuid());
    reader.store().ask(&reader.ctx, CHANGE_TERMS, &resource).await?;
    concordat_web::page(&draw(reader.shell("What is the section about?"), &terms))
}

fn draw(shell: Shell, terms: &Terms) -> Sheet {
    let back = concordat_web::parts::BackLink::new(urls::terms(terms.id));
    let links = Subject::ALL
        .iter()
        .map(|subject| Html::link(&urls::new_clause(terms.id, subject.word()), subject.title()));
    let lead = Html::paragraphs([
        "A section states one rule or none. Where a paragraph of the source states several, make a section of each.",
    ]);
    Sheet::new(shell.back(back), lead).caption(&terms.title).piece(
        "subjects",
        "Choose one",
        Html::bullets(links),
    )
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let file = super::samples::file();
    let shell = crate::pages::sample_shell("What is the section about?");
    file.draft().map(|draft| ("what a section is about", draw(shell, draft))).into_iter().collect()
}
