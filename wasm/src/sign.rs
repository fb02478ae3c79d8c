//! Signing a delivery.

use hookwright::signature::{Signer, Unsigned};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{setup_error, type_error};
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
    let signer = Signer::new(scheme, &read_secrets(secret)?).map_err(|error| setup_error(&error))?;
    let signed = signer.sign(&Unsigned::new(&input::bytes(body)?)).map_err(|e| type_error(e.code(), &e.to_string()))?;
    let fields = Object::new();
    for (name, value) in signed.headers.iter() {
        Reflect::set(&fields, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    Ok(fields.into())
}
