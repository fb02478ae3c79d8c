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

    /// Adds every member that the scheme reads and that is missing to a JSON body, and sets a timestamp in it. What does not
    /// fit into the body is not added: an item if there is an object instead of an array. A body that is not JSON is returned
    /// unchanged.
    #[must_use]
    pub fn with_members(body: &str, scheme: &Scheme<&str>, id: &str, now_ms: i64) -> String {
        let timestamp = timestamp_member(scheme, now_ms);
        let mut values: Vec<(&str, Value)> = members(scheme.content).map(|pointer| (pointer, ANY.into())).collect();
        if let Place::Member { member } = scheme.signature.place {
            values.push((member, "".into()));
        }
        if let Some(Place::Member { member }) = scheme.message_id {
            values.push((member, id.into()));
        }
        if values.is_empty() && timestamp.is_none() {
            return body.into();
        }
        let Ok(mut document) = serde_json::from_str::<Value>(body) else { return body.into() };
        let before = document.clone();
        // The timestamp can be one of the members that the content contains.
        values.retain(|(pointer, _)| timestamp.as_ref().is_none_or(|(member, _)| member != pointer));
        for (pointer, value) in values {
            if is_missing(&document, pointer) {
                insert_at(&mut document, pointer, value);
            }
        }
        if let Some((pointer, value)) = timestamp
            && (document.pointer(pointer).is_some() || is_missing(&document, pointer))
        {
            insert_at(&mut document, pointer, value);
        }
        if document == before { body.into() } else { pretty(&document) }
    }

    /// The members that a JSON body must have before it is signed and does not have: a JSON Pointer and a sample value for
    /// each. Members that a signer writes, that can be absent, or that do not fit into the body are not among them.
    ///
    /// ```
    /// use hookwright::catalog::{SampleRequest, find_scheme};
    ///
    /// let scheme = find_scheme("dropbox-sign/hmac").unwrap();
    /// let missing = SampleRequest::missing_members("{}", scheme, "evt_1", 1_705_314_600_000);
    /// assert_eq!(missing[0].0, "/event/event_time");
    /// ```
    #[must_use]
    pub fn missing_members<'s>(body: &str, scheme: &Scheme<&'s str>, id: &str, now_ms: i64) -> Vec<(&'s str, Value)> {
        let Ok(document) = serde_json::from_str::<Value>(body) else { return Vec::new() };
        let pieces = pieces(scheme.content).unwrap_or_default();
        let signs_body = scheme.coverage().body == BodyCoverage::Whole;
        let mut is_optional = false;
        let mut values: Vec<(&str, Value)> = Vec::new();
        for piece in &pieces {
            match *piece {
                Piece::If(_) => is_optional = true,
                Piece::End => is_optional = false,
                Piece::Member(_, pointer) if !is_optional => values.push((pointer, ANY.into())),
                Piece::Id if signs_body => {
                    if let Some(Place::Member { member }) = scheme.message_id {
                        values.push((member, id.into()));
                    }
                }
                _ => {}
            }
        }
        // A signer writes them into a body that is not signed as a whole.
        let is_written = |pointer: &str| {
            let places = [Some(scheme.signature.place), scheme.timestamp.map(|field| field.place), scheme.message_id];
            places.into_iter().flatten().any(|place| matches!(place, Place::Member { member } if member == pointer))
        };
        values.retain(|(pointer, _)| signs_body || !is_written(pointer));
        values.extend(timestamp_member(scheme, now_ms).filter(|_| signs_body));
        values.retain(|(pointer, _)| is_missing(&document, pointer));
        values
    }
}

/// The timestamp of a scheme as a member, if it is in the body.
fn timestamp_member<'s>(scheme: &Scheme<&'s str>, now_ms: i64) -> Option<(&'s str, Value)> {
    match scheme.timestamp {
        Some(TimestampField { place: Place::Member { member }, unit, .. }) => Some((member, timestamp(unit, now_ms))),
        _ => None,
    }
}

/// Whether a document has no value at a pointer, but can have one: what is on the way to it is an array for an index, and an
/// object for a name.
fn is_missing(document: &Value, pointer: &str) -> bool {
    let mut here = document;
    for token in pointer.split('/').skip(1) {
        let is_index = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
        let name = token.replace("~1", "/").replace("~0", "~");
        let next = match here {
            Value::Object(members) if !is_index => members.get(&name),
            Value::Array(items) if is_index => token.parse::<usize>().ok().and_then(|at| items.get(at)),
            _ => return false,
        };
        match next {
            Some(next) => here = next,
            None => return true,
        }
    }
    false
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

    #[test]
    fn an_item_is_not_added_to_an_object_and_a_member_is_not_replaced() {
        let added = |body, id| SampleRequest::with_members(body, find_scheme(id).unwrap(), "evt_1", NOW);
        assert_eq!(added("{\"a\": 1}", "sendgrid/ecdsa"), "{\"a\": 1}");
        assert!(added("[{}]", "sendgrid/ecdsa").contains("\"sg_event_id\": \"evt_1\""));
        assert_eq!(added("{\"event_id\": \"mine\"}", "square/sha256"), "{\"event_id\": \"mine\"}");
    }

    #[test]
    fn a_body_with_the_missing_members_can_be_signed() {
        for scheme in senders().flat_map(|sender| sender.schemes).filter(|scheme| !scheme.algorithm.is_asymmetric()) {
            let missing = SampleRequest::missing_members("{}", scheme, "evt_1", NOW);
            let mut document = json!({});
            for (pointer, value) in missing {
                insert_at(&mut document, pointer, value);
            }
            let body = pretty(&document);
            assert!(SampleRequest::missing_members(&body, scheme, "evt_1", NOW).is_empty(), "{}", scheme.id);
            let is_form = matches!(scheme.coverage().body, BodyCoverage::Form | BodyCoverage::Fields(_));
            // Its members have types, and a signer cannot write into an array.
            if is_form || scheme.id == "adyen/notification" {
                continue;
            }
            let secret = Secret::new(&*scheme.make_secret(&[7; 32]).unwrap().secret).unwrap();
            let headers: Headers =
                SampleRequest::signed_headers(scheme).into_iter().map(|name| (name, String::from(ANY))).collect();
            let unsigned = Unsigned::new(body.as_bytes()).id("evt_1").at(NOW).to("POST", URL).with(&headers);
            let signed = Signer::new(scheme, &[secret]).unwrap().sign(&unsigned);
            assert!(signed.is_ok(), "{}: {signed:?}", scheme.id);
        }
        let signed = r#"{"Message":"","MessageId":"","Timestamp":"","TopicArn":"","Type":""}"#;
        assert!(SampleRequest::missing_members(signed, find_scheme("aws-sns/v2").unwrap(), "", NOW).is_empty());
    }
}
