use std::{fmt::Debug, sync::Arc};

use async_trait::async_trait;
use datafusion::{
    error::DataFusionError,
    execution::runtime_env::RuntimeEnv,
    prelude::{SessionConfig, SessionContext},
};

/// Whoever opens sessions that are run elsewhere: by a cluster, whose client is too heavy for the program that everybody builds (see the
/// folder `cluster`). Its members read the parts and answers under the engine's folder themselves, so all must see it at the same place.
#[async_trait]
pub trait Sessions: Send + Sync + Debug {
    /// A session of this configuration.
    ///
    /// # Errors
    /// When nobody answers there.
    async fn open(
        &self,
        config: SessionConfig,
        runtime: Arc<RuntimeEnv>,
    ) -> Result<SessionContext, DataFusionError>;
}
