//! The way back from a pseudonym: the force's own references for people, sealed with the key that makes the pseudonyms and kept with the
//! records. Whoever has the records alone has sixty-four bits that stand for each reference and the reference behind a stream of the
//! key's; whoever has the key alone has nothing to open.
//!
//! The stream is HMAC-SHA-256 of the pseudonym in counter mode. One pseudonym stands for one reference, so a stream is never used for two
//! texts, and an opened text is right when the same key makes the same pseudonym of it: no other seal is needed.

use super::pseudonym::{Key, Of, Pseudonym};

/// A person's reference, sealed: eight bytes of it in each block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose.
    pub person: Pseudonym,
    /// In order.
    pub blocks: Vec<u64>,
}

/// The longest reference that is kept, in blocks; a longer one is no reference of a person.
const MOST: usize = 16;
const BLOCK: usize = 8;
/// Blocks that one hash covers.
const TOGETHER: usize = 4;

impl Key {
    /// Seals the reference that a pseudonym stands for: in capital letters and without space around it, as the pseudonym is made. `None`
    /// where it is too long.
    pub fn seal(&self, person: Pseudonym, reference: &str) -> Option<Sealed> {
        let text = reference.trim().to_ascii_uppercase();
        if text.len() > MOST * BLOCK {
            return None;
        }
        let blocks = text.as_bytes().chunks(BLOCK).map(|chunk| {
            let mut bytes = [0; BLOCK];
            bytes.iter_mut().zip(chunk).for_each(|(place, byte)| *place = *byte);
            u64::from_be_bytes(bytes)
        });
        Some(Sealed { person, blocks: self.covered(person, blocks) })
    }

    /// Opens a reference of the system `references`. `None` where this is not the key that sealed it, or the records are damaged.
    pub fn unseal(&self, sealed: &Sealed, references: &str) -> Option<String> {
        let bytes: Vec<u8> = self
            .covered(sealed.person, sealed.blocks.iter().copied())
            .into_iter()
            .flat_map(u64::to_be_bytes)
            .collect();
        let text = String::from_utf8(bytes).ok()?;
        let text = text.trim_end_matches('\0');
        (self.pseudonym(references, Of::Person, text) == sealed.person).then(|| text.to_owned())
    }

    /// Covers and uncovers alike.
    fn covered(&self, person: Pseudonym, blocks: impl Iterator<Item = u64>) -> Vec<u64> {
        let mut stream = Vec::new();
        blocks
            .enumerate()
            .map(|(at, block)| {
                if at % TOGETHER == 0 {
                    stream = self.stream(person, (at / TOGETHER) as u64);
                }
                block ^ stream.get(at % TOGETHER).copied().unwrap_or_default()
            })
            .collect()
    }
}

/// Who was met lately, so that a reference is not sealed at each of a person's crimes. Of constant size: whoever is forgotten is sealed
/// once more, which does no harm.
pub(crate) struct Met(Vec<u64>);

impl Met {
    /// About four million people, 32 MB.
    const PLACES: usize = 1 << 22;

    /// Whether somebody is met for the first time, as far as is remembered.
    pub(crate) fn first(&mut self, person: Pseudonym) -> bool {
        if self.0.is_empty() {
            self.0 = vec![0; Self::PLACES];
        }
        let at = (person.0 >> 42) as usize;
        match self.0.get_mut(at) {
            Some(place) if *place == person.0 => false,
            Some(place) => {
                *place = person.0;
                true
            }
            None => true,
        }
    }
}

impl Default for Met {
    /// Takes no memory before somebody is met.
    fn default() -> Self {
        Self(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use concordat_kernel::Chance;

    use super::*;

    fn key(seed: u64) -> Key {
        Key::passing(&Chance::seeded(seed))
    }

    #[test]
    fn what_is_sealed_is_opened_with_the_same_key_only() {
        let key_of = key(1);
        for reference in ["S1", "P-17A", "12345678", "nominal 4411/22", &"9".repeat(128), "Ærø 17"] {
            let person = key_of.pseudonym("wexcombe", Of::Person, reference);
            let sealed = key_of.seal(person, reference).unwrap();
            assert_eq!(key_of.unseal(&sealed, "wexcombe"), Some(reference.to_ascii_uppercase()));
            assert_eq!(key(2).unseal(&sealed, "wexcombe"), None, "another key");
            assert_eq!(key_of.unseal(&sealed, "merrowshire"), None, "another force");
            let mut damaged = sealed.clone();
            damaged.blocks[0] ^= 1;
            assert_eq!(key_of.unseal(&damaged, "wexcombe"), None, "damaged");
            let bytes: Vec<u8> = sealed.blocks.iter().flat_map(|block| block.to_be_bytes()).collect();
            assert!(!bytes.windows(2).any(|two| reference.as_bytes().starts_with(two)), "{reference} shows");
        }
        assert_eq!(key_of.seal(Pseudonym(1), &"9".repeat(129)), None);
    }

    #[test]
    fn however_it_is_written_it_is_sealed_alike() {
        let key = key(3);
        let person = key.pseudonym("a", Of::Person, "p-17");
        assert_eq!(key.seal(person, " p-17 "), key.seal(person, "P-17"));
    }

    #[test]
    fn somebody_is_met_once() {
        let mut met = Met::default();
        assert_eq!([7, 7, 8 << 42, 7].map(|n| met.first(Pseudonym(n))), [true, false, true, false]);
    }
}
