//! Secrets, copied out of JavaScript, and new ones.

use hookwright::signature::Secret;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::{secret_error, type_error};
use crate::input;
use crate::output::plain;
use crate::scheme;
use crate::wipe::{Depth, wiped};

/// What JavaScript passes as secrets.
#[wasm_bindgen(typescript_custom_section)]
const CORE_SECRETS: &str = "
/**
 * Secrets as `[value, name, value, name, …]`. A value is text, the UTF-8 of text in an `ArrayBuffer`, or the bytes of a key.
 */
export type CoreSecrets = (string | Uint8Array | ArrayBuffer | undefined)[];
";

/// Secrets, from an array that holds value, name, value, name and so on. A value is text, which is decoded as the scheme
/// says, or bytes, which are the key itself: an `ArrayBuffer` holds text as UTF-8, and a `Uint8Array` a key. A name may be
/// undefined.
///
/// Each is copied once, straight into memory that is zeroised when the secret is dropped.
pub(crate) fn read_secrets(given: &Array) -> Result<Vec<Secret>, JsValue> {
    let mut parts = given.iter();
    let mut secrets = Vec::new();
    while let Some(value) = parts.next() {
        let secret = match (value.as_string(), value.dyn_ref::<Uint8Array>(), value.dyn_ref::<ArrayBuffer>()) {
            (Some(text), ..) => Secret::new(text),
            (None, Some(bytes), _) => Secret::from_key(bytes.to_vec()),
            (None, None, Some(text)) => Secret::new(Uint8Array::new(text).to_vec()),
            (None, None, None) => return Err(type_error("invalid_secret", "a secret is a string or a Uint8Array")),
        };
        let secret = secret.map_err(secret_error)?;
        secrets.push(match parts.next().and_then(|name| name.as_string()) {
            Some(name) => secret.named(name),
            None => secret,
        });
    }
    Ok(secrets)
}

/// A new secret.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GeneratedSecret<'a> {
    /// What signs; where there is no `publicKey`, what verifies too. Show it once, and keep it where secrets are kept.
    secret: &'a str,
    /// What verifies, where that is another key. It need not be kept secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<String>,
}

/// Makes a secret in the form that the scheme's secrets have, of these random bytes.
///
/// # Errors
/// A `TypeError` for an unknown scheme, for too few or too many bytes, and for keys that are not made here.
#[wasm_bindgen(js_name = generateSecret, unchecked_return_type = "import('./generated/secret.js').GeneratedSecret")]
pub fn generate_secret(scheme: &str, random: &Uint8Array) -> Result<JsValue, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        let made = scheme.scheme().make_secret(&input::bytes(random)?).map_err(secret_error)?;
        plain(&GeneratedSecret { secret: &made.secret, public_key: made.public })
    })
}
