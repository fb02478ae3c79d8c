//! Verification of deliveries in one call, with objects as arguments and result. The verdicts are those of
//! [`crate::PreparedVerifier`], which passes only numbers.

use hookwright::problem::Problem;
use hookwright::signature::{self, CompiledScheme, Rejection, Secret, Tolerance, Verifier};
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::setup_error;
use crate::input::Copied;
use crate::output::plain;
use crate::scheme;
use crate::secrets::read_secrets;
use crate::wipe::{Depth, wiped};

/// The verdict for a genuine delivery.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Verified<'a> {
    ok: bool,
    /// The secret that matched.
    key: MatchedKey,
    /// The delivery's id, if the scheme has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Whether the id is signed. If it is not, anyone who has seen the delivery can send it again with another id, so
    /// remembering ids does not prevent replays. Present if `id` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_signed: Option<bool>,
    /// When the delivery was signed, in milliseconds since the epoch, if the scheme has a timestamp.
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp_ms: Option<i64>,
    /// The parts of the body that are not signed, the same for every delivery of a scheme. `['body']` means everything
    /// in the body that the scheme's content does not name. Absent if the whole body is signed. SECURITY.md lists the
    /// schemes.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unsigned: &'static [&'static str],
    /// Warnings about the secrets: a short key, white space or quotes that are part of a key, or a private key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<SecretWarning<'a>>,
}

/// The secret that matched.
#[derive(Serialize)]
struct MatchedKey {
    /// Its position in the given list, counted from 0.
    index: usize,
    /// Its name, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// A property of a secret that is probably a mistake.
#[derive(Serialize)]
pub(crate) struct SecretWarning<'a> {
    /// The kind of problem.
    code: &'a str,
    /// The secret: `/secrets/0` and so on.
    path: &'a str,
    /// The problem and its remedy. It contains nothing of the secret.
    message: &'a str,
}

impl<'a> From<&'a Problem> for SecretWarning<'a> {
    fn from(problem: &'a Problem) -> Self {
        Self { code: problem.code, path: &problem.path, message: &problem.message }
    }
}

/// The verdict for a rejected delivery: answer with 401 and no reason.
#[derive(Serialize)]
struct Rejected<'a> {
    ok: bool,
    /// The reason, for programs.
    code: &'static str,
    /// The reason and its likely cause, for your log. It contains neither the secret nor the expected signature.
    message: String,
    /// Warnings about the secrets, which may be the cause: white space or quotes that are part of a key, for example.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<SecretWarning<'a>>,
}

/// Verifies a delivery that arrived at `now_ms`. `scheme` is an id or JSON; `secrets` is `[value, name, …]`, and
/// `request` is `[method, url, header name, value, …]`. `past_ms` and `future_ms` limit how far the timestamp may be
/// from `now_ms`: the scheme's tolerance applies unless both are given, and an infinite value disables the limit.
///
/// # Errors
/// A `TypeError` for an unknown scheme or an unusable secret; a `RangeError` for a body that does not fit into memory.
/// A rejected delivery is not an error.
#[wasm_bindgen(unchecked_return_type = "import('./generated/verdict.js').Verdict")]
pub fn verify(
    scheme: &str,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
    #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
    body: &Uint8Array,
    now_ms: f64,
    past_ms: Option<f64>,
    future_ms: Option<f64>,
) -> Result<JsValue, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        let verifier = prepare(&scheme, &read_secrets(secrets)?, past_ms, future_ms)?;
        verdict(&verifier, request, body, now_ms)
    })
}

/// Creates a verifier, with a tolerance if both limits are given.
pub(crate) fn prepare(
    scheme: &CompiledScheme,
    secrets: &[Secret],
    past_ms: Option<f64>,
    future_ms: Option<f64>,
) -> Result<Verifier, JsValue> {
    let verifier = Verifier::new(scheme, secrets).map_err(|error| setup_error(&error))?;
    Ok(match tolerance(past_ms, future_ms) {
        Some(tolerance) => verifier.tolerance(tolerance),
        None => verifier,
    })
}

fn verdict(verifier: &Verifier, request: &Array, body: &Uint8Array, now_ms: f64) -> Result<JsValue, JsValue> {
    let copied = Copied::read(request, body)?;
    // `as` saturates and converts NaN to 0, so any number is safe here.
    match verifier.verify(&copied.request(), now_ms as i64) {
        Ok(verified) => accepted(verified, verifier.warnings()),
        Err(rejection) => refused(&rejection, verifier.warnings()),
    }
}

/// A tolerance, if both limits are given.
pub(crate) fn tolerance(past_ms: Option<f64>, future_ms: Option<f64>) -> Option<Tolerance> {
    let (past, future) = (past_ms?, future_ms?);
    Some(Tolerance { past_ms: limit(past), future_ms: limit(future) })
}

fn limit(ms: f64) -> Option<u64> {
    ms.is_finite().then_some(ms as u64)
}

fn accepted(verified: signature::Verified, warnings: &[Problem]) -> Result<JsValue, JsValue> {
    plain(&Verified {
        ok: true,
        key: MatchedKey { index: verified.key_index, name: verified.key_name },
        id_signed: verified.id.as_ref().map(|_| verified.id_signed),
        id: verified.id,
        timestamp_ms: verified.timestamp_ms,
        unsigned: verified.unsigned,
        warnings: warnings.iter().map(SecretWarning::from).collect(),
    })
}

/// A rejection, in the form that `verify` and `answerHandshake` return.
pub(crate) fn refused(rejection: &Rejection, warnings: &[Problem]) -> Result<JsValue, JsValue> {
    let warnings = warnings.iter().map(SecretWarning::from).collect();
    plain(&Rejected { ok: false, code: rejection.code(), message: rejection.to_string(), warnings })
}
