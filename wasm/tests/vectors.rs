//! The shared vectors through the exported wasm functions, in Node, and in Chromium with `WASM_BINDGEN_USE_BROWSER=1`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

use hookwright_wasm::{
    ProviderService, answer_handshake, begin_attempt, check_message_id, check_scheme, classify_response,
    delivery_terms, detect_provider, generate_secret, is_reserved_header, next_attempt, next_by_schedule, parse_event,
    plan_retries, scheme, senders, settle_attempt, sign, start_delivery, verify,
};
use js_sys::{Array, JSON, Reflect, Uint8Array};
use serde_json::Value;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

fn tests(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    let tests = file["tests"].as_array().unwrap().clone();
    assert_eq!(file["numberOfTests"], tests.len());
    assert!(!tests.is_empty());
    tests
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().map(|digit| digit.to_digit(16).unwrap() as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn array(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

fn strings<'a>(texts: impl Iterator<Item = &'a str>) -> Array {
    texts.map(JsValue::from_str).collect()
}

/// `[value, name, …]`: text, or the bytes of a key.
fn secrets<'a>(given: impl Iterator<Item = &'a Value>) -> Array {
    let parts = given.flat_map(|secret| {
        let name = secret["name"].as_str().map_or(JsValue::UNDEFINED, JsValue::from_str);
        let value = secret["text"].as_str().map(JsValue::from_str);
        [value.unwrap_or_else(|| array(&unhex(text(&secret["hex"]))).into()), name]
    });
    parts.collect()
}

/// One secret as text, without a name.
fn secret(text: &str) -> Array {
    [JsValue::from_str(text), JsValue::UNDEFINED].into_iter().collect()
}

/// `[method, url, name, value, …]`.
fn request(test: &Value) -> Array {
    let fields = test["headers"].as_array().unwrap().iter();
    let target = [test["method"].as_str().unwrap_or("POST"), test["url"].as_str().unwrap_or_default()];
    strings(target.into_iter().chain(fields.flat_map(|field| [text(&field[0]), text(&field[1])])))
}

fn body(test: &Value) -> Uint8Array {
    array(&test["body"].as_str().map_or_else(|| unhex(text(&test["bodyHex"])), Vec::from))
}

/// The verdict of a vector.
fn verdict(test: &Value) -> Value {
    let given = secrets(test["secrets"].as_array().unwrap().iter());
    let now_ms = test["nowMs"].as_f64().unwrap_or(0.0);
    json(&verify(text(&test["scheme"]), &given, &request(test), &body(test), now_ms, None, None).unwrap())
}

/// A returned value as JSON, as in the vectors.
fn json(answer: &JsValue) -> Value {
    serde_json::from_str(&String::from(JSON::stringify(answer).unwrap())).unwrap()
}

fn code(error: &JsValue) -> String {
    Reflect::get(error, &"code".into()).unwrap().as_string().unwrap()
}

fn message(error: &JsValue) -> String {
    Reflect::get(error, &"message".into()).unwrap().as_string().unwrap()
}

#[wasm_bindgen_test]
fn verdicts_match_the_signature_vectors() {
    let tests = tests(include_str!("../../tests/vectors/signature.json"));
    for test in &tests {
        let id = text(&test["id"]);
        let verdict = verdict(test);
        assert_eq!(verdict["ok"], test["ok"], "{id}");
        if test["ok"] == true {
            assert_eq!(verdict["key"]["index"], test["keyIndex"], "{id}");
            assert_eq!(verdict["key"].get("name"), test.get("keyName"), "{id}");
            let given = test["secrets"].as_array().unwrap();
            let index = test["keyIndex"].as_u64().unwrap() as usize;
            let (scheme, body, bare) = (text(&test["scheme"]), body(test), strings(["POST", ""].into_iter()));
            let signer = secrets(given[index..].iter().take(1));
            let signed = json(&sign(scheme, &signer, &bare, &body, None, 0.0, false).unwrap());
            assert_eq!((&signed["body"], signed.get("url")), (&Value::Null, None), "{id}");
            let (name, value) = signed["headers"].as_object().unwrap().iter().next().unwrap();
            let accepted = strings(["POST", "", name.as_str(), text(value)].into_iter());
            let verdict = verify(scheme, &secrets(given.iter()), &accepted, &body, 0.0, None, None).unwrap();
            assert_eq!(json(&verdict)["ok"], true, "{id}");
        } else {
            assert_eq!(verdict["code"], test["code"], "{id}");
            assert!(verdict["message"].as_str().is_some_and(|message| !message.is_empty()), "{id}");
        }
    }
    let refused = tests.iter().filter(|test| test["ok"] == false).count();
    assert!(refused > 30, "only {refused} vectors are rejected");
    console_log!("{} signature vectors, {refused} of them refused", tests.len());
}

#[wasm_bindgen_test]
fn verdicts_match_the_sender_vectors() {
    let tests = tests(include_str!("../../tests/vectors/senders.json"));
    for test in &tests {
        let verdict = verdict(test);
        assert_eq!(verdict["ok"], test["ok"], "{}: {verdict}", test["id"]);
        assert_eq!(verdict["key"]["index"], test["keyIndex"], "{}", test["id"]);
    }
    console_log!("{} vectors of senders, of whom there are {}", tests.len(), Array::from(&senders().unwrap()).length());
}

#[wasm_bindgen_test]
fn a_custom_scheme_signs_verifies_and_answers_handshakes() {
    let own = r#"{
        "id": "acme/v1", "algorithm": "ed25519", "key": "hex", "content": "{timestamp}.{body}",
        "signature": { "query": "s", "encoding": "base64url" },
        "timestamp": { "header": "Acme-Time", "unit": "milliseconds" },
        "handshake": { "trigger": { "header": "Acme-Ping" }, "reply": { "body": "pong" } }
    }"#;
    let known = json(&scheme(None, Some(own.into())).unwrap());
    assert_eq!(known["needs"]["headers"], serde_json::json!(["Acme-Time"]));
    assert_eq!((&known["needs"]["url"], &known["handshake"]["url"]), (&true.into(), &false.into()));
    assert_eq!(json(&check_scheme(own).unwrap()), serde_json::json!([]));

    let made = json(&generate_secret(own, &array(&[7; 32])).unwrap());
    let (private, public) = (secret(text(&made["secret"])), secret(text(&made["publicKey"])));
    let bare = strings(["POST", "https://example.com/"].into_iter());
    let signed = json(&sign(own, &private, &bare, &array(b"{}"), None, 1500.0, false).unwrap());
    let url = text(&signed["url"]);
    let sent = strings(["POST", url, "acme-time", "1500"].into_iter());
    let check = |now_ms, past_ms, future_ms| {
        json(&verify(own, &public, &sent, &array(b"{}"), now_ms, past_ms, future_ms).unwrap())
    };
    assert_eq!(check(1500.0, None, None)["timestampMs"], 1500);
    assert_eq!(check(1502.0, Some(1.0), Some(0.0))["code"], "too_old");
    assert_eq!(check(f64::MAX, Some(f64::INFINITY), Some(f64::NAN))["ok"], true);

    let ping = strings(["POST", "", "acme-ping", "1"].into_iter());
    let answer =
        |request| answer_handshake(own, &Array::new(), request, &array(b""), 0.0, &Array::new(), "", false).unwrap();
    assert_eq!(json(&answer(&ping))["body"], "pong");
    assert!(answer(&bare).is_null());
}

#[wasm_bindgen_test]
fn events_match_the_event_vectors() {
    let tests = tests(include_str!("../../tests/vectors/events.json"));
    for test in &tests {
        let id = text(&test["id"]);
        let body = test["bodyHex"].as_str().map_or_else(|| text(&test["body"]).into(), unhex);
        let answer = parse_event(&array(&body), test["provider"].as_str().map(str::to_owned)).unwrap();
        let read = json(&answer);
        let expected = &test["event"];
        for field in ["provider", "type", "id", "occurredAtMs"] {
            assert_eq!(read[field], expected[field], "{id}: {field}");
            assert!(read.get(field).is_some(), "{id}: {field} is null, not absent");
        }
        if let Some(exact) = expected["dataText"].as_str() {
            let data = Reflect::get(&answer, &"data".into()).unwrap();
            assert_eq!(data.as_string().as_deref(), Some(exact), "{id}");
        } else {
            let data = read["data"].as_str().map_or(Value::Null, |data| serde_json::from_str(data).unwrap());
            assert_eq!(data, expected["data"], "{id}");
        }
        let problems = read["problems"].as_array().unwrap().iter();
        let problems: Vec<_> = problems
            .map(|problem| serde_json::json!([problem["code"], problem["severity"], problem["path"]]))
            .collect();
        assert_eq!(Value::Array(problems), test["problems"], "{id}");
    }
    console_log!("{} event vectors", tests.len());
}

#[wasm_bindgen_test]
fn plans_match_the_retry_vectors() {
    let tests = tests(include_str!("../../tests/vectors/retry.json"));
    for test in &tests {
        let policy = test["policy"].as_str().map_or_else(|| test["policy"].to_string(), String::from);
        let plan = json(&plan_retries(&policy, 0.0, test["seed"].as_f64(), None, None).unwrap());
        let delays = plan["attempts"].as_array().unwrap().iter().map(|attempt| attempt["delayMs"].clone()).collect();
        assert_eq!(test["delaysMs"], Value::Array(delays));
        for field in ["spanMs", "confidence", "summary"].into_iter().filter(|field| test.get(field).is_some()) {
            assert_eq!(test[field], plan[field], "{field}");
        }
    }
    let terms = |policy: &str| json(&delivery_terms(policy).unwrap());
    assert_eq!(terms("svix"), serde_json::json!({ "attempts": 8, "timeoutMs": 15_000 }));
    let endless = r#"{"id":"mine","schedule":{"kind":"fixed","delayMs":1}}"#;
    assert_eq!(terms(endless), serde_json::json!({ "attempts": null, "timeoutMs": null }));
    console_log!("{} retry vectors", tests.len());
}

#[wasm_bindgen_test]
fn a_restored_service_continues_its_deliveries() {
    let random = array(&[7; 64]);
    let new = |saved| ProviderService::new("generic", Some("token".into()), None, &random, saved, 0.0);
    let mut service = new(None).unwrap();
    let headers = strings(["Authorization", "Bearer token", "Content-Type", "application/json"].into_iter());
    let body = br#"{"url":"https://receiver.example/","events":["user.created"],"secret":"whsec_a"}"#;
    let target = "/v1/webhooks";
    let answer = |service: &mut ProviderService, headers: &Array| {
        json(&service.handle("POST", target, "http://127.0.0.1:1", headers, &array(body), 1000.0).unwrap())
    };
    assert_eq!(answer(&mut service, &Array::new())["status"], 401);
    let made = answer(&mut service, &headers);
    assert_eq!(made["status"], 201, "{made}");

    let emitted = json(&service.emit("user.created".into(), None, None, 1000.0).unwrap());
    assert_eq!(service.next_due_ms(), Some(1000.0));
    let due = service.take_due(1000.0).unwrap();
    let [attempt] = Array::from(&due).to_vec().try_into().unwrap();
    let body = Reflect::get(&attempt, &"body".into()).unwrap();
    let body = body.dyn_into::<Uint8Array>().unwrap();
    let attempt = json(&attempt);
    assert_eq!(attempt["eventId"], emitted["eventId"]);
    assert_eq!((&attempt["number"], &attempt["timeoutMs"]), (&1.into(), &Value::Null));
    let fields = attempt["headers"].as_array().unwrap().iter();
    let fields = fields.flat_map(|field| [text(&field[0]), text(&field[1])]);
    let sent = strings(["POST", ""].into_iter().chain(fields));
    let verdict = verify("generic/signature", &secret("whsec_a"), &sent, &body, 0.0, None, None).unwrap();
    assert_eq!(json(&verdict)["ok"], true);

    let delivery = text(&attempt["deliveryId"]);
    assert_eq!(
        code(&service.settle(delivery, None, Some("bad".into()), &Array::new(), 1000.0).unwrap_err()),
        "invalid_outcome"
    );
    assert!(service.settle(delivery, None, Some("timeout".into()), &Array::new(), 1000.0).unwrap());
    assert!(!service.settle(delivery, Some(200), None, &Array::new(), 1000.0).unwrap(), "an attempt is settled twice");
    let again = new(Some(service.save(2000.0))).unwrap();
    assert_eq!((again.saved_now_ms(), again.next_due_ms()), (Some(2000.0), Some(31_000.0)));
    assert_eq!(again.secret(), service.secret());
}

#[wasm_bindgen_test]
fn detects_a_provider_by_its_header() {
    let headers = strings(["x-well-signature", "0"].into_iter());
    let found = json(&detect_provider(&headers, &array(b"")).unwrap());
    assert_eq!(found["provider"], "well");
    assert_eq!(found["candidates"][0]["evidence"][0]["kind"], "header");
}

#[wasm_bindgen_test]
fn misuse_throws_an_error_with_a_code() {
    let (none, body) = (Array::new(), array(b"{}"));
    let number: Array = [JsValue::from_f64(1.0), JsValue::UNDEFINED].into_iter().collect();
    let refused = |scheme: &str, secrets: &Array| verify(scheme, secrets, &none, &body, 0.0, None, None).unwrap_err();
    assert_eq!(code(&refused("generic/signature", &none)), "missing_secret");
    assert_eq!(code(&refused("generic/signature", &secret(""))), "empty_secret");
    assert_eq!(code(&refused("generic/signature", &number)), "invalid_secret");
    assert_eq!(code(&sign("generic/signature", &none, &none, &body, None, 0.0, false).unwrap_err()), "missing_secret");

    let unknown = refused("stripe/v0", &secret("a"));
    assert!(unknown.is_instance_of::<js_sys::TypeError>());
    assert_eq!(code(&unknown), "unknown_scheme");
    assert!(message(&unknown).contains("`stripe/v1`"), "{}", message(&unknown));
    let invalid = refused(r#"{"id":1}"#, &secret("a"));
    assert_eq!(code(&invalid), "invalid_scheme");
    let problems = json(&Reflect::get(&invalid, &"problems".into()).unwrap());
    assert_eq!(problems[0]["path"], "/id", "{problems}");
    assert_eq!(code(&scheme(Some("acme".into()), None).unwrap_err()), "unknown_provider");
    assert_eq!(code(&generate_secret("awell/rsa", &array(&[7; 32])).unwrap_err()), "secret_not_made_here");
    assert_eq!(code(&parse_event(&body, Some("acme".into())).unwrap_err()), "unknown_provider");
    assert_eq!(code(&plan_retries("acme", 0.0, None, None, None).unwrap_err()), "unknown_policy");
    assert_eq!(code(&next_by_schedule("acme", 1, &[], 0.0).unwrap_err()), "unknown_policy");
    assert_eq!(code(&start_delivery("acme", 0.0, 0.0).unwrap_err()), "unknown_policy");
    assert_eq!(
        code(&settle_attempt("acme", &Array::new(), 200, "", &Array::new(), 0.0).unwrap_err()),
        "unknown_policy"
    );
    assert_eq!(
        code(&settle_attempt("generic", &Array::new(), 200, "", &Array::new(), 0.0).unwrap_err()),
        "delivery_over"
    );
    assert_eq!(code(&delivery_terms("acme").unwrap_err()), "unknown_policy");
    assert_eq!(code(&check_message_id("acme/v1", "evt_1").unwrap_err()), "unknown_scheme");
    assert_eq!(code(&check_message_id("standard/v1", "order.paid.1").unwrap_err()), "invalid_id");
    assert!(check_message_id("standard/v1", "evt_1").is_ok());
    assert!(is_reserved_header("Host") && !is_reserved_header("Authorization"));
    let service = |provider, random: &[u8]| ProviderService::new(provider, None, None, &array(random), None, 0.0).err();
    assert_eq!(code(&service("awell", &[0; 64]).unwrap()), "no_api");
    assert_eq!(code(&service("generic", &[0; 63]).unwrap()), "invalid_options");
}

#[wasm_bindgen_test]
fn rejects_numbers_that_are_not_instants() {
    for start in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 8.64e15, -8.64e15] {
        // A number beyond the exact range throws an error and does not trap.
        let _ = plan_retries("generic", start, Some(start), Some(start), Some(start));
        let headers = Array::new();
        let _ = next_attempt("generic", 1, &[start, start], 500, "", &headers, start);
        let _ = next_by_schedule("generic", 1, &[start], start);
        let _ = start_delivery("generic", start, start);
        let number = JsValue::from_f64(start);
        let progress = Array::of5(&"attempting".into(), &number, &number, &number, &number);
        let _ = settle_attempt("generic", &progress, 500, "", &headers, start);
        progress.set(0, "waiting".into());
        let request = strings(["evt_1", "text/plain", "https://a.example/"].into_iter());
        let key = secret("whsec_abc123");
        let _ = begin_attempt("generic/signature", "generic", &key, &request, &array(b"{}"), &progress, start);
        let _ = classify_response(None, 503, "", &headers, start);
    }
}
