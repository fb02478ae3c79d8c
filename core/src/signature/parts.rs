//! The signed content in parts, which are never concatenated.

/// A content whose parts can be read in order, any number of times.
pub(super) trait Parts {
    /// Calls `take` with each part.
    fn each(&self, take: &mut dyn FnMut(&[u8]));

    /// The number of bytes.
    fn length(&self) -> usize {
        let mut length = 0_usize;
        self.each(&mut |part| length = length.saturating_add(part.len()));
        length
    }
}

impl<const N: usize> Parts for [&[u8]; N] {
    fn each(&self, take: &mut dyn FnMut(&[u8])) {
        self.iter().for_each(|part| take(part));
    }
}
