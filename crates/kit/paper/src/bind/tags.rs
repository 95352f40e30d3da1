//! The tree of tags of a volume: an upload's own tree becomes a section of it, at its place in the reading order.

use std::collections::{BTreeMap, HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{
    bring::Bring,
    upload::{is, within},
};

/// How deep tags may stand in each other.
const MOST_DEPTH: usize = 100;
/// The most pieces of content on a page that are tied to tags.
const MOST_PIECES: i64 = 100_000;

/// The tags that PDF 1.7 knows.
const STANDARD: &[&[u8]] = &[
    b"Document",
    b"Part",
    b"Art",
    b"Sect",
    b"Div",
    b"BlockQuote",
    b"Caption",
    b"TOC",
    b"TOCI",
    b"Index",
    b"NonStruct",
    b"Private",
    b"P",
    b"H",
    b"H1",
    b"H2",
    b"H3",
    b"H4",
    b"H5",
    b"H6",
    b"L",
    b"LI",
    b"Lbl",
    b"LBody",
    b"Table",
    b"TR",
    b"TH",
    b"TD",
    b"THead",
    b"TBody",
    b"TFoot",
    b"Span",
    b"Quote",
    b"Note",
    b"Reference",
    b"BibEntry",
    b"Code",
    b"Link",
    b"Annot",
    b"Ruby",
    b"RB",
    b"RT",
    b"RP",
    b"Warichu",
    b"WT",
    b"WP",
    b"Figure",
    b"Formula",
    b"Form",
];

/// The tree of the volume while uploads are bound in.
pub(super) struct Tree {
    root: ObjectId,
    /// The one tag that all others stand in.
    top: ObjectId,
    /// What stands in it, each with the page on which it begins, counted from 0.
    kids: Vec<(usize, Object)>,
    /// Which tags the content of a page, form or link belongs to.
    parents: BTreeMap<i64, Object>,
    next: i64,
}

impl Tree {
    /// The tree of a printed paper; nothing when it has none that could be added to.
    pub(super) fn of(document: &Document, pages: &[ObjectId]) -> Option<Self> {
        let root = document.catalog().ok()?.get(b"StructTreeRoot").and_then(Object::as_reference).ok()?;
        let tree = document.get_dictionary(root).ok()?;
        let top = match document.dereference(tree.get(b"K").ok()?).ok()? {
            (Some(id), Object::Dictionary(_)) => id,
            (_, Object::Array(list)) => list.first()?.as_reference().ok()?,
            _ => return None,
        };
        let at: HashMap<ObjectId, usize> = pages.iter().enumerate().map(|(n, id)| (*id, n)).collect();
        let mut kids = Vec::new();
        let mut last = 0;
        for kid in list(document, document.get_dictionary(top).ok()?, b"K") {
            last = begins(document, kid, &at, 0).unwrap_or(last).max(last);
            kids.push((last, kid.clone()));
        }
        let mut parents = BTreeMap::new();
        numbers(document, within(document, tree, b"ParentTree")?, &mut parents, 0);
        let next = parents.last_key_value().map_or(0, |(key, _)| key + 1);
        Some(Self { root, top, kids, parents, next })
    }

    /// A key for the content of one more page, form or link, which belongs to these tags.
    fn key(&mut self, belongs: Object) -> i64 {
        let key = self.next;
        self.next += 1;
        self.parents.insert(key, belongs);
        key
    }

    /// Puts a section in, after all that begins before this page.
    fn insert(&mut self, page: usize, section: ObjectId) {
        let at = self.kids.partition_point(|(begins, _)| *begins < page);
        self.kids.insert(at, (page, Object::Reference(section)));
    }

    /// Writes the tree back.
    pub(super) fn write(self, document: &mut Document) {
        let mut numbers = Vec::with_capacity(self.parents.len() * 2);
        for (key, belongs) in self.parents {
            numbers.extend([Object::Integer(key), belongs]);
        }
        let parents = document.add_object(dictionary! { "Nums" => numbers });
        if let Ok(top) = document.get_dictionary_mut(self.top) {
            top.set("K", Object::Array(self.kids.into_iter().map(|(_, kid)| kid).collect()));
        }
        if let Ok(root) = document.get_dictionary_mut(self.root) {
            root.set("ParentTree", parents);
            root.set("ParentTreeNextKey", self.next);
        }
    }
}

fn list<'a>(document: &'a Document, holder: &'a Dictionary, key: &[u8]) -> Vec<&'a Object> {
    match holder.get(key) {
        Ok(Object::Array(all)) => all.iter().collect(),
        Ok(one) => match document.dereference(one) {
            Ok((_, Object::Array(all))) => all.iter().collect(),
            _ => vec![one],
        },
        Err(_) => Vec::new(),
    }
}

/// The first page that a tag has content on.
fn begins(document: &Document, kid: &Object, at: &HashMap<ObjectId, usize>, depth: usize) -> Option<usize> {
    let element = document.dereference(kid).ok()?.1.as_dict().ok()?;
    let own = element.get(b"Pg").and_then(Object::as_reference).ok().and_then(|page| at.get(&page).copied());
    if own.is_some() || depth > MOST_DEPTH {
        return own;
    }
    list(document, element, b"K").into_iter().find_map(|kid| begins(document, kid, at, depth + 1))
}

/// Reads a tree of numbers into one list.
fn numbers(document: &Document, node: &Dictionary, found: &mut BTreeMap<i64, Object>, depth: usize) {
    for pair in list(document, node, b"Nums").chunks_exact(2) {
        if let Ok(key) = pair[0].as_i64() {
            found.insert(key, pair[1].clone());
        }
    }
    if depth < MOST_DEPTH {
        for kid in list(document, node, b"Kids") {
            if let Some(kid) = document.dereference(kid).ok().and_then(|(_, kid)| kid.as_dict().ok()) {
                numbers(document, kid, found, depth + 1);
            }
        }
    }
}

/// A page of an upload as it was bound in.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// The page in the upload, in the volume, and what it shows, as a form on that page.
    pub(super) old: ObjectId,
    pub(super) page: ObjectId,
    pub(super) form: ObjectId,
    /// Links of the upload and what became of them.
    pub(super) links: Vec<(ObjectId, ObjectId)>,
}

/// Says for an upload without tags that each of its pages is a paragraph: so it is at least read out. Gives the number
/// that the content of each page is to be marked with, page by page.
pub(super) fn plain(tree: &mut Tree, document: &mut Document, first: usize, placed: &[Placed]) -> Vec<i64> {
    let section = document.new_object_id();
    let (mut kids, mut marks) = (Vec::new(), Vec::new());
    for one in placed {
        let paragraph = document.new_object_id();
        let key = document
            .get_dictionary(one.page)
            .ok()
            .and_then(|page| page.get(b"StructParents").ok()?.as_i64().ok());
        let already = key.and_then(|key| tree.parents.get(&key));
        let mut belongs = already
            .and_then(|belongs| document.dereference(belongs).ok()?.1.as_array().ok().cloned())
            .unwrap_or_default();
        let mark = i64::try_from(belongs.len()).unwrap_or(0);
        belongs.push(Object::Reference(paragraph));
        match key {
            Some(key) => {
                tree.parents.insert(key, Object::Array(belongs));
            }
            None => {
                let key = tree.key(Object::Array(belongs));
                if let Ok(page) = document.get_dictionary_mut(one.page) {
                    page.set("StructParents", key);
                }
            }
        }
        let element = dictionary! {
            "Type" => "StructElem", "S" => "P", "P" => section, "Pg" => one.page,
            "K" => vec![Object::Integer(mark)],
        };
        document.objects.insert(paragraph, element.into());
        kids.push(Object::Reference(paragraph));
        marks.push(mark);
    }
    let element = dictionary! { "Type" => "StructElem", "S" => "Sect", "P" => tree.top, "K" => kids };
    document.objects.insert(section, element.into());
    tree.insert(first, section);
    marks
}

/// Brings an upload's tags over, as one section.
pub(super) fn keep(tree: &mut Tree, bring: &mut Bring<'_>, first: usize, placed: &[Placed]) {
    let section = bring.into.new_object_id();
    let catalog = bring.from.catalog().cloned().unwrap_or_default();
    let root = within(bring.from, &catalog, b"StructTreeRoot").cloned().unwrap_or_default();
    let mut keeper = Keeper {
        roles: within(bring.from, &root, b"RoleMap").cloned().unwrap_or_default(),
        placed,
        seen: HashSet::new(),
        contents: HashMap::new(),
        links: Vec::new(),
    };
    let tops: Vec<Object> = list(bring.from, &root, b"K").into_iter().cloned().collect();
    let kids: Vec<Object> =
        tops.iter().filter_map(|top| keeper.element(bring, top, section, None, 0)).collect();
    let mut element = dictionary! { "Type" => "StructElem", "S" => "Sect", "P" => tree.top, "K" => kids };
    if let Ok(Object::String(language, format)) = catalog.get(b"Lang") {
        element.set("Lang", Object::String(language.clone(), *format));
    }
    bring.into.objects.insert(section, element.into());
    tree.insert(first, section);
    bring.settle();
    for (stream, pieces) in keeper.contents {
        let most = pieces.last_key_value().map_or(0, |(mark, _)| *mark);
        let belongs =
            (0..=most).map(|mark| pieces.get(&mark).map_or(Object::Null, |id| Object::Reference(*id)));
        let key = tree.key(Object::Array(belongs.collect()));
        if let Ok(stream) = bring.into.get_object_mut(stream).and_then(Object::as_stream_mut) {
            stream.dict.set("StructParents", key);
        }
    }
    for (link, element) in keeper.links {
        let key = tree.key(Object::Reference(element));
        if let Ok(link) = bring.into.get_dictionary_mut(link) {
            link.set("StructParent", key);
        }
    }
}

struct Keeper<'a> {
    roles: Dictionary,
    placed: &'a [Placed],
    seen: HashSet<ObjectId>,
    /// For each form with content: which tag its numbered pieces belong to.
    contents: HashMap<ObjectId, BTreeMap<i64, ObjectId>>,
    /// Links with the tag that each belongs to.
    links: Vec<(ObjectId, ObjectId)>,
}

impl Keeper<'_> {
    /// A tag in the volume; nothing when it is no tag, or was met before.
    fn element(
        &mut self,
        bring: &mut Bring<'_>,
        old: &Object,
        parent: ObjectId,
        page: Option<ObjectId>,
        depth: usize,
    ) -> Option<Object> {
        let element = match bring.from.dereference(old).ok()? {
            (Some(id), _) if depth > MOST_DEPTH || !self.seen.insert(id) => return None,
            (_, Object::Dictionary(element)) => element.clone(),
            _ => return None,
        };
        let id = bring.into.new_object_id();
        let name = element.get(b"S").and_then(Object::as_name).ok()?;
        let mut new =
            dictionary! { "Type" => "StructElem", "S" => Object::Name(self.role(name)), "P" => parent };
        for key in [b"Lang".as_slice(), b"Alt", b"ActualText", b"E", b"T", b"A"] {
            if let Ok(value) = element.get(key) {
                let value = bring.object(value);
                new.set(key, value);
            }
        }
        let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let kids: Vec<Object> = list(bring.from, &element, b"K").into_iter().cloned().collect();
        let kids: Vec<Object> = kids.iter().filter_map(|kid| self.kid(bring, kid, id, page, depth)).collect();
        new.set("K", kids);
        bring.into.objects.insert(id, new.into());
        Some(Object::Reference(id))
    }

    /// What stands in a tag: a piece of content, a link, or another tag.
    fn kid(
        &mut self,
        bring: &mut Bring<'_>,
        kid: &Object,
        parent: ObjectId,
        page: Option<ObjectId>,
        depth: usize,
    ) -> Option<Object> {
        if let Ok(mark) = kid.as_i64() {
            return self.piece(mark, parent, page, None);
        }
        let held = bring.from.dereference(kid).ok()?.1.as_dict().ok()?;
        let of = held.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        if is(held, b"Type", b"MCR") {
            let mark = held.get(b"MCID").and_then(Object::as_i64).ok()?;
            let inner = held.get(b"Stm").and_then(Object::as_reference).ok();
            let inner = match inner {
                Some(stream) => Some(bring.brought(stream)?),
                None => None,
            };
            return self.piece(mark, parent, of, inner);
        }
        if is(held, b"Type", b"OBJR") {
            let object = held.get(b"Obj").and_then(Object::as_reference).ok()?;
            let mut links =
                self.placed.iter().flat_map(|one| one.links.iter().map(move |link| (one.page, link)));
            let (page, (_, link)) = links.find(|(_, (old, _))| *old == object)?;
            self.links.push((*link, parent));
            return Some(dictionary! { "Type" => "OBJR", "Pg" => page, "Obj" => *link }.into());
        }
        self.element(bring, kid, parent, of, depth + 1)
    }

    fn piece(
        &mut self,
        mark: i64,
        parent: ObjectId,
        page: Option<ObjectId>,
        inner: Option<ObjectId>,
    ) -> Option<Object> {
        let placed = self.placed.iter().find(|one| Some(one.old) == page)?;
        if !(0..MOST_PIECES).contains(&mark) {
            return None;
        }
        let form = inner.unwrap_or(placed.form);
        self.contents.entry(form).or_default().insert(mark, parent);
        Some(dictionary! { "Type" => "MCR", "Pg" => placed.page, "Stm" => form, "MCID" => mark }.into())
    }

    /// The standard tag that a name stands for.
    fn role(&self, name: &[u8]) -> Vec<u8> {
        let mut name = name;
        for _ in 0..10 {
            if STANDARD.contains(&name) {
                break;
            }
            match self.roles.get(name).and_then(Object::as_name) {
                Ok(next) => name = next,
                Err(_) => break,
            }
        }
        match name {
            // One document stands in another as a section of it.
            b"Document" | b"DocumentFragment" => b"Sect".to_vec(),
            b"Title" | b"FormField" => b"P".to_vec(),
            b"Strong" | b"Em" | b"Sub" => b"Span".to_vec(),
            known if STANDARD.contains(&known) => known.to_vec(),
            _ => b"NonStruct".to_vec(),
        }
    }
}
