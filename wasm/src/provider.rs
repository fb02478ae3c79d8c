//! Lookup of providers by id.

use hookwright::catalog::{self, PROVIDERS, Provider};
use wasm_bindgen::JsValue;

use crate::error::unknown;

/// Finds a provider by its id.
pub(crate) fn find_provider(id: &str) -> Result<&'static Provider, JsValue> {
    catalog::find(id).ok_or_else(|| unknown("provider", id, PROVIDERS.iter().map(|provider| provider.id)))
}
