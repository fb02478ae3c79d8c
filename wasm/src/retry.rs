//! When failed attempts are retried.

use hookwright::provider::{self, PROVIDERS};
use hookwright::retry;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::unknown;
use crate::output::plain;

/// Lays out the attempts of a delivery that never succeeds, the first one due at `start_ms`, an integer.
///
/// # Errors
/// A `TypeError` for an unknown policy.
#[wasm_bindgen(js_name = planRetries)]
pub fn plan_retries(policy: &str, start_ms: f64) -> Result<JsValue, JsValue> {
    let known = || PROVIDERS.iter().map(|provider| provider.policy.id);
    let policy = provider::find_policy(policy).ok_or_else(|| unknown("policy", policy, known()))?;
    // A conversion with `as` saturates and takes NaN for 0, so no number can do harm here.
    plain(&retry::plan(policy, start_ms as i64))
}
