//! The plan: agreement, priorities, actions, and their way in from a file.

pub mod export;
pub mod import;
mod model;
mod state;

pub use model::{
    Action, Import, LeadBody, Plan, PlanHead, Priority, RecordedAction, RecordedPlan, RecordedPriority,
};
pub use state::State;
