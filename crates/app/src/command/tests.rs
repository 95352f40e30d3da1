//! Stories of commands that are called with something wrong: what they say, and that they leave nothing behind.

use std::{fs, path::Path};

use clap::Parser as _;
use concordat_kernel::{Chance, Clock, Error};

use super::{Cli, Output, Session, dispatch, files, output::counted};

/// A street file with one crime.
pub(super) const STREET: &str = "\
Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context
a1,2026-04,Merrowshire Police,Merrowshire Police,,,On or near Quay Street,E01990001,Aldermoor 001A,Burglary,,
";

/// A folder with a record in `data`, and whatever else is put beside it.
pub(super) struct Place(tempfile::TempDir);

impl Place {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    /// A file that only its owner may read, as a key must be.
    pub(super) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.at(name), bytes).unwrap();
        #[cfg(unix)]
        fs::set_permissions(self.at(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }

    /// `concordat evidence …` with these arguments, of which `@name` is a name in the place.
    fn command(&self, args: &[&str]) -> Cli {
        let at = |name: &str| self.at(name).to_string_lossy().into_owned();
        let begin = ["concordat".to_owned(), "--data".to_owned(), at("data"), "evidence".to_owned()];
        let rest = args.iter().map(|arg| arg.strip_prefix('@').map_or_else(|| (*arg).to_owned(), at));
        Cli::try_parse_from(begin.into_iter().chain(rest)).unwrap()
    }

    async fn run(&self, args: &[&str]) -> Result<(), Error> {
        let output = Output { json: false };
        dispatch(self.command(args), output, None).await.map(drop)
    }

    pub(super) async fn done(&self, args: &[&str]) {
        self.run(args).await.unwrap_or_else(|error| panic!("{args:?}: {error}"));
    }

    /// What a command that is refused says.
    async fn refused(&self, args: &[&str]) -> String {
        match self.run(args).await {
            Err(Error::Refusal(refusal)) => refusal.to_string(),
            other => panic!("{args:?}: expected a refusal, got {other:?}"),
        }
    }

    pub(super) fn session(&self) -> Session {
        Session {
            place: self.command(&["ledger"]).place,
            clock: Clock::system(),
            chance: Chance::system(),
            output: Output { json: false },
            cluster: None,
        }
    }

    /// Every file and folder but those of the record.
    fn beside(&self) -> Vec<String> {
        fn walk(folder: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                }
                found.push(path.to_string_lossy().into_owned());
            }
        }
        let (mut found, data) = (Vec::new(), self.at("data").to_string_lossy().into_owned());
        walk(self.0.path(), &mut found);
        found.retain(|path| !path.starts_with(&data));
        found.sort();
        found
    }
}

#[tokio::test]
async fn a_mistyped_key_makes_none() {
    let place = Place::new();
    place.file("april.csv", STREET);
    place.file("may.csv", STREET.replace("a1,2026-04", "a2,2026-05"));
    place.done(&["ingest", "--key", "@key", "@april.csv"]).await;
    let before = fs::read(place.at("key")).unwrap();
    let said = place.refused(&["ingest", "--key", "@other", "@may.csv"]).await;
    assert!(
        said.contains("There is no pseudonym key `") && said.contains("other`. Name with --key"),
        "{said}"
    );
    assert!(!place.at("other").exists());
    place.done(&["ingest", "--key", "@key", "@may.csv"]).await;
    assert_eq!(fs::read(place.at("key")).unwrap(), before);
}

#[tokio::test]
async fn a_key_is_made_only_with_the_first_records() {
    let place = Place::new();
    place.file("april.csv", STREET);
    for (name, bytes) in
        [("empty.csv", ""), ("hello.csv", "hello\n"), ("head.csv", STREET.lines().next().unwrap())]
    {
        place.file(name, bytes);
        place.refused(&["ingest", "--key", "@fresh", &format!("@{name}")]).await;
        assert!(!place.at("fresh").exists(), "{name}");
    }
    // The first of several was brought in: its key stays, whatever becomes of the rest.
    place.refused(&["ingest", "--key", "@fresh", "@april.csv", "@empty.csv"]).await;
    assert!(place.at("fresh").exists());
}

#[tokio::test]
async fn a_mistyped_name_makes_no_record() {
    let place = Place::new();
    place.file("april.csv", STREET);
    place.file("mapping.toml", "name = \"x\"");
    place.file("index.csv", "reference,score,unit\n1,5,days\n");
    for args in [
        &["ingest", "--key", "@fresh", "@april.csv", "@none.csv"][..],
        &["ingest", "--key", "@fresh", "--source", "@none.toml", "@april.csv"],
        &["ingest", "--key", "@fresh", "--source", "@mapping.toml", "@april.csv"],
        &["index", "load", "@none.csv", "--name", "n", "--version", "1"],
        &["index", "load", "@index.csv", "--name", " ", "--version", "1"],
        &["index", "load", "@index.csv", "--name", "n", "--version", " "],
        &["areas", "load", "@none.csv"],
    ] {
        place.refused(args).await;
        assert!(!place.at("data").exists() && !place.at("fresh").exists(), "{args:?}");
    }
}

/// Whatever stands where a file or a folder is wanted: a sentence that names it and says what to do, and nothing left behind.
#[tokio::test]
async fn rubbish_is_refused_in_a_sentence_that_names_it() {
    let place = Place::new();
    place.file("april.csv", STREET);
    place.file("empty.csv", "");
    place.file("hello.csv", "hello\n");
    place.file("binary.csv", b"\x00\xff\xfe\x01");
    fs::create_dir(place.at("folder.d")).unwrap();
    place.done(&["ingest", "--key", "@key", "@april.csv"]).await;
    let before = place.beside();
    let rubbish = ["@none.csv", "@folder.d", "@empty.csv", "@hello.csv", "@binary.csv", "@hello.csv/inside"];
    let package = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let mapping = &format!("{package}/../csp/evidence/mappings/generated.toml");
    let why = "a reason that is long enough to be one";
    let mut commands = Vec::new();
    for file in rubbish {
        commands.extend([
            (file, vec!["ingest", "--key", "@key", file]),
            (file, vec!["ingest", "--key", "@key", "--source", file, "@april.csv"]),
            (file, vec!["ingest", "--key", file, "@april.csv"]),
            (file, vec!["reidentify", "--key", file, "00000000000000ff", "--reason", why]),
            (file, vec!["mapping", "check", file]),
            (file, vec!["mapping", "check", mapping, "--sample", file]),
            (file, vec!["index", "load", file, "--name", "n", "--version", "1"]),
            (file, vec!["areas", "load", file]),
        ]);
    }
    for folder in ["@hello.csv", "@hello.csv/inside"] {
        commands.extend([
            (folder, vec!["report", "--out", folder]),
            (folder, vec!["generate", "--rows", "10", "--out", folder]),
            (folder, vec!["transparency", folder]),
        ]);
    }
    for (named, args) in commands {
        let said = place.refused(&args).await;
        let name = files::name(Path::new(named.trim_start_matches('@')));
        assert!(said.contains(&name), "{args:?}: {said}");
        assert!(said.ends_with('.') && said.contains(". "), "{args:?}, what is wrong and what to do: {said}");
        for word in ["os error", "Error", "Os {", "Some("] {
            assert!(!said.contains(word), "{args:?}: {said}");
        }
        assert_eq!(place.beside(), before, "{args:?}");
    }
}

#[tokio::test]
async fn a_folder_in_the_place_of_a_file_leaves_what_lies_beside_it() {
    let place = Place::new();
    place.file("april.csv", STREET);
    place.done(&["ingest", "--key", "@key", "@april.csv"]).await;
    for (args, name) in [
        (&["report", "--out", "@out"][..], "report.xlsx"),
        (&["generate", "--rows", "10", "--out", "@out"], "kent.csv"),
        (&["transparency", "@out"], "finding-trend.json"),
    ] {
        fs::create_dir_all(place.at("out").join(name)).unwrap();
        let before = place.beside();
        let said = place.refused(args).await;
        assert!(
            said.ends_with(&format!(
                "{name}` cannot be written: a folder has this name. Choose another place."
            ))
        );
        assert_eq!(place.beside(), before, "{args:?}");
        fs::remove_dir_all(place.at("out")).unwrap();
        place.done(args).await;
        assert!(place.at("out").join(name).is_file());
        fs::remove_dir_all(place.at("out")).unwrap();
    }
}

#[test]
fn a_number_that_is_none_is_told_in_words() {
    for (rows, words) in [("1,000", "Write a whole number in digits alone"), ("0", "Ask for one or more.")] {
        let args = ["concordat", "evidence", "generate", "--out", "x", "--rows", rows];
        let said = Cli::try_parse_from(args).unwrap_err().to_string();
        assert!(said.contains(words), "{said}");
    }
}

#[tokio::test]
async fn a_record_below_a_file_is_refused() {
    let place = Place::new();
    place.file("april.csv", STREET);
    place.file("data", "theirs");
    for args in [&["ingest", "--key", "@key", "@april.csv"][..], &["ledger"]] {
        let said = place.refused(args).await;
        assert!(said.contains("data`") && said.contains("--data"), "{said}");
    }
    assert!(!place.at("key").exists());
}

#[test]
fn one_is_not_several() {
    assert_eq!(
        [0_u64, 1, 2].map(|number| counted(number, "row", "rows")),
        ["0 rows", "1 row", "2 rows"].map(str::to_owned)
    );
}
