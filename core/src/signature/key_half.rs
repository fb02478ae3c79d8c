//! Detection of secrets that are one half of a key pair.
//!
//! If a public key is used as a shared secret, everyone who has it can sign. Keys are recognized by their format and
//! are not parsed, so that truncated keys and keys for unknown algorithms are detected, too.

use alloc::vec::Vec;

use base64ct::{Base64Unpadded, Encoding as _};
use zeroize::Zeroizing;

use crate::base::http::percent;

/// One half of a key pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Public,
    Private,
}

/// Prefixes of OpenSSH public keys.
const OPENSSH: [&str; 6] = ["ssh-rsa", "ssh-ed25519", "ssh-dss", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];

/// The start of OpenSSH public keys in base64: the length and the name of the algorithm.
const OPENSSH_BASE64: [&str; 4] = ["AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNhL", "AAAAGnNr"];

/// The minimum length of DER that is treated as a key. An Ed25519 key has 44 bytes, and shorter secrets could look like
/// DER by coincidence.
const SHORTEST_DER: usize = 40;

/// Which half of a key pair the bytes are, if any: in PEM, OpenSSH's format, JWK, DER, DER in base64 or
/// hexadecimal, or with a Standard Webhooks prefix.
pub(super) fn half_of(bytes: &[u8]) -> Option<Half> {
    of_der(bytes).or_else(|| of_text(core::str::from_utf8(bytes).ok()?))
}

fn of_text(text: &str) -> Option<Half> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\u{feff}'));
    let prefixed =
        ["v1a,", "v1,", "whsec_"].iter().fold(text, |text, prefix| text.strip_prefix(prefix).unwrap_or(text));
    let begins = |prefix: &str| prefixed.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix));
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_openssh = first.len() < text.len() && OPENSSH.iter().any(|kind| first.starts_with(kind));
    if begins("whpk_") || is_openssh {
        return Some(Half::Public);
    }
    if begins("whsk_") {
        return Some(Half::Private);
    }
    // The base64 part of an OpenSSH key.
    if OPENSSH_BASE64.iter().any(|begin| text.starts_with(begin)) {
        return Some(Half::Public);
    }
    of_plain(text).or_else(|| of_encoded_der(prefixed)).or_else(|| of_encoded_text(prefixed))
}

/// A key in a text format.
fn of_plain(text: &str) -> Option<Half> {
    of_pem(text).or_else(|| of_jwk(text)).or_else(|| of_xml(text))
}

/// Recognizes RSA and ECDSA keys in the XML format of .NET, by the elements of XML Signature. `D` is private.
fn of_xml(text: &str) -> Option<Half> {
    let is_key = text.contains("<RSAKeyValue>") || text.contains("<ECDSAKeyValue");
    is_key.then(|| if text.contains("<D>") { Half::Private } else { Half::Public })
}

/// Recognizes a key in a text format that is encoded again: in base64, as in environment variables, in hexadecimal, or
/// with percent-encoding.
fn of_encoded_text(text: &str) -> Option<Half> {
    if text.starts_with("-----BEGIN%20") || text.starts_with("-----BEGIN+") || text.starts_with("%2D%2D%2D%2D%2DBEGIN")
    {
        let decoded = Zeroizing::new(percent::form_decode(text.as_bytes()));
        return of_plain(core::str::from_utf8(&decoded).ok()?);
    }
    if text.starts_with("2d2d2d2d2d") || text.starts_with("2D2D2D2D2D") {
        let decoded = Zeroizing::new(hex::decode(text).ok()?);
        return of_plain(core::str::from_utf8(&decoded).ok()?);
    }
    // The base64 encodings of `---`, `{"` and `<RSAKeyValue`.
    if !["LS0t", "eyJ", "PFJTQUtleVZhbHVl"].iter().any(|begin| text.starts_with(begin)) {
        return None;
    }
    let mut compact = Zeroizing::new(Vec::with_capacity(text.len()));
    compact.extend(text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'='));
    let mut decoded = compact.clone();
    let decoded = Base64Unpadded::decode(&*compact, &mut decoded).ok()?;
    of_plain(core::str::from_utf8(decoded).ok()?)
}

/// Recognizes PEM by its labels (RFC 7468), including those of OpenSSL, OpenPGP and RFC 4716. A text with both halves
/// is treated as a private key.
fn of_pem(text: &str) -> Option<Half> {
    let labels = text.split("---").filter_map(|part| part.trim_matches(['-', ' ']).strip_prefix("BEGIN "));
    let mut found = None;
    for label in labels {
        if label.contains("PRIVATE KEY") {
            return Some(Half::Private);
        }
        if label.contains("PUBLIC KEY") || label.contains("CERTIFICATE") {
            found = Some(Half::Public);
        }
    }
    found
}

/// Recognizes JWKs by their members (RFC 7517): `d` is private, and `oct` is the type of a shared secret.
fn of_jwk(text: &str) -> Option<Half> {
    let is_key = text.starts_with(['{', '[']) && text.contains("\"kty\"") && !text.contains("\"oct\"");
    is_key.then(|| if text.contains("\"d\"") { Half::Private } else { Half::Public })
}

fn of_encoded_der(text: &str) -> Option<Half> {
    let text = text.strip_prefix("whsec_").unwrap_or(text);
    if text.len() < SHORTEST_DER || !text.starts_with(['M', '3']) {
        return None;
    }
    let mut compact = Zeroizing::new(Vec::with_capacity(text.len()));
    let significant =
        text.split("\\n").flat_map(str::bytes).filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=');
    compact.extend(significant.map(|byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }));
    let mut der = compact.clone();
    // All DER keys start with the same byte, in base64 with `M` and in hexadecimal with `30`.
    if compact.starts_with(b"M") {
        of_der(Base64Unpadded::decode(&*compact, &mut der).ok()?)
    } else if compact.starts_with(b"30") {
        let der = der.get_mut(..compact.len() / 2)?;
        hex::decode_to_slice(&*compact, der).ok()?;
        of_der(der)
    } else {
        None
    }
}

/// Recognizes DER by the types of its elements: RFC 5280 for public keys and certificates; RFC 5958, RFC 8017 and RFC
/// 5915 for private keys.
fn of_der(bytes: &[u8]) -> Option<Half> {
    const INTEGER: u8 = 0x02;
    const BIT_STRING: u8 = 0x03;
    const OCTET_STRING: u8 = 0x04;
    const SEQUENCE: u8 = 0x30;
    if bytes.len() < SHORTEST_DER {
        return None;
    }
    let (SEQUENCE, content, []) = element(bytes)? else { return None };
    match types(content)?.as_slice() {
        [SEQUENCE, BIT_STRING] | [SEQUENCE, SEQUENCE, BIT_STRING] | [INTEGER, INTEGER] => Some(Half::Public),
        [INTEGER, SEQUENCE | OCTET_STRING, ..] | [INTEGER, INTEGER, INTEGER, ..] => Some(Half::Private),
        _ => None,
    }
}

/// The types of consecutive DER elements.
fn types(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let (kind, _, rest) = element(bytes)?;
        found.push(kind);
        bytes = rest;
    }
    Some(found)
}

/// The type and the content of the first element, and the bytes after it.
pub(super) fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&kind, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        // Lengths of up to 16 MiB. The byte 0x80 means that the length is indefinite, which DER does not allow.
        0x81..=0x83 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| (length << 8) | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((kind, content, rest))
}

#[cfg(test)]
mod tests {
    use base64ct::Base64;

    use super::*;

    const PUBLIC: &str = include_str!("../../tests/keys/rsa.pub.pem");
    const PRIVATE: &str = include_str!("../../tests/keys/p256.pem");

    fn body(pem: &str) -> alloc::string::String {
        pem.lines().filter(|line| !line.starts_with('-')).collect()
    }

    #[test]
    fn recognizes_both_halves_in_all_formats() {
        for (pem, half) in [(PUBLIC, Half::Public), (PRIVATE, Half::Private)] {
            let der = Base64::decode_vec(&body(pem)).unwrap();
            assert_eq!(half_of(pem.as_bytes()), Some(half));
            assert_eq!(half_of(pem.replace('\n', "\\n").as_bytes()), Some(half));
            assert_eq!(half_of(pem.lines().next().unwrap().as_bytes()), Some(half));
            assert_eq!(half_of(body(pem).as_bytes()), Some(half));
            assert_eq!(half_of(body(pem).trim_end_matches('=').as_bytes()), Some(half));
            assert_eq!(half_of(hex::encode(&der).as_bytes()), Some(half));
            assert_eq!(half_of(&der), Some(half));
        }
        assert_eq!(half_of(b"-----BEGIN CERTIFICATE-----\nMIIB"), Some(Half::Public));
        assert_eq!(half_of(b"---- BEGIN SSH2 PUBLIC KEY ----\nAAAA"), Some(Half::Public));
        assert_eq!(half_of(b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"), Some(Half::Public));
        assert_eq!(half_of(b"whpk_AAAA"), Some(Half::Public));
        assert_eq!(half_of(b"v1a,whpk_AAAA"), Some(Half::Public));
        assert_eq!(half_of(br#"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#), Some(Half::Public));
        assert_eq!(half_of(br#"{"kty":"OKP","crv":"Ed25519","x":"AAAA","d":"AAAA"}"#), Some(Half::Private));
        assert_eq!(half_of(b"whsk_AAAA"), Some(Half::Private));
        assert_eq!(half_of(b"AAAAC3NzaC1lZDI1NTE5AAAAIAAA"), Some(Half::Public));
        assert_eq!(half_of(br#"[{"kty":"RSA","n":"AAAA","e":"AQAB"}]"#), Some(Half::Public));
        assert_eq!(half_of(hex::encode(PUBLIC).as_bytes()), Some(Half::Public));
        assert_eq!(half_of(b"WHPK_AAAA"), Some(Half::Public));
        assert_eq!(half_of(b"whsec_whpk_AAAA"), Some(Half::Public));
        assert_eq!(half_of(b"ssh-rsa\tAAAAB3NzaC1yc2EAAAA"), Some(Half::Public));
        assert_eq!(half_of(b"<RSAKeyValue><Modulus>AAAA</Modulus></RSAKeyValue>"), Some(Half::Public));
        for (pem, half) in [(PUBLIC, Half::Public), (PRIVATE, Half::Private)] {
            assert_eq!(half_of(Base64::encode_string(pem.as_bytes()).as_bytes()), Some(half));
            let escaped = pem.replace('+', "%2B").replace(' ', "%20").replace('\n', "%0A");
            assert_eq!(half_of(escaped.as_bytes()), Some(half));
            assert_eq!(half_of(escaped.replace('-', "%2D").as_bytes()), Some(half));
        }
    }

    #[test]
    fn accepts_shared_secrets() {
        for text in
            ["whsec_MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A", "MIIBIjAN", "0", "30", "{\"kty\":\"oct\",\"k\":\"AAAA\"}"]
        {
            assert_eq!(half_of(text.as_bytes()), None, "{text}");
        }
        let mut random = [0_u8; 64];
        for first in 0..=255 {
            random[0] = first;
            assert_eq!(half_of(&random), None);
        }
    }
}
