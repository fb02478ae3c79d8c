//! Retries: when a failed delivery is tried again.

mod plan;
mod policy;

pub use plan::{Plan, PlannedAttempt, plan};
pub use policy::{Policy, Schedule};
