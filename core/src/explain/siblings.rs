//! What differs if another signature of the same request matches.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::cost::Profile;
use super::reasons;
use crate::base::http::url::UrlParts;
use crate::signature::Scheme;

/// The parts that only the asked signature covers. The weaker scheme is never advised.
pub(super) fn differences(search: &mut Search<'_>, sibling: &'static Scheme) -> Vec<Finding> {
    let (asked, covered) = (search.profile, Profile::of(&sibling.borrow()));
    let known = format!("the signature matches under `{}`, so the secret and the body are right", sibling.id);
    if !matches!(search.signatures, Ok(Ok(_))) {
        // The value itself is wrong.
        return reasons::of_signature(search).map_or_else(Vec::new, |finding| vec![finding]);
    }
    if let Ok(Some(constant)) = reasons::constant(search) {
        return vec![constant];
    }
    let mut found = Vec::new();
    let is_method_odd = !search.request.method.eq_ignore_ascii_case("POST");
    let method = || {
        let evidence = format!("{known}, and only the asked scheme signs the method: it may have been changed");
        Finding::likely(DiagnosisCode::MethodOther, evidence)
    };
    let signs_method = asked.signs_method && !covered.signs_method;
    if signs_method && is_method_odd {
        found.push(method());
    }
    if asked.signs_url() && !covered.signs_url() {
        let (code, what) = url_difference(search);
        found.push(Finding::likely(code, format!("{known}; the URL differs from the signed one{what}")));
    }
    if signs_method && !is_method_odd {
        found.push(method().superficial());
    }
    if asked.signs_timestamp && !covered.signs_timestamp && found.is_empty() {
        let evidence = format!("{known}; the timestamp differs from the signed one");
        found.push(Finding::likely(DiagnosisCode::TimestampRewritten, evidence));
    }
    if found.is_empty() {
        let header = search.scheme.signature_header().unwrap_or_default();
        let evidence = format!("{known}; the value of the header `{header}` was changed");
        found.push(Finding::likely(DiagnosisCode::SignatureAltered, evidence));
    }
    found
}

/// The part of the URL that is most likely to differ, and why.
fn url_difference(search: &Search<'_>) -> (DiagnosisCode, String) {
    let url = search.request.url;
    let Some(parts) = UrlParts::of(url) else {
        return (DiagnosisCode::UrlMissing, ": the URL is missing, or only its path was passed".into());
    };
    let headers = search.request.headers;
    let first = |name| headers.get(name).next().unwrap_or_default();
    let host = [first("x-forwarded-host"), first("host")].into_iter().find(|host| !host.is_empty());
    let given = [parts.host, parts.port].concat();
    if host.is_some_and(|host| !host.eq_ignore_ascii_case(&given)) || reasons::is_local(parts.host) {
        return (DiagnosisCode::UrlHost, ", probably in its host".into());
    }
    if parts.scheme.eq_ignore_ascii_case("http") {
        return (DiagnosisCode::UrlScheme, ", probably in its scheme".into());
    }
    if !parts.port.is_empty() {
        return (DiagnosisCode::UrlPort, ", probably in its port".into());
    }
    if url.contains('#') || !parts.credentials.is_empty() {
        return (DiagnosisCode::UrlFragment, ", probably in its fragment or its credentials".into());
    }
    if url.contains('?') {
        return (DiagnosisCode::UrlQueryMissing, ", probably in its query or its path".into());
    }
    (DiagnosisCode::UrlPath, ", probably in its path or its query".into())
}
