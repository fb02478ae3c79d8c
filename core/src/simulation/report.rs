//! Reports of simulations.

use alloc::vec::Vec;

use serde::Serialize;

/// The maximum number of attempts that has its own bucket in [`Report::attempts_per_delivery`].
pub const MAX_COUNTED_ATTEMPTS: usize = 32;

/// The results of a simulation so far. Times are in milliseconds on its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The time of the clock.
    pub now_ms: u64,
    /// Why the simulation has ended. `None` while it has not.
    pub ended: Option<EndReason>,
    /// The deliveries and attempts of all receivers.
    pub counts: Counts,
    /// The number of ended deliveries for each number of attempts. `[0]` counts deliveries without attempts, whose
    /// endpoint was disabled, `[1]` deliveries with one attempt, and so on. `[MAX_COUNTED_ATTEMPTS + 1]` counts
    /// deliveries with more than [`MAX_COUNTED_ATTEMPTS`].
    pub attempts_per_delivery: Vec<u64>,
    /// The mean number of attempts of ended deliveries, in thousandths. It is 0 if no delivery has ended.
    pub mean_attempts_per_mille: u64,
    /// The time from an event until a delivery first reaches its receiver, which is assumed to be the time of the
    /// response, or of the timeout. If an overloaded receiver handles requests long after their timeout, these times
    /// are too short. In that case, check [`Counts::failed_attempts`] and [`Counts::duplicates`] as well.
    pub reached_after: Quantiles,
    /// Attempts in flight.
    pub in_flight: Level,
    /// Deliveries whose next attempt is not due yet.
    pub waiting: Level,
    /// Deliveries whose next attempt is due, but waits for a worker.
    pub queue: Level,
    /// The second with the most attempts, over all receivers. Seconds are whole seconds of the clock, so a burst across
    /// the boundary of two seconds is divided between them. The seconds of [`OutageReport::peak_after`] start with the
    /// end of the outage.
    pub peak: Peak,
    /// The load of the sender over time.
    pub load: Load,
    /// The report of each receiver, in the order of the scenario.
    pub receivers: Vec<ReceiverReport>,
}

/// Why a simulation has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// Every delivery has ended.
    Drained,
    /// The clock has reached the horizon, and deliveries are open or events have not occurred yet.
    Horizon,
    /// More than [`MAX_OPEN`](super::MAX_OPEN) deliveries would be open at the same time. The report covers the time
    /// until then.
    Full,
}

/// Counts of deliveries and attempts. `deliveries` is always the sum of `delivered`, `lost`, `disabled` and `open`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Deliveries of events that have occurred. Deliveries of the current millisecond that do not wait for a worker
    /// only count once they have started.
    pub deliveries: u64,
    /// Deliveries with a successful response.
    pub delivered: u64,
    /// The part of `delivered` that needed only one attempt.
    pub at_first_try: u64,
    /// The part of `delivered` that reached the receiver later than [`Scenario::late_ms`](super::Scenario::late_ms), by
    /// the definition of [`Report::reached_after`].
    pub late: u64,
    /// Deliveries whose last attempt failed.
    pub lost: u64,
    /// Deliveries to an endpoint that was disabled. A delivery that waits for its next attempt counts when that attempt
    /// is due. A delivery in flight counts when its attempt ends, unless it succeeds.
    pub disabled: u64,
    /// Deliveries that have not ended.
    pub open: u64,
    /// Lost or disabled deliveries that the receiver has accepted. Only their responses were lost or late.
    pub unconfirmed: u64,
    /// Accepted attempts with an event that the receiver had already accepted.
    pub duplicates: u64,
    /// Attempts that have started.
    pub attempts: u64,
    /// Attempts that fail for the sender.
    pub failed_attempts: u64,
    /// Attempts that a rate limit refuses, including those for which the sender sees a timeout.
    pub refused_attempts: u64,
    /// How often an attempt was deferred by a circuit breaker.
    pub deferrals: u64,
}

/// Quantiles of durations, in milliseconds. Except for `most_ms`, they can be up to 1/32 too long, but are never too
/// short. All are 0 if `count` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quantiles {
    /// The number of durations.
    pub count: u64,
    /// The median.
    pub p50_ms: u64,
    /// The 90th percentile.
    pub p90_ms: u64,
    /// The 99th percentile.
    pub p99_ms: u64,
    /// The exact maximum.
    pub most_ms: u64,
}

/// A current number and its maximum. Changes within a millisecond are only visible in a report that is made during that
/// millisecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Level {
    /// The current number.
    pub now: u64,
    /// The maximum.
    pub peak: u64,
}

/// The second with the most attempts. It does not depend on the width of any bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Peak {
    /// The number of attempts that started in it.
    pub attempts: u64,
    /// The start of the second, in milliseconds.
    pub at_ms: u64,
}

/// The load of the sender over time, in buckets of equal width from time 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    /// The width of a bucket in milliseconds. It is a power of two, and the same for all buckets of a report.
    pub width_ms: u64,
    /// Up to 512 buckets. The last one contains the current time.
    pub buckets: Vec<LoadBucket>,
}

/// The load of the sender in one bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBucket {
    /// The maximum number of attempts in flight.
    pub in_flight: u64,
    /// The maximum number of deliveries whose next attempt was not due yet.
    pub waiting: u64,
    /// The maximum number of deliveries that waited for a worker.
    pub queue: u64,
}

/// The load of a receiver in one bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bucket {
    /// Attempts that arrived.
    pub attempts: u64,
    /// Attempts that failed for any reason.
    pub failed: u64,
    /// Attempts that were refused by the rate limit.
    pub refused: u64,
}

/// The results of one receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiverReport {
    /// The number of its subscriptions.
    pub subscriptions: u32,
    /// Its deliveries and attempts.
    pub counts: Counts,
    /// The time from an event until a delivery first reaches the receiver, as in [`Report::reached_after`].
    pub reached_after: Quantiles,
    /// The second with the most attempts, as in [`Report::peak`].
    pub peak: Peak,
    /// Its outages that have started, in order. Outages that overlap or adjoin are merged.
    pub outages: Vec<OutageReport>,
    /// The attempts that arrived over time. The number and width of the buckets are the same as in [`Report::load`].
    pub load: Vec<Bucket>,
}

/// The effects of an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutageReport {
    /// When it started, in milliseconds.
    pub start_ms: u64,
    /// When it ends or ended, in milliseconds.
    pub end_ms: u64,
    /// The attempts that failed because of the outage, including those for which the sender sees a timeout.
    pub failed_attempts: u64,
    /// The number of deliveries that were behind at the end of the outage. A delivery is behind if it is open and one
    /// of its attempts failed or was deferred. An attempt in flight counts if it is going to fail. `None` before the
    /// end.
    pub behind_at_end: Option<u64>,
    /// The second with the most attempts between the end of the outage and the next outage, which is the burst of
    /// retries that the receiver must handle when it recovers. Seconds start with the end of the outage.
    pub peak_after: Peak,
    /// When the number of deliveries that are behind was no longer higher than at the start of the outage, in
    /// milliseconds. `None` before. Lost and disabled deliveries are not behind, so a policy with few attempts recovers
    /// early: see `given_up`.
    pub recovered_ms: Option<u64>,
    /// The number of deliveries to this receiver that were lost or disabled between the start of the outage and
    /// `recovered_ms`, or so far.
    pub given_up: u64,
}
