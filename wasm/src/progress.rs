//! The progress of a delivery, in the shape that JavaScript stores.

use hookwright::delivery::{DeliveryState, DisabledReason, Progress, StepError};
use hookwright::retry::Reason;
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::error::type_error;

/// The largest integer that JavaScript's numbers hold exactly, as do all smaller ones.
const LARGEST: i64 = (1 << 53) - 1;

/// Progress with the seed of its jitter, as it is given to JavaScript.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlainProgress {
    seed: f64,
    first_ms: f64,
    attempts: u32,
    state: &'static str,
    /// When the attempt is due, until the delivery ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_ms: Option<f64>,
    /// When the delivery ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<EndReason>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum EndReason {
    Failed(Reason),
    Disabled(DisabledReason),
}

impl PlainProgress {
    pub(crate) fn new(progress: &Progress, seed: u64) -> Self {
        let (state, due_ms, at_ms, reason) = match progress.state {
            DeliveryState::Pending { due_ms } => ("pending", Some(due_ms), None, None),
            DeliveryState::Attempting { due_ms } => ("attempting", Some(due_ms), None, None),
            DeliveryState::Waiting { due_ms } => ("waiting", Some(due_ms), None, None),
            DeliveryState::Succeeded { at_ms } => ("succeeded", None, Some(at_ms), None),
            DeliveryState::Failed { at_ms, reason } => ("failed", None, Some(at_ms), Some(EndReason::Failed(reason))),
            DeliveryState::Disabled { at_ms, reason } => {
                ("disabled", None, Some(at_ms), Some(EndReason::Disabled(reason)))
            }
        };
        Self {
            seed: seed as f64,
            first_ms: number(progress.first_ms),
            attempts: progress.attempts,
            state,
            due_ms: due_ms.map(number),
            at_ms: at_ms.map(number),
            reason,
        }
    }
}

/// Progress and its seed, from `[state, seed, firstMs, attempts, dueMs]`.
///
/// # Errors
/// A `TypeError` for a delivery that has ended.
pub(crate) fn read_progress(given: &Array) -> Result<(Progress, u64), JsValue> {
    // A conversion with `as` saturates and takes NaN for 0, so that any number is accepted.
    let number = |index| given.get(index).as_f64().unwrap_or_default();
    let due_ms = number(4) as i64;
    let state = match given.get(0).as_string().as_deref() {
        Some("pending") => DeliveryState::Pending { due_ms },
        Some("attempting") => DeliveryState::Attempting { due_ms },
        Some("waiting") => DeliveryState::Waiting { due_ms },
        _ => return Err(step_error(StepError::Over)),
    };
    Ok((Progress { first_ms: number(2) as i64, attempts: number(3) as u32, state }, number(1) as u64))
}

/// A step that is refused.
pub(crate) fn step_error(error: StepError) -> JsValue {
    type_error(error.code(), &error.to_string())
}

fn number(ms: i64) -> f64 {
    ms.clamp(-LARGEST, LARGEST) as f64
}
