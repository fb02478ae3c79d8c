//! The service answers every request in the providers' documentation as documented.

use std::collections::BTreeMap;

use hookwright::catalog;
use hookwright::http::Headers;
use hookwright::retry::{Outcome, TransportError};
use hookwright::service::{ApiRequest, ApiResponse, Config, Emission, Service};
use hookwright::time::parse_rfc3339;
use serde_json::Value;

const ORIGIN: &str = "http://127.0.0.1:4010";

struct World {
    service: Service,
    now_ms: i64,
    saved: BTreeMap<String, String>,
}

#[test]
fn answers_every_documented_request() {
    let file: Value = serde_json::from_str(include_str!("../../../tests/vectors/seeds.json")).unwrap();
    let tests = file["tests"].as_array().unwrap();
    assert_eq!(file["numberOfTests"], tests.len());
    let mut steps = 0;
    for test in tests {
        let provider = catalog::find(test["provider"].as_str().unwrap()).unwrap();
        let token = test["token"].as_str();
        let config = Config { token: token.map(Into::into), secret: None, seed: [1; 32] };
        let now_ms = 1_780_842_125_000;
        let service = Service::new(provider, config).unwrap().with_workspace(now_ms);
        let mut world = World { service, now_ms, saved: BTreeMap::new() };
        for step in test["steps"].as_array().unwrap() {
            let place = format!("{}: {}", test["id"], step["shown"]);
            world.play(step, token, &place);
            steps += 1;
        }
    }
    println!("{steps} steps of {} examples", tests.len());
}

impl World {
    fn play(&mut self, step: &Value, token: Option<&str>, place: &str) {
        self.now_ms += step["advanceMs"].as_i64().unwrap_or(1000);
        if let Some(event_type) = step["emit"]["event_type"].as_str() {
            let emission = Emission { event_type: event_type.into(), ..Emission::default() };
            self.service.emit(&emission, self.now_ms).unwrap();
            for answer in step["answer"].as_array().unwrap() {
                self.deliver(answer);
            }
        }
        let response = self.ask(step, token);
        assert_eq!(step["status"], response.status, "{place}\n{}", response.body);
        if let Some(location) = step["location"].as_str() {
            assert!(response.headers.contains(&("location", location.into())), "{place}\n{:?}", response.headers);
        }
        if response.status == 204 {
            assert_eq!(response.body, "", "{place}");
        }
        let mut body: Value = serde_json::from_str(&response.body).unwrap_or(Value::Null);
        if let Some(expected) = step["problems"].as_array() {
            // The real API does not return `problems`.
            let problems = body.as_object_mut().unwrap().remove("problems").unwrap();
            let codes: Vec<Value> =
                problems.as_array().unwrap().iter().map(|problem| problem["code"].clone()).collect();
            assert_eq!(&codes, expected, "{place}");
        }
        if let Some(expected) = step.get("response") {
            self.compare(expected, &body, place);
            // Members are in the documented order.
            assert_eq!(keys(expected), keys(&body), "{place}");
        }
        for (name, path) in step["save"].as_object().into_iter().flatten() {
            let value = body.pointer(path.as_str().unwrap()).unwrap().as_str().unwrap();
            self.saved.insert(name.clone(), value.to_owned());
        }
    }

    fn ask(&mut self, step: &Value, token: Option<&str>) -> ApiResponse {
        let mut headers = Headers::new();
        let token = step.get("token").map_or(token, Value::as_str);
        if let Some(token) = token {
            headers.push("Authorization", format!("Bearer {token}"));
        }
        if let Some(content_type) = step["contentType"].as_str() {
            headers.push("Content-Type", content_type);
        }
        let target = self.fill(step["target"].as_str().unwrap());
        let request = ApiRequest {
            method: step["method"].as_str().unwrap().into(),
            target: target.strip_prefix(ORIGIN).unwrap_or(&target).into(),
            origin: ORIGIN.into(),
            headers,
            body: step.get("body").map(|body| body.to_string().into_bytes()).unwrap_or_default(),
        };
        self.service.handle(&request, self.now_ms)
    }

    /// Makes the next attempt that is due.
    fn deliver(&mut self, answer: &Value) {
        self.now_ms = self.now_ms.max(self.service.next_due_ms().unwrap());
        let attempts = self.service.take_due(self.now_ms);
        assert_eq!(attempts.len(), 1);
        let outcome = match answer.as_u64() {
            Some(status) => Outcome::Answered(status.try_into().unwrap()),
            None => Outcome::Failed(TransportError::Timeout),
        };
        assert!(self.service.settle(&attempts[0].delivery_id, outcome, &Headers::new(), self.now_ms));
    }

    fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.saved {
            text = text.replace(&format!("<saved {name}>"), value);
        }
        text
    }

    fn compare(&self, expected: &Value, found: &Value, place: &str) {
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) => {
                assert_eq!(expected.len(), found.len(), "{place}\n{found:?}");
                for (name, value) in expected {
                    self.compare(value, found.get(name).unwrap_or(&Value::Null), &format!("{place} {name}"));
                }
            }
            (Value::Array(expected), Value::Array(found)) => {
                assert_eq!(expected.len(), found.len(), "{place}\n{found:?}");
                for (expected, found) in expected.iter().zip(found) {
                    self.compare(expected, found, place);
                }
            }
            (Value::String(expected), Value::String(found)) => {
                let expected = self.fill(expected);
                assert!(has_form(&expected, found), "{place}: `{found}` is not `{expected}`");
            }
            _ => assert_eq!(expected, found, "{place}"),
        }
    }
}

fn keys(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            members.iter().flat_map(|(name, value)| [vec![name.clone()], keys(value)].concat()).collect()
        }
        Value::Array(items) => items.iter().flat_map(keys).collect(),
        _ => Vec::new(),
    }
}

fn has_form(expected: &str, found: &str) -> bool {
    let is_hex = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    match expected {
        "<string>" => true,
        "<trace>" => found.len() == 6 && is_hex(found),
        "<seconds>" => parse_rfc3339(found).is_some() && found.len() == 20,
        "<milliseconds>" => parse_rfc3339(found).is_some() && found.len() == 24,
        "<uuid>" => {
            let lengths: Vec<usize> = found.split('-').map(str::len).collect();
            lengths == [8, 4, 4, 4, 12] && is_hex(&found.replace('-', ""))
        }
        _ => match expected.strip_prefix("<id ").and_then(|rest| rest.strip_suffix('>')) {
            Some(prefix) => found.strip_prefix(prefix).is_some_and(is_hex),
            None => expected == found,
        },
    }
}
