//! Diagnosis of deliveries that are rejected.

use hookwright::explain::{ExplainContext, Framework, GivenBody, KnownSecrets, explain as explain_delivery};
use hookwright::spelling::hint;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::error::{listed, type_error};
use crate::input::Copied;
use crate::output::plain;
use crate::parts::part;
use crate::scheme;
use crate::secrets::read_secrets;
use crate::verify::tolerance;
use crate::wipe::{Depth, wiped};

/// Finds out why a delivery that arrived at `now_ms` is rejected. `secrets` is three lists of the form `[value, name,
/// …]`: the current secrets, the ones that were replaced, and those of other endpoints. `given` is `unread` or `parsed`
/// if the caller did not pass bytes. The other arguments are those of `verify`.
///
/// The core bounds the time and the memory; the diagnosis lists what was skipped because of that.
///
/// # Errors
/// A `TypeError` for an unknown scheme or framework, or for an empty secret; a `RangeError` for a body that does not
/// fit into memory. A secret that does not fit the scheme is a finding, not an error.
#[wasm_bindgen(unchecked_return_type = "import('./generated/diagnosis.js').Diagnosis")]
#[expect(clippy::too_many_arguments, reason = "JavaScript passes each part of a delivery separately")]
pub fn explain(
    scheme: &str,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets[]")] secrets: &Array,
    #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
    body: &Uint8Array,
    now_ms: f64,
    past_ms: Option<f64>,
    future_ms: Option<f64>,
    framework: Option<String>,
    given: Option<String>,
) -> Result<JsValue, JsValue> {
    part!(explain_part(scheme, secrets, request, body, now_ms, [past_ms, future_ms], [framework, given]))
}

#[cfg_attr(feature = "parts", wasm_split(explain))]
fn explain_part(
    scheme: &str,
    secrets: &Array,
    request: &Array,
    body: &Uint8Array,
    now_ms: f64,
    [past_ms, future_ms]: [Option<f64>; 2],
    [framework, given]: [Option<String>; 2],
) -> Result<JsValue, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::Deep, || {
        let [current, old, others] = [0, 1, 2].map(|index| read_secrets(&Array::from(&secrets.get(index))));
        let (current, old, others) = (current?, old?, others?);
        let framework = framework.map(|id| Framework::find(&id).ok_or_else(|| unknown_framework(&id))).transpose()?;
        let copied = Copied::read(request, body)?;
        let keys = KnownSecrets { secrets: &current, old: &old, others: &others };
        let body = match given.as_deref() {
            Some("unread") => GivenBody::Unread,
            Some("parsed") => GivenBody::Parsed,
            _ => GivenBody::Bytes,
        };
        let context = ExplainContext { tolerance: tolerance(past_ms, future_ms), framework, body };
        // `as` saturates and converts NaN to 0, so any number is safe here.
        plain(&explain_delivery(&scheme, &keys, &copied.request(), now_ms as i64, &context))
    })
}

fn unknown_framework(id: &str) -> JsValue {
    let known = || Framework::all().map(|(known, _)| known);
    let hint = hint(id, known());
    let message = format!("unknown framework; expected {}; omit it if yours is not one of them{hint}", listed(known()));
    type_error("unknown_framework", &message)
}
