//! Deliveries: one event going to one subscription, attempt by attempt.

mod attempt;
mod health;
mod record;

pub use attempt::{Attempt, Outcome, TransportError};
pub use health::{Breaker, Disabled, DisabledReason, Gate, Health, HealthRule};
pub use record::{Delivery, Status};
