//! URLs from the parts of a request.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use crate::base::http::Headers;
use crate::base::http::url::split_port;

/// The URL of a request with this target: the target itself if it is absolute, and otherwise the target at the host
/// that the header fields name.
pub(super) fn url(target: &str, headers: &Headers, host: Option<&str>) -> String {
    if target.contains("://") && !target.starts_with('/') {
        return target.to_owned();
    }
    let forwarded = || headers.get("x-forwarded-host").next();
    let Some(host) = host.or_else(|| headers.get("host").next()).or_else(forwarded).filter(|host| is_host(host)) else {
        return target.to_owned();
    };
    let proto = headers.get("x-forwarded-proto").next().map(|value| value.split(',').next().unwrap_or_default().trim());
    let scheme = match proto {
        Some("http") => "http",
        Some("https") => "https",
        _ if is_local(host) => "http",
        _ => "https",
    };
    let target = if target == "*" { "" } else { target };
    let slash = if target.is_empty() || target.starts_with(['/', '?']) { "" } else { "/" };
    format!("{scheme}://{host}{slash}{target}")
}

/// A target with a query added.
pub(super) fn with_query(target: &str, query: &str) -> String {
    let query = query.strip_prefix('?').unwrap_or(query);
    match query {
        "" => target.to_owned(),
        _ if target.contains('?') => format!("{target}&{query}"),
        _ => format!("{target}?{query}"),
    }
}

/// A URL as a command-line client reads it: `http` is added if there is no scheme.
pub(super) fn with_scheme(url: &str, default: &str) -> String {
    if url.contains("://") { url.to_owned() } else { format!("{default}://{url}") }
}

fn is_host(host: &str) -> bool {
    !host.is_empty() && !host.contains(|character: char| character.is_whitespace() || "/?#\\".contains(character))
}

/// Whether a host is the local machine, where servers rarely have certificates.
fn is_local(host: &str) -> bool {
    let (name, _) = split_port(host);
    name == "localhost"
        || name.ends_with(".localhost")
        || name.starts_with("127.")
        || name == "[::1]"
        || name == "0.0.0.0"
}
