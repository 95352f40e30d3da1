//! The plan: agreement, priorities, actions, and their way in from a file.

pub mod compare;
pub mod export;
pub mod import;
mod model;
pub mod rules;
mod state;
pub mod store;

pub use model::{
    Action, Import, LeadBody, Plan, PlanHead, Priority, RecordedAction, RecordedPlan, RecordedPriority,
};
pub use state::State;
