//! Pseudo-random numbers that depend only on a seed, so that they are the same on every platform.

/// One draw of `SplitMix64` (Steele, Lea, Flood 2014), a mixed counter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Random(u64);

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// The draw for an attempt, which does not depend on earlier draws.
    pub(crate) const fn at(seed: u64, number: u32) -> Self {
        Self(derive(seed, number as u64))
    }

    /// Whether an event with this probability, in parts per million, happens.
    pub(crate) fn happens(self, per_million: u32) -> bool {
        self.between(0, 999_999) < u64::from(per_million)
    }

    /// An integer from `least` to `most`, both included. All have the same probability, up to a rounding error of 2⁻⁶⁴.
    pub(crate) fn between(self, least: u64, most: u64) -> u64 {
        let span = u128::from(most.saturating_sub(least)) + 1;
        // The upper half of the product is less than the span.
        least.saturating_add(u64::try_from((u128::from(self.0) * span) >> 64).unwrap_or(0))
    }
}

/// Derives the seed for one part of a computation. The same part always gets the same seed, and other parts get other
/// seeds.
pub(crate) const fn derive(seed: u64, part: u64) -> u64 {
    // The seed itself is mixed as well, so that neighboring seeds do not share draws.
    let start = mix(seed ^ GOLDEN);
    mix(start.wrapping_add(part.wrapping_mul(GOLDEN)))
}

const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
