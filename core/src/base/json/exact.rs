//! Integers in JSON that JavaScript reads exactly.

use serde::{Serialize, Serializer};

/// JavaScript's largest safe integer, 2⁵³ − 1.
const LARGEST: u64 = (1 << 53) - 1;

/// Conversion of an integer to the nearest safe integer of JavaScript.
pub(crate) trait Exact {
    /// The type that is serialized.
    type Written: Serialize;

    /// The nearest safe integer.
    fn exact(&self) -> Self::Written;
}

impl Exact for u64 {
    type Written = Self;

    fn exact(&self) -> Self {
        (*self).min(LARGEST)
    }
}

impl Exact for i64 {
    type Written = Self;

    fn exact(&self) -> Self {
        let largest = LARGEST.cast_signed();
        (*self).clamp(-largest, largest)
    }
}

impl<T: Exact> Exact for Option<T> {
    type Written = Option<T::Written>;

    fn exact(&self) -> Self::Written {
        self.as_ref().map(T::exact)
    }
}

/// Serializes a time, saturated to JavaScript's safe integers. Arithmetic on times saturates as well.
pub(crate) fn exact<T: Exact, S: Serializer>(number: &T, serializer: S) -> Result<S::Ok, S::Error> {
    number.exact().serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saturates_at_the_safe_integers() {
        assert_eq!((u64::MAX.exact(), 7_u64.exact()), (9_007_199_254_740_991, 7));
        assert_eq!((i64::MIN.exact(), Some(i64::MAX).exact()), (-9_007_199_254_740_991, Some(9_007_199_254_740_991)));
        assert_eq!(None::<u64>.exact(), None);
    }
}
