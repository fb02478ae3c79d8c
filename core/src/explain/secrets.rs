//! Hypotheses about the secret.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding as _};
use zeroize::Zeroizing;

use crate::signature::KeyForm;
use crate::signature::key::decode;
use crate::signature::{Secret, SecretError};

use super::budget::{Change, Search};
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::repaired::{PREFIXES, cleaned, completed, likely_completed, strip_quotes};
use super::work::{Cut, MAX_SECRET};

pub(super) use super::credentials::is_placeholder;

/// The cost of creating all variants of a secret, for each of its bytes.
const PER_BYTE: usize = 300;
const PER_SECRET: usize = 15_000;

/// The lengths of secrets that may have lost one character, and the cost of trying one.
const LEAST_TRUNCATED: usize = 12;
const MOST_TRUNCATED: usize = 256;
const PER_CHARACTER: usize = 500;

/// The maximum number of repaired secrets that are tried together with other hypotheses.
const MOST_REPAIRED: usize = 8;

/// Tries the other known secrets: replaced ones, and those of other environments.
pub(super) fn known(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let keys = search.keys;
    for (code, what, ring) in [
        (DiagnosisCode::SecretOld, "that has been replaced", keys.old),
        (DiagnosisCode::SecretOtherEnvironment, "of another endpoint or environment", keys.others),
    ] {
        for (index, secret) in ring.iter().enumerate() {
            if search.secret_verifies(secret)? {
                let which = secret
                    .name()
                    .map_or_else(|| format!("number {} of those given", index + 1), |name| format!("`{name}`"));
                let evidence = format!("the signature matches with a secret {what}: {which}");
                return Ok(Some(Finding::proven(code, evidence)));
            }
        }
    }
    Ok(None)
}

/// Tries the usable secrets, if an unusable secret prevents every check.
pub(super) fn with_unusable(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let Some((index, error)) = search.unusable() else { return Ok(None) };
    if !search.verifies(&Change::default())? {
        return Ok(None);
    }
    if search.matching_key() != Some(index) {
        let evidence =
            format!("the signature matches with another secret, but secret {} stops the check: {error}", index + 1);
        return Ok(Some(Finding::proven(DiagnosisCode::SecretDecoding, evidence)));
    }
    let code = match error {
        SecretError::Placeholder => DiagnosisCode::SecretPlaceholder,
        SecretError::Empty => DiagnosisCode::SecretWhitespace,
        _ => DiagnosisCode::SecretDecoding,
    };
    let evidence = format!("the signature matches, but `verify` rejects this secret: {error}");
    Ok(Some(Finding::proven(code, evidence)))
}

/// The secrets without visible damage, such as quotes or the name of a variable, each with its cause and its evidence.
/// They are tried together with the other hypotheses.
pub(super) fn repaired(search: &mut Search<'_>) -> Result<Vec<(Secret, DiagnosisCode, String)>, Cut> {
    let mut found = Vec::new();
    for secret in search.keys.secrets.iter().filter(|secret| !secret.is_key()) {
        if secret.bytes().len() > MAX_SECRET || search.scheme.key == KeyForm::Pem {
            continue;
        }
        search.spend(secret.bytes().len() * PER_BYTE + PER_SECRET)?;
        let Ok(text) = core::str::from_utf8(secret.bytes()) else { continue };
        let key = decode(search.scheme.key, secret).ok();
        for (code, evidence, variant) in cleaned(text).into_iter().chain(likely_completed(text, search.scheme.key)) {
            let Ok(variant) = Secret::new(variant.as_str()) else { continue };
            let other = decode(search.scheme.key, &variant).ok();
            if other.is_some() && other != key && found.len() < MOST_REPAIRED {
                found.push((variant, code, evidence));
            }
        }
    }
    Ok(found)
}

/// Tries secrets with text added or removed, and other ways to decode the secret.
pub(super) fn altered(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let form = search.scheme.key;
    let mut is_cut = false;
    for secret in search.keys.secrets {
        if secret.bytes().len() > MAX_SECRET {
            is_cut = true;
            continue;
        }
        search.spend(secret.bytes().len() * PER_BYTE + PER_SECRET)?;
        if secret.is_key() {
            if let Some(finding) = of_key(search, secret)? {
                return Ok(Some(finding));
            }
            continue;
        }
        let Ok(text) = core::str::from_utf8(secret.bytes()) else { continue };
        let key = decode(form, secret).ok();
        for (code, evidence, variant) in cleaned(text).into_iter().chain(completed(text)) {
            let Ok(variant) = Secret::new(variant.as_str()) else { continue };
            // The same key produces the same signature.
            let is_same = key.is_some() && decode(form, &variant).ok() == key;
            if !is_same && search.secret_verifies(&variant)? {
                return Ok(Some(Finding::proven(code, evidence)));
            }
        }
        if form == KeyForm::Pem {
            continue;
        }
        if let Some(finding) = of_encoded(search, text)? {
            return Ok(Some(finding));
        }
        for (evidence, bytes) in decodings(text) {
            let Ok(variant) = Secret::from_key(bytes.to_vec()) else { continue };
            if Some(&bytes) != key.as_ref() && search.secret_verifies(&variant)? {
                return Ok(Some(Finding::proven(DiagnosisCode::SecretDecoding, evidence)));
            }
        }
    }
    for secret in search.keys.secrets.iter().filter(|secret| !secret.is_key() && form != KeyForm::Pem) {
        if let Some(finding) = of_truncated(search, secret)? {
            return Ok(Some(finding));
        }
    }
    if is_cut { Err(Cut) } else { Ok(None) }
}

/// A secret with whitespace or quotes around it, which the scheme ignores or which nothing proves.
pub(super) fn untidy(search: &mut Search<'_>) -> Option<Finding> {
    let texts = search.keys.secrets.iter().filter(|secret| !secret.is_key() && secret.bytes().len() <= MAX_SECRET);
    let texts: Vec<&str> = texts.filter_map(|secret| core::str::from_utf8(secret.bytes()).ok()).collect();
    search.spend(texts.iter().map(|text| text.len()).sum::<usize>().saturating_mul(4)).ok()?;
    if texts.iter().any(|text| text.trim() != *text) {
        let evidence = "the secret has whitespace around it, which other programs do not ignore";
        return Some(Finding::possible(DiagnosisCode::SecretWhitespace, evidence));
    }
    let is_quoted = |text: &&str| strip_quotes(text) != *text && !text.contains("-----");
    texts.iter().any(is_quoted).then(|| {
        Finding::possible(DiagnosisCode::SecretQuoted, "the secret has quotes around it, which may not be part of it")
    })
}

/// Tries the text that was encoded before it was passed as the secret.
fn of_encoded(search: &mut Search<'_>, text: &str) -> Result<Option<Finding>, Cut> {
    let text = text.trim();
    let base64 = Base64Unpadded::decode_vec(text.trim_end_matches('=')).ok();
    for (how, bytes) in [("base64", base64), ("hexadecimal digits", hex::decode(text).ok())] {
        let Some(bytes) = bytes.map(Zeroizing::new) else { continue };
        let is_text = bytes.len() >= LEAST_TRUNCATED && bytes.iter().all(u8::is_ascii_graphic);
        let Some(inner) = core::str::from_utf8(&bytes).ok().filter(|_| is_text) else { continue };
        let Ok(variant) = Secret::new(inner) else { continue };
        if search.secret_verifies(&variant)? {
            let evidence = format!(
                "the signature matches with the secret decoded from {how} once more: its text was encoded before it \
                 was passed"
            );
            return Ok(Some(Finding::proven(DiagnosisCode::SecretDecoding, evidence)));
        }
    }
    Ok(None)
}

/// Tries each character at the end and at the start of a secret, one of which was cut off.
fn of_truncated(search: &mut Search<'_>, secret: &Secret) -> Result<Option<Finding>, Cut> {
    const LETTERS: &str = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/=-_";
    const DIGITS: &str = "0123456789abcdef";
    let Ok(text) = core::str::from_utf8(secret.bytes()) else { return Ok(None) };
    let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_short = !(LEAST_TRUNCATED..=MOST_TRUNCATED).contains(&text.len());
    if is_short || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte)) {
        return Ok(None);
    }
    for character in if is_hex { DIGITS } else { LETTERS }.chars() {
        for at in [text.len(), 0] {
            search.spend(text.len() + PER_CHARACTER)?;
            let mut whole = Zeroizing::new(String::with_capacity(text.len() + 1));
            let (before, after) = text.split_at_checked(at).unwrap_or_default();
            whole.push_str(before);
            whole.push(character);
            whole.push_str(after);
            let Ok(variant) = Secret::new(whole.as_str()) else { continue };
            if search.secret_verifies(&variant)? {
                let place = if at == 0 { "start" } else { "end" };
                let evidence = format!(
                    "the signature matches with one more character at the {place} of the secret, which was cut off"
                );
                return Ok(Some(Finding::proven(DiagnosisCode::SecretTruncated, evidence)));
            }
        }
    }
    Ok(None)
}

/// Tries the texts from which the bytes of a key were decoded, and the bytes as text that must be decoded.
fn of_key(search: &mut Search<'_>, secret: &Secret) -> Result<Option<Finding>, Cut> {
    let bytes = secret.bytes();
    let decoded = |how: &str| format!("the signature matches with the text {how}: the secret was decoded");
    for (evidence, text) in encodings(bytes) {
        let Ok(variant) = Secret::from_key(text.as_bytes()) else { continue };
        if search.secret_verifies(&variant)? {
            return Ok(Some(Finding::proven(DiagnosisCode::SecretDecoding, decoded(evidence))));
        }
    }
    let Ok(text) = core::str::from_utf8(bytes) else { return Ok(None) };
    if let Ok(variant) = Secret::new(text)
        && decode(search.scheme.key, &variant).is_ok_and(|key| key.as_slice() != bytes)
        && search.secret_verifies(&variant)?
    {
        let evidence = "the signature matches with the secret passed as text, which the scheme decodes, instead of as \
                        the bytes of a key";
        return Ok(Some(Finding::proven(DiagnosisCode::SecretDecoding, evidence)));
    }
    for (code, evidence, variant) in cleaned(text) {
        let Ok(variant) = Secret::from_key(variant.as_bytes()) else { continue };
        if search.secret_verifies(&variant)? {
            return Ok(Some(Finding::proven(code, evidence)));
        }
    }
    for (evidence, key) in decodings(text) {
        let Ok(variant) = Secret::from_key(key.to_vec()) else { continue };
        if search.secret_verifies(&variant)? {
            return Ok(Some(Finding::proven(DiagnosisCode::SecretDecoding, evidence)));
        }
    }
    Ok(None)
}

/// The texts that senders show for the bytes of a key.
fn encodings(bytes: &[u8]) -> [(&'static str, Zeroizing<String>); 8] {
    let base64 = Zeroizing::new(Base64::encode_string(bytes));
    let hex = Zeroizing::new(hex::encode(bytes));
    let text = |parts: &[&str]| Zeroizing::new(parts.concat());
    [
        ("of the key in base64", text(&[&base64])),
        ("of the key in hexadecimal digits", text(&[&hex])),
        ("of the key in base64 with `whsec_` before it", text(&["whsec_", &base64])),
        ("of the key in base64 without padding", Zeroizing::new(Base64Unpadded::encode_string(bytes))),
        ("of the key in base64url", Zeroizing::new(Base64UrlUnpadded::encode_string(bytes))),
        ("of the key in base64url with padding", Zeroizing::new(base64ct::Base64Url::encode_string(bytes))),
        ("of the key in hexadecimal digits in upper case", Zeroizing::new(hex::encode_upper(bytes))),
        ("of the key in hexadecimal digits with `whsec_` before it", text(&["whsec_", &hex])),
    ]
}

/// The possible keys of a text, each with its evidence.
fn decodings(given: &str) -> Vec<(String, Zeroizing<Vec<u8>>)> {
    let text = given.trim();
    let mut bare = vec![text];
    bare.extend(PREFIXES.iter().filter_map(|prefix| text.strip_prefix(prefix)));
    let mut found = Vec::new();
    for (index, text) in bare.into_iter().enumerate() {
        let of = if index == 0 { "the secret" } else { "the secret without its prefix" };
        let mut add = |how: &str, key: Option<Vec<u8>>| {
            if let Some(key) = key {
                found.push((format!("the signature matches with {of} {how}"), Zeroizing::new(key)));
            }
        };
        let plain = text.trim_end_matches('=');
        let base64 =
            || Base64Unpadded::decode_vec(plain).or_else(|_| Base64::decode_vec(text)).ok().map(Zeroizing::new);
        add("used as text", Some(text.as_bytes().to_vec()));
        add("decoded from base64", base64().map(|key| key.to_vec()));
        add("decoded from base64url", Base64UrlUnpadded::decode_vec(plain).ok());
        add("decoded from hexadecimal digits", hex::decode(text).ok());
        add("encoded in base64 and used as text", Some(Base64::encode_string(text.as_bytes()).into_bytes()));
        add("written in hexadecimal digits and used as text", Some(hex::encode(text).into_bytes()));
        let in_hex = || base64().map(|key| hex::encode(key).into_bytes());
        add("decoded from base64, written in hexadecimal digits and used as text", in_hex());
        let twice =
            |text: &[u8]| Base64Unpadded::decode_vec(core::str::from_utf8(text).ok()?.trim_end_matches('=')).ok();
        add("decoded from base64 twice", base64().and_then(|key| twice(&key)));
        let hex_inside = |key: &[u8]| hex::decode(core::str::from_utf8(key).ok()?.trim()).ok();
        add("decoded from base64 and from hexadecimal digits", base64().and_then(|key| hex_inside(&key)));
        if !text.is_ascii() {
            let narrow =
                || given.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect::<Option<_>>();
            add("encoded as Latin-1", narrow());
            let letters = |bytes: Vec<u8>| Base64::encode_string(&Zeroizing::new(bytes)).into_bytes();
            let how = "encoded in base64 again: the secret was decoded, and its bytes were read as letters";
            add(how, narrow().map(letters));
        }
        add("encoded as UTF-16", Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()));
    }
    found
}
