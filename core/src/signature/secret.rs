//! Secrets, which never show themselves.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

/// What sender and receiver share, or the receiver's half of it, with a name where there are several.
///
/// Zeroised on drop, redacted in `Debug`, and in no error.
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
    /// Takes the secret as the provider shows it; the scheme says how it becomes a key. Text that cannot be a secret is refused
    /// when a [`Signer`](super::Signer) or a [`Verifier`](super::Verifier) is made of it: white space alone, a placeholder such
    /// as `undefined` or `${SECRET}`, and, where the secret is shared, a public key.
    ///
    /// # Errors
    /// [`SecretError::Empty`]: anybody can sign with an empty secret, so one is never accepted. It usually means that an
    /// environment variable is not set.
    pub fn new(text: impl Into<Vec<u8>>) -> Result<Self, SecretError> {
        Self::made(text.into(), false)
    }

    /// Takes the bytes of the key itself, which the scheme then does not decode. They may be anything except, where the secret is
    /// shared, a public key: reading the wrong key file is an easy mistake.
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
        Self::made(bytes.into(), true)
    }

    fn made(bytes: Vec<u8>, is_key: bool) -> Result<Self, SecretError> {
        let bytes = Zeroizing::new(bytes);
        if bytes.is_empty() { Err(SecretError::Empty) } else { Ok(Self { name: None, bytes, is_key }) }
    }

    /// Gives the secret a name, by which a verdict says which one matched.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The name, where one was given.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The bytes themselves: for computing with, never for printing.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether the bytes are the key already.
    pub(crate) const fn is_key(&self) -> bool {
        self.is_key
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").field("name", &self.name).field("bytes", &"[redacted]").finish()
    }
}

/// Why something cannot serve as a secret of a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// It has no bytes, only white space, or nothing after its prefix.
    Empty,
    /// It is a placeholder that a program or a template writes where no secret is set, such as `undefined` or `${SECRET}`.
    Placeholder,
    /// None was given at all.
    Missing,
    /// The scheme's secrets are base64, and it is not.
    NotBase64,
    /// The scheme's secrets are hexadecimal digits, and it is not.
    NotHex,
    /// The scheme's keys are PEM, and it is not, or holds no key of the right algorithm.
    NotPem,
    /// It is a secret for another scheme: by its prefix, or because it is private where it should be public.
    WrongKind {
        /// What the scheme needs.
        wanted: &'static str,
    },
    /// The key has another length than keys of this algorithm have.
    WrongLength {
        /// The number of bytes that it has.
        found: usize,
        /// The number of bytes that it should have.
        expected: usize,
    },
    /// The key is shorter than the scheme's specification asks for, or than anybody should make one.
    TooShort {
        /// The number of bytes that it has.
        found: usize,
        /// The number of bytes that it should have at least.
        least: usize,
    },
    /// The modulus of an RSA key is shorter than is safe.
    TooFewBits {
        /// The number of bits that it has.
        found: usize,
        /// The number of bits that it must have at least.
        least: usize,
    },
    /// The modulus of an RSA key is longer than is supported.
    TooManyBits {
        /// The number of bits that it has.
        found: usize,
        /// The number of bits that it may have at most.
        most: usize,
    },
    /// It is written as a key of this algorithm is, but cannot be used as one: its numbers are out of range, or it is an Ed25519
    /// key of small order, with which a signature fits many messages.
    NotAKey,
    /// A public key can only verify.
    Public,
    /// It is a public key or a certificate, and the scheme's secrets are shared: everyone who has it could sign.
    PublicAsShared,
    /// Several were given, and deliveries of this scheme have room for one signature.
    TooMany,
    /// Keys of this algorithm are not made here.
    NotMadeHere,
}

impl SecretError {
    /// A stable code: `empty_secret`, `secret_placeholder`, `missing_secret`, `secret_not_base64`, `secret_not_hex`,
    /// `secret_not_pem`, `secret_wrong_kind`, `secret_wrong_length`, `secret_too_short`, `secret_too_long`, `secret_not_a_key`,
    /// `secret_is_public`, `too_many_secrets` or `secret_not_made_here`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty_secret",
            Self::Placeholder => "secret_placeholder",
            Self::Missing => "missing_secret",
            Self::NotBase64 => "secret_not_base64",
            Self::NotHex => "secret_not_hex",
            Self::NotPem => "secret_not_pem",
            Self::WrongKind { .. } => "secret_wrong_kind",
            Self::WrongLength { .. } => "secret_wrong_length",
            Self::TooShort { .. } | Self::TooFewBits { .. } => "secret_too_short",
            Self::TooManyBits { .. } => "secret_too_long",
            Self::NotAKey => "secret_not_a_key",
            Self::Public | Self::PublicAsShared => "secret_is_public",
            Self::TooMany => "too_many_secrets",
            Self::NotMadeHere => "secret_not_made_here",
        }
    }
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the secret is empty; check that the setting or environment variable that holds it is set",
            Self::Placeholder => {
                "the secret is a placeholder, such as `undefined` or the name of a variable; check that the setting or \
                 environment variable that holds it is set and is read when the program runs"
            }
            Self::Missing => "no secret was given; at least one is needed",
            Self::NotBase64 => {
                "the secret is not base64, as secrets of this scheme are; copy it again, whole and without quotes"
            }
            Self::NotHex => {
                "the secret is not made of hexadecimal digits, as secrets of this scheme are; copy it again, whole and \
                 without quotes"
            }
            Self::NotPem => {
                "the key is no PEM of this scheme's algorithm; it should begin with `-----BEGIN` and have its line breaks"
            }
            Self::WrongKind { wanted } => return write!(f, "the secret is one for another scheme; this one needs {wanted}"),
            Self::WrongLength { found, expected } => {
                return write!(f, "the key has {found} bytes; keys of this scheme have {expected}");
            }
            Self::TooShort { found, least } => {
                return write!(f, "the key has {found} bytes; it should have at least {least}");
            }
            Self::TooFewBits { found, least } => {
                return write!(f, "the RSA key has {found} bits; it must have at least {least}");
            }
            Self::TooManyBits { found, most } => {
                return write!(f, "the RSA key has {found} bits; keys with up to {most} are supported");
            }
            Self::NotAKey => "the key is not a usable key of this algorithm; copy it again, whole",
            Self::Public => "the key is public, which is enough to verify; signing takes the private one",
            Self::PublicAsShared => {
                "the secret is a public key or a certificate, and everyone who has it could sign; use the secret that only the \
                 sender and the receiver know"
            }
            Self::TooMany => "deliveries of this scheme have room for one signature, so one secret can sign",
            Self::NotMadeHere => "keys of this algorithm are not made here; use `openssl genpkey` or the like",
        })
    }
}

impl core::error::Error for SecretError {}
