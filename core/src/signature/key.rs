//! Decoding of secrets into keys.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::base64::{self, Alphabet, Padding};
use super::key_half::{Half, half_of};
use super::method::{Algorithm, KeyForm};
use super::placeholder::{MAX_UNSET_LEN, NotASecret, is_plain, why_not_a_secret};
use super::secret::{Secret, SecretError};
use super::secret_codes;
use crate::base::problem::{Problem, pointer};

/// The bytes of a key. Zeroised on drop.
pub(crate) type KeyBytes = Zeroizing<Vec<u8>>;

/// Keys with fewer bytes than this can be found by brute force.
const WEAK_BELOW: usize = 16;

/// The key of a secret that is valid for its scheme.
pub(crate) struct ValidKey {
    pub(crate) key: KeyBytes,
    /// Whether it is a private key although the scheme requires a shared secret.
    pub(crate) is_private: bool,
}

/// The key of a secret. Placeholders are rejected, and so are public keys if the scheme requires a shared secret.
pub(crate) fn valid_key(algorithm: Algorithm, form: KeyForm, secret: &Secret) -> Result<ValidKey, SecretError> {
    valid_key_with(!algorithm.is_asymmetric(), form, secret, decode)
}

/// The key of a secret for an algorithm with a shared secret, whose form is neither `whpk` nor `pem`.
pub(crate) fn valid_shared_key(form: KeyForm, secret: &Secret) -> Result<ValidKey, SecretError> {
    valid_key_with(true, form, secret, decode_shared)
}

fn valid_key_with(
    is_shared: bool,
    form: KeyForm,
    secret: &Secret,
    decode: impl Fn(KeyForm, &Secret) -> Result<KeyBytes, SecretError>,
) -> Result<ValidKey, SecretError> {
    let bytes = secret.bytes();
    if is_random(bytes) {
        return Ok(ValidKey { key: decode(form, secret)?, is_private: false });
    }
    if !secret.is_key() {
        match core::str::from_utf8(bytes).ok().and_then(why_not_a_secret) {
            Some(NotASecret::Empty) => return Err(SecretError::Empty),
            Some(NotASecret::Placeholder) => return Err(SecretError::Placeholder),
            None => {}
        }
    }
    let half = if is_shared { half_of(bytes) } else { None };
    match decode(form, secret) {
        // More precise than the error for public keys, because it names the expected prefix.
        Err(error @ SecretError::WrongKind { .. }) => Err(error),
        _ if half == Some(Half::Public) => Err(SecretError::PublicAsShared),
        key => {
            let key = key?;
            // The base64 of a placeholder, such as `btoa(undefined)`.
            let is_encoded = !secret.is_key() && form != KeyForm::Text && key.len() <= MAX_UNSET_LEN;
            match core::str::from_utf8(&key).ok().filter(|_| is_encoded).and_then(why_not_a_secret) {
                Some(NotASecret::Placeholder) => Err(SecretError::Placeholder),
                _ => Ok(ValidKey { key, is_private: half == Some(Half::Private) }),
            }
        }
    }
}

/// Whether a secret is clearly neither a placeholder nor one half of a key pair. This fast path applies to most
/// secrets.
fn is_random(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"whsec_").unwrap_or(bytes);
    // These characters start other prefixes, OpenSSH keys, and DER, PEM and JWK in base64 or hexadecimal.
    let is_unprefixed = bytes.first().is_some_and(|first| {
        !matches!(first, b'w' | b'W' | b'v' | b's' | b'M' | b'3' | b'2' | b'A' | b'L' | b'e' | b'P' | b'_')
    });
    is_unprefixed && bytes.len() > MAX_UNSET_LEN && bytes.iter().all(|&byte| is_plain(byte))
}

/// Decodes a secret strictly by its form. Surrounding whitespace is ignored, except in the form `text`.
pub(crate) fn decode(form: KeyForm, secret: &Secret) -> Result<KeyBytes, SecretError> {
    decode_with(form, secret, |form, text| match form {
        KeyForm::Whpk => whpk(text),
        KeyForm::Pem => pem(text),
        KeyForm::Text | KeyForm::Base64 | KeyForm::Hex | KeyForm::Whsec => shared(form, text),
    })
}

/// Like [`decode`], for forms of shared secrets.
pub(super) fn decode_shared(form: KeyForm, secret: &Secret) -> Result<KeyBytes, SecretError> {
    decode_with(form, secret, shared)
}

fn decode_with(
    form: KeyForm,
    secret: &Secret,
    by_form: impl Fn(KeyForm, &str) -> Result<KeyBytes, SecretError>,
) -> Result<KeyBytes, SecretError> {
    if secret.is_key() || form == KeyForm::Text {
        return Ok(Zeroizing::new(secret.bytes().to_vec()));
    }
    let text = core::str::from_utf8(secret.bytes()).map_err(|_| wrong_form(form))?.trim();
    let key = by_form(form, text)?;
    if key.is_empty() { Err(SecretError::Empty) } else { Ok(key) }
}

/// Decodes a shared secret. The other forms are not decoded here.
fn shared(form: KeyForm, text: &str) -> Result<KeyBytes, SecretError> {
    match form {
        KeyForm::Base64 if text.contains(['-', '_']) => {
            decode_base64(Alphabet::Url, Padding::Absent, text.trim_end_matches('='))
        }
        KeyForm::Base64 => base64(text),
        KeyForm::Hex => hex(text),
        KeyForm::Whsec => {
            let text = text.strip_prefix("v1,").unwrap_or(text);
            if text.starts_with("whpk_") || text.starts_with("whsk_") {
                return Err(SecretError::WrongKind { wanted: "a shared secret, which starts with `whsec_`" });
            }
            base64(text.strip_prefix("whsec_").unwrap_or(text))
        }
        KeyForm::Text | KeyForm::Whpk | KeyForm::Pem => Ok(Zeroizing::new(text.as_bytes().to_vec())),
    }
}

/// Decodes an Ed25519 key in the Standard Webhooks form.
fn whpk(text: &str) -> Result<KeyBytes, SecretError> {
    let text = text.strip_prefix("v1a,").unwrap_or(text);
    if text.starts_with("whsec_") {
        return Err(SecretError::WrongKind { wanted: "an Ed25519 key, which starts with `whpk_` or `whsk_`" });
    }
    match (text.strip_prefix("whpk_"), text.strip_prefix("whsk_")) {
        (Some(public), _) => with_length(base64(public)?, 32),
        (_, Some(pair)) => with_length(base64(pair)?, 64),
        _ => base64(text),
    }
}

/// Decodes hexadecimal into one allocation: a buffer that grows would leave copies of parts of the key.
fn hex(text: &str) -> Result<KeyBytes, SecretError> {
    let mut key = Zeroizing::new(vec![0; text.len() / 2]);
    hex::decode_to_slice(text, &mut key).map_err(|_| SecretError::NotHex)?;
    Ok(key)
}

fn with_length(key: KeyBytes, expected: usize) -> Result<KeyBytes, SecretError> {
    match key.len() {
        0 => Err(SecretError::Empty),
        found if found == expected => Ok(key),
        found => Err(SecretError::WrongLength { found, expected }),
    }
}

const fn wrong_form(form: KeyForm) -> SecretError {
    match form {
        KeyForm::Hex => SecretError::NotHex,
        KeyForm::Pem => SecretError::NotPem,
        KeyForm::Text | KeyForm::Base64 | KeyForm::Whsec | KeyForm::Whpk => SecretError::NotBase64,
    }
}

/// Decodes base64 with the alphabet of RFC 4648 §4, with or without padding.
fn base64(text: &str) -> Result<KeyBytes, SecretError> {
    let padding = if text.ends_with('=') { Padding::Required } else { Padding::Absent };
    decode_base64(Alphabet::Standard, padding, text)
}

/// Decodes base64 into memory that is wiped even if decoding fails.
fn decode_base64(alphabet: Alphabet, padding: Padding, text: &str) -> Result<KeyBytes, SecretError> {
    let mut key = Zeroizing::new(vec![0; text.len()]);
    let length = base64::decode(alphabet, padding, text, &mut key).ok_or(SecretError::NotBase64)?;
    key.truncate(length);
    Ok(key)
}

/// The DER in a PEM, or in base64 without the PEM armor. Line breaks can be written as `\n`, as in environment
/// variables.
///
/// Secret stores change whitespace, and `pem-rfc7468` rejects the result: indented lines, lines of different lengths, and
/// `\n` for a line break.
fn pem(text: &str) -> Result<KeyBytes, SecretError> {
    let mut inside = text;
    if let Some((_, after)) = text.split_once("-----BEGIN ") {
        let (label, after) = after.split_once("-----").ok_or(SecretError::NotPem)?;
        (inside, _) = after.split_once(format!("-----END {label}-----").as_str()).ok_or(SecretError::NotPem)?;
    }
    // Allocated once, because a buffer that grows would leave copies of parts of the key.
    let mut joined = Zeroizing::new(String::with_capacity(inside.len()));
    joined.extend(inside.split("\\n").flat_map(str::chars).filter(|c| !c.is_ascii_whitespace()));
    base64(&joined).map_err(|_| SecretError::NotPem)
}

/// The path of the secret with this index in a problem.
pub(super) fn path_of(index: usize) -> String {
    pointer("/secrets", &format!("{index}"))
}

/// A property of a usable secret that is probably a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretFinding {
    /// The key is shorter than recommended.
    Short,
    /// The secret starts or ends with whitespace.
    Whitespace,
    /// The secret is in quotes, which are part of the key.
    Quoted,
    /// The secret is a private key, although a shared secret is expected.
    Private,
}

/// The number of bytes that a key should have.
pub(super) fn least_bytes(form: KeyForm) -> usize {
    form.least_bytes().unwrap_or(WEAK_BELOW)
}

/// What is probably a mistake in a valid secret.
pub(super) fn findings(
    algorithm: Algorithm,
    form: KeyForm,
    secret: &Secret,
    key: &[u8],
    is_private: bool,
) -> [Option<SecretFinding>; 4] {
    let bytes = secret.bytes();
    let is_text = !secret.is_key() && form != KeyForm::Pem;
    let quoted = |quote| bytes.len() > 1 && bytes.first() == Some(&quote) && bytes.last() == Some(&quote);
    [
        (!algorithm.is_asymmetric() && key.len() < least_bytes(form), SecretFinding::Short),
        (is_text && bytes.trim_ascii().len() < bytes.len(), SecretFinding::Whitespace),
        (is_text && (quoted(b'"') || quoted(b'\'')), SecretFinding::Quoted),
        (is_private, SecretFinding::Private),
    ]
    .map(|(is_found, finding)| is_found.then_some(finding))
}

/// Warnings about a valid secret. The path of each is `/secrets/` and the index of the secret.
pub(crate) fn warnings(
    algorithm: Algorithm,
    form: KeyForm,
    index: usize,
    secret: &Secret,
    key: &[u8],
    is_private: bool,
) -> Vec<Problem> {
    let found = findings(algorithm, form, secret, key, is_private);
    let warning = |finding| {
        let (code, message) = match finding {
            SecretFinding::Short => {
                let (found, least) = (key.len(), least_bytes(form));
                let message = format!("the key has {found} bytes; generate a new secret with at least {least}");
                (secret_codes::SECRET_TOO_SHORT, message)
            }
            SecretFinding::Whitespace => {
                let message = match form {
                    KeyForm::Text => {
                        "the secret starts or ends with whitespace, which is part of the key; remove it unless the \
                         sender's secret has it"
                    }
                    _ => {
                        "the secret starts or ends with whitespace, which was removed; remove it where the secret is \
                         stored"
                    }
                };
                (secret_codes::SECRET_WHITESPACE, message.into())
            }
            SecretFinding::Quoted => {
                let message = "the secret is in quotes, which are part of the key; remove them unless the sender's \
                               secret has them";
                (secret_codes::SECRET_QUOTED, message.into())
            }
            SecretFinding::Private => {
                let message = "the secret is a private key, which only one side should have; use a shared secret";
                (secret_codes::SECRET_IS_PRIVATE, message.into())
            }
        };
        Problem::warning(code, path_of(index), message)
    };
    found.into_iter().flatten().map(warning).collect()
}
