//! What signer and verifier have in common: a scheme that makes sense, and its keys, prepared.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::ambiguity::movable;
use super::coverage::is_id_signed;
use super::key::{Usable, decode, usable, warnings};
use super::mac::PreparedKey;
use super::method::{Algorithm, KeyForm};
use super::scheme::Scheme;
use super::secret::{Secret, SecretError};
use super::template::{Piece, pieces};
use crate::base::problem::{Problem, Severity, pointer};

/// A scheme with its content taken apart, and keys for it.
#[derive(Clone, Debug)]
pub(super) struct Keys<'s> {
    pub(super) scheme: Scheme<&'s str>,
    pub(super) pieces: Vec<Piece<'s>>,
    /// Whether nothing separates the body from what is signed next to it.
    pub(super) is_body_movable: bool,
    /// Whether no one can give a delivery another id.
    pub(super) is_id_safe: bool,
    pub(super) keys: Vec<PreparedKey>,
    names: Vec<Option<String>>,
    lengths: Vec<usize>,
    pub(super) warnings: Vec<Problem>,
}

impl<'s> Keys<'s> {
    pub(super) fn new(scheme: Scheme<&'s str>, secrets: &[Secret]) -> Result<Self, SetupError> {
        Self::with(scheme, secrets, usable)
    }

    /// Like [`Keys::new`], but with secrets that no one should have: a diagnosis says that, and whether they match.
    pub(super) fn for_diagnosis(scheme: Scheme<&'s str>, secrets: &[Secret]) -> Result<Self, SetupError> {
        let any = |_, form, secret: &_| Ok(Usable { key: decode(form, secret)?, is_private: false });
        Self::with(scheme, secrets, any)
    }

    fn with(
        scheme: Scheme<&'s str>,
        secrets: &[Secret],
        decode: impl Fn(Algorithm, KeyForm, &Secret) -> Result<Usable, SecretError>,
    ) -> Result<Self, SetupError> {
        check_usable(&scheme)?;
        let pieces = pieces(scheme.content).unwrap_or_default();
        let mut all = Self {
            is_body_movable: movable(&scheme, &pieces).contains(&Piece::Body),
            is_id_safe: is_id_signed(&scheme, &pieces) == Some(true),
            scheme,
            pieces,
            keys: Vec::new(),
            names: Vec::new(),
            lengths: Vec::new(),
            warnings: Vec::new(),
        };
        if secrets.is_empty() {
            return Err(SetupError::Secret { index: 0, error: SecretError::Missing });
        }
        for (index, secret) in secrets.iter().enumerate() {
            let added = decode(scheme.algorithm, scheme.key, secret).and_then(|usable| all.push(index, secret, usable));
            added.map_err(|error| SetupError::Secret { index, error })?;
        }
        Ok(all)
    }

    fn push(&mut self, index: usize, secret: &Secret, usable: Usable) -> Result<(), SecretError> {
        let (algorithm, form) = (self.scheme.algorithm, self.scheme.key);
        let Usable { key, is_private } = usable;
        self.warnings.extend(warnings(algorithm, form, index, secret, &key));
        self.lengths.push(key.len());
        self.names.push(secret.name().map(String::from));
        let prepared = PreparedKey::new(algorithm, form, key)?;
        if is_private {
            let message =
                "the secret is a private key, which only one side should have; use a secret that is made to be shared";
            self.warnings.push(Problem::warning("secret_is_private", path_of(index), message));
        }
        if prepared.is_private() {
            let message =
                "the key is private, and verifying needs only the public key; leave the private key with the sender";
            self.warnings.push(Problem::warning("secret_is_private", path_of(index), message));
        }
        if let Some((found, least)) = prepared.short_bits() {
            let message = format!("the RSA key has {found} bits; use a key with at least {least}");
            self.warnings.push(Problem::warning("secret_too_short", path_of(index), message));
        }
        self.keys.push(prepared);
        Ok(())
    }

    /// The name of a secret, where it has one.
    pub(super) fn name(&self, index: usize) -> Option<String> {
        self.names.get(index).cloned().flatten()
    }

    /// Whether the id is part of what is signed.
    pub(super) fn signs_id(&self) -> bool {
        self.pieces.contains(&Piece::Id)
    }

    /// The first key that is shorter than the scheme's specification asks for.
    pub(super) fn short(&self) -> Option<SetupError> {
        let least = self.scheme.key.least_bytes()?;
        let (index, found) = self.lengths.iter().copied().enumerate().find(|(_, length)| *length < least)?;
        Some(SetupError::Secret { index, error: SecretError::TooShort { found, least } })
    }
}

fn path_of(index: usize) -> String {
    pointer("/secrets", &format!("{index}"))
}

/// The first secret that cannot be one of the scheme.
pub(crate) fn unusable(scheme: &Scheme<&str>, secrets: &[Secret]) -> Option<(usize, SecretError)> {
    let errors = secrets.iter().map(|secret| usable(scheme.algorithm, scheme.key, secret).err());
    errors.enumerate().find_map(|(index, error)| Some((index, error?)))
}

/// Refuses a scheme that makes no sense.
pub(super) fn check_usable(scheme: &Scheme<&str>) -> Result<(), SetupError> {
    let wrong = scheme.check().into_iter().find(|problem| problem.severity == Severity::Error);
    wrong.map_or(Ok(()), |problem| Err(SetupError::Scheme(problem)))
}

/// Why nothing can be signed or verified, whatever is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetupError {
    /// The scheme makes no sense.
    Scheme(Problem),
    /// A secret cannot be used.
    Secret {
        /// Which one, counted from 0.
        index: usize,
        /// What is wrong with it.
        error: SecretError,
    },
}

impl SetupError {
    /// A stable code: the problem's or the secret error's.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Scheme(problem) => problem.code,
            Self::Secret { error, .. } => error.code(),
        }
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme(problem) => write!(f, "the scheme cannot be used: {problem}"),
            Self::Secret { index: 0, error } => write!(f, "{error}"),
            Self::Secret { index, error } => write!(f, "secret {}: {error}", index + 1),
        }
    }
}

impl core::error::Error for SetupError {}

impl From<SecretError> for SetupError {
    fn from(error: SecretError) -> Self {
        Self::Secret { index: 0, error }
    }
}
