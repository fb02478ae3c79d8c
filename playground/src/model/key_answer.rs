//! Reads the answers of the worker about keys.
//!
//! The worker runs the functions of the npm package, which report errors as codes. What else the core needs to know about
//! a key is in its DER.

use hookwright::signature::{Algorithm, KeyForm, SecretError};

use super::json::Value;
use super::task::{KeyAnswer, KeyQuestion, KeyUse};

/// The limits on the size of RSA keys in bits, for messages.
const RSA_BITS: (usize, usize) = (1024, 4096);

/// The tags of DER.
const INTEGER: u8 = 2;
const BIT_STRING: u8 = 3;
const OCTET_STRING: u8 = 4;
const SEQUENCE: u8 = 0x30;

/// Reads the answer to a question. Returns `None` if it is not an answer to it.
pub(crate) fn key_answer(question: &KeyQuestion, answer: &Value) -> Option<KeyAnswer> {
    if let Some(code) = answer.get("error") {
        return Some(KeyAnswer::Unusable(error(question, code.as_str()?)));
    }
    Some(match question.what {
        KeyUse::Read => KeyAnswer::Key { is_private: is_private(question), rsa_bits: rsa_bits(question) },
        KeyUse::Verify { .. } => KeyAnswer::IsValid(answer.get("isValid")?.as_bool()?),
        KeyUse::Sign { .. } => KeyAnswer::Signature(hex::decode(answer.get("signature")?.as_str()?).ok()?),
    })
}

/// Returns the error with a code.
fn error(question: &KeyQuestion, code: &str) -> SecretError {
    let bits = || rsa_bits(question).unwrap_or_default();
    match code {
        "secret_not_pem" | "empty_secret" => SecretError::NotPem,
        "secret_wrong_length" => {
            // In PEM, the key follows a prefix of 12 bytes.
            let before = if question.form == KeyForm::Pem { 12 } else { 0 };
            SecretError::WrongLength { found: question.key.len().saturating_sub(before), expected: 32 }
        }
        "secret_too_short" => SecretError::TooFewBits { found: bits(), least: RSA_BITS.0 },
        "secret_too_long" => SecretError::TooManyBits { found: bits(), most: RSA_BITS.1 },
        _ => SecretError::NotAKey,
    }
}

/// Returns whether a valid key is private. Private keys start with their version.
fn is_private(question: &KeyQuestion) -> bool {
    match question.form {
        KeyForm::Pem => {
            let inner = element(&question.key).and_then(|(_, inner, _)| element(inner));
            inner.is_some_and(|(tag, version, _)| tag == INTEGER && version.len() == 1)
        }
        _ => question.key.len() == 64,
    }
}

/// Returns the size of the modulus of a valid RSA key.
fn rsa_bits(question: &KeyQuestion) -> Option<usize> {
    if question.algorithm != Algorithm::RsaPkcs1Sha256 {
        return None;
    }
    let modulus = modulus(&question.key)?;
    let first = modulus.iter().position(|byte| *byte != 0)?;
    let leading = modulus.get(first)?.leading_zeros() as usize;
    Some((modulus.len() - first) * 8 - leading)
}

/// Finds the modulus in PKCS #1, PKCS #8 or SubjectPublicKeyInfo: the first integer that is not a version.
fn modulus(der: &[u8]) -> Option<&[u8]> {
    let (tag, mut inner, _) = element(der)?;
    if tag != SEQUENCE {
        return None;
    }
    loop {
        let (tag, content, rest) = element(inner)?;
        match tag {
            INTEGER if content.len() > 1 => return Some(content),
            // The number of unused bits comes first.
            BIT_STRING => return modulus(content.get(1..)?),
            OCTET_STRING => return modulus(content),
            _ => inner = rest,
        }
    }
}

/// Divides DER into the tag and the content of its first element, and the rest.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, length], rest) = der.split_first_chunk()?;
    let (length, rest) = match usize::from(length) {
        short @ ..0x80 => (short, rest),
        long => {
            let (digits, rest) = rest.split_at_checked(long - 0x80).filter(|(digits, _)| digits.len() <= 4)?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::signature::{BuiltIn, Message, PublicKeys as _};
    use serde_json::json;
    use zeroize::Zeroizing;

    fn question(algorithm: Algorithm, form: KeyForm, key: Vec<u8>, what: KeyUse) -> KeyQuestion {
        KeyQuestion { algorithm, form, key: Zeroizing::new(key), what }
    }

    /// The DER in a PEM file.
    fn der(pem: &str) -> Vec<u8> {
        let text: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let digits = text.bytes().filter(|byte| *byte != b'=').map(|byte| {
            const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            ALPHABET.iter().position(|digit| *digit == byte).unwrap()
        });
        let bits: String = digits.map(|digit| format!("{digit:06b}")).collect();
        bits.as_bytes()
            .chunks_exact(8)
            .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
            .collect()
    }

    #[test]
    fn describes_keys_as_the_core_does() {
        let ed25519 = [[7; 32], BuiltIn.ed25519_public(&[7; 32]).unwrap()].concat();
        let keys = [
            (Algorithm::RsaPkcs1Sha256, KeyForm::Pem, der(include_str!("keys/rsa.pem"))),
            (Algorithm::RsaPkcs1Sha256, KeyForm::Pem, der(include_str!("keys/rsa-other.pub.pem"))),
            (Algorithm::EcdsaP256Sha256, KeyForm::Pem, der(include_str!("keys/p256.pem"))),
            (Algorithm::EcdsaP256Sha256, KeyForm::Pem, der(include_str!("keys/p256-other.pub.pem"))),
            (Algorithm::Ed25519, KeyForm::Hex, ed25519[32..].to_vec()),
            (Algorithm::Ed25519, KeyForm::Whpk, ed25519),
        ];
        for (algorithm, form, key) in keys {
            let expected = BuiltIn.prepare(algorithm, form, &key).unwrap();
            let found = key_answer(&question(algorithm, form, key, KeyUse::Read), &json!({}).into());
            let expected = KeyAnswer::Key { is_private: expected.is_private(), rsa_bits: expected.rsa_bits() };
            assert_eq!(found, Some(expected));
        }
    }

    #[test]
    fn errors_are_those_of_the_core() {
        for (key, code) in [(vec![1; 31], "secret_wrong_length"), (vec![0; 32], "secret_not_a_key")] {
            let expected = BuiltIn.prepare(Algorithm::Ed25519, KeyForm::Hex, &key).err().unwrap();
            let asked = question(Algorithm::Ed25519, KeyForm::Hex, key, KeyUse::Read);
            assert_eq!(key_answer(&asked, &json!({ "error": code }).into()), Some(KeyAnswer::Unusable(expected)));
        }
    }

    #[test]
    fn reads_signatures_and_verdicts() {
        let digest = *Message::new(vec![b"a"]).sha256();
        let asked = |what| question(Algorithm::Ed25519, KeyForm::Hex, vec![1; 32], what);
        let verify = asked(KeyUse::Verify { digest, signature: vec![2; 64] });
        assert_eq!(key_answer(&verify, &json!({ "isValid": true }).into()), Some(KeyAnswer::IsValid(true)));
        let sign = asked(KeyUse::Sign { digest });
        assert_eq!(
            key_answer(&sign, &json!({ "signature": "0aff" }).into()),
            Some(KeyAnswer::Signature(vec![10, 255]))
        );
        assert_eq!(key_answer(&sign, &json!({}).into()), None);
    }

    #[test]
    fn malformed_der_has_no_modulus() {
        for der in [&[][..], &[0x30], &[0x30, 0x82, 1], &[0x30, 0x85, 0, 0, 0, 0, 0], &[0x30, 2, 2, 0]] {
            assert_eq!(modulus(der), None);
        }
    }
}
