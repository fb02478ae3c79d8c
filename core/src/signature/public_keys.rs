//! The seam for public-key algorithms: those of the crate, or those that the host supplies.
//!
//! Parsing, policy, limits, checks and messages are in the other modules, so a host that supplies the arithmetic gets the
//! same verdicts.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};

use super::digest::digest;
use super::method::{Algorithm, KeyForm};
use super::parts::Parts;
use super::secret::SecretError;

/// An implementation of Ed25519, RSA and ECDSA, for builds that leave these algorithms to the host or to another module.
///
/// [`BuiltIn`](super::BuiltIn) is the implementation of the crate, with the feature `built-in-public-key`. With the feature
/// `public-key`, it is used unless another one is registered.
pub trait PublicKeys: Send + Sync {
    /// Reads a key for an algorithm for which [`Algorithm::is_asymmetric`] is true. `key` is decoded: DER for
    /// [`KeyForm::Pem`], else the 32 bytes of an Ed25519 public key, or its 32-byte seed and public key.
    ///
    /// # Errors
    /// The key cannot be used. The errors and the order of the checks must be those of [`BuiltIn`](super::BuiltIn).
    fn prepare(&self, algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError>;

    /// The Ed25519 public key of a seed.
    ///
    /// # Errors
    /// The implementation cannot create keys.
    fn ed25519_public(&self, seed: &[u8; 32]) -> Result<[u8; 32], SecretError>;

    /// Decrypts AES-256-CBC with PKCS #7 padding, for handshakes that are encrypted. `bytes` is an initialization vector of
    /// 16 bytes and the encrypted text. `None` if the text is not valid with this key, and if the implementation cannot
    /// decrypt.
    fn decrypt_aes_256_cbc(&self, key: &[u8; 32], bytes: &[u8]) -> Option<Vec<u8>> {
        let _ = (key, bytes);
        None
    }
}

/// A key of a [`PublicKeys`] implementation.
pub trait PublicKey: Send + Sync {
    /// Whether it contains the private key.
    fn is_private(&self) -> bool;

    /// The size of an RSA modulus in bits. `None` for other algorithms.
    fn rsa_bits(&self) -> Option<usize>;

    /// The public key as SubjectPublicKeyInfo (DER).
    fn public_der(&self) -> Vec<u8>;

    /// Whether a signature can be valid for some content, without a pass over the content: for Ed25519 its scalar is reduced
    /// and its point does not have small order, for RSA it has the length of the modulus, and for ECDSA it is DER.
    fn is_candidate(&self, signature: &[u8]) -> bool;

    /// Whether a signature is that of a message. `None` if it is not a candidate.
    fn verify(&self, message: &Message<'_>, signature: &[u8]) -> Option<bool>;

    /// Signs a message.
    ///
    /// # Errors
    /// [`SecretError::Public`] if it is a public key.
    fn sign(&self, message: &Message<'_>) -> Result<Vec<u8>, SecretError>;
}

/// A message that is signed: the signed content of a delivery.
#[derive(Debug)]
pub struct Message<'a> {
    /// The content. `None` if only its digest is known.
    content: Option<Vec<&'a [u8]>>,
    digest: OnceCell<[u8; 32]>,
    is_used: Cell<bool>,
}

impl<'a> Message<'a> {
    /// A message in parts.
    ///
    /// ```
    /// use hookwright::signature::Message;
    /// let message = Message::new(vec![b"a".as_slice(), b"bc"]);
    /// assert_eq!(message.sha256()[..2], [0xba, 0x78]);
    /// ```
    #[must_use]
    pub const fn new(content: Vec<&'a [u8]>) -> Self {
        Self { content: Some(content), digest: OnceCell::new(), is_used: Cell::new(false) }
    }

    /// A message of which only the SHA-256 is known. RSA and ECDSA do not require more.
    #[must_use]
    pub fn of_digest(digest: [u8; 32]) -> Self {
        Self { content: None, digest: OnceCell::from(digest), is_used: Cell::new(false) }
    }

    /// Whether this is the first call, for implementations that hash the content themselves.
    #[cfg_attr(not(feature = "ring"), allow(dead_code, reason = "only `ring` hashes the content itself"))]
    pub(super) fn is_first_use(&self) -> bool {
        !self.is_used.replace(true)
    }

    pub(super) fn of_parts(parts: &'a dyn Parts) -> Self {
        let mut content = Vec::new();
        parts.each(&mut |part| content.push(part));
        Self::new(content)
    }

    /// The parts of the content. `None` if only the digest is known, which does not happen for Ed25519.
    #[must_use]
    pub fn content(&self) -> Option<&[&'a [u8]]> {
        self.content.as_deref()
    }

    /// The number of bytes of the content, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<usize> {
        let add = |length: usize, part: &&[u8]| length.saturating_add(part.len());
        self.content().map(|parts| parts.iter().fold(0, add))
    }

    /// The SHA-256 of the content, which is computed once.
    #[must_use]
    pub fn sha256(&self) -> &[u8; 32] {
        self.digest.get_or_init(|| digest(&self.content().unwrap_or_default()))
    }
}
