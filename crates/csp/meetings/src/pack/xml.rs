//! The little of XML that Word documents need, over a part already in memory.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use super::word::DAMAGED;

/// What a part is made of.
pub(super) enum Xml<'a> {
    Open(&'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// Walks a part. An empty element opens and closes.
pub(super) fn walk(
    part: &[u8],
    mut visit: impl FnMut(Xml<'_>) -> Result<(), &'static str>,
) -> Result<(), &'static str> {
    let text = std::str::from_utf8(part).map_err(|_| DAMAGED)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    loop {
        match reader.read_event().map_err(|_| DAMAGED)? {
            Event::Start(start) => visit(Xml::Open(&start))?,
            Event::Empty(start) => {
                visit(Xml::Open(&start))?;
                visit(Xml::Close(start.local_name().as_ref()))?;
            }
            Event::End(end) => visit(Xml::Close(end.local_name().as_ref()))?,
            Event::Text(text) => visit(Xml::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(Xml::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    visit(Xml::Text(c.encode_utf8(&mut [0; 4])))?;
                } else if let Some(text) = resolve_predefined_entity(&reference.xml10_content()) {
                    visit(Xml::Text(text))?;
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = start.attributes();
    let found =
        all.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

pub(super) fn is_on(start: &BytesStart<'_>) -> bool {
    !matches!(attribute(start, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// All text of a part.
pub(super) fn words(part: &[u8]) -> Result<String, &'static str> {
    let mut words = String::new();
    walk(part, |xml| {
        if let Xml::Text(text) = xml {
            words.push_str(text);
        }
        Ok(())
    })?;
    Ok(words)
}
