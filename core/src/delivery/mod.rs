//! Deliveries: one event going to one subscription, attempt by attempt.

mod attempt;
mod record;

pub use attempt::{Attempt, Outcome, TransportError};
pub use record::{Delivery, Status};
