//! Generation of secrets from random bytes.

use alloc::string::String;

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use super::method::{Algorithm, KeyForm};
#[cfg(feature = "foreign-public-key")]
use super::prepared_public_key::public_keys;
use super::scheme::Scheme;
use super::secret::SecretError;
use crate::base::credential::Credential;

/// A new secret.
#[derive(Clone, Debug)]
pub struct NewSecret {
    /// The secret for signing. Show it once, and store it with the other secrets.
    pub secret: Credential,
    /// The public key for verifying, if the algorithm uses key pairs.
    pub public: Option<String>,
}

/// A secret for senders that accept any text as a secret. `random` must be at least 16 bytes from a cryptographic
/// source; the length is not checked.
///
/// ```
/// assert_eq!(&*hookwright::signature::text_secret(&[7; 16]), "whsec_07070707070707070707070707070707");
/// ```
#[must_use]
pub fn text_secret(random: &[u8]) -> Credential {
    // The digits contain the secret, so this copy is wiped.
    ["whsec_", &Zeroizing::new(hex::encode(random))].concat().into()
}

impl<S: AsRef<str>> Scheme<S> {
    /// Generates a secret in the form that the scheme uses. `random` must come from a cryptographic source. Every scheme
    /// accepts 32 bytes, and Ed25519 requires them.
    ///
    /// ```
    /// use hookwright::catalog;
    /// let made = catalog::find_scheme("standard/v1").unwrap().make_secret(&[7; 32]).unwrap();
    /// assert!(made.secret.starts_with("whsec_"));
    /// ```
    ///
    /// # Errors
    /// - [`SecretError::TooShort`]: `random` has fewer bytes than the scheme's specification requires, or fewer than 16
    ///   if it sets no minimum.
    /// - [`SecretError::TooLong`]: `random` has more than 64 bytes.
    /// - [`SecretError::WrongLength`]: the algorithm is Ed25519 and `random` does not have 32 bytes.
    /// - [`SecretError::NotMadeHere`]: the algorithm is RSA or ECDSA, Ed25519 keys are in PEM, or the feature
    ///   `public-key` is disabled.
    pub fn make_secret(&self, random: &[u8]) -> Result<NewSecret, SecretError> {
        const MIN_BYTES: usize = 16;
        const MAX_BYTES: usize = 64;
        let found = random.len();
        if self.algorithm == Algorithm::Ed25519 {
            let seed = random.try_into().map_err(|_| SecretError::WrongLength { found, expected: 32 })?;
            return self.make_pair(seed);
        }
        if self.algorithm.is_asymmetric() {
            return Err(SecretError::NotMadeHere);
        }
        let least = self.key.least_bytes().unwrap_or(MIN_BYTES);
        if found < least {
            return Err(SecretError::TooShort { found, least });
        }
        if found > MAX_BYTES {
            return Err(SecretError::TooLong { found, most: MAX_BYTES });
        }
        let text = match self.key {
            KeyForm::Base64 => Base64::encode_string(random),
            KeyForm::Whsec => prefixed_base64("whsec_", random),
            KeyForm::Text | KeyForm::Hex | KeyForm::Whpk | KeyForm::Pem | KeyForm::Sha1 => hex::encode(random),
        };
        Ok(NewSecret { secret: Credential::from(text), public: None })
    }

    #[cfg(not(feature = "foreign-public-key"))]
    fn make_pair(&self, _seed: &[u8; 32]) -> Result<NewSecret, SecretError> {
        Err(SecretError::NotMadeHere)
    }

    #[cfg(feature = "foreign-public-key")]
    fn make_pair(&self, seed: &[u8; 32]) -> Result<NewSecret, SecretError> {
        let public = &public_keys().ok_or(SecretError::NotMadeHere)?.ed25519_public(seed)?;
        let both = Zeroizing::new([seed.as_slice(), public].concat());
        let (secret, public) = match self.key {
            KeyForm::Hex => (hex::encode(&*both), hex::encode(public)),
            KeyForm::Base64 => (Base64::encode_string(&both), Base64::encode_string(public)),
            KeyForm::Whpk => (prefixed_base64("whsk_", &both), prefixed_base64("whpk_", public)),
            KeyForm::Text | KeyForm::Whsec | KeyForm::Pem | KeyForm::Sha1 => return Err(SecretError::NotMadeHere),
        };
        Ok(NewSecret { secret: Credential::from(secret), public: Some(public) })
    }
}

/// Base64 after a prefix. The copy without the prefix is wiped.
fn prefixed_base64(prefix: &str, bytes: &[u8]) -> String {
    [prefix, &Zeroizing::new(Base64::encode_string(bytes))].concat()
}
