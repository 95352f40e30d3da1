//! The little of XML that Office files need, over a part already in memory.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use crate::import::refusal::Why;

/// What a part is made of.
pub(crate) enum Xml<'a> {
    Open(&'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// Walks a part. An empty element opens and closes.
pub(crate) fn walk(part: &[u8], mut visit: impl FnMut(Xml<'_>) -> Result<(), Why>) -> Result<(), Why> {
    let decoded = crate::import::encoding::decode(part).ok_or(Why::Damaged)?;
    let mut reader = Reader::from_str(&decoded.text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    loop {
        match reader.read_event().map_err(|_| Why::Damaged)? {
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
pub(crate) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
        })
}

/// Whether an on-off property is on: present, and not said to be off.
pub(crate) fn is_on(start: &BytesStart<'_>) -> bool {
    !matches!(attribute(start, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}
