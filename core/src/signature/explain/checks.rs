//! What was looked at, in order, whether it was as it should be or not.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{Check, KeyRing};
use crate::signature::key::{decode, usable, warnings};
use crate::signature::rejection::Reason;
use crate::signature::request::Request;
use crate::signature::scheme::Scheme;
use crate::signature::tolerance::Tolerance;
use crate::signature::value::Value;
use crate::signature::verify::Verifier;
use crate::time::format_rfc3339;

pub(super) fn look(
    scheme: &Scheme<&str>,
    keys: &KeyRing<'_>,
    request: &Request<'_>,
    now_ms: i64,
    tolerance: Option<Tolerance>,
) -> Vec<Check> {
    vec![
        secrets(scheme, keys),
        signature(scheme, request),
        body(request),
        matches(scheme, keys, request, now_ms),
        timestamp(scheme, keys, request, now_ms, tolerance),
    ]
}

fn secrets(scheme: &Scheme<&str>, keys: &KeyRing<'_>) -> Check {
    let wrong = keys
        .secrets
        .iter()
        .enumerate()
        .find_map(|(index, secret)| Some((index, usable(scheme.algorithm, scheme.key, secret).err()?)));
    let odd = odd_secret(scheme, keys);
    let (ok, message) = match (keys.secrets.len(), wrong) {
        (0, _) => (false, "there is no secret".into()),
        (_, Some((index, error))) => (false, format!("secret {}: {error}", index + 1)),
        _ if odd.is_some() => (false, odd.unwrap_or_default()),
        (1, None) => (true, "the secret is written as the scheme's secrets are".into()),
        (count, None) => (true, format!("the {count} secrets are written as the scheme's secrets are")),
    };
    Check { name: "secrets", ok, message }
}

/// White space or quotes that are part of a secret.
fn odd_secret(scheme: &Scheme<&str>, keys: &KeyRing<'_>) -> Option<String> {
    let found = keys.secrets.iter().enumerate().flat_map(|(index, secret)| {
        let key = decode(scheme.key, secret).map(|key| warnings(scheme.algorithm, scheme.key, index, secret, &key));
        key.unwrap_or_default().into_iter().map(move |problem| (index, problem))
    });
    let mut odd = found.filter(|(_, problem)| problem.code != "secret_too_short");
    odd.next().map(|(index, problem)| format!("secret {}: {}", index + 1, problem.message))
}

fn signature(scheme: &Scheme<&str>, request: &Request<'_>) -> Check {
    let found = Value::read(scheme, request).and_then(|value| value.signatures(scheme));
    let (ok, message) = match found {
        Ok(signatures) if signatures.len() == 1 => (true, "the request has a signature, and it is well formed".into()),
        Ok(signatures) => (true, format!("the request has {} signatures that are well formed", signatures.len())),
        Err(reason) => (false, format!("{}", super::super::rejection::Rejection::of(scheme, reason))),
    };
    Check { name: "signature", ok, message }
}

fn body(request: &Request<'_>) -> Check {
    let length = request.body.len();
    let announced = request.headers.get("content-length").next().and_then(|text| text.parse::<usize>().ok());
    let kind = match request.body.first() {
        None => "nothing",
        Some(b'{' | b'[') if serde_json::from_slice::<serde::de::IgnoredAny>(request.body).is_ok() => "JSON",
        Some(_) if core::str::from_utf8(request.body).is_ok() => "text",
        Some(_) => "something that is no text",
    };
    let (ok, message) = match announced {
        Some(announced) if announced != length => {
            (false, format!("the body has {length} bytes of {kind}, and `Content-Length` says {announced}"))
        }
        _ => (true, format!("the body has {length} bytes of {kind}")),
    };
    Check { name: "body", ok, message }
}

fn matches(scheme: &Scheme<&str>, keys: &KeyRing<'_>, request: &Request<'_>, now_ms: i64) -> Check {
    let verdict =
        Verifier::of(*scheme, keys.secrets).map(|verifier| verifier.tolerance(Tolerance::OFF).verify(request, now_ms));
    let (ok, message) = match verdict {
        Ok(Ok(verified)) => (true, format!("secret {} gives the signature for this content", verified.key_index + 1)),
        Ok(Err(rejection)) if rejection.reason == Reason::MalformedTimestamp => {
            (true, "a secret gives the signature for this content".into())
        }
        Ok(Err(rejection)) => (false, format!("{rejection}")),
        Err(error) => (false, format!("{error}")),
    };
    Check { name: "match", ok, message }
}

fn timestamp(
    scheme: &Scheme<&str>,
    keys: &KeyRing<'_>,
    request: &Request<'_>,
    now_ms: i64,
    tolerance: Option<Tolerance>,
) -> Check {
    let name = "timestamp";
    let Some(field) = &scheme.timestamp else {
        return Check {
            name,
            ok: true,
            message: "the scheme has no timestamp, so a delivery can be sent again at any time".into(),
        };
    };
    let text = Verifier::of(*scheme, keys.secrets).ok().and_then(|verifier| verifier.timestamp_text(request));
    let read = text.as_deref().and_then(|text| crate::time::parse_timestamp(field.unit, text, now_ms));
    let Some(at_ms) = read else {
        let message = format!("there is no timestamp, or it is not written in {}", field.unit.describe());
        return Check { name, ok: false, message };
    };
    let tolerance = tolerance.or(field.tolerance).unwrap_or(Tolerance::DEFAULT);
    let limit = if at_ms <= now_ms { tolerance.past_ms } else { tolerance.future_ms };
    let distance = at_ms.abs_diff(now_ms);
    let ok = limit.is_none_or(|limit| distance <= limit);
    let side = if at_ms <= now_ms { "before" } else { "after" };
    let message =
        format!("the timestamp is {}, {} {side} now", format_rfc3339(at_ms), crate::time::format_duration(distance));
    Check { name, ok, message }
}
