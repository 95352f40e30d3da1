//! The chores of this workspace. `cargo run -p concordat-xtask -- tidy` checks its shape; `-- gallery DIR`
//! writes every page and paper with every sample, to be looked at and audited.

mod gallery;
mod tidy;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "xtask", about = "The chores of this workspace.")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Checks who depends on whom, the size of files, and what must not be written.
    Tidy,
    /// Writes every page and paper with every sample into a folder.
    Gallery {
        /// The folder, made when absent.
        dir: PathBuf,
    },
}

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse().chore {
        Chore::Tidy => tidy::run(),
        Chore::Gallery { dir } => gallery::run(&dir),
    }
}
