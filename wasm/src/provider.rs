//! Lookup of providers by id.

use hookwright::catalog::{self, PROVIDERS, Provider};
use wasm_bindgen::JsValue;
#[cfg(feature = "receive")]
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::error::unknown;
use crate::parts::part;

/// Finds a provider by its id.
pub(crate) fn find_provider(id: &str) -> Result<&'static Provider, JsValue> {
    catalog::find(id).ok_or_else(|| not_found(id))
}

/// Returns the error for an id that is not the id of a provider.
#[cfg(feature = "receive")]
#[wasm_bindgen(js_name = unknownProvider, unchecked_return_type = "TypeError")]
#[must_use]
pub fn unknown_provider(id: &str) -> JsValue {
    part!(not_found_part(id))
}

#[cfg(feature = "receive")]
#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn not_found_part(id: &str) -> JsValue {
    not_found(id)
}

fn not_found(id: &str) -> JsValue {
    unknown("provider", id, PROVIDERS.iter().map(|provider| provider.id))
}
