//! Whether a delivery is genuine.

use hookwright::signature::{Request, Verifier};
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::setup_error;
use crate::input;
use crate::output::plain;
use crate::scheme::find_scheme;
use crate::secrets::read_secrets;

/// A verdict, in the shape that JavaScript gets.
#[derive(Serialize)]
#[serde(untagged)]
enum Verdict {
    Verified { ok: bool, key: Key },
    Rejected { ok: bool, code: &'static str, message: String },
}

/// The secret that matched.
#[derive(Serialize)]
struct Key {
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// Checks a delivery. `secrets` is `[value, name, …]` and `headers` is `[name, value, …]`.
///
/// # Errors
/// A `TypeError` for an unknown scheme or a secret that cannot be used, a `RangeError` for a body that memory cannot hold.
/// A delivery that is refused is no error.
#[wasm_bindgen]
pub fn verify(scheme: &str, secrets: &Array, headers: &Array, body: &Uint8Array) -> Result<JsValue, JsValue> {
    let verifier = Verifier::new(find_scheme(scheme)?, &read_secrets(secrets)?).map_err(|error| setup_error(&error))?;
    let (headers, body) = (input::headers(headers), input::bytes(body)?);
    plain(&match verifier.verify(&Request::new(&headers, &body), 0) {
        Ok(verified) => Verdict::Verified { ok: true, key: Key { index: verified.key_index, name: verified.key_name } },
        Err(rejection) => Verdict::Rejected { ok: false, code: rejection.code(), message: rejection.to_string() },
    })
}
