//! What the parts of an Office file say of each other: their types and their relationships, read and
//! written again without the parts that are left behind.

use quick_xml::{
    Reader, Writer,
    events::{BytesStart, Event},
};

use super::Why;

/// Copies an XML part without the elements that `leave` names, and all they hold.
pub(super) fn without(xml: &[u8], mut leave: impl FnMut(&BytesStart<'_>) -> bool) -> Result<Vec<u8>, Why> {
    let mut reader = Reader::from_reader(xml);
    let mut writer = Writer::new(Vec::with_capacity(xml.len()));
    // How deep inside an element that is left out.
    let mut left = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| Why::Damaged)?;
        match &event {
            Event::Eof => break,
            // Office writes none, and what they declare can grow without end.
            Event::DocType(_) => return Err(Why::Damaged),
            Event::Start(_) if left > 0 => left += 1,
            Event::Start(start) if leave(start) => left = 1,
            Event::End(_) if left > 0 => {
                left -= 1;
                continue;
            }
            Event::Empty(start) if left == 0 && leave(start) => continue,
            _ => {}
        }
        if left == 0 {
            writer.write_event(event).map_err(|_| Why::Damaged)?;
        }
    }
    Ok(writer.into_inner())
}

/// An attribute's value, whatever its prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}

/// Every content type that a package declares, with the part or the ending it is for.
pub(super) fn types(xml: &[u8]) -> Result<Vec<(String, String)>, Why> {
    let mut found = Vec::new();
    without(xml, |start| {
        let of = attribute(start, "PartName").or_else(|| attribute(start, "Extension"));
        if let (Some(of), Some(kind)) = (of, attribute(start, "ContentType")) {
            found.push((of, kind));
        }
        false
    })?;
    Ok(found)
}

/// The folder that the relationships in `word/_rels/document.xml.rels` are seen from: `word/`.
fn folder(rels: &str) -> &str {
    rels.rfind("_rels/").map_or("", |at| &rels[..at])
}

/// Where a relationship leads, from the top of the package.
pub(super) fn target(rels: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(from_top) => from_top.to_owned(),
        None => format!("{}{target}", folder(rels)),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relationships_lead_somewhere() {
        for (rels, to, expected) in [
            ("_rels/.rels", "docProps/core.xml", "docProps/core.xml"),
            ("word/_rels/document.xml.rels", "../customXml/item1.xml", "customXml/item1.xml"),
            ("word/_rels/document.xml.rels", "/word/people.xml", "word/people.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("_rels/.rels", "../../x", "x"),
        ] {
            assert_eq!(target(rels, to), expected);
        }
    }

    #[test]
    fn what_is_left_out_goes_with_all_it_holds() {
        let kept = without(b"<a><b x=\"1\"><c/>text</b><d>&amp;</d><b/></a>", |start| {
            start.local_name().as_ref() == "b"
        });
        assert_eq!(kept.unwrap(), b"<a><d>&amp;</d></a>");
        assert!(without(b"<!DOCTYPE a [<!ENTITY x \"y\">]><a/>", |_| false).is_err());
    }
}
