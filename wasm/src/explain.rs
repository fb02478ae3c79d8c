//! Why a delivery is refused.

use hookwright::explain::{ExplainContext, Framework, KnownSecrets, explain as find_out};
use hookwright::spelling::hint;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{listed, type_error};
use crate::input::Copied;
use crate::output::plain;
use crate::scheme;
use crate::secrets::read_secrets;
use crate::verify::tolerance;
use crate::wipe::{Depth, wiped};

/// Finds out why a delivery that arrived at `now_ms` is refused. `secrets` is three lists of the form `[value, name, …]`: those
/// that should sign, those that have been replaced, and those of other endpoints. `limits` is empty, or how far the
/// timestamp may be in the past and in the future. The other arguments are those of `verify`.
///
/// The work and the memory are bounded in the core; the answer lists what that left out.
///
/// # Errors
/// A `TypeError` for an unknown scheme or framework and for an empty secret, a `RangeError` for a body that memory cannot
/// hold. A secret that is no secret of the scheme is a finding, and no error.
#[wasm_bindgen(unchecked_return_type = "import('./generated/diagnosis.js').Diagnosis")]
pub fn explain(
    scheme: &str,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets[]")] secrets: &Array,
    #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
    body: &Uint8Array,
    now_ms: f64,
    limits: &[f64],
    framework: Option<String>,
) -> Result<JsValue, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::Deep, || {
        let [current, old, others] = [0, 1, 2].map(|index| read_secrets(&Array::from(&secrets.get(index))));
        let (current, old, others) = (current?, old?, others?);
        let framework = framework.map(|id| Framework::find(&id).ok_or_else(|| unknown_framework(&id))).transpose()?;
        let copied = Copied::read(request, body)?;
        let keys = KnownSecrets { secrets: &current, old: &old, others: &others };
        let tolerance = tolerance(limits.first().copied(), limits.get(1).copied());
        let circumstances = ExplainContext { tolerance, framework };
        // A conversion with `as` saturates and takes NaN for 0, so no number can do harm here.
        plain(&find_out(&scheme.scheme(), &keys, &copied.request(), now_ms as i64, &circumstances))
    })
}

fn unknown_framework(id: &str) -> JsValue {
    let known = || Framework::all().map(|(known, _)| known);
    let hint = hint(id, known());
    let message = format!("unknown framework; expected {}; omit it if yours is not one of them{hint}", listed(known()));
    type_error("unknown_framework", &message)
}
