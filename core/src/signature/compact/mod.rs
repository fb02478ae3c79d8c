//! The compact form of a scheme, for programs that must be small, such as those of browsers.
//!
//! A compact form is the result of compiling a scheme, so a program that has only this form contains neither the parser
//! nor the checks of schemes. The npm package's `hookwright/verify` reads it, and computes MACs with a [`ContentMac`]. It exists for schemes with HMAC and tokens that read only header fields, the URL, the
//! method and the bytes of the body: no JSON except for an id, no forms, no parts of a URL.
//!
//! [`CompiledScheme::to_compact`](super::CompiledScheme::to_compact) writes it. It is trusted: reading it checks only that
//! it is well-formed, not that it is the result of compiling a valid scheme. Take it from the generated modules of
//! senders, or create it from a scheme at build time.
//!
//! The first byte is the version, and the second the number of texts. Each text is its length, in one byte, and its
//! UTF-8. A record of fixed length follows, which refers to texts by their index; 255 means that there is no text. The rest
//! is the signed content, as pairs of a kind and the index of a text: see [`piece`].
//!
//! | bytes of the record | content |
//! |---|---|
//! | 0, 1, 2 | the tags of the algorithm, the key form and the encoding, as in the binary form |
//! | 3 | the tag of the timestamp's unit; 255 if there is no timestamp |
//! | 4, 5 | the separator and the prefix of signatures |
//! | 6, 7 | the header field of the signature, and its alternative |
//! | 8, 9 | the place of the timestamp: a header field and its alternative, or 254 and the prefix of an item |
//! | 10, 11 | the place of the id; 253 and a JSON Pointer for an id in the body, on which the verdict does not depend |
//! | 12 | flags: see [`flag`] |
//! | 13 to 16, 17 to 20 | the tolerance for the past and the future: seconds, the lowest byte first; all bits are set if there is no limit |

mod encode;
mod mac;

pub use encode::{NOT_COMPACT_CODES, NotCompact};
pub use mac::ContentMac;

use crate::signature::{RejectionReason, SecretError};

/// The reasons for which a delivery can be rejected that is verified with a compact form, with representative values. Their
/// order is a part of the interface: programs contain the index of a reason.
pub const REJECTIONS: [RejectionReason; 15] = [
    RejectionReason::MissingHeader,
    RejectionReason::MissingItem,
    RejectionReason::MissingPrefix,
    RejectionReason::RepeatedHeader { count: 2 },
    RejectionReason::RepeatedItem { count: 2 },
    RejectionReason::MalformedSignature { found: 12, expected: Some(64) },
    RejectionReason::ConflictingHeaders,
    RejectionReason::InvalidId,
    RejectionReason::MalformedUrl,
    RejectionReason::MalformedHeader,
    RejectionReason::SignatureMismatch { keys: 1 },
    RejectionReason::MalformedTimestamp,
    RejectionReason::TooOld { age_ms: 600_000 },
    RejectionReason::TooNew { ahead_ms: 600_000 },
    RejectionReason::BodyNotUtf8,
];

/// The reasons for which a secret can be rejected. Their order is a part of the interface.
pub const SECRET_ERRORS: [SecretError; 6] = [
    SecretError::Empty,
    SecretError::Placeholder,
    SecretError::NotBase64,
    SecretError::NotHex,
    SecretError::WrongKind { wanted: "a shared secret, which starts with `whsec_`" },
    SecretError::PublicAsShared,
];

/// The only version.
const VERSION: u8 = 1;

/// The index that means that there is no text, and the unit that means that there is no timestamp.
const NONE: u8 = 255;

/// The first byte of a place that is an item of the signature's list. The second byte is its prefix.
const ITEM: u8 = 254;

/// The first byte of the place of an id in the body. The second byte is its JSON Pointer.
const MEMBER: u8 = 253;

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
