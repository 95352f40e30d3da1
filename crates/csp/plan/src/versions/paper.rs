//! The agreement as a paper: chapters as published, and the table of versions.

use std::collections::HashMap;

use concordat_kernel::{Mark, jiff::Timestamp, london_today};
use concordat_web::{Paper, PaperSample};
use serde_json::{Value, json};

use super::agreement::{AgreementHead, Block, ChapterKind, ChapterText, blocks, numbers};

const TEMPLATE: &str = include_str!("../../papers/agreement.typ");

/// The agreement for reading and printing; `names` says who is behind the record's words.
pub(crate) fn agreement(
    head: &AgreementHead,
    chapters: &[ChapterText],
    group: &str,
    names: &HashMap<String, String>,
    mark: Mark,
    made_at: Timestamp,
) -> Paper {
    let mut versions: Vec<(&str, Value)> = Vec::new();
    let mut published: Vec<Value> = Vec::new();
    for (chapter, number) in chapters.iter().zip(numbers(chapters)) {
        let titled = |title: &str| match chapter.kind {
            ChapterKind::Chapter => format!("{number}. {title}"),
            ChapterKind::Appendix => format!("Appendix {number}: {title}"),
        };
        if let Some(now) = chapter.current() {
            published.push(json!({
                "title": titled(&now.title),
                "edition": format!("Version {}, published on {}", now.number, day(&now.published_at)),
                "blocks": blocks(&now.text).into_iter().map(block).collect::<Vec<_>>(),
            }));
        }
        for edition in &chapter.versions {
            let by = names.get(&edition.published_by).map_or("Someone", String::as_str);
            versions.push((
                &edition.published_at,
                json!({
                    "chapter": titled(&edition.title),
                    "version": edition.number.to_string(),
                    "published": day(&edition.published_at),
                    "changed": edition.changed,
                    "decision": edition.decision,
                    "by": by,
                }),
            ));
        }
    }
    versions.sort_by(|(one, _), (other, _)| other.cmp(one));
    let data = json!({
        "partnership": group,
        "made_on": london_today(made_at).strftime("%-d %B %Y").to_string(),
        "chapters": published,
        "versions": versions.into_iter().map(|(_, row)| row).collect::<Vec<_>>(),
    });
    Paper { template: TEMPLATE, data, title: head.title.clone(), mark, made_at }
}

fn day(written: &str) -> String {
    let Ok(at) = written.parse::<Timestamp>() else { return written.to_owned() };
    london_today(at).strftime("%-d %B %Y").to_string()
}

fn block(block: Block) -> Value {
    match block {
        Block::Heading(text) => json!({ "kind": "heading", "text": text, "items": [] }),
        Block::Paragraph(text) => json!({ "kind": "paragraph", "text": text, "items": [] }),
        Block::Bullets(items) => json!({ "kind": "bullets", "text": "", "items": items }),
    }
}

pub(crate) fn samples() -> Vec<PaperSample> {
    let (head, chapters) = super::pages::sample_agreement();
    let names = HashMap::from([("operator".to_owned(), "The operator".to_owned())]);
    let paper = |chapters: &[ChapterText]| {
        let board = "Merrowshire Community Safety Partnership";
        agreement(&head, chapters, board, &names, Mark::Official, Timestamp::UNIX_EPOCH)
    };
    vec![
        PaperSample { name: "agreement, usual", paper: paper(&chapters) },
        PaperSample { name: "agreement, empty", paper: paper(&[]) },
    ]
}
