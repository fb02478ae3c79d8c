//! Retry policies and schedules.

use std::ops::Deref;
use std::rc::Rc;

use hookwright::catalog;
use hookwright::http::Headers;
use hookwright::retry::{
    self, EndedAttempt, Outage, OutageCost, Outcome, Plan, PlanOptions, Policy, Reading, TransportError,
};
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::cache::Cache;
use crate::error::{listed, policy_error, type_error};
use crate::input;
use crate::output::plain;
use crate::parts::part;

/// The attempts of a delivery that never succeeds.
#[derive(Serialize)]
struct RetryPlan {
    #[serde(flatten)]
    plan: Plan,
    /// The cost of the outage, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    outage: Option<OutageCost>,
}

/// Plans the attempts of a delivery that never succeeds. The first attempt is due at `start_ms`, an integer. `policy`
/// is an id or JSON. `seed` determines the jitter.
///
/// # Errors
/// A `TypeError` for an unknown or invalid policy.
#[wasm_bindgen(js_name = planRetries, unchecked_return_type = "import('./generated/retry.js').RetryPlan")]
pub fn plan_retries(
    policy: &str,
    start_ms: f64,
    seed: Option<f64>,
    outage_start_ms: Option<f64>,
    outage_ms: Option<f64>,
) -> Result<JsValue, JsValue> {
    part!(plan_retries_part(policy, start_ms, seed, outage_start_ms, outage_ms))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn plan_retries_part(
    policy: &str,
    start_ms: f64,
    seed: Option<f64>,
    outage_start_ms: Option<f64>,
    outage_ms: Option<f64>,
) -> Result<JsValue, JsValue> {
    let policy = find_policy(policy)?;
    // `as` saturates and converts NaN to 0, so any number is safe here.
    let start = PlanOptions { start_ms: start_ms as i64, seed: seed.map(|seed| seed as u64), attempt_ms: 0 };
    let plan = retry::plan_from(&policy, &start);
    let outage = outage_start_ms
        .zip(outage_ms)
        .map(|(start, duration)| plan.outage_cost(Outage { start_ms: start as i64, duration_ms: duration as u64 }));
    plain(&RetryPlan { plan, outage })
}

/// Returns what happens after attempt `number` of a delivery. `times` is `[firstMs, nowMs]`: when the first attempt was
/// due, and when this one ended. If there was no response, `status` is 0 and `error` says why. `headers` is `[name,
/// value, …]`.
///
/// # Errors
/// A `TypeError` for an unknown or invalid policy.
#[wasm_bindgen(js_name = nextAttempt, unchecked_return_type = "import('./generated/retry.js').NextAction")]
pub fn next_attempt(
    policy: &str,
    number: u32,
    times: &[f64],
    status: u16,
    error: &str,
    #[wasm_bindgen(unchecked_param_type = "string[]")] headers: &Array,
    seed: f64,
) -> Result<JsValue, JsValue> {
    part!(next_attempt_part(policy, number, times, status, error, headers, seed))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn next_attempt_part(
    policy: &str,
    number: u32,
    times: &[f64],
    status: u16,
    error: &str,
    headers: &Array,
    seed: f64,
) -> Result<JsValue, JsValue> {
    let policy = find_policy(policy)?;
    let headers = input::headers(headers);
    let [first_ms, now_ms] = instants(times);
    let ended = EndedAttempt { number, first_ms, now_ms, outcome: outcome(status, error)?, headers: &headers };
    plain(&policy.next(&ended, seed as u64))
}

/// Returns what happens after attempt `number`, counted from 1, if it failed on the sender's side. `times` is that of
/// [`next_attempt`].
///
/// # Errors
/// A `TypeError` for an unknown or invalid policy.
#[wasm_bindgen(js_name = nextBySchedule, unchecked_return_type = "import('./generated/retry.js').NextAction")]
pub fn next_by_schedule(policy: &str, number: u32, times: &[f64], seed: f64) -> Result<JsValue, JsValue> {
    part!(next_by_schedule_part(policy, number, times, seed))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn next_by_schedule_part(policy: &str, number: u32, times: &[f64], seed: f64) -> Result<JsValue, JsValue> {
    let policy = find_policy(policy)?;
    let [first_ms, now_ms] = instants(times);
    plain(&policy.next_by_schedule(number, first_ms, now_ms, seed as u64))
}

/// The limits of a policy that a queue needs before it accepts deliveries.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Terms {
    /// The maximum number of attempts of a delivery, if there is a limit.
    attempts: Option<u32>,
    /// How long an attempt waits for a response, if the policy specifies it.
    timeout_ms: Option<u64>,
}

/// Returns the attempt limit and the response timeout of a policy.
///
/// # Errors
/// A `TypeError` for an unknown or invalid policy.
#[wasm_bindgen(js_name = deliveryTerms, unchecked_return_type = "import('./generated/core.js').Terms")]
pub fn delivery_terms(policy: &str) -> Result<JsValue, JsValue> {
    part!(delivery_terms_part(policy))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn delivery_terms_part(policy: &str) -> Result<JsValue, JsValue> {
    let policy = find_policy(policy)?;
    plain(&Terms { attempts: policy.attempts(), timeout_ms: policy.timeout_ms })
}

/// Returns how a sender with this policy reads a response. Without a policy, responses are read as Standard Webhooks
/// recommends.
///
/// # Errors
/// A `TypeError` for an unknown or invalid policy.
#[wasm_bindgen(js_name = classifyResponse, unchecked_return_type = "import('./generated/retry.js').Classified")]
pub fn classify_response(
    policy: Option<String>,
    status: u16,
    error: &str,
    #[wasm_bindgen(unchecked_param_type = "string[]")] headers: &Array,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    part!(classify_response_part(policy, status, error, headers, now_ms))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn classify_response_part(
    policy: Option<String>,
    status: u16,
    error: &str,
    headers: &Array,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    let reading = match policy {
        None => Reading::STANDARD,
        Some(policy) => find_policy(&policy)?.reading.clone(),
    };
    let headers: Headers = input::headers(headers);
    plain(&reading.classify(outcome(status, error)?, &headers, now_ms as i64))
}

/// When the first attempt was due, and the current time.
fn instants(times: &[f64]) -> [i64; 2] {
    [0, 1].map(|index| times.get(index).copied().unwrap_or_default() as i64)
}

pub(crate) fn outcome(status: u16, error: &str) -> Result<Outcome, JsValue> {
    if status != 0 {
        return Ok(Outcome::Answered(status));
    }
    TransportError::find(error).map(Outcome::Failed).ok_or_else(|| {
        let known = listed(TransportError::names());
        type_error("invalid_options", &format!("unknown `error`; expected {known}"))
    })
}

/// A policy of the catalog, or a custom one.
pub(crate) enum FoundPolicy {
    Known(&'static Policy),
    Custom(Rc<Policy>),
}

impl Deref for FoundPolicy {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        match self {
            Self::Known(policy) => policy,
            Self::Custom(policy) => policy,
        }
    }
}

thread_local! {
    /// Parsed custom policies.
    static CUSTOM: Cache<Rc<Policy>> = const { Cache::new() };
}

/// Finds a policy by its id, or parses it from JSON text. No id begins with `{`. The result is cached.
pub(crate) fn find_policy(text: &str) -> Result<FoundPolicy, JsValue> {
    if text.starts_with('{') {
        let parse = || Policy::parse(text).map(Rc::new).map_err(|problems| policy_error(&problems));
        return CUSTOM.with(|cache| cache.get(text, parse)).map(FoundPolicy::Custom);
    }
    catalog::find_policy(text).map(FoundPolicy::Known).ok_or_else(|| {
        let known = catalog::policies().map(|policy| policy.id.as_ref());
        crate::error::unknown("policy", text, known)
    })
}
