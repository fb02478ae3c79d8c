//! What comes in: bytes, header fields and secrets, copied out of JavaScript.

use hookwright::header::Headers;
use hookwright::signature::Secret;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::{range_error, secret_error, type_error};

/// Copies bytes. Memory is asked for first, because running out of it in the middle would end the whole instance.
pub(crate) fn bytes(given: &Uint8Array) -> Result<Vec<u8>, JsValue> {
    let length = given.length() as usize;
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(length).is_err() {
        let message = format!("there is no memory for a body of {length} bytes; limit what your server reads");
        return Err(range_error("body_too_large", &message));
    }
    bytes.resize(length, 0);
    given.copy_to(&mut bytes);
    Ok(bytes)
}

/// Header fields, from an array that holds name, value, name, value and so on.
pub(crate) fn headers(given: &Array) -> Headers {
    let mut texts = given.iter().map(|text| text.as_string().unwrap_or_default());
    let mut headers = Headers::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        headers.push(name, value);
    }
    headers
}

/// Secrets, from an array that holds value, name, value, name and so on. A value is text or bytes; a name may be undefined.
///
/// Each is copied once, straight into memory that is zeroised when the secret is dropped.
pub(crate) fn secrets(given: &Array) -> Result<Vec<Secret>, JsValue> {
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
