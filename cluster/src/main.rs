//! The program `concordat`, which here can hand questions of evidence to a cluster.

use std::process::ExitCode;

use clap::Parser as _;
use concordat::command::{Cli, log, run};
use concordat_cluster::Ballista;

fn main() -> ExitCode {
    let cli = Cli::parse();
    log();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(cli, Some(Ballista::at))),
        Err(error) => {
            eprintln!("concordat: the runtime cannot be started: {error}");
            ExitCode::from(1)
        }
    }
}
