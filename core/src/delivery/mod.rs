//! Deliveries: one event going to one subscription, attempt by attempt.
//!
//! [`Progress`] is the state machine; [`Delivery`] is one with what it carries, which signs each attempt anew with the same
//! id; [`Log`] prints deliveries as the generic page does. [`Health`] is what is known of an endpoint, apart from its
//! deliveries. [`simulation`](crate::simulation) runs all of it on a virtual clock.

mod attempt;
mod health;
mod log;
mod progress;
mod record;

pub use attempt::Attempt;
pub use health::{Breaker, Disabled, DisabledReason, Gate, Health, HealthRule};
pub use log::{Entry, Log, Status};
pub use progress::{Progress, State, StepError};
pub use record::{BeginError, Delivery, Destination};
