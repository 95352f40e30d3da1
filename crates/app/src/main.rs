//! The binary `concordat`.

use std::process::ExitCode;

use clap::Parser as _;
use concordat::command::{Cli, log, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    log();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(cli, None)),
        Err(error) => {
            tracing::error!("starting the runtime: {error}");
            ExitCode::from(1)
        }
    }
}
