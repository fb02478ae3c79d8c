//! The URLs, hosts, ports and paths that the headers of proxies report.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::url_parts::Parts;
use super::url_queries;
use crate::base::http::url::split_port;
use crate::base::http::{Headers, percent};

/// The maximum number of values of one kind from proxies. Each value causes one or more trials and a copy of the path.
pub(super) const MOST_REPORTED: usize = 16;

/// The maximum length of such values.
pub(super) const LONGEST_REPORTED: usize = 8 << 10;

/// First segments that gateways add to a path or remove from it.
const STAGES: [&str; 14] = [
    "prod",
    "production",
    "dev",
    "development",
    "staging",
    "stage",
    "test",
    "default",
    "live",
    "v1",
    "api",
    "Prod",
    "hooks",
    "webhooks",
];

/// The values of header fields in which proxies report the original URL. Each item of a list is a separate value.
fn reported<'a>(headers: &'a Headers, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let values = names.iter().flat_map(|name| headers.get(name)).flat_map(|value| value.split(','));
    values.map(str::trim).filter(|value| (1..=LONGEST_REPORTED).contains(&value.len())).take(MOST_REPORTED)
}

/// The parameters of `Forwarded` (RFC 7239) with this name.
fn forwarded(headers: &Headers, wanted: &str) -> Vec<String> {
    let parts = headers.get("forwarded").flat_map(|value| value.split([',', ';']));
    let pairs = parts.filter_map(|part| part.trim().split_once('='));
    pairs
        .filter(|(name, value)| name.eq_ignore_ascii_case(wanted) && value.len() <= LONGEST_REPORTED)
        .map(|(_, value)| value.trim_matches('"').into())
        .take(MOST_REPORTED)
        .collect()
}

pub(super) fn hosts(headers: &Headers, url: &str) -> Vec<String> {
    const NAMES: [&str; 9] = [
        "x-forwarded-host",
        "x-original-host",
        "x-forwarded-server",
        "x-host",
        "x-real-host",
        "host",
        "x-envoy-original-host",
        "apx-incoming-host-url",
        "disguised-host",
    ];
    let mut found: Vec<String> =
        reported(headers, &NAMES).map(|host| host.trim_start_matches("https://").into()).collect();
    found.extend(forwarded(headers, "host"));
    for full in reported(headers, &["x-original-url", "x-forwarded-url", "origin", "referer"]) {
        found.extend(Parts::of(full).map(|parts| parts.host + &parts.port));
    }
    // The sender may have followed a redirect between the host with and without `www.`.
    if let Some(given) = Parts::of(url) {
        let other = given.host.strip_prefix("www.").map_or_else(|| format!("www.{}", given.host), String::from);
        found.push(other + &given.port);
    }
    found.retain(|host| !host.is_empty() && host.len() < 256);
    found.truncate(16);
    found
}

pub(super) fn ports(headers: &Headers, given: &Parts) -> Vec<String> {
    let mut found = vec![given.port.clone(), String::new()];
    found.extend(reported(headers, &["x-forwarded-port", "x-original-port"]).map(|port| format!(":{port}")));
    for host in hosts(headers, "") {
        found.push(split_port(&host).1.into());
    }
    found.extend([443, 80, 8443, 8080, 3000, 8000, 5000, 4000, 4433, 9443].map(|port: u16| format!(":{port}")));
    found.truncate(32);
    found
}

pub(super) fn paths(headers: &Headers, given: &Parts) -> Vec<String> {
    const WHOLE: [&str; 9] = [
        "x-original-uri",
        "x-original-url",
        "x-forwarded-uri",
        "x-rewrite-url",
        "x-envoy-original-path",
        "x-replaced-path",
        "x-forwarded-path",
        "x-original-path",
        "x-request-uri",
    ];
    const BEFORE: [&str; 4] = ["x-forwarded-prefix", "x-script-name", "x-forwarded-context", "x-base-path"];
    let path = given.path.as_str();
    let mut found: Vec<String> = match path.strip_suffix('/') {
        Some(bare) => vec![bare.into()],
        None => vec![format!("{path}/")],
    };
    for whole in reported(headers, &WHOLE) {
        found.push(Parts::of(whole).map_or_else(|| whole.into(), |parts| parts.path + &parts.query));
    }
    for before in reported(headers, &BEFORE) {
        let before = before.trim_end_matches('/');
        found.push(format!("{before}{path}"));
        found.extend(path.strip_prefix(before).map(String::from));
    }
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for skipped in 1..segments.len().min(4) {
        found.push(format!("/{}", segments.get(skipped..).unwrap_or_default().join("/")));
    }
    for stage in STAGES {
        found.push(format!("/{stage}{path}"));
    }
    // Different names of the same handler in tools: the two of n8n, and those of Netlify's functions.
    for (one, other) in
        [("/webhook-test/", "/webhook/"), ("/.netlify/functions/", "/api/"), ("/.netlify/functions/", "/")]
    {
        found.push(path.replacen(one, other, 1));
        found.push(path.replacen(other, one, 1));
    }
    found.push(path.replace("//", "/"));
    found.push(format!("/{path}"));
    for (at, _) in path.match_indices('/').skip(1).take(8) {
        let (before, after) = path.split_at(at);
        found.push(format!("{before}/{after}"));
    }
    found.extend(url_queries::ESCAPES.iter().map(|escape| escape(path)));
    found.push(path.to_ascii_lowercase());
    found.push(String::from_utf8_lossy(&percent::decoded(path.as_bytes(), false).collect::<Vec<u8>>()).into_owned());
    found
}
