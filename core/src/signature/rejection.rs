//! Why a delivery is refused.

use core::fmt;

use super::scheme::Scheme;

/// Why a delivery is refused: for the developer's log, never for the caller, who is told nothing but 401.
///
/// It holds neither the secret nor the signature that would have been right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// What is wrong.
    pub reason: Reason,
    /// The header field that should carry the signature.
    pub header: &'static str,
}

/// What is wrong with a refused delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The header field is absent or has no value.
    MissingHeader,
    /// The header field comes more than once, and which one to believe is anybody's guess.
    RepeatedHeader {
        /// How often it comes.
        count: usize,
    },
    /// The value cannot be a signature of this scheme, whatever the body is.
    MalformedSignature {
        /// The number of characters that the value has.
        found: usize,
        /// The number of characters that it should have.
        expected: usize,
    },
    /// The value is well formed, and no given secret makes it from this body.
    SignatureMismatch {
        /// How many secrets were tried.
        keys: usize,
    },
}

impl Rejection {
    pub(super) const fn new(scheme: &Scheme, reason: Reason) -> Self {
        Self { reason, header: scheme.header }
    }

    /// A stable code: `missing_header`, `repeated_header`, `malformed_signature` or `signature_mismatch`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.reason {
            Reason::MissingHeader => "missing_header",
            Reason::RepeatedHeader { .. } => "repeated_header",
            Reason::MalformedSignature { .. } => "malformed_signature",
            Reason::SignatureMismatch { .. } => "signature_mismatch",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = self.header;
        match self.reason {
            Reason::MissingHeader => {
                write!(
                    f,
                    "the request has no `{header}` header; check that the sender signs, and that no proxy drops it"
                )
            }
            Reason::RepeatedHeader { count } => {
                write!(f, "the request has {count} `{header}` headers; the sender sends one")
            }
            Reason::MalformedSignature { found, expected } if found == expected => {
                write!(f, "the `{header}` header has {found} characters, but they are not all hexadecimal digits")
            }
            Reason::MalformedSignature { found, expected } => {
                write!(f, "the `{header}` header has {found} characters; a signature is {expected} hexadecimal digits")
            }
            Reason::SignatureMismatch { keys } => {
                let secret = if keys == 1 { "the secret does" } else { "none of the secrets does" };
                write!(
                    f,
                    "{secret} not give the signature in `{header}` for this body; check that the body is the raw bytes \
                     as they arrived, not parsed and serialised again, and that the secret is this endpoint's"
                )
            }
        }
    }
}

impl core::error::Error for Rejection {}
