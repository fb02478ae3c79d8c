//! Load over time: the busiest second, and time series whose buckets widen with time.

use alloc::vec::Vec;

use super::report::{Bucket, LoadBucket, Peak};

/// The maximum number of buckets of a time series.
pub(super) const BUCKETS: u64 = 512;

/// Finds the second with the most attempts.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeakSecond {
    origin_ms: u64,
    second: u64,
    attempts: u64,
    peak: Peak,
}

impl PeakSecond {
    /// Starts to count at `origin_ms`, where the first second starts.
    pub(super) const fn from(origin_ms: u64) -> Self {
        Self { origin_ms, second: 0, attempts: 0, peak: Peak { attempts: 0, at_ms: origin_ms } }
    }

    pub(super) const fn record(&mut self, now_ms: u64) {
        let second = now_ms.saturating_sub(self.origin_ms) / 1_000;
        if second != self.second {
            self.second = second;
            self.attempts = 0;
        }
        self.attempts += 1;
        if self.attempts > self.peak.attempts {
            let at_ms = self.origin_ms.saturating_add(second.saturating_mul(1_000));
            self.peak = Peak { attempts: self.attempts, at_ms };
        }
    }

    pub(super) const fn peak(&self) -> Peak {
        self.peak
    }
}

/// A bucket that can be merged with an adjacent one.
pub(super) trait Merge: Copy + Default {
    fn merge(&mut self, other: &Self);
}

impl Merge for Bucket {
    fn merge(&mut self, other: &Self) {
        self.attempts += other.attempts;
        self.failed += other.failed;
        self.refused += other.refused;
    }
}

impl Merge for LoadBucket {
    fn merge(&mut self, other: &Self) {
        self.in_flight = self.in_flight.max(other.in_flight);
        self.waiting = self.waiting.max(other.waiting);
        self.queue = self.queue.max(other.queue);
    }
}

/// A time series. Its owner knows the width of the buckets, so that several series have the same width.
#[derive(Clone, Debug)]
pub(super) struct TimeSeries<T>(Vec<T>);

impl<T: Merge> TimeSeries<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a value to the bucket with this index, which must be less than [`BUCKETS`].
    pub(super) fn add(&mut self, index: u64, value: &T) {
        let index = usize::try_from(index.min(BUCKETS - 1)).unwrap_or(0);
        if index >= self.0.len() {
            self.0.resize(index + 1, T::default());
        }
        if let Some(bucket) = self.0.get_mut(index) {
            bucket.merge(value);
        }
    }

    /// Doubles the width of the buckets.
    pub(super) fn widen(&mut self) {
        let mut wide = 0;
        for index in (0..self.0.len()).step_by(2) {
            let Some(mut bucket) = self.0.get(index).copied() else { break };
            if let Some(next) = self.0.get(index + 1) {
                bucket.merge(next);
            }
            if let Some(place) = self.0.get_mut(wide) {
                *place = bucket;
                wide += 1;
            }
        }
        self.0.truncate(wide);
    }

    /// The first `count` buckets.
    pub(super) fn first(&self, count: u64) -> Vec<T> {
        let mut buckets = self.0.clone();
        buckets.resize(usize::try_from(count.min(BUCKETS)).unwrap_or(0), T::default());
        buckets
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_peak_is_the_first_of_several_busiest_seconds() {
        let mut seconds = PeakSecond::from(500);
        assert_eq!(seconds.peak(), Peak { attempts: 0, at_ms: 500 });
        for now_ms in [500, 1_499, 1_500, 1_600, 2_499, 2_500, 9_000, 9_100, 9_200] {
            seconds.record(now_ms);
        }
        assert_eq!(seconds.peak(), Peak { attempts: 3, at_ms: 1_500 });
    }

    #[test]
    fn widening_keeps_the_maximum() {
        let mut series = TimeSeries::new();
        let bucket = |queue| LoadBucket { queue, in_flight: 1, waiting: 0 };
        for (index, queue) in [(0, 3), (1, 9), (2, 4), (2, 2)] {
            series.add(index, &bucket(queue));
        }
        series.widen();
        assert_eq!(series.first(3), [bucket(9), bucket(4), LoadBucket::default()]);
    }

    proptest! {
        /// Widened buckets are equal to buckets that had that width from the start.
        #[test]
        fn widening_keeps_the_sums(times in prop::collection::vec(0..512_u64, 0..100), widened in 0..6_u32) {
            let (mut narrow, mut wide) = (TimeSeries::new(), TimeSeries::new());
            for time in times {
                let one = Bucket { attempts: 1, failed: time % 2, refused: time % 3 };
                narrow.add(time, &one);
                wide.add(time >> widened, &one);
            }
            for _ in 0..widened {
                narrow.widen();
            }
            prop_assert_eq!(narrow.first(512 >> widened), wide.first(512 >> widened));
        }
    }
}
