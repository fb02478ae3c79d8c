//! Detection of the sender of a delivery.

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

/// The senders that a delivery may come from.
#[derive(Serialize)]
struct Detection {
    /// The sender: the request has a header that only this sender uses, or there is more evidence for it than for any
    /// other. `None` if nothing was found, if several senders share what was found, or if the evidence is contradictory.
    provider: Option<&'static str>,
    /// Every sender for which there is evidence: those with the most evidence first, and among them first the providers,
    /// then the others in the order of their ids.
    candidates: Vec<Candidate>,
}

/// A sender, and the evidence for it.
#[derive(Serialize)]
struct Candidate {
    provider: &'static str,
    /// Never empty.
    evidence: Vec<Evidence>,
}

/// Evidence for a sender.
#[derive(Serialize)]
struct Evidence {
    #[serde(flatten)]
    what: catalog::Evidence,
    /// The evidence as a sentence.
    message: String,
}

/// Detects which sender a delivery comes from, with the evidence. `headers` is `[name, value, …]`. Both the
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
    let provider = found.sender().map(|sender| sender.id);
    let evidence = |what: catalog::Evidence| Evidence { message: what.describe(), what };
    let candidate = |candidate: catalog::Candidate| Candidate {
        provider: candidate.sender.id,
        evidence: candidate.evidence.into_iter().map(evidence).collect(),
    };
    plain(&Detection { provider, candidates: found.candidates.into_iter().map(candidate).collect() })
}

/// Returns the names of all headers that [`detect_provider`] reads, in the case that the documentation of the sender uses.
#[wasm_bindgen(js_name = detectionHeaders, unchecked_return_type = "string[]")]
#[must_use]
pub fn detection_headers() -> Array {
    part!(detection_headers_part())
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn detection_headers_part() -> Array {
    catalog::detection_headers().map(JsValue::from_str).collect()
}
