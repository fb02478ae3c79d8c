//! Keys for the cryptography of a host.

use core::fmt;

use super::method::Algorithm;

/// A key that a host can use to verify signatures itself; see [`Verifier::exporting`](super::Verifier::exporting).
///
/// `Debug` does not print the bytes.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct HostKey<'a> {
    /// The index of the secret, from 0.
    pub index: usize,
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The key. For HMAC these are the secret bytes, which can be longer than a block of the hash; for the other
    /// algorithms they are the public key as SubjectPublicKeyInfo (DER). Empty if hosts do not need the key: for tokens,
    /// and for [`Algorithm::Sha256`], which cannot be verified in stages.
    pub bytes: &'a [u8],
}

impl fmt::Debug for HostKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostKey")
            .field("index", &self.index)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
