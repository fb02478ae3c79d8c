//! Results that the worker computes for others.
//!
//! A computation asks for them as if they were there. If one is missing, the worker is asked, and the computation runs
//! again once it has answered, because it has read [`ANSWERS`]. Its result until then is not valid; [`unless_missing`]
//! replaces it. What asks the worker is loaded with the first question.

use std::cell::Cell;
use std::sync::{Arc, OnceLock};

use hookwright::credential::Credential;
use hookwright::signature::{Algorithm, KeyForm, PublicKey, PublicKeys, Scheme, SecretError, register_public_keys};
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::custom_scheme::CustomSchemeState;
use super::large_bodies;
use super::public_keys::WorkerKeys;
use crate::model::sample;
use crate::panels::check::model::form::CheckForm;
use crate::panels::check::model::verdict::Remote;
use crate::reactive::{Field, State as _};

/// The functions that ask the worker.
pub(crate) struct Tools {
    pub(crate) keys: &'static dyn PublicKeys,
    /// Returns a secret for a scheme, of another endpoint.
    pub(crate) other_secret: fn(&Scheme<&str>) -> Credential,
    /// Checks a delivery at a time. The last argument is whether the secrets can be used.
    pub(crate) check: fn(CustomSchemeState, &CheckForm, i64, bool) -> Remote,
    /// Stops the check in progress, if there is one.
    pub(crate) stop_check: fn(),
}

static TOOLS: Tools = Tools {
    keys: &WorkerKeys,
    other_secret: sample::other_secret,
    check: large_bodies::check,
    stop_check: large_bodies::stop,
};

/// The number of answers of the worker, and of repetitions after a failure.
static ANSWERS: OnceLock<Field<u32>> = OnceLock::new();

/// Whether the worker could not answer the last question.
static IS_BROKEN: OnceLock<Field<bool>> = OnceLock::new();

thread_local! {
    /// The tools, once they are loaded.
    static LOADED: Cell<Option<&'static Tools>> = const { Cell::new(None) };
    /// Whether the computation in progress has asked for a result that is missing.
    static IS_MISSED: Cell<bool> = const { Cell::new(false) };
}

/// The public-key algorithms that the page registers.
struct OnDemand;

impl PublicKeys for OnDemand {
    fn prepare(&self, algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError> {
        tools().ok_or(SecretError::NotAKey)?.keys.prepare(algorithm, form, key)
    }

    fn ed25519_public(&self, seed: &[u8; 32]) -> Result<[u8; 32], SecretError> {
        tools().ok_or(SecretError::NotMadeHere)?.keys.ed25519_public(seed)
    }
}

/// Makes the public-key algorithms available. Call it before a scheme is compiled, and outside of any owner, so that the
/// signals are never disposed.
pub(crate) fn register() {
    answers();
    is_broken();
    register_public_keys(Box::new(OnDemand));
}

fn answers() -> Field<u32> {
    *ANSWERS.get_or_init(|| Field::new(0))
}

fn is_broken() -> Field<bool> {
    *IS_BROKEN.get_or_init(|| Field::new(false))
}

/// Returns the tools. If they are missing, starts loading them.
pub(crate) fn tools() -> Option<&'static Tools> {
    let tools = LOADED.get();
    if tools.is_none() {
        miss();
        // Not in the computation itself, which must not change what it reads.
        spawn_local(async {
            loaded().await;
        });
    }
    tools
}

/// Loads the tools. Returns whether that was possible.
pub(crate) async fn loaded() -> bool {
    if LOADED.get().is_none() {
        LOADED.set(load().await.ok());
        answered(LOADED.get().is_some());
    }
    LOADED.get().is_some()
}

#[wasm_split(check_more, fallible)]
fn load() -> Result<&'static Tools, SplitLoaderError> {
    Ok(&TOOLS)
}

/// Stops the check of a delivery in progress, if there is one.
pub(crate) fn stop_check() {
    if let Some(tools) = LOADED.get() {
        (tools.stop_check)();
    }
}

/// Records that the computation in progress has asked for a result that is missing. It runs again with the next answer.
pub(crate) fn miss() {
    IS_MISSED.set(true);
    answers().track();
}

/// Computes a value that may depend on results of the worker. Returns `None` if one is missing; a reactive computation
/// then runs again.
pub(crate) fn unless_missing<T>(compute: impl FnOnce() -> T) -> Option<T> {
    IS_MISSED.set(false);
    let value = compute();
    (!IS_MISSED.get()).then_some(value)
}

/// Records the result of a question, and repeats the computations that have asked for one.
pub(crate) fn answered(is_success: bool) {
    is_broken().set(!is_success);
    if is_success {
        answers().update(|answers| *answers = answers.wrapping_add(1));
    }
}

/// Returns whether the worker could not answer the last question, and tracks it.
pub(crate) fn has_failed() -> bool {
    is_broken().get()
}

/// Asks again after a failure.
pub(crate) fn retry() {
    answered(true);
}
