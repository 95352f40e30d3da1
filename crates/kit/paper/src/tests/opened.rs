use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};

/// A printed paper, opened again by a library that had no part in making it.
pub(super) struct Opened(Document);

impl Opened {
    pub(super) fn new(pdf: &[u8]) -> Self {
        Self(Document::load_mem(pdf).expect("a PDF that opens"))
    }

    pub(super) fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    pub(super) fn catalog(&self) -> &Dictionary {
        self.0.catalog().expect("a catalogue")
    }

    /// A dictionary named in the catalogue, wherever it is kept.
    pub(super) fn in_catalog(&self, key: &[u8]) -> &Dictionary {
        let (_, object) =
            self.0.dereference(self.catalog().get(key).expect("the entry")).expect("its object");
        object.as_dict().expect("a dictionary")
    }

    /// The XMP packet, where a file claims what standards it keeps.
    pub(super) fn claims(&self) -> String {
        let (_, object) = self.0.dereference(self.catalog().get(b"Metadata").unwrap()).unwrap();
        let stream = object.as_stream().unwrap();
        let packet = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(packet).expect("XMP in UTF-8")
    }

    /// How often each kind of structure tag is used.
    pub(super) fn tags(&self) -> std::collections::BTreeMap<String, usize> {
        let mut tags = std::collections::BTreeMap::new();
        for element in self.elements() {
            let name = element.get(b"S").and_then(Object::as_name).unwrap();
            *tags.entry(String::from_utf8_lossy(name).into_owned()).or_default() += 1;
        }
        tags
    }

    /// The scopes that header cells give themselves.
    pub(super) fn scopes(&self) -> BTreeSet<String> {
        self.elements()
            .filter_map(|element| element.get(b"A").ok())
            .flat_map(|attributes| match attributes {
                Object::Array(list) => list.iter().collect(),
                one => vec![one],
            })
            .filter_map(|one| self.0.dereference(one).ok()?.1.as_dict().ok())
            .filter_map(|one| one.get(b"Scope").and_then(Object::as_name).ok())
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect()
    }

    fn elements(&self) -> impl Iterator<Item = &Dictionary> {
        self.0
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter(|one| one.get(b"S").is_ok() && one.get(b"P").is_ok())
    }

    /// The bookmarks in their order: how deep each stands, its title, and the page it leads to, counted from 1.
    pub(super) fn bookmarks(&self) -> Vec<(usize, String, usize)> {
        let pages: Vec<_> = self.0.page_iter().collect();
        let mut found = Vec::new();
        let top = self.in_catalog(b"Outlines").get(b"First").unwrap().as_reference().unwrap();
        let mut waiting = vec![(0, top)];
        while let Some((depth, id)) = waiting.pop() {
            let item = self.0.get_dictionary(id).unwrap();
            let title = lopdf::decode_text_string(item.get(b"Title").unwrap()).unwrap();
            let dest = self.0.dereference(item.get(b"Dest").unwrap()).unwrap().1.as_array().unwrap();
            let page = dest[0].as_reference().unwrap();
            let page = pages.iter().position(|known| *known == page).unwrap() + 1;
            found.push((depth, title, page));
            let link = |key: &[u8]| item.get(key).ok().map(|id| id.as_reference().unwrap());
            if let Some(next) = link(b"Next") {
                assert_eq!(
                    self.0.get_dictionary(next).unwrap().get(b"Prev").unwrap().as_reference().unwrap(),
                    id
                );
                waiting.push((depth, next));
            }
            if let Some(first) = link(b"First") {
                assert_eq!(
                    self.0.get_dictionary(first).unwrap().get(b"Parent").unwrap().as_reference().unwrap(),
                    id
                );
                waiting.push((depth + 1, first));
            }
        }
        found
    }

    /// The text of one page, counted from 1, its white space made single.
    pub(super) fn text(&self, page: usize) -> String {
        let page = u32::try_from(page).unwrap();
        let text = self.0.extract_text(&[page]).expect("text that can be taken out");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The names of the fonts in the file, and whether each has its program embedded.
    pub(super) fn fonts(&self) -> Vec<(String, bool)> {
        self.0
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter(|one| one.has_type(b"FontDescriptor"))
            .map(|one| {
                let name = one.get(b"FontName").and_then(Object::as_name).unwrap();
                let embedded = one.has(b"FontFile2") || one.has(b"FontFile3");
                (String::from_utf8_lossy(name).into_owned(), embedded)
            })
            .collect()
    }

    /// All that is in the file, every stream unpacked: what a search through it would find.
    pub(super) fn everything(&self) -> String {
        let mut all = String::new();
        for object in self.0.objects.values() {
            if let Ok(stream) = object.as_stream() {
                let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                all.push_str(&String::from_utf8_lossy(&content));
            }
            all.push_str(&format!("{object:?}\n"));
        }
        all
    }

    /// The sizes of its pages, in whole points.
    pub(super) fn sides(&self) -> BTreeSet<(i64, i64)> {
        let side = |object: &Object| object.as_float().unwrap() as i64;
        self.0
            .page_iter()
            .map(|page| self.0.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap())
            .map(|area| (side(&area[2]), side(&area[3])))
            .collect()
    }

    /// That the tree of tags hangs together: every tag stands in the one that holds it, and what belongs to a tag by
    /// the page's account is held by it.
    pub(super) fn check_tags(&self) {
        let root = self.catalog().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![root];
        while let Some(id) = waiting.pop() {
            let holder = self.0.get_dictionary(id).unwrap();
            let kids = match holder.get(b"K").unwrap() {
                Object::Array(kids) => kids.clone(),
                one => vec![one.clone()],
            };
            for kid in kids.iter().filter_map(|kid| kid.as_reference().ok()) {
                let element = self.0.get_dictionary(kid).unwrap();
                if element.has(b"S") {
                    assert_eq!(element.get(b"P").unwrap().as_reference().unwrap(), id);
                    assert!(seen.insert(kid), "a tag stands in two places");
                    waiting.push(kid);
                }
            }
        }
        let tree = self.in_catalog(b"StructTreeRoot").get(b"ParentTree").unwrap();
        let (_, tree) = self.0.dereference(tree).unwrap();
        let pairs = tree.as_dict().unwrap().get(b"Nums").unwrap().as_array().unwrap();
        let mut last = -1;
        for pair in pairs.chunks(2) {
            let key = pair[0].as_i64().unwrap();
            assert!(key > last, "keys in order");
            last = key;
            let belongs = match self.0.dereference(&pair[1]).unwrap().1 {
                Object::Array(all) => all.clone(),
                _ => vec![pair[1].clone()],
            };
            for one in belongs.iter().filter_map(|one| one.as_reference().ok()) {
                assert!(seen.contains(&one), "content belongs to a tag that stands nowhere");
            }
        }
    }
}
