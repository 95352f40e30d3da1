//! Pseudonyms: a person is known in the evidence store by a keyed hash of the force's own reference, so that the store holds
//! no name and no reference, and the same person is the same number in every file. The key lies in a file of its own, away
//! from the data; whoever holds only the data cannot go back, and whoever holds only the key has nothing to go back from.

use std::{
    fmt,
    fs::{self, OpenOptions},
    io::{ErrorKind, Read as _, Write as _},
    path::{Component, Path, PathBuf},
    str::FromStr,
};

use concordat_kernel::{Chance, Problem, Refusal, Result};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

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
/// The word that a key file begins with.
const HEAD: &str = "concordat-pseudonym-key-1";

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

    /// Makes a new key and writes it where only this account can read it (mode 0600).
    ///
    /// # Errors
    /// A refusal when there is a key already, since all pseudonyms made with it would be cut off, or when `path` lies inside `data`.
    pub fn create(path: &Path, data: &Path, chance: &Chance) -> Result<Self> {
        apart(path, data)?;
        let key = Self::passing(chance);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => concordat_kernel::Error::from(Refusal::rule(
                "There is a pseudonym key already. A second one would cut off everybody known by the first: move the file away yourself if that is what you want.",
            )),
            ErrorKind::NotFound => Refusal::rule("The folder for the pseudonym key does not exist. Make it first.").into(),
            _ => Problem::new("writing the pseudonym key", error).into(),
        })?;
        writeln!(file, "{HEAD} {}", hex(&key.bytes))
            .and_then(|()| file.sync_all())
            .map_err(|error| Problem::new("writing the pseudonym key", error))?;
        Ok(key)
    }

    /// Opens a key.
    ///
    /// # Errors
    /// A refusal when there is none, when it is damaged, when it lies inside `data` (the folder that holds the evidence), or when
    /// other accounts of the machine may read it.
    pub fn open(path: &Path, data: &Path) -> Result<Self> {
        apart(path, data)?;
        let file = fs::File::open(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => concordat_kernel::Error::from(Refusal::rule(
                "There is no pseudonym key. Make one, or bring back the one that the earlier records were read with.",
            )),
            _ => Problem::new("opening the pseudonym key", error).into(),
        })?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = file
                .metadata()
                .map_err(|error| Problem::new("looking at the pseudonym key", error))?
                .permissions();
            if mode.mode() & 0o077 != 0 {
                return Err(Refusal::rule(
                    "Other accounts of this machine may read the pseudonym key. Take that right away: chmod 600 and the file's name.",
                )
                .into());
            }
        }
        let mut text = String::new();
        let read = file.take(1000).read_to_string(&mut text);
        let bytes = read.ok().and_then(|_| key_in(&text));
        let bytes = bytes.ok_or_else(|| {
            Refusal::rule("The pseudonym key is damaged or is another kind of file. Bring back a copy of it.")
        })?;
        Ok(Self::of(bytes))
    }

    /// Opens a key, and makes one at first use.
    ///
    /// # Errors
    /// As [`Key::open`] and [`Key::create`].
    pub fn open_or_create(path: &Path, data: &Path, chance: &Chance) -> Result<Self> {
        if path.exists() { Self::open(path, data) } else { Self::create(path, data, chance) }
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

fn key_in(text: &str) -> Option<[u8; LENGTH]> {
    let digits = text.strip_prefix(HEAD)?.trim();
    if digits.len() != 2 * LENGTH || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; LENGTH];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Refuses a key beside the data: one stolen or copied folder would then hold both.
fn apart(path: &Path, data: &Path) -> Result<()> {
    if whole(path).starts_with(whole(data)) {
        return Err(Refusal::rule(
            "The pseudonym key may not lie inside the data folder: whoever copies the folder would have both. Name a place elsewhere, best on another disk.",
        )
        .into());
    }
    Ok(())
}

/// A path from the root, with links followed as far as it exists.
fn whole(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
        if let Ok(real) = plain.canonicalize() {
            plain = real;
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use sha2::Digest as _;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("concordat-key-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("data")).unwrap();
        folder
    }

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

    #[test]
    fn a_key_is_made_once_read_again_and_never_shown() {
        let folder = folder("once");
        let (path, data) = (folder.join("key"), folder.join("data"));
        let made = Key::open_or_create(&path, &data, &Chance::seeded(3)).unwrap();
        let read = Key::open_or_create(&path, &data, &Chance::seeded(4)).unwrap();
        assert_eq!(made.fingerprint(), read.fingerprint());
        assert_eq!(format!("{made:?}"), "Key(not shown)");
        let again = Key::create(&path, &data, &Chance::seeded(5)).unwrap_err().to_string();
        assert!(again.contains("already"), "{again}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            assert!(Key::open(&path, &data).unwrap_err().to_string().contains("chmod 600"));
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        fs::write(&path, "something else").unwrap();
        assert!(Key::open(&path, &data).unwrap_err().to_string().contains("damaged"));
        fs::remove_file(&path).unwrap();
        assert!(Key::open(&path, &data).unwrap_err().to_string().contains("no pseudonym key"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_key_beside_the_data_is_refused_by_whatever_way_it_is_named() {
        let folder = folder("beside");
        let data = folder.join("data");
        for path in [data.join("key"), data.join("../data/deep/../key"), folder.join("way/key")] {
            #[cfg(unix)]
            let _ = std::os::unix::fs::symlink(&data, folder.join("way"));
            let message = Key::create(&path, &data, &Chance::seeded(6)).unwrap_err().to_string();
            assert!(message.contains("inside the data folder"), "{message}");
        }
        assert!(Key::create(&folder.join("database.key"), &data, &Chance::seeded(6)).is_ok());
        fs::remove_dir_all(folder).unwrap();
    }
}
