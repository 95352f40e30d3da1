//! Which rows were there before. A row is remembered by 64 bits that stand for its reference and 32 for its text, never by
//! the text itself.
//!
//! Memory: a row takes 17 bytes in a table that is between 7/16 and 7/8 full, so 20 to 39 bytes a row: at most 0.4 GB for
//! 10 million rows and 3.9 GB for 100 million. The table is cut in 256 pieces that grow one after another, so growing never
//! needs a second copy of the whole. Above [`Seen::MOST`] rows nothing new is remembered, and the account says for how
//! many rows duplicates were not looked for.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    hash::{BuildHasherDefault, Hash, Hasher},
};

use super::{pseudonym::Pseudonym, seal::Met};

/// Takes 64 well-mixed bits as their own hash.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        // Only whole numbers are hashed here; anything else would still be correct, only slow.
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

type Table = HashMap<u64, u32, BuildHasherDefault<AsIs>>;
type Set = HashSet<u64, BuildHasherDefault<AsIs>>;

/// Whether something was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Never.
    New,
    /// With the same text.
    Same,
    /// With another text.
    Changed,
    /// Not known: too much is remembered already.
    Full,
}

/// What was seen, over one file or several that belong together.
pub struct Seen {
    rows: Vec<Table>,
    crimes: Vec<Table>,
    loose: Vec<Set>,
    people: Met,
    held: usize,
    most: usize,
}

const PIECES: usize = 256;

impl Default for Seen {
    fn default() -> Self {
        Self::up_to(Self::MOST)
    }
}

impl Seen {
    /// Rows remembered at most: about 8 GB, a third of the memory of the machine that 12 GB files are read on.
    pub const MOST: usize = 200_000_000;

    /// Remembers up to `most` rows.
    pub fn up_to(most: usize) -> Self {
        let table = || (0..PIECES).map(|_| Table::default()).collect();
        Self {
            rows: table(),
            crimes: table(),
            loose: (0..PIECES).map(|_| Set::default()).collect(),
            people: Met::default(),
            held: 0,
            most,
        }
    }

    /// Whether somebody is met for the first time, as far as is remembered.
    pub(crate) fn first_met(&mut self, person: Pseudonym) -> bool {
        self.people.first(person)
    }

    /// A row with a reference.
    pub(crate) fn row(&mut self, reference: u64, text: u64) -> Before {
        look(&mut self.rows, &mut self.held, self.most, reference, text)
    }

    /// A crime, of which there may be several rows.
    pub(crate) fn crime(&mut self, reference: u64, text: u64) -> Before {
        look(&mut self.crimes, &mut self.held, self.most, reference, text)
    }

    /// A row without a reference.
    pub(crate) fn loose(&mut self, text: u64) -> Before {
        let Some(piece) = self.loose.get_mut(piece(text)) else { return Before::Full };
        if piece.contains(&text) {
            return Before::Same;
        }
        if self.held >= self.most {
            return Before::Full;
        }
        piece.insert(text);
        self.held += 1;
        Before::New
    }
}

fn look(table: &mut [Table], held: &mut usize, most: usize, reference: u64, text: u64) -> Before {
    let Some(piece) = table.get_mut(piece(reference)) else { return Before::Full };
    // Half of the 64 bits are enough to tell two texts of one reference apart.
    let text = (text >> 32) as u32;
    let full = *held >= most;
    match piece.entry(reference) {
        Entry::Occupied(known) if *known.get() == text => Before::Same,
        Entry::Occupied(_) => Before::Changed,
        Entry::Vacant(_) if full => Before::Full,
        Entry::Vacant(free) => {
            free.insert(text);
            *held += 1;
            Before::New
        }
    }
}

/// The middle bits choose the piece: the table inside uses those at both ends.
fn piece(n: u64) -> usize {
    usize::from((n >> 28) as u8)
}

/// 64 bits that stand for some texts. The same in one run of the program only.
pub(crate) fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    for text in texts {
        text.hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_apart_by_reference_and_text() {
        let mut seen = Seen::default();
        let (one, two) = (digest(["one"]), digest(["two"]));
        assert_eq!(seen.row(17, one), Before::New);
        assert_eq!(seen.row(17, one), Before::Same);
        assert_eq!(seen.row(17, two), Before::Changed);
        assert_eq!(seen.row(18, one), Before::New);
        assert_eq!(seen.crime(17, one), Before::New);
        assert_eq!(seen.loose(one), Before::New);
        assert_eq!(seen.loose(one), Before::Same);
    }

    #[test]
    fn when_too_much_is_remembered_it_says_that_it_does_not_know() {
        let mut seen = Seen::up_to(2);
        assert_eq!(seen.row(1, 0), Before::New);
        assert_eq!(seen.loose(2), Before::New);
        assert_eq!((seen.row(3, 0), seen.loose(4)), (Before::Full, Before::Full));
        assert_eq!((seen.row(1, 0), seen.loose(2)), (Before::Same, Before::Same));
    }

    #[test]
    fn texts_that_differ_only_in_where_they_are_parted_differ() {
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
