//! Whether a delivery is genuine.

use hookwright::problem::Problem;
use hookwright::signature::{CompiledScheme, Rejection, Secret, Tolerance, Verified, Verifier};
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

/// The verdict on a delivery that is genuine, in the shape that JavaScript gets.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Accepted<'a> {
    ok: bool,
    key: Key,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_signed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp_ms: Option<i64>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unsigned: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warning<'a>>,
}

/// The secret that matched.
#[derive(Serialize)]
struct Key {
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// What a person should look at.
#[derive(Serialize)]
struct Warning<'a> {
    code: &'a str,
    path: &'a str,
    message: &'a str,
}

impl<'a> From<&'a Problem> for Warning<'a> {
    fn from(problem: &'a Problem) -> Self {
        Self { code: problem.code, path: &problem.path, message: &problem.message }
    }
}

/// The verdict on any other.
#[derive(Serialize)]
struct Refused {
    ok: bool,
    code: &'static str,
    message: String,
}

/// Checks a delivery that arrived at `now_ms`. `scheme` is an id or JSON; `secrets` is `[value, name, …]`, and `request` is
/// `[method, url, header name, value, …]`. How far its timestamp may be from there is the scheme's own unless both sides
/// are given; an infinite one has no limit.
///
/// # Errors
/// A `TypeError` for an unknown scheme or a secret that cannot be used, a `RangeError` for a body that memory cannot hold.
/// A delivery that is refused is no error.
#[wasm_bindgen]
pub fn verify(
    scheme: &str,
    secrets: &Array,
    request: &Array,
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

/// A verifier with these secrets, and with a tolerance, where both sides of it are given.
fn prepare(
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
    // A conversion with `as` saturates and takes NaN for 0, so no number can do harm here.
    match verifier.verify(&copied.request(), now_ms as i64) {
        Ok(verified) => accepted(verified, verifier.warnings()),
        Err(rejection) => refused(&rejection),
    }
}

/// A verifier that is prepared once and used for any number of deliveries.
#[wasm_bindgen]
#[derive(Debug)]
pub struct PreparedVerifier {
    verifier: Verifier,
    depth: Depth,
}

#[wasm_bindgen]
impl PreparedVerifier {
    /// Prepares the keys. The arguments are those of [`verify`].
    ///
    /// # Errors
    /// A `TypeError` for an unknown scheme or a secret that cannot be used.
    #[wasm_bindgen(constructor)]
    pub fn new(
        scheme: &str,
        secrets: &Array,
        past_ms: Option<f64>,
        future_ms: Option<f64>,
    ) -> Result<PreparedVerifier, JsValue> {
        let scheme = scheme::find(scheme)?;
        let depth = Depth::of(scheme.scheme().algorithm);
        let verifier = wiped(depth, || prepare(&scheme, &read_secrets(secrets)?, past_ms, future_ms))?;
        Ok(Self { verifier, depth })
    }

    /// Checks a delivery that arrived at `now_ms`. The arguments are those of [`verify`].
    ///
    /// # Errors
    /// A `RangeError` for a body that memory cannot hold. A delivery that is refused is not an error.
    pub fn verify(&self, request: &Array, body: &Uint8Array, now_ms: f64) -> Result<JsValue, JsValue> {
        wiped(self.depth, || verdict(&self.verifier, request, body, now_ms))
    }
}

/// A tolerance, where both sides of it are given.
pub(crate) fn tolerance(past_ms: Option<f64>, future_ms: Option<f64>) -> Option<Tolerance> {
    let (past, future) = (past_ms?, future_ms?);
    Some(Tolerance { past_ms: limit(past), future_ms: limit(future) })
}

fn limit(ms: f64) -> Option<u64> {
    ms.is_finite().then_some(ms as u64)
}

fn accepted(verified: Verified, warnings: &[Problem]) -> Result<JsValue, JsValue> {
    plain(&Accepted {
        ok: true,
        key: Key { index: verified.key_index, name: verified.key_name },
        id_signed: verified.id.as_ref().map(|_| verified.id_signed),
        id: verified.id,
        timestamp_ms: verified.timestamp_ms,
        unsigned: verified.unsigned,
        warnings: warnings.iter().map(Warning::from).collect(),
    })
}

/// A refusal, as `verify` and `answerHandshake` give it.
pub(crate) fn refused(rejection: &Rejection) -> Result<JsValue, JsValue> {
    plain(&Refused { ok: false, code: rejection.code(), message: rejection.to_string() })
}
