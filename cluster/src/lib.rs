#![doc = include_str!("../README.md")]

pub mod whole;

use std::sync::Arc;

use async_trait::async_trait;
use ballista::prelude::{SessionConfigExt as _, SessionContextExt as _};
use concordat_engine::Cluster;
use datafusion::{
    error::DataFusionError,
    execution::{SessionStateBuilder, runtime_env::RuntimeEnv},
    prelude::{SessionConfig, SessionContext},
};

/// A Ballista cluster.
#[derive(Debug, Clone)]
pub struct Ballista {
    scheduler: String,
}

impl Ballista {
    /// The cluster of a scheduler, as `ballista://HOST:PORT`. Nobody is called before the first question.
    pub fn at(scheduler: &str) -> Arc<dyn Cluster> {
        Arc::new(Self { scheduler: scheduler.to_owned() })
    }
}

#[async_trait]
impl Cluster for Ballista {
    async fn session(
        &self,
        config: SessionConfig,
        runtime: Arc<RuntimeEnv>,
    ) -> Result<SessionContext, DataFusionError> {
        // When Ballista 55.0 plans as it goes, it may take back what is being worked out, and then waits for it for ever (its issue 2063). When it
        // plans before, it turns joins round after their filters were handed down, which the query engine does not allow.
        let config = config
            .with_ballista_adaptive_query_planner(false)
            .set_bool("datafusion.optimizer.enable_dynamic_filter_pushdown", false);
        let state = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(runtime)
            .with_default_features()
            .build();
        SessionContext::remote_with_state(&self.scheduler, state).await
    }
}
