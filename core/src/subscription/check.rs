//! What is wrong with a draft, before anybody sends it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use fluent_uri::Uri;

use super::api::{Api, Events};
use super::draft::Draft;
use crate::credential::Credential;
use crate::problem::{Problem, pointer};
use crate::provider::Provider;
use crate::spelling::hint;

/// Header names that a sender computes itself or that belong to one connection, so that no subscription may set them.
pub(super) const RESERVED_HEADERS: [&str; 10] = [
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

/// The length below which a secret is called short, in bytes: what Standard Webhooks asks for at least.
const SHORT_SECRET: usize = 24;

/// Everything that is wrong with `draft` as a subscription by `api`, with JSON Pointers into the attributes.
///
/// ```
/// use hookwright::{provider, subscription::{Draft, check}};
///
/// let generic = provider::find("generic").unwrap();
/// let draft = Draft { url: "http://yourapp.example/webhook".into(), events: vec!["user.craeted".into()], ..Draft::default() };
/// let problems = check(generic, &generic.apis[0], &draft);
/// let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
/// assert_eq!(codes, ["insecure_url", "unknown_event", "missing_secret"]);
/// assert!(problems[1].message.contains("did you mean `user.created`?"));
/// ```
#[must_use]
pub fn check(provider: &Provider, api: &Api, draft: &Draft) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_url(&pointer("", api.url), &draft.url, api.max_url_length, &mut problems);
    check_events(provider, api, &draft.events, &mut problems);
    if let Some(member) = api.secret {
        check_secret(&pointer("", member), &draft.secret, &mut problems);
    }
    if let Some(member) = api.headers {
        check_headers(provider, &pointer("", member), &draft.headers, &mut problems);
    }
    problems
}

pub(super) fn check_url(path: &str, url: &str, max_length: usize, problems: &mut Vec<Problem>) {
    if url.trim().is_empty() {
        problems.push(Problem::error(
            "missing_url",
            path,
            "the URL is missing; give the address that receives the events",
        ));
        return;
    }
    if url.chars().count() > max_length {
        let message = format!("the URL has more than {max_length} characters; the provider does not store longer ones");
        problems.push(Problem::error("long_url", path, message));
    }
    let Ok(uri) = Uri::parse(url) else {
        let message = if url.chars().any(|character| character.is_whitespace() || !character.is_ascii()) {
            "the URL has white space or characters beyond ASCII; percent-encode them, and write the host in its ASCII form"
        } else {
            "the URL is not absolute; it starts with https:// and has a host"
        };
        problems.push(Problem::error("invalid_url", path, message));
        return;
    };
    let authority = uri.authority();
    let host = authority.map_or("", |authority| authority.host());
    let scheme = uri.scheme().as_str();
    let is_web = ["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !is_web || !(is_name(host) || host.starts_with('[')) {
        let message = "the URL is not an https:// address with a host";
        problems.push(Problem::error("invalid_url", path, message));
        return;
    }
    if authority.is_some_and(|authority| authority.userinfo().is_some()) {
        let message = "the URL has a user name or password in it, which ends up in logs; use a header or a secret";
        problems.push(Problem::error("credentials_in_url", path, message));
    }
    if authority.is_some_and(|authority| authority.port_to_u16().is_err()) {
        problems.push(Problem::error("invalid_url", path, "the port of the URL is not a number up to 65535"));
    }
    let place = Place::of(host);
    if scheme.eq_ignore_ascii_case("http") && place != Place::Loopback {
        let message =
            "the URL is not HTTPS; anybody on the way can read the events. Plain HTTP is for this machine only";
        problems.push(Problem::error("insecure_url", path, message));
    }
    match place {
        Place::Loopback => {
            let message = "the URL points at the sender's own machine; only a sender that runs there can deliver to it";
            problems.push(Problem::warning("loopback_url", path, message));
        }
        Place::Private => {
            let message = "the URL points into a private network; senders refuse such targets, or cannot reach them";
            problems.push(Problem::warning("private_url", path, message));
        }
        Place::Elsewhere => {}
    }
    if uri.fragment().is_some() {
        let message = "the part of the URL after # is never sent to the receiver; leave it out";
        problems.push(Problem::warning("fragment_in_url", path, message));
    }
}

pub(super) fn check_events(provider: &Provider, api: &Api, events: &[String], problems: &mut Vec<Problem>) {
    let path = pointer("", api.events.member());
    let is_list = matches!(api.events, Events::Many(_));
    if events.is_empty() {
        problems.push(Problem::error("missing_events", path, "no event is chosen; choose at least one"));
        return;
    }
    for (index, event) in events.iter().enumerate() {
        let path = if is_list { pointer(&path, &format!("{index}")) } else { path.clone() };
        if provider.event_type(event).is_none() {
            problems.push(unknown_event(provider, event, path));
        } else if events.iter().take(index).any(|earlier| earlier == event) {
            problems.push(Problem::warning("repeated_event", path, format!("`{event}` is listed twice")));
        }
    }
}

fn check_secret(path: &str, secret: &str, problems: &mut Vec<Problem>) {
    if secret.is_empty() {
        let message = "no secret is given; without one the receiver cannot tell the sender's events from anybody's";
        problems.push(Problem::warning("missing_secret", path, message));
        return;
    }
    if secret.trim() != secret {
        let message =
            "the secret begins or ends with white space, which is part of the key; it is easily lost on one side";
        problems.push(Problem::warning("padded_secret", path, message));
    }
    if secret.len() < SHORT_SECRET {
        let message = format!("the secret has {} bytes; {SHORT_SECRET} random bytes or more are safe", secret.len());
        problems.push(Problem::warning("short_secret", path, message));
    }
}

/// An event that the provider does not have, with the one that was probably meant.
pub(super) fn unknown_event(provider: &Provider, typed: &str, path: impl Into<String>) -> Problem {
    // What was given may be a secret in the wrong place, so only known names are quoted.
    let hint = hint(typed, provider.events.iter().map(|known| known.name));
    Problem::error("unknown_event", path, format!("unknown event type for {}{hint}", provider.name))
}

/// Whether a sender sets the header field of this name itself, or it belongs to one connection: requests cannot be sent with
/// one from somebody else. The fields of signatures are another matter, and so is `Content-Type`.
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

pub(super) fn check_headers(
    provider: &Provider,
    path: &str,
    headers: &[(String, Credential)],
    problems: &mut Vec<Problem>,
) {
    for (index, (name, value)) in headers.iter().enumerate() {
        let path = pointer(path, name);
        if name.is_empty() || !name.bytes().all(is_token) {
            let message = format!("`{name}` is no header name; use letters, digits and hyphens");
            problems.push(Problem::error("invalid_header_name", path, message));
            continue;
        }
        let lower = name.to_ascii_lowercase();
        let is_signature = provider.signature_headers().any(|header| header.eq_ignore_ascii_case(name));
        if is_signature || is_reserved_header(name) || lower.starts_with("content-") {
            let message = format!("`{name}` is set by the sender itself and cannot be a static header");
            problems.push(Problem::error("reserved_header", path.clone(), message));
        }
        if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            let message = format!("the value of `{name}` has line breaks or characters beyond ASCII");
            problems.push(Problem::error("invalid_header_value", path.clone(), message));
        } else if value.trim().is_empty() {
            problems.push(Problem::warning("empty_header", path.clone(), format!("`{name}` has no value")));
        }
        if headers.iter().take(index).any(|(earlier, _)| earlier.eq_ignore_ascii_case(name)) {
            problems.push(Problem::error("repeated_header", path, format!("`{name}` is given more than once")));
        }
    }
}

/// Whether a host is a name or an IPv4 address. The grammar of addresses lets far more stand there than any resolver takes.
fn is_name(host: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let labels = host.strip_suffix('.').unwrap_or(host);
    labels.split('.').all(|label| !label.is_empty() && label.bytes().all(is_letter))
}

/// Whether a byte may stand in a header name (RFC 9110 §5.6.2).
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

/// Where a host is, as far as its name tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Loopback,
    Private,
    Elsewhere,
}

impl Place {
    fn of(host: &str) -> Self {
        let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
        match bare.parse::<IpAddr>() {
            Ok(IpAddr::V4(address)) => Self::of_v4(address),
            Ok(IpAddr::V6(address)) => Self::of_v6(address),
            Err(_) if bare == "localhost" || bare.ends_with(".localhost") => Self::Loopback,
            Err(_) if bare.ends_with(".local") || bare.ends_with(".internal") || !bare.contains('.') => Self::Private,
            Err(_) => Self::Elsewhere,
        }
    }

    fn of_v4(address: Ipv4Addr) -> Self {
        let [first, second, ..] = address.octets();
        // 100.64.0.0/10 is shared address space, behind a carrier's translation (RFC 6598).
        let is_shared = first == 100 && (64..128).contains(&second);
        if address.is_loopback() {
            Self::Loopback
        } else if address.is_private() || address.is_link_local() || first == 0 || is_shared || first >= 224 {
            Self::Private
        } else {
            Self::Elsewhere
        }
    }

    fn of_v6(address: Ipv6Addr) -> Self {
        if let Some(mapped) = address.to_ipv4_mapped() {
            return Self::of_v4(mapped);
        }
        if address.is_loopback() {
            Self::Loopback
        } else if address.is_unique_local()
            || address.is_unicast_link_local()
            || address.is_unspecified()
            || address.is_multicast()
        {
            Self::Private
        } else {
            Self::Elsewhere
        }
    }
}
