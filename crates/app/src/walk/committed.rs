use std::path::PathBuf;

/// Compares a list with its committed text. `CONCORDAT_WRITE_LISTS=1` writes it anew, so that a
/// change shows in the diff and is read in review.
pub(super) fn committed(name: &str, text: &str) {
    let file =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../docs/lists").join(name);
    if std::env::var_os("CONCORDAT_WRITE_LISTS").is_some() {
        std::fs::write(&file, text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let changed: Vec<&str> = text
        .lines()
        .filter(|line| !kept.lines().any(|other| other == *line))
        .chain(kept.lines().filter(|line| !text.lines().any(|other| other == *line)))
        .collect();
    assert!(
        kept == text,
        "docs/lists/{name} is not what the program says now; these lines differ:\n{}\nIf that is meant, run the tests with CONCORDAT_WRITE_LISTS=1 and commit the file.",
        changed.join("\n")
    );
}
