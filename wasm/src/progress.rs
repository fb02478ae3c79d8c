//! The progress of a delivery, in the form that JavaScript stores.

use hookwright::delivery::{DeliveryState, DisabledReason, Progress, StepError};
use hookwright::retry::ReactionReason;
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::error::type_error;

/// The largest safe integer of JavaScript.
const LARGEST: i64 = (1 << 53) - 1;

/// The progress of a delivery: plain data to store between attempts, as JSON or in columns of a table. Only the
/// functions of this package may change it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeliveryProgress {
    /// The seed of the jitter, the same for all attempts of a delivery.
    seed: f64,
    /// When the first attempt was due, in milliseconds since the epoch. The time limits of a policy are measured from
    /// here.
    first_ms: f64,
    /// The number of attempts that have been settled.
    attempts: u32,
    #[serde(flatten)]
    state: ProgressState,
}

/// The state of a delivery. Times are in milliseconds since the epoch.
#[derive(Serialize)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum ProgressState {
    /// No attempt has been settled yet.
    Pending {
        /// When the first attempt is due.
        due_ms: f64,
    },
    /// An attempt has begun and is not settled.
    Attempting {
        /// When it was due.
        due_ms: f64,
    },
    /// The last attempt failed, and there will be another one.
    Waiting {
        /// When the next attempt is due.
        due_ms: f64,
    },
    /// The receiver accepted the delivery.
    Succeeded {
        /// When the last attempt ended.
        at_ms: f64,
    },
    /// The policy gave up the delivery.
    Failed {
        /// When the last attempt ended.
        at_ms: f64,
        /// Why.
        reason: ReactionReason,
    },
    /// The policy gave up the endpoint.
    Disabled {
        /// When the last attempt ended.
        at_ms: f64,
        /// Why.
        reason: DisabledReason,
    },
}

impl DeliveryProgress {
    pub(crate) fn new(progress: &Progress, seed: u64) -> Self {
        let state = match progress.state {
            DeliveryState::Pending { due_ms } => ProgressState::Pending { due_ms: number(due_ms) },
            DeliveryState::Attempting { due_ms } => ProgressState::Attempting { due_ms: number(due_ms) },
            DeliveryState::Waiting { due_ms } => ProgressState::Waiting { due_ms: number(due_ms) },
            DeliveryState::Succeeded { at_ms } => ProgressState::Succeeded { at_ms: number(at_ms) },
            DeliveryState::Failed { at_ms, reason } => ProgressState::Failed { at_ms: number(at_ms), reason },
            DeliveryState::Disabled { at_ms, reason } => ProgressState::Disabled { at_ms: number(at_ms), reason },
        };
        Self { seed: seed as f64, first_ms: number(progress.first_ms), attempts: progress.attempts, state }
    }
}

/// Reads progress and its seed from `[state, seed, firstMs, attempts, dueMs]`.
///
/// # Errors
/// A `TypeError` for a delivery that has ended.
pub(crate) fn read_progress(given: &Array) -> Result<(Progress, u64), JsValue> {
    // `as` saturates and converts NaN to 0, so any number is safe here.
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

/// The error for a step that is out of order.
pub(crate) fn step_error(error: StepError) -> JsValue {
    type_error(error.code(), &error.to_string())
}

fn number(ms: i64) -> f64 {
    ms.clamp(-LARGEST, LARGEST) as f64
}
