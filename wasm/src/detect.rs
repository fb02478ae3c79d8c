//! Whose delivery it may be.

use hookwright::catalog;
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::input;
use crate::output::plain;

/// What was found out, in the shape that JavaScript gets.
#[derive(Serialize)]
struct Detection {
    provider: Option<&'static str>,
    candidates: Vec<Candidate>,
}

#[derive(Serialize)]
struct Candidate {
    provider: &'static str,
    evidence: Vec<Evidence>,
}

#[derive(Serialize)]
struct Evidence {
    #[serde(flatten)]
    what: catalog::Evidence,
    message: String,
}

/// Says who may have sent a delivery, and why. `headers` is `[name, value, …]`; it may be empty, and so may the body.
///
/// # Errors
/// A `RangeError` for a body that memory cannot hold. A delivery that could be anybody's is no error.
#[wasm_bindgen(js_name = detectProvider)]
pub fn detect_provider(headers: &Array, body: &Uint8Array) -> Result<JsValue, JsValue> {
    let found = catalog::detect(&input::headers(headers), &input::bytes(body)?);
    let provider = found.provider().map(|provider| provider.id);
    let evidence = |what: catalog::Evidence| Evidence { message: what.describe(), what };
    let candidate = |candidate: catalog::Candidate| Candidate {
        provider: candidate.provider.id,
        evidence: candidate.evidence.into_iter().map(evidence).collect(),
    };
    plain(&Detection { provider, candidates: found.candidates.into_iter().map(candidate).collect() })
}
