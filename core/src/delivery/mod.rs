//! Deliveries: one event going to one subscription, attempt by attempt.

mod attempt;
mod health;
mod progress;
mod record;
pub mod simulation;

pub use attempt::{Attempt, Outcome, TransportError};
pub use health::{Breaker, Disabled, DisabledReason, Gate, Health, HealthRule};
pub use progress::{Progress, State, StepError};
pub use record::{Delivery, Status};
