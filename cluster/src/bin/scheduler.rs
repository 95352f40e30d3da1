//! Ballista's scheduler, with those of its settings that are needed here, called as its own program calls them.

use ballista_core::error::Result;
use ballista_scheduler::config::SchedulerConfig;
use clap::Parser;

/// Hands questions out to executors.
#[derive(Debug, Parser)]
#[command(name = "scheduler", version)]
struct Settings {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    bind_host: String,
    /// The address that executors and clients reach it by.
    #[arg(long, default_value = "127.0.0.1")]
    external_host: String,
    /// The port to listen on.
    #[arg(long, default_value_t = 50050)]
    bind_port: u16,
    /// Seconds without a sign of life after which an executor is taken to be lost; more than an executor lets pass.
    #[arg(long, default_value_t = 60)]
    executor_timeout_seconds: u64,
}

fn main() -> Result<()> {
    let asked = Settings::parse();
    concordat::command::log();
    // Plans nest deeply; Ballista's own program gives its threads as much.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(32 * 1024 * 1024)
        .build()?;
    let usual = SchedulerConfig::default();
    let config = SchedulerConfig {
        bind_host: asked.bind_host,
        external_host: asked.external_host,
        bind_port: asked.bind_port,
        executor_timeout_seconds: asked.executor_timeout_seconds,
        // Ballista wants its looks more often than what they look for, and as much patience with a cluster of nobody.
        expire_dead_executor_interval_seconds: usual
            .expire_dead_executor_interval_seconds
            .min((asked.executor_timeout_seconds / 2).max(1)),
        no_executors_grace_period_seconds: asked.executor_timeout_seconds,
        ..usual
    };
    runtime.block_on(concordat_cluster::whole::schedule(config))
}
