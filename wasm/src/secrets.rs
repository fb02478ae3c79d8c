//! Secrets: reading them from JavaScript, and generating new ones.

use hookwright::signature::{Secret, Verifier};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::{secret_error, setup_error, type_error};
use crate::input;
use crate::output::plain;
use crate::scheme;
use crate::wipe::{Depth, wiped};

/// The TypeScript type of secrets.
#[wasm_bindgen(typescript_custom_section)]
const CORE_SECRETS: &str = "
/**
 * Secrets as `[value, name, value, name, …]`. A value is a string, an `ArrayBuffer` with text as UTF-8, or a `Uint8Array` with the key.
 */
export type CoreSecrets = (string | Uint8Array | ArrayBuffer | undefined)[];
";

/// Reads secrets from `[value, name, value, name, …]`. A value is text, which is decoded as the scheme specifies, or
/// the key itself. Text is a string or an `ArrayBuffer` of UTF-8; a key is a `Uint8Array`. A name may be undefined.
///
/// Each secret is copied once, directly into memory that is zeroised when the secret is dropped.
pub(crate) fn read_secrets(given: &Array) -> Result<Vec<Secret>, JsValue> {
    let mut parts = given.iter();
    let mut secrets = Vec::new();
    while let Some(value) = parts.next() {
        let secret = match (value.as_string(), value.dyn_ref::<Uint8Array>(), value.dyn_ref::<ArrayBuffer>()) {
            (Some(text), ..) => Secret::new(text),
            (None, Some(bytes), _) => Secret::from_key(bytes.to_vec()),
            (None, None, Some(text)) => Secret::new(Uint8Array::new(text).to_vec()),
            (None, None, None) => {
                return Err(type_error("invalid_secret", "a secret must be a string or a Uint8Array"));
            }
        };
        let secret = secret.map_err(secret_error)?;
        secrets.push(match parts.next().and_then(|name| name.as_string()) {
            Some(name) => secret.named(name),
            None => secret,
        });
    }
    Ok(secrets)
}

/// A scheme whose keys are the bytes of the text.
const TEXT_SCHEME: &str = "generic/signature";

/// Checks secrets whose text is the key itself. `secrets` is `[value, name, …]`.
///
/// # Errors
/// A `TypeError` for text that cannot be a secret: an empty text, a placeholder, or a public key.
#[wasm_bindgen(js_name = checkTextSecrets)]
pub fn check_text_secrets(
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
) -> Result<(), JsValue> {
    let scheme = scheme::find(TEXT_SCHEME)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        Verifier::new(&scheme, &read_secrets(secrets)?).map(drop).map_err(|error| setup_error(&error))
    })
}

/// A generated secret.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GeneratedSecret<'a> {
    /// The key to sign with, and to verify with if there is no `publicKey`. Show it once, and store it as a secret.
    secret: &'a str,
    /// The key to verify with, if it differs. It is not secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<String>,
}

/// Generates a secret in the format of the scheme from these random bytes.
///
/// # Errors
/// A `TypeError` for an unknown scheme, for too few or too many bytes, and for key types that cannot be generated here.
#[wasm_bindgen(js_name = generateSecret, unchecked_return_type = "import('./generated/secret.js').GeneratedSecret")]
pub fn generate_secret(scheme: &str, random: &Uint8Array) -> Result<JsValue, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        let made = scheme.scheme().make_secret(&input::bytes(random)?).map_err(secret_error)?;
        plain(&GeneratedSecret { secret: &made.secret, public_key: made.public })
    })
}
