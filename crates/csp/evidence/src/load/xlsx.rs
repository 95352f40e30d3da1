//! Workbooks. Read here rather than by a general library, because all that is wanted is the text of the cells; what the
//! archive unpacks to is limited, whatever its directory says.

use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{Line, Sheet};

/// One part after unpacking, in bytes.
const LARGEST_PART: u64 = 64 << 20;
/// Columns of a sheet; what stands further right is not looked at.
const COLUMNS: usize = 400;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The sheets of a workbook that hold something, in their order; `None` when it is damaged or no workbook.
pub(super) fn sheets(bytes: &[u8]) -> Option<Vec<Sheet>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let workbook = part(&mut archive, "xl/workbook.xml")?;
    let targets = part(&mut archive, "xl/_rels/workbook.xml.rels")
        .map_or(Some(HashMap::new()), |text| targets(&text))?;
    let strings =
        part(&mut archive, "xl/sharedStrings.xml").map_or(Some(Vec::new()), |text| shared(&text))?;
    let mut sheets = Vec::new();
    for (name, id) in listed(&workbook)? {
        let Some(target) = targets.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let Some(text) = part(&mut archive, &path) else { continue };
        let lines = lines(&text, &strings)?;
        if !lines.is_empty() {
            sheets.push(Sheet { name: Some(name), lines, windows: false });
        }
    }
    Some(sheets)
}

/// Unpacks one part.
fn part(archive: &mut Archive<'_>, name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(LARGEST_PART + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > LARGEST_PART {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// The name of each sheet and the id of what it points to.
fn listed(text: &str) -> Option<Vec<(String, String)>> {
    let mut listed = Vec::new();
    walk(text, |xml| {
        if let Xml::Open("sheet", start) = xml {
            listed.push((
                attribute(start, "name").unwrap_or_default(),
                attribute(start, "id").unwrap_or_default(),
            ));
        }
    })?;
    Some(listed)
}

fn targets(text: &str) -> Option<HashMap<String, String>> {
    let mut targets = HashMap::new();
    walk(text, |xml| {
        if let Xml::Open("Relationship", start) = xml {
            targets.extend(attribute(start, "Id").zip(attribute(start, "Target")));
        }
    })?;
    Some(targets)
}

/// The texts that cells share, without the reading aids of East Asian scripts.
fn shared(text: &str) -> Option<Vec<String>> {
    let mut strings: Vec<String> = Vec::new();
    let (mut inside, mut aid) = (false, false);
    walk(text, |xml| match xml {
        Xml::Open("si", _) => strings.push(String::new()),
        Xml::Open("rPh", _) => aid = true,
        Xml::Close("rPh") => aid = false,
        Xml::Open("t", _) => inside = !aid,
        Xml::Close("t") => inside = false,
        Xml::Text(piece) if inside => {
            if let Some(last) = strings.last_mut() {
                last.push_str(piece);
            }
        }
        _ => {}
    })?;
    Some(strings)
}

/// The filled rows of a sheet. A formula counts as the value that was last worked out for it.
fn lines(text: &str, strings: &[String]) -> Option<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line = Line::default();
    let (mut column, mut shares, mut inside, mut value) = (0, false, false, String::new());
    walk(text, |xml| match xml {
        Xml::Open("row", start) => {
            let number = attribute(start, "r").and_then(|r| r.parse().ok()).unwrap_or(line.number + 1);
            line = Line { number, cells: Vec::new() };
        }
        Xml::Open("c", start) => {
            column = attribute(start, "r").and_then(|r| place(&r)).unwrap_or(line.cells.len());
            shares = attribute(start, "t").as_deref() == Some("s");
            value.clear();
        }
        // `v` holds the value, `t` a text written in place.
        Xml::Open("v" | "t", _) => inside = true,
        Xml::Close("v" | "t") => inside = false,
        Xml::Text(piece) if inside => value.push_str(piece),
        Xml::Close("c") if column < COLUMNS => {
            let said = if shares {
                value.parse::<usize>().ok().and_then(|at| strings.get(at))
            } else {
                Some(&value)
            };
            let said = said.map(|text| text.trim()).unwrap_or_default();
            if !said.is_empty() {
                line.cells.resize(line.cells.len().max(column + 1), String::new());
                if let Some(cell) = line.cells.get_mut(column) {
                    said.clone_into(cell);
                }
            }
        }
        Xml::Close("row") if !line.cells.is_empty() => {
            let next = Line { number: line.number, cells: Vec::new() };
            lines.push(std::mem::replace(&mut line, next));
        }
        _ => {}
    })?;
    Some(lines)
}

/// The column of a cell's address: `AB12` is 27.
fn place(address: &str) -> Option<usize> {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase);
    letters.fold(None, |place: Option<usize>, letter| {
        let above = place.map_or(0, |place| place + 1);
        above.checked_mul(26)?.checked_add(usize::from(letter - b'A'))
    })
}

enum Xml<'a> {
    Open(&'a str, &'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// Walks a part; `None` when it is no XML. An empty element opens and closes.
fn walk(text: &str, mut visit: impl FnMut(Xml<'_>)) -> Option<()> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => visit(Xml::Open(start.local_name().as_ref(), &start)),
            Event::Empty(start) => {
                visit(Xml::Open(start.local_name().as_ref(), &start));
                visit(Xml::Close(start.local_name().as_ref()));
            }
            Event::End(end) => visit(Xml::Close(end.local_name().as_ref())),
            Event::Text(text) => visit(Xml::Text(&text.xml10_content())),
            Event::CData(text) => visit(Xml::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    visit(Xml::Text(c.encode_utf8(&mut [0; 4])));
                } else if let Some(text) = resolve_predefined_entity(&reference.xml10_content()) {
                    visit(Xml::Text(text));
                }
            }
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// An attribute by its name without prefix.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}
