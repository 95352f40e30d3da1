//! The binary `concordat`.

use std::process::ExitCode;

use clap::Parser as _;
use concordat::command::{Cli, log, run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    log();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(cli)),
        Err(error) => {
            tracing::error!("starting the runtime: {error}");
            ExitCode::from(1)
        }
    }
}
