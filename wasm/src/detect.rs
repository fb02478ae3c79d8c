//! Detection of the provider of a delivery.

use hookwright::catalog;
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::input;
use crate::output::plain;
use crate::parts::part;

/// The providers that may have sent a delivery.
#[derive(Serialize)]
struct Detection {
    /// The most likely provider: there is more evidence for it than for any other, and all evidence for the others also
    /// fits it. `None` if no provider qualifies.
    provider: Option<&'static str>,
    /// Every provider for which there is evidence, ordered from most to least evidence.
    candidates: Vec<Candidate>,
}

/// A provider, and the evidence for it.
#[derive(Serialize)]
struct Candidate {
    provider: &'static str,
    /// Never empty.
    evidence: Vec<Evidence>,
}

/// Evidence for a provider.
#[derive(Serialize)]
struct Evidence {
    #[serde(flatten)]
    what: catalog::Evidence,
    /// The evidence as a sentence.
    message: String,
}

/// Detects which providers may have sent a delivery, with the evidence. `headers` is `[name, value, …]`. Both the
/// headers and the body may be empty.
///
/// # Errors
/// A `RangeError` for a body that does not fit into memory. A delivery that cannot be attributed is not an error.
#[wasm_bindgen(js_name = detectProvider, unchecked_return_type = "import('./generated/detection.js').Detection")]
pub fn detect_provider(
    #[wasm_bindgen(unchecked_param_type = "string[]")] headers: &Array,
    body: &Uint8Array,
) -> Result<JsValue, JsValue> {
    part!(detect_provider_part(headers, body))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn detect_provider_part(headers: &Array, body: &Uint8Array) -> Result<JsValue, JsValue> {
    let found = catalog::detect(&input::headers(headers), &input::bytes(body)?);
    let provider = found.provider().map(|provider| provider.id);
    let evidence = |what: catalog::Evidence| Evidence { message: what.describe(), what };
    let candidate = |candidate: catalog::Candidate| Candidate {
        provider: candidate.provider.id,
        evidence: candidate.evidence.into_iter().map(evidence).collect(),
    };
    plain(&Detection { provider, candidates: found.candidates.into_iter().map(candidate).collect() })
}
