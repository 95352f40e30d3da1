//! Binds uploaded PDFs into a printed paper: each of their pages is drawn onto a page that the paper left free, under
//! the paper's own mark and number. Its bookmarks stand below the paper's. Nothing else of an upload comes along: no
//! properties, files, programs.

mod bookmarks;
mod bring;
mod page;
mod tags;
mod upload;

use concordat_kernel::Problem;
use lopdf::{Dictionary, Document, Object, ObjectId};

pub use upload::{Fit, Shape, Unfit, Upload};

use bring::Bring;
use tags::Tree;

/// Binds uploads into a paper: each with its first page, counted from 0.
pub(crate) fn bind(made: &[u8], uploads: &[(usize, &Upload)]) -> Result<Vec<u8>, Problem> {
    if uploads.is_empty() {
        return Ok(made.to_vec());
    }
    let mut volume =
        Document::load_mem(made).map_err(|e| Problem::new("open a paper to bind uploads into it", e))?;
    let pages: Vec<ObjectId> = volume.page_iter().collect();
    let mut tree = Tree::of(&volume, &pages).ok_or_else(|| Problem::say("a printed paper has no tags"))?;
    for (first, upload) in uploads {
        let free = pages.get(*first..first + upload.pages().len());
        let free = free.ok_or_else(|| Problem::say("a paper left too few pages for an upload"))?;
        let bookmarks = one(&mut volume, &mut tree, *first, free, upload)
            .map_err(|unfit| Problem::new("bind an upload in", unfit.to_string()))?;
        bookmarks::put(&mut volume, &pages, *first, &bookmarks);
    }
    tree.write(&mut volume);
    claim_less(&mut volume, uploads.iter().all(|(_, upload)| upload.fit() == Fit::Tagged));
    write(volume)
}

fn one(
    volume: &mut Document,
    tree: &mut Tree,
    first: usize,
    free: &[ObjectId],
    upload: &Upload,
) -> Result<Vec<bookmarks::Bookmark>, Unfit> {
    let mut from = upload.open()?;
    let old: Vec<ObjectId> = from.page_iter().collect();
    let bookmarks = bookmarks::read(&from, &old);
    let pairs: Vec<(ObjectId, ObjectId)> = old.into_iter().zip(free.iter().copied()).collect();
    let mut bring = Bring::new(&mut from, volume, pairs.iter().copied());
    let mut ready = Vec::with_capacity(pairs.len());
    for (old, new) in pairs {
        ready.push(page::bring(&mut bring, old, new)?);
    }
    let placed: Vec<_> = ready.iter().map(|ready| ready.placed.clone()).collect();
    let marks = if upload.fit() == Fit::Untagged {
        drop(bring);
        tags::plain(tree, volume, first, &placed).into_iter().map(Some).collect()
    } else {
        tags::keep(tree, &mut bring, first, &placed);
        drop(bring);
        vec![None; ready.len()]
    };
    for (ready, mark) in ready.iter().zip(marks) {
        page::draw(volume, ready, mark)?;
    }
    Ok(bookmarks)
}

/// What a volume may say of itself. Nobody has looked whether its uploads keep to PDF/A; and PDF/UA is claimed only
/// where every upload has its tags and its fonts.
fn claim_less(volume: &mut Document, accessible: bool) {
    let Ok(id) = volume.catalog().and_then(|catalog| catalog.get(b"Metadata")).and_then(Object::as_reference)
    else {
        return;
    };
    let Ok(packet) = volume.get_object_mut(id).and_then(Object::as_stream_mut) else { return };
    let mut claims = String::from_utf8_lossy(&packet.content).into_owned();
    for claim in ["pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfuaid:part"] {
        if claim == "pdfuaid:part" && accessible {
            continue;
        }
        let (open, close) = (format!("<{claim}>"), format!("</{claim}>"));
        while let (Some(from), Some(to)) = (claims.find(&open), claims.find(&close)) {
            claims.replace_range(from..to + close.len(), "");
        }
    }
    packet.set_plain_content(claims.into_bytes());
}

fn write(mut volume: Document) -> Result<Vec<u8>, Problem> {
    let mut trailer = Dictionary::new();
    for key in [b"Root".as_slice(), b"Info", b"ID"] {
        if let Ok(value) = volume.trailer.get(key) {
            trailer.set(key, value.clone());
        }
    }
    volume.trailer = trailer;
    volume.prune_objects();
    let mut bytes = Vec::new();
    volume.save_to(&mut bytes).map_err(|e| Problem::new("write a bound paper", e))?;
    Ok(bytes)
}
