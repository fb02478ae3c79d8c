//! Sending to a receiver on the same machine: whether a browser can send a request, and what its outcome means.

use std::borrow::Cow;

use hookwright::http::{HeaderValue, HttpRequest};

use super::form::EventForm;
use crate::model::reading::Quality;
use crate::model::scheme::{CustomScheme, SchemeChoice};

/// The hosts to which the content security policy allows requests. A policy cannot contain IPv6 addresses.
const HOSTS: [&str; 2] = ["127.0.0.1", "localhost"];

/// The time within which a receiver must answer.
pub(crate) const TIMEOUT_MS: i32 = 10_000;

/// The number of bytes of a response that are shown.
pub(crate) const SHOWN_BYTES: usize = 8_192;

/// The header fields that a page cannot set (the Fetch standard: forbidden request-headers).
const FORBIDDEN: [&str; 20] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The header values and types for which a browser sends no preflight (the Fetch standard: CORS-safelisted).
const SIMPLE_TYPES: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// Returns the host and the port of a URL to this machine.
///
/// # Errors
/// The reason why the page cannot send to it.
pub(crate) fn target(url: &str) -> Result<&str, &'static str> {
    const LOOPBACK: &str = "Send reaches only your own machine. Set the target URL to `http://127.0.0.1` or `http://localhost` with \
                            the port of your receiver. For another host, copy the cURL command";
    let url = url.trim();
    let scheme = url.get(..7).unwrap_or_default();
    if url.is_empty() {
        return Err("Set the target URL to your receiver, such as `http://127.0.0.1:3000/webhook`");
    }
    if !scheme.eq_ignore_ascii_case("http://") {
        return Err(LOOPBACK);
    }
    let rest = url.get(7..).unwrap_or_default();
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err("A browser does not send to a URL with a user name. Remove it from the target URL");
    }
    let host = authority.split(':').next();
    let port = host.and_then(|host| authority.get(host.len()..)).unwrap_or_default();
    let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    let is_known = host.is_some_and(|host| HOSTS.iter().any(|known| known.eq_ignore_ascii_case(host)));
    if is_known && is_port { Ok(authority) } else { Err(LOOPBACK) }
}

/// Returns a URL to this machine whose scheme was left out, completed.
pub(crate) fn completed(url: &str) -> Option<String> {
    let completed = format!("http://{}", url.trim());
    (!url.contains("://") && target(&completed).is_ok()).then_some(completed)
}

impl EventForm {
    /// Returns whether it sends the same delivery as another form did, except for the time of signing. Each form has the custom
    /// scheme that it uses.
    pub(crate) fn sends_like(&self, custom: &CustomScheme, (sent, sent_custom): (&Self, &CustomScheme)) -> bool {
        let parts = |form: &Self| {
            let Self { body, scheme, uses_sample, secrets, method, url, id, when, headers, .. } = form.clone();
            (body, scheme, uses_sample, secrets, method, url, id, when, headers)
        };
        parts(self) == parts(sent) && (self.scheme != SchemeChoice::Custom || custom == sent_custom)
    }
}

/// Returns why a browser cannot send a signed request, or `None` if it can. `signature` are the names of the header fields of
/// the signature.
pub(crate) fn obstacle(request: &HttpRequest, signature: &[&str]) -> Option<Cow<'static, str>> {
    if let Err(reason) = target(&request.url) {
        return Some(reason.into());
    }
    if matches!(request.method, "GET" | "HEAD") && !request.body.to_text().is_empty() {
        return Some(
            format!("A browser does not send a body with {}. Choose POST, or copy the cURL command", request.method)
                .into(),
        );
    }
    for (name, value) in &request.headers {
        if is_forbidden(name) && signature.iter().any(|signed| signed.eq_ignore_ascii_case(name)) {
            return Some(
                format!("A page cannot set the header `{name}`, which the signature needs. Copy the cURL command")
                    .into(),
            );
        }
        let is_sendable = |value: &str| value.chars().all(|letter| u32::from(letter) < 0x100);
        if matches!(value, HeaderValue::Text(value) if !is_sendable(value)) {
            return Some(
                format!("The header `{name}` contains characters that a browser cannot send in a header").into(),
            );
        }
    }
    None
}

/// Returns the names of the header fields that the browser replaces or leaves out.
pub(crate) fn left_out(request: &HttpRequest) -> Vec<String> {
    request.headers.iter().map(|(name, _)| name).filter(|name| is_forbidden(name)).cloned().collect()
}

fn is_forbidden(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    FORBIDDEN.contains(&name.as_str()) || name == "via" || name.starts_with("proxy-") || name.starts_with("sec-")
}

/// Returns the names of the header fields because of which a browser asks the receiver first.
pub(crate) fn preflight_headers(request: &HttpRequest) -> Vec<&str> {
    let is_simple = |name: &str, value: &HeaderValue| match value {
        HeaderValue::Text(value) if name.eq_ignore_ascii_case("content-type") => {
            let essence = value.split(';').next().unwrap_or_default().trim();
            SIMPLE_TYPES.iter().any(|simple| simple.eq_ignore_ascii_case(essence))
        }
        _ => ["accept", "accept-language", "content-language"].iter().any(|simple| simple.eq_ignore_ascii_case(name)),
    };
    let headers = request.headers.iter().filter(|(name, value)| !is_simple(name, value) && !is_forbidden(name));
    headers.map(|(name, _)| name.as_str()).collect()
}

/// What was received, or what is known about a failure. A browser does not tell a page why a request has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Answered {
        status: u16,
        reason: String,
        headers: String,
        body: String,
        is_cut: bool,
        ms: u64,
    },
    /// A redirect, which the page does not follow.
    Redirected,
    TimedOut,
    Failed(Facts),
}

/// What can be found out about a failed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Whether something has answered a request that needs no permission of the receiver.
    pub(crate) listens: bool,
    pub(crate) permission: Permission,
    /// Whether the page was loaded with HTTPS.
    pub(crate) is_https: bool,
}

/// The permission of the browser to reach the local network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// The browser does not have this permission, or has granted it.
    Open,
    /// The user has not decided.
    Undecided,
    Denied,
}

impl Permission {
    /// Returns the permission from the state that the browser reports, if it knows this permission. A page of this machine
    /// needs none.
    pub(crate) fn of(state: Option<&str>, page_host: &str) -> Self {
        let is_local = HOSTS.contains(&page_host);
        match state {
            Some("denied") if !is_local => Self::Denied,
            Some("prompt") if !is_local => Self::Undecided,
            _ => Self::Open,
        }
    }
}

/// What an outcome means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) quality: Quality,
    pub(crate) code: &'static str,
    pub(crate) title: String,
    /// What was found.
    pub(crate) detail: String,
    /// What to do.
    pub(crate) advice: String,
    /// Whether the lines that answer a preflight help.
    pub(crate) needs_preflight: bool,
}

/// Explains an outcome. `target` is the host and the port.
pub(crate) fn report(outcome: &Outcome, target: &str) -> Report {
    let bad = |code, title: &str, detail: String, advice: &str| Report {
        quality: Quality::Bad,
        code,
        title: title.into(),
        detail,
        advice: advice.into(),
        needs_preflight: false,
    };
    match outcome {
        Outcome::Answered { status, reason, ms, .. } => answered(*status, reason, *ms),
        Outcome::Redirected => Report {
            quality: Quality::Doubtful,
            ..bad(
                "redirect",
                "The receiver redirects",
                "The receiver answered with a redirect. Most senders do not follow redirects".into(),
                "Set the target URL to the final address. Frameworks often redirect because of a missing slash at the end.",
            )
        },
        Outcome::TimedOut => bad(
            "timeout",
            "No answer",
            format!("{target} did not answer within 10 seconds"),
            "The receiver may wait for something, such as a breakpoint, or it does not end its response. Senders also give up: \
             answer first, and do the work afterwards.",
        ),
        Outcome::Failed(Facts { permission: Permission::Denied, .. }) => bad(
            "permission_denied",
            "The browser blocks the local network",
            "You or a policy of your organization has denied this page access to the local network".into(),
            "Open the settings of this site next to the address, allow local network access, and send again.",
        ),
        Outcome::Failed(Facts { listens: true, .. }) => Report {
            needs_preflight: true,
            ..bad(
                "preflight_refused",
                "The receiver does not allow this page to send",
                format!(
                    "Something listens at {target}: it answered `GET /`, which the page sent to find this out. But it did not \
                     answer the preflight (`OPTIONS`) with permission, or its response lacks `Access-Control-Allow-Origin`"
                ),
                "Add the lines above, under “Lines for development”, to your receiver, for development only. If it answers the \
                 preflight already, the delivery may have arrived: see the log of the receiver.",
            )
        },
        Outcome::Failed(Facts { permission: Permission::Undecided, .. }) => bad(
            "permission_undecided",
            "The browser asks for permission",
            "The browser lets this page reach your machine only with your permission, which is not given yet".into(),
            "Send again, and allow the page to access devices on your local network.",
        ),
        Outcome::Failed(Facts { is_https: true, .. }) => bad(
            "refused_or_blocked",
            "No connection",
            format!(
                "Nothing answers at {target}, or the browser blocks a request from a page with https to a URL with http"
            ),
            "Start the receiver, and check the port. Chrome, Edge and Firefox allow http://127.0.0.1 and http://localhost from an https \
             page; Safari does not. There, copy the cURL command.",
        ),
        Outcome::Failed(_) => bad(
            "connection_refused",
            "No connection",
            format!("Nothing answers at {target}"),
            "Start the receiver, and check the port. A receiver that listens only on IPv6 is reached with `localhost`, and one that \
             listens only on 127.0.0.1 with that address.",
        ),
    }
}

fn answered(status: u16, reason: &str, ms: u64) -> Report {
    let title = if reason.is_empty() { status.to_string() } else { format!("{status} {reason}") };
    let (quality, detail, advice) = match status {
        200..=299 => (Quality::Good, "The receiver accepted the delivery", ""),
        401 | 403 => (
            Quality::Bad,
            "The receiver rejected the delivery",
            "Check that it verifies the raw body with this secret. “Check this delivery” shows whether the signature is valid.",
        ),
        404 | 405 => (
            Quality::Bad,
            "The receiver has no route for this request",
            "Check the path and the method of the target URL.",
        ),
        400..=499 => (Quality::Bad, "The receiver rejected the delivery", "Its response and its log say why."),
        500..=599 => {
            (Quality::Bad, "The receiver failed", "Its log says why. Most senders send the delivery again later.")
        }
        _ => (Quality::Doubtful, "The receiver answered", "Most senders accept only a status from 200 to 299."),
    };
    Report {
        quality,
        code: "answered",
        title,
        detail: format!("{detail} after {ms} ms"),
        advice: advice.into(),
        needs_preflight: false,
    }
}

#[cfg(test)]
#[path = "send_tests.rs"]
mod tests;
