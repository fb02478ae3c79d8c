//! Secrets, which are never printed.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use crate::base::code::codes;

/// A secret that sender and receiver share, or one half of a key pair. It can have a name.
///
/// It is zeroised on drop, redacted by `Debug`, and never part of an error.
///
/// ```
/// use hookwright::signature::Secret;
/// let secret = Secret::new("whsec_abc123")?.named("2026");
/// assert_eq!(format!("{secret:?}"), r#"Secret { name: Some("2026"), bytes: "[redacted]" }"#);
/// # Ok::<(), hookwright::signature::SecretError>(())
/// ```
#[derive(Clone)]
pub struct Secret {
    name: Option<String>,
    bytes: Zeroizing<Vec<u8>>,
    is_key: bool,
}

impl Secret {
    /// A secret as the sender shows it. The scheme determines how it is decoded. A [`Signer`](super::Signer) or a
    /// [`Verifier`](super::Verifier) rejects text that cannot be a secret: only whitespace, a placeholder such as
    /// `undefined` or `${SECRET}`, and, if the scheme requires a shared secret, a public key.
    ///
    /// # Errors
    /// [`SecretError::Empty`]: anyone can sign with an empty secret, so it is never accepted. It usually means that an
    /// environment variable is not set.
    pub fn new(text: impl Into<Vec<u8>>) -> Result<Self, SecretError> {
        Self::from_bytes(text.into(), false)
    }

    /// A secret from the bytes of the key, which the scheme does not decode. If the scheme requires a shared secret, a
    /// public key is rejected, because reading the wrong key file is an easy mistake.
    ///
    /// ```
    /// use hookwright::{catalog, signature::{Secret, Verifier}};
    /// let scheme = catalog::find_scheme("standard/v1").unwrap();
    /// assert!(Verifier::new(scheme, &[Secret::from_key(vec![7; 32])?]).is_ok());
    /// # Ok::<(), hookwright::signature::SecretError>(())
    /// ```
    ///
    /// # Errors
    /// [`SecretError::Empty`], as for text.
    pub fn from_key(bytes: impl Into<Vec<u8>>) -> Result<Self, SecretError> {
        Self::from_bytes(bytes.into(), true)
    }

    fn from_bytes(bytes: Vec<u8>, is_key: bool) -> Result<Self, SecretError> {
        let bytes = Zeroizing::new(bytes);
        if bytes.is_empty() { Err(SecretError::Empty) } else { Ok(Self { name: None, bytes, is_key }) }
    }

    /// Sets a name, which the verdict contains if this secret matches.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The name, if one was set.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The bytes, for computation only. They must never be printed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether the bytes are the key and are not decoded.
    pub(crate) const fn is_key(&self) -> bool {
        self.is_key
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").field("name", &self.name).field("bytes", &"[redacted]").finish()
    }
}

codes! {
    /// The error of a value that cannot be used as a secret of a scheme.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum SecretError;

    /// Every code of a [`SecretError`]. A code that several variants share is listed once for each.
    pub const SECRET_CODES;

    /// The secret has no bytes, only whitespace, or nothing after its prefix.
    Empty = "empty_secret" =>
        "the secret is empty; check that the setting or environment variable that contains it is set",

    /// The secret is a placeholder that a program or a template writes if the secret is not set, such as `undefined` or
    /// `${SECRET}`.
    Placeholder = "secret_placeholder" =>
        "the secret is a placeholder, such as `undefined` or the name of a variable; check that the setting or \
         environment variable that holds it is set and is read when the program runs",

    /// No secret was passed.
    Missing = "missing_secret" => "the secret is missing; pass at least one secret",

    /// The scheme requires base64 secrets, and this secret is not base64.
    NotBase64 = "secret_not_base64" =>
        "the secret is not valid base64, which this scheme requires; copy the whole secret again, without quotes",

    /// The scheme requires hexadecimal secrets, and this secret is not hexadecimal.
    NotHex = "secret_not_hex" =>
        "the secret does not consist of an even number of hexadecimal digits, which this scheme requires; copy the \
         whole secret again, without quotes",

    /// The scheme requires PEM keys, and this key is not PEM or is not a key for the algorithm.
    NotPem = "secret_not_pem" =>
        "the key is not a PEM key for this scheme's algorithm; it must start with `-----BEGIN` and keep its line \
         breaks",

    /// The key is PEM, but not a key for the algorithm.
    WrongPem {
        /// What the PEM contains, as its label says.
        found: &'static str = "CERTIFICATE REQUEST",
    } = "secret_not_pem" =>
        "the PEM of the type `{found}` is damaged, or is not a key for this scheme's algorithm; pass a `PUBLIC KEY` for the \
         algorithm, or a `CERTIFICATE` that contains it",

    /// The prefix of the secret shows that it belongs to another scheme.
    WrongKind {
        /// The kind of secret that the scheme requires.
        wanted: &'static str = "a shared secret, which starts with `whsec_`",
    } = "secret_wrong_kind" => "the secret belongs to another scheme; this one requires {wanted}",

    /// The key does not have the length that the algorithm requires.
    WrongLength {
        /// The number of bytes.
        found: usize = 31,
        /// The required number of bytes.
        expected: usize = 32,
    } = "secret_wrong_length" => "the key has {found} bytes, but must have {expected}; copy the whole key again",

    /// The key is shorter than the scheme's specification allows, or too short to be safe.
    TooShort {
        /// The number of bytes.
        found: usize = 12,
        /// The minimum number of bytes.
        least: usize = 24,
    } = "secret_too_short" => "the key has {found} bytes, but must have at least {least}; generate a new secret",

    /// The modulus of an RSA key is too short to be safe.
    TooFewBits {
        /// The number of bits.
        found: usize = 512,
        /// The minimum number of bits.
        least: usize = 1024,
    } = "secret_too_short" => "the RSA key has {found} bits, but must have at least {least}; generate a larger key",

    /// The secret to generate is longer than the scheme allows.
    TooLong {
        /// The number of bytes.
        found: usize = 100,
        /// The maximum number of bytes.
        most: usize = 64,
    } = "secret_too_long" => "the secret has {found} bytes; at most {most} are supported",

    /// The modulus of an RSA key is longer than this library supports.
    TooManyBits {
        /// The number of bits.
        found: usize = 8192,
        /// The maximum number of bits.
        most: usize = 4096,
    } = "secret_too_long" => "the RSA key has {found} bits; at most {most} are supported",

    /// The key has the form of a key for this algorithm but is not valid: its numbers are out of range, its halves do
    /// not belong together, or it is an Ed25519 key of small order, with which a signature is valid for many messages.
    NotAKey = "secret_not_a_key" => "the key is not a valid key for this algorithm; copy the whole key again",

    /// The key is a public key, which can only verify.
    Public = "secret_is_public" => "the key is a public key, which can only verify; signing requires the private key",

    /// The secret is a public key or a certificate, but the scheme requires a shared secret: everyone who has it could
    /// sign.
    PublicAsShared = "secret_is_public" =>
        "the secret is a public key or a certificate, and everyone who has it could sign; use the secret that only the \
         sender and the receiver know",

    /// A delivery of this scheme cannot carry as many signatures as there are secrets.
    TooMany = "too_many_secrets" =>
        "there are too many secrets, because a delivery of this scheme cannot carry a signature for each; pass fewer",

    /// Keys for this algorithm cannot be generated by this library.
    NotMadeHere = "secret_not_made_here" =>
        "this library does not generate keys for this algorithm; use `openssl genpkey`, for example",
}
