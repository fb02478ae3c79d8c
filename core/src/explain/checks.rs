//! The checks that a diagnosis reports.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::budget::Search;
use super::check_result::CheckResult;
use super::diagnosis::{Check, CheckName, KnownSecrets};
use super::work::Cut;
use crate::base::time::{format_duration, format_rfc3339};
use crate::signature::Scheme;
use crate::signature::Tolerance;
use crate::signature::key::{decode, warnings};
use crate::signature::setup::first_unusable;
use crate::signature::{Rejection, RejectionReason};

/// The end of the year 9999, in milliseconds since the epoch.
const LAST_MS: i64 = 253_402_300_799_999;

pub(super) fn look(search: &mut Search<'_>) -> Vec<Check> {
    vec![secrets(search), signature(search), body(search), matches(search), timestamp(search)]
}

fn secrets(search: &mut Search<'_>) -> Check {
    let name = CheckName::Secrets;
    if search.spend_setup().is_err() {
        search.skip("secrets");
        let message = "the secrets are too long or too many for a diagnosis".into();
        return Check { name, ok: false, message };
    }
    let (scheme, keys) = (&search.scheme, &search.keys);
    let wrong = first_unusable(scheme, keys.secrets);
    let odd = if wrong.is_none() { odd_secret(scheme, keys) } else { None };
    let (ok, message) = match (keys.secrets.len(), wrong) {
        (0, _) => (false, "no secret was given".into()),
        (_, Some((index, error))) => (false, format!("secret {}: {error}", index + 1)),
        _ if odd.is_some() => (false, odd.unwrap_or_default()),
        (1, None) => (true, "the secret has the form that the scheme requires".into()),
        (count, None) => (true, format!("the {count} secrets have the form that the scheme requires")),
    };
    Check { name, ok, message }
}

/// Whitespace or quotes that are part of a secret.
fn odd_secret(scheme: &Scheme<&str>, keys: &KnownSecrets<'_>) -> Option<String> {
    let found = keys.secrets.iter().enumerate().flat_map(|(index, secret)| {
        let key = decode(scheme.key, secret).map(|key| warnings(scheme.algorithm, scheme.key, index, secret, &key));
        key.unwrap_or_default().into_iter().map(move |problem| (index, problem))
    });
    let mut odd = found.filter(|(_, problem)| problem.code != "secret_too_short");
    odd.next().map(|(index, problem)| format!("secret {}: {}", index + 1, problem.message))
}

fn signature(search: &Search<'_>) -> Check {
    let (ok, message) = match search.signatures {
        Ok(Ok(1)) => (true, "the request has a well-formed signature".into()),
        Ok(Ok(count)) => (true, format!("the request has {count} well-formed signatures")),
        Ok(Err(reason)) => (false, format!("{}", Rejection::unread(&search.scheme, reason))),
        Err(Cut) => (false, "the signature was not read, because the delivery is too large".into()),
    };
    Check { name: CheckName::Signature, ok, message }
}

fn body(search: &mut Search<'_>) -> Check {
    let body = search.request.body;
    let length = body.len();
    let announced = search.content_length();
    let kind = match search.body_kind() {
        // JSON with leading whitespace is reported as text.
        Ok(kind) if kind.is_json() && matches!(body.first(), Some(b'{' | b'[')) => " of JSON",
        Ok(kind) if kind.is_text => " of text",
        Ok(_) => " of binary data",
        Err(Cut) => "",
    };
    let what = match length {
        0 => "the body is empty".into(),
        1 => format!("the body has 1 byte{kind}"),
        _ => format!("the body has {length} bytes{kind}"),
    };
    let (ok, message) = match announced {
        Some(announced) if announced != length => {
            (false, format!("{what}, and `Content-Length` announces {announced}"))
        }
        _ => (true, what),
    };
    Check { name: CheckName::Body, ok, message }
}

fn matches(search: &mut Search<'_>) -> Check {
    let by = |key: usize| format!("secret {} produces the signature of this content", key + 1);
    let (ok, message) = match &search.verdict {
        CheckResult::Good(verified) => (true, by(verified.key_index)),
        CheckResult::Refused(rejection) if search.verdict.is_match() => {
            let is_readable = rejection.reason != RejectionReason::MalformedTimestamp;
            let key = if is_readable { search.matching_key() } else { None };
            (true, key.map_or_else(|| "one of the secrets produces the signature of this content".into(), by))
        }
        CheckResult::Refused(rejection) => (false, format!("{rejection}")),
        CheckResult::Unusable(error) => (false, format!("{error}")),
        CheckResult::Unknown => (false, "the signature was not checked, because the delivery is too large".into()),
    };
    Check { name: CheckName::Match, ok, message }
}

fn timestamp(search: &mut Search<'_>) -> Check {
    let name = CheckName::Timestamp;
    let (now_ms, tolerance) = (search.now_ms, search.tolerance);
    let Some(field) = search.scheme.timestamp else {
        return Check {
            name,
            ok: true,
            message: "the scheme has no timestamp, so a delivery can be replayed at any time".into(),
        };
    };
    let Ok(text) = search.timestamp_text() else {
        return Check {
            name,
            ok: false,
            message: "the timestamp was not read, because the delivery is too large".into(),
        };
    };
    let read = text.as_deref().and_then(|text| crate::base::time::parse_timestamp(field.unit, text, now_ms));
    let Some(at_ms) = read else {
        let message = format!("the timestamp is missing or is not in {}", field.unit.describe());
        return Check { name, ok: false, message };
    };
    let tolerance = tolerance.or(field.tolerance).unwrap_or(Tolerance::DEFAULT);
    let limit = if at_ms <= now_ms { tolerance.past_ms } else { tolerance.future_ms };
    let distance = at_ms.abs_diff(now_ms);
    let ok = limit.is_none_or(|limit| distance <= limit);
    let side = if at_ms <= now_ms { "before" } else { "after" };
    let message = match (0..=LAST_MS).contains(&at_ms) {
        true => {
            format!("the timestamp is {}, {} {side} the current time", format_rfc3339(at_ms), format_duration(distance))
        }
        false => "the timestamp is not between the years 1970 and 9999".into(),
    };
    Check { name, ok, message }
}
