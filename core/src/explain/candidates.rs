//! The secrets that each hypothesis is tried with: the given ones, the given ones without accidental changes, replaced
//! ones, and those of other endpoints. With them, a second mistake does not hide a wrong secret.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use crate::signature::{Algorithm, Secret, Tolerance, Verifier};

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::ring::Ring;
use super::secrets::repaired;
use super::work::Cut;

/// The maximum number of secrets.
const MOST: usize = 32;
const MOST_ED25519: usize = 4;

/// The maximum length of a secret that is guessed.
const LONGEST: usize = 256;

/// The maximum number of body bytes that a trial with additional secrets hashes.
const MOST_BYTES: usize = 200_000;

impl Search<'_> {
    /// Prepares the ring for the current scheme.
    pub(super) fn prepare_ring(&mut self) -> Result<(), Cut> {
        if self.ring.is_some() {
            return Ok(());
        }
        let keys = self.keys;
        let mut ring =
            Ring { secrets: Vec::new(), origins: Vec::new(), given: Vec::new(), verifier: None, is_whole: true };
        for (index, secret) in keys.secrets.iter().enumerate() {
            self.add(&mut ring, secret, None, Some(index))?;
        }
        for (secret, code, evidence) in repaired(self)? {
            self.add(&mut ring, &secret, Some(Finding::proven(code, evidence)), None)?;
        }
        for (secret, code, evidence) in guessed(keys.secrets, self.scheme.id) {
            self.add(&mut ring, &secret, Some(Finding::proven(code, evidence)), None)?;
        }
        for (code, what, others) in [
            (DiagnosisCode::SecretOld, "that has been replaced", keys.old),
            (DiagnosisCode::SecretOtherEnvironment, "of another endpoint or environment", keys.others),
        ] {
            for (index, secret) in others.iter().enumerate() {
                let which = secret
                    .name()
                    .map_or_else(|| format!("number {} of those given", index + 1), |name| format!("`{name}`"));
                let evidence = format!("the signature matches with a secret {what}: {which}");
                self.add(&mut ring, secret, Some(Finding::proven(code, evidence)), None)?;
            }
        }
        self.afford(self.profile.setup(&ring.secrets))?;
        let verifier =
            self.compiled.as_ref().ok().and_then(|scheme| Verifier::for_diagnosis(scheme, &ring.secrets).ok());
        ring.verifier = verifier.map(|verifier| verifier.tolerance(Tolerance::OFF));
        self.ring = Some(ring);
        Ok(())
    }

    fn add(
        &mut self,
        ring: &mut Ring,
        secret: &Secret,
        origin: Option<Finding>,
        given: Option<usize>,
    ) -> Result<(), Cut> {
        let count = ring.secrets.len();
        // Verification with a public key is expensive.
        let most = match self.scheme.algorithm {
            Algorithm::Ed25519 => MOST_ED25519,
            algorithm if algorithm.is_asymmetric() => 1,
            _ => MOST,
        };
        let is_too_long = self.request.body.len().saturating_mul(count + 1) > MOST_BYTES && count > 0;
        if origin.is_some() && (count >= most || is_too_long) {
            ring.is_whole = false;
            return Ok(());
        }
        let is_same = |known: &Secret| known.is_key() == secret.is_key() && known.bytes() == secret.bytes();
        if ring.secrets.iter().any(is_same) {
            return Ok(());
        }
        self.afford(self.profile.setup(core::slice::from_ref(secret)))?;
        if self.takes(secret) {
            ring.secrets.push(secret.clone());
            ring.origins.push(origin);
            ring.given.push(given);
        }
        Ok(())
    }

    /// The finding about the secret of the last match, if it is not one of the current ones.
    pub(super) fn origin(&self) -> Option<Finding> {
        self.ring.as_ref()?.origins.get(self.matched?)?.clone()
    }
}

/// The prefixes of the secrets of senders that use a text with its prefix as the key.
const PREFIXES: [(&str, &str, &str); 2] = [
    ("linear", "lin_wh_", "the signature matches with `lin_wh_` before the secret"),
    ("polar", "polar_whs_", "the signature matches with `polar_whs_` before the secret"),
];

/// The secrets with their prefix, or in the other letter case: changes that cannot be seen, but are common next to
/// another mistake.
fn guessed(secrets: &[Secret], scheme: &str) -> Vec<(Secret, DiagnosisCode, &'static str)> {
    let mut found = Vec::new();
    for secret in secrets.iter().filter(|secret| secret.is_key() && secret.bytes().len() <= LONGEST) {
        let evidence = "the signature matches with the text of the key in base64: the secret was decoded";
        let text = Zeroizing::new(Base64::encode_string(secret.bytes()));
        let text = Secret::from_key(text.as_bytes()).ok();
        found.extend(text.map(|text| (text, DiagnosisCode::SecretDecoding, evidence)));
    }
    let sender = scheme.split('/').next().unwrap_or_default();
    let own = PREFIXES.iter().find(|(known, ..)| *known == sender);
    for secret in secrets.iter().filter(|secret| !secret.is_key() && secret.bytes().len() <= LONGEST) {
        let Ok(text) = core::str::from_utf8(secret.bytes()) else { continue };
        let mut add = |code, evidence, text: Zeroizing<String>| {
            found.extend(Secret::new(text.as_bytes()).ok().map(|secret| (secret, code, evidence)));
        };
        if let Some((_, prefix, evidence)) = own.filter(|(_, prefix, _)| !text.starts_with(prefix)) {
            add(DiagnosisCode::SecretPrefix, evidence, Zeroizing::new([prefix, text].concat()));
        } else if !text.starts_with("whsec_") && text.len() >= 16 {
            let evidence = "the signature matches with `whsec_` before the secret";
            add(DiagnosisCode::SecretPrefix, evidence, Zeroizing::new(["whsec_", text].concat()));
        }
        let is_hex = text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hex && text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let evidence = "the signature matches with the secret in lower case";
            add(DiagnosisCode::SecretCase, evidence, Zeroizing::new(text.to_ascii_lowercase()));
        } else if is_hex && text.bytes().any(|byte| byte.is_ascii_lowercase()) {
            let evidence = "the signature matches with the secret in upper case";
            add(DiagnosisCode::SecretCase, evidence, Zeroizing::new(text.to_ascii_uppercase()));
        }
    }
    found
}
