//! The limit of what is read.

/// The longest text that is read, in bytes. A body of 10 MB fits in each format.
pub const MAX_TEXT: usize = 32 << 20;
