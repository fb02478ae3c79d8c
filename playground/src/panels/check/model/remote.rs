//! The task of the worker that checks a delivery, and its answer.

use hookwright::signature::{REJECTION_CODES, SECRET_CODES};

use super::diagnosis;
use super::form::CheckForm;
use super::verdict::{Findings, Genuine, HandshakeResponse, Reason, Remote};
use crate::model::fields;
use crate::model::json::Value;
use crate::model::sample;
use crate::model::scheme::CustomScheme;
use crate::model::task::{HandshakeTask, Task};

/// Returns the task that checks a delivery. `json` is the custom scheme as JSON. If the secrets cannot be used, the delivery
/// is verified with another one.
pub(crate) fn task(
    form: &CheckForm,
    custom: &CustomScheme,
    json: Option<String>,
    is_usable: bool,
    now_ms: i64,
) -> Option<Task> {
    let scheme = form.scheme.scheme(custom).ok()?;
    let mut delivery = diagnosis::task(form, || json, now_ms)?;
    if !is_usable {
        delivery.secrets = vec![sample::other_secret(&scheme)];
    }
    let secrets = fields::texts(&form.secrets);
    Some(Task::Check(delivery, HandshakeTask { is_possible: scheme.handshake.is_some(), secrets }))
}

/// Reads the answer of the worker. Returns `None` if it is malformed.
pub(crate) fn remote(answer: &Value) -> Option<Remote> {
    let verified = match reason(answer.get("verdict")?) {
        Some(Reason { code: "missing_url" | "missing_method", .. }) => return Some(Remote::NotPossible),
        Some(reason) => Err(reason),
        None => Ok(genuine(answer.get("verdict")?)?),
    };
    let response = match answer.get("handshake").filter(|handshake| handshake.is_object()) {
        None => Ok(None),
        Some(handshake) => match reason(handshake) {
            Some(reason) => Err(reason),
            None => Ok(Some(response(handshake)?)),
        },
    };
    Some(Remote::Known(Findings { verified, response }))
}

fn genuine(verdict: &Value) -> Option<Genuine> {
    Some(Genuine {
        key_index: usize::try_from(verdict.get("key")?.get("index")?.as_u64()?).ok()?,
        id: verdict.get("id").and_then(Value::as_str).map(String::from),
        timestamp_ms: verdict.get("timestampMs").and_then(Value::as_i64),
        is_partial: verdict.get("unsigned").is_some(),
    })
}

fn response(handshake: &Value) -> Option<HandshakeResponse> {
    let line = |(name, value): &(String, Value)| Some(format!("{name}: {}", value.as_str()?));
    let headers: Option<Vec<String>> = handshake.get("headers")?.as_object().iter().map(line).collect();
    Some(HandshakeResponse {
        status: u16::try_from(handshake.get("status")?.as_u64()?).ok()?,
        headers: headers?.join("\n"),
        body: handshake.get("body")?.as_str()?.into(),
        has_secret: handshake.get("secret").is_some(),
    })
}

/// Returns why something is rejected, if it is.
fn reason(answer: &Value) -> Option<Reason> {
    if answer.get("ok")?.as_bool()? {
        return None;
    }
    let code = answer.get("code").and_then(Value::as_str).unwrap_or_default();
    let known = REJECTION_CODES.iter().chain(SECRET_CODES).find(|known| known.as_str() == code);
    let message = answer.get("message").and_then(Value::as_str).unwrap_or_default();
    Some(Reason { code: known.map_or("rejected", |known| known.as_str()), message: message.into(), distance_ms: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_a_genuine_delivery() {
        let answer = json!({ "verdict": { "ok": true, "key": { "index": 1 }, "id": "msg_1", "timestampMs": 5 } });
        let genuine = Genuine { key_index: 1, id: Some("msg_1".into()), timestamp_ms: Some(5), is_partial: false };
        assert_eq!(remote(&answer.into()), Some(Remote::Known(Findings { verified: Ok(genuine), response: Ok(None) })));
    }

    #[test]
    fn reads_a_rejection_and_the_response_to_a_handshake() {
        let answer = json!({
            "verdict": { "ok": false, "code": "too_old", "message": "it is old" },
            "handshake": { "ok": true, "status": 200, "headers": { "A": "b", "C": "d" }, "body": "x" },
        });
        let Some(Remote::Known(Findings { verified, response })) = remote(&answer.into()) else {
            panic!("it is valid")
        };
        assert_eq!(verified, Err(Reason { code: "too_old", message: "it is old".into(), distance_ms: None }));
        let response = response.unwrap().unwrap();
        assert_eq!((response.status, response.headers.as_str(), response.has_secret), (200, "A: b\nC: d", false));
    }

    #[test]
    fn a_request_without_an_input_is_checked_here() {
        let answer = json!({ "verdict": { "ok": false, "code": "missing_url", "message": "" } });
        assert_eq!(remote(&answer.into()), Some(Remote::NotPossible));
    }

    #[test]
    fn malformed_answers_are_refused() {
        for answer in [json!({}), json!({ "verdict": {} }), json!({ "verdict": { "ok": true } }), json!(null)] {
            assert_eq!(remote(&answer.clone().into()), None, "{answer}");
        }
    }
}
