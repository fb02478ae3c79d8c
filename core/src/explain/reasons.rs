//! The reasons that `verify` can name, as causes: no secret makes such a delivery valid.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::check_result::CheckResult;
use super::codes::DiagnosisCode;
use super::work::{Cut, MAX_REWRITTEN};
use crate::base::http::{Headers, url};
use crate::catalog::senders;
use crate::signature::signatures::encoded_len;
use crate::signature::{
    Algorithm, Encoding, Place, Rejection, RejectionReason, Request, Scheme, SecretError, SetupError,
};

/// The cost of comparing the names of fields with those of all senders.
const SCHEMES: usize = 200;

/// The length of a value from which it is not equal to another one by chance.
const LEAST_COPIED: usize = 8;

/// Texts in the place of a signature.
const PLACEHOLDERS: [&str; 28] = [
    "undefined",
    "null",
    "none",
    "nil",
    "nan",
    "true",
    "false",
    "test",
    "todo",
    "xxx",
    "secret",
    "[object",
    "signature",
    "placeholder",
    "example",
    "changeme",
    "dummy",
    "fake",
    "mock",
    "sample",
    "your",
    "hmac",
    "invalid",
    "redacted",
    "filtered",
    "masked",
    "***",
    "${",
];

/// The secret that cannot be used, if no hypothesis about it matched.
pub(super) fn of_secret(search: &Search<'_>) -> Option<Finding> {
    let CheckResult::Unusable(SetupError::Secret { index, error }) = &search.verdict else { return None };
    let code = match error {
        SecretError::Missing | SecretError::Empty => DiagnosisCode::SecretMissing,
        SecretError::Placeholder => DiagnosisCode::SecretPlaceholder,
        _ => DiagnosisCode::SecretDecoding,
    };
    let which = if *index == 0 { String::new() } else { format!("secret {}: ", index + 1) };
    Some(Finding::likely(code, format!("{which}{error}")))
}

/// The reason why the signature cannot be read or cannot match.
pub(super) fn of_signature(search: &mut Search<'_>) -> Option<Finding> {
    let reason = match search.signatures {
        Ok(Err(reason)) => reason,
        _ => search.verdict.reason()?,
    };
    let verdict = match (&search.verdict, search.signatures) {
        (CheckResult::Refused(rejection), Ok(Ok(_))) => rejection.clone(),
        _ => Rejection::unread(&search.scheme, reason),
    };
    let message = format!("{verdict}");
    let likely = |code| Some(Finding::likely(code, message.clone()));
    let is_body_missing = search.request.body.is_empty();
    match reason {
        RejectionReason::MissingHeader => Some(missing_header(search)),
        RejectionReason::MissingParameter | RejectionReason::RepeatedParameter { .. } => {
            likely(DiagnosisCode::UrlQueryMissing)
        }
        RejectionReason::MissingUrl => likely(DiagnosisCode::UrlMissing),
        RejectionReason::MalformedUrl => Some(malformed_url(search, message)),
        RejectionReason::MissingMethod => likely(DiagnosisCode::MethodOther),
        RejectionReason::MissingMember if !is_body_missing => Some(missing_member(search, message)),
        RejectionReason::MissingPrefix => Some(of_value(search, &message, DiagnosisCode::SignaturePrefix)),
        RejectionReason::MalformedSignature { .. } => {
            Some(of_value(search, &message, DiagnosisCode::SignatureMalformed))
        }
        RejectionReason::MissingItem | RejectionReason::MalformedHeader | RejectionReason::InvalidId => {
            likely(DiagnosisCode::SignatureMalformed)
        }
        RejectionReason::RepeatedHeader { .. }
        | RejectionReason::RepeatedItem { .. }
        | RejectionReason::ConflictingHeaders => likely(DiagnosisCode::SignatureRepeated),
        // The symptoms of an empty body are more precise.
        RejectionReason::BodyDigestMismatch if is_body_missing => None,
        RejectionReason::BodyDigestMismatch
        | RejectionReason::AmbiguousContent
        | RejectionReason::AmbiguousBody
        | RejectionReason::BodyNotUtf8
        | RejectionReason::UnsignedItems
        | RejectionReason::MalformedMember { .. } => likely(DiagnosisCode::BodyChanged),
        RejectionReason::AmbiguousForm | RejectionReason::BodyNotCovered => likely(DiagnosisCode::BodyUrlencoded),
        // The symptoms of the body tell more.
        _ => None,
    }
}

/// The signature is not in its header, nor under a similar name.
fn missing_header(search: &mut Search<'_>) -> Finding {
    if let Some(sender) = other_sender(search) {
        return sender;
    }
    if let Some(token) = own_token(search) {
        return token;
    }
    let names: Vec<String> = missing_headers(search).iter().map(|name| format!("`{name}`")).collect();
    let authorization = search.request.headers.get("authorization").any(|value| !value.is_empty());
    let also =
        if authorization { "; it has an `Authorization` header, which may contain another credential" } else { "" };
    let evidence = match names.as_slice() {
        [] | [_] => {
            let first = search.scheme.signature_header().map_or_else(String::new, |name| format!("`{name}`"));
            let name = names.first().unwrap_or(&first);
            format!("the request has no {name} header under this or a similar name{also}")
        }
        all => format!("the request has none of the headers {} under these or similar names{also}", all.join(", ")),
    };
    Finding::likely(DiagnosisCode::HeaderMissing, evidence)
}

/// The header fields that the scheme requires and the request does not have.
pub(super) fn missing_headers<'s>(search: &Search<'s>) -> Vec<&'s str> {
    let scheme: Scheme<&'s str> = search.scheme;
    let places = [
        Some(scheme.signature.place),
        scheme.timestamp.map(|field| field.place),
        scheme.message_id,
        scheme.body_digest,
    ];
    let named = places.into_iter().flatten().flat_map(|place| match place {
        Place::Header { header, or_header } => [Some(header), or_header],
        _ => [None, None],
    });
    let headers = search.request.headers;
    let is_missing = |name: &&str| headers.get(name).all(str::is_empty) && !is_second(search, name);
    named.flatten().filter(is_missing).collect()
}

/// Whether a header field is an alternative to another one, or contains an unsigned id. Such a field can be missing.
fn is_second(search: &Search<'_>, name: &str) -> bool {
    let scheme = &search.scheme;
    let places = [Some(scheme.signature.place), scheme.timestamp.map(|field| field.place), scheme.message_id];
    let is_alternative = places.into_iter().flatten().any(|place| {
        let names: Vec<&str> = place.headers().collect();
        names.len() == 2
            && names.contains(&name)
            && (names.get(1) == Some(&name)
                || names.iter().any(|other| search.request.headers.get(other).any(|value| !value.is_empty())))
    });
    let is_unsigned_id =
        scheme.message_id.is_some_and(|place| place.headers().any(|id| id == name)) && !search.profile.signs_id;
    is_alternative || is_unsigned_id
}

/// Another sender whose headers the request has, while it does not have those of the scheme.
fn other_sender(search: &mut Search<'_>) -> Option<Finding> {
    const COMMON: [&str; 4] = ["authorization", "x-signature", "signature", "x-webhook-signature"];
    search.spend(search.fields.lookup().saturating_mul(SCHEMES)).ok()?;
    let headers = search.request.headers;
    let is_present = |name: &str| headers.get(name).any(|value| !value.is_empty());
    let own = search.scheme.id.split('/').next().unwrap_or_default();
    for sender in senders().filter(|sender| sender.id != own) {
        for scheme in sender.schemes {
            let Some(name) = scheme.signature.place.static_headers().find(|name| is_present(name)) else { continue };
            let is_common = COMMON.iter().any(|common| common.eq_ignore_ascii_case(name));
            let is_own = search.scheme.headers().any(|known| known.eq_ignore_ascii_case(name));
            if !is_common && !is_own {
                let wanted = search.scheme.signature_header().unwrap_or_default();
                let evidence =
                    format!("the request has no `{wanted}` header, but has `{name}`, in which {} signs", sender.name);
                return Some(Finding::likely(DiagnosisCode::SenderOther, evidence));
            }
        }
    }
    None
}

/// The token of the same sender, if it arrived in place of the signature.
fn own_token(search: &Search<'_>) -> Option<Finding> {
    let own = search.scheme.id.split('/').next().unwrap_or_default();
    let headers = search.request.headers;
    let schemes = senders().filter(|sender| sender.id == own).flat_map(|sender| sender.schemes);
    let name = schemes
        .filter(|scheme| scheme.algorithm == Algorithm::Token && scheme.id != search.scheme.id)
        .flat_map(|scheme| scheme.signature.place.static_headers())
        .find(|name| headers.get(name).any(|value| !value.is_empty()))?;
    let wanted = search.scheme.signature_header().unwrap_or_default();
    let evidence =
        format!("the request has no `{wanted}` header, but has `{name}`, which another scheme of this sender uses");
    Some(Finding::likely(DiagnosisCode::HeaderOther, evidence))
}

/// A value that is that of another header field, which was read in place of the signature.
pub(super) fn same_as_other(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    search.spend(search.fields.bytes.saturating_mul(2))?;
    let scheme = search.scheme;
    let text = value(search.request.headers, &scheme);
    if text.len() < LEAST_COPIED || scheme.algorithm == Algorithm::Token {
        return Ok(None);
    }
    let is_own = |name: &str| scheme.signature.place.headers().any(|known| known.eq_ignore_ascii_case(name.trim()));
    let mut others = search.request.headers.iter().filter(|(name, _)| !is_own(name));
    let copied = others.find(|(_, other)| *other == text && !super::values::has_signature(&scheme, other));
    Ok(copied.map(|(name, _)| {
        let evidence = format!(
            "the value in place of the signature is that of the header {}, which was read instead",
            super::quote::quoted(name)
        );
        Finding::likely(DiagnosisCode::HeaderOther, evidence)
    }))
}

/// What is wrong with a value that is not a signature of the scheme.
fn of_value(search: &Search<'_>, message: &str, otherwise: DiagnosisCode) -> Finding {
    let scheme = &search.scheme;
    let text = value(search.request.headers, scheme);
    let prefix = scheme.signature.written_prefix();
    let bare = text.strip_prefix(prefix).unwrap_or(&text).trim();
    if is_placeholder(bare, scheme.signature.encoding) {
        let evidence = format!("{message}; the value is a constant text, not a signature");
        return Finding::likely(DiagnosisCode::SignaturePlaceholder, evidence);
    }
    let expected = scheme.algorithm.output_len().map(|length| encoded_len(scheme.signature.encoding, length));
    let item = scheme
        .signature
        .separator
        .and_then(|separator| bare.split(separator).map(str::trim).find_map(|item| item.strip_prefix(prefix)))
        .unwrap_or(bare);
    let is_encoded = item.bytes().all(|byte| match scheme.signature.encoding {
        Encoding::Hex => byte.is_ascii_hexdigit(),
        _ => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'='),
    });
    let is_short = expected.is_some_and(|expected| item.len() < expected);
    if otherwise == DiagnosisCode::SignatureMalformed && is_short && is_encoded {
        let code = if item.is_empty() { DiagnosisCode::SignatureMalformed } else { DiagnosisCode::SignatureTruncated };
        return Finding::likely(code, String::from(message));
    }
    // The start of the prefix is all that is left.
    if otherwise == DiagnosisCode::SignaturePrefix && !prefix.is_empty() && prefix.starts_with(text.trim()) {
        return Finding::likely(DiagnosisCode::SignatureTruncated, String::from(message));
    }
    let is_list = scheme.signature.separator.is_some();
    // Without the names of all items, it is not only a prefix that is missing.
    let is_joined = scheme.signature.separator.is_some_and(|separator| !text.contains(separator));
    if let Some(Place::Item { item }) = scheme.timestamp.map(|field| field.place)
        && (!text.contains(item) || (is_joined && text.contains(prefix)))
    {
        return Finding::likely(DiagnosisCode::SignatureMalformed, String::from(message));
    }
    let code = if is_list && otherwise == DiagnosisCode::SignaturePrefix && !has_signature_of_length(bare, expected) {
        DiagnosisCode::SignatureMalformed
    } else {
        otherwise
    };
    Finding::likely(code, String::from(message))
}

/// Whether a part of the value has the length of a signature.
fn has_signature_of_length(value: &str, expected: Option<usize>) -> bool {
    let Some(expected) = expected else { return true };
    value.split([',', ' ', ';', '=']).any(|part| part.trim().len() + 4 > expected)
}

/// Whether a value is a constant text: a word, or one character only.
pub(super) fn is_placeholder(text: &str, encoding: Encoding) -> bool {
    let text = text.trim();
    if text.is_empty() || encoding == Encoding::Text {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let digits = lower.trim_end_matches('=');
    let is_constant = digits.len() >= 8 && digits.bytes().all(|byte| Some(byte) == digits.bytes().next());
    is_constant || (text.len() < 40 && PLACEHOLDERS.iter().any(|word| lower.contains(word)))
}

/// The first value of the signature's header fields.
pub(super) fn value(headers: &Headers, scheme: &Scheme<&str>) -> String {
    let names: Vec<&str> = scheme.signature.place.headers().collect();
    names.iter().flat_map(|name| headers.get(name)).find(|value| !value.is_empty()).unwrap_or_default().into()
}

/// A member of the body that the scheme reads is missing. If the body has none of them, it is another part of the
/// event.
fn missing_member(search: &Search<'_>, message: String) -> Finding {
    let body = search.request.body;
    let pieces: Vec<&str> = search
        .scheme
        .places()
        .filter_map(|place| match place {
            Place::Member { member } => Some(*member),
            _ => None,
        })
        .collect();
    let request = Request { ..search.request };
    let is_short = body.len() <= MAX_REWRITTEN;
    let has_any = is_short && pieces.iter().any(|member| request.member(member).is_ok());
    let parents: Vec<&str> = pieces.iter().filter_map(|member| member.split('/').nth(1)).collect();
    let text = core::str::from_utf8(body).unwrap_or_default();
    let has_parent = is_short && parents.iter().any(|name| text.contains(&format!("\"{name}\"")));
    if has_any || has_parent {
        return Finding::likely(DiagnosisCode::HeaderMissing, message);
    }
    Finding::likely(DiagnosisCode::BodyWrapped, format!("{message}, or whether only a part of the body was passed"))
}

fn malformed_url(search: &Search<'_>, message: String) -> Finding {
    let is_absolute = url::UrlParts::of(search.request.url).is_some_and(|parts| !parts.host.is_empty());
    let code = if is_absolute { DiagnosisCode::UrlQueryEncoding } else { DiagnosisCode::UrlMissing };
    Finding::likely(code, message)
}

/// Whether a host is this machine or in a private network, which no sender can call.
pub(super) fn is_local(host: &str) -> bool {
    const LOCAL: [&str; 6] = ["localhost", "127.", "[::1]", "0.0.0.0", "10.", "192.168."];
    LOCAL.iter().any(|begin| host.get(..begin.len()).is_some_and(|host| host.eq_ignore_ascii_case(begin)))
}

/// A well-formed value that is a constant, such as zeros.
pub(super) fn constant(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    search.spend(search.slim_fields()?.bytes.saturating_mul(4))?;
    let scheme = search.scheme;
    let text = value(search.slim()?, &scheme);
    let prefix = scheme.signature.written_prefix();
    let items = text.split(scheme.signature.separator.unwrap_or('\0'));
    let mut items = items.filter_map(|item| item.trim().strip_prefix(prefix));
    let is_constant = text.len() < 4096 && items.any(|item| is_placeholder(item, scheme.signature.encoding));
    Ok(is_constant.then(|| {
        let evidence = "the value of the signature is a constant text or a repeated character, not a signature";
        Finding::likely(DiagnosisCode::SignaturePlaceholder, evidence)
    }))
}
