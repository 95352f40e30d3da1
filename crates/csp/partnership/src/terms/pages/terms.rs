//! One edition of a group's terms: each section with the rule that it states beside it.

use concordat_access::Resource;
use concordat_kernel::{Id, Refusal, jiff::civil::Date};
use concordat_web::{
    Answer, Reader,
    axum::extract::Path,
    parts::{Html, InsetText, Shell, WarningText},
};

use super::{
    index::{section, state},
    sheet::{Sheet, Small, together},
};
use crate::{
    pages::{group_form, words},
    terms::{
        Clause, Terms, duplicate_numbers, say, silent,
        store::{AGREE_TERMS, CHANGE_TERMS, TermsFile, terms_file},
        urls,
    },
};

/// Finds the edition, and all that belongs to its group. One that is not there is asked for like any other.
pub(crate) async fn found(reader: &Reader, id: Id<Terms>) -> concordat_kernel::Result<(TermsFile, Terms)> {
    let group = crate::terms::store::group_of(reader.store(), id).await?;
    let group = group.unwrap_or_else(|| Id::from_uuid(id.uuid()));
    let file = terms_file(reader.store(), &reader.ctx, group).await?;
    let terms = file.editions.iter().find(|terms| terms.id == id).cloned().ok_or(Refusal::NotFound)?;
    Ok((file, terms))
}

/// Shows the edition.
pub(crate) async fn show(reader: Reader, Path(id): Path<Id<Terms>>) -> Answer {
    let (file, terms) = found(&reader, id).await?;
    let resource = Resource::one(id).within(terms.group.uuid());
    let may_change = terms.agreed.is_none() && reader.may(CHANGE_TERMS, &resource);
    let may_agree = terms.agreed.is_none() && reader.may(AGREE_TERMS, &resource);
    let shell = reader.shell(&terms.title);
    concordat_web::page(&draw(shell, &file, &terms, reader.ctx.clock.today(), may_change, may_agree))
}

fn draw(
    shell: Shell,
    file: &TermsFile,
    terms: &Terms,
    today: Date,
    may_change: bool,
    may_agree: bool,
) -> Sheet {
    let in_force = file.in_force(today).map(|terms| terms.id);
    let trail = group_form::trail(Some(&file.group)).page("Terms of reference", urls::index(file.group.id));
    let mut lead = vec![Html::paragraphs([Html::from(state(terms, in_force))])];
    lead.extend(terms.agreed.as_ref().map(|agreed| {
        Html::paragraphs([format!(
            "Agreed: {}. They bind the group from {}.",
            agreed.by,
            words::day(agreed.on)
        )])
    }));
    lead.extend(duplicate_numbers(&terms.clauses).into_iter().map(|note| WarningText::new(note).into()));
    let unsaid = silent(terms);
    if !unsaid.is_empty() {
        lead.push(Html::from(InsetText::new(Html::bullets(unsaid))));
    }
    let before = file.editions.iter().any(|other| other.number < terms.number);
    let names = file.names();
    let sections = terms.clauses.iter().map(|clause| {
        let mut pieces = vec![
            Html::of(&Small { heading: section(&clause.said.number, &clause.said.heading) }),
            Html::paragraphs(clause.said.text.split("\n\n").map(Html::lines)),
        ];
        if let Some(rule) = clause.said.rule {
            let words = format!("{} rule: {}", rule.subject().title(), say(rule, &names));
            pieces.push(InsetText::new(words).into());
        }
        if may_change {
            pieces.push(offers(clause));
        }
        together(pieces)
    });
    let text = if terms.clauses.is_empty() {
        Html::paragraphs(["It has no sections yet."])
    } else {
        together(sections)
    };
    Sheet::new(shell.trail(trail.here(&terms.title)), together(lead))
        .caption(&file.group.name)
        .button_if(before, "Compare with the edition before", urls::compare(terms.id))
        .button_if(may_change, "Add a section", urls::choose(terms.id))
        .button_if(may_agree, "Agree these terms", urls::agree(terms.id))
        .piece("text", "The text, and the rules it states", text)
}

fn offers(clause: &Clause) -> Html {
    let link = |href: String, text: &str| {
        let about = format!("“{}”", clause.said.heading);
        Html::link(&href, Html::spaced([Html::from(text), Html::hidden(&about)]))
    };
    Html::paragraphs([Html::spaced([
        link(urls::clause(clause.id), "Change"),
        link(urls::remove_clause(clause.id), "Take out"),
    ])])
}

pub(crate) fn samples() -> Vec<(&'static str, Sheet)> {
    let today = Date::constant(2027, 3, 4);
    let file = super::samples::file();
    let draw =
        |terms: &Terms, may| draw(crate::pages::sample_shell(&terms.title), &file, terms, today, may, may);
    let mut pages = Vec::new();
    if let [agreed, draft] = file.editions.as_slice() {
        let empty = Terms { clauses: Vec::new(), ..draft.clone() };
        pages.push(("terms, agreed", draw(agreed, false)));
        pages.push(("terms, a draft", draw(draft, true)));
        pages.push(("terms, an empty draft", draw(&empty, true)));
    }
    pages
}
