//! The shared vectors, run natively. The wasm package and the browser run the same files.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read its vectors should stop there"
)]

use hookwright::header::Headers;
use hookwright::signature::{Secret, Signer, Verifier};
use hookwright::{event, provider, retry};
use serde_json::Value;

fn tests(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    let tests = file["tests"].as_array().unwrap().clone();
    assert_eq!(file["numberOfTests"], tests.len());
    tests
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(text(value)).unwrap()
}

fn secrets(test: &Value) -> Vec<Secret> {
    let secret = |given: &Value| {
        let secret = Secret::new(bytes(&given["hex"])).unwrap();
        given["name"].as_str().map_or(secret.clone(), |name| secret.named(name))
    };
    test["secrets"].as_array().unwrap().iter().map(secret).collect()
}

#[test]
fn signatures() {
    let tests = tests(include_str!("../../tests/vectors/signature.json"));
    for test in &tests {
        let id = text(&test["id"]);
        let scheme = provider::find_scheme(text(&test["scheme"])).unwrap();
        let body = bytes(&test["bodyHex"]);
        let fields = test["headers"].as_array().unwrap().iter().map(|field| (text(&field[0]), text(&field[1])));
        let headers: Headers = fields.collect();
        let verdict = Verifier::new(scheme, &secrets(test)).unwrap().verify(&headers, &body);
        if test["ok"] == true {
            let verified = verdict.unwrap_or_else(|rejection| panic!("{id}: {rejection}"));
            assert_eq!(test["keyIndex"], verified.key_index, "{id}");
            assert_eq!(test["keyName"].as_str(), verified.key_name.as_deref(), "{id}");
            // What signs reads the same row: it makes the header that was accepted.
            let signed = Signer::new(scheme, &secrets(test)[verified.key_index]).sign(&body);
            let made = signed.get(scheme.header).next().unwrap();
            assert!(headers.get(scheme.header).next().unwrap().eq_ignore_ascii_case(made), "{id}");
        } else {
            assert_eq!(verdict.unwrap_err().code(), text(&test["code"]), "{id}");
        }
    }
    println!("{} signature vectors", tests.len());
}

#[test]
fn events() {
    let tests = tests(include_str!("../../tests/vectors/events.json"));
    for test in &tests {
        let id = text(&test["id"]);
        let body = test["bodyHex"].as_str().map_or_else(|| text(&test["body"]).into(), |hex| hex::decode(hex).unwrap());
        let asked = test["provider"].as_str().map(|id| provider::find(id).unwrap());
        let read = event::parse(&body, asked);
        let expected = &test["event"];
        assert_eq!(expected["provider"].as_str(), read.provider.map(|provider| provider.id), "{id}");
        assert_eq!(expected["type"].as_str(), read.kind.as_deref(), "{id}");
        assert_eq!(expected["id"].as_str(), read.id.as_deref(), "{id}");
        assert_eq!(expected["occurredAtMs"].as_i64(), read.occurred_at_ms, "{id}");
        let data = read.data.map(|data| data.get());
        if let Some(expected) = expected["dataText"].as_str() {
            assert_eq!(data, Some(expected), "{id}");
        } else {
            let data: Value = data.map_or(Value::Null, |data| serde_json::from_str(data).unwrap());
            assert_eq!(expected["data"], data, "{id}");
        }
        let problems: Vec<Value> = read
            .problems
            .iter()
            .map(|problem| serde_json::json!([problem.code, problem.severity, problem.path]))
            .collect();
        assert_eq!(test["problems"], Value::Array(problems), "{id}");
    }
    println!("{} event vectors", tests.len());
}

#[test]
fn retries() {
    let tests = tests(include_str!("../../tests/vectors/retry.json"));
    for test in &tests {
        let plan = retry::plan(&provider::find(text(&test["policy"])).unwrap().policy, 0);
        let delays: Vec<u64> = plan.attempts.iter().map(|attempt| attempt.delay_ms).collect();
        assert_eq!(test["delaysMs"], serde_json::json!(delays));
        assert_eq!(test["spanMs"], plan.span_ms);
        assert_eq!(test["confidence"], plan.confidence.as_str());
        assert_eq!(test["summary"], plan.summary);
    }
    println!("{} retry vectors", tests.len());
}
