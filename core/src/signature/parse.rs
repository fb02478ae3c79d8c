//! Custom schemes as JSON.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::binary::MAX_BYTES;
#[cfg(feature = "catalog")]
use super::check_places::check_place;
use super::compile::CompiledScheme;
use super::method::{Algorithm, Encoding, KeyForm};
use super::parse_handshake::handshake;
use super::parse_place::{only_place, place};
use super::scheme::{OwnedScheme, Place, Scheme, SignatureField, TimestampField};
use super::scheme_codes;
use super::tolerance::Tolerance;
use crate::base::json::Members;
use crate::base::problem::{Problem, Severity, pointer};
use crate::base::provenance::Provenance;
use crate::base::time::TimeUnit;

impl OwnedScheme {
    /// Parses a scheme from JSON, in the form in which [`Scheme`] is serialized.
    ///
    /// `id`, `algorithm`, `content` and `signature` are required. `key` defaults to `text`, and `signature.encoding` to
    /// `hex`. `toleranceSeconds` is a number, `{ "past": …, "future": … }`, or `false` for no limit.
    ///
    /// ```
    /// use hookwright::signature::OwnedScheme;
    ///
    /// let scheme = OwnedScheme::parse(r#"{
    ///     "id": "acme/v1",
    ///     "algorithm": "hmac-sha256",
    ///     "content": "{timestamp}.{body}",
    ///     "signature": { "header": "Acme-Signature", "separator": ",", "prefix": "v1=" },
    ///     "timestamp": { "item": "t=", "unit": "seconds", "toleranceSeconds": 300 }
    /// }"#).unwrap();
    /// assert_eq!(scheme.content, "{timestamp}.{body}");
    ///
    /// let problems = OwnedScheme::parse(r#"{ "id": "acme/v1", "algorithm": "sha-256" }"#).unwrap_err();
    /// assert_eq!(problems[0].to_string(), "/algorithm: unknown value; expected `hmac-sha1`, `hmac-sha256`, \
    ///     `hmac-sha384`, `hmac-sha512`, `sha256`, `ed25519`, `rsa-pkcs1-sha256`, `ecdsa-p256-sha256`, `token`, `sha1`, `hmac-md5`; \
    ///     did you mean `sha256`?");
    /// ```
    ///
    /// # Errors
    /// Every problem that makes the scheme unusable, with JSON Pointers. Never empty.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let scheme = read_text(text)?;
        let mut problems = scheme.check();
        problems.retain(|problem| problem.severity == Severity::Error);
        if problems.is_empty() { Ok(scheme) } else { Err(problems) }
    }

    /// Reads a scheme that is part of a larger document. `None` if the scheme has problems.
    pub(crate) fn read_at(path: &str, value: &RawValue, problems: &mut Vec<Problem>) -> Option<Self> {
        if value.get().len() > MAX_BYTES {
            problems.push(too_large(path));
            return None;
        }
        let earlier = problems.len();
        let scheme = Members::of(path, value, problems).map(|members| read(members, problems))?;
        if problems.len() == earlier {
            let errors = scheme.check().into_iter().filter(|problem| problem.severity == Severity::Error);
            problems.extend(errors.map(|problem| Problem { path: [path, &problem.path].concat(), ..problem }));
        }
        (problems.len() == earlier).then_some(scheme)
    }
}

impl CompiledScheme {
    /// Parses a scheme from JSON, like [`OwnedScheme::parse`], and compiles it.
    ///
    /// # Errors
    /// Every problem that makes the scheme unusable, with JSON Pointers. Never empty.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        read_text(text)?.compile()
    }
}

/// Reads the members of a scheme, without checks that involve several members.
fn read_text(text: &str) -> Result<OwnedScheme, Vec<Problem>> {
    let mut problems = Vec::new();
    if text.len() > MAX_BYTES {
        return Err(alloc::vec![too_large("")]);
    }
    let scheme = match serde_json::from_str::<&RawValue>(text) {
        Err(error) => {
            problems.push(Problem::error(
                scheme_codes::MALFORMED_JSON,
                "",
                format!("the scheme is not valid JSON: {error}"),
            ));
            None
        }
        Ok(document) => Members::of("", document, &mut problems).map(|members| read(members, &mut problems)),
    };
    problems.retain(|problem| problem.severity == Severity::Error);
    scheme.filter(|_| problems.is_empty()).ok_or(problems)
}

fn too_large(path: &str) -> Problem {
    let message = format!("the JSON of the scheme must have at most {MAX_BYTES} bytes");
    Problem::error(scheme_codes::SCHEME_TOO_LARGE, path, message)
}

fn read(mut scheme: Members<'_>, problems: &mut Vec<Problem>) -> OwnedScheme {
    let found = Scheme {
        id: scheme.text("id", problems),
        algorithm: scheme.choice("algorithm", Algorithm::ALL, None, problems).unwrap_or(Algorithm::HmacSha256),
        key: scheme.choice("key", KeyForm::ALL, Some(KeyForm::Text), problems).unwrap_or(KeyForm::Text),
        content: scheme.text("content", problems),
        signature: scheme
            .required_object("signature", problems)
            .map_or_else(unplaced, |field| signature(field, problems)),
        timestamp: scheme.object("timestamp", problems).map(|field| timestamp(field, problems)),
        message_id: scheme.object("messageId", problems).map(|field| only_place(field, problems)),
        body_digest: scheme.object("bodyDigest", problems).map(|field| only_place(field, problems)),
        handshake: scheme.object("handshake", problems).map(|field| handshake(field, problems)),
        provenance: scheme.object("provenance", problems).map(|field| Provenance::read(field, problems)),
    };
    scheme.finish(problems);
    found
}

fn unplaced() -> SignatureField<String> {
    let place = Place::Header { header: String::new(), or_header: None };
    SignatureField { place, separator: None, prefix: None, encoding: Encoding::Hex }
}

fn signature(mut field: Members<'_>, problems: &mut Vec<Problem>) -> SignatureField<String> {
    let separator = field.optional_text("separator", problems).and_then(|text| {
        let mut characters = text.chars();
        let one = characters.next().filter(|_| characters.next().is_none());
        if one.is_none() {
            let path = pointer(&field.path, "separator");
            problems.push(Problem::error(scheme_codes::WRONG_SEPARATOR, path, "`separator` must be one character"));
        }
        one
    });
    let found = SignatureField {
        place: place(&mut field, problems),
        separator,
        prefix: field.optional_text("prefix", problems),
        encoding: field.choice("encoding", Encoding::ALL, Some(Encoding::Hex), problems).unwrap_or(Encoding::Hex),
    };
    field.finish(problems);
    found
}

fn timestamp(mut field: Members<'_>, problems: &mut Vec<Problem>) -> TimestampField<String> {
    let found = TimestampField {
        place: place(&mut field, problems),
        unit: field.choice("unit", TimeUnit::ALL, None, problems).unwrap_or(TimeUnit::Seconds),
        tolerance: tolerance(&mut field, problems),
    };
    field.finish(problems);
    found
}

fn tolerance(field: &mut Members<'_>, problems: &mut Vec<Problem>) -> Option<Tolerance> {
    let value = field.take("toleranceSeconds")?;
    let path = pointer(&field.path, "toleranceSeconds");
    let seconds = |text: &str| text.parse::<u32>().ok();
    if let Some(seconds) = seconds(value.get()) {
        return Some(Tolerance::seconds(seconds));
    }
    if value.get() == "false" {
        return Some(Tolerance::OFF);
    }
    if value.get().starts_with('{') {
        let mut sides = Members::of(&path, value, problems)?;
        let mut side = |name| match sides.take(name)?.get() {
            "false" => Some(None),
            text => seconds(text).map(|seconds| Some(u64::from(seconds) * 1000)),
        };
        if let (Some(past_ms), Some(future_ms)) = (side("past"), side("future")) {
            sides.finish(problems);
            return Some(Tolerance { past_ms, future_ms });
        }
    }
    let message =
        "`toleranceSeconds` must be a non-negative integer, `{ \"past\": …, \"future\": … }`, or `false` for no limit";
    problems.push(Problem::error(scheme_codes::WRONG_TOLERANCE, path, message));
    None
}

impl Place<String> {
    /// Reads the place of a value that is not a part of a scheme: a header field, or a member of the JSON body. `None` if
    /// it has problems.
    #[cfg(feature = "catalog")]
    pub(crate) fn read_value(field: Members<'_>, problems: &mut Vec<Problem>) -> Option<Self> {
        let (path, earlier) = (field.path.clone(), problems.len());
        let found = only_place(field, problems);
        if problems.len() == earlier {
            if matches!(found, Self::Header { .. } | Self::Member { .. }) {
                check_place(&path, &found.borrow(), None, problems);
            } else {
                let message = "the place must be a `header` (with an optional `orHeader`) or a `member`";
                problems.push(Problem::error(scheme_codes::WRONG_PLACE, path, message));
            }
        }
        (problems.len() == earlier).then_some(found)
    }
}
