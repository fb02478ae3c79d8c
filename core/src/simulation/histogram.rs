//! A compact histogram of durations. Its buckets are wider for longer durations.

use alloc::vec::Vec;

use super::report::Quantiles;

/// The bits after the leading one that select a bucket. The width of a bucket is at most 1/32 of its durations.
const BITS: u32 = 5;

/// A histogram of durations in milliseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct DurationHistogram {
    buckets: Vec<u64>,
    count: u64,
    most_ms: u64,
}

impl DurationHistogram {
    pub(super) fn record(&mut self, ms: u64) {
        let index = bucket_of(ms);
        if index >= self.buckets.len() {
            self.buckets.resize(index + 1, 0);
        }
        if let Some(bucket) = self.buckets.get_mut(index) {
            *bucket += 1;
        }
        self.count += 1;
        self.most_ms = self.most_ms.max(ms);
    }

    pub(super) fn add(&mut self, other: &Self) {
        if other.buckets.len() > self.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (own, more) in self.buckets.iter_mut().zip(&other.buckets) {
            *own += more;
        }
        self.count += other.count;
        self.most_ms = self.most_ms.max(other.most_ms);
    }

    pub(super) fn quantiles(&self) -> Quantiles {
        Quantiles {
            count: self.count,
            p50_ms: self.quantile(50),
            p90_ms: self.quantile(90),
            p99_ms: self.quantile(99),
            most_ms: self.most_ms,
        }
    }

    /// The duration that is not exceeded by `percent` of all durations.
    fn quantile(&self, percent: u64) -> u64 {
        // The rank, counted from 1, computed without overflow.
        let rank = (self.count / 100 * percent + (self.count % 100 * percent).div_ceil(100)).max(1);
        let mut seen = 0;
        for (index, count) in self.buckets.iter().enumerate() {
            seen += count;
            if seen >= rank {
                return last_of(index).min(self.most_ms);
            }
        }
        self.most_ms
    }
}

/// The bucket of a duration. Each duration below 64 has its own bucket.
fn bucket_of(ms: u64) -> usize {
    let octave = (ms >> BITS).checked_ilog2().unwrap_or(0);
    let within = ms >> octave;
    usize::try_from((u64::from(octave) << BITS) + within).unwrap_or(0)
}

/// The longest duration of a bucket.
fn last_of(index: usize) -> u64 {
    let index = u64::try_from(index).unwrap_or(u64::MAX);
    let octave = (index >> BITS).saturating_sub(1);
    let within = index - (octave << BITS);
    // All lower bits are ones, even in the bucket that ends with the largest number.
    ((within << octave) | ((1 << octave) - 1)).max(within)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn buckets_have_no_gaps() {
        for index in 0..1_900 {
            let last = last_of(index);
            assert_eq!(bucket_of(last), index);
            assert_eq!(bucket_of(last + 1), index + 1);
        }
        assert_eq!(last_of(bucket_of(u64::MAX)), u64::MAX);
    }

    #[test]
    fn quantiles_of_short_durations_are_exact() {
        let mut durations = DurationHistogram::default();
        assert_eq!(durations.quantiles(), Quantiles::default());
        for ms in 1..=60 {
            durations.record(ms);
        }
        let exact = Quantiles { count: 60, p50_ms: 30, p90_ms: 54, p99_ms: 60, most_ms: 60 };
        assert_eq!(durations.quantiles(), exact);
    }

    proptest! {
        #[test]
        fn quantiles_are_within_a_thirty_second(
            mut all in prop::collection::vec(
                (0_u32..63, any::<u64>()).prop_map(|(bits, ms)| ms & ((1 << bits) - 1)),
                1..300,
            ),
            at in any::<prop::sample::Index>(),
        ) {
            let (mut first, mut second) = (DurationHistogram::default(), DurationHistogram::default());
            let cut = at.index(all.len());
            all[..cut].iter().for_each(|ms| first.record(*ms));
            all[cut..].iter().for_each(|ms| second.record(*ms));
            first.add(&second);
            all.sort_unstable();
            let found = first.quantiles();
            prop_assert_eq!((found.count, found.most_ms), (all.len() as u64, *all.last().unwrap()));
            for (percent, found) in [(50, found.p50_ms), (90, found.p90_ms), (99, found.p99_ms)] {
                let exact = all[(all.len() * percent).div_ceil(100) - 1];
                prop_assert!(found >= exact && found - exact <= exact / 32, "{} for {}", found, exact);
            }
        }
    }
}
