//! Hypotheses about the construction: hashes that are not an HMAC, exchanged keys and messages, and other signed
//! content.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::cost::{Fields, Profile};
use super::quote::quoted;
use super::reasons;
use super::work::{Cut, MAX_SECRET};
use crate::base::http::Headers;
use crate::signature::key::decode;
use crate::signature::{Algorithm, Request, Scheme, Secret, Tolerance, Verifier};

/// Templates of signed content. `{time}` is the timestamp of the scheme, or a header that usually contains one.
const CONTENTS: [&str; 30] = [
    "{body}",
    "{time}.{body}",
    "{time}{body}",
    "{time}:{body}",
    "{body}{time}",
    "{body}.{time}",
    "{body}:{time}",
    "{time}\n{body}",
    "{time}|{body}",
    "{time}-{body}",
    "{time}_{body}",
    "v0:{time}:{body}",
    "v1:{time}:{body}",
    "v1.{time}.{body}",
    "{id}.{time}.{body}",
    "{id}{time}{body}",
    "{time}.{id}.{body}",
    "{time}{id}{body}",
    "{id}:{time}:{body}",
    "{id}.{body}",
    "{id}{body}",
    "{url}{body}",
    "{url}.{body}",
    "{body}{url}",
    "{time}{url}{body}",
    "{time}.{url}.{body}",
    "{time}{method}{path}{body}",
    "{method}{path}{body}",
    "{method}{url}{body}",
    "{method}{url}{body}{time}",
];

/// Header fields that contain timestamps of other schemes.
const TIMES: [&str; 12] = [
    "X-Timestamp",
    "X-Webhook-Timestamp",
    "X-Request-Timestamp",
    "Webhook-Timestamp",
    "X-Signature-Timestamp",
    "X-Hook-Timestamp",
    "X-Event-Timestamp",
    "X-Hub-Timestamp",
    "Timestamp",
    "X-Request-Time",
    "X-Event-Time",
    "Date",
];

/// The cost of creating the variants of a scheme.
const PER_SCHEME: usize = 2_000;

/// Tries other constructions with the same secret and the same signature.
pub(super) fn other(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let scheme = search.scheme;
    if scheme.algorithm.is_asymmetric() || scheme.algorithm == Algorithm::Token {
        return Ok(None);
    }
    let body = search.request.body;
    search.spend(body.len().saturating_mul(2))?;
    if let Some(finding) = hashes(search, &scheme, body)? {
        return Ok(Some(finding));
    }
    let trimmed = body.trim_ascii_end();
    if trimmed != body
        && let Some(finding) = hashes(search, &scheme, trimmed)?
    {
        let evidence = "the signature matches without the whitespace at the end of the body";
        search.further = vec![Finding::proven(DiagnosisCode::BodyNewlineAdded, evidence)];
        return Ok(Some(finding));
    }
    if let Some(finding) = keys(search, &scheme)? {
        return Ok(Some(finding));
    }
    contents(search, &scheme)
}

/// Tries hashes of the secret and the content, and an HMAC in place of such a hash.
fn hashes(search: &mut Search<'_>, scheme: &Scheme<&str>, body: &[u8]) -> Result<Option<Finding>, Cut> {
    let given = scheme.content;
    let mut found: Vec<(Algorithm, String, &str)> = Vec::new();
    if scheme.algorithm == Algorithm::Sha256 {
        let content = given.replace("{secret}", "");
        found.push((
            Algorithm::HmacSha256,
            content,
            "as an HMAC with the secret as its key, not as a hash of the secret",
        ));
        found.push((Algorithm::Sha256, "{body}{secret}".into(), "as the SHA-256 of the body and the secret"));
        found.push((Algorithm::Sha256, "{secret}{body}".into(), "as the SHA-256 of the secret and the body"));
    } else {
        let hash = Algorithm::Sha256;
        found.push((
            hash,
            format!("{{secret}}{given}"),
            "as the SHA-256 of the secret and the content, not as an HMAC",
        ));
        found.push((
            hash,
            format!("{given}{{secret}}"),
            "as the SHA-256 of the content and the secret, not as an HMAC",
        ));
        found.push((hash, "{secret}{body}".into(), "as the SHA-256 of the secret and the body, not as an HMAC"));
        found.push((hash, "{body}{secret}".into(), "as the SHA-256 of the body and the secret, not as an HMAC"));
        for separator in [".", ":", "|", "\n"] {
            let what = "as a SHA-256 of the secret, a separator and the body, not as an HMAC";
            found.push((hash, format!("{{secret}}{separator}{{body}}"), what));
            found.push((hash, format!("{{body}}{separator}{{secret}}"), what));
        }
    }
    if given.contains("{body}") {
        let content = given.replace("{body}", "{body:sha256}");
        found.push((
            scheme.algorithm,
            content,
            "with the SHA-256 of the body in hexadecimal digits as the signed body",
        ));
    }
    search.spend(body.len().saturating_add(PER_SCHEME))?;
    let plain = Sha256::digest(body);
    let value = reasons::value(search.slim()?, scheme);
    let is_plain =
        value.contains(&Base64::encode_string(&plain)) || value.to_ascii_lowercase().contains(&hex::encode(plain));
    if is_plain {
        return Ok(Some(proven("the signature is the SHA-256 of the body, without the secret: anyone can compute it")));
    }
    for (algorithm, content, how) in found {
        let other = Scheme { algorithm, content: content.as_str(), ..*scheme };
        if try_secrets(search, &other, body)? {
            return Ok(Some(proven(&format!("the signature matches {how}"))));
        }
    }
    Ok(None)
}

fn try_secrets(search: &mut Search<'_>, other: &Scheme<&str>, body: &[u8]) -> Result<bool, Cut> {
    search.spend(PER_SCHEME)?;
    for secret in search.keys.secrets {
        if search.verifies_as(other, secret, body, None)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tries exchanged keys and messages, and keys that were hashed.
fn keys(search: &mut Search<'_>, scheme: &Scheme<&str>) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    for secret in search.keys.secrets.iter().filter(|secret| secret.bytes().len() <= MAX_SECRET) {
        search.spend(secret.bytes().len().saturating_mul(8).saturating_add(PER_SCHEME))?;
        let Ok(key) = decode(scheme.key, secret) else { continue };
        if let Ok(exchanged) = Secret::from_key(body) {
            let plain = Scheme { content: "{body}", ..*scheme };
            for message in [key.as_slice(), secret.bytes()] {
                if search.verifies_as(&plain, &exchanged, message, None)? {
                    let evidence = "the signature matches with the body as the key and the secret as the message: the \
                                    arguments of the HMAC were exchanged";
                    return Ok(Some(proven(evidence)));
                }
            }
        }
        let digest = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(&*key)));
        let in_hex = Zeroizing::new(hex::encode(digest.as_slice()));
        for hashed in [digest.as_slice(), in_hex.as_bytes()] {
            let Ok(hashed) = Secret::from_key(hashed) else { continue };
            if search.verifies_as(scheme, &hashed, body, None)? {
                return Ok(Some(proven("the signature matches with the SHA-256 of the secret as the key")));
            }
        }
    }
    Ok(None)
}

/// Tries other signed content.
fn contents(search: &mut Search<'_>, scheme: &Scheme<&str>) -> Result<Option<Finding>, Cut> {
    search.spend(search.fields.lookup().saturating_mul(TIMES.len() + 1))?;
    let given = search.request.headers;
    let time = match scheme.timestamp {
        Some(_) => Some("{timestamp}".into()),
        None => TIMES.iter().find(|name| given.get(name).next().is_some()).map(|name| format!("{{header:{name}}}")),
    };
    let mut names: Vec<&str> = scheme.headers().chain(TIMES).chain(["content-type"]).collect();
    names.sort_unstable();
    names.dedup();
    let headers = search.slim_of(&names)?;
    let (has_id, has_url) = (scheme.message_id.is_some(), !search.request.url.is_empty());
    let mut tried: Vec<String> = vec![scheme.content.into()];
    for template in CONTENTS {
        let needs = |field: &str| template.contains(field);
        if (needs("{id}") && !has_id)
            || ((needs("{url}") || needs("{path}")) && !has_url)
            || (needs("{time}") && time.is_none())
        {
            continue;
        }
        let content = template.replace("{time}", time.as_deref().unwrap_or_default());
        if tried.contains(&content) {
            continue;
        }
        let other = Scheme { content: content.as_str(), ..*scheme };
        search.spend(PER_SCHEME)?;
        for secret in search.keys.secrets {
            if search.verifies_as(&other, secret, search.request.body, Some(&headers))? {
                let evidence = format!(
                    "the signature matches if the signed content is {}, and the scheme signs {}",
                    quoted(&content),
                    quoted(scheme.content)
                );
                return Ok(Some(proven(&evidence)));
            }
        }
        tried.push(content);
    }
    Ok(None)
}

fn proven(evidence: &str) -> Finding {
    Finding::proven(DiagnosisCode::ConstructionOther, evidence)
}

impl Search<'_> {
    /// Whether the request verifies under another scheme, with another secret and another body.
    fn verifies_as(
        &mut self,
        scheme: &Scheme<&str>,
        secret: &Secret,
        body: &[u8],
        headers: Option<&(Headers, Fields)>,
    ) -> Result<bool, Cut> {
        let profile = Profile::of(scheme);
        let secrets = core::slice::from_ref(secret);
        let fields = match headers {
            Some((_, fields)) => *fields,
            None => self.slim_fields()?,
        };
        let request = Request { body, ..self.request };
        let mut cost = profile.verification(&request, fields, secrets, 1);
        cost.work = cost.work.saturating_add(profile.setup(secrets).work);
        self.afford_trial(cost)?;
        let Ok(verifier) = Verifier::for_diagnosis(scheme, secrets) else { return Ok(false) };
        let headers = match headers {
            Some((headers, _)) => headers,
            None => self.slim()?,
        };
        let request = Request { headers, body, ..self.request };
        Ok(verifier.tolerance(Tolerance::OFF).verify(&request, self.now_ms).is_ok())
    }
}
