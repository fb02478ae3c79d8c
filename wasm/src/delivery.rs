//! What has to hold for a delivery before anybody sends it.

use hookwright::subscription;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::type_error;
use crate::scheme;

/// Refuses an id that deliveries of a scheme cannot have. `scheme` is an id or JSON.
///
/// # Errors
/// A `TypeError` for an unknown scheme, or with code `invalid_id`.
#[wasm_bindgen(js_name = checkMessageId)]
pub fn check_message_id(scheme: &str, id: &str) -> Result<(), JsValue> {
    scheme::find(scheme)?.check_message_id(id).map_err(|error| type_error(error.code(), &error.to_string()))
}

/// Whether no delivery can be given a header field of this name.
#[wasm_bindgen(js_name = isReservedHeader)]
#[must_use]
pub fn is_reserved_header(name: &str) -> bool {
    subscription::is_reserved_header(name)
}
