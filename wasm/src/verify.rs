//! Whether a delivery is genuine.

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

/// The delivery is what it claims to be.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Verified<'a> {
    ok: bool,
    /// The secret that matched.
    key: MatchedKey,
    /// The delivery's id, where the scheme has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Whether the id is signed. If it is not, anyone who has seen the delivery can send it again under another id, so that
    /// remembering ids does not prevent a replay. Present where `id` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_signed: Option<bool>,
    /// When it was signed, in milliseconds since the epoch, where the scheme says that.
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp_ms: Option<i64>,
    /// What of the body is not signed, the same for every delivery of a scheme: `['body']` stands for everything in the body that
    /// the scheme's content does not name. Absent where the whole body is signed. SECURITY.md lists the schemes.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unsigned: &'static [&'static str],
    /// What to look at although it works: a short key, white space or quotes that are part of one, or a private key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<SecretWarning<'a>>,
}

/// The secret that matched.
#[derive(Serialize)]
struct MatchedKey {
    /// Counted from 0 in the order given.
    index: usize,
    /// Its name, if it was given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// Something about a secret that is probably not meant to be.
#[derive(Serialize)]
struct SecretWarning<'a> {
    /// What, for a program.
    code: &'a str,
    /// Which secret: `/secrets/0` and so on.
    path: &'a str,
    /// What to do about it. It contains nothing of the secret.
    message: &'a str,
}

impl<'a> From<&'a Problem> for SecretWarning<'a> {
    fn from(problem: &'a Problem) -> Self {
        Self { code: problem.code, path: &problem.path, message: &problem.message }
    }
}

/// The delivery is refused: answer 401 and no reason.
#[derive(Serialize)]
struct Rejected {
    ok: bool,
    /// Why, for a program.
    code: &'static str,
    /// Why, and what to look at, for the log. It contains neither the secret nor the signature that would have been right.
    message: String,
}

/// Checks a delivery that arrived at `now_ms`. `scheme` is an id or JSON; `secrets` is `[value, name, …]`, and `request` is
/// `[method, url, header name, value, …]`. How far its timestamp may be from there is the scheme's own unless both sides
/// are given; an infinite one has no limit.
///
/// # Errors
/// A `TypeError` for an unknown scheme or a secret that cannot be used, a `RangeError` for a body that memory cannot hold.
/// A delivery that is refused is no error.
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
        #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
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
    #[wasm_bindgen(unchecked_return_type = "import('./generated/verdict.js').Verdict")]
    pub fn verify(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] request: &Array,
        body: &Uint8Array,
        now_ms: f64,
    ) -> Result<JsValue, JsValue> {
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

/// A refusal, as `verify` and `answerHandshake` give it.
pub(crate) fn refused(rejection: &Rejection) -> Result<JsValue, JsValue> {
    plain(&Rejected { ok: false, code: rejection.code(), message: rejection.to_string() })
}
