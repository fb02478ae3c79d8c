//! The messages of `explain` for the corpora of broken deliveries.

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use hookwright::catalog;
use hookwright::code::Code;
use hookwright::explain::{
    DIAGNOSIS_CODES, Diagnosis, DiagnosisCode, ExplainContext, Framework, KnownSecrets, explain,
};
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret};
use serde_json::{Map, Value, json};

use super::{distinct, with};

/// The corpora, which the tests of `explain` also use.
const CORPORA: [&str; 3] =
    ["tests/vectors/explain/corpus.json", "tests/vectors/explain/held-out.json", "tests/vectors/explain/further.json"];

/// The meaning, the remedy, and the different evidence in the corpora of every cause.
pub(super) fn causes() -> Value {
    let mut evidence: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for cause in diagnoses().iter().flat_map(|diagnosis| &diagnosis.causes) {
        evidence.entry(cause.code()).or_default().push(cause.evidence.clone());
    }
    let cause = |(code, definition): (DiagnosisCode, &Code)| {
        let evidence = distinct(evidence.remove(code.code()).unwrap_or_default());
        let value = json!({ "meaning": definition.about(), "remedy": code.remedy(None), "evidence": evidence });
        (code.code().to_owned(), value)
    };
    Value::Object(DiagnosisCode::examples().into_iter().zip(DIAGNOSIS_CODES).map(cause).collect())
}

/// The remedy for a reformatted body in every framework. The other remedies for bodies start with the same text.
pub(super) fn frameworks() -> Value {
    let remedy = |id| Some(DiagnosisCode::BodyReformatted.remedy(Some(Framework::find(id)?)));
    Framework::all().map(|(id, _)| (id.to_owned(), remedy(id).into())).collect::<Map<_, _>>().into()
}

/// The different messages of each check in the corpora.
pub(super) fn checks() -> Value {
    let mut messages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for check in diagnoses().iter().flat_map(|diagnosis| &diagnosis.checks) {
        messages.entry(format!("{:?}", check.name).to_lowercase()).or_default().push(check.message.clone());
    }
    messages.into_iter().map(|(name, messages)| (name, distinct(messages).into())).collect::<Map<_, _>>().into()
}

/// The diagnoses of all deliveries. They take seconds to compute.
fn diagnoses() -> &'static [Diagnosis] {
    static DIAGNOSES: OnceLock<Vec<Diagnosis>> = OnceLock::new();
    DIAGNOSES.get_or_init(|| {
        let read = |path| fs::read_to_string(super::super::root().join(path)).unwrap_or_default();
        let corpora = CORPORA.map(|path| serde_json::from_str::<Value>(&read(path)).unwrap_or_default());
        let tests = corpora.iter().flat_map(|corpus| corpus["tests"].as_array().into_iter().flatten());
        tests.cloned().chain(others()).filter_map(|test| diagnose(&test)).collect()
    })
}

/// Deliveries with causes that are rare in the corpora, in the same format.
fn others() -> Vec<Value> {
    const KEY: &str = "0123456789abcdef0123456789abcdef";
    let digits = "0123456789abcdef".repeat(4);
    let delivery = |scheme: &str, url: &str, body: &[u8], headers: &[(&str, &str)]| {
        let signature = match scheme {
            "twilio/sha1" => ("X-Twilio-Signature", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="),
            _ => ("X-Webhook-Signature", digits.as_str()),
        };
        let headers: Vec<_> = headers.iter().copied().chain([signature]).collect();
        json!({
            "scheme": scheme, "url": url, "method": "POST", "nowMs": 0, "bodyHex": hex::encode(body),
            "headers": headers, "secrets": [{ "text": KEY }],
        })
    };
    let generic = |body: &[u8], headers: &[(&str, &str)]| delivery("generic/signature", "", body, headers);
    let long = "a".repeat(11_000_000);
    let mut others = vec![
        generic(b"\x1f\x8b\x08\0", &[]),
        generic(b"{\0\"\0a\0\"\0", &[]),
        generic("{\"a\":\"\u{fffd}\"}".as_bytes(), &[]),
        generic(b"{}", &[("Content-Length", "22")]),
        generic(b"", &[("Transfer-Encoding", "chunked")]),
        generic(b"", &[("Content-Type", "application/json")]),
        generic(b"{'a': None}", &[]),
        generic(b"a b", &[("Content-Type", "application/x-www-form-urlencoded")]),
        generic(b"{\"a\":", &[]),
        generic(b"x", &[]),
        generic(long.as_bytes(), &[]),
        delivery("twilio/sha1", "", b"a=1", &[]),
        delivery("twilio/sha1", "/sms", b"a=1", &[]),
        delivery("twilio/sha1", "http://localhost:3000/sms", b"a=1", &[]),
    ];
    let secrets = [json!([]), json!([{ "text": "process.env.SECRET" }])];
    others.extend(secrets.map(|secrets| with(generic(b"{}", &[]), json!({ "secrets": secrets }))));
    others
}

fn diagnose(test: &Value) -> Option<Diagnosis> {
    let text = |member: &str| test[member].as_str().unwrap_or_default();
    let scheme = catalog::find_scheme(text("scheme"))?;
    let body = test["body"].as_str().map_or_else(|| hex::decode(text("bodyHex")).ok(), |body| Some(body.into()))?;
    let pairs = test["headers"].as_array().into_iter().flatten();
    let headers: Headers = pairs.filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?))).collect();
    let [secrets, old, others] = ["secrets", "oldSecrets", "otherSecrets"].map(|member| secrets(&test[member]));
    let keys = KnownSecrets { secrets: &secrets, old: &old, others: &others };
    let request = Request::new(&headers, &body).to(text("method"), text("url"));
    Some(explain(scheme, &keys, &request, test["nowMs"].as_i64()?, &ExplainContext::default()))
}

fn secrets(given: &Value) -> Vec<Secret> {
    let secret = |given: &Value| {
        let secret = match given["hex"].as_str() {
            Some(digits) => Secret::from_key(hex::decode(digits).ok()?).ok()?,
            None => Secret::new(given["text"].as_str()?).ok()?,
        };
        Some(match given["name"].as_str() {
            Some(name) => secret.named(name),
            None => secret,
        })
    };
    given.as_array().into_iter().flatten().filter_map(secret).collect()
}
