//! Signing a delivery.

use hookwright::signature::{SecretError, Signer};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::secret_error;
use crate::input;
use crate::scheme::find_scheme;
use crate::secrets::read_secrets;

/// The header fields that sign a body, as a plain object. `secret` is `[value, name]`, as for `verify`.
///
/// # Errors
/// A `TypeError` for an unknown scheme or a secret that cannot be used, a `RangeError` for a body that memory cannot hold.
#[wasm_bindgen]
pub fn sign(scheme: &str, secret: &Array, body: &Uint8Array) -> Result<JsValue, JsValue> {
    let scheme = find_scheme(scheme)?;
    let secrets = read_secrets(secret)?;
    let secret = secrets.first().ok_or_else(|| secret_error(SecretError::Missing))?;
    let fields = Object::new();
    for (name, value) in Signer::new(scheme, secret).sign(&input::bytes(body)?).iter() {
        Reflect::set(&fields, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    Ok(fields.into())
}
