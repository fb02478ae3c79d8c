//! What is known of providers and of how they sign, as data.

use hookwright::provider::{self, PROVIDERS, Provider};
use hookwright::signature::Scheme;
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{listed, type_error, unknown};
use crate::output::plain;
use crate::provider::find_provider;

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
    headers: Vec<&'static str>,
}

/// The scheme of this id, or the default one of this provider.
///
/// # Errors
/// A `TypeError` with code `unknown_provider` or `unknown_scheme`, which lists the known ones, or `no_scheme` for a provider
/// that none is known of, which lists those that have one.
#[wasm_bindgen]
pub fn scheme(provider: Option<String>, scheme: Option<String>) -> Result<JsValue, JsValue> {
    let scheme = match scheme {
        Some(id) => find_scheme(&id)?,
        None => default_scheme(find_provider(&provider.unwrap_or_default())?)?,
    };
    plain(&SchemeUse { id: scheme.id, headers: scheme.headers().collect() })
}

/// The scheme that a provider signs by where no other is named.
fn default_scheme(provider: &Provider) -> Result<&'static Scheme, JsValue> {
    provider.default_scheme().ok_or_else(|| {
        let others = PROVIDERS.iter().filter(|other| other.default_scheme().is_some());
        let message = format!(
            "no scheme of `{}` is known yet, so it cannot sign; known are those of {}",
            provider.id,
            listed(others.map(|other| other.id))
        );
        type_error("no_scheme", &message)
    })
}

/// The names of all headers that any provider signs in, as its documentation spells them.
#[wasm_bindgen(js_name = signatureHeaders)]
#[must_use]
pub fn signature_headers() -> Array {
    let schemes = PROVIDERS.iter().flat_map(|provider| provider.schemes);
    schemes.flat_map(Scheme::headers).map(JsValue::from_str).collect()
}

/// The scheme of this id.
pub(crate) fn find_scheme(id: &str) -> Result<&'static Scheme, JsValue> {
    let known = || provider::senders().flat_map(|sender| sender.schemes).map(|scheme| scheme.id);
    provider::find_scheme(id).ok_or_else(|| unknown("scheme", id, known()))
}
