//! Hypotheses about the URL that the sender called, if the receiver sees another URL behind a proxy.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use super::budget::{Change, Search};
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::quote::quoted;
use super::reasons::is_local;
use super::url_parts::{Parts, verifies};
use super::url_queries;
use super::url_sources::{LONGEST_REPORTED, MOST_REPORTED, hosts, paths, ports};
use super::work::{Cut, MAX_URL};
use crate::base::http::url::split_port;
use crate::base::http::{Headers, percent};
use crate::signature::Place;
use crate::signature::template::{Piece, pieces};

/// The names of header fields that are searched.
const NAMES: usize = 60;

/// The cost of creating a URL, for each byte.
const PER_BYTE: usize = 3;

/// Tries other URLs that the sender may have called.
pub(super) fn altered(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    if !search.profile.signs_url() {
        return Ok(None);
    }
    let url = search.request.url;
    if url.len() > MAX_URL {
        return Err(Cut);
    }
    search.spend(url.len().saturating_mul(PER_BYTE))?;
    let Some(given) = Parts::of(url).or_else(|| Parts::relative(url)) else { return Ok(None) };
    search.spend(search.fields.lookup().saturating_mul(NAMES))?;
    let headers = search.request.headers;
    if let Some(finding) = around(search, &given)? {
        return Ok(Some(finding));
    }
    // One change at a time, the most common ones first, and then host, scheme and port together.
    let hosts = hosts(headers, url);
    let schemes = [String::from("https"), String::from("http")];
    let ports = ports(headers, &given);
    for host in &hosts {
        let (name, port) = split_port(host);
        for port in [port, &given.port, ""] {
            for scheme in &schemes {
                search.spend_url(url.len())?;
                let parts = Parts { host: name.into(), port: port.into(), scheme: scheme.clone(), ..given.clone() };
                if let Some(finding) = try_parts(search, &given, &parts)? {
                    return Ok(Some(finding));
                }
            }
        }
    }
    for scheme in &schemes {
        for port in &ports {
            search.spend_url(url.len())?;
            let parts = Parts { scheme: scheme.clone(), port: port.clone(), ..given.clone() };
            if let Some(finding) = try_parts(search, &given, &parts)? {
                return Ok(Some(finding));
            }
        }
    }
    if let Some(finding) = url_queries::altered(search, &given, &hosts)? {
        return Ok(Some(finding));
    }
    // The cost of all URLs. The length of each is bounded by that of the path and of the values from proxies.
    search.spend_url(url.len().saturating_add(LONGEST_REPORTED).saturating_mul(MOST_REPORTED * 4))?;
    for path in paths(headers, &given) {
        for scheme in &schemes {
            search.spend_url(url.len().saturating_add(path.len()))?;
            let parts = Parts { scheme: scheme.clone(), ..given.with_path(&path) };
            if let Some(finding) = try_parts(search, &given, &parts)? {
                return Ok(Some(finding));
            }
        }
        // A proxy that changes the path often changes the host as well.
        for host in &hosts {
            let (name, port) = split_port(host);
            search.spend_url(url.len().saturating_add(path.len()))?;
            let parts =
                Parts { host: name.into(), port: port.into(), scheme: "https".into(), ..given.with_path(&path) };
            if let Some(finding) = try_parts(search, &given, &parts)? {
                return Ok(Some(finding));
            }
        }
    }
    Ok(None)
}

/// Tries the URL without its fragment, and with or without credentials.
fn around(search: &mut Search<'_>, given: &Parts) -> Result<Option<Finding>, Cut> {
    let url = search.request.url;
    let code = DiagnosisCode::UrlFragment;
    search.spend_url(url.len().saturating_mul(3))?;
    let (bare, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    if !fragment.is_empty() && search.verifies(&Change { url: Some(bare), ..Change::default() })? {
        return Ok(Some(Finding::proven(code, "the signature matches with the URL without its fragment")));
    }
    if !given.credentials.is_empty() {
        let without = Parts { credentials: String::new(), ..given.clone() };
        if verifies(search, &without)? {
            let evidence = "the signature matches with the URL without the credentials before the host";
            return Ok(Some(Finding::proven(code, evidence)));
        }
    }
    let Some(credentials) = basic_credentials(search.request.headers) else { return Ok(None) };
    let hosts: Vec<String> = hosts(search.request.headers, url);
    let hosts = core::iter::once(given.host.as_str()).chain(hosts.iter().map(String::as_str));
    for host in hosts.filter(|host| !host.is_empty()).take(3) {
        let (host, port) = if host == given.host { (host, given.port.as_str()) } else { split_port(host) };
        for scheme in [given.scheme.as_str(), "https"] {
            search.spend_url(url.len())?;
            let (host, port, credentials) = (host.into(), port.into(), String::from(credentials.as_str()));
            let parts = Parts { scheme: scheme.into(), credentials, host, port, ..given.clone() };
            if verifies(search, &parts)? {
                let evidence = "the signature matches with the credentials of the header `Authorization` in the URL: \
                                the URL is registered with them";
                return Ok(Some(Finding::proven(code, evidence)));
            }
        }
    }
    Ok(None)
}

/// The credentials of Basic authentication as they are in a URL, with the at sign.
fn basic_credentials(headers: &Headers) -> Option<Zeroizing<String>> {
    let value = headers.get("authorization").next().filter(|value| value.len() < LONGEST_REPORTED)?;
    let encoded = value.trim().strip_prefix("Basic ").or_else(|| value.trim().strip_prefix("basic "))?;
    let bytes = Zeroizing::new(Base64::decode_vec(encoded.trim()).ok()?);
    let text = core::str::from_utf8(&bytes).ok()?;
    let mut credentials = Zeroizing::new(String::with_capacity(text.len() + 1));
    credentials.push_str(text);
    credentials.push('@');
    Some(credentials)
}

/// The finding if the URL lacks the digest of a body that is not a form.
pub(super) fn without_digest(search: &Search<'_>) -> Option<Finding> {
    let Some(Place::Query { query }) = search.scheme.body_digest else { return None };
    let is_missing = search.profile.signs_form() && search.begins_as_json() && !search.request.url.contains(query);
    is_missing.then(|| {
        let evidence = format!(
            "the body is JSON, and the URL has no parameter `{query}`, in which the scheme has the digest of such a body"
        );
        Finding::likely(DiagnosisCode::UrlQueryMissing, evidence)
    })
}

/// Tries other methods, if the scheme signs the method.
pub(super) fn method(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    const METHODS: [&str; 8] = ["POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "post"];
    let given = search.request.method;
    let signs_method = pieces(search.scheme.content).is_ok_and(|pieces| pieces.contains(&Piece::Method));
    if !signs_method || given.len() > 64 {
        return Ok(None);
    }
    for method in METHODS.into_iter().filter(|method| *method != given) {
        if search.verifies(&Change { method: Some(method), ..Change::default() })? {
            let evidence = format!("the signature matches with the method `{method}` instead of {}", quoted(given));
            return Ok(Some(Finding::proven(DiagnosisCode::MethodOther, evidence)));
        }
    }
    Ok(None)
}

impl Search<'_> {
    /// Counts the cost of creating a URL.
    pub(super) fn spend_url(&mut self, length: usize) -> Result<(), Cut> {
        self.spend(length.saturating_add(200).saturating_mul(PER_BYTE))
    }
}

fn try_parts(search: &mut Search<'_>, given: &Parts, parts: &Parts) -> Result<Option<Finding>, Cut> {
    if given == parts || !verifies(search, parts)? {
        return Ok(None);
    }
    let needed = needed(search, given, parts);
    let mut all = describe(given, &needed).into_iter();
    let first = all.next();
    search.further = all.collect();
    // A scheme that ignores the port hides that it differs as well.
    if given.host == parts.host && given.port != parts.port && needed.port == given.port {
        let evidence = "the port of the URL is not that of the sender's URL, which this scheme does not need";
        search.further.push(Finding::possible(DiagnosisCode::UrlPort, evidence));
    }
    Ok(first)
}

/// The part of a difference that the signature requires, because not every scheme signs the host or the port.
fn needed(search: &mut Search<'_>, given: &Parts, parts: &Parts) -> Parts {
    let takes_back: [fn(&Parts, Parts) -> Parts; 4] = [
        |given, parts| Parts { host: given.host.clone(), ..parts },
        |given, parts| Parts { port: given.port.clone(), ..parts },
        |given, parts| Parts { scheme: given.scheme.clone(), ..parts },
        |given, parts| Parts { path: given.path.clone(), ..parts },
    ];
    let mut least = parts.clone();
    for take_back in takes_back {
        let nearer = take_back(given, least.clone());
        // If the limit on the work is reached, the difference can include more than necessary.
        if nearer != least && nearer != *given && verifies(search, &nearer).unwrap_or(false) {
            least = nearer;
        }
    }
    least
}

/// One finding for each difference. The evidence of the first one lists all of them.
fn describe(given: &Parts, signed: &Parts) -> Vec<Finding> {
    if given.host.is_empty() {
        let before = quoted(&format!("{}://{}{}", signed.scheme, signed.host, signed.port));
        return vec![Finding::proven(
            DiagnosisCode::UrlHost,
            format!("the signature matches with {before} in front of the path: the scheme signs the whole URL"),
        )];
    }
    let shown = |what: &str, from: &str, to: &str| match (from, to) {
        (from, "") => format!("without the {what} {}", quoted(from)),
        ("", to) => format!("with the {what} {}", quoted(to)),
        (from, to) => format!("with the {what} {} instead of {}", quoted(to), quoted(from)),
    };
    let decoded = |path: &str| percent::decoded(path.as_bytes(), true).collect::<Vec<u8>>();
    let of_path = if given.path.trim_end_matches('/') == signed.path.trim_end_matches('/') {
        DiagnosisCode::UrlTrailingSlash
    } else if decoded(&given.path) == decoded(&signed.path) {
        DiagnosisCode::UrlQueryEncoding
    } else {
        DiagnosisCode::UrlPath
    };
    let differences: Vec<(DiagnosisCode, String)> = [
        (DiagnosisCode::UrlHost, "host", given.host.as_str(), signed.host.as_str()),
        (DiagnosisCode::UrlScheme, "scheme", &given.scheme, &signed.scheme),
        (DiagnosisCode::UrlPort, "port", given.port.trim_start_matches(':'), signed.port.trim_start_matches(':')),
        (of_path, "path", &given.path, &signed.path),
    ]
    .into_iter()
    .filter(|(_, _, from, to)| from != to)
    .map(|(code, what, from, to)| (code, shown(what, from, to)))
    .collect();
    let is_inner = given.host != signed.host && is_local(&given.host);
    let Some((first, rest)) = differences.split_first() else {
        if given.query.is_empty() || signed.query.is_empty() {
            let how = if given.query.is_empty() { "with the query that a proxy reports" } else { "without the query" };
            return vec![Finding::proven(DiagnosisCode::UrlQueryMissing, format!("the signature matches {how}"))];
        }
        // Query values can be credentials, so they are not included.
        return vec![Finding::proven(
            DiagnosisCode::UrlQueryOrder,
            "the signature matches with the URL parameters in another order or encoded in another way",
        )];
    };
    let all: Vec<&str> = differences.iter().map(|(_, difference)| difference.as_str()).collect();
    let first = Finding::proven(first.0, format!("the signature matches {}", all.join(" and ")));
    let rest =
        // The port and the scheme of an internal address are part of it.
        rest.iter()
            .filter(|(code, _)| match code {
                DiagnosisCode::UrlPort => given.host == signed.host,
                DiagnosisCode::UrlScheme => !is_inner,
                _ => true,
            })
            .map(|(code, difference)| Finding::proven(*code, format!("the signature matches {difference}")));
    core::iter::once(first).chain(rest).collect()
}
