//! Simulation of deliveries at scale on a virtual clock: the effect of a retry policy on many endpoints, and on an
//! endpoint that recovers from an outage.
//!
//! A [`Scenario`] describes the sender, its events, the receivers and their failures. A [`Simulation`] runs the
//! scenario, attempt by attempt, with the same [`Progress`](crate::delivery::Progress),
//! [`Health`](crate::delivery::Health) and [`Policy`](crate::retry::Policy) as real deliveries. A [`Report`] contains
//! the results. All random numbers are derived from the seed of the scenario.

mod arrivals;
mod attempts;
mod engine;
mod histogram;
mod load;
mod open_delivery;
mod outages;
mod queue;
mod report;
mod scenario;
mod server;
mod tally;

pub use engine::Simulation;
pub use report::{
    Bucket, Counts, EndReason, Level, Load, LoadBucket, MAX_COUNTED_ATTEMPTS, OutageReport, Peak, Quantiles,
    ReceiverReport, Report,
};
pub use scenario::{
    Downtime, FailureMode, Latency, MAX_DELIVERIES, MAX_EVENTS, MAX_HORIZON_MS, MAX_OPEN, MAX_OUTAGES, MAX_RECEIVERS,
    MAX_SUBSCRIPTIONS, RateLimit, Receiver, SCENARIO_CODES, Scenario, ScenarioError, ScenarioErrorKind, SlowResponses,
};
