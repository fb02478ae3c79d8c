//! Signatures: how providers sign, and whether a delivery is what it claims to be.
//!
//! A check is three steps: *prepare* (header fields, keys, signed content as parts), *MAC*, *compare*. A [`Scheme`] says
//! what each of them does for a provider; [`Signer`] and [`Verifier`] both read it.
//!
//! Signing with RSA is for test keys: there is no randomness here to blind it with, so that the time it takes can tell of
//! the key whoever measures it. Verifying is not affected.

mod check;
mod content;
mod explain;
mod generate;
mod handshake;
mod key;
mod mac;
mod method;
mod needs;
mod parse;
mod public_key;
mod rejection;
mod request;
mod scheme;
mod secret;
mod setup;
mod sign;
mod template;
mod tolerance;
mod url;
mod value;
mod verify;

pub use explain::{
    Cause, Certainty, Check, Circumstances, DIAGNOSIS_CODES, Diagnosis, Framework, KeyRing, MAX_TRIALS, MAX_WORK,
    SEARCH_PARTS, explain,
};
pub use generate::NewSecret;
pub use handshake::{Answer, Handshake, HandshakeError, Reply, Trigger, answer};
pub use method::{Algorithm, Encoding, KeyForm};
pub use needs::Needs;
pub use parse::OwnedScheme;
pub use rejection::{REJECTION_CODES, Reason, Rejection};
pub use request::Request;
pub use scheme::{Place, Scheme, SignatureField, TimeUnit, TimestampField};
pub use secret::{Secret, SecretError};
pub use setup::SetupError;
pub use sign::{SignError, Signed, Signer, Unsigned, check_message_id};
pub use template::FIELDS;
pub use tolerance::Tolerance;
pub use verify::{Verified, Verifier};
