//! What is known of providers, as data.

use hookwright::provider::{self, PROVIDERS, Provider};
use hookwright::signature::Scheme;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::unknown;
use crate::output::plain;

/// Every provider.
///
/// # Errors
/// None that can be reached: it returns a `Result` because building objects in JavaScript does.
#[wasm_bindgen]
pub fn providers() -> Result<JsValue, JsValue> {
    plain(&PROVIDERS)
}

/// What a caller has to know of a scheme before it can use it.
#[derive(Serialize)]
struct SchemeUse {
    id: &'static str,
    /// The header fields that the scheme reads. No others need to be handed over.
    headers: [&'static str; 1],
}

/// The scheme of this id, or the default one of this provider.
///
/// # Errors
/// A `TypeError` with code `unknown_provider` or `unknown_scheme`, which lists the known ones.
#[wasm_bindgen]
pub fn scheme(provider: Option<String>, scheme: Option<String>) -> Result<JsValue, JsValue> {
    let scheme = match scheme {
        Some(id) => find_scheme(&id)?,
        None => find_provider(&provider.unwrap_or_default())?.default_scheme(),
    };
    plain(&SchemeUse { id: scheme.id, headers: [scheme.header] })
}

/// The provider of this id.
pub(crate) fn find_provider(id: &str) -> Result<&'static Provider, JsValue> {
    provider::find(id).ok_or_else(|| unknown("provider", id, PROVIDERS.iter().map(|provider| provider.id)))
}

/// The scheme of this id.
pub(crate) fn find_scheme(id: &str) -> Result<&'static Scheme, JsValue> {
    let known = || PROVIDERS.iter().flat_map(|provider| provider.schemes).map(|scheme| scheme.id);
    provider::find_scheme(id).ok_or_else(|| unknown("scheme", id, known()))
}
