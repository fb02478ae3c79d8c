//! The compiled scheme and the prepared keys of a signer or a verifier.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::compile::{Compile, CompiledScheme};
use super::host_key::HostKey;
use super::key::{ValidKey, decode, name_pem, path_of, valid_key, warnings};
use super::mac::PreparedKey;
use super::method::{Algorithm, KeyForm};
use super::scheme::Scheme;
use super::scheme_codes;
use super::secret::{Secret, SecretError};
use super::secret_codes;
use crate::base::problem::Problem;

/// A compiled scheme and the keys for it.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub(super) scheme: CompiledScheme,
    pub(super) keys: Vec<Key>,
    pub(super) warnings: Vec<Problem>,
}

/// A prepared key.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) prepared: PreparedKey,
    pub(super) name: Option<String>,
    /// The length of the key in bytes.
    length: usize,
}

impl Setup {
    pub(super) fn new(scheme: &impl Compile, secrets: &[Secret]) -> Result<Self, SetupError> {
        Self::with(compiled(scheme)?, secrets, &valid_key, None)
    }

    /// Like [`Setup::new`], and passes each key to `export`.
    pub(super) fn exporting(
        scheme: &impl Compile,
        secrets: &[Secret],
        export: &mut dyn FnMut(HostKey<'_>),
    ) -> Result<Self, SetupError> {
        Self::with(compiled(scheme)?, secrets, &valid_key, Some(export))
    }

    /// Like [`Setup::new`], but accepts placeholders and public keys, because a diagnosis reports whether they match.
    pub(super) fn for_diagnosis(scheme: &impl Compile, secrets: &[Secret]) -> Result<Self, SetupError> {
        let to_key = |_, form, secret: &_| Ok(ValidKey { key: decode(form, secret)?, is_private: false });
        Self::with(compiled(scheme)?, secrets, &to_key, None)
    }

    fn with(
        scheme: CompiledScheme,
        secrets: &[Secret],
        to_key: &dyn Fn(Algorithm, KeyForm, &Secret) -> Result<ValidKey, SecretError>,
        mut export: Option<&mut dyn FnMut(HostKey<'_>)>,
    ) -> Result<Self, SetupError> {
        if secrets.is_empty() {
            return Err(SetupError::Secret { index: 0, error: SecretError::Missing });
        }
        let Scheme { algorithm, key: form, .. } = scheme.scheme();
        let mut setup = Self { scheme, keys: Vec::with_capacity(secrets.len()), warnings: Vec::new() };
        for (index, secret) in secrets.iter().enumerate() {
            let key = to_key(algorithm, form, secret).and_then(|valid| {
                let key = Key::new(algorithm, form, index, secret, &valid, &mut setup.warnings)?;
                if let Some(export) = &mut export {
                    key.prepared.export(index, algorithm, &valid.key, export);
                }
                Ok(key)
            });
            setup.keys.push(key.map_err(|error| SetupError::Secret { index, error: name_pem(error, secret) })?);
        }
        Ok(setup)
    }

    /// The error for the first key that is shorter than the scheme's specification requires.
    pub(super) fn short_key(&self) -> Option<SetupError> {
        let least = self.scheme.scheme().key.least_bytes()?;
        let (index, key) = self.keys.iter().enumerate().find(|(_, key)| key.length < least)?;
        Some(SetupError::Secret { index, error: SecretError::TooShort { found: key.length, least } })
    }
}

impl Key {
    fn new(
        algorithm: Algorithm,
        form: KeyForm,
        index: usize,
        secret: &Secret,
        valid: &ValidKey,
        found: &mut Vec<Problem>,
    ) -> Result<Self, SecretError> {
        let ValidKey { key, is_private } = valid;
        found.extend(warnings(algorithm, form, index, secret, key));
        let length = key.len();
        let prepared = PreparedKey::new(algorithm, form, key)?;
        let mut warn = |code, message: String| found.push(Problem::warning(code, path_of(index), message));
        if *is_private {
            let message = "the secret is a private key, which only one side should have; use a shared secret";
            warn(secret_codes::SECRET_IS_PRIVATE, message.into());
        }
        if prepared.is_private() {
            let message = "the key is a private key, but verification requires only the public key; keep the private \
                           key with the sender";
            warn(secret_codes::SECRET_IS_PRIVATE, message.into());
        }
        if let Some((found, least)) = prepared.short_bits() {
            let message = format!("the RSA key has {found} bits; use a key with at least {least}");
            warn(secret_codes::SECRET_TOO_SHORT, message);
        }
        Ok(Self { prepared, name: secret.name().map(String::from), length })
    }
}

/// The compiled scheme, or its first problem.
pub(crate) fn compiled(scheme: &impl Compile) -> Result<CompiledScheme, SetupError> {
    // A scheme that cannot be compiled has at least one problem.
    let unknown = || Problem::error(scheme_codes::MALFORMED_SCHEME, "", "the scheme cannot be used");
    let first = |problems: Vec<Problem>| problems.into_iter().next().unwrap_or_else(unknown);
    scheme.compiled().map_err(|problems| SetupError::Scheme(first(problems)))
}

/// The error for the first secret that is not valid for the scheme.
pub(crate) fn first_unusable(scheme: &Scheme<&str>, secrets: &[Secret]) -> Option<(usize, SecretError)> {
    let errors = secrets.iter().map(|secret| valid_key(scheme.algorithm, scheme.key, secret).err());
    errors.enumerate().find_map(|(index, error)| Some((index, error?)))
}

/// The error of a scheme or secret that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The scheme is not valid.
    #[error("the scheme cannot be used: {0}")]
    Scheme(Problem),
    /// A secret cannot be used.
    #[error("{}{error}", position(*index))]
    Secret {
        /// The index of the secret, from 0.
        index: usize,
        /// The error.
        error: SecretError,
    },
}

impl SetupError {
    /// A stable code: that of the problem or of the secret error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Scheme(problem) => problem.code,
            Self::Secret { error, .. } => error.code(),
        }
    }
}

/// The start of an error message about a secret. The number is omitted for the first secret, because most calls have
/// only one.
fn position(index: usize) -> String {
    if index == 0 { String::new() } else { format!("secret {}: ", index + 1) }
}

impl From<SecretError> for SetupError {
    fn from(error: SecretError) -> Self {
        Self::Secret { index: 0, error }
    }
}
