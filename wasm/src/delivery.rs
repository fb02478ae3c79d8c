//! The state machine of a delivery, one step per call. JavaScript drives it and stores its state.

use hookwright::delivery::{BeginError, Destination, Message, Progress};
use hookwright::retry::{NextAction, Reaction};
use hookwright::subscription;
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::error::type_error;
use crate::input;
use crate::output::plain;
use crate::parts::part;
use crate::progress::{DeliveryProgress, read_progress, step_error};
use crate::retry::{find_policy, outcome};
use crate::scheme;
use crate::secrets::read_secrets;
use crate::sign::{prepare, sign_error};
use crate::wipe::{Depth, wiped};

/// Checks that a scheme can sign a delivery with this id. `scheme` is an id or JSON.
///
/// # Errors
/// A `TypeError` for an unknown scheme, or with code `invalid_id` for an id that the scheme does not allow.
#[wasm_bindgen(js_name = checkMessageId)]
pub fn check_message_id(scheme: &str, id: &str) -> Result<(), JsValue> {
    scheme::find(scheme)?.check_message_id(id).map_err(|error| type_error(error.code(), &error.to_string()))
}

/// Whether callers cannot set a header field of this name on a delivery.
#[wasm_bindgen(js_name = isReservedHeader)]
#[must_use]
pub fn is_reserved_header(name: &str) -> bool {
    subscription::is_reserved_header(name)
}

/// An attempt that has begun. Parts of the request that the scheme does not change are omitted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CoreBegun<'a> {
    number: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    headers: Vec<(&'a str, &'a str)>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    body: JsValue,
    timeout_ms: Option<u64>,
    progress: DeliveryProgress,
}

/// A settled attempt.
#[derive(Serialize)]
struct SettledAttempt {
    /// How a sender with this policy reads the response, or its absence.
    reaction: Reaction,
    /// What happens to the delivery next.
    next: NextAction,
    /// The progress to store.
    progress: DeliveryProgress,
}

/// Returns the progress of a new delivery. Its first attempt is due at `due_ms`, or later if the policy waits before
/// the first attempt.
/// `policy` is an id or JSON.
///
/// # Errors
/// A `TypeError` for an unknown or invalid policy.
#[wasm_bindgen(js_name = startDelivery, unchecked_return_type = "import('./generated/attempt.js').DeliveryProgress")]
pub fn start_delivery(policy: &str, due_ms: f64, seed: f64) -> Result<JsValue, JsValue> {
    part!(start_delivery_part(policy, due_ms, seed))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn start_delivery_part(policy: &str, due_ms: f64, seed: f64) -> Result<JsValue, JsValue> {
    let policy = find_policy(policy)?;
    let seed = seed as u64;
    plain(&DeliveryProgress::new(&Progress::new(&policy, due_ms as i64, seed), seed))
}

/// Begins the attempt that is due and signs its request at `now_ms`. `secrets` is `[value, name, …]`, `request` is
/// `[event id, content type, url, header name, value, …]`, and `progress` is `[state, seed, firstMs, attempts, dueMs]`.
///
/// # Errors
/// A `TypeError` for an unknown scheme or policy, an unusable secret, a step that is out of order, or a missing part of
/// the request that the scheme signs; a `RangeError` for a body that does not fit into memory.
#[wasm_bindgen(js_name = beginAttempt, unchecked_return_type = "import('./generated/core.js').CoreBegun")]
pub fn begin_attempt(
    scheme: &str,
    policy: &str,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
    #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
    body: &Uint8Array,
    #[wasm_bindgen(unchecked_param_type = "(string | number)[]")] progress: &Array,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    part!(begin_attempt_part(scheme, policy, secrets, request, body, progress, now_ms))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn begin_attempt_part(
    scheme: &str,
    policy: &str,
    secrets: &Array,
    request: &Array,
    body: &Uint8Array,
    progress: &Array,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    let policy = find_policy(policy)?;
    let scheme = scheme::find(scheme)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        let (mut progress, seed) = read_progress(progress)?;
        let signer = prepare(&scheme, &read_secrets(secrets)?, false)?;
        let ([id, content_type, url], headers) = input::leading(request);
        let message = Message { id, content_type, body: input::bytes(body)? };
        let to = Destination { url: &url, headers, signer: Some(&signer) };
        let begun = message.begin(&mut progress, &to, &policy, now_ms as i64).map_err(|error| begin_error(&error))?;
        plain(&CoreBegun {
            number: begun.number,
            url: Some(begun.url.as_str()).filter(|signed| *signed != url),
            headers: begun.headers.iter().collect(),
            body: match begun.body == message.body {
                true => JsValue::NULL,
                false => Uint8Array::from(begun.body.as_slice()).into(),
            },
            timeout_ms: begun.timeout_ms,
            progress: DeliveryProgress::new(&progress, seed),
        })
    })
}

/// Settles the attempt in flight, which ended at `now_ms`. If there was no response, `status` is 0 and `error` says
/// why. `headers` is `[name, value, …]`. The other arguments are those of [`begin_attempt`].
///
/// # Errors
/// A `TypeError` for an unknown policy, an unknown error, or a step that is out of order.
#[wasm_bindgen(js_name = settleAttempt, unchecked_return_type = "import('./generated/attempt.js').SettledAttempt")]
pub fn settle_attempt(
    policy: &str,
    #[wasm_bindgen(unchecked_param_type = "(string | number)[]")] progress: &Array,
    status: u16,
    error: &str,
    #[wasm_bindgen(unchecked_param_type = "string[]")] headers: &Array,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    part!(settle_attempt_part(policy, progress, status, error, headers, now_ms))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn settle_attempt_part(
    policy: &str,
    progress: &Array,
    status: u16,
    error: &str,
    headers: &Array,
    now_ms: f64,
) -> Result<JsValue, JsValue> {
    let policy = find_policy(policy)?;
    let (mut progress, seed) = read_progress(progress)?;
    let now_ms = now_ms as i64;
    let read = policy.reading.classify(outcome(status, error)?, &input::headers(headers), now_ms);
    let next = progress.settle(&policy, &read, now_ms, seed).map_err(step_error)?;
    plain(&SettledAttempt { reaction: read.reaction, next, progress: DeliveryProgress::new(&progress, seed) })
}

fn begin_error(error: &BeginError) -> JsValue {
    match error {
        BeginError::Step(error) => step_error(*error),
        BeginError::Sign(error) => sign_error(error),
        _ => type_error(error.code(), &error.to_string()),
    }
}
