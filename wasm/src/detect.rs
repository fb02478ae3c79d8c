//! Whose delivery it may be.

use hookwright::catalog;
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::input;
use crate::output::plain;

/// Who may have sent a delivery.
#[derive(Serialize)]
struct Detection {
    /// The one provider for which there is all the evidence that there is for any other, and more. `None` if there is no such
    /// provider.
    provider: Option<&'static str>,
    /// Every provider for which there is evidence, those with the most first.
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
    /// The same in a sentence.
    message: String,
}

/// Says who may have sent a delivery, and why. `headers` is `[name, value, …]`; it may be empty, and so may the body.
///
/// # Errors
/// A `RangeError` for a body that memory cannot hold. A delivery that could be anybody's is no error.
#[wasm_bindgen(js_name = detectProvider, unchecked_return_type = "import('./generated/detection.js').Detection")]
pub fn detect_provider(
    #[wasm_bindgen(unchecked_param_type = "string[]")] headers: &Array,
    body: &Uint8Array,
) -> Result<JsValue, JsValue> {
    let found = catalog::detect(&input::headers(headers), &input::bytes(body)?);
    let provider = found.provider().map(|provider| provider.id);
    let evidence = |what: catalog::Evidence| Evidence { message: what.describe(), what };
    let candidate = |candidate: catalog::Candidate| Candidate {
        provider: candidate.provider.id,
        evidence: candidate.evidence.into_iter().map(evidence).collect(),
    };
    plain(&Detection { provider, candidates: found.candidates.into_iter().map(candidate).collect() })
}
