//! Signing of deliveries.

use hookwright::signature::{CompiledScheme, Secret, SignError, Signer, Unsigned};
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{range_error, setup_error, type_error};
use crate::input::Copied;
use crate::output::{object, plain};
use crate::scheme;
use crate::secrets::read_secrets;
use crate::wipe::{Depth, wiped};

/// The signed parts of a request. Parts that the scheme does not change are omitted.
#[derive(Serialize)]
struct CoreSigned {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    headers: JsValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    body: JsValue,
}

/// Signs a delivery. `scheme` is an id or JSON; `secrets` is `[value, name, …]`, and `request` is `[method, url, header
/// name, value, …]`. `short_keys` allows keys that are shorter than the scheme's specification requires.
///
/// # Errors
/// A `TypeError` for an unknown scheme, an unusable secret, or a missing part of the request that the scheme signs; a
/// `RangeError` for a body that does not fit into memory.
#[wasm_bindgen(unchecked_return_type = "import('./generated/core.js').CoreSigned")]
pub fn sign(
    scheme: &str,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
    #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
    body: &Uint8Array,
    id: Option<String>,
    timestamp_ms: f64,
    short_keys: bool,
) -> Result<JsValue, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        let signer = prepare(&scheme, &read_secrets(secrets)?, short_keys)?;
        signed(&signer, request, body, id.as_deref(), timestamp_ms)
    })
}

pub(crate) fn prepare(scheme: &CompiledScheme, secrets: &[Secret], short_keys: bool) -> Result<Signer, JsValue> {
    let signer = if short_keys { Signer::with_short_keys(scheme, secrets) } else { Signer::new(scheme, secrets) };
    signer.map_err(|error| setup_error(&error))
}

fn signed(
    signer: &Signer,
    request: &Array,
    body: &Uint8Array,
    id: Option<&str>,
    timestamp_ms: f64,
) -> Result<JsValue, JsValue> {
    let copied = Copied::read(request, body)?;
    let given = copied.request();
    let unsigned = Unsigned {
        body: given.body,
        id,
        timestamp_ms: Some(timestamp_ms as i64),
        method: given.method,
        url: given.url,
        headers: Some(given.headers),
    };
    let signed = signer.sign(&unsigned).map_err(|error| sign_error(&error))?;
    plain(&CoreSigned {
        headers: object(&signed.headers)?,
        body: match signed.body == given.body {
            true => JsValue::NULL,
            false => Uint8Array::from(signed.body.as_slice()).into(),
        },
        url: Some(signed.url).filter(|url| url != given.url),
    })
}

/// A signer that is prepared once and signs any number of deliveries.
#[wasm_bindgen]
#[derive(Debug)]
pub struct PreparedSigner {
    signer: Signer,
    depth: Depth,
}

#[wasm_bindgen]
impl PreparedSigner {
    /// Prepares the keys. The arguments are those of [`sign`].
    ///
    /// # Errors
    /// A `TypeError` for an unknown scheme or an unusable secret.
    #[wasm_bindgen(constructor)]
    pub fn new(
        scheme: &str,
        #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
        short_keys: bool,
    ) -> Result<PreparedSigner, JsValue> {
        let scheme = scheme::find(scheme)?;
        let depth = Depth::of(scheme.scheme().algorithm);
        let signer = wiped(depth, || prepare(&scheme, &read_secrets(secrets)?, short_keys))?;
        Ok(Self { signer, depth })
    }

    /// Signs a delivery. The arguments are those of [`sign`].
    ///
    /// # Errors
    /// A `TypeError` for a missing part of the request that the scheme signs; a `RangeError` for a body that does not
    /// fit into memory.
    #[wasm_bindgen(unchecked_return_type = "import('./generated/core.js').CoreSigned")]
    pub fn sign(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
        body: &Uint8Array,
        id: Option<String>,
        timestamp_ms: f64,
    ) -> Result<JsValue, JsValue> {
        wiped(self.depth, || signed(&self.signer, request, body, id.as_deref(), timestamp_ms))
    }
}

pub(crate) fn sign_error(error: &SignError) -> JsValue {
    // Either there is not enough memory, or the scheme parses the body and no receiver would do so.
    let error_of = if error.code() == SignError::BodyTooLarge.code() { range_error } else { type_error };
    error_of(error.code(), &error.to_string())
}
