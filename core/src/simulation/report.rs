//! What came of a simulation.

use alloc::vec::Vec;

use serde::Serialize;

/// The most attempts of a delivery that [`Report::attempts_per_delivery`] tells apart.
pub const MOST_ATTEMPTS: usize = 32;

/// What has come of a simulation so far. Times are in milliseconds on its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// How far the clock has come.
    pub now_ms: u64,
    /// Why there is nothing more to do. `None` while there is.
    pub ended: Option<Ended>,
    /// What became of the deliveries, over all receivers.
    pub counts: Counts,
    /// How many attempts deliveries took that have ended: `[0]` is those that ended without any (their endpoint had been given
    /// up), `[1]` those with one, and so on. The last one, at [`MOST_ATTEMPTS`] + 1, is those with more.
    pub attempts_per_delivery: Vec<u64>,
    /// The mean of that in thousandths; 0 before any has ended.
    pub mean_attempts_per_mille: u64,
    /// From the event to the first time that its receiver had it, which is taken to be when the answer comes, or when the sender
    /// stops waiting for it. Where a receiver works off what is sent to it long after its sender has given up waiting, these
    /// figures are too good: under overload, look at [`Counts::failed_attempts`] and [`Counts::duplicates`] as well.
    pub reached_after: Quantiles,
    /// Attempts under way.
    pub in_flight: Level,
    /// Deliveries whose next attempt is not due yet.
    pub waiting: Level,
    /// Deliveries that are due and wait for a worker.
    pub queue: Level,
    /// The second with the most attempts, over all receivers. Seconds begin where the clock's do, so that a herd across the
    /// boundary of two may count as two of half its size; [`OutageReport::peak_after`] begins its own.
    pub peak: Peak,
    /// The sender's side over time.
    pub load: Load,
    /// The same for each receiver, in the scenario's order.
    pub receivers: Vec<ReceiverReport>,
}

/// Why a simulation has nothing more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Every delivery has ended.
    Drained,
    /// The clock has come to the horizon, and something is still open or events are still to come.
    Horizon,
    /// More deliveries would be open at once than [`MAX_OPEN`](super::MAX_OPEN). The figures hold for the time until then.
    Full,
}

/// What became of deliveries. `deliveries` is always the sum of `delivered`, `lost`, `disabled` and `open`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Deliveries of events that have happened. Of those of this very millisecond, only the ones whose turn has come, unless they
    /// wait for a worker.
    pub deliveries: u64,
    /// Of these, the receiver has said that it took them.
    pub delivered: u64,
    /// Of the delivered, so many at the first attempt.
    pub at_first_try: u64,
    /// Of the delivered, so many came to their receiver later than the scenario's limit. What is taken after the sender has
    /// stopped waiting counts as in [`Report::reached_after`].
    pub late: u64,
    /// The sender has given them up.
    pub lost: u64,
    /// The sender has given their endpoint up. One that waits then counts when its next attempt would have been due, and one
    /// under way when that attempt ends, unless it succeeds.
    pub disabled: u64,
    /// Not ended yet.
    pub open: u64,
    /// Of the lost and the disabled, so many came to their receiver all the same: only the answers did not come back.
    pub unconfirmed: u64,
    /// How often a receiver got what it had already.
    pub duplicates: u64,
    /// Attempts that have begun.
    pub attempts: u64,
    /// Of these, so many fail, as the sender sees it.
    pub failed_attempts: u64,
    /// Of these, so many are refused by a rate limit, also where the sender does not wait for long enough to hear of it.
    pub refused_attempts: u64,
    /// How often an attempt was put off because its endpoint was left alone.
    pub deferrals: u64,
}

/// How long something took, in milliseconds. Each figure but `most_ms` is at most 1/32 too long, and never too short. All are 0
/// where nothing was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quantiles {
    /// How many were counted.
    pub count: u64,
    /// Half of them took so long or less.
    pub p50_ms: u64,
    /// Nine in ten.
    pub p90_ms: u64,
    /// Ninety-nine in a hundred.
    pub p99_ms: u64,
    /// The longest, exactly.
    pub most_ms: u64,
}

/// How many there are, and how many there were at most. What comes and goes within the same millisecond is not seen, except by a
/// report in the middle of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Level {
    /// Now.
    pub now: u64,
    /// At most.
    pub peak: u64,
}

/// The second with the most attempts. It does not depend on the width of any bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Peak {
    /// How many attempts began in it.
    pub attempts: u64,
    /// When it began, in milliseconds.
    pub at_ms: u64,
}

/// A course over time, in buckets of the same width from 0 on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    /// How wide each bucket is, in milliseconds: a power of two, and the same for all of a report.
    pub width_ms: u64,
    /// Up to 512 of them, up to the one that the clock is in.
    pub buckets: Vec<LoadBucket>,
}

/// The sender's side of a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadBucket {
    /// The most attempts under way.
    pub in_flight: u64,
    /// The most deliveries whose next attempt was not due yet.
    pub waiting: u64,
    /// The most deliveries that waited for a worker.
    pub queue: u64,
}

/// A receiver's side of a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bucket {
    /// Attempts that came.
    pub attempts: u64,
    /// Of these, so many failed, whatever the reason.
    pub failed: u64,
    /// Of these, so many were refused by the rate limit.
    pub refused: u64,
}

/// What came of one receiver's deliveries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiverReport {
    /// How many subscriptions it has.
    pub subscriptions: u32,
    /// What became of its deliveries.
    pub counts: Counts,
    /// From the event to the first time that it had it, as in [`Report::reached_after`].
    pub reached_after: Quantiles,
    /// The second with the most attempts, as in [`Report::peak`].
    pub peak: Peak,
    /// Its outages that have begun, by their start; those that overlap or adjoin are one.
    pub outages: Vec<OutageReport>,
    /// The attempts that came to it over time: as many buckets, and as wide, as in [`Report::load`].
    pub load: Vec<Bucket>,
}

/// What an outage did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutageReport {
    /// When it began, in milliseconds.
    pub start_ms: u64,
    /// When it was over, in milliseconds.
    pub end_ms: u64,
    /// The attempts that it made fail, also where the sender does not wait for long enough to hear of it.
    pub failed_attempts: u64,
    /// How many deliveries were behind when it was over, that is, not at their end after an attempt that fails or was put off.
    /// An attempt under way counts if it is going to fail, though its sender does not know yet. `None` before.
    pub behind_at_end: Option<u64>,
    /// The second with the most attempts after it, counted from its end, until the next outage: the herd that a receiver meets
    /// when it comes back.
    pub peak_after: Peak,
    /// When no more deliveries were behind than at its start, whichever these are. `None` before. What is given up is not behind
    /// any more, so a sender that gives up early recovers early: see `given_up`.
    pub recovered_ms: Option<u64>,
    /// How many deliveries to this receiver were lost or disabled between its start and `recovered_ms`, or have been so far.
    pub given_up: u64,
}
