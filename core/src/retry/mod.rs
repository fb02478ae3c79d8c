//! Retry policies as data, and the attempts that result from them.
//!
//! A [`Policy`] contains a schedule, jitter, stop rules, and rules that classify responses. [`plan`] computes the
//! attempts of a delivery that never succeeds, [`Policy::next`] decides what follows one attempt, and
//! [`Plan::outage_cost`] reports which events an outage loses. Times are integers in milliseconds, and their arithmetic
//! saturates. Random values are derived from a seed.

#[cfg(feature = "json")]
mod closest;
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
pub use delay::{DelayRange, MAX_PLANNED};
#[cfg(feature = "json")]
pub use export::{Export, Fidelity, System};
pub use next::{EndedAttempt, NextAction};
pub use outage::{Outage, OutageCost, OutageVerdict};
pub use outcome::{Outcome, TransportError};
pub use plan::{Plan, PlanOptions, PlannedAttempt, plan, plan_from};
pub use policy::{Anchor, Jitter, Policy, Schedule, StopRules};
pub use reading::{
    Classified, HeaderRule, Reaction, ReactionReason, Reading, RetryAfter, StatusRule, parse_retry_after,
};
