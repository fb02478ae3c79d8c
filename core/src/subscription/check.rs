//! Validation of draft subscriptions.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use fluent_uri::Uri;

use super::api::{EventsAttribute, Rules};
use super::codes;
use super::draft::Draft;
use crate::base::addresses::HostScope;
use crate::base::credential::Credential;
use crate::base::http::is_header_name;
use crate::base::problem::{Problem, Severity, pointer};
use crate::base::spelling::{hint, nearest};
use crate::event::EventType;

/// Headers that subscriptions cannot set: senders compute them, or they are specific to one connection.
pub(crate) const RESERVED_HEADERS: [&str; 10] = [
    "connection",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The length in bytes below which a secret is short. It is the minimum of Standard Webhooks.
const SHORT_SECRET: usize = 24;

/// Checks a draft, and returns all problems with JSON Pointers into the attributes of the API.
///
/// ```
/// use hookwright::{catalog, subscription::{Draft, check}};
///
/// let generic = catalog::find("generic").unwrap();
/// let draft = Draft { url: "http://yourapp.example/webhook".into(), events: vec!["user.craeted".into()], ..Draft::default() };
/// let problems = check(&generic.rules(&generic.apis[0]), &draft);
/// let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
/// assert_eq!(codes, ["insecure_url", "unknown_event", "missing_secret"]);
/// assert!(problems[1].message.contains("did you mean `user.created`?"));
/// ```
#[must_use]
pub fn check(rules: &Rules, draft: &Draft) -> Vec<Problem> {
    let api = rules.api;
    let mut problems = Vec::new();
    check_url(&pointer("", api.url), &draft.url, api.max_url_length, &mut problems);
    check_events(rules, &draft.events, &mut problems);
    for problem in problems.iter_mut().filter(|problem| problem.code == codes::UNKNOWN_EVENT.as_str()) {
        // Providers add events, so that the user may know one that the catalog does not contain.
        problem.severity = Severity::Warning;
    }
    if let Some(member) = api.secret {
        check_secret(&pointer("", member), &draft.secret, &mut problems);
    }
    if let Some(member) = api.headers {
        check_headers(rules, &pointer("", member), &draft.headers, &mut problems);
    }
    problems
}

pub(crate) fn check_url(path: &str, url: &str, max_length: usize, problems: &mut Vec<Problem>) {
    if url.trim().is_empty() {
        problems.push(Problem::error(
            codes::MISSING_URL,
            path,
            "the URL is missing; it must be the address that receives the events",
        ));
        return;
    }
    if url.chars().count() > max_length {
        let message = format!("the URL is too long; the provider stores at most {max_length} characters");
        problems.push(Problem::error(codes::LONG_URL, path, message));
    }
    let Ok(uri) = Uri::parse(url) else {
        let message = if url.chars().any(|character| character.is_whitespace() || !character.is_ascii()) {
            "the URL contains whitespace or characters that are not ASCII; percent-encode them, and write the host in \
             its ASCII form"
        } else {
            "the URL is not absolute; it must start with `https://` and have a host"
        };
        problems.push(Problem::error(codes::INVALID_URL, path, message));
        return;
    };
    let authority = uri.authority();
    let host = authority.map_or("", |authority| authority.host());
    let scheme = uri.scheme().as_str();
    let is_web = ["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !is_web || !(is_name(host) || host.starts_with('[')) {
        let message = "the URL must start with `https://` and have a host";
        problems.push(Problem::error(codes::INVALID_URL, path, message));
        return;
    }
    if authority.is_some_and(|authority| authority.userinfo().is_some()) {
        let message =
            "the URL contains a user name or a password, which appears in logs; use a header or a secret instead";
        problems.push(Problem::error(codes::CREDENTIALS_IN_URL, path, message));
    }
    if authority.is_some_and(|authority| authority.port_to_u16().is_err()) {
        problems.push(Problem::error(codes::INVALID_URL, path, "the port of the URL must be a number up to 65535"));
    }
    let place = HostScope::of(host);
    if scheme.eq_ignore_ascii_case("http") && place != HostScope::Loopback {
        let message =
            "the URL is not HTTPS, so anyone on the network can read the events; use plain HTTP on this machine only";
        problems.push(Problem::error(codes::INSECURE_URL, path, message));
    }
    match place {
        HostScope::Loopback => {
            let message = "the URL points to the sender's own machine; only a sender that runs there can deliver to it";
            problems.push(Problem::warning(codes::LOOPBACK_URL, path, message));
        }
        HostScope::Private => {
            let message =
                "the URL points into a private network, which senders reject or cannot reach; use a public address";
            problems.push(Problem::warning(codes::PRIVATE_URL, path, message));
        }
        HostScope::Number => {
            let message = "the host of the URL is a number, which clients read differently; write an address in dotted \
                           decimal, such as `192.0.2.1`";
            problems.push(Problem::error(codes::INVALID_URL, path, message));
        }
        HostScope::Public => {}
    }
    if uri.fragment().is_some() {
        let message = "the part of the URL after `#` is never sent to the receiver; remove it";
        problems.push(Problem::warning(codes::FRAGMENT_IN_URL, path, message));
    }
}

pub(crate) fn check_events(rules: &Rules, events: &[String], problems: &mut Vec<Problem>) {
    let api = rules.api;
    let path = pointer("", api.events.member());
    let is_list = matches!(api.events, EventsAttribute::Many(_));
    if events.is_empty() {
        problems.push(Problem::error(codes::MISSING_EVENTS, path, "no event is selected; select at least one"));
        return;
    }
    for (index, event) in events.iter().enumerate() {
        let path = if is_list { pointer(&path, &format!("{index}")) } else { path.clone() };
        if event.trim().is_empty() || !rules.has_event(event) {
            problems.extend(problem_of_event(rules, event, path));
        } else if events.iter().take(index).any(|earlier| earlier == event) {
            problems.push(Problem::warning(
                codes::REPEATED_EVENT,
                path,
                format!("`{event}` is listed twice; remove the duplicate"),
            ));
        }
    }
}

/// The problem of an event that is not in the catalog. If the API accepts custom events, only a name that is close to a
/// known one is a problem.
fn problem_of_event(rules: &Rules, name: &str, path: String) -> Option<Problem> {
    let problem = unknown_event(rules.provider_name, rules.events, name, path);
    if !rules.api.custom_events || name.is_empty() {
        return Some(problem);
    }
    let is_close = nearest(name, rules.events.iter().map(|known| known.name)).is_some();
    is_close.then_some(Problem { severity: Severity::Warning, ..problem })
}

fn check_secret(path: &str, secret: &str, problems: &mut Vec<Problem>) {
    if secret.is_empty() {
        let message =
            "the secret is missing, so the receiver cannot distinguish genuine events from forged ones; set a secret";
        problems.push(Problem::warning(codes::MISSING_SECRET, path, message));
        return;
    }
    if secret.trim() != secret {
        let message = "the secret starts or ends with whitespace, which is part of the key and easily lost on one \
                       side; remove it";
        problems.push(Problem::warning(codes::PADDED_SECRET, path, message));
    }
    if secret.len() < SHORT_SECRET {
        let message = format!("the secret has {} bytes; use at least {SHORT_SECRET} random bytes", secret.len());
        problems.push(Problem::warning(codes::SHORT_SECRET, path, message));
    }
}

/// The problem of an unknown event, with a suggestion if the name is close to a known one.
pub(crate) fn unknown_event(
    provider_name: &str,
    events: &[EventType],
    typed: &str,
    path: impl Into<String>,
) -> Problem {
    // The name can be a misplaced secret, so only known names are quoted.
    let hint = hint(typed, events.iter().map(|known| known.name));
    Problem::error(codes::UNKNOWN_EVENT, path, format!("unknown event type for {provider_name}{hint}"))
}

/// Whether a subscription cannot set a header of this name, because senders compute it or it is specific to one
/// connection. The headers of signatures and `Content-Type` are not included.
///
/// ```
/// use hookwright::subscription::is_reserved_header;
///
/// assert!(is_reserved_header("Transfer-Encoding"));
/// assert!(!is_reserved_header("Authorization"));
/// ```
#[must_use]
pub fn is_reserved_header(name: &str) -> bool {
    RESERVED_HEADERS.into_iter().chain(["content-length"]).any(|reserved| reserved.eq_ignore_ascii_case(name))
}

pub(crate) fn check_headers(rules: &Rules, path: &str, headers: &[(String, Credential)], problems: &mut Vec<Problem>) {
    for (index, (name, value)) in headers.iter().enumerate() {
        let path = pointer(path, name);
        if !is_header_name(name) {
            let message = format!("`{name}` is not a valid header name; use letters, digits and hyphens");
            problems.push(Problem::error(codes::INVALID_HEADER_NAME, path, message));
            continue;
        }
        let lower = name.to_ascii_lowercase();
        let is_signature = rules.signature_headers().any(|header| header.eq_ignore_ascii_case(name));
        if is_signature || is_reserved_header(name) || lower.starts_with("content-") {
            let message = format!("`{name}` is set by the sender and cannot be a static header; remove it");
            problems.push(Problem::error(codes::RESERVED_HEADER, path.clone(), message));
        }
        if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            let message =
                format!("the value of `{name}` contains line breaks or characters that are not ASCII; remove them");
            problems.push(Problem::error(codes::INVALID_HEADER_VALUE, path.clone(), message));
        } else if value.trim().is_empty() {
            problems.push(Problem::warning(
                codes::EMPTY_HEADER,
                path.clone(),
                format!("`{name}` does not have a value; add a value or remove the header"),
            ));
        }
        if headers.iter().take(index).any(|(earlier, _)| earlier.eq_ignore_ascii_case(name)) {
            problems.push(Problem::error(
                codes::REPEATED_HEADER,
                path,
                format!("`{name}` is listed more than once; remove the duplicates"),
            ));
        }
    }
}

/// Whether a host is a name or an IPv4 address. The grammar of URLs allows many hosts that no resolver accepts.
fn is_name(host: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let labels = host.strip_suffix('.').unwrap_or(host);
    labels.split('.').all(|label| !label.is_empty() && label.bytes().all(is_letter))
}
