//! Signature schemes, signing and verification.
//!
//! A [`Scheme`] describes how a sender signs. Compiling it gives a [`CompiledScheme`], and [`Signer`] and [`Verifier`]
//! both use it. Verification reads the header fields, collects the parts of the signed content, computes the MAC with
//! each key, and compares.
//!
//! RSA signing is not blinded, because the crate has no source of randomness. Its duration depends on the private key
//! (RUSTSEC-2023-0071), so a caller that can request many signatures and measure their duration can learn about the
//! key. Sign with RSA only in tests, or where no one else can measure. Verification and the other algorithms are not
//! affected.
//!
//! A request can carry several signatures. The first 32 well-formed ones are checked. For RSA and ECDSA the limit is 8,
//! because each signature requires a key operation; for Ed25519 over more than 64 KiB of content it is 4,
//! because each signature requires a pass over the content.

mod ambiguity;
#[cfg(feature = "json")]
mod answer;
mod binary;
#[cfg(feature = "built-in-public-key")]
mod certificate;
mod check;
mod check_handshake;
mod check_places;
mod compact;
mod compile;
mod content;
mod coverage;
#[cfg(feature = "json")]
mod decrypt;
mod describe;
mod digest;
mod fields;
pub(crate) mod form;
mod form_name;
mod generate;
mod guard;
mod handshake;
mod host_key;
pub(crate) mod key;
mod key_half;
mod mac;
pub(crate) mod member_type;
mod members;
mod method;
mod multipart;
mod needs;
mod oracle;
#[cfg(feature = "json")]
mod parse;
#[cfg(feature = "json")]
mod parse_handshake;
#[cfg(feature = "json")]
mod parse_place;
mod parsed;
mod parts;
mod place;
mod placeholder;
pub(crate) mod prefix;
#[cfg(feature = "foreign-public-key")]
mod prepared_public_key;
#[cfg(feature = "built-in-public-key")]
mod public_key;
#[cfg(feature = "foreign-public-key")]
mod public_keys;
mod rejection;
pub(crate) mod request;
#[cfg(all(feature = "ring", not(target_arch = "wasm32")))]
mod ring_keys;
mod scheme;
pub(crate) mod scheme_codes;
mod secret;
mod secret_codes;
pub(crate) mod setup;
mod sign;
mod sign_error;
pub(crate) mod signatures;
mod staged;
pub(crate) mod template;
mod tolerance;
#[cfg(feature = "json")]
mod trigger;
pub(crate) mod value;
mod verify;
mod warnings;

pub use crate::base::time::TimeUnit;
#[cfg(feature = "json")]
pub use answer::{Endpoint, HANDSHAKE_CODES, HandshakeAnswer, HandshakeError, answer};
pub use binary::{DECODE_CODES, DecodeError};
pub use compact::{
    ContentMac, NOT_COMPACT_CODES, NotCompact, REJECTIONS as COMPACT_REJECTIONS, SECRET_ERRORS as COMPACT_SECRET_ERRORS,
};
pub use compile::{Compile, CompiledScheme};
pub use coverage::{BodyCoverage, Coverage, UrlCoverage};
pub use generate::{NewSecret, text_secret};
pub use handshake::{Handshake, HandshakeReply, HandshakeTrigger};
pub use host_key::HostKey;
pub use method::{Algorithm, Encoding, KeyForm};
pub use needs::Needs;
pub use place::Place;
#[cfg(feature = "foreign-public-key")]
pub use prepared_public_key::register_public_keys;
#[cfg(feature = "built-in-public-key")]
pub use public_key::BuiltIn;
#[cfg(feature = "foreign-public-key")]
pub use public_keys::{Message, PublicKey, PublicKeys};
pub use rejection::{REJECTION_CODES, Rejection, RejectionReason};
pub use request::Request;
pub use scheme::{OwnedScheme, Scheme, SignatureField, TimestampField};
pub use scheme_codes::PROBLEM_CODES;
pub use secret::{SECRET_CODES, Secret, SecretError};
pub use secret_codes::SECRET_WARNING_CODES;
pub use setup::SetupError;
pub use sign::{Signed, Signer, Unsigned};
pub use sign_error::{SIGN_CODES, SignError};
pub use staged::{Begun, Hasher, Pending, SignedContent};
pub use template::FIELDS;
pub use tolerance::Tolerance;
pub use verify::{Verified, Verifier};
