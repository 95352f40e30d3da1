//! Pieces that several pages show.

use askama::{Template, filters::HtmlSafe};
use concordat_web::parts::{Button, Html, InsetText, Part, Select};

use crate::{Item, Paper};

/// A form that only asks what to show.
#[derive(Debug, Template)]
#[template(
    source = r#"<form method="get" action="{{ action }}">{{ question }}{{ button }}</form>"#,
    ext = "html"
)]
struct Filter {
    action: &'static str,
    question: Select,
    button: Button,
}
impl HtmlSafe for Filter {}
impl Part for Filter {}

/// A form that only asks what to show.
pub(crate) fn filter(action: &'static str, question: Select) -> Html {
    Html::of(&Filter { action, question, button: Button::new("Show").secondary() })
}

/// Paragraphs of a text, as they were written.
pub(crate) fn paragraphs(text: &str) -> Html {
    Html::paragraphs(text.split("\n\n").map(str::trim).filter(|piece| !piece.is_empty()).map(Html::lines))
}

/// What is not for the public, marked as such.
pub(crate) fn restricted(text: &str) -> Html {
    InsetText::new(Html::spaced([Html::from("Official-Sensitive, not for publication:"), paragraphs(text)]))
        .into()
}

/// An item as it stands on the agenda.
pub(crate) fn item_title(item: &Item) -> String {
    format!("{} {}", item.reference(), item.said.title)
}

/// Why an item is not open.
pub(crate) fn why_closed(item: &Item) -> Option<Html> {
    let closed = item.said.closed.as_ref()?;
    let mut said = format!("Restricted: {}.", closed.reason.trim_end_matches('.'));
    if let Some(exemption) = &closed.exemption {
        said.push_str(&format!(" Relied on: {}.", exemption.trim_end_matches('.')));
    }
    if let Some(interest) = &closed.public_interest {
        said.push_str(&format!(" Public interest: {}.", interest.trim_end_matches('.')));
    }
    Some(said.into())
}

/// What a paper says.
pub(crate) fn paper(of: &Paper) -> Html {
    let said = &of.said;
    use concordat_web::parts::SummaryList;
    let facts = SummaryList::new()
        .row(("By", &said.by))
        .row(("To", &said.to))
        .row(("Date", super::answers::short_day(said.dated)))
        .row(("Classification", said.classification.title()))
        .row(("Subject", &said.subject))
        .row(("Summary", paragraphs(&said.summary)));
    let facts = match &of.drawn {
        Some(drawn) => facts.row(("Drawn from the record", drawn.told())),
        None => facts,
    };
    let facts = match &said.late_reason {
        Some(reason) => facts.row(("Late, because", reason)),
        None => facts,
    };
    let numbered = said
        .paragraphs()
        .enumerate()
        .map(|(n, text)| Html::spaced([Html::from(format!("{}.", n + 1)), Html::lines(text)]));
    let mut pieces = vec![Html::from(facts), Html::paragraphs(numbered)];
    if !said.recommendations.is_empty() {
        pieces.push(super::sheet::middle("Recommendations"));
        pieces.push(Html::bullets(&said.recommendations));
    }
    for (heading, text) in [
        ("Policy framework", &said.policy),
        ("Risk", &said.risk),
        ("Financial implications", &said.financial),
        ("Legal implications", &said.legal),
        ("Contacts", &said.contacts),
    ] {
        if let Some(text) = text {
            pieces.push(super::sheet::middle(heading));
            pieces.push(paragraphs(text));
        }
    }
    Html::spaced(pieces)
}
