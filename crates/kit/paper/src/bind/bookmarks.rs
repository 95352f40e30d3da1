//! The bookmarks of an upload, nested below the one under which the paper has it.
//!
//! Only words and pages come along: a bookmark that runs something, or leads out of the upload, does not.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string, text_string};

use super::upload::{is, within};

/// The most bookmarks of one upload.
const MOST: usize = 500;
/// How deep they may stand below each other, and how deep a tree of names may be.
const DEEPEST: usize = 8;
/// The longest title, in characters.
const LONGEST: usize = 200;

/// A bookmark of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bookmark {
    title: String,
    /// The page of the upload that it leads to, from 0.
    page: usize,
    beneath: Vec<Bookmark>,
}

/// The bookmarks of an upload that lead to pages of its own.
pub(super) fn read(from: &Document, pages: &[ObjectId]) -> Vec<Bookmark> {
    let Ok(catalog) = from.catalog() else { return Vec::new() };
    let mut seen = HashSet::new();
    within(from, catalog, b"Outlines").map_or_else(Vec::new, |all| level(from, pages, all, 0, &mut seen))
}

/// The bookmark that another one names, unless it was met before or there are too many.
fn follow<'a>(
    from: &'a Document,
    holder: &Dictionary,
    key: &[u8],
    seen: &mut HashSet<ObjectId>,
) -> Option<&'a Dictionary> {
    let id = holder.get(key).ok()?.as_reference().ok()?;
    (seen.len() < MOST && seen.insert(id)).then(|| from.get_dictionary(id).ok())?
}

fn level(
    from: &Document,
    pages: &[ObjectId],
    holder: &Dictionary,
    depth: usize,
    seen: &mut HashSet<ObjectId>,
) -> Vec<Bookmark> {
    let mut found = Vec::new();
    if depth >= DEEPEST {
        return found;
    }
    let mut next = follow(from, holder, b"First", seen);
    while let Some(item) = next {
        let beneath = level(from, pages, item, depth + 1, seen);
        let title = item.get(b"Title").ok().and_then(|title| from.dereference(title).ok());
        let title = title.and_then(|(_, title)| decode_text_string(title).ok()).unwrap_or_default();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title: String = title.chars().take(LONGEST).collect();
        let page = target(from, pages, item).or_else(|| beneath.first().map(|first| first.page));
        match page {
            Some(page) if !title.is_empty() => found.push(Bookmark { title, page, beneath }),
            // What has no words or no page of its own gives its place to what stands beneath it.
            _ => found.extend(beneath),
        }
        next = follow(from, item, b"Next", seen);
    }
    found
}

/// The page of the upload that a bookmark leads to.
fn target(from: &Document, pages: &[ObjectId], item: &Dictionary) -> Option<usize> {
    let destination = match item.get(b"Dest") {
        Ok(destination) => destination,
        Err(_) => {
            let action = within(from, item, b"A").filter(|action| is(action, b"S", b"GoTo"))?;
            action.get(b"D").ok()?
        }
    };
    place(from, pages, destination, 0)
}

fn place(from: &Document, pages: &[ObjectId], destination: &Object, depth: usize) -> Option<usize> {
    if depth > 2 {
        return None;
    }
    match from.dereference(destination).ok()?.1 {
        Object::Array(parts) => {
            let page = parts.first()?.as_reference().ok()?;
            pages.iter().position(|known| *known == page)
        }
        Object::Dictionary(wrapped) => place(from, pages, wrapped.get(b"D").ok()?, depth + 1),
        Object::Name(name) | Object::String(name, _) => place(from, pages, named(from, name)?, depth + 1),
        _ => None,
    }
}

/// A destination by its name, in the old list or the new one.
fn named<'a>(from: &'a Document, name: &[u8]) -> Option<&'a Object> {
    let catalog = from.catalog().ok()?;
    let old = within(from, catalog, b"Dests").and_then(|all| all.get(name).ok());
    old.or_else(|| {
        let tree = within(from, within(from, catalog, b"Names")?, b"Dests")?;
        in_tree(from, tree, name, 0)
    })
}

fn in_tree<'a>(from: &'a Document, node: &'a Dictionary, name: &[u8], depth: usize) -> Option<&'a Object> {
    let list = |key: &[u8]| from.dereference(node.get(key).ok()?).ok()?.1.as_array().ok();
    let pairs = list(b"Names").map_or(&[][..], Vec::as_slice);
    let found = pairs.chunks_exact(2).find(|pair| {
        let known = pair.first().and_then(|key| from.dereference(key).ok());
        known.is_some_and(|(_, key)| key.as_str().is_ok_and(|key| key == name))
    });
    if let Some(value) = found.and_then(|pair| pair.get(1)) {
        return Some(value);
    }
    if depth >= DEEPEST {
        return None;
    }
    list(b"Kids")?
        .iter()
        .filter_map(|kid| from.dereference(kid).ok()?.1.as_dict().ok())
        .find_map(|kid| in_tree(from, kid, name, depth + 1))
}

/// Puts the bookmarks of an upload below the last one of the volume that leads to a page before the upload's first.
/// `pages` are those of the volume, `first` is where the upload begins among them.
pub(super) fn put(volume: &mut Document, pages: &[ObjectId], first: usize, bookmarks: &[Bookmark]) {
    if bookmarks.is_empty() {
        return;
    }
    let Some(parent) = before(volume, pages, first) else { return };
    let Some((head, tail, count)) = chain(volume, pages, first, parent, bookmarks) else { return };
    let former =
        volume.get_dictionary(parent).ok().and_then(|holder| holder.get(b"Last").ok()?.as_reference().ok());
    if let Some(former) = former {
        set(volume, former, b"Next", head.into());
        set(volume, head, b"Prev", former.into());
    } else {
        set(volume, parent, b"First", head.into());
    }
    set(volume, parent, b"Last", tail.into());
    // Closed, so that the paper's own bookmarks stay together until somebody opens them.
    let shown =
        volume.get_dictionary(parent).ok().and_then(|holder| holder.get(b"Count").ok()?.as_i64().ok());
    let shown = shown.unwrap_or(0);
    let count = if shown > 0 { shown + count } else { shown - count };
    set(volume, parent, b"Count", count.into());
}

fn set(volume: &mut Document, id: ObjectId, key: &[u8], value: Object) {
    if let Ok(holder) = volume.get_object_mut(id).and_then(Object::as_dict_mut) {
        holder.set(key, value);
    }
}

/// The last bookmark, in the order in which they are read, that leads to a page before this one.
fn before(volume: &Document, pages: &[ObjectId], first: usize) -> Option<ObjectId> {
    let top = volume.catalog().ok().and_then(|catalog| within(volume, catalog, b"Outlines"))?;
    let link = |holder: &Dictionary, key: &[u8]| holder.get(key).ok().and_then(|id| id.as_reference().ok());
    let mut waiting: Vec<ObjectId> = link(top, b"First").into_iter().collect();
    let mut found = None;
    let mut left = pages.len().saturating_add(100_000);
    while let Some(id) = waiting.pop() {
        let Ok(item) = volume.get_dictionary(id) else { continue };
        left = left.checked_sub(1)?;
        if target(volume, pages, item).is_some_and(|page| page < first) {
            found = Some(id);
        }
        waiting.extend(link(item, b"Next"));
        waiting.extend(link(item, b"First"));
    }
    found
}

/// Writes a chain of bookmarks below a holder: its first, its last, and how many there are.
fn chain(
    volume: &mut Document,
    pages: &[ObjectId],
    first: usize,
    parent: ObjectId,
    bookmarks: &[Bookmark],
) -> Option<(ObjectId, ObjectId, i64)> {
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| volume.new_object_id()).collect();
    for (n, (bookmark, id)) in bookmarks.iter().zip(&ids).enumerate() {
        let page = pages.get(first + bookmark.page)?;
        let mut item = Dictionary::new();
        item.set("Title", text_string(&bookmark.title));
        item.set("Parent", parent);
        item.set("Dest", vec![Object::Reference(*page), Object::Name(b"Fit".to_vec())]);
        if let Some(former) = n.checked_sub(1).and_then(|n| ids.get(n)) {
            item.set("Prev", *former);
        }
        if let Some(next) = ids.get(n + 1) {
            item.set("Next", *next);
        }
        if let Some((head, tail, count)) = chain(volume, pages, first, *id, &bookmark.beneath) {
            item.set("First", head);
            item.set("Last", tail);
            item.set("Count", -count);
        }
        volume.objects.insert(*id, Object::Dictionary(item));
    }
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Some((*ids.first()?, *ids.last()?, count))
}
