//! The compact form of a scheme, and a verifier for it that is small enough to be sent to browsers.
//!
//! A compact form is the result of compiling a scheme, so a program that has only this form contains neither the parser
//! nor the checks of schemes. It exists for schemes with HMAC and tokens that read only header fields, the URL, the
//! method and the bytes of the body: no JSON, no forms, no parts of a URL.
//!
//! [`CompiledScheme::to_compact`](super::CompiledScheme::to_compact) writes it. It is trusted: reading it checks only that
//! it is well-formed, not that it is the result of compiling a valid scheme. Take it from the generated modules of
//! senders, or create it from a scheme at build time.
//!
//! The first byte is the version, and the second the number of texts. Each text is its length, in one byte, and its
//! UTF-8. A record of fixed length follows, which refers to texts by their index: see [`record`]. The rest is the signed
//! content, as pairs of a kind and the index of a text: see [`piece`].

mod decode;
mod encode;
mod verifier;

pub use encode::{NOT_COMPACT_CODES, NotCompact};
pub use verifier::{
    CompactAccepted, CompactPlace, CompactRejection, CompactVerifier, REJECTIONS, SECRET_ERRORS, SecretFinding,
};

/// The only version.
const VERSION: u8 = 1;

/// The index that means that there is no text, and the unit that means that there is no timestamp.
const NONE: u8 = 255;

/// The first byte of a place that is an item of the signature's list. The second byte is its prefix.
const ITEM: u8 = 254;

/// The offsets of the parts of the record.
mod record {
    pub(super) const ALGORITHM: usize = 0;
    pub(super) const KEY_FORM: usize = 1;
    pub(super) const ENCODING: usize = 2;
    pub(super) const UNIT: usize = 3;
    pub(super) const SEPARATOR: usize = 4;
    pub(super) const PREFIX: usize = 5;
    /// The name of a header field and of its alternative.
    pub(super) const SIGNATURE: usize = 6;
    /// A place: the name of a header field and of its alternative, or `ITEM` and the prefix of the item.
    pub(super) const TIMESTAMP: usize = 8;
    pub(super) const ID: usize = 10;
    pub(super) const FLAGS: usize = 12;
    /// Seconds, in four bytes with the lowest first. All bits are set if there is no limit.
    pub(super) const PAST: usize = 13;
    pub(super) const FUTURE: usize = 17;
    pub(super) const CONTENT: usize = 21;
}

/// The bits of the flags.
mod flag {
    pub(super) const SIGNS_ID: u8 = 1;
    pub(super) const IS_ID_SAFE: u8 = 2;
    /// The body must be UTF-8, because content can be appended to the signed content.
    pub(super) const NEEDS_UTF8: u8 = 4;
    pub(super) const NEEDS_ABSOLUTE_URL: u8 = 8;
    /// The body is not signed.
    pub(super) const IS_PARTIAL: u8 = 16;
}

/// The kinds of pieces of the content. Those after `LITERAL` have a text.
mod piece {
    pub(super) const BODY: u8 = 0;
    pub(super) const TIMESTAMP: u8 = 1;
    pub(super) const ID: u8 = 2;
    pub(super) const METHOD: u8 = 3;
    pub(super) const URL: u8 = 4;
    pub(super) const SECRET: u8 = 5;
    pub(super) const LITERAL: u8 = 6;
    pub(super) const HEADER: u8 = 7;
}
