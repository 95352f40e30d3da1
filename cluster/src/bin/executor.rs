//! Ballista's executor, with those of its settings that are needed here, called as its own program calls them.

use std::sync::Arc;

use ballista_core::error::Result;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use clap::Parser;

/// Works out what a scheduler hands to it.
#[derive(Debug, Parser)]
#[command(name = "executor", version)]
struct Settings {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    bind_host: String,
    /// The address that others reach it by, where that is another.
    #[arg(long)]
    external_host: Option<String>,
    /// The port that hands out what was worked out.
    #[arg(long, default_value_t = 50051)]
    bind_port: u16,
    /// The port that takes tasks.
    #[arg(long, default_value_t = 50052)]
    bind_grpc_port: u16,
    /// Where the scheduler is.
    #[arg(long, default_value = "127.0.0.1")]
    scheduler_host: String,
    /// The scheduler's port.
    #[arg(long, default_value_t = 50050)]
    scheduler_port: u16,
    /// Tasks at a time; as many as the machine has cores without it.
    #[arg(long)]
    vcores: Option<usize>,
    /// The folder for what is on its way from task to task; a temporary one without it.
    #[arg(long)]
    work_dir: Option<String>,
    /// Seconds from one sign of life to the next.
    #[arg(long, default_value_t = 10)]
    executor_heartbeat_interval_seconds: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let asked = Settings::parse();
    concordat::command::log();
    let usual = ExecutorProcessConfig::default();
    let config = ExecutorProcessConfig {
        bind_host: asked.bind_host,
        external_host: asked.external_host,
        port: asked.bind_port,
        grpc_port: asked.bind_grpc_port,
        scheduler_host: asked.scheduler_host,
        scheduler_port: asked.scheduler_port,
        scheduler_connect_timeout_seconds: 60,
        vcores: asked.vcores.unwrap_or(usual.vcores),
        work_dir: asked.work_dir,
        executor_heartbeat_interval_seconds: asked.executor_heartbeat_interval_seconds,
        ..usual
    };
    start_executor_process(Arc::new(config)).await
}
