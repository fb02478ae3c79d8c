//! What is counted while a simulation runs.

use alloc::vec::Vec;

use super::durations::Durations;
use super::load::{BUCKETS, Course, Merge as _, Seconds};
use super::open::OpenDelivery;
use super::outages::{Outages, Standing};
use super::receiver::{Answer, Cause, Server};
use super::report::{Bucket, Counts, Level, Load, LoadBucket, MOST_ATTEMPTS, ReceiverReport, Report};
use crate::delivery::DeliveryState;

/// Attempts that deliveries took, from none to as many as are told apart, and then more.
const ATTEMPTS: usize = MOST_ATTEMPTS + 2;

/// One receiver's share. How many deliveries there are and how many are open is worked out when somebody asks.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) counts: Counts,
    reached: Durations,
    seconds: Seconds,
    course: Course<Bucket>,
    outages: Outages,
    /// How many deliveries have not ended after an attempt that fails or was put off.
    behind: u64,
}

impl Tally {
    pub(super) fn new(server: &Server) -> Self {
        Self {
            counts: Counts::default(),
            reached: Durations::default(),
            seconds: Seconds::from(0),
            course: Course::new(),
            outages: Outages::new(server.outages()),
            behind: 0,
        }
    }

    /// Takes note of an attempt that arrives, and of what will come of it.
    pub(super) fn note_attempt(&mut self, now_ms: u64, bucket: u64, answer: Answer, is_failure: bool) {
        let (failed, refused) = (u64::from(is_failure), u64::from(answer.cause == Cause::Limit));
        self.counts.attempts += 1;
        self.counts.failed_attempts += failed;
        self.counts.refused_attempts += refused;
        self.seconds.note(now_ms);
        self.course.add(bucket, &Bucket { attempts: 1, failed, refused });
        self.outages.advance(now_ms, self.standing());
        self.outages.note_attempt(now_ms, answer.cause == Cause::Outage);
    }

    /// Takes note of a delivery's first arrival, so long after its event.
    pub(super) fn note_reached(&mut self, after_ms: u64) {
        self.reached.note(after_ms);
    }

    /// Takes note that one more delivery is behind.
    pub(super) fn note_behind(&mut self, now_ms: u64) {
        self.outages.advance(now_ms, self.standing());
        self.behind += 1;
        self.outages.note(now_ms, self.standing());
    }

    /// Takes note of the end of a delivery that has come to this.
    pub(super) fn note_end(&mut self, now_ms: u64, delivery: &OpenDelivery, state: DeliveryState) {
        self.outages.advance(now_ms, self.standing());
        let counts = &mut self.counts;
        if let DeliveryState::Succeeded { .. } = state {
            counts.delivered += 1;
            counts.at_first_try += u64::from(delivery.attempts == 1);
            counts.late += u64::from(delivery.is(OpenDelivery::LATE));
        } else {
            let count =
                if let DeliveryState::Disabled { .. } = state { &mut counts.disabled } else { &mut counts.lost };
            *count += 1;
            counts.unconfirmed += u64::from(delivery.is(OpenDelivery::REACHED));
        }
        if delivery.is(OpenDelivery::BEHIND) {
            self.behind = self.behind.saturating_sub(1);
            self.outages.note(now_ms, self.standing());
        }
    }

    const fn standing(&self) -> Standing {
        Standing { behind: self.behind, given_up: self.counts.lost + self.counts.disabled }
    }

    fn report(&self, subscriptions: u32, deliveries: u64, now_ms: u64, buckets: u64) -> ReceiverReport {
        let over = self.counts.delivered + self.counts.lost + self.counts.disabled;
        let mut outages = self.outages.clone();
        outages.advance(now_ms, self.standing());
        ReceiverReport {
            subscriptions,
            counts: Counts { deliveries, open: deliveries.saturating_sub(over), ..self.counts },
            reached_after: self.reached.quantiles(),
            peak: self.seconds.peak(),
            outages: outages.reports(self.standing()),
            load: self.course.first(buckets),
        }
    }
}

/// How many deliveries are at what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Levels {
    pub(super) in_flight: u64,
    pub(super) waiting: u64,
    /// Due, and kept for a worker: those whose event has just happened are not among them.
    pub(super) queued: u64,
}

impl Levels {
    /// With so many that wait for a worker since their event.
    const fn with(self, untaken: u64) -> LoadBucket {
        LoadBucket { in_flight: self.in_flight, waiting: self.waiting, queue: self.queued + untaken }
    }
}

/// The sender's share.
#[derive(Clone, Debug)]
pub(super) struct Totals {
    pub(super) levels: Levels,
    most: LoadBucket,
    course: Course<LoadBucket>,
    /// Buckets are two to the power of this wide, in milliseconds.
    shift: u32,
    seconds: Seconds,
    attempts_per_delivery: [u64; ATTEMPTS],
    /// Over deliveries that have ended.
    attempts: u64,
}

impl Totals {
    pub(super) const fn new() -> Self {
        Self {
            levels: Levels { in_flight: 0, waiting: 0, queued: 0 },
            most: LoadBucket { in_flight: 0, waiting: 0, queue: 0 },
            course: Course::new(),
            shift: 0,
            seconds: Seconds::from(0),
            attempts_per_delivery: [0; ATTEMPTS],
            attempts: 0,
        }
    }

    /// The bucket of an instant that the courses have been [widened](Self::widen) for.
    pub(super) const fn bucket(&self, now_ms: u64) -> u64 {
        now_ms >> self.shift
    }

    /// Makes room in the courses for an instant.
    pub(super) fn widen(&mut self, now_ms: u64, tallies: &mut [Tally]) {
        while now_ms >> self.shift >= BUCKETS {
            self.shift += 1;
            self.course.widen();
            for tally in &mut *tallies {
                tally.course.widen();
            }
        }
    }

    /// Takes note of an attempt that begins.
    pub(super) fn note_attempt(&mut self, now_ms: u64) {
        self.seconds.note(now_ms);
    }

    /// Takes note of a delivery that has ended after so many attempts.
    pub(super) fn note_end(&mut self, attempts: u32) {
        let index = usize::try_from(attempts).unwrap_or(usize::MAX).min(ATTEMPTS - 1);
        if let Some(count) = self.attempts_per_delivery.get_mut(index) {
            *count += 1;
        }
        self.attempts += u64::from(attempts);
    }

    /// Takes note of the levels from one instant to another, excluded, between which nothing happened but that more deliveries
    /// came to wait for a worker: `untaken` says how many there were by a time. The courses have room for both instants.
    pub(super) fn note_levels(&mut self, from_ms: u64, until_ms: u64, untaken: impl Fn(u64) -> u64) {
        let last_ms = until_ms.saturating_sub(1);
        for bucket in self.bucket(from_ms)..=self.bucket(last_ms) {
            let end_ms = (((bucket + 1) << self.shift) - 1).min(last_ms);
            let levels = self.levels.with(untaken(end_ms));
            self.course.add(bucket, &levels);
            self.most.merge(&levels);
        }
    }

    /// The report, but for what the clock has to say. Of each receiver it takes the number of subscriptions and of deliveries, and
    /// `untaken` is how many of these wait for a worker since their event.
    pub(super) fn report(&self, now_ms: u64, untaken: u64, parts: &[(u32, u64, &Tally)]) -> Report {
        let buckets = self.bucket(now_ms) + 1;
        let ended: u64 = self.attempts_per_delivery.iter().sum();
        let mean = u128::from(self.attempts) * 1_000 / u128::from(ended.max(1));
        let last = self.attempts_per_delivery.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
        let mut reached = Durations::default();
        let mut counts = Counts::default();
        let mut receivers = Vec::with_capacity(parts.len());
        for (subscriptions, deliveries, tally) in parts {
            let report = tally.report(*subscriptions, *deliveries, now_ms, buckets);
            counts.add(&report.counts);
            reached.add(&tally.reached);
            receivers.push(report);
        }
        // The clock's own bucket has seen nothing yet of how things stand now.
        let (now, mut most, mut course) = (self.levels.with(untaken), self.most, self.course.clone());
        most.merge(&now);
        course.add(buckets - 1, &now);
        let level = |of: fn(&LoadBucket) -> u64| Level { now: of(&now), peak: of(&most) };
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
            peak: self.seconds.peak(),
            load: Load { width_ms: 1 << self.shift, buckets: course.first(buckets) },
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
