//! Draws a pack: as data for its template, with the pictures and PDFs that go with it.

use concordat_access::Ctx;
use concordat_kernel::{Mark, Problem, jiff::civil::Date};
use concordat_web::{Paper, Typesetter, Volume};
use serde_json::{Value, json};

use super::{
    model::{Body, ClosedEntry, FileRead, IssueHead, OpenContent, OpenEntry, OpenPart, Pack},
    word::{Block, Span, Word},
};
use crate::{AgendaPart, Classification};

const TEMPLATE: &str = include_str!("../../papers/pack.typ");

/// A pack that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Where each thing of it begins, counted from 1: `agenda`, `open-B1-0` (the item and its issue), `closed-D1-0`.
    pub places: Vec<(String, usize)>,
    /// The files because of which it does not call itself accessible.
    pub inaccessible: Vec<String>,
}

/// Makes the PDF of a pack. It is work for a processor: call it where blocking is allowed.
///
/// # Errors
/// When the pack cannot be set.
pub fn make(ctx: &Ctx, typesetter: &dyn Typesetter, pack: Pack) -> Result<Made, Problem> {
    let Drawn { paper, pictures, pdfs, inaccessible } = draw(ctx, pack);
    let Volume { pdf, pages, places } = typesetter.bind(&paper, &pictures, &pdfs)?;
    let places = places.into_iter().filter(|(name, _)| !name.starts_with("upload-")).collect();
    Ok(Made { pdf, pages, places, inaccessible })
}

/// A pack as its template wants it.
pub(super) struct Drawn {
    pub(super) paper: Paper,
    pub(super) pictures: Vec<Vec<u8>>,
    pub(super) pdfs: Vec<Vec<u8>>,
    pub(super) inaccessible: Vec<String>,
}

/// What is collected on the way.
#[derive(Default)]
struct Drawing {
    pictures: Vec<Vec<u8>>,
    pdfs: Vec<Vec<u8>>,
    inaccessible: Vec<String>,
}

pub(super) fn draw(ctx: &Ctx, pack: Pack) -> Drawn {
    let mut drawing = Drawing::default();
    let (edition, mark) = match &pack.closed {
        Some(_) => ("restricted", Mark::OfficialSensitive),
        None => ("public", Mark::Official),
    };
    let title = format!("{}, {}: {edition} pack", pack.open.group, day(pack.open.on));
    let closed = pack.closed.map(|closed| {
        let copy = closed.copy.map_or_else(
            || "Working copy, not numbered".to_owned(),
            |copy| format!("Copy {}, for {}", copy.number, copy.holder),
        );
        (copy, closed.entries)
    });
    let copy = closed.as_ref().map(|(copy, _)| copy.clone());
    // What the stub of an item says is one line in both editions, or the pages would differ.
    let open = drawing.open(pack.open, closed.as_ref().map(|(_, entries)| entries.as_slice()));
    let closed: Option<Vec<Value>> =
        closed.map(|(_, entries)| entries.into_iter().map(|entry| drawing.closed(entry)).collect());
    let data = json!({ "edition": edition, "copy": copy, "open": open, "closed": closed });
    let paper = Paper { template: TEMPLATE, data, title, mark, made_at: ctx.clock.now() };
    Drawn { paper, pictures: drawing.pictures, pdfs: drawing.pdfs, inaccessible: drawing.inaccessible }
}

impl Drawing {
    fn open(&mut self, open: OpenPart, closed: Option<&[ClosedEntry]>) -> Value {
        let when = match open.ends {
            Some(ends) => format!("{} to {}", clock(open.begins), clock(ends)),
            None => clock(open.begins),
        };
        let mut issues = Vec::new();
        for (head, entries) in open.issues {
            issues.push(self.issue(&head, entries, closed));
        }
        json!({
            "group": open.group,
            "day": day(open.on),
            "time": when,
            "manner": open.manner,
            "venue": open.venue,
            "access": open.access,
            "cancelled": open.cancelled,
            "issues": issues,
        })
    }

    fn issue(&mut self, head: &IssueHead, entries: Vec<OpenEntry>, closed: Option<&[ClosedEntry]>) -> Value {
        let mut parts = Vec::new();
        let mut shown = Vec::new();
        for part in AgendaPart::ALL {
            let lines: Vec<Value> = entries
                .iter()
                .filter(|entry| entry.part == *part && (entry.new || head.number > 0))
                .map(|entry| line(head, entry))
                .collect();
            if !lines.is_empty() {
                parts.push(json!({ "part": part.word(), "title": part.title(), "items": lines }));
            }
        }
        for entry in entries {
            if has_pages(&entry) {
                shown.push(self.entry(head, entry, closed));
            }
        }
        json!({
            "number": head.number,
            "on": head.on.map(day),
            "reason": head.reason,
            "parts": parts,
            "entries": shown,
        })
    }

    fn entry(&mut self, head: &IssueHead, entry: OpenEntry, closed: Option<&[ClosedEntry]>) -> Value {
        let place = place("open", &entry.reference, head.number);
        let mut shown = json!({ "place": place, "reference": entry.reference, "title": entry.title });
        match entry.content {
            OpenContent::Stub(why) => {
                let behind = closed.map(|closed| {
                    closed.iter().any(|one| one.reference == entry.reference && one.issue == head.number)
                });
                shown["stub"] = json!({
                    "reason": why.reason,
                    "exemption": why.exemption,
                    "interest": why.public_interest,
                    // Nothing in the public edition; else the place of what is behind the stub, if there is any.
                    "behind": behind.map(|there| match there {
                        true => json!(self::place("closed", &entry.reference, head.number)),
                        false => json!(""),
                    }),
                });
            }
            OpenContent::Open { paper, files, withheld } => {
                shown["paper"] = paper.map_or(Value::Null, |paper| said(&paper));
                shown["files"] = self.files(&entry.reference, files);
                shown["withheld"] = json!(withheld);
            }
        }
        shown
    }

    fn closed(&mut self, entry: ClosedEntry) -> Value {
        json!({
            "place": place("closed", &entry.reference, entry.issue),
            "reference": entry.reference,
            "title": entry.title,
            "issue": entry.issue,
            "paper": entry.paper.map_or(Value::Null, |paper| said(&paper)),
            "files": self.files(&entry.reference, entry.files),
        })
    }

    fn files(&mut self, reference: &str, files: Vec<FileRead>) -> Value {
        let mut shown = Vec::new();
        for file in files {
            let mut one = json!({ "title": file.title, "reference": reference });
            match file.body {
                Body::Pdf { bytes, sideways, inaccessible } => {
                    one["upload"] = json!(self.pdfs.len());
                    let shapes = sideways.iter().map(|wide| if *wide { "sideways" } else { "upright" });
                    one["shapes"] = json!(shapes.collect::<Vec<_>>());
                    one["inaccessible"] = json!(inaccessible);
                    if let Some(why) = inaccessible {
                        self.inaccessible.push(format!("{}: {why}", file.title));
                    }
                    self.pdfs.push(bytes);
                }
                Body::Word(word) => {
                    one["lost"] = json!(word.lost);
                    one["blocks"] = self.blocks(word);
                }
            }
            shown.push(one);
        }
        Value::Array(shown)
    }

    /// Headings stand below the file's own, and none is skipped.
    fn blocks(&mut self, word: Word) -> Value {
        let first = self.pictures.len();
        let mut level = 0;
        let blocks = word.blocks.iter().map(|block| match block {
            Block::Heading(asked, spans) => {
                level = (*asked).clamp(1, level + 1).min(3);
                json!({ "kind": "heading", "level": level, "spans": spans_of(spans) })
            }
            Block::Paragraph(spans) => json!({ "kind": "paragraph", "spans": spans_of(spans) }),
            Block::Item(spans, depth, numbered) => {
                json!({ "kind": "item", "spans": spans_of(spans), "depth": depth, "numbered": numbered })
            }
            Block::Table(rows) => {
                let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
                let rows: Vec<Vec<&str>> = rows
                    .iter()
                    .map(|row| (0..columns).map(|at| row.get(at).map_or("", String::as_str)).collect())
                    .collect();
                json!({ "kind": "table", "rows": rows, "columns": columns })
            }
            Block::Picture(number, alt) => json!({ "kind": "picture", "number": first + number, "alt": alt }),
        });
        let blocks: Vec<Value> = blocks.collect();
        self.pictures.extend(word.pictures);
        Value::Array(blocks)
    }
}

fn place(part: &str, reference: &str, issue: i64) -> String {
    format!("{part}-{reference}-{issue}")
}

/// Whether an item has pages of its own, or is a line of the agenda alone.
fn has_pages(entry: &OpenEntry) -> bool {
    match &entry.content {
        OpenContent::Stub(_) => true,
        OpenContent::Open { paper, files, withheld } => paper.is_some() || !files.is_empty() || *withheld > 0,
    }
}

fn line(head: &IssueHead, entry: &OpenEntry) -> Value {
    json!({
        "reference": entry.reference,
        "title": entry.title,
        "presenter": entry.presenter,
        "minutes": entry.minutes,
        "closed": matches!(entry.content, OpenContent::Stub(_)),
        "place": has_pages(entry).then(|| place("open", &entry.reference, head.number)),
    })
}

fn said(of: &crate::Paper) -> Value {
    let paper = &of.said;
    let implications = [
        ("Policy", &paper.policy),
        ("Risk", &paper.risk),
        ("Financial", &paper.financial),
        ("Legal", &paper.legal),
    ];
    let implications: Vec<Value> = implications
        .into_iter()
        .filter_map(|(name, text)| text.as_ref().map(|text| json!({ "name": name, "text": text })))
        .collect();
    json!({
        "by": paper.by,
        "to": paper.to,
        "dated": day(paper.dated),
        "classification": paper.classification.title(),
        "decision": paper.classification == Classification::Decision,
        "subject": paper.subject,
        "summary": paper.summary,
        "paragraphs": paper.paragraphs().collect::<Vec<_>>(),
        "recommendations": paper.recommendations,
        "implications": implications,
        "contacts": paper.contacts,
        "late": paper.late_reason,
        "drawn": of.drawn.as_ref().map(crate::Drawn::told),
    })
}

fn spans_of(spans: &[Span]) -> Vec<Value> {
    spans.iter().map(|span| json!({ "text": span.text, "bold": span.bold, "link": span.link })).collect()
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

fn clock(time: concordat_kernel::jiff::civil::Time) -> String {
    time.strftime("%H:%M").to_string()
}
