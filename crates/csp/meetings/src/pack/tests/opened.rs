use std::io::Write as _;

use lopdf::{Document, Object};

/// A pack, opened.
pub(super) struct Opened(pub(super) Document);

impl Opened {
    pub(super) fn new(pdf: &[u8]) -> Self {
        Self(Document::load_mem(pdf).expect("a PDF that opens"))
    }

    pub(super) fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    /// The text that the pack itself set on a page, counted from 1, its white space made single.
    pub(super) fn text(&self, page: usize) -> String {
        let text = self.0.extract_text(&[u32::try_from(page).unwrap()]).expect("text");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// All that is in the file, every stream unpacked: texts of pages, bytes of streams, and every string as the letters
    /// it stands for, in either of the ways in which a PDF writes them. White space is left out.
    pub(super) fn everything(&self) -> String {
        let mut all = Vec::new();
        for page in 1..=self.pages() {
            all.extend(self.text(page).into_bytes());
        }
        for object in self.0.objects.values() {
            gather(object, &mut all, 0);
        }
        String::from_utf8_lossy(&all).chars().filter(|sign| !sign.is_whitespace()).collect()
    }

    /// The names of the pages as a viewer shows them.
    pub(super) fn labels(&self) -> Vec<(i64, Option<String>)> {
        let labels = self.0.catalog().unwrap().get(b"PageLabels").expect("page labels");
        let labels = self.0.dereference(labels).unwrap().1.as_dict().unwrap();
        let pairs = labels.get(b"Nums").unwrap().as_array().unwrap();
        pairs
            .chunks(2)
            .map(|pair| {
                let label = self.0.dereference(&pair[1]).unwrap().1.as_dict().unwrap();
                let prefix = label.get(b"P").and_then(Object::as_str).ok();
                (pair[0].as_i64().unwrap(), prefix.map(|prefix| String::from_utf8_lossy(prefix).into_owned()))
            })
            .collect()
    }
}

fn gather(object: &Object, all: &mut Vec<u8>, depth: usize) {
    match object {
        Object::String(bytes, _) => {
            all.push(b'\n');
            if bytes.starts_with(b"\xFE\xFF") {
                let units: Vec<u16> =
                    bytes[2..].chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                all.extend(String::from_utf16_lossy(&units).into_bytes());
            } else {
                all.extend(bytes);
            }
        }
        Object::Name(name) => all.extend(name),
        Object::Array(items) if depth < 50 => items.iter().for_each(|item| gather(item, all, depth + 1)),
        Object::Dictionary(dictionary) if depth < 50 => dictionary.iter().for_each(|(key, value)| {
            all.extend(key);
            gather(value, all, depth + 1);
        }),
        Object::Stream(stream) => {
            gather(&Object::Dictionary(stream.dict.clone()), all, depth + 1);
            let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            let _ = all.write_all(&content);
        }
        _ => {}
    }
}
