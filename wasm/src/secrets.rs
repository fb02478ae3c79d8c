//! Secrets, copied out of JavaScript.

use hookwright::signature::Secret;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::{secret_error, type_error};

/// Secrets, from an array that holds value, name, value, name and so on. A value is text or bytes; a name may be undefined.
///
/// Each is copied once, straight into memory that is zeroised when the secret is dropped.
pub(crate) fn read_secrets(given: &Array) -> Result<Vec<Secret>, JsValue> {
    let mut parts = given.iter();
    let mut secrets = Vec::new();
    while let Some(value) = parts.next() {
        let secret = match (value.as_string(), value.dyn_ref::<Uint8Array>()) {
            (Some(text), _) => Secret::new(text),
            (None, Some(bytes)) => Secret::new(bytes.to_vec()),
            (None, None) => return Err(type_error("invalid_secret", "a secret is a string or a Uint8Array")),
        };
        let secret = secret.map_err(secret_error)?;
        secrets.push(match parts.next().and_then(|name| name.as_string()) {
            Some(name) => secret.named(name),
            None => secret,
        });
    }
    Ok(secrets)
}
