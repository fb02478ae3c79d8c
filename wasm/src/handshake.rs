//! Handshakes: requests with which a sender checks an endpoint before it sends deliveries.

use hookwright::signature::{Endpoint, HandshakeError, Verifier};
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::error::{setup_error, type_error};
use crate::input::Copied;
use crate::output::{object, plain};
use crate::parts::part;
use crate::scheme;
use crate::secrets::read_secrets;
use crate::verify::refused;
use crate::wipe::{Depth, wiped};

/// The response to a handshake.
#[derive(Serialize)]
struct HandshakeAnswer<'a> {
    ok: bool,
    status: u16,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    headers: JsValue,
    /// `None` if the status does not allow a body, such as 204.
    body: Option<String>,
    /// The secret of all later deliveries, which the sender sent with this request, as Asana does. Store it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
}

/// Answers a request that arrived at `now_ms` if it is a handshake; returns null otherwise. The first arguments are those
/// of `verify`. `token` is empty, or a token as `[value, name]`; `endpoint` is empty, or the URL of the endpoint.
///
/// # Errors
/// A `TypeError` for an unknown scheme, an unusable secret, or a missing secret that the handshake needs; a
/// `RangeError` for a body that does not fit into memory. A rejected handshake is not an error.
#[expect(clippy::too_many_arguments, reason = "an object with options would be read member by member")]
#[wasm_bindgen(js_name = answerHandshake, unchecked_return_type = "import('./generated/handshake.js').HandshakeAnswer | import('./generated/verdict.js').Rejected | null")]
pub fn answer_handshake(
    scheme: &str,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
    #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
    body: &Uint8Array,
    now_ms: f64,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] token: &Array,
    endpoint: &str,
    setting_up: bool,
) -> Result<JsValue, JsValue> {
    part!(answered(scheme, secrets, request, body, now_ms, token, (endpoint, setting_up)))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn answered(
    scheme: &str,
    secrets: &Array,
    request: &Array,
    body: &Uint8Array,
    now_ms: f64,
    token: &Array,
    (endpoint, setting_up): (&str, bool),
) -> Result<JsValue, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        let secrets = read_secrets(secrets)?;
        let token = read_secrets(token)?;
        let copied = Copied::read(request, body)?;
        let mut receiver = Endpoint::new(&secrets).at(endpoint).setting_up(setting_up);
        if let Some(token) = token.first() {
            receiver = receiver.token(token);
        }
        let answered = receiver.answer(&scheme, &copied.request(), now_ms as i64);
        let needs_secret = scheme.handshake_needs().secret;
        let is_checked = needs_secret && !matches!(answered, Ok(None));
        if !is_checked && (needs_secret || !secrets.is_empty()) {
            // An unusable secret is reported whatever the sender sends.
            Verifier::new(&scheme, &secrets).map_err(|error| setup_error(&error))?;
        }
        match answered {
            Ok(None) => Ok(JsValue::NULL),
            Ok(Some(answer)) => plain(&HandshakeAnswer {
                ok: true,
                status: answer.status,
                headers: object(&answer.headers)?,
                // The constructor of `Response` throws for a body with these statuses.
                body: (!matches!(answer.status, 204 | 205)).then_some(answer.body),
                secret: answer.secret.as_deref(),
            }),
            Err(HandshakeError::Rejected(rejection)) => refused(&rejection, &[]),
            Err(HandshakeError::Setup(error)) => Err(setup_error(&error)),
            Err(error) => Err(type_error(error.code(), &error.to_string())),
        }
    })
}
