//! Moves objects from an upload into the volume, with all that they need and nothing else.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// Entries that are never brought along: what is said about the upload or its parts, files inside it, layers (there
/// are none in a volume), ties into its own tree of tags (made anew), and ids that only that tree knows.
const LEFT_BEHIND: &[&[u8]] = &[
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"Thumb",
    b"AF",
    b"EF",
    b"OPI",
    b"OC",
    b"StructParents",
    b"StructParent",
    b"Headers",
    b"AA",
    b"JS",
    b"JavaScript",
];

/// A move from one document to another.
pub(super) struct Bring<'a> {
    /// The upload: what has been moved is gone from it.
    pub(super) from: &'a mut Document,
    /// The volume.
    pub(super) into: &'a mut Document,
    /// Where each object went.
    known: HashMap<ObjectId, ObjectId>,
    waiting: Vec<ObjectId>,
}

impl<'a> Bring<'a> {
    /// A move in which the pages of the upload become these pages of the volume.
    pub(super) fn new(
        from: &'a mut Document,
        into: &'a mut Document,
        pages: impl IntoIterator<Item = (ObjectId, ObjectId)>,
    ) -> Self {
        Self { from, into, known: pages.into_iter().collect(), waiting: Vec::new() }
    }

    /// The object as it is in the volume. What it refers to waits until [`Bring::settle`].
    pub(super) fn object(&mut self, object: &Object) -> Object {
        match object {
            Object::Reference(id) => Object::Reference(self.id(*id)),
            Object::Array(items) => Object::Array(items.iter().map(|item| self.object(item)).collect()),
            Object::Dictionary(dictionary) => Object::Dictionary(self.dictionary(dictionary)),
            Object::Stream(stream) => {
                let mut moved = stream.clone();
                moved.dict = self.dictionary(&stream.dict);
                Object::Stream(moved)
            }
            plain => plain.clone(),
        }
    }

    /// The id that an object has in the volume.
    pub(super) fn id(&mut self, id: ObjectId) -> ObjectId {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let new = self.into.new_object_id();
        self.known.insert(id, new);
        self.waiting.push(id);
        new
    }

    /// Where an object went, if it was brought along.
    pub(super) fn brought(&self, id: ObjectId) -> Option<ObjectId> {
        self.known.get(&id).copied()
    }

    fn dictionary(&mut self, dictionary: &Dictionary) -> Dictionary {
        let mut moved = Dictionary::new();
        for (key, value) in dictionary.iter() {
            if !LEFT_BEHIND.contains(&key.as_slice()) {
                let value = self.object(value);
                moved.set(key.clone(), value);
            }
        }
        moved
    }

    /// Moves all that waits, and what that refers to.
    pub(super) fn settle(&mut self) {
        while let Some(id) = self.waiting.pop() {
            // Taken out rather than copied: pictures weigh much.
            let moved = match self.from.objects.remove(&id) {
                Some(Object::Stream(mut stream)) => {
                    stream.dict = self.dictionary(&stream.dict.clone());
                    Object::Stream(stream)
                }
                Some(object) => self.object(&object),
                None => Object::Null,
            };
            if let Some(new) = self.known.get(&id) {
                self.into.objects.insert(*new, moved);
            }
        }
    }
}
