//! The files that commands read and write. What cannot be read or written is said in a sentence with a remedy, and files that belong
//! together appear together or not at all.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use concordat_kernel::{Error, Refusal};

/// A file that cannot be read, in words.
pub(super) fn unreadable(file: &Path, error: &io::Error) -> Error {
    let file = file.display();
    Refusal::rule(match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => {
            format!("There is no file `{file}`. Check the name.")
        }
        ErrorKind::IsADirectory => format!("`{file}` is a folder. Choose a file in it."),
        ErrorKind::PermissionDenied => format!(
            "This account may not read `{file}`. Ask for the right to read it, or choose another file."
        ),
        _ => format!("`{file}` cannot be read: {}. Choose another file.", system(error)),
    })
    .into()
}

/// A file or folder that cannot be written, in words.
pub(super) fn unwritable(file: &Path, error: &io::Error) -> Error {
    let (other, system) = ("Choose another place.", system(error));
    let (why, remedy) = match error.kind() {
        ErrorKind::NotFound if !file.parent().is_some_and(there) => {
            ("its folder does not exist", "Make it first, or choose another place.")
        }
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            ("a file stands where a folder is needed", other)
        }
        ErrorKind::IsADirectory => ("a folder has this name", other),
        ErrorKind::PermissionDenied => {
            ("this account may not write there", "Ask for the right to write, or choose another place.")
        }
        ErrorKind::ReadOnlyFilesystem => ("that disk can only be read", other),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            ("there is no room left for it", "Make room, or choose another place.")
        }
        ErrorKind::InvalidFilename => ("its name is too long", other),
        _ => (&*system, other),
    };
    Refusal::rule(format!("`{}` cannot be written: {why}. {remedy}", file.display())).into()
}

/// Whether a folder is there, where an empty name is the one that the program stands in.
fn there(folder: &Path) -> bool {
    folder.as_os_str().is_empty() || folder.exists()
}

/// What the system says of an error, without its number: `the system says “Input/output error”`.
fn system(error: &io::Error) -> String {
    let said = error.to_string();
    format!("the system says “{}”", said.split(" (os error").next().unwrap_or_default())
}

/// The text of a file.
pub(super) fn text(file: &Path) -> Result<String, Error> {
    let bytes = fs::read(file).map_err(|e| unreadable(file, &e))?;
    String::from_utf8(bytes).map_err(|_| {
        Refusal::rule(format!(
            "`{}` is not UTF-8 text. Save it as UTF-8, or choose another file.",
            file.display()
        ))
        .into()
    })
}

/// A file's name without its folders.
pub(super) fn name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// What stands in the way of a folder: the nearest thing above it that is there, unless that is a folder.
pub(super) fn in_the_way(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.exists()).filter(|there| !there.is_dir())
}

/// Refuses a folder to write into that can never be made: said before the work, and not after it.
pub(super) fn clear(folder: &Path) -> Result<(), Error> {
    match in_the_way(folder) {
        Some(_) => Err(unwritable(folder, &ErrorKind::NotADirectory.into())),
        None => Ok(()),
    }
}

/// Makes a folder that only this account may enter, where there is none.
pub(super) fn private_folder(folder: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| unwritable(folder, &e))
}

/// Who may read files that are written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Readers {
    /// This account alone.
    Owner,
    /// Whoever the machine lets.
    Anybody,
}

/// Files of one folder that appear together: each is written beside its place, and all are moved there once the last is whole. Until then
/// what lies there stays, and what was not finished is taken away again.
#[derive(Debug)]
pub(super) struct Together<'a> {
    folder: &'a Path,
    readers: Readers,
    /// Each file's place, and where it is written.
    files: Vec<(PathBuf, PathBuf)>,
}

impl<'a> Together<'a> {
    /// Makes the folder where there is none.
    pub(super) fn within(folder: &'a Path, readers: Readers) -> Result<Self, Error> {
        clear(folder)?;
        fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e))?;
        Ok(Self { folder, readers, files: Vec::new() })
    }

    /// Begins a file.
    pub(super) fn begin(&mut self, name: &str) -> Result<File, Error> {
        let (place, unfinished) = (self.folder.join(name), self.folder.join(format!("{name}.unfinished")));
        if place.is_dir() {
            return Err(unwritable(&place, &ErrorKind::IsADirectory.into()));
        }
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(unwritable(&unfinished, &error)),
            _ => {}
        }
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if let Readers::Owner = self.readers {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let file = options.open(&unfinished).map_err(|e| unwritable(&place, &e))?;
        self.files.push((place, unfinished));
        Ok(file)
    }

    /// Writes a file whose bytes are there.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut file = self.begin(name)?;
        file.write_all(bytes).map_err(|e| unwritable(&self.folder.join(name), &e))
    }

    /// Moves the files to their places, in the place of whatever has their names, and says where they are.
    pub(super) fn finish(mut self) -> Result<Vec<PathBuf>, Error> {
        for (place, unfinished) in &self.files {
            fs::rename(unfinished, place).map_err(|e| unwritable(place, &e))?;
        }
        Ok(std::mem::take(&mut self.files).into_iter().map(|(place, _)| place).collect())
    }
}

impl Drop for Together<'_> {
    fn drop(&mut self) {
        for (_, unfinished) in &self.files {
            // What cannot be taken away now is by the next run; the error that matters is the first.
            let _ = fs::remove_file(unfinished);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_or_written_is_said_without_a_number() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, b"caf\xe9").unwrap();
        let unread = |path: &Path| text(path).unwrap_err().to_string();
        assert!(unread(&dir.path().join("none")).ends_with("none`. Check the name."));
        assert!(unread(&file.join("inside")).ends_with("inside`. Check the name."));
        assert!(unread(dir.path()).contains("is a folder. Choose a file in it."));
        assert!(unread(&file).contains("is not UTF-8 text. Save it as UTF-8"));
        for number in 1..140 {
            let error = io::Error::from_raw_os_error(number);
            for said in [unreadable(&file, &error), unwritable(&file, &error)].map(|e| e.to_string()) {
                let remedy = said.split_once(". ").map_or(said.as_str(), |(_, remedy)| remedy);
                assert!(!said.contains("os error") && remedy.ends_with('.'), "{number}: {said}");
                assert!(said.contains("hoose a") || said.contains("Check the name"), "{number}: {said}");
            }
        }
    }

    #[test]
    fn what_stands_in_the_way_of_a_folder_is_told_before_the_work() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "theirs").unwrap();
        assert!(
            clear(dir.path()).is_ok()
                && clear(&dir.path().join("a/b")).is_ok()
                && clear(Path::new("new")).is_ok()
        );
        for folder in [file.clone(), file.join("a/b")] {
            let said = clear(&folder).unwrap_err().to_string();
            let words = "cannot be written: a file stands where a folder is needed. Choose another place.";
            assert!(said.ends_with(words), "{said}");
            assert_eq!(Together::within(&folder, Readers::Owner).unwrap_err().to_string(), said);
        }
        assert_eq!(in_the_way(&file.join("a/b")), Some(file.as_path()));
    }

    #[test]
    fn files_appear_together_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let names = || {
            let entries = fs::read_dir(dir.path()).unwrap().map(|entry| name(&entry.unwrap().path()));
            let mut names: Vec<String> = entries.collect();
            names.sort();
            names
        };
        fs::write(dir.path().join("one"), "before").unwrap();
        fs::create_dir(dir.path().join("two")).unwrap();
        let mut files = Together::within(dir.path(), Readers::Owner).unwrap();
        files.write("one", b"after").unwrap();
        let said = files.write("two", b"after").unwrap_err().to_string();
        assert!(
            said.ends_with("two` cannot be written: a folder has this name. Choose another place."),
            "{said}"
        );
        drop(files);
        assert_eq!(names(), ["one", "two"]);
        assert_eq!(fs::read_to_string(dir.path().join("one")).unwrap(), "before");

        fs::remove_dir(dir.path().join("two")).unwrap();
        // As a stop leaves it.
        fs::write(dir.path().join("two.unfinished"), "half").unwrap();
        let mut files = Together::within(dir.path(), Readers::Owner).unwrap();
        files.write("one", b"after").unwrap();
        files.write("two", b"after").unwrap();
        assert_eq!(files.finish().unwrap(), ["one", "two"].map(|name| dir.path().join(name)));
        assert_eq!(names(), ["one", "two"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_for_its_owner_is_read_by_nobody_else_and_replaces_a_link() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let dir = tempfile::tempdir().unwrap();
        let (file, elsewhere) = (dir.path().join("report.html"), dir.path().join("elsewhere"));
        fs::write(&elsewhere, "theirs").unwrap();
        symlink(&elsewhere, &file).unwrap();
        for words in ["ours", "ours anew"] {
            let mut files = Together::within(dir.path(), Readers::Owner).unwrap();
            files.write("report.html", words.as_bytes()).unwrap();
            files.finish().unwrap();
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "ours anew");
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "theirs");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
