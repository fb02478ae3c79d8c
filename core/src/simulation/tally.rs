//! The counters of a simulation.

use alloc::vec::Vec;

use super::histogram::DurationHistogram;
use super::load::{BUCKETS, Merge as _, PeakSecond, TimeSeries};
use super::open_delivery::OpenDelivery;
use super::outages::{Backlog, Outages};
use super::report::{Bucket, Counts, Level, Load, LoadBucket, MAX_COUNTED_ATTEMPTS, ReceiverReport, Report};
use super::server::{FailureCause, Server, ServerResponse};
use crate::delivery::DeliveryState;

/// Buckets of the number of attempts per delivery: 0 to [`MAX_COUNTED_ATTEMPTS`], and more.
const ATTEMPT_BUCKETS: usize = MAX_COUNTED_ATTEMPTS + 2;

/// The counters of one receiver. The numbers of all deliveries and of open deliveries are computed for a report.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) counts: Counts,
    reached: DurationHistogram,
    peak: PeakSecond,
    series: TimeSeries<Bucket>,
    outages: Outages,
    /// The number of deliveries that are behind; see
    /// [`OutageReport::behind_at_end`](super::report::OutageReport::behind_at_end).
    behind: u64,
}

impl Tally {
    pub(super) fn new(server: &Server) -> Self {
        Self {
            counts: Counts::default(),
            reached: DurationHistogram::default(),
            peak: PeakSecond::from(0),
            series: TimeSeries::new(),
            outages: Outages::new(server.outages()),
            behind: 0,
        }
    }

    /// Records an attempt at its arrival, and its outcome.
    pub(super) fn record_attempt(&mut self, now_ms: u64, bucket: u64, response: ServerResponse, is_failure: bool) {
        let (failed, refused) = (u64::from(is_failure), u64::from(response.cause == FailureCause::RateLimit));
        self.counts.attempts += 1;
        self.counts.failed_attempts += failed;
        self.counts.refused_attempts += refused;
        self.peak.record(now_ms);
        self.series.add(bucket, &Bucket { attempts: 1, failed, refused });
        self.outages.advance(now_ms, self.backlog());
        self.outages.record_attempt(now_ms, response.cause == FailureCause::Outage);
    }

    /// Records the first attempt of a delivery that reaches the receiver, `after_ms` after its event.
    pub(super) fn record_reached(&mut self, after_ms: u64) {
        self.reached.record(after_ms);
    }

    /// Records that one more delivery is behind.
    pub(super) fn record_behind(&mut self, now_ms: u64) {
        self.outages.advance(now_ms, self.backlog());
        self.behind += 1;
        self.outages.record_backlog(now_ms, self.backlog());
    }

    /// Records the end of a delivery in this state.
    pub(super) fn record_end(&mut self, now_ms: u64, delivery: &OpenDelivery, state: DeliveryState) {
        self.outages.advance(now_ms, self.backlog());
        let counts = &mut self.counts;
        if let DeliveryState::Succeeded { .. } = state {
            counts.delivered += 1;
            counts.at_first_try += u64::from(delivery.attempts == 1);
            counts.late += u64::from(delivery.has(OpenDelivery::LATE));
        } else {
            let count =
                if let DeliveryState::Disabled { .. } = state { &mut counts.disabled } else { &mut counts.lost };
            *count += 1;
            counts.unconfirmed += u64::from(delivery.has(OpenDelivery::REACHED));
        }
        if delivery.has(OpenDelivery::BEHIND) {
            self.behind = self.behind.saturating_sub(1);
            self.outages.record_backlog(now_ms, self.backlog());
        }
    }

    const fn backlog(&self) -> Backlog {
        Backlog { behind: self.behind, given_up: self.counts.lost + self.counts.disabled }
    }

    fn report(&self, subscriptions: u32, deliveries: u64, now_ms: u64, buckets: u64) -> ReceiverReport {
        let ended = self.counts.delivered + self.counts.lost + self.counts.disabled;
        let mut outages = self.outages.clone();
        outages.advance(now_ms, self.backlog());
        ReceiverReport {
            subscriptions,
            counts: Counts { deliveries, open: deliveries.saturating_sub(ended), ..self.counts },
            reached_after: self.reached.quantiles(),
            peak: self.peak.peak(),
            outages: outages.reports(self.backlog()),
            load: self.series.first(buckets),
        }
    }
}

/// The number of deliveries in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Levels {
    pub(super) in_flight: u64,
    pub(super) waiting: u64,
    /// Deliveries in the queue for a worker, except those that wait since their event.
    pub(super) queued: u64,
}

impl Levels {
    /// These levels with `untaken` deliveries that wait for a worker since their event.
    const fn with(self, untaken: u64) -> LoadBucket {
        LoadBucket { in_flight: self.in_flight, waiting: self.waiting, queue: self.queued + untaken }
    }
}

/// The counters of the sender.
#[derive(Clone, Debug)]
pub(super) struct Totals {
    pub(super) levels: Levels,
    max: LoadBucket,
    series: TimeSeries<LoadBucket>,
    /// The base-2 logarithm of the width of a bucket in milliseconds.
    shift: u32,
    peak: PeakSecond,
    attempts_per_delivery: [u64; ATTEMPT_BUCKETS],
    /// The attempts of deliveries that have ended.
    attempts: u64,
}

impl Totals {
    pub(super) const fn new() -> Self {
        Self {
            levels: Levels { in_flight: 0, waiting: 0, queued: 0 },
            max: LoadBucket { in_flight: 0, waiting: 0, queue: 0 },
            series: TimeSeries::new(),
            shift: 0,
            peak: PeakSecond::from(0),
            attempts_per_delivery: [0; ATTEMPT_BUCKETS],
            attempts: 0,
        }
    }

    /// The bucket of an instant. The time series must have been [widened](Self::widen) for it.
    pub(super) const fn bucket(&self, now_ms: u64) -> u64 {
        now_ms >> self.shift
    }

    /// Widens the buckets of all time series until they cover an instant.
    pub(super) fn widen(&mut self, now_ms: u64, tallies: &mut [Tally]) {
        while now_ms >> self.shift >= BUCKETS {
            self.shift += 1;
            self.series.widen();
            for tally in &mut *tallies {
                tally.series.widen();
            }
        }
    }

    /// Records an attempt at its start.
    pub(super) fn record_attempt(&mut self, now_ms: u64) {
        self.peak.record(now_ms);
    }

    /// Records the end of a delivery.
    pub(super) fn record_end(&mut self, attempts: u32) {
        let index = usize::try_from(attempts).unwrap_or(usize::MAX).min(ATTEMPT_BUCKETS - 1);
        if let Some(count) = self.attempts_per_delivery.get_mut(index) {
            *count += 1;
        }
        self.attempts += u64::from(attempts);
    }

    /// Records the levels from `from_ms` until before `until_ms`. In between, only the number of deliveries that wait
    /// for a worker since their event has changed; `untaken` returns it for an instant. The time series must cover both
    /// instants.
    pub(super) fn record_levels(&mut self, from_ms: u64, until_ms: u64, untaken: impl Fn(u64) -> u64) {
        let last_ms = until_ms.saturating_sub(1);
        for bucket in self.bucket(from_ms)..=self.bucket(last_ms) {
            let end_ms = (((bucket + 1) << self.shift) - 1).min(last_ms);
            let levels = self.levels.with(untaken(end_ms));
            self.series.add(bucket, &levels);
            self.max.merge(&levels);
        }
    }

    /// The report, except why the simulation ended. `parts` contains the number of subscriptions, the number of
    /// deliveries and the tally of each receiver. `untaken` is the number of deliveries that wait for a worker since
    /// their event.
    pub(super) fn report(&self, now_ms: u64, untaken: u64, parts: &[(u32, u64, &Tally)]) -> Report {
        let buckets = self.bucket(now_ms) + 1;
        let ended: u64 = self.attempts_per_delivery.iter().sum();
        let mean = u128::from(self.attempts) * 1_000 / u128::from(ended.max(1));
        let last = self.attempts_per_delivery.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
        let mut reached = DurationHistogram::default();
        let mut counts = Counts::default();
        let mut receivers = Vec::with_capacity(parts.len());
        for (subscriptions, deliveries, tally) in parts {
            let report = tally.report(*subscriptions, *deliveries, now_ms, buckets);
            counts.add(&report.counts);
            reached.add(&tally.reached);
            receivers.push(report);
        }
        // The current levels have not been recorded yet.
        let (now, mut max, mut series) = (self.levels.with(untaken), self.max, self.series.clone());
        max.merge(&now);
        series.add(buckets - 1, &now);
        let level = |of: fn(&LoadBucket) -> u64| Level { now: of(&now), peak: of(&max) };
        Report {
            now_ms,
            ended: None,
            counts,
            attempts_per_delivery: self.attempts_per_delivery.iter().take(last).copied().collect(),
            mean_attempts_per_mille: u64::try_from(mean).unwrap_or(u64::MAX),
            reached_after: reached.quantiles(),
            in_flight: level(|levels| levels.in_flight),
            waiting: level(|levels| levels.waiting),
            queue: level(|levels| levels.queue),
            peak: self.peak.peak(),
            load: Load { width_ms: 1 << self.shift, buckets: series.first(buckets) },
            receivers,
        }
    }
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.deliveries += other.deliveries;
        self.delivered += other.delivered;
        self.at_first_try += other.at_first_try;
        self.late += other.late;
        self.lost += other.lost;
        self.disabled += other.disabled;
        self.open += other.open;
        self.unconfirmed += other.unconfirmed;
        self.duplicates += other.duplicates;
        self.attempts += other.attempts;
        self.failed_attempts += other.failed_attempts;
        self.refused_attempts += other.refused_attempts;
        self.deferrals += other.deferrals;
    }
}
