//! The middle step of a check: signed content and key in, MAC out, compared in constant time.
//!
//! It is the one place that knows an algorithm. What comes before it prepares header, key and content; what comes after
//! turns its answer into a verdict.

use alloc::vec::Vec;
use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::scheme::{Algorithm, KeyForm, Piece, Scheme};
use super::secret::Secret;

/// A key whose hash state has been computed, so that each check starts from there.
#[derive(Clone)]
pub(super) enum PreparedKey {
    HmacSha256(Hmac<Sha256>),
}

impl PreparedKey {
    pub(super) fn new(scheme: &Scheme, secret: &Secret) -> Self {
        let key = match scheme.key {
            KeyForm::Raw => secret.bytes(),
        };
        match scheme.algorithm {
            Algorithm::HmacSha256 => {
                #[expect(clippy::expect_used, reason = "HMAC takes a key of any length; its constructor never fails")]
                let state = Hmac::new_from_slice(key).expect("HMAC takes a key of any length");
                Self::HmacSha256(state)
            }
        }
    }

    /// Computes the signature of `body`.
    pub(super) fn sign(&self, content: &[Piece], body: &[u8]) -> Vec<u8> {
        match self {
            Self::HmacSha256(state) => absorb(state, content, body).finalize().into_bytes().to_vec(),
        }
    }

    /// Whether `signature` is the one of `body`. The time taken does not depend on where they differ.
    pub(super) fn matches(&self, content: &[Piece], body: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::HmacSha256(state) => absorb(state, content, body).verify_slice(signature).is_ok(),
        }
    }
}

/// Feeds the signed content piece by piece, so that nothing is concatenated.
fn absorb(state: &Hmac<Sha256>, content: &[Piece], body: &[u8]) -> Hmac<Sha256> {
    let mut state = state.clone();
    for piece in content {
        match piece {
            Piece::Body => state.update(body),
        }
    }
    state
}

impl fmt::Debug for PreparedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PreparedKey([redacted])")
    }
}
