//! The error of bytes that are not a scheme in binary form.

use crate::base::code::codes;

codes! {
    /// The reason why bytes are not a scheme in binary form.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum DecodeError;

    /// Every code of a [`DecodeError`].
    pub const DECODE_CODES;

    /// There are too many bytes.
    TooLarge = "scheme_too_large" => ("the scheme must have at most {} bytes", super::MAX_BYTES),
    /// This version of the crate does not support the version of the bytes.
    UnknownVersion {
        /// The version.
        found: u8 = 2,
    } = "unknown_version" => ("the scheme has the version {found}; expected {}", super::VERSION),
    /// The bytes end before the end of the scheme.
    Truncated = "truncated_scheme" => "the scheme ends too early; it may have been cut off",
    /// Bytes follow after the end of the scheme.
    TrailingBytes = "trailing_bytes" => "bytes follow after the end of the scheme",
    /// A byte has an unknown value.
    UnknownTag {
        /// The index of the byte.
        offset: usize = 8,
    } = "unknown_tag" => "byte {offset} of the scheme has an unknown value; it may be of a newer version",
    /// A number is too large for its member, or has more bytes than necessary.
    WrongNumber {
        /// The index of its first byte.
        offset: usize = 8,
    } = "wrong_number" => "the number at byte {offset} of the scheme is too large, or longer than necessary",
    /// A text is not valid UTF-8.
    WrongText {
        /// The index of its first byte.
        offset: usize = 8,
    } = "wrong_text" => "the text at byte {offset} of the scheme is not valid UTF-8",
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::scheme_codes::SCHEME_TOO_LARGE;

    #[test]
    fn a_scheme_that_is_too_large_has_one_code() {
        assert_eq!(DecodeError::TooLarge.code(), SCHEME_TOO_LARGE.as_str());
    }
}
