//! Why a delivery is refused.

use alloc::format;
use alloc::string::String;
use core::fmt;

use super::method::Encoding;
use super::scheme::{Place, Scheme};
use super::template::{Piece, pieces};
use crate::base::time::format_duration;

/// Why a delivery is refused: for the developer's log, never for the caller, who is told nothing but 401.
///
/// It holds neither the secret nor the signature that would have been right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// What is wrong.
    pub reason: Reason,
    /// Where: "`X-Webhook-Signature` header", for example.
    pub place: String,
    encoding: Encoding,
    prefix: String,
    signs_url: bool,
    has_digest: bool,
    is_public: bool,
}

/// What is wrong with a refused delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A header field is absent or has no value.
    MissingHeader,
    /// A parameter of the URL is absent.
    MissingParameter,
    /// A member of the body is absent, or neither text nor a number.
    MissingMember,
    /// An item of the signature's list is absent.
    MissingItem,
    /// There is a value, and no signature of this scheme's version in it.
    MissingPrefix,
    /// A header field comes more than once, and which one to believe is anybody's guess.
    RepeatedHeader {
        /// How often it comes.
        count: usize,
    },
    /// An item comes more than once.
    RepeatedItem {
        /// How often it comes.
        count: usize,
    },
    /// The value cannot be a signature of this scheme, whatever the body is.
    MalformedSignature {
        /// The number of characters that the value has.
        found: usize,
        /// The number of characters that it should have, where that does not depend on the key.
        expected: Option<usize>,
    },
    /// A header field and its alias have different values, so that the receiver could read the one that was not
    /// checked.
    ConflictingHeaders,
    /// The signed id is empty or has a character that makes its end ambiguous: white space, `.`, `,`, `;`, `"`, or anything that
    /// is not ASCII.
    InvalidId,
    /// The signed URL has a character that every client escapes: white space, `"`, `<`, `>` or a control character.
    MalformedUrl,
    /// A signed header field has a control character.
    MalformedHeader,
    /// A signed member of the body is not of the type that the scheme names.
    MalformedMember {
        /// The name of the type.
        kind: &'static str,
    },
    /// The scheme reads members or parameters of the body, and it is longer than 16 MiB or has more than 10,000 parameters.
    BodyTooLarge,
    /// The body is a form that parsers read in different ways.
    AmbiguousForm,
    /// The signature is right, but nothing separates the body from what is signed next to it, and this body could begin or end
    /// elsewhere: it is not a JSON object or array.
    AmbiguousContent,
    /// The scheme reads members of the body, and it is no JSON.
    MalformedBody,
    /// The value is well formed, and no given secret makes it from this content.
    SignatureMismatch {
        /// How many secrets were tried.
        keys: usize,
    },
    /// The signature is right, and what stands for a timestamp is none.
    MalformedTimestamp,
    /// The signature is right, and older than the tolerance allows: a replay, a late delivery, or a clock that is ahead.
    TooOld {
        /// How old it is, in milliseconds.
        age_ms: u64,
    },
    /// The signature is right, and further in the future than the tolerance allows: a clock is wrong.
    TooNew {
        /// How far ahead it is, in milliseconds.
        ahead_ms: u64,
    },
    /// The signature is right and covers the URL, but what the URL says of the body is not true.
    BodyDigestMismatch,
    /// The signature is right, but nothing in it covers the body.
    BodyNotCovered,
    /// The signature is right, but it is the one that anyone can get for this body by a handshake.
    AmbiguousBody,
    /// The signature is right, but the scheme is open to length extension, and the body has bytes that only an extension has.
    BodyNotUtf8,
    /// The signature is right, but an array in the body has items that the signature does not cover.
    UnsignedItems,
    /// What a handshake wants signed is more than a random text, and might be a delivery.
    DoubtfulChallenge,
    /// The scheme signs the URL, and none was given.
    MissingUrl,
    /// The scheme signs the method, and none was given.
    MissingMethod,
}

impl Reason {
    /// A stable code in `snake_case`; [`REJECTION_CODES`] lists them.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MissingHeader => "missing_header",
            Self::MissingParameter => "missing_parameter",
            Self::MissingMember => "missing_member",
            Self::MissingItem => "missing_item",
            Self::MissingPrefix => "missing_prefix",
            Self::RepeatedHeader { .. } => "repeated_header",
            Self::RepeatedItem { .. } => "repeated_item",
            Self::MalformedSignature { .. } => "malformed_signature",
            Self::ConflictingHeaders => "conflicting_headers",
            Self::InvalidId => "invalid_id",
            Self::MalformedUrl => "malformed_url",
            Self::MalformedHeader => "malformed_header",
            Self::MalformedMember { .. } => "malformed_member",
            Self::BodyTooLarge => "body_too_large",
            Self::AmbiguousForm => "ambiguous_form",
            Self::AmbiguousContent => "ambiguous_content",
            Self::MalformedBody => "malformed_body",
            Self::SignatureMismatch { .. } => "signature_mismatch",
            Self::MalformedTimestamp => "malformed_timestamp",
            Self::TooOld { .. } => "too_old",
            Self::TooNew { .. } => "too_new",
            Self::BodyDigestMismatch => "body_digest_mismatch",
            Self::BodyNotCovered => "body_not_covered",
            Self::AmbiguousBody => "ambiguous_body",
            Self::BodyNotUtf8 => "body_not_utf8",
            Self::UnsignedItems => "unsigned_items",
            Self::DoubtfulChallenge => "doubtful_challenge",
            Self::MissingUrl => "missing_url",
            Self::MissingMethod => "missing_method",
        }
    }
}

/// Every code that a [`Rejection`] can have.
pub const REJECTION_CODES: &[&str] = &[
    "missing_header",
    "missing_parameter",
    "missing_member",
    "missing_item",
    "missing_prefix",
    "repeated_header",
    "repeated_item",
    "malformed_signature",
    "conflicting_headers",
    "invalid_id",
    "malformed_url",
    "malformed_header",
    "malformed_member",
    "body_too_large",
    "ambiguous_form",
    "ambiguous_content",
    "malformed_body",
    "signature_mismatch",
    "malformed_timestamp",
    "too_old",
    "too_new",
    "body_digest_mismatch",
    "body_not_covered",
    "ambiguous_body",
    "body_not_utf8",
    "unsigned_items",
    "doubtful_challenge",
    "missing_url",
    "missing_method",
];

impl Rejection {
    /// A rejection over what stands at a place.
    pub(super) fn at(scheme: &Scheme<&str>, place: &Place<&str>, reason: Reason) -> Self {
        let place = scheme.describe(place);
        let prefix = scheme.signature.prefix.unwrap_or_default().into();
        let signs_url = pieces(scheme.content).is_ok_and(|pieces| pieces.iter().any(Piece::needs_url));
        let has_digest = scheme.body_digest.is_some();
        let is_public = scheme.algorithm.is_asymmetric();
        Self { reason, place, encoding: scheme.signature.encoding, prefix, signs_url, has_digest, is_public }
    }

    /// A rejection over the signature itself.
    pub(crate) fn of(scheme: &Scheme<&str>, reason: Reason) -> Self {
        Self::at(scheme, &scheme.signature.place, reason)
    }

    /// A stable code in `snake_case`; [`REJECTION_CODES`] lists them.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.reason.code()
    }
}

fn count(characters: usize) -> String {
    format!("{characters} character{}", if characters == 1 { "" } else { "s" })
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.place;
        let characters = self.encoding.characters();
        match self.reason {
            Reason::MissingHeader => {
                write!(f, "the request has no {place}; check that the sender signs, and that no proxy drops it")
            }
            Reason::MissingParameter | Reason::MissingMember | Reason::MissingItem => {
                write!(f, "the request has no {place}; check that the sender signs, and that it signs by this scheme")
            }
            Reason::MissingPrefix => {
                write!(
                    f,
                    "the {place} has no signature that begins with `{}`; the sender may sign by another version",
                    self.prefix
                )
            }
            Reason::RepeatedHeader { count } | Reason::RepeatedItem { count } => {
                write!(f, "the {place} comes {count} times; the sender sends it once")
            }
            Reason::MalformedSignature { found, expected: Some(expected) } if found != expected => {
                write!(f, "the signature in the {place} has {} in place of {expected} {characters}", count(found))
            }
            Reason::MalformedSignature { found, .. } => {
                write!(f, "the signature in the {place} has {}, but they are not all {characters}", count(found))
            }
            Reason::MalformedBody => {
                write!(f, "the body is no JSON, and this scheme reads the {place}; pass the body as it arrived")
            }
            Reason::SignatureMismatch { keys } => {
                let what = if self.is_public { "public key" } else { "secret" };
                match keys {
                    1 => write!(f, "the {what} does not fit")?,
                    _ => write!(f, "none of the {what}s fits")?,
                }
                let over = if self.signs_url { "this URL and body" } else { "this body" };
                write!(f, " the signature in the {place} for {over}; check that the ")?;
                if self.signs_url {
                    f.write_str("URL is the one that the sender called, with `https`, host and query, that the ")?;
                }
                write!(
                    f,
                    "body is the raw bytes as they arrived, not parsed and serialised again, and that the {what} is this \
                     endpoint's"
                )
            }
            Reason::MalformedTimestamp => write!(f, "the {place} is no timestamp as the sender writes it"),
            Reason::TooOld { age_ms } => write!(
                f,
                "the signature is right, but {} old; it is a replay or came late, or this machine's clock is ahead",
                format_duration(age_ms)
            ),
            Reason::TooNew { ahead_ms } => write!(
                f,
                "the signature is right, but dated {} in the future; this machine's clock is behind, or the sender's ahead",
                format_duration(ahead_ms)
            ),
            Reason::BodyDigestMismatch => {
                write!(f, "the {place} is the digest of another body; pass the raw bytes as they arrived")
            }
            Reason::BodyNotCovered if self.has_digest => write!(
                f,
                "the signature does not cover the body: it is not form-encoded, and its digest is not in the {place}, in the last \
                 position"
            ),
            Reason::BodyNotCovered => f.write_str(
                "the signature covers only the parameters of a form, and this body is not form-encoded; pass the raw body, and \
                 the `Content-Type` header as it arrived",
            ),
            Reason::ConflictingHeaders => write!(
                f,
                "the {place} comes under both names with different values; reject the request, or remove one of them before \
                 the check if a proxy adds it"
            ),
            Reason::InvalidId => write!(
                f,
                "the {place} is not a valid id: it must be visible ASCII characters without `.`, `,`, `;` and `\"`, so that it \
                 cannot be confused with the rest of the signed content"
            ),
            Reason::MalformedUrl => f.write_str(
                "the URL has white space, a control character, `\"`, `<` or `>`; pass the URL as it arrived, with its escapes",
            ),
            Reason::MalformedHeader => write!(f, "the {place} has a control character, which no header field can have"),
            Reason::MalformedMember { kind } => {
                write!(f, "the {place} is not a valid {kind}, so the signed fields could be read in another way")
            }
            Reason::BodyTooLarge => f.write_str(
                "this scheme reads the body as JSON or as a form, and it is larger than 16 MiB or has more than 10,000 parameters; \
                 limit what your server reads",
            ),
            Reason::AmbiguousForm => f.write_str(
                "the form-encoded body can be read in more than one way: it repeats a name, or has an empty name, a semicolon, or \
                 a `%` without two hexadecimal digits",
            ),
            Reason::AmbiguousContent => f.write_str(
                "the body cannot be told apart from the signed text next to it; only a JSON object or array is accepted here",
            ),
            Reason::AmbiguousBody => f.write_str(
                "the body could be a handshake challenge, for which this scheme gives a signature to anyone who asks",
            ),
            Reason::BodyNotUtf8 => f.write_str(
                "the body is not UTF-8; this scheme hashes the secret before the body, so that a signature could be extended to \
                 such a body without the secret",
            ),
            Reason::UnsignedItems => f.write_str(
                "an array in the body has more items than the signature covers; the sender sends one item for each request",
            ),
            Reason::DoubtfulChallenge => f.write_str(
                "what this handshake wants signed is more than a random text; signing it could sign a delivery of somebody's \
                 choice",
            ),
            Reason::MissingUrl => f.write_str(
                "this scheme signs the URL; pass the one that the sender called, with its scheme, host and query",
            ),
            Reason::MissingMethod => f.write_str("this scheme signs the method; pass the request's"),
        }
    }
}

impl core::error::Error for Rejection {}
