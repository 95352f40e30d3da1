//! Pseudonyms: a person is known in the evidence store by a keyed hash of the force's own reference, so that the store holds
//! no name and no reference, and the same person is the same number in every file. The key lies in a file of its own, away
//! from the data; whoever holds only the data cannot go back, and whoever holds only the key has nothing to go back from.

mod file;

use std::{fmt, str::FromStr};

use concordat_kernel::{Chance, Refusal};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

pub use file::NewKey;

use super::bytes::hex;

/// What stands for a person, a crime's reference or a place: the first 64 bits of HMAC-SHA-256 (RFC 2104, FIPS 198-1). Among a hundred
/// million of them the chance that any two meet is under one in three thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pseudonym(pub u64);

impl fmt::Display for Pseudonym {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Pseudonym {
    type Err = Refusal;

    fn from_str(text: &str) -> std::result::Result<Self, Refusal> {
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = digits.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        number.map(Self).ok_or_else(|| {
            Refusal::invalid(
                "pseudonym",
                "A pseudonym has sixteen hexadecimal digits, as lists of people show it.",
            )
        })
    }
}

/// What a reference is a reference of. It goes into the hash, so that crime 17 and person 17 are not the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// A recorded crime.
    Crime,
    /// A person.
    Person,
    /// A place, such as an address in the force's gazetteer.
    Place,
}

impl Of {
    fn word(self) -> &'static [u8] {
        match self {
            Of::Crime => b"crime",
            Of::Person => b"person",
            Of::Place => b"place",
        }
    }
}

/// The key. It is never shown: neither `Debug` nor any other trait gives it away, and it has no `Clone`.
pub struct Key {
    bytes: [u8; LENGTH],
    start: Hmac<Sha256>,
    /// The key that seals references, made from this one.
    pub(super) sealing: [u8; 2 * LENGTH],
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(not shown)")
    }
}

const LENGTH: usize = 32;
impl Key {
    fn of(bytes: [u8; LENGTH]) -> Self {
        let mut padded = hmac::digest::Key::<Hmac<Sha256>>::default();
        for (place, byte) in padded.iter_mut().zip(bytes) {
            *place = byte;
        }
        let start = Hmac::<Sha256>::new(&padded);
        let mut sealing = [0; 2 * LENGTH];
        for (half, number) in sealing.chunks_mut(LENGTH).zip([1, 2]) {
            let mut mac = start.clone();
            // No reference's hash begins with nothing.
            mac.update(b"\0sealing");
            mac.update(&[number]);
            half.copy_from_slice(&mac.finalize().into_bytes());
        }
        Self { start, bytes, sealing }
    }

    /// A key that is kept nowhere: for looking at an extract without keeping anything, and for tests.
    pub fn passing(chance: &Chance) -> Self {
        Self::of(chance.bytes())
    }

    /// What stands for a reference. `references` names the system that gave it, so that the same number from two forces is two people,
    /// and two extracts of one force agree. White space around a reference and the case of its letters do not count.
    pub fn pseudonym(&self, references: &str, of: Of, reference: &str) -> Pseudonym {
        let mut mac = self.start.clone();
        for part in [references.as_bytes(), of.word()] {
            mac.update(part);
            mac.update(&[0]);
        }
        let reference = reference.trim();
        if reference.bytes().any(|byte| byte.is_ascii_lowercase()) {
            mac.update(reference.to_ascii_uppercase().as_bytes());
        } else {
            mac.update(reference.as_bytes());
        }
        let hash = mac.finalize().into_bytes();
        Pseudonym(hash.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    /// What tells keys apart without giving them away, for the ledger: records read with two keys do not know each other's people.
    pub fn fingerprint(&self) -> String {
        let mut mac = self.start.clone();
        mac.update(b"\0fingerprint");
        hex(&mac.finalize().into_bytes()).chars().take(16).collect()
    }
}

#[cfg(test)]
mod tests {
    use sha2::Digest as _;

    use super::*;

    /// HMAC by its definition (RFC 2104), to check the library's against.
    fn by_definition(key: [u8; 32], message: &[u8]) -> u64 {
        let pad = |byte: u8| {
            let mut block = [byte; 64];
            block.iter_mut().zip(key).for_each(|(b, k)| *b ^= k);
            block
        };
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
        let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
        u64::from_be_bytes(outer[..8].try_into().unwrap())
    }

    #[test]
    fn a_pseudonym_is_the_head_of_an_hmac() {
        let key = Key::of([7; 32]);
        let expected = by_definition([7; 32], b"merrowshire\0person\0P-17A");
        assert_eq!(key.pseudonym("merrowshire", Of::Person, " p-17a "), Pseudonym(expected));
        assert_eq!(Pseudonym(255).to_string(), "00000000000000ff");
        assert_eq!("00000000000000FF".parse(), Ok(Pseudonym(255)));
        for text in ["", "ff", "-0000000000000ff", "00000000000000fg"] {
            assert!(text.parse::<Pseudonym>().is_err(), "{text}");
        }
    }

    #[test]
    fn different_things_keys_and_forces_give_different_pseudonyms() {
        let key = Key::passing(&Chance::seeded(1));
        let other = Key::passing(&Chance::seeded(2));
        let all = [
            key.pseudonym("a", Of::Person, "17"),
            key.pseudonym("a", Of::Crime, "17"),
            key.pseudonym("b", Of::Person, "17"),
            key.pseudonym("a", Of::Person, "18"),
            other.pseudonym("a", Of::Person, "17"),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        assert_ne!(key.fingerprint(), other.fingerprint());
    }
}
