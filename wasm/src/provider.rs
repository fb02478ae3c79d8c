//! Lookup of providers by id.

use hookwright::catalog::{self, PROVIDERS, Provider};
use wasm_bindgen::JsValue;
#[cfg(feature = "receive")]
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::unknown;

/// Finds a provider by its id.
pub(crate) fn find_provider(id: &str) -> Result<&'static Provider, JsValue> {
    catalog::find(id).ok_or_else(|| not_found(id))
}

/// Returns the error for an id that is not the id of a provider.
#[cfg(feature = "receive")]
#[wasm_bindgen(js_name = unknownProvider, unchecked_return_type = "TypeError")]
#[must_use]
pub fn unknown_provider(id: &str) -> JsValue {
    not_found(id)
}

fn not_found(id: &str) -> JsValue {
    unknown("provider", id, PROVIDERS.iter().map(|provider| provider.id))
}
