//! Decoding of secrets into keys.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding};
use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

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
    let half = if algorithm.is_asymmetric() { None } else { half_of(bytes) };
    match decode(form, secret) {
        // More precise than the error for public keys, because it names the expected prefix.
        Err(error @ SecretError::WrongKind { .. }) => Err(error),
        _ if half == Some(Half::Public) => Err(SecretError::PublicAsShared),
        key => {
            let key = key?;
            // The base64 of a placeholder, such as `btoa(undefined)`.
            let is_encoded =
                !secret.is_key() && !matches!(form, KeyForm::Text | KeyForm::Sha1) && key.len() <= MAX_UNSET_LEN;
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
    if secret.is_key() || form == KeyForm::Text {
        return Ok(Zeroizing::new(secret.bytes().to_vec()));
    }
    if form == KeyForm::Sha1 {
        return Ok(Zeroizing::new(Sha1::digest(secret.bytes()).to_vec()));
    }
    let text = core::str::from_utf8(secret.bytes()).map_err(|_| wrong_form(form))?.trim();
    let key = match form {
        KeyForm::Text | KeyForm::Sha1 => Zeroizing::new(text.as_bytes().to_vec()),
        KeyForm::Base64 if text.contains(['-', '_']) => decode_base64::<Base64UrlUnpadded>(text.trim_end_matches('='))?,
        KeyForm::Base64 => base64(text)?,
        KeyForm::Hex => hex(text)?,
        KeyForm::Whsec => {
            let text = text.strip_prefix("v1,").unwrap_or(text);
            if text.starts_with("whpk_") || text.starts_with("whsk_") {
                return Err(SecretError::WrongKind { wanted: "a shared secret, which starts with `whsec_`" });
            }
            base64(text.strip_prefix("whsec_").unwrap_or(text))?
        }
        KeyForm::Whpk => {
            let text = text.strip_prefix("v1a,").unwrap_or(text);
            if text.starts_with("whsec_") {
                return Err(SecretError::WrongKind { wanted: "an Ed25519 key, which starts with `whpk_` or `whsk_`" });
            }
            match (text.strip_prefix("whpk_"), text.strip_prefix("whsk_")) {
                (Some(public), _) => with_length(base64(public)?, 32)?,
                (_, Some(pair)) => with_length(base64(pair)?, 64)?,
                _ => base64(text)?,
            }
        }
        KeyForm::Pem => pem(text)?,
    };
    if key.is_empty() { Err(SecretError::Empty) } else { Ok(key) }
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
        KeyForm::Text | KeyForm::Base64 | KeyForm::Whsec | KeyForm::Whpk | KeyForm::Sha1 => SecretError::NotBase64,
    }
}

/// Decodes base64 with the alphabet of RFC 4648 §4, with or without padding.
fn base64(text: &str) -> Result<KeyBytes, SecretError> {
    if text.ends_with('=') { decode_base64::<Base64>(text) } else { decode_base64::<Base64Unpadded>(text) }
}

/// Decodes base64 of one alphabet into memory that is wiped even if decoding fails.
fn decode_base64<E: Encoding>(text: &str) -> Result<KeyBytes, SecretError> {
    let mut key = Zeroizing::new(vec![0; text.len()]);
    let length = E::decode(text, &mut key).map_err(|_| SecretError::NotBase64)?.len();
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

/// The error for a key that is not a PEM key for the algorithm, which names what arrived if it is PEM of another kind.
pub(super) fn name_pem(error: SecretError, secret: &Secret) -> SecretError {
    // The first label that fits is the most precise one. The label itself is not quoted: it could contain a secret.
    const LABELS: [&str; 10] = [
        "CERTIFICATE REQUEST",
        "CERTIFICATE",
        "X509 CRL",
        "PKCS7",
        "PGP",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "EC PRIVATE KEY",
        "PRIVATE KEY",
        "PUBLIC KEY",
    ];
    let text = core::str::from_utf8(secret.bytes()).unwrap_or_default();
    let Some((_, after)) = text.split_once("-----BEGIN ").filter(|_| error == SecretError::NotPem) else {
        return error;
    };
    let label = after.split("-----").next().unwrap_or_default();
    let found = LABELS.iter().find(|known| label.contains(**known));
    found.map_or(error, |found| SecretError::WrongPem { found })
}

/// The path of the secret with this index in a problem.
pub(super) fn path_of(index: usize) -> String {
    pointer("/secrets", &format!("{index}"))
}

/// Warnings about a valid secret. The path of each is `/secrets/` and the index of the secret.
pub(crate) fn warnings(algorithm: Algorithm, form: KeyForm, index: usize, secret: &Secret, key: &[u8]) -> Vec<Problem> {
    let path = || path_of(index);
    let mut found = vec![];
    let least = form.least_bytes().unwrap_or(WEAK_BELOW);
    if !algorithm.is_asymmetric() && key.len() < least {
        let message = format!("the key has {} bytes; generate a new secret with at least {least}", key.len());
        found.push(Problem::warning(secret_codes::SECRET_TOO_SHORT, path(), message));
    }
    let bytes = secret.bytes();
    if !secret.is_key() && form != KeyForm::Pem {
        if bytes.trim_ascii().len() < bytes.len() {
            let message = match form {
                KeyForm::Text | KeyForm::Sha1 => {
                    "the secret starts or ends with whitespace, which is part of the key; remove it unless the \
                     sender's secret has it"
                }
                _ => {
                    "the secret starts or ends with whitespace, which was removed; remove it where the secret is stored"
                }
            };
            found.push(Problem::warning(secret_codes::SECRET_WHITESPACE, path(), message));
        }
        let quoted = |quote| bytes.len() > 1 && bytes.first() == Some(&quote) && bytes.last() == Some(&quote);
        if quoted(b'"') || quoted(b'\'') {
            let message =
                "the secret is in quotes, which are part of the key; remove them unless the sender's secret has them";
            found.push(Problem::warning(secret_codes::SECRET_QUOTED, path(), message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(form: KeyForm, text: &str) -> Result<Vec<u8>, SecretError> {
        decode(form, &Secret::new(text).unwrap()).map(|key| key.to_vec())
    }

    #[test]
    fn decodes_each_key_form() {
        assert_eq!(decoded(KeyForm::Text, " whsec_YWJj\n").unwrap(), b" whsec_YWJj\n");
        for same in ["whsec_YWJj", "v1,whsec_YWJj", "YWJj", " whsec_YWJj\n"] {
            assert_eq!(decoded(KeyForm::Whsec, same).unwrap(), b"abc", "{same}");
        }
        assert_eq!(decoded(KeyForm::Base64, "YWI=").unwrap(), b"ab");
        assert_eq!(decoded(KeyForm::Base64, "YWI").unwrap(), b"ab");
        assert_eq!(decoded(KeyForm::Hex, "61Ff\n").unwrap(), b"a\xff");
        let pem = "-----BEGIN PUBLIC KEY-----\nYW\nJj\n-----END PUBLIC KEY-----\n";
        assert_eq!(decoded(KeyForm::Pem, pem).unwrap(), b"abc");
        assert_eq!(decoded(KeyForm::Pem, &pem.replace('\n', "\\n")).unwrap(), b"abc");
        assert_eq!(decoded(KeyForm::Pem, "YWJj").unwrap(), b"abc");
    }

    #[test]
    fn reads_pem_regardless_of_its_whitespace() {
        let pem = include_str!("../../tests/keys/rsa.pub.pem");
        let (begin, end) = ("-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----");
        let lines: Vec<&str> = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let der = decoded(KeyForm::Pem, pem).unwrap();
        let (body, short) = (lines.concat(), lines.join("\n").replace('A', "A\n"));
        for same in [
            pem.trim_end().into(),
            pem.replace('\n', "\r\n"),
            pem.replace('\n', "\r"),
            pem.replace('\n', "\\n"),
            pem.replace('\n', "\n\n  \t"),
            pem.replace('\n', " "),
            format!("Bag Attributes\n  name: key\n{pem}{pem}"),
            format!("{begin}{body}{end}"),
            format!("{begin}\n{short}\n{end}"),
            pem.replace("PUBLIC KEY", "X"),
            format!("\"{pem}\""),
            lines.join("\n"),
            body.clone(),
            body.trim_end_matches('=').into(),
        ] {
            assert_eq!(decoded(KeyForm::Pem, &same), Ok(der.clone()), "{same}");
        }
        for wrong in [
            pem.replace("END PUBLIC", "END PRIVATE"),
            pem.replace("-----END", "----END"),
            pem.replace(end, ""),
            pem.replace(begin, ""),
            format!("{begin}\nProc-Type: 4,ENCRYPTED\n\n{body}\n{end}"),
            format!("-----BEGIN {body}"),
            body.replace('A', "-"),
        ] {
            assert_eq!(decoded(KeyForm::Pem, &wrong), Err(SecretError::NotPem), "{wrong}");
        }
    }

    #[test]
    fn rejects_secrets_that_are_not_exactly_in_the_form() {
        for wrong in
            ["whsec_YW Jj", "whsec_YWJ", "\"whsec_YWJj\"", "whsec_YWJ-", "whsec_YWI==", "WHSEC_YWJj", "whsec_YWJj€"]
        {
            assert_eq!(decoded(KeyForm::Whsec, wrong), Err(SecretError::NotBase64), "{wrong}");
        }
        assert_eq!(decoded(KeyForm::Whsec, "whsec_"), Err(SecretError::Empty));
        assert_eq!(decoded(KeyForm::Hex, "61f"), Err(SecretError::NotHex));
        assert_eq!(decoded(KeyForm::Hex, "0x61"), Err(SecretError::NotHex));
        assert_eq!(decoded(KeyForm::Pem, "-----BEGIN PUBLIC KEY-----\nYWJj"), Err(SecretError::NotPem));
        assert_eq!(decoded(KeyForm::Whsec, "whpk_YWJj").unwrap_err().code(), "secret_wrong_kind");
        assert_eq!(decoded(KeyForm::Whpk, "whsec_YWJj").unwrap_err().code(), "secret_wrong_kind");
        assert_eq!(Secret::new("").unwrap_err(), SecretError::Empty);
    }
}
