//! The tolerance of timestamps.

/// The maximum distance of a timestamp from the receiver's clock, in milliseconds.
///
/// In a scheme, both limits must be whole seconds, at most `u32::MAX`, because the JSON form contains seconds. A limit
/// that is passed to a [`Verifier`](super::Verifier) can be any number.
///
/// ```
/// use hookwright::signature::Tolerance;
/// let tolerance = Tolerance::seconds(300);
/// assert_eq!((tolerance.past_ms, tolerance.future_ms), (Some(300_000), Some(300_000)));
/// assert_eq!(Tolerance::OFF.past_ms, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tolerance {
    /// The maximum age. `None` for no limit.
    pub past_ms: Option<u64>,
    /// The maximum distance into the future. `None` for no limit.
    pub future_ms: Option<u64>,
}

impl Tolerance {
    /// Five minutes in either direction: the tolerance of the Standard Webhooks libraries, and the default for senders
    /// that do not document one.
    pub const DEFAULT: Self = Self::seconds(300);

    /// No limit. A delivery can then be replayed for as long as its key is valid.
    pub const OFF: Self = Self { past_ms: None, future_ms: None };

    /// The same limit in both directions, in seconds.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        // Cannot overflow: 2³² thousands fit in 64 bits.
        let ms = seconds as u64 * 1000;
        Self { past_ms: Some(ms), future_ms: Some(ms) }
    }
}
