//! Signatures: how providers sign, and whether a delivery is what it claims to be.
//!
//! A check is three steps: *prepare* (header, keys, signed content as pieces), *MAC*, *compare*. A [`Scheme`] says what
//! each of them does for a provider; [`Signer`] and [`Verifier`] both read it.

mod mac;
mod rejection;
mod scheme;
mod secret;
mod sign;
mod verify;

pub use rejection::{Reason, Rejection};
pub use scheme::{Algorithm, Encoding, KeyForm, Piece, Scheme};
pub use secret::{Secret, SecretError};
pub use sign::Signer;
pub use verify::{Verified, Verifier};
