//! The signed content in parts, which are never concatenated.

/// A content whose parts can be read in order, any number of times.
pub(super) trait Parts {
    /// Calls `take` with each part.
    fn each<'a>(&'a self, take: &mut dyn FnMut(&'a [u8]));
}

impl Parts for &[&[u8]] {
    fn each<'a>(&'a self, take: &mut dyn FnMut(&'a [u8])) {
        self.iter().for_each(|part| take(part));
    }
}

impl<const N: usize> Parts for [&[u8]; N] {
    fn each<'a>(&'a self, take: &mut dyn FnMut(&'a [u8])) {
        self.iter().for_each(|part| take(part));
    }
}
