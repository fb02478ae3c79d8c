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
use super::work::{Cut, MAX_SECRET};

/// The cost of creating all variants of a secret, for each of its bytes.
const PER_BYTE: usize = 80;
const PER_SECRET: usize = 5_000;

/// Prefixes of secrets, and prefixes that are often added by mistake.
const PREFIXES: [&str; 9] = ["v1,whsec_", "v1a,", "v1,", "whsec_", "whsk_", "whpk_", "sha256=", "Bearer ", "secret_"];

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

/// Tries secrets with text added or removed, and other ways to decode the secret.
pub(super) fn altered(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let (secrets, form) = (search.keys.secrets, search.scheme.key);
    let mut is_cut = false;
    for secret in secrets.iter().filter(|secret| !secret.is_key()) {
        if secret.bytes().len() > MAX_SECRET {
            is_cut = true;
            continue;
        }
        search.spend(secret.bytes().len() * PER_BYTE + PER_SECRET)?;
        let Ok(text) = core::str::from_utf8(secret.bytes()) else { continue };
        let key = decode(form, secret).ok();
        for (code, evidence, variant) in variants(text) {
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
        for (evidence, bytes) in decodings(text) {
            let Ok(variant) = Secret::from_key(bytes.to_vec()) else { continue };
            if Some(&bytes) != key.as_ref() && search.secret_verifies(&variant)? {
                return Ok(Some(Finding::proven(DiagnosisCode::SecretDecoding, evidence)));
            }
        }
    }
    if is_cut { Err(Cut) } else { Ok(None) }
}

type Variant = (DiagnosisCode, String, Zeroizing<String>);

/// The secret with common accidental changes undone.
fn variants(text: &str) -> Vec<Variant> {
    let mut found: Vec<Variant> = Vec::new();
    let mut add = |code, evidence: &str, variant: String| {
        let variant = Zeroizing::new(variant);
        let is_new = variant.as_str() != text && found.iter().all(|(_, _, known)| known.as_str() != variant.as_str());
        if is_new && !variant.is_empty() {
            found.push((code, String::from(evidence), variant));
        }
    };
    let unquoted = |text: &str| -> String { strip_quotes(text).into() };
    add(
        DiagnosisCode::SecretWhitespace,
        "the signature matches after removing the whitespace around the secret",
        text.trim().into(),
    );
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let invisible =
        "the signature matches after removing invisible characters from the secret, such as a byte order mark";
    add(DiagnosisCode::SecretWhitespace, invisible, visible);
    // Allocated once, because a buffer that grows would leave copies of parts of the secret.
    let mut solid = Zeroizing::new(String::with_capacity(text.len()));
    solid.extend(text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)));
    let escaped = Zeroizing::new(text.replace("\\r", "").replace("\\n", ""));
    let evidence = "the signature matches after removing the whitespace in the secret";
    add(DiagnosisCode::SecretWhitespace, evidence, String::from(solid.as_str()));
    let evidence = "the signature matches after removing `\\n` from the secret";
    add(DiagnosisCode::SecretWhitespace, evidence, String::from(escaped.as_str()));
    for end in ["\n", "\r\n", " "] {
        let evidence = "the signature matches with whitespace after the secret, as in the sender's secret";
        add(DiagnosisCode::SecretWhitespace, evidence, format!("{text}{end}"));
    }
    let evidence = "the signature matches after removing the quotes around the secret";
    add(DiagnosisCode::SecretQuoted, evidence, unquoted(text));
    let evidence = "the signature matches after removing the quotes and the whitespace around the secret";
    add(DiagnosisCode::SecretWhitespace, evidence, unquoted(solid.trim()));
    add(DiagnosisCode::SecretWhitespace, evidence, strip_quotes(&escaped).trim().into());
    for quote in ['"', '\''] {
        let evidence = "the signature matches with quotes around the secret, as in the sender's secret";
        add(DiagnosisCode::SecretQuoted, evidence, format!("{quote}{text}{quote}"));
    }
    for prefix in PREFIXES {
        if let Some(bare) = text.strip_prefix(prefix) {
            let evidence = format!("the signature matches without `{prefix}` before the secret");
            add(DiagnosisCode::SecretPrefix, &evidence, bare.into());
        } else {
            let evidence = format!("the signature matches with `{prefix}` before the secret");
            add(DiagnosisCode::SecretPrefix, &evidence, format!("{prefix}{text}"));
        }
    }
    found
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn strip_quotes(text: &str) -> &str {
    const PAIRS: [(char, char); 6] = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('<', '>')];
    for (open, close) in PAIRS {
        if let Some(inside) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return inside;
        }
    }
    if let Some(inside) = text.strip_prefix("\\\"").and_then(|rest| rest.strip_suffix("\\\"")) {
        return inside;
    }
    // A quote at one end only, because the other end was cut off.
    text.trim_matches(['"', '\'', '`'])
}

/// The possible keys of a text, each with its evidence.
fn decodings(text: &str) -> Vec<(String, Zeroizing<Vec<u8>>)> {
    let text = text.trim();
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
        add("used as text", Some(text.as_bytes().to_vec()));
        add("decoded from base64", Base64Unpadded::decode_vec(plain).or_else(|_| Base64::decode_vec(text)).ok());
        add("decoded from base64url", Base64UrlUnpadded::decode_vec(plain).ok());
        add("decoded from hexadecimal digits", hex::decode(text).ok());
        add("encoded in base64 and used as text", Some(Base64::encode_string(text.as_bytes()).into_bytes()));
        add("written in hexadecimal digits and used as text", Some(hex::encode(text).into_bytes()));
        let rewritten = Base64Unpadded::decode_vec(plain).ok().map(|key| hex::encode(Zeroizing::new(key)).into_bytes());
        add("decoded from base64, written in hexadecimal digits and used as text", rewritten);
    }
    found
}

/// Whether a text is a placeholder for a secret.
pub(super) fn is_placeholder(text: &str) -> bool {
    let text = strip_quotes(text.trim());
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    let words = [
        "undefined",
        "null",
        "none",
        "nil",
        "nan",
        "false",
        "true",
        "todo",
        "changeme",
        "change-me",
        "change_me",
        "secret",
        "password",
        "[object object]",
        "xxx",
        "test",
        "placeholder",
        "redacted",
        "[redacted]",
        "...",
        "…",
        "***",
    ];
    let parts = [
        "your",
        "example",
        "placeholder",
        "replace",
        "changeme",
        "insert",
        "goes_here",
        "goes-here",
        "paste",
        "<secret",
        "xxxx",
        "****",
        "....",
        "process.env",
        "env.",
        "••",
        "my-secret",
        "my_secret",
        "my secret",
        "-here",
        "_here",
    ];
    let is_variable = text.starts_with('$')
        || (text.starts_with('@') && text.len() < 40)
        || text.starts_with("{{")
        || text.starts_with("%(")
        || (text.starts_with('%') && text.ends_with('%'));
    let is_template = (text.starts_with('<') && text.ends_with('>')) || text.ends_with("...") || text.ends_with('…');
    let is_name = text.len() > 8
        && text.contains('_')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit())
        && ["SECRET", "KEY", "TOKEN", "WEBHOOK"].iter().any(|word| text.contains(word));
    words.contains(&lower.as_str())
        || parts.iter().any(|part| lower.contains(part))
        || is_variable
        || is_template
        || is_name
}
