//! The shared vectors, natively. Tests of the wasm module, the npm package and the page use the same files.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

use std::collections::BTreeSet;

use hookwright::http::Headers;
use hookwright::signature::{Request, Scheme, Secret, Signer, TimeUnit, Unsigned, Verified, Verifier};
use hookwright::{catalog, retry};
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
        let text = given["text"].as_str().map(Vec::from).unwrap_or_else(|| bytes(&given["hex"]));
        let secret = Secret::new(text).unwrap();
        given["name"].as_str().map_or(secret.clone(), |name| secret.named(name))
    };
    test["secrets"].as_array().unwrap().iter().map(secret).collect()
}

/// Checks every vector of a file.
fn check_signatures(tests: &[Value]) {
    for test in tests {
        let id = text(&test["id"]);
        let scheme = catalog::find_scheme(text(&test["scheme"])).unwrap_or_else(|| panic!("{id}: unknown scheme"));
        let body = test["body"].as_str().map(Vec::from).unwrap_or_else(|| bytes(&test["bodyHex"]));
        let fields = test["headers"].as_array().unwrap().iter().map(|field| (text(&field[0]), text(&field[1])));
        let headers: Headers = fields.collect();
        let (method, url) = (test["method"].as_str().unwrap_or("POST"), test["url"].as_str().unwrap_or_default());
        let now_ms = test["nowMs"].as_i64().unwrap_or(0);
        let request = Request::new(&headers, &body).to(method, url);
        let verdict = Verifier::new(scheme, &secrets(test)).unwrap().verify(&request, now_ms);
        if test["ok"] == true {
            let verified = verdict.unwrap_or_else(|rejection| panic!("{id}: {rejection}"));
            assert_eq!(test["keyIndex"], verified.key_index, "{id}");
            assert_eq!(test["keyName"].as_str(), verified.key_name.as_deref(), "{id}");
            check_signing(id, scheme, &secrets(test)[verified.key_index], &request, &verified);
        } else {
            assert_eq!(verdict.unwrap_err().code(), text(&test["code"]), "{id}");
        }
    }
}

/// Checks that signing with the same scheme gives the accepted signature.
fn check_signing(id: &str, scheme: &Scheme, secret: &Secret, request: &Request<'_>, verified: &Verified) {
    // Dates have several notations, and a public key cannot sign.
    let is_other_text = scheme.timestamp.is_some_and(|field| matches!(field.unit, TimeUnit::Rfc3339 | TimeUnit::Any));
    let in_header = scheme.signature_header().filter(|_| !scheme.algorithm.is_asymmetric() && !is_other_text);
    let Some(name) = in_header else { return };
    let unsigned = Unsigned {
        body: request.body,
        id: verified.id.as_deref(),
        timestamp_ms: verified.timestamp_ms,
        method: request.method,
        // The URL of the request already contains the digest.
        url: request.url.split("&bodySHA256=").next().unwrap(),
        headers: Some(request.headers),
    };
    let signed = match Signer::with_short_keys(scheme, std::slice::from_ref(secret)).unwrap().sign(&unsigned) {
        Ok(signed) => signed,
        Err(error) => panic!("{id}: {error}"),
    };
    let made = signed.headers.get(name).next().unwrap().to_lowercase();
    let prefix = scheme.signature.written_prefix();
    let last = made.rsplit(scheme.signature.separator.unwrap_or('\n')).next().unwrap();
    let made = last.trim_start_matches(prefix);
    let sent = scheme.headers().flat_map(|name| request.headers.get(name)).collect::<String>().to_lowercase();
    let other_port = scheme.content.contains("any-port");
    assert!(sent.contains(made) || other_port, "{id}: {made} is not in {sent}");
}

#[test]
fn verdicts_match_the_signature_vectors() {
    let tests = tests(include_str!("../../tests/vectors/signature.json"));
    check_signatures(&tests);
    println!("{} signature vectors", tests.len());
}

/// The number of senders with independent signatures, by the sender or the sender's code. It must not decrease.
const INDEPENDENT: usize = 39;

#[test]
fn verdicts_match_the_sender_vectors() {
    let tests = tests(include_str!("../../tests/vectors/senders.json"));
    check_signatures(&tests);
    let independent = |test: &&Value| test["madeBy"] != "own" && test["madeBy"] != "vendor-sdk-accepted";
    let checked: BTreeSet<&str> = tests.iter().filter(independent).map(|test| text(&test["sender"])).collect();
    let all = catalog::senders().count();
    println!(
        "{} vectors of senders; {all} senders, {} of them with independent signatures",
        tests.len(),
        checked.len()
    );
    println!("{checked:?}");
    assert!(checked.len() >= INDEPENDENT, "only {} senders have independent signatures", checked.len());
    for test in &tests {
        let (sender, scheme) = (text(&test["sender"]), text(&test["scheme"]));
        let row = catalog::senders().find(|row| row.id == sender).unwrap_or_else(|| panic!("{sender} is not a sender"));
        assert!(row.schemes.iter().any(|known| known.id == scheme), "{scheme} is not a scheme of {sender}");
    }
}

#[test]
fn events_match_the_event_vectors() {
    let tests = tests(include_str!("../../tests/vectors/events.json"));
    for test in &tests {
        let id = text(&test["id"]);
        let body = test["bodyHex"].as_str().map_or_else(|| text(&test["body"]).into(), |hex| hex::decode(hex).unwrap());
        let asked = test["provider"].as_str().map(|id| catalog::find(id).unwrap());
        let read = catalog::parse(&body, asked);
        let expected = &test["event"];
        assert_eq!(expected["provider"].as_str(), read.provider, "{id}");
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
fn plans_match_the_retry_vectors() {
    let tests = tests(include_str!("../../tests/vectors/retry.json"));
    for test in &tests {
        let policy = test["policy"].as_str().map_or_else(
            || retry::Policy::parse(&test["policy"].to_string()).unwrap(),
            |id| catalog::find_policy(id).unwrap().clone(),
        );
        let plan = retry::plan_from(&policy, &retry::PlanOptions { seed: test["seed"].as_u64(), ..Default::default() });
        let delays: Vec<Option<u64>> = plan.attempts.iter().map(|attempt| attempt.delay_ms).collect();
        assert_eq!(test["delaysMs"], serde_json::json!(delays));
        if test["seed"].is_null() {
            assert_eq!(test["spanMs"], serde_json::json!(plan.span_ms));
            assert_eq!(test["confidence"], plan.confidence.as_str());
            assert_eq!(test["summary"], plan.summary);
        }
    }
    println!("{} retry vectors", tests.len());
}
