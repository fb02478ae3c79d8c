//! Requests that ask instead of telling.

use hookwright::signature::{HandshakeError, Verifier, answer};
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::setup_error;
use crate::input::Copied;
use crate::output::{object, plain};
use crate::scheme;
use crate::secrets::read_secrets;
use crate::verify::refused;
use crate::wipe::{Depth, wiped};

/// What to answer a handshake with.
#[derive(Serialize)]
struct HandshakeAnswer<'a> {
    ok: bool,
    status: u16,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    headers: JsValue,
    /// `None` where the status has none, as 204.
    body: Option<String>,
    /// The secret for all deliveries that follow, which the sender has just sent, as Asana does. Keep it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
}

/// Answers a request that arrived at `now_ms`, if it is a handshake; otherwise null. The arguments are those of `verify`.
///
/// # Errors
/// A `TypeError` for an unknown scheme, and for a secret that cannot be used or is missing although the handshake needs one;
/// a `RangeError` for a body that memory cannot hold. A handshake that is refused is no error.
#[wasm_bindgen(js_name = answerHandshake, unchecked_return_type = "import('./generated/handshake.js').HandshakeAnswer | import('./generated/verdict.js').Rejected | null")]
pub fn answer_handshake(
    scheme: &str,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
    #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
    body: &Uint8Array,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        let secrets = read_secrets(secrets)?;
        if scheme.handshake_needs().secret || !secrets.is_empty() {
            // Whether the secrets can be used does not depend on what somebody sends.
            Verifier::new(&scheme, &secrets).map_err(|error| setup_error(&error))?;
        }
        let copied = Copied::read(request, body)?;
        match answer(&scheme, &secrets, &copied.request(), now_ms as i64) {
            Ok(None) => Ok(JsValue::NULL),
            Ok(Some(answer)) => plain(&HandshakeAnswer {
                ok: true,
                status: answer.status,
                headers: object(&answer.headers)?,
                // A `Response` takes no body with these.
                body: (!matches!(answer.status, 204 | 205)).then_some(answer.body),
                secret: answer.secret.as_deref(),
            }),
            Err(HandshakeError::Rejected(rejection)) => refused(&rejection),
            Err(HandshakeError::Setup(error)) => Err(setup_error(&error)),
        }
    })
}
