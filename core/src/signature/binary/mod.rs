//! The binary form of a scheme: compact, versioned, and decoded without a JSON parser.
//!
//! The first byte is the version. It is followed by the members of [`Scheme`](super::Scheme) in the order of their
//! declaration, without provenance:
//!
//! | part | bytes |
//! |---|---|
//! | number | LEB128: seven bits per byte, the lowest first; the highest bit is set if another byte follows |
//! | text | the length in bytes as a number, then the text in UTF-8 |
//! | choice | one byte, as listed in [`tags`] |
//! | optional part | 0, or 1 followed by the part |
//! | place | a choice, then one or two texts |
//!
//! A scheme has exactly one form: numbers that are longer than necessary and bytes after the end are rejected. Tags are
//! never reused. A change that older versions would misread gets a new version.

mod decode;
mod encode;
mod error;
mod tags;

pub use error::{DECODE_CODES, DecodeError};
pub(super) use tags::Tag;

/// The only supported version.
const VERSION: u8 = 1;

/// The maximum size of a scheme in bytes, in the binary form and in JSON.
pub(super) const MAX_BYTES: usize = 64 << 10;
