//! The binary form of a scheme: compact, versioned, and read without a JSON parser.
//!
//! The first byte is the version. After it come the members of [`Scheme`](super::Scheme) in the order of their
//! declaration, without provenance:
//!
//! | part | bytes |
//! |---|---|
//! | number | LEB128: seven bits per byte, the lowest first; the highest bit says that another byte follows |
//! | text | its length in bytes as a number, and its UTF-8 |
//! | choice | one byte, as [`tags`] lists them |
//! | optional part | 0, or 1 and the part |
//! | place | a choice, and one text or two |
//!
//! A scheme has exactly one form: numbers that are longer than necessary and bytes after the end are rejected. Tags are
//! never reused. A change that older versions would misread gets a new version.

mod decode;
mod encode;
mod error;
mod tags;

pub use error::{DECODE_CODES, DecodeError};

/// The version that is written, and the only one that is read.
const VERSION: u8 = 1;

/// The largest binary form. It is smaller than the JSON of a scheme, which has the same bound.
const MAX_BYTES: usize = 64 << 10;
