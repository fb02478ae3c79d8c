//! Requests that are not deliveries: handshakes, pings and tests, which are not signed like deliveries.

use alloc::format;
use alloc::string::String;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::json_tokens::{Document, Kind};
use super::work::Cut;
use crate::base::http::url;
use crate::signature::Secret;

/// The maximum length of the body of a handshake.
const LONGEST: usize = 16 << 10;

/// The cost of reading a byte of the body.
const PER_BYTE: usize = 60;

/// The names of header fields that are looked up.
const NAMES: usize = 16;

/// Parameters of the URL that contain a challenge or a token for a handshake, and who sends them.
const PARAMETERS: [(&str, &str); 6] = [
    ("hub.challenge", "as Meta and WebSub senders send it"),
    ("hub.mode", "as Meta and WebSub senders send it"),
    ("validationToken", "as Microsoft Graph sends it"),
    ("validationtoken", "as Microsoft SharePoint sends it"),
    ("crc_token", "as X sends it"),
    ("challenge", "as Dropbox and Nylas send it"),
];

/// Header fields of handshakes, their values, and who sends them.
const HEADERS: [(&str, &str, &str); 7] = [
    ("x-hook-secret", "", "as Asana sends it"),
    ("smartsheet-hook-challenge", "", "as Smartsheet sends it"),
    ("aeg-event-type", "SubscriptionValidation", "as Azure Event Grid sends it"),
    ("webhook-request-origin", "", "as CloudEvents senders send it"),
    ("webhook-challenge", "", "as Standard Webhooks senders send it"),
    ("x-amz-sns-message-type", "SubscriptionConfirmation", "as Amazon SNS sends it"),
    ("x-okta-verification-challenge", "", "as Okta sends it"),
];

/// Finds a request that is not signed like a delivery.
pub(super) fn seen(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    if let Some(evidence) = test_key(search)? {
        return Ok(Some(Finding::proven(DiagnosisCode::HandshakeRequest, evidence)));
    }
    let request = search.request;
    if request.body.len() > LONGEST || request.url.len() > LONGEST {
        return Ok(None);
    }
    search.spend(search.fields.lookup().saturating_mul(NAMES))?;
    search.spend((request.body.len() + request.url.len()).saturating_mul(PER_BYTE))?;
    if search.scheme.handshake.is_some_and(|handshake| !handshake.signed && handshake.trigger.matches(&request)) {
        let evidence = "the request is the handshake of this sender, which is not signed";
        return Ok(Some(Finding::likely(DiagnosisCode::HandshakeRequest, evidence)));
    }
    if search.has_signature {
        return Ok(None);
    }
    let of_json = match search.document()? {
        Some(document) => of_json(&document),
        None => None,
    };
    let evidence = shape(search).or_else(|| of_json.map(String::from));
    Ok(evidence.map(|evidence| Finding::likely(DiagnosisCode::HandshakeRequest, evidence)))
}

fn has_parameter(url: &str, name: &str) -> bool {
    url::pairs(url::query(url)).any(|(given, _)| given == name.as_bytes())
}

/// What makes an unsigned request a handshake or a test.
fn shape(search: &Search<'_>) -> Option<String> {
    let request = search.request;
    for (name, who) in PARAMETERS {
        let is_get = name != "challenge" || request.method.eq_ignore_ascii_case("GET");
        if is_get && has_parameter(request.url, name) {
            return Some(format!("the request has no signature, but the parameter `{name}`, {who}"));
        }
    }
    for (name, value, who) in HEADERS {
        let is_present = |given: &str| !given.is_empty() && (value.is_empty() || given.eq_ignore_ascii_case(value));
        if request.headers.get(name).any(is_present) {
            return Some(format!("the request has no signature, but the header `{name}`, {who}"));
        }
    }
    let methods = ["HEAD", "OPTIONS", "GET"];
    if let Some(method) = methods.into_iter().find(|method| request.method.eq_ignore_ascii_case(method)) {
        return Some(format!("the request is a `{method}` without a signature, with which senders test a URL"));
    }
    of_body(request.body)
}

fn of_body(body: &[u8]) -> Option<String> {
    let text = core::str::from_utf8(body).ok()?.trim();
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    if text.strip_prefix("webhook_id=").is_some_and(is_number) {
        return Some("the request has no signature, and its body is the test ping of WooCommerce".into());
    }
    if text == "mandrill_events=[]" || text == "mandrill_events=%5B%5D" {
        return Some("the request has no signature, and its body is the test of a URL by Mandrill".into());
    }
    None
}

/// What makes a JSON body a handshake or a test.
fn of_json(document: &Document<'_>) -> Option<&'static str> {
    let root = document.root();
    if document.kind(root) != Some(Kind::Object) {
        return None;
    }
    let find = |wanted: &str| document.items(root).find(|name| document.characters(*name).eq(wanted.chars()));
    let has = |wanted: &str| find(wanted).is_some_and(|name| document.kind(name + 1) == Some(Kind::Text));
    let count = document.items(root).take(6).count();
    let kind: String = find("type").map(|name| document.characters(name + 1).take(40).collect()).unwrap_or_default();
    if kind == "url_verification" || (has("challenge") && count <= 3) {
        return Some("the request has no signature, and its body is a challenge that must be answered");
    }
    let is_key = has("verificationKey") && has("callbackId");
    if is_key || (has("verification_token") && count <= 2) {
        return Some(
            "the request has no signature, and its body contains a token or a key for the verification of the URL",
        );
    }
    if has("encrypt") && count == 1 {
        return Some("the request has no signature, and its body is encrypted: decrypt it, and answer its challenge");
    }
    let is_ping = ["ping", "test", "webhook.test", "endpoint.url_validation"].contains(&kind.as_str()) && count <= 4;
    (is_ping || has("validationCode")).then_some("the request has no signature, and its body is a ping or a test")
}

/// Tries the well-known key with which the sender signs the request by which it tests a URL.
fn test_key(search: &mut Search<'_>) -> Result<Option<String>, Cut> {
    let Some(key) = search.scheme.handshake.and_then(|handshake| handshake.test_key) else { return Ok(None) };
    if !search.has_signature || search.request.body.len() > LONGEST {
        return Ok(None);
    }
    let Ok(secret) = Secret::new(key) else { return Ok(None) };
    let is_test = search.secret_verifies(&secret)?;
    Ok(is_test.then(|| {
        format!("the signature matches with the key `{key}`, with which this sender tests a URL before the webhook has a key")
    }))
}
