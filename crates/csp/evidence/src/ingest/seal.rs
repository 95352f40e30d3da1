//! The way back from a pseudonym: the force's own references for people, sealed with the key that makes the pseudonyms and kept with the
//! records. Whoever has the records alone has sixty-four bits that stand for each reference and the reference under a seal; whoever has the
//! key alone has nothing to open.
//!
//! The seal is AES-256-SIV (RFC 5297) over the system that gave the reference and the pseudonym. It takes no nonce: the same reference
//! seals alike, which gives nothing away that its pseudonym does not, and nobody can put one person's reference in another's place.

use std::fmt;

use aes_siv::{KeyInit as _, siv::Aes256Siv};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::pseudonym::{Key, Pseudonym};

/// A person's reference, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose.
    pub person: Pseudonym,
    /// The sealed reference in base64.
    pub text: String,
}

/// The longest reference that is kept, in bytes; a longer one is no reference of a person.
const MOST: usize = 128;

/// Seals references and opens them. It gives nothing away of the key that it was made with.
pub struct Sealer(Aes256Siv);

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(not shown)")
    }
}

impl Key {
    /// What seals references with this key. To make it takes longer than a seal, so it is made once for many.
    pub fn sealer(&self) -> Sealer {
        Sealer(Aes256Siv::new(&self.sealing.into()))
    }
}

impl Sealer {
    /// Seals the reference that the system `references` knows somebody by: in capital letters and without space around it, as the
    /// pseudonym is made. `None` where it is too long.
    pub fn seal(&mut self, person: Pseudonym, references: &str, reference: &str) -> Option<Sealed> {
        let text = reference.trim().to_ascii_uppercase();
        if text.len() > MOST {
            return None;
        }
        let about = [references.as_bytes(), &person.0.to_be_bytes()];
        // It fails for more than 126 things that a seal is about; these are two.
        let sealed = self.0.encrypt(about, text.as_bytes()).ok()?;
        Some(Sealed { person, text: STANDARD.encode(sealed) })
    }

    /// Opens a reference of the system `references`. `None` where this is not the key that sealed it, or the records are damaged.
    pub fn unseal(&mut self, sealed: &Sealed, references: &str) -> Option<String> {
        let about = [references.as_bytes(), &sealed.person.0.to_be_bytes()];
        let text = self.0.decrypt(about, &STANDARD.decode(&sealed.text).ok()?).ok()?;
        String::from_utf8(text).ok()
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
    use crate::ingest::pseudonym::Of;

    fn key(seed: u64) -> Key {
        Key::passing(&Chance::seeded(seed))
    }

    #[test]
    fn what_is_sealed_is_opened_with_the_same_key_only() {
        let key_of = key(1);
        let mut sealer = key_of.sealer();
        for reference in ["S1", "P-17A", "12345678", "nominal 4411/22", &"9".repeat(128), "Ærø 17"] {
            let person = key_of.pseudonym("wexcombe", Of::Person, reference);
            let sealed = sealer.seal(person, "wexcombe", reference).unwrap();
            assert_eq!(sealer.unseal(&sealed, "wexcombe"), Some(reference.to_ascii_uppercase()));
            assert_eq!(key(2).sealer().unseal(&sealed, "wexcombe"), None, "another key");
            assert_eq!(sealer.unseal(&sealed, "merrowshire"), None, "another force");
            let mut bytes = STANDARD.decode(&sealed.text).unwrap();
            let shows =
                bytes.windows(reference.len().min(4)).any(|some| reference.as_bytes().starts_with(some));
            assert!(!shows, "{reference} shows");
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            let damaged = Sealed { person, text: STANDARD.encode(bytes) };
            assert_eq!(sealer.unseal(&damaged, "wexcombe"), None, "damaged");
            let moved = Sealed { person: Pseudonym(person.0 ^ 1), ..sealed };
            assert_eq!(sealer.unseal(&moved, "wexcombe"), None, "put in another's place");
        }
        assert_eq!(sealer.seal(Pseudonym(1), "wexcombe", &"9".repeat(129)), None);
    }

    #[test]
    fn however_it_is_written_it_is_sealed_alike() {
        let key = key(3);
        let person = key.pseudonym("a", Of::Person, "p-17");
        let mut sealer = key.sealer();
        assert_eq!(sealer.seal(person, "a", " p-17 "), sealer.seal(person, "a", "P-17"));
    }

    #[test]
    fn somebody_is_met_once() {
        let mut met = Met::default();
        assert_eq!([7, 7, 8 << 42, 7].map(|n| met.first(Pseudonym(n))), [true, false, true, false]);
    }
}
