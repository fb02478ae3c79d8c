//! A delivery by any scheme, made up from what its row says: something to look at before one has one's own.

use hookwright::catalog::Provider;
use hookwright::credential::Credential;
use hookwright::event;
use hookwright::http::Headers;
use hookwright::signature::{
    Algorithm, HandshakeTrigger, KeyForm, Place, Scheme, Secret, Signer, TimeUnit, TimestampField, Unsigned,
};
use hookwright::time::{format_http_date, format_rfc3339};
use serde_json::{Map, Value, json};

use super::SAMPLE_URL;
use super::signing::{Needs, handshake_method};
use super::template::members;

/// The secret of schemes whose secrets are any text. It says itself what it is.
const TEXT: &str = "whsec_sample_secret_for_trying_things_out";
const OTHER_TEXT: &str = "whsec_sample_secret_of_another_endpoint";

/// The bytes that other sample secrets are made from: for trying things out, and known to everybody.
const RANDOM: [u8; 32] = *b"a sample, known to all the world";
const OTHER_RANDOM: [u8; 32] = *b"another sample, for other places";

/// The secret that the page starts with for a scheme, so that there is a signature to look at.
pub(crate) fn secret(scheme: &Scheme<&str>) -> Credential {
    match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => include_str!("keys/rsa.pem").trim_end().into(),
        Algorithm::EcdsaP256Sha256 => include_str!("keys/p256.pem").trim_end().into(),
        _ if scheme.key == KeyForm::Text => TEXT.into(),
        _ => scheme.make_secret(&RANDOM).map_or_else(|_| TEXT.into(), |made| made.secret),
    }
}

/// Another secret of the same form. Of a key pair, it is only the half that verifies.
pub(crate) fn other_secret(scheme: &Scheme<&str>) -> Credential {
    match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => include_str!("keys/rsa-other.pub.pem").trim_end().into(),
        Algorithm::EcdsaP256Sha256 => include_str!("keys/p256-other.pub.pem").trim_end().into(),
        _ if scheme.key == KeyForm::Text => OTHER_TEXT.into(),
        _ => scheme
            .make_secret(&OTHER_RANDOM)
            .map_or_else(|_| OTHER_TEXT.into(), |made| made.public.map_or(made.secret, Credential::from)),
    }
}

/// A request before it is signed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    /// The method.
    pub(crate) method: &'static str,
    /// Where it goes.
    pub(crate) url: String,
    /// The header fields that it has without the signature.
    pub(crate) headers: Headers,
    /// The body.
    pub(crate) body: String,
    /// The id, for schemes that have one.
    pub(crate) id: String,
}

impl Sample {
    /// A delivery of a first event, with everything in it that the scheme reads.
    pub(crate) fn event(provider: Option<&Provider>, scheme: &Scheme<&str>, now_ms: i64) -> Self {
        let id = format!("evt_{now_ms}");
        let catalogue = provider.and_then(|provider| Some((provider, provider.events.first()?)));
        let (kind, body) = if Needs::of(scheme).form {
            ("application/x-www-form-urlencoded", format!("Event=order.paid&Id={id}&Amount=4200"))
        } else {
            let body = catalogue.map(|(provider, kind)| event::sample(provider.envelope, kind, &id, now_ms));
            let body = body.unwrap_or_else(|| pretty(&document(provider, &id, now_ms)));
            ("application/json", with_members(body, scheme, &id, now_ms))
        };
        let mut headers = Headers::new();
        headers.push("Content-Type", kind);
        for name in signed_headers(scheme) {
            headers.push(name, "sample");
        }
        Self { method: "POST", url: SAMPLE_URL.into(), headers, body, id }
    }

    /// What the sender asks before it sends anything, where it does.
    pub(crate) fn handshake(scheme: &Scheme<&str>, now_ms: i64) -> Option<Self> {
        const CHALLENGE: &str = "qgg8vlvZRS6UYooatFL8Aw";
        let handshake = scheme.handshake.as_ref()?;
        let mut sample = Self::event(None, scheme, now_ms);
        let mut document = json!({});
        sample.method = handshake_method(&handshake.trigger);
        match handshake.trigger {
            HandshakeTrigger::Query { query } => {
                sample.url = format!("{SAMPLE_URL}?{query}={CHALLENGE}");
                sample.headers = Headers::new();
            }
            HandshakeTrigger::Header { header, equals } => sample.headers.push(header, equals.unwrap_or(CHALLENGE)),
            HandshakeTrigger::Member { member, equals } => {
                // Types are told by numbers or by words, and a number is read as its digits.
                let value = equals.parse::<i64>().map_or_else(|_| Value::from(equals), Value::from);
                put(&mut document, member, value);
            }
        }
        for pointer in members(handshake.reply.body) {
            put(&mut document, pointer, CHALLENGE.into());
        }
        sample.body = if sample.method == "GET" { String::new() } else { pretty(&document) };
        Some(sample)
    }

    /// The same request, signed at an instant. Nothing where that cannot be done.
    pub(crate) fn signed(&self, scheme: &Scheme<&str>, secret: &str, at_ms: i64) -> Option<Self> {
        let secret = Secret::new(secret).ok()?;
        let unsigned = Unsigned::new(self.body.as_bytes()).id(&self.id).at(at_ms).to(self.method, &self.url);
        let signer = Signer::with_short_keys(scheme, &[secret]).ok()?;
        let made = signer.sign(&unsigned.with(&self.headers)).ok()?;
        Some(Self {
            headers: self.headers.iter().chain(made.headers.iter()).collect(),
            url: made.url,
            body: String::from_utf8(made.body).ok()?,
            ..self.clone()
        })
    }
}

/// An event of a sender of whom no event types are known, in the envelope if that is.
fn document(provider: Option<&Provider>, id: &str, now_ms: i64) -> Value {
    let (kind, time) = ("order.paid", format_rfc3339(now_ms));
    let data = json!({ "amount": 4200, "currency": "EUR" });
    let Some(Provider { envelope, .. }) = provider else {
        return json!({ "id": id, "type": kind, "time": time, "data": data });
    };
    let mut members = Map::new();
    members.extend(envelope.id.map(|name| (name.into(), id.into())));
    members.insert(envelope.kind.into(), kind.into());
    members.extend(envelope.time.map(|name| (name.into(), time.into())));
    members.extend(envelope.data.map(|name| (name.into(), data)));
    Value::Object(members)
}

/// The header fields that a scheme signs and does not make itself.
pub(crate) fn signed_headers(scheme: &Scheme<&str>) -> Vec<String> {
    // What the body is, a delivery says whether that is signed or not.
    let made = || scheme.headers().chain(["Content-Type"]);
    scheme.needs().headers.into_iter().filter(|name| made().all(|made| !made.eq_ignore_ascii_case(name))).collect()
}

/// The body with every member that the scheme reads in it, where it has them not yet.
pub(crate) fn with_members(body: String, scheme: &Scheme<&str>, id: &str, now_ms: i64) -> String {
    let mut members: Vec<(&str, Value)> =
        members(scheme.content).map(|pointer| (pointer, Value::from("sample"))).collect();
    if let Place::Member { member } = scheme.signature.place {
        members.push((member, "".into()));
    }
    if let Some(Place::Member { member }) = scheme.message_id {
        members.push((member, id.into()));
    }
    if let Some(TimestampField { place: Place::Member { member }, unit, .. }) = scheme.timestamp {
        members.push((member, written(unit, now_ms)));
    }
    if members.is_empty() {
        return body;
    }
    let Ok(mut document) = serde_json::from_str::<Value>(&body) else { return body };
    for (pointer, value) in members {
        put(&mut document, pointer, value);
    }
    pretty(&document)
}

fn written(unit: TimeUnit, ms: i64) -> Value {
    match unit {
        TimeUnit::Seconds | TimeUnit::Any => (ms / 1000).into(),
        TimeUnit::Milliseconds => ms.into(),
        TimeUnit::Rfc3339 | TimeUnit::Rfc3339Utc => format_rfc3339(ms).into(),
        TimeUnit::HttpDate => format_http_date(ms).into(),
    }
}

/// Puts a value at a JSON Pointer, with the objects and arrays that lead to it.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let mut here = document;
    for token in pointer.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        if let Ok(index) = name.parse::<usize>()
            && !here.is_object()
        {
            if !here.is_array() {
                *here = Value::Array(Vec::new());
            }
            let Some(items) = here.as_array_mut() else { return };
            while items.len() <= index.min(9) {
                items.push(Value::Null);
            }
            let Some(item) = items.get_mut(index) else { return };
            here = item;
        } else {
            if !here.is_object() {
                *here = Value::Object(Map::new());
            }
            let Some(members) = here.as_object_mut() else { return };
            here = members.entry(name).or_insert(Value::Null);
        }
    }
    *here = value;
}

fn pretty(document: &Value) -> String {
    serde_json::to_string_pretty(document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_through_what_is_not_there_yet() {
        let mut document = json!({ "a": 1 });
        put(&mut document, "/b/0/c~1d", 2.into());
        put(&mut document, "/a/x", 3.into());
        assert_eq!(document, json!({ "a": { "x": 3 }, "b": [{ "c/d": 2 }] }));
        put(&mut document, "/e/99999999", 0.into());
        assert_eq!(document["e"].as_array().map(Vec::len), Some(10), "not as long as a pointer says");
    }
}
