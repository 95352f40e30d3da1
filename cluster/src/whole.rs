//! A question is answered whole or not at all.
//!
//! When an executor is lost, Ballista 55.0 works out anew what only that executor had, and goes on with what others have. Its account of the two is not
//! sound: what is left of a first try and the whole of a second are counted together, a task that was called off writes into the file of the one that
//! replaced it, and both were seen here to give numbers half as large again, without an error. So nothing goes on here. Every question that is being
//! worked out ends when an executor is lost, before anything of it is given out again, and whoever asked it asks it anew, as the query engine does.

use std::{
    collections::{HashMap, HashSet},
    net::AddrParseError,
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use ballista_core::{
    JobId,
    error::{BallistaError, Result},
    serde::{
        protobuf::ExecutorHeartbeat,
        scheduler::{ExecutorData, ExecutorMetadata},
    },
};
use ballista_scheduler::{
    cluster::{BallistaCluster, BoundTask, ClusterState, ClusterStateEventStream, ExecutorSlot},
    config::{SchedulerConfig, TaskDistributionPolicy},
    scheduler_process::{create_scheduler, start_grpc_service},
    scheduler_server::SchedulerServer,
    state::task_manager::JobInfoCache,
};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};

type Scheduler = SchedulerServer<LogicalPlanNode, PhysicalPlanNode>;

/// Runs a scheduler with these settings for as long as the process runs.
///
/// # Errors
/// When its address is taken, or the settings contradict each other.
pub async fn schedule(config: SchedulerConfig) -> Result<()> {
    let config = SchedulerConfig {
        // What could not be fetched or written ends the question, too.
        task_max_failures: 1,
        stage_max_failures: 1,
        ..config
    };
    config.validate()?;
    let address = format!("{}:{}", config.bind_host, config.bind_port);
    let address = address
        .parse()
        .map_err(|e: AddrParseError| BallistaError::Configuration(format!("listening on {address}: {e}")))?;
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let scheduler = Arc::new(OnceLock::new());
    let state = cluster.cluster_state();
    let watched = Watched { state: Arc::clone(&state), scheduler: Arc::clone(&scheduler) };
    let cluster = BallistaCluster::new(Arc::new(watched), cluster.job_state());
    let patience = Duration::from_secs(config.executor_timeout_seconds);
    let made: Scheduler = create_scheduler(cluster, Arc::new(config)).await?;
    let made = scheduler.get_or_init(|| made);
    tokio::spawn(end_what_waits_for_nobody(made.clone(), state, patience));
    start_grpc_service(address, made.clone()).await
}

/// The questions that are being worked out.
fn begun(scheduler: &Scheduler) -> HashSet<JobId> {
    scheduler.state.task_manager.get_running_job_cache().keys().cloned().collect()
}

async fn end(scheduler: &Scheduler, questions: impl IntoIterator<Item = JobId>) {
    for question in questions {
        // Fails only where the scheduler is at its end itself.
        let _ = scheduler.cancel_job(question).await;
    }
}

/// A question for which there is no executor waits for one, but not for ever.
async fn end_what_waits_for_nobody(scheduler: Scheduler, state: Arc<dyn ClusterState>, patience: Duration) {
    let mut waiting = HashSet::new();
    loop {
        tokio::time::sleep(patience).await;
        let nobody = state.executor_heartbeats().is_empty();
        let begun = if nobody { begun(&scheduler) } else { HashSet::new() };
        end(&scheduler, waiting.intersection(&begun).cloned()).await;
        waiting = begun;
    }
}

/// The state of a cluster, which ends what is being worked out when an executor leaves it.
struct Watched {
    state: Arc<dyn ClusterState>,
    scheduler: Arc<OnceLock<Scheduler>>,
}

#[async_trait]
impl ClusterState for Watched {
    /// The scheduler hears of the loss after this returns, and what it hears it does in turn: every question has ended when it comes to the loss.
    async fn remove_executor(&self, executor_id: &str) -> Result<()> {
        self.state.remove_executor(executor_id).await?;
        if let Some(scheduler) = self.scheduler.get() {
            end(scheduler, begun(scheduler)).await;
        }
        Ok(())
    }

    async fn init(&self) -> Result<()> {
        self.state.init().await
    }

    async fn bind_schedulable_tasks(
        &self,
        distribution: TaskDistributionPolicy,
        active_jobs: Arc<HashMap<JobId, JobInfoCache>>,
        executors: Option<HashSet<String>>,
    ) -> Result<Vec<BoundTask>> {
        self.state.bind_schedulable_tasks(distribution, active_jobs, executors).await
    }

    async fn unbind_tasks(&self, executor_slots: Vec<ExecutorSlot>) -> Result<()> {
        self.state.unbind_tasks(executor_slots).await
    }

    async fn register_executor(&self, metadata: ExecutorMetadata, spec: ExecutorData) -> Result<()> {
        self.state.register_executor(metadata, spec).await
    }

    async fn save_executor_metadata(&self, metadata: ExecutorMetadata) -> Result<()> {
        self.state.save_executor_metadata(metadata).await
    }

    async fn get_executor_metadata(&self, executor_id: &str) -> Result<ExecutorMetadata> {
        self.state.get_executor_metadata(executor_id).await
    }

    async fn registered_executor_metadata(&self) -> Vec<ExecutorMetadata> {
        self.state.registered_executor_metadata().await
    }

    async fn save_executor_heartbeat(&self, heartbeat: ExecutorHeartbeat) -> Result<()> {
        self.state.save_executor_heartbeat(heartbeat).await
    }

    fn executor_heartbeats(&self) -> HashMap<String, ExecutorHeartbeat> {
        self.state.executor_heartbeats()
    }

    fn get_executor_heartbeat(&self, executor_id: &str) -> Option<ExecutorHeartbeat> {
        self.state.get_executor_heartbeat(executor_id)
    }

    async fn cluster_state_events(&self) -> Result<ClusterStateEventStream> {
        self.state.cluster_state_events().await
    }
}
