//! The shape of the workspace, as docs/architecture.md draws it: who may depend on whom, how long
//! a file may be, and what must not be written anywhere.

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::Path,
    process::{Command, ExitCode},
};

use anyhow::{Context as _, ensure};
use serde::Deserialize;

/// Which of our crates each of our crates may use. Everything else is refused, so that a new
/// arrow is drawn here first, where it is read in review.
const MAY_USE: &[(&str, &[&str])] = &[
    ("concordat-kernel", &[]),
    ("concordat-access", &["concordat-kernel"]),
    ("concordat-store", &["concordat-access", "concordat-kernel"]),
    ("concordat-steps", &["concordat-kernel"]),
    ("concordat-engine", &["concordat-kernel", "concordat-steps"]),
    ("concordat-stats", &[]),
    ("concordat-web", &["concordat-access", "concordat-kernel", "concordat-steps", "concordat-store"]),
    ("concordat-report", &["concordat-kernel", "concordat-web"]),
    ("concordat-mail", &["concordat-access", "concordat-kernel", "concordat-store", "concordat-web"]),
    ("concordat-attachments", &["concordat-access", "concordat-kernel", "concordat-store", "concordat-web"]),
    ("concordat-links", &["concordat-access", "concordat-kernel", "concordat-store", "concordat-web"]),
    ("concordat-paper", &["concordat-kernel"]),
    (
        "concordat-testkit",
        &["concordat-access", "concordat-kernel", "concordat-steps", "concordat-store", "concordat-web"],
    ),
    ("concordat-disclosure", &[]),
    ("concordat-partnership", &["concordat-access", "concordat-kernel", "concordat-store", "concordat-web"]),
    (
        "concordat-identity",
        &[
            "concordat-access",
            "concordat-kernel",
            "concordat-mail",
            "concordat-partnership",
            "concordat-store",
            "concordat-web",
        ],
    ),
    (
        "concordat-plan",
        &[
            "concordat-access",
            "concordat-attachments",
            "concordat-identity",
            "concordat-kernel",
            "concordat-links",
            "concordat-mail",
            "concordat-partnership",
            "concordat-report",
            "concordat-store",
            "concordat-web",
        ],
    ),
    (
        "concordat-grants",
        &[
            "concordat-access",
            "concordat-kernel",
            "concordat-links",
            "concordat-mail",
            "concordat-partnership",
            "concordat-report",
            "concordat-store",
            "concordat-web",
        ],
    ),
    (
        "concordat-meetings",
        &[
            "concordat-access",
            "concordat-attachments",
            "concordat-identity",
            "concordat-kernel",
            "concordat-mail",
            "concordat-partnership",
            "concordat-store",
            "concordat-web",
        ],
    ),
    (
        "concordat-evidence",
        &[
            "concordat-access",
            "concordat-disclosure",
            "concordat-kernel",
            "concordat-report",
            "concordat-stats",
            "concordat-steps",
            "concordat-store",
            "concordat-web",
        ],
    ),
];

/// Libraries that only one crate may know, with the reason.
const BEHIND_ONE_DOOR: &[(&str, &str, &str)] = &[
    ("cedar-policy", "concordat-access", "access is decided behind one door"),
    ("typst", "concordat-paper", "only the press knows the typesetter"),
    ("typst-pdf", "concordat-paper", "only the press knows the typesetter"),
    ("argon2", "concordat-identity", "only identity knows passwords"),
    ("datafusion", "concordat-engine", "only the engine knows the query engine"),
    ("lettre", "concordat-mail", "only the outbox knows SMTP"),
    ("microlp", "concordat-disclosure", "only disclosure control knows the solver"),
];

/// A file longer than this probably holds two ideas.
const LONGEST: usize = 400;

/// Words that must not stand in tracked files, in two halves so that this file does not hold them.
const FORBIDDEN: &[(&str, &str)] = &[("todo", "!("), ("#[ign", "ore"), ("FIX", "ME"), ("/wo", "rk/")];

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Clone, Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Clone, Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    source: Option<String>,
}

/// Prints every fault and fails when there is one.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    let packages = metadata()?.packages;
    let files = tracked()?;
    let mut faults = arrows(&packages, MAY_USE);
    faults.extend(doors(&packages));
    faults.extend(test_only(&packages));
    for (name, text) in &files {
        faults.extend(length(name, text));
        faults.extend(forbidden(name, text));
    }
    let mut out = std::io::stdout();
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    writeln!(
        out,
        "tidy: {} crates and {} files looked at, {} faults",
        packages.len(),
        files.len(),
        faults.len()
    )?;
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn metadata() -> anyhow::Result<Metadata> {
    let output = Command::new("cargo").args(["metadata", "--no-deps", "--format-version", "1"]).output()?;
    ensure!(output.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("reading cargo metadata")
}

/// Every tracked text file with what it holds.
fn tracked() -> anyhow::Result<Vec<(String, String)>> {
    let output = Command::new("git").args(["ls-files", "-z"]).output()?;
    ensure!(output.status.success(), "git ls-files failed");
    let names = String::from_utf8(output.stdout)?;
    Ok(names
        .split('\0')
        .filter(|name| !name.is_empty() && Path::new(name).is_file())
        .filter_map(|name| Some((name.to_owned(), std::fs::read_to_string(name).ok()?)))
        .collect())
}

fn ours(package: &Package) -> impl Iterator<Item = &Dependency> {
    package.dependencies.iter().filter(|dependency| dependency.kind.is_none())
}

/// Arrows between our crates that are not drawn in `allowed`.
fn arrows(packages: &[Package], allowed: &[(&str, &[&str])]) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = allowed.iter().copied().collect();
    let mut faults = Vec::new();
    for package in packages {
        // The app, the samples and the chores stand above everything.
        let Some(may_use) = allowed.get(package.name.as_str()) else {
            if !["concordat", "concordat-samples", "concordat-xtask"].contains(&package.name.as_str()) {
                faults.push(format!(
                    "`{}` is not in xtask's list of who may use whom: add it there",
                    package.name
                ));
            }
            continue;
        };
        for dependency in ours(package).filter(|dependency| dependency.name.starts_with("concordat")) {
            if !may_use.contains(&dependency.name.as_str()) {
                faults.push(format!("`{}` must not use `{}`", package.name, dependency.name));
            }
        }
    }
    faults
}

/// Libraries used behind another door than their own.
fn doors(packages: &[Package]) -> Vec<String> {
    let mut faults = Vec::new();
    for package in packages {
        for dependency in ours(package) {
            let door = BEHIND_ONE_DOOR.iter().find(|(library, ..)| *library == dependency.name);
            if let Some((library, owner, reason)) = door
                && *owner != package.name
            {
                faults
                    .push(format!("`{}` uses `{library}`, but {reason}: go through `{owner}`", package.name));
            }
        }
    }
    faults
}

/// Test-only libraries that the testkit does not name: see its Cargo.toml for why it must.
fn test_only(packages: &[Package]) -> Vec<String> {
    let Some(testkit) = packages.iter().find(|package| package.name == "concordat-testkit") else {
        return Vec::new();
    };
    let named: Vec<&str> = testkit.dependencies.iter().map(|dependency| dependency.name.as_str()).collect();
    let shared: Vec<&str> =
        packages.iter().flat_map(ours).map(|dependency| dependency.name.as_str()).collect();
    let mut faults: Vec<String> = packages
        .iter()
        .flat_map(|package| package.dependencies.iter().map(move |dependency| (package, dependency)))
        .filter(|(_, dependency)| dependency.kind.as_deref() == Some("dev") && dependency.source.is_some())
        .filter(|(_, dependency)| {
            !named.contains(&dependency.name.as_str()) && !shared.contains(&dependency.name.as_str())
        })
        .map(|(package, dependency)| {
            format!(
                "`{}` tests with `{}`: name it in crates/kit/testkit/Cargo.toml too",
                package.name, dependency.name
            )
        })
        .collect();
    faults.sort();
    faults.dedup();
    faults
}

fn length(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (name.ends_with(".rs") && lines > LONGEST)
        .then(|| format!("{name}: {lines} lines; past {LONGEST} it holds two ideas"))
}

fn forbidden(name: &str, text: &str) -> Vec<String> {
    if name.ends_with(".lock") || name.ends_with("package-lock.json") {
        return Vec::new();
    }
    FORBIDDEN
        .iter()
        .map(|(first, second)| format!("{first}{second}"))
        .filter(|word| text.contains(word.as_str()))
        .map(|word| format!("{name}: holds `{word}`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, uses: &[(&str, Option<&str>)]) -> Package {
        let dependencies = uses
            .iter()
            .map(|(name, kind)| Dependency {
                name: (*name).to_owned(),
                kind: kind.map(str::to_owned),
                source: (!name.starts_with("concordat")).then(|| "registry".to_owned()),
            })
            .collect();
        Package { name: name.to_owned(), dependencies }
    }

    #[test]
    fn a_rogue_of_each_sort_is_caught() {
        let sideways = package("concordat-plan", &[("concordat-grants", None)]);
        assert_eq!(arrows(&[sideways], MAY_USE).len(), 1);
        let unknown = package("concordat-rogue", &[]);
        assert_eq!(arrows(&[unknown], MAY_USE).len(), 1);
        let round_the_door = package("concordat-plan", &[("cedar-policy", None)]);
        assert_eq!(doors(&[round_the_door]).len(), 1);
        let kit = package("concordat-testkit", &[("proptest", None)]);
        let tests = package("concordat-plan", &[("rogue", Some("dev")), ("proptest", Some("dev"))]);
        assert_eq!(test_only(&[kit, tests]).len(), 1);
        assert!(length("a.rs", &"x\n".repeat(401)).is_some());
        assert_eq!(forbidden("a.rs", &format!("{}{}", FORBIDDEN[0].0, FORBIDDEN[0].1)).len(), 1);
    }

    #[test]
    fn what_is_drawn_is_allowed() {
        let good = package("concordat-identity", &[("concordat-partnership", None), ("argon2", None)]);
        assert!(arrows(std::slice::from_ref(&good), MAY_USE).is_empty() && doors(&[good]).is_empty());
    }
}
