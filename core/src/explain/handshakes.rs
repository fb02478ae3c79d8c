//! Requests that are not deliveries: handshakes, pings and tests, which are not signed like deliveries.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::json_tokens::{Document, Kind};
use super::quote::listed;
use super::work::Cut;
use crate::catalog::{Sender, senders};
use crate::signature::{HandshakeTrigger, Secret};

/// The maximum length of the body of a handshake.
const LONGEST: usize = 16 << 10;

/// The cost of reading a byte of the body.
const PER_BYTE: usize = 60;

/// The names of header fields that are looked up.
const NAMES: usize = 16;

/// The handshakes that are recognized by the body or the URL.
const TRIGGERS: usize = 12;

/// Header fields of handshakes whose senders the catalog does not have, or has without a handshake; their values, if they
/// are fixed, and who sends them.
const HEADERS: [(&str, &str, &str); 4] = [
    ("aeg-event-type", "SubscriptionValidation", "Azure Event Grid sends"),
    ("webhook-request-origin", "", "CloudEvents senders send"),
    ("webhook-challenge", "", "Standard Webhooks senders send"),
    ("x-amz-sns-message-type", "SubscriptionConfirmation", "Amazon SNS sends"),
];

/// The maximum length of a body that is a form or an object with a token. Longer ones are deliveries with a field of the
/// same name.
const SHORT: usize = 400;

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
    search.spend(
        request.body.len().saturating_add(request.url.len().saturating_mul(TRIGGERS)).saturating_mul(PER_BYTE),
    )?;
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
    let is_short = (1..SHORT).contains(&request.body.len());
    if is_short {
        search.spend(request.body.len().saturating_mul(PER_BYTE).saturating_mul(TRIGGERS))?;
    }
    let of_body = || if is_short { of_senders(search, is_of_body) } else { None };
    let evidence = shape(search).or_else(|| of_json.map(String::from)).or_else(of_body);
    Ok(evidence.map(|evidence| Finding::likely(DiagnosisCode::HandshakeRequest, evidence)))
}

/// What makes an unsigned request a handshake or a test, apart from its body.
fn shape(search: &Search<'_>) -> Option<String> {
    let request = search.request;
    for (name, value, who) in HEADERS {
        let is_present = |given: &str| !given.is_empty() && (value.is_empty() || given.eq_ignore_ascii_case(value));
        if request.headers.get(name).any(is_present) {
            return Some(format!("the request has no signature, but the header `{name}`, as {who} it"));
        }
    }
    if let Some(evidence) = of_senders(search, |trigger| !is_of_body(trigger)) {
        return Some(evidence);
    }
    let methods = ["HEAD", "OPTIONS", "GET"];
    let method = methods.into_iter().find(|method| request.method.eq_ignore_ascii_case(method))?;
    Some(format!("the request is a `{method}` without a signature, with which senders test a URL"))
}

/// Whether a handshake is recognized by its body.
const fn is_of_body(trigger: &HandshakeTrigger) -> bool {
    matches!(trigger, HandshakeTrigger::Member { .. } | HandshakeTrigger::Form { .. })
}

/// The evidence of a handshake of any sender in the catalog. Handshakes that are signed with the secret have a signature.
fn of_senders(search: &Search<'_>, is_wanted: impl Fn(&HandshakeTrigger) -> bool) -> Option<String> {
    let all = || {
        let of =
            |sender: &'static Sender| sender.schemes.iter().filter_map(move |scheme| Some((sender, scheme.handshake?)));
        let unsigned = senders().flat_map(of).filter(|(_, known)| !known.signed || known.test_key.is_some());
        unsigned.filter(|(_, known)| is_wanted(&known.trigger))
    };
    let (_, found) = all().find(|(_, known)| known.trigger.matches(&search.request))?;
    let what = match found.trigger {
        HandshakeTrigger::Query { query, .. } => format!("but the parameter `{query}`"),
        HandshakeTrigger::Header { header, .. } => format!("but the header `{header}`"),
        HandshakeTrigger::Member { member, .. } => format!("and its body has a value at `{member}`"),
        HandshakeTrigger::Form { form, .. } => format!("and its body has the field `{form}`"),
        // Several senders test URLs in this way.
        HandshakeTrigger::Method { .. } => return None,
    };
    let mut names: Vec<&str> = Vec::new();
    for (sender, known) in all() {
        if known.trigger == found.trigger && !names.contains(&sender.name) {
            names.push(sender.name);
        }
    }
    let verb = if names.len() == 1 { "sends" } else { "send" };
    Some(format!("the request has no signature, {what}, as {} {verb} it", listed(&names)))
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
