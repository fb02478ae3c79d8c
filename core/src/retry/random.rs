//! Numbers that look random and follow from a seed: the same in Rust, in Node and in a browser.

/// One draw of `SplitMix64` (Steele, Lea, Flood 2014): a counter, mixed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Random(u64);

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// The draw that belongs to an attempt: no other draws are needed to get there.
    pub(crate) const fn at(seed: u64, number: u32) -> Self {
        Self(derive(seed, number as u64))
    }

    /// Whether something comes about that does so many times in a million.
    pub(crate) fn happens(self, per_million: u32) -> bool {
        self.between(0, 999_999) < u64::from(per_million)
    }

    /// An integer from `least` to `most`, both included, each about as likely.
    pub(crate) fn between(self, least: u64, most: u64) -> u64 {
        let span = u128::from(most.saturating_sub(least)) + 1;
        // The upper half of the product is below the span.
        least.saturating_add(u64::try_from((u128::from(self.0) * span) >> 64).unwrap_or(0))
    }
}

/// A seed for one of many parts of what another seed is for: the same for the same part, and unlike that of any other.
pub(crate) const fn derive(seed: u64, part: u64) -> u64 {
    // Mixed twice, so that neighbouring seeds do not share draws.
    let start = mix(seed ^ GOLDEN);
    mix(start.wrapping_add(part.wrapping_mul(GOLDEN)))
}

const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
