//! Secrets, which never show themselves.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

/// The bytes that sender and receiver share, with a name where there are several.
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
}

impl Secret {
    /// Takes the secret as the provider shows it; the scheme says how it becomes a key.
    ///
    /// # Errors
    /// [`SecretError::Empty`]: anybody can sign with an empty secret, so one is never accepted. It usually means that an
    /// environment variable is not set.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Result<Self, SecretError> {
        let bytes = Zeroizing::new(bytes.into());
        if bytes.is_empty() { Err(SecretError::Empty) } else { Ok(Self { name: None, bytes }) }
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
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").field("name", &self.name).field("bytes", &"[redacted]").finish()
    }
}

/// Why something cannot serve as a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// It has no bytes.
    Empty,
    /// None was given at all.
    Missing,
}

impl SecretError {
    /// A stable code: `empty_secret` or `missing_secret`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty_secret",
            Self::Missing => "missing_secret",
        }
    }
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the secret is empty; check that the setting or environment variable that holds it is set",
            Self::Missing => "no secret was given; at least one is needed",
        })
    }
}

impl core::error::Error for SecretError {}
