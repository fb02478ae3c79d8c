//! How far a timestamp may be from the receiver's clock.

/// How far a timestamp may be from the receiver's clock, in milliseconds either way.
///
/// ```
/// use hookwright::signature::Tolerance;
/// let tolerance = Tolerance::seconds(300);
/// assert_eq!((tolerance.past_ms, tolerance.future_ms), (Some(300_000), Some(300_000)));
/// assert_eq!(Tolerance::OFF.past_ms, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tolerance {
    /// How old it may be. `None`: as old as it likes.
    pub past_ms: Option<u64>,
    /// How far ahead it may be. `None`: as far as it likes.
    pub future_ms: Option<u64>,
}

impl Tolerance {
    /// Five minutes either way: what Standard Webhooks' libraries do, and what is done here where a provider says nothing.
    pub const DEFAULT: Self = Self::seconds(300);

    /// No limit. A delivery can then be replayed for as long as its key is valid.
    pub const OFF: Self = Self { past_ms: None, future_ms: None };

    /// The same either way, in seconds.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        // Cannot overflow: 2³² thousands fit in 64 bits.
        let ms = seconds as u64 * 1000;
        Self { past_ms: Some(ms), future_ms: Some(ms) }
    }
}
