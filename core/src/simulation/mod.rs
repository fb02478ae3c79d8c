//! Deliveries at scale, on a clock that is not real: what a retry policy does to many endpoints and to one that recovers.
//!
//! A [`Scenario`] says who sends what to whom and what goes wrong there. A [`Simulation`] plays it, attempt by attempt, with
//! the same [`Progress`](crate::delivery::Progress), [`Health`](crate::delivery::Health) and [`Policy`](crate::retry::Policy) that real
//! deliveries go by, so that what is simulated is what is shipped. A [`Report`] says what came of it. All that is drawn at
//! random follows from the scenario's seed.

mod arrivals;
mod durations;
mod load;
mod open;
mod outages;
mod queue;
mod receiver;
mod report;
mod run;
mod scenario;
mod steps;
mod tally;

pub use report::{
    Bucket, Counts, Ended, Level, Load, LoadBucket, MOST_ATTEMPTS, OutageReport, Peak, Quantiles, ReceiverReport,
    Report,
};
pub use run::Simulation;
pub use scenario::{
    DEFAULT_TIMEOUT_MS, Down, Downtime, Flaw, Latency, MAX_DELIVERIES, MAX_EVENTS, MAX_HORIZON_MS, MAX_OPEN,
    MAX_OUTAGES, MAX_RECEIVERS, MAX_SUBSCRIPTIONS, RateLimit, Receiver, SCENARIO_CODES, Scenario, ScenarioError, Slow,
};
