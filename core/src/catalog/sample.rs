//! Sample requests: deliveries and handshakes that are derived from a scheme.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::provider::Provider;
use crate::base::http::Headers;
use crate::base::json::insert_at;
use crate::base::time::{TimeUnit, format_timestamp};
use crate::event::{Envelope, compose, sample};
use crate::signature::template::{Piece, pieces};
use crate::signature::{BodyCoverage, HandshakeTrigger, Place, Scheme, TimestampField};

/// The value of signed header fields and members that can have any value.
const ANY: &str = "sample";

/// The type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// The challenge in a handshake.
const CHALLENGE: &str = "qgg8vlvZRS6UYooatFL8Aw";

/// The envelope for senders whose envelope is not known.
const ENVELOPE: Envelope = Envelope { kind: "type", id: Some("id"), time: Some("time"), data: Some("data") };

/// An unsigned request like those that a sender sends. It has every header field and every member that the scheme
/// reads.
///
/// ```
/// use hookwright::catalog::{SampleRequest, find_scheme};
/// use hookwright::signature::{Secret, Signer, Unsigned};
///
/// let scheme = find_scheme("zoom/v0").unwrap();
/// let sample = SampleRequest::delivery(None, scheme, "https://me.example/", 1_705_314_600_000);
/// let unsigned = Unsigned::new(sample.body.as_bytes()).at(1_705_314_600_000).to(sample.method, &sample.url);
/// let signer = Signer::new(scheme, &[Secret::new("a secret of enough bytes")?])?;
/// assert!(signer.sign(&unsigned.with(&sample.headers)).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRequest {
    /// The method.
    pub method: &'static str,
    /// The URL.
    pub url: String,
    /// The header fields, without those of the signature.
    pub headers: Headers,
    /// The body.
    pub body: String,
    /// The id of the delivery.
    pub id: String,
}

impl SampleRequest {
    /// The token of sample handshakes that contain one.
    pub const TOKEN: &'static str = ANY;

    /// A delivery to `url` with the provider's first event type, or with an invented one if no event types are known.
    #[must_use]
    pub fn delivery(provider: Option<&Provider>, scheme: &Scheme<&str>, url: &str, now_ms: i64) -> Self {
        let id = format!("evt_{now_ms}");
        let fields = form_fields(scheme);
        let (content_type, body) = if scheme.coverage().body == BodyCoverage::Form {
            (FORM, format!("Event=order.paid&Id={id}&Amount=4200"))
        } else if let Some(fields) = fields {
            (FORM, fields)
        } else {
            ("application/json", Self::with_members(&event(provider, &id, now_ms), scheme, &id, now_ms))
        };
        let mut headers = Headers::new();
        headers.push("Content-Type", content_type);
        for name in Self::signed_headers(scheme) {
            headers.push(name, ANY);
        }
        Self { method: "POST", url: url.into(), headers, body, id }
    }

    /// The handshake that the sender sends to `url` before its deliveries. `None` if the scheme has no handshake.
    #[must_use]
    pub fn handshake(scheme: &Scheme<&str>, url: &str, now_ms: i64) -> Option<Self> {
        let handshake = scheme.handshake.as_ref()?;
        let mut request = Self::delivery(None, scheme, url, now_ms);
        let mut document = json!({});
        match handshake.trigger {
            HandshakeTrigger::Query { query, method } => {
                let method = if method.is_none() { "GET" } else { "POST" };
                let mut url = format!("{url}?{query}={CHALLENGE}");
                if let Some(Place::Query { query }) = handshake.token {
                    url = format!("{url}&{query}={ANY}");
                }
                return Some(Self { method, url, headers: Headers::new(), body: String::new(), ..request });
            }
            HandshakeTrigger::Header { header, equals, method } => {
                request.headers.push(header, equals.unwrap_or(CHALLENGE));
                request.method = method.map_or(request.method, known_method);
            }
            HandshakeTrigger::Member { member, equals } => {
                // `equals` is always text, but the member can be a number.
                let equals = equals.unwrap_or(CHALLENGE);
                let value = equals.parse::<i64>().map_or_else(|_| Value::from(equals), Value::from);
                insert_at(&mut document, member, value);
            }
            HandshakeTrigger::Form { form, equals } => {
                let headers = [("Content-Type", "application/x-www-form-urlencoded")].into_iter().collect();
                return Some(Self { headers, body: format!("{form}={}", equals.unwrap_or("1")), ..request });
            }
            HandshakeTrigger::Method { method } => {
                return Some(Self {
                    method: known_method(method),
                    headers: Headers::new(),
                    body: String::new(),
                    ..request
                });
            }
        }
        if let Some(Place::Member { member }) = handshake.token {
            insert_at(&mut document, member, ANY.into());
        }
        for pointer in members(handshake.reply.body) {
            insert_at(&mut document, pointer, CHALLENGE.into());
        }
        request.body = pretty(&document);
        Some(request)
    }

    /// The header fields that the scheme signs and that the caller must add, because a signer does not.
    #[must_use]
    pub fn signed_headers(scheme: &Scheme<&str>) -> Vec<String> {
        // Every sample has a `Content-Type`.
        let is_added =
            |name: &String| scheme.headers().chain(["Content-Type"]).any(|added| added.eq_ignore_ascii_case(name));
        scheme.needs().headers.into_iter().filter(|name| !is_added(name)).collect()
    }

    /// Adds every member that the scheme reads to a JSON body. A body that is not JSON is returned unchanged.
    #[must_use]
    pub fn with_members(body: &str, scheme: &Scheme<&str>, id: &str, now_ms: i64) -> String {
        let mut values: Vec<(&str, Value)> = members(scheme.content).map(|pointer| (pointer, ANY.into())).collect();
        if let Place::Member { member } = scheme.signature.place {
            values.push((member, "".into()));
        }
        if let Some(Place::Member { member }) = scheme.message_id {
            values.push((member, id.into()));
        }
        if let Some(TimestampField { place: Place::Member { member }, unit, .. }) = scheme.timestamp {
            values.push((member, timestamp(unit, now_ms)));
        }
        if values.is_empty() {
            return body.into();
        }
        let Ok(mut document) = serde_json::from_str::<Value>(body) else { return body.into() };
        for (pointer, value) in values {
            insert_at(&mut document, pointer, value);
        }
        pretty(&document)
    }
}

/// A method that a handshake can have.
fn known_method(method: &str) -> &'static str {
    ["GET", "HEAD", "OPTIONS", "PUT"].into_iter().find(|known| *known == method).unwrap_or("POST")
}

/// An event of the provider's first event type, or an invented one in its envelope.
fn event(provider: Option<&Provider>, id: &str, now_ms: i64) -> String {
    let envelope = provider.map_or(ENVELOPE, |provider| provider.envelope);
    match provider.and_then(|provider| provider.events.first()) {
        Some(event_type) => sample(envelope, event_type, id, now_ms),
        None => pretty(&compose(envelope, "order.paid", id, now_ms, json!({ "amount": 4200, "currency": "EUR" }))),
    }
}

/// The JSON Pointers of the members that a template reads, including members of which it contains the MAC.
fn members(template: &str) -> impl Iterator<Item = &str> {
    pieces(template).unwrap_or_default().into_iter().filter_map(|piece| match piece {
        Piece::Member(_, pointer) | Piece::MacOfMember(pointer) => Some(pointer),
        _ => None,
    })
}

/// A form with the fields that the scheme signs, except those that a signer adds. `None` if the scheme reads no fields.
fn form_fields(scheme: &Scheme<&str>) -> Option<String> {
    let signed = pieces(scheme.content).unwrap_or_default().into_iter().filter_map(|piece| match piece {
        Piece::Field(name) => Some(name),
        _ => None,
    });
    let fields: Vec<&str> = signed.collect();
    let is_added = |name: &str| scheme.places().any(|place| *place == Place::Field { field: name });
    let others: Vec<String> =
        fields.iter().filter(|name| !is_added(name)).map(|name| format!("{name}={ANY}")).collect();
    (!fields.is_empty()).then(|| if others.is_empty() { "subject=Hello".into() } else { others.join("&") })
}

/// A timestamp as the value of a member: a number if its text is a number.
fn timestamp(unit: TimeUnit, epoch_ms: i64) -> Value {
    let text = format_timestamp(unit, epoch_ms).unwrap_or_default();
    text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from)
}

fn pretty(document: &Value) -> String {
    serde_json::to_string_pretty(document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{find_scheme, senders};
    use crate::signature::{Request, Secret, Signer, Unsigned, Verifier};

    const NOW: i64 = 1_768_478_400_000;
    const URL: &str = "https://me.example/hook";

    #[test]
    fn signed_samples_of_all_schemes_with_shared_secrets_are_accepted() {
        for scheme in senders().flat_map(|sender| sender.schemes).filter(|scheme| !scheme.algorithm.is_asymmetric()) {
            if scheme.id == "adyen/notification" {
                // A signer cannot write a signature into an array.
                continue;
            }
            let secret = Secret::new(&*scheme.make_secret(&[7; 32]).unwrap().secret).unwrap();
            let sample = SampleRequest::delivery(None, scheme, URL, NOW);
            let unsigned = Unsigned::new(sample.body.as_bytes()).id(&sample.id).at(NOW).to(sample.method, &sample.url);
            let signer = Signer::new(scheme, core::slice::from_ref(&secret)).unwrap();
            let signed =
                signer.sign(&unsigned.with(&sample.headers)).unwrap_or_else(|error| panic!("{}: {error}", scheme.id));
            let headers: Headers = sample.headers.iter().chain(signed.headers.iter()).collect();
            let request = Request::new(&headers, &signed.body).to(sample.method, &signed.url);
            let verdict = Verifier::new(scheme, &[secret]).unwrap().verify(&request, NOW);
            assert!(verdict.is_ok(), "{}: {verdict:?}", scheme.id);
        }
    }

    #[test]
    fn a_handshake_has_its_trigger_and_the_values_that_the_reply_needs() {
        let handshake = |id: &str| SampleRequest::handshake(find_scheme(id).unwrap(), URL, NOW);
        let zoom = handshake("zoom/v0").unwrap();
        assert!(zoom.body.contains("endpoint.url_validation") && zoom.body.contains(CHALLENGE), "{}", zoom.body);
        let dropbox = handshake("dropbox/hmac").unwrap();
        assert_eq!((dropbox.method, dropbox.url), ("GET", format!("{URL}?challenge={CHALLENGE}")));
        assert_eq!(handshake("stripe/v1"), None);
    }

    #[test]
    fn adds_members_to_json_bodies_only() {
        let mailgun = find_scheme("mailgun/body").unwrap();
        let body = SampleRequest::with_members("{}", mailgun, "evt_1", NOW);
        let document: Value = serde_json::from_str(&body).unwrap();
        for pointer in ["/signature/timestamp", "/signature/token", "/signature/signature"] {
            assert!(document.pointer(pointer).is_some(), "{pointer} in {body}");
        }
        assert_eq!(SampleRequest::with_members("a=b", mailgun, "evt_1", NOW), "a=b");
    }
}
