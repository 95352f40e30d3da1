//! Where a key lies: a file of its own that only this account may read, and never among the data.

use std::{
    fs::{self, OpenOptions, TryLockError},
    io::{self, ErrorKind, Read as _, Write as _},
    path::{Component, Path, PathBuf},
};

use concordat_kernel::{Chance, Error, Refusal, Result};

use super::{
    super::bytes::{hex, said},
    Key, LENGTH,
};

/// The word that a key file begins with.
const HEAD: &str = "concordat-pseudonym-key-1";

impl Key {
    /// Makes a new key and writes it where only this account can read it (mode 0600). It stays there only when it is kept.
    ///
    /// # Errors
    /// A refusal when there is a key already, since all pseudonyms made with it would be cut off, when `path` lies inside `data`, or when
    /// it cannot be written.
    pub fn create(path: &Path, data: &Path, chance: &Chance) -> Result<(Self, NewKey)> {
        apart(path, data)?;
        let key = Self::passing(chance);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| unwritable(path, &error))?;
        // Where the disk knows no locks, nobody can be told to wait.
        let _ = file.lock();
        let mut new = NewKey { path: path.to_owned(), file, kept: false };
        writeln!(new.file, "{HEAD} {}", hex(&key.bytes))
            .and_then(|()| new.file.sync_all())
            .map_err(|error| unwritable(path, &error))?;
        Ok((key, new))
    }

    /// Opens a key.
    ///
    /// # Errors
    /// A refusal when there is none, when it is damaged, when it lies inside `data` (the folder that holds the evidence), when other
    /// accounts of the machine may read it, or when it is new and may yet be taken away.
    pub fn open(path: &Path, data: &Path) -> Result<Self> {
        apart(path, data)?;
        let shown = path.display();
        let refused = |sentence: String| Error::from(Refusal::rule(sentence));
        let none = || {
            refused(format!(
                "There is no pseudonym key `{shown}`. Name with --key the one that the records were brought in with, or bring back a copy of it."
            ))
        };
        let file = fs::File::open(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => none(),
            ErrorKind::PermissionDenied => refused(format!(
                "This account may not read the pseudonym key `{shown}`. Ask for the right to read it."
            )),
            _ => unreadable(path, &error).into(),
        })?;
        let about = file.metadata().map_err(|error| unreadable(path, &error))?;
        if about.is_dir() {
            return Err(refused(format!("`{shown}` is a folder. Name with --key the pseudonym key in it.")));
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            if about.permissions().mode() & 0o077 != 0 {
                return Err(refused(format!(
                    "Other accounts of this machine may read the pseudonym key `{shown}`. Take that right away: chmod 600 {shown}"
                )));
            }
        }
        if let Err(TryLockError::WouldBlock) = file.try_lock_shared() {
            return Err(refused(format!(
                "The pseudonym key `{shown}` is being made at this moment, with the first records. Wait until they are in, and try again."
            )));
        }
        // Taken away between being opened and being locked.
        if !path.exists() {
            return Err(none());
        }
        let mut text = String::new();
        let read = (&file).take(1000).read_to_string(&mut text);
        let bytes = match read {
            Err(error) if error.kind() != ErrorKind::InvalidData => {
                return Err(unreadable(path, &error).into());
            }
            _ => key_in(&text),
        };
        let bytes = bytes.ok_or_else(|| {
            refused(format!(
                "`{shown}` is no pseudonym key, or a damaged one. Name the right file with --key, or bring back a copy of it."
            ))
        })?;
        Ok(Self::of(bytes))
    }
}

/// The file of a key that was made for records which are yet to be brought in. Unless it is kept it is taken away again: a run that is
/// refused leaves no key behind, which a later one would take for the right one. Until then it is locked, so that nobody else brings
/// records in with a key that may yet go.
#[derive(Debug)]
#[must_use = "a key that is not kept is taken away"]
pub struct NewKey {
    path: PathBuf,
    file: fs::File,
    kept: bool,
}

impl NewKey {
    /// Keeps it: records were brought in with it.
    pub fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for NewKey {
    fn drop(&mut self) {
        if !self.kept {
            // Whoever cannot take it away has a key that opens nothing; the error that matters is the one before.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Refusal {
    let (shown, says) = (path.display(), format!("the system says “{}”. Mend that, or", said(error)));
    let why = match error.kind() {
        ErrorKind::AlreadyExists => {
            return Refusal::rule(format!(
                "There is a pseudonym key `{shown}` already. A second one would cut off everybody known by the first: move the file away yourself if that is what you want."
            ));
        }
        ErrorKind::NotFound => "its folder does not exist. Make it first, or",
        ErrorKind::NotADirectory => "a file stands where its folder should. Make a folder, or",
        ErrorKind::PermissionDenied => "this account may not write there. Ask for the right to, or",
        _ => &says,
    };
    Refusal::rule(format!("The pseudonym key `{shown}` cannot be written: {why} give --key another place."))
}

fn unreadable(path: &Path, error: &io::Error) -> Refusal {
    Refusal::rule(format!(
        "The pseudonym key `{}` cannot be read: the system says “{}”. Bring back a copy of it.",
        path.display(),
        said(error)
    ))
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
        return Err(Refusal::rule(format!(
            "The pseudonym key `{}` may not lie inside the data folder: whoever copies the folder would have both. Name a place elsewhere, best on another disk.",
            path.display()
        ))
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
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("concordat-key-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("data")).unwrap();
        folder
    }

    #[test]
    fn a_key_is_made_once_read_again_and_never_shown() {
        let folder = folder("once");
        let (path, data) = (folder.join("key"), folder.join("data"));
        let (made, new) = Key::create(&path, &data, &Chance::seeded(3)).unwrap();
        new.keep();
        let read = Key::open(&path, &data).unwrap();
        assert_eq!(made.fingerprint(), read.fingerprint());
        assert_eq!(format!("{made:?}"), "Key(not shown)");
        let again = Key::create(&path, &data, &Chance::seeded(5)).unwrap_err().to_string();
        assert!(again.contains("already"), "{again}");
        assert_eq!(Key::open(&path, &data).unwrap().fingerprint(), made.fingerprint(), "the first one stays");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            let open = Key::open(&path, &data).unwrap_err().to_string();
            assert!(open.ends_with(&format!("chmod 600 {}", path.display())), "{open}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_new_key_goes_unless_it_is_kept_and_nobody_else_takes_it_before() {
        let folder = folder("new");
        let (path, data) = (folder.join("key"), folder.join("data"));
        let (_, new) = Key::create(&path, &data, &Chance::seeded(3)).unwrap();
        let early = Key::open(&path, &data).unwrap_err().to_string();
        assert!(early.contains("is being made at this moment"), "{early}");
        drop(new);
        assert!(!path.exists());
        let (_, new) = Key::create(&path, &data, &Chance::seeded(4)).unwrap();
        new.keep();
        assert!(Key::open(&path, &data).is_ok());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_no_key_is_named_with_a_remedy() {
        let folder = folder("none");
        let (file, data) = (folder.join("file"), folder.join("data"));
        let own = |path: &Path, bytes: &[u8]| {
            fs::write(path, bytes).unwrap();
            #[cfg(unix)]
            fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        };
        let opened = |path: &Path| Key::open(path, &data).unwrap_err().to_string();
        let made = |path: &Path| Key::create(path, &data, &Chance::seeded(1)).unwrap_err().to_string();
        for bytes in [&b""[..], b"something else", b"\xff\0\x01", b"concordat-pseudonym-key-1 beef"] {
            own(&file, bytes);
            assert!(
                opened(&file).contains("file` is no pseudonym key, or a damaged one. Name the right file")
            );
        }
        let none = "There is no pseudonym key `";
        for (said, words) in [
            (opened(&folder.join("absent")), none),
            (opened(&file.join("key")), none),
            (opened(&folder), "is a folder. Name with --key the pseudonym key in it."),
            (
                made(&folder.join("absent/key")),
                "its folder does not exist. Make it first, or give --key another place.",
            ),
            (made(&file.join("key")), "a file stands where its folder should."),
            (made(&folder.join("k".repeat(300))), "the system says “File name too long”."),
        ] {
            assert!(said.contains(words) && said.contains(&*folder.to_string_lossy()), "{said}");
            assert!(!said.contains("os error"), "{said}");
        }
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
