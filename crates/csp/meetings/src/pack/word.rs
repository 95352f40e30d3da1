//! Reads a Word document into the pack: headings, paragraphs, lists, tables, links and pictures. What is not read is told.

use std::{
    collections::{BTreeSet, HashMap},
    io::{Cursor, Read as _},
};

use quick_xml::events::BytesStart;
use zip::ZipArchive;

use super::xml::{Xml, attribute, is_on, walk, words};

/// The most that one part may unpack to, in bytes.
const MOST_PART: u64 = 50_000_000;
/// The most pieces of one document.
const MOST_PIECES: usize = 20_000;
pub(super) const DAMAGED: &str =
    "The Word document is damaged and cannot be read. Open it in Word, save it again and upload that.";
const TOO_MUCH: &str = "The Word document is far too long for a pack. Split it and upload the parts.";

/// A Word document, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Word {
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Its pictures: JPEG or PNG.
    pub pictures: Vec<Vec<u8>>,
    /// What of it is not in the pack, a sentence each.
    pub lost: Vec<String>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading, 1 for the highest.
    Heading(usize, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// An item of a list, how deep it stands, and whether it is numbered.
    Item(Vec<Span>, usize, bool),
    /// A table: rows of cells. The first row is its head.
    Table(Vec<Vec<String>>),
    /// A picture, by its place among the pictures, and what it shows in words.
    Picture(usize, Option<String>),
}

/// Text of one kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Whether it is bold.
    pub bold: bool,
    /// Where it leads.
    pub link: Option<String>,
}

/// Reads a document.
///
/// # Errors
/// With a sentence that says what is wrong and what to do.
pub fn read(bytes: &[u8]) -> Result<Word, &'static str> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let body = part(&mut zip, "word/document.xml")?.ok_or(DAMAGED)?;
    let styles = match part(&mut zip, "word/styles.xml")? {
        Some(part) => styles(&part)?,
        None => HashMap::new(),
    };
    let numbered = match part(&mut zip, "word/numbering.xml")? {
        Some(part) => numbered(&part)?,
        None => BTreeSet::new(),
    };
    let targets = match part(&mut zip, "word/_rels/document.xml.rels")? {
        Some(part) => targets(&part)?,
        None => HashMap::new(),
    };
    let mut reading = Reading { styles, numbered, targets, ..Reading::default() };
    walk(&body, |xml| match xml {
        Xml::Open(start) => reading.open(start),
        Xml::Close(name) => reading.close(name),
        Xml::Text(text) => {
            reading.text(text);
            Ok(())
        }
    })?;
    for (name, what) in [
        ("word/footnotes.xml", "Footnotes"),
        ("word/endnotes.xml", "Endnotes"),
        ("word/comments.xml", "Comments"),
    ] {
        // Word writes the part with two empty notes in it always.
        let words = part(&mut zip, name)?.map(|part| words(&part)).transpose()?;
        if words.is_some_and(|words| !words.trim().is_empty()) {
            reading.lost.insert(format!("{what} of the document are not in the pack."));
        }
    }
    let heads = zip
        .file_names()
        .flatten()
        .filter(|name| name.starts_with("word/header") || name.starts_with("word/footer"));
    if heads.count() > 0 {
        reading.lost.insert(
            "Heads and feet of the document’s pages are not in the pack; the pack has its own.".to_owned(),
        );
    }
    let mut word = Word { blocks: reading.blocks, ..Word::default() };
    for name in &reading.wanted {
        let bytes = part(&mut zip, &format!("word/{}", name.trim_start_matches("./")))?;
        word.pictures.push(bytes.ok_or(DAMAGED)?);
    }
    word.lost = reading.lost.into_iter().collect();
    Ok(word)
}

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn part(zip: &mut Zip<'_>, name: &str) -> Result<Option<Vec<u8>>, &'static str> {
    let Some(index) = zip.index_for_name(name) else { return Ok(None) };
    let entry = zip.by_index(index).map_err(|_| DAMAGED)?;
    let mut bytes = Vec::new();
    // The directory may lie about the size; the limit holds for what really comes out.
    entry.take(MOST_PART + 1).read_to_end(&mut bytes).map_err(|_| DAMAGED)?;
    if bytes.len() as u64 > MOST_PART { Err(TOO_MUCH) } else { Ok(Some(bytes)) }
}

/// How high the heading is that each style makes: by its outline level, or by what it is called.
fn styles(part: &[u8]) -> Result<HashMap<String, usize>, &'static str> {
    let (mut found, mut style) = (HashMap::new(), String::new());
    walk(part, |xml| {
        if let Xml::Open(start) = xml {
            match start.local_name().as_ref() {
                "style" => style = attribute(start, "styleId").unwrap_or_default(),
                "name" => {
                    let name = attribute(start, "val").unwrap_or_default().to_lowercase();
                    let level = name.strip_prefix("heading ").and_then(|level| level.parse().ok());
                    if let Some(level) = level.or((name == "title").then_some(1)) {
                        found.insert(style.clone(), level);
                    }
                }
                "outlineLvl" => {
                    let level = attribute(start, "val").and_then(|level| level.parse::<usize>().ok());
                    if let Some(level) = level.filter(|level| *level < 9) {
                        found.insert(style.clone(), level + 1);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// The lists that count, by list and depth; the others have bullets.
fn numbered(part: &[u8]) -> Result<BTreeSet<(String, usize)>, &'static str> {
    let (mut shapes, mut lists) = (BTreeSet::new(), Vec::new());
    let (mut shape, mut depth, mut list) = (String::new(), 0_usize, String::new());
    walk(part, |xml| {
        if let Xml::Open(start) = xml {
            let value = || attribute(start, "val").unwrap_or_default();
            match start.local_name().as_ref() {
                "abstractNum" => shape = attribute(start, "abstractNumId").unwrap_or_default(),
                "lvl" => depth = attribute(start, "ilvl").and_then(|depth| depth.parse().ok()).unwrap_or(0),
                "numFmt" if !matches!(value().as_str(), "bullet" | "none") => {
                    shapes.insert((shape.clone(), depth));
                }
                "num" => list = attribute(start, "numId").unwrap_or_default(),
                "abstractNumId" => lists.push((list.clone(), value())),
                _ => {}
            }
        }
        Ok(())
    })?;
    let all = lists.into_iter().flat_map(|(list, shape)| {
        let depths = shapes.iter().filter(move |(known, _)| *known == shape).map(|(_, depth)| *depth);
        depths.map(move |depth| (list.clone(), depth)).collect::<Vec<_>>()
    });
    Ok(all.collect())
}

/// Where the document's references lead.
fn targets(part: &[u8]) -> Result<HashMap<String, String>, &'static str> {
    let mut found = HashMap::new();
    walk(part, |xml| {
        if let Xml::Open(start) = xml
            && let (Some(id), Some(target)) = (attribute(start, "Id"), attribute(start, "Target"))
        {
            found.insert(id, target);
        }
        Ok(())
    })?;
    Ok(found)
}

#[derive(Default)]
struct Reading {
    styles: HashMap<String, usize>,
    numbered: BTreeSet<(String, usize)>,
    targets: HashMap<String, String>,
    blocks: Vec<Block>,
    wanted: Vec<String>,
    lost: BTreeSet<String>,
    // The paragraph being read.
    spans: Vec<Span>,
    level: Option<usize>,
    list: Option<String>,
    depth: usize,
    pictures: Vec<Block>,
    // The run being read.
    bold: bool,
    link: Option<String>,
    in_text: bool,
    alt: Option<String>,
    /// Inside elements whose content is left out.
    skipped: usize,
    /// Tables within tables: only the outermost is a table, the others are text in its cells.
    tables: usize,
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    cell: String,
    span: usize,
}

impl Reading {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), &'static str> {
        let value = || attribute(start, "val");
        match start.local_name().as_ref() {
            // The same content once more for older programs; and what was struck out.
            "Fallback" => self.skipped += 1,
            "del" | "moveFrom" => {
                self.skipped += 1;
                self.lost
                    .insert("Text that was struck out as a tracked change is not in the pack.".to_owned());
            }
            // It stands in the midst of a paragraph that goes on around it.
            "txbxContent" => {
                self.skipped += 1;
                self.lost.insert("The text of a text box is not in the pack.".to_owned());
            }
            _ if self.skipped > 0 => {}
            "ins" | "moveTo" => {
                self.lost.insert(
                    "Text that was put in as a tracked change is in the pack as if it were accepted."
                        .to_owned(),
                );
            }
            "tbl" => {
                self.tables += 1;
                if self.tables == 1 {
                    self.rows.clear();
                } else {
                    self.lost.insert("A table within a table is shown as text.".to_owned());
                }
            }
            "tr" if self.tables == 1 => self.row.clear(),
            "tc" if self.tables == 1 => {
                self.cell.clear();
                self.span = 1;
            }
            "gridSpan" if self.tables == 1 => {
                self.span = value().and_then(|span| span.parse().ok()).unwrap_or(1).clamp(1, 64);
            }
            "vMerge" | "gridBefore" if self.tables == 1 => {
                self.lost.insert("Cells that were merged are shown one by one.".to_owned());
            }
            "p" => {
                self.spans.clear();
                (self.level, self.list, self.depth, self.bold) = (None, None, 0, false);
            }
            "pStyle" => self.level = value().and_then(|style| self.styles.get(&style).copied()),
            "outlineLvl" => {
                self.level =
                    value().and_then(|level| level.parse::<usize>().ok()).filter(|l| *l < 9).map(|l| l + 1)
            }
            "numId" => self.list = value().filter(|list| list != "0"),
            "ilvl" => self.depth = value().and_then(|depth| depth.parse().ok()).unwrap_or(0).min(8),
            "hyperlink" => {
                self.link = attribute(start, "id")
                    .and_then(|id| self.targets.get(&id).cloned())
                    .filter(|to| is_safe(to))
            }
            "r" => self.bold = false,
            "b" => self.bold = is_on(start),
            "t" => self.in_text = true,
            "tab" | "br" | "cr" => self.text_now(" "),
            "noBreakHyphen" => self.text_now("-"),
            "docPr" => self.alt = attribute(start, "descr").filter(|words| !words.trim().is_empty()),
            "blip" => self.picture(attribute(start, "embed")),
            "chart" | "relIds" | "oMath" | "imagedata" | "OLEObject" => {
                let what = match start.local_name().as_ref() {
                    "chart" => "A chart",
                    "relIds" => "A diagram (SmartArt)",
                    "oMath" => "A formula",
                    _ => "An embedded object or an old kind of picture",
                };
                self.lost.insert(format!("{what} of the document is not in the pack as it was."));
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), &'static str> {
        match name {
            "Fallback" | "del" | "moveFrom" | "txbxContent" => self.skipped = self.skipped.saturating_sub(1),
            _ if self.skipped > 0 => {}
            "t" => self.in_text = false,
            "hyperlink" => self.link = None,
            "p" => self.end_paragraph()?,
            "tc" if self.tables == 1 => {
                self.row.push(self.cell.trim().to_owned());
                let end = (self.row.len() + self.span - 1).min(64);
                self.row.resize(end.max(self.row.len()), String::new());
            }
            "tr" if self.tables == 1 => self.rows.push(std::mem::take(&mut self.row)),
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    let rows: Vec<_> =
                        std::mem::take(&mut self.rows).into_iter().filter(|row| !row.is_empty()).collect();
                    if !rows.is_empty() {
                        self.push(Block::Table(rows))?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.skipped == 0 {
            self.text_now(text);
        }
    }

    fn text_now(&mut self, text: &str) {
        match self.spans.last_mut() {
            Some(last) if last.bold == self.bold && last.link == self.link => last.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), bold: self.bold, link: self.link.clone() }),
        }
    }

    fn picture(&mut self, id: Option<String>) {
        let target = id.and_then(|id| self.targets.get(&id).cloned()).unwrap_or_default();
        let ending = target.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !matches!(ending.as_str(), "png" | "jpg" | "jpeg") || target.contains("..") {
            self.lost.insert("A picture that is neither PNG nor JPEG is not in the pack.".to_owned());
            return;
        }
        if self.alt.is_none() {
            self.lost.insert(
                "A picture has no description: people who cannot see it are only told that it is there."
                    .to_owned(),
            );
        }
        self.pictures.push(Block::Picture(self.wanted.len(), self.alt.take()));
        self.wanted.push(target);
    }

    fn end_paragraph(&mut self) -> Result<(), &'static str> {
        let spans = std::mem::take(&mut self.spans);
        let said = spans.iter().any(|span| !span.text.trim().is_empty());
        if self.tables > 0 {
            let text: String = spans.iter().map(|span| span.text.as_str()).collect();
            if !self.cell.is_empty() && said {
                self.cell.push('\n');
            }
            self.cell.push_str(text.trim());
        } else if said {
            self.push(match (self.level, &self.list) {
                (Some(level), _) => Block::Heading(level, spans),
                (None, Some(list)) => {
                    let counts = self.numbered.contains(&(list.clone(), self.depth));
                    Block::Item(spans, self.depth, counts)
                }
                (None, None) => Block::Paragraph(spans),
            })?;
        }
        for picture in std::mem::take(&mut self.pictures) {
            self.push(picture)?;
        }
        Ok(())
    }

    fn push(&mut self, block: Block) -> Result<(), &'static str> {
        self.blocks.push(block);
        if self.blocks.len() > MOST_PIECES { Err(TOO_MUCH) } else { Ok(()) }
    }
}

/// Whether an address may stand in a paper that goes to everybody.
fn is_safe(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}
