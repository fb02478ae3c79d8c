//! Numbers that every reader of JSON takes for what they are.

use serde::{Serialize, Serializer};

/// The largest whole number up to which all are exact in JavaScript, 2⁵³ − 1.
const LARGEST: u64 = (1 << 53) - 1;

/// A number, or the nearest one that is exact in JavaScript.
pub(crate) trait Exact {
    /// What is written.
    type Written: Serialize;

    /// The number that is written for this one.
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

/// For times: they saturate anyway, and here they do so where JavaScript's numbers end.
pub(crate) fn exact<T: Exact, S: Serializer>(number: &T, serializer: S) -> Result<S::Ok, S::Error> {
    number.exact().serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_javascripts_do() {
        assert_eq!((u64::MAX.exact(), 7_u64.exact()), (9_007_199_254_740_991, 7));
        assert_eq!((i64::MIN.exact(), Some(i64::MAX).exact()), (-9_007_199_254_740_991, Some(9_007_199_254_740_991)));
        assert_eq!(None::<u64>.exact(), None);
    }
}
