//! Public keys that are ready to use: the choice of the implementation, and the limits on the number of signatures.

use alloc::boxed::Box;
use alloc::sync::Arc;

use once_cell::race::OnceBox;

use super::method::{Algorithm, KeyForm};
use super::public_keys::{Message, PublicKey, PublicKeys};
use super::secret::SecretError;
use super::signatures::Signatures;

/// The maximum number of Ed25519 signatures that are checked over content with more than [`LONG_CONTENT`] bytes. The
/// hash depends on the signature, so each signature requires a pass over the content. Senders send two signatures while
/// they rotate a key.
const MAX_SIGNATURES_OVER_LONG: usize = 4;

/// The length in bytes above which hashing the content is more expensive than checking a signature.
const LONG_CONTENT: usize = 64 << 10;

/// The maximum number of RSA or ECDSA signatures that are checked. They share one hash, but each requires a key
/// operation.
const MAX_SIGNATURES: usize = 8;

/// The recommended minimum size of RSA keys in bits (NIST SP 800-131A).
const RSA_RECOMMENDED_BITS: usize = 2048;

/// The implementation that was registered.
static REGISTERED: OnceBox<Box<dyn PublicKeys>> = OnceBox::new();

/// Registers an implementation of the public-key algorithms. Call it once, before the first scheme is compiled. It is used
/// instead of that of the crate, for all keys that are prepared later.
///
/// Returns whether it was registered: `false` if there is one already.
pub fn register_public_keys(keys: Box<dyn PublicKeys>) -> bool {
    REGISTERED.set(Box::new(keys)).is_ok()
}

/// The implementation in use.
pub(super) fn public_keys() -> Option<&'static dyn PublicKeys> {
    #[cfg(feature = "public-key")]
    let built_in: Option<&'static dyn PublicKeys> = Some(&super::public_key::BuiltIn);
    #[cfg(not(feature = "public-key"))]
    let built_in = None;
    REGISTERED.get().map(|keys| &**keys).or(built_in)
}

/// A key, with the limits on the number of signatures that are checked with it.
#[derive(Clone)]
pub(super) struct PreparedPublicKey {
    algorithm: Algorithm,
    key: Arc<dyn PublicKey>,
}

impl PreparedPublicKey {
    pub(super) fn new(algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Self, SecretError> {
        // Without an implementation, schemes with such an algorithm cannot be compiled.
        let keys = public_keys().ok_or(SecretError::NotAKey)?;
        Ok(Self { algorithm, key: keys.prepare(algorithm, form, key)? })
    }

    pub(super) fn key(&self) -> &dyn PublicKey {
        &*self.key
    }

    /// Whether a content can be hashed before the signatures are known.
    pub(super) fn is_prehashed(&self) -> bool {
        self.algorithm != Algorithm::Ed25519
    }

    /// The size of an RSA modulus, if it is smaller than recommended, and the recommended minimum, in bits.
    pub(super) fn short_bits(&self) -> Option<(usize, usize)> {
        let found = self.key.rsa_bits()?;
        (found < RSA_RECOMMENDED_BITS).then_some((found, RSA_RECOMMENDED_BITS))
    }

    /// Whether one of the signatures is that of the message.
    pub(super) fn verifies_any(&self, message: &Message<'_>, signatures: &Signatures) -> bool {
        let checked = signatures.iter().filter_map(|signature| self.key.verify(message, signature));
        checked.take(self.max_signatures(message.length().unwrap_or(0))).any(|is_valid| is_valid)
    }

    /// The signatures that must be checked over a content of this length, with their indexes.
    pub(super) fn candidates<'a>(
        &'a self,
        signatures: &'a Signatures,
        content_len: usize,
    ) -> impl Iterator<Item = (usize, &'a [u8])> {
        let candidates = signatures.iter().enumerate().filter(|(_, signature)| self.key.is_candidate(signature));
        candidates.take(self.max_signatures(content_len))
    }

    const fn max_signatures(&self, content_len: usize) -> usize {
        match self.algorithm {
            Algorithm::Ed25519 if content_len > LONG_CONTENT => MAX_SIGNATURES_OVER_LONG,
            Algorithm::Ed25519 => usize::MAX,
            _ => MAX_SIGNATURES,
        }
    }
}
