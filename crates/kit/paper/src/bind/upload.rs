//! A PDF that somebody uploaded, read with suspicion before it is bound in.

use std::fmt;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

/// The most that one upload's page contents may unpack to together, in bytes.
const MOST_UNPACKED: usize = 60_000_000;
/// The most that one list of objects may unpack to, in bytes.
const MOST_LISTED: usize = 60_000_000;
/// The most pages of one upload.
const MOST_PAGES: usize = 1_000;
/// How far up the tree of pages an entry is looked for.
const MOST_PARENTS: usize = 64;

/// An uploaded PDF that can be bound into a paper.
#[derive(Debug, Clone)]
pub struct Upload {
    bytes: Vec<u8>,
    shapes: Vec<Shape>,
    fit: Fit,
}

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// At least as tall as it is wide.
    Upright,
    /// Wider than it is tall.
    Sideways,
}

/// How accessible an upload is, as far as can be told by looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Tagged, with all its fonts inside: the tags are kept, and the volume may call itself accessible.
    Tagged,
    /// Tagged, but a font is missing: the tags are kept, and the volume does not call itself accessible.
    FontsMissing,
    /// Not tagged.
    Untagged,
}

/// Why an upload cannot be bound in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It does not open.
    Damaged,
    /// It needs a password.
    Locked,
    /// It has no pages.
    Empty,
    /// It has too many pages, or unpacks to far too much.
    TooMuch,
    /// A page has no size that paper could have.
    Size,
    /// Some of its layers are switched off: bound in, they would show.
    HiddenLayers,
    /// Redactions were marked in it and not applied: what is beneath them is still there.
    Redactions,
    /// It is a wrapper around other files, or a form that a program draws.
    NoPages,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Damaged => "The PDF is damaged and cannot be read. Open it, print it to a new PDF and upload that.",
            Self::Locked => "The PDF is locked with a password. Save a copy without the password and upload that.",
            Self::Empty => "The PDF has no pages. Upload one that has.",
            Self::TooMuch => {
                "The PDF has more than 1,000 pages, or unpacks to far more than it weighs. Split it and upload the parts."
            }
            Self::Size => {
                "A page of the PDF has no size that could be printed. Print it to a new PDF on A4 and upload that."
            }
            Self::HiddenLayers => {
                "The PDF has layers that are switched off, and they would show in the pack. Print what is to be seen to a new PDF and upload that."
            }
            Self::Redactions => {
                "The PDF has redactions that were marked and never applied: the text is still beneath them. Apply them and upload the result."
            }
            Self::NoPages => {
                "The PDF is a wrapper around other files, or a form that a program draws. Print it to a plain PDF and upload that."
            }
        })
    }
}

impl Upload {
    /// Reads a PDF. Reading a large one takes a while: call it where blocking is allowed.
    ///
    /// # Errors
    /// When it cannot be bound in, with a sentence that says what to do.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Unfit> {
        let document = load(&bytes)?;
        let catalog = document.catalog().map_err(|_| Unfit::Damaged)?;
        if catalog.has(b"Collection")
            || within(&document, catalog, b"AcroForm").is_some_and(|form| form.has(b"XFA"))
        {
            return Err(Unfit::NoPages);
        }
        if hides_layers(&document, catalog) {
            return Err(Unfit::HiddenLayers);
        }
        let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES + 1).collect();
        match pages.len() {
            0 => return Err(Unfit::Empty),
            count if count > MOST_PAGES => return Err(Unfit::TooMuch),
            _ => {}
        }
        let mut left = MOST_UNPACKED;
        let mut shapes = Vec::with_capacity(pages.len());
        for page in &pages {
            let (area, turn) = Area::of_page(&document, *page).ok_or(Unfit::Size)?;
            let (width, height) = area.turned(turn);
            shapes.push(if width > height { Shape::Sideways } else { Shape::Upright });
            for id in document.get_page_contents(*page) {
                let unpacked = content(&document, id, left)?.len();
                left = left.checked_sub(unpacked).ok_or(Unfit::TooMuch)?;
            }
            if annotations(&document, *page).any(|one| is(one, b"Subtype", b"Redact")) {
                return Err(Unfit::Redactions);
            }
        }
        let fit = match (is_tagged(&document, catalog, &pages), has_its_fonts(&document)) {
            (true, true) => Fit::Tagged,
            (true, false) => Fit::FontsMissing,
            (false, _) => Fit::Untagged,
        };
        Ok(Self { bytes, shapes, fit })
    }

    /// How its pages lie, one by one.
    pub fn pages(&self) -> &[Shape] {
        &self.shapes
    }

    /// How accessible it is.
    pub fn fit(&self) -> Fit {
        self.fit
    }

    /// The document, opened once more: it is not held open between reading and binding.
    pub(super) fn open(&self) -> Result<Document, Unfit> {
        load(&self.bytes)
    }
}

fn load(bytes: &[u8]) -> Result<Document, Unfit> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_LISTED), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword | lopdf::Error::Unimplemented(_) => {
            Unfit::Locked
        }
        _ => Unfit::Damaged,
    })?;
    if document.is_encrypted() || document.was_encrypted() { Err(Unfit::Locked) } else { Ok(document) }
}

/// What a stream of a page's contents unpacks to.
pub(super) fn content(document: &Document, id: ObjectId, most: usize) -> Result<Vec<u8>, Unfit> {
    let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return Ok(Vec::new()) };
    if !stream.dict.has(b"Filter") {
        return Ok(stream.content.clone());
    }
    stream.decompressed_content_with_limit(most).map_err(|error| match error {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => Unfit::TooMuch,
        _ => Unfit::Damaged,
    })
}

/// A dictionary in a dictionary, wherever it is kept.
pub(super) fn within<'a>(
    document: &'a Document,
    holder: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    document.dereference(holder.get(key).ok()?).ok()?.1.as_dict().ok()
}

/// Whether an entry is this name.
pub(super) fn is(holder: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    holder.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

/// What was laid on a page: links, notes, stamps, fields.
pub(super) fn annotations(document: &Document, page: ObjectId) -> impl Iterator<Item = &Dictionary> {
    let list = document.get_dictionary(page).ok().and_then(|page| page.get(b"Annots").ok());
    let list = list.and_then(|list| document.dereference(list).ok()?.1.as_array().ok());
    list.into_iter().flatten().filter_map(|one| document.dereference(one).ok()?.1.as_dict().ok())
}

/// An entry of a page that it may have from those above it.
pub(super) fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..MOST_PARENTS {
        if let Ok(found) = node.get(key) {
            return document.dereference(found).ok().map(|(_, object)| object);
        }
        node = within(document, node, b"Parent")?;
    }
    None
}

/// A rectangle: left, bottom, right, top, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area(pub(super) [f32; 4]);

impl Area {
    /// The rectangle that an array describes, its corners in order.
    pub(super) fn read(document: &Document, object: &Object) -> Option<Self> {
        let corners = document.dereference(object).ok()?.1.as_array().ok()?;
        let mut sides = [0.0_f32; 4];
        for (side, corner) in sides.iter_mut().zip(corners) {
            *side = document.dereference(corner).ok()?.1.as_float().ok().filter(|side| side.is_finite())?;
        }
        let [a, b, c, d] = sides;
        (corners.len() == 4).then_some(Self([a.min(c), b.min(d), a.max(c), b.max(d)]))
    }

    /// What of a page is shown, and by how many quarters it is turned to the right.
    pub(super) fn of_page(document: &Document, page: ObjectId) -> Option<(Self, u8)> {
        let Self(media) = Self::read(document, inherited(document, page, b"MediaBox")?)?;
        let crop = inherited(document, page, b"CropBox").and_then(|crop| Self::read(document, crop));
        let Self(crop) = crop.unwrap_or(Self(media));
        let shown =
            [media[0].max(crop[0]), media[1].max(crop[1]), media[2].min(crop[2]), media[3].min(crop[3])];
        let sides = [shown[2] - shown[0], shown[3] - shown[1]];
        let turn = inherited(document, page, b"Rotate").and_then(|turn| turn.as_i64().ok()).unwrap_or(0);
        let turn = u8::try_from(turn.rem_euclid(360) / 90).unwrap_or(0);
        sides.iter().all(|side| (20.0..=14_400.0).contains(side)).then_some((Self(shown), turn))
    }

    /// Width and height once it is turned.
    pub(super) fn turned(self, turn: u8) -> (f32, f32) {
        let [left, bottom, right, top] = self.0;
        if turn % 2 == 1 { (top - bottom, right - left) } else { (right - left, top - bottom) }
    }
}

/// Whether a layer is off. Bound in, there are no layers any more.
fn hides_layers(document: &Document, catalog: &Dictionary) -> bool {
    let Some(layers) = within(document, catalog, b"OCProperties") else { return false };
    let Some(usual) = within(document, layers, b"D") else { return false };
    let off = usual.get(b"OFF").ok().and_then(|list| document.dereference(list).ok()?.1.as_array().ok());
    let all_on = usual.get(b"BaseState").and_then(Object::as_name).map_or(true, |state| state == b"ON");
    !all_on || off.is_some_and(|list| !list.is_empty())
}

/// Whether every page that shows something is tied into a tree of tags.
fn is_tagged(document: &Document, catalog: &Dictionary, pages: &[ObjectId]) -> bool {
    let marked = within(document, catalog, b"MarkInfo")
        .is_some_and(|info| info.get(b"Marked").and_then(Object::as_bool).unwrap_or(false));
    let tree = within(document, catalog, b"StructTreeRoot").is_some_and(|root| root.has(b"K"));
    marked
        && tree
        && pages.iter().all(|page| {
            let tied = document.get_dictionary(*page).is_ok_and(|page| page.has(b"StructParents"));
            tied || document.get_page_contents(*page).is_empty()
        })
}

/// Whether the programs of all fonts are in the file.
fn has_its_fonts(document: &Document) -> bool {
    let embedded = |font: &Dictionary| {
        within(document, font, b"FontDescriptor").is_some_and(|descriptor| {
            [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key))
        })
    };
    document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|font| {
            font.has_type(b"Font") && !is(font, b"Subtype", b"Type0") && !is(font, b"Subtype", b"Type3")
        })
        .all(embedded)
}
