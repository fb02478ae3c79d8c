//! Retries: when a failed delivery is tried again.
//!
//! A [`Policy`] is data: schedule, jitter, stop rules, and how answers are read. [`plan`] lays out what it does to a delivery
//! that never succeeds, [`Policy::next`] says what comes after one attempt, and [`Plan::lose`] what an outage costs. Times
//! are integers in milliseconds, which saturate; what is drawn at random follows from a seed.

pub(crate) mod codes;
mod delay;
#[cfg(feature = "json")]
mod export;
mod next;
mod outage;
mod outcome;
#[cfg(feature = "json")]
mod parse;
mod plan;
mod policy;
pub(crate) mod random;
mod reading;

pub use codes::PROBLEM_CODES;
pub use delay::{MAX_PLANNED, Wait};
#[cfg(feature = "json")]
pub use export::{Export, Fidelity, System};
pub use next::{Action, Ended};
pub use outage::{Loss, Outage, Verdict};
pub use outcome::{Outcome, TransportError};
pub use plan::{Plan, PlannedAttempt, Start, plan, plan_from};
pub use policy::{Anchor, Jitter, Policy, Schedule, Stop};
pub use reading::{Classified, HeaderRule, Reaction, Reading, Reason, RetryAfter, StatusRule, parse_retry_after};
