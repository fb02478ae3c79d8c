//! The public-key algorithms, whose code is a part of the module that is loaded when a key is first needed.
//!
//! A computation that needs a key before the part is loaded starts loading it, and runs again once it is there, because
//! it has read [`PHASE`]. Its result until then is not valid; [`unless_missing`] replaces it.

use std::cell::Cell;
use std::sync::{Arc, OnceLock};

use hookwright::signature::{Algorithm, BuiltIn, KeyForm, PublicKey, PublicKeys, SecretError, register_public_keys};
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::reactive::{Field, State as _};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    NotLoaded,
    Loading,
    Ready,
    Failed,
}

static PHASE: OnceLock<Field<Phase>> = OnceLock::new();

/// The implementation, once it is loaded.
static LOADED: OnceLock<&'static dyn PublicKeys> = OnceLock::new();

thread_local! {
    /// Whether the computation in progress has needed a key that could not be prepared.
    static IS_MISSED: Cell<bool> = const { Cell::new(false) };
}

/// The implementation that the page registers.
struct OnDemand;

impl PublicKeys for OnDemand {
    fn prepare(&self, algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError> {
        loaded().ok_or(SecretError::NotAKey)?.prepare(algorithm, form, key)
    }

    fn ed25519_public(&self, seed: &[u8; 32]) -> Result<[u8; 32], SecretError> {
        loaded().ok_or(SecretError::NotMadeHere)?.ed25519_public(seed)
    }

    fn decrypt_aes_256_cbc(&self, key: &[u8; 32], bytes: &[u8]) -> Option<Vec<u8>> {
        loaded()?.decrypt_aes_256_cbc(key, bytes)
    }
}

/// Makes the algorithms available. Call it before a scheme is compiled.
pub(crate) fn register() {
    // Here, outside of any owner, so that the signal is never disposed.
    phase();
    register_public_keys(Box::new(OnDemand));
}

/// Returns the implementation. If it is missing, starts loading it.
fn loaded() -> Option<&'static dyn PublicKeys> {
    let loaded = LOADED.get().copied();
    if loaded.is_none() {
        IS_MISSED.set(true);
        phase().track();
        // Not in the computation itself, which must not change what it reads.
        spawn_local(load());
    }
    loaded
}

/// Computes a value that may need keys. Returns `None` if it needs keys that are not loaded yet; a reactive computation
/// then runs again once they are.
pub(crate) fn unless_missing<T>(compute: impl FnOnce() -> T) -> Option<T> {
    IS_MISSED.set(false);
    let value = compute();
    (!IS_MISSED.get()).then_some(value)
}

fn phase() -> Field<Phase> {
    *PHASE.get_or_init(|| Field::new(Phase::NotLoaded))
}

/// Returns whether the code could not be loaded, and tracks it.
pub(crate) fn has_failed() -> bool {
    phase().get() == Phase::Failed
}

/// Loads the code again after a failure.
pub(crate) fn retry() {
    if phase().get_untracked() == Phase::Failed {
        phase().set(Phase::NotLoaded);
        spawn_local(load());
    }
}

/// Loads the part in advance.
pub(crate) async fn prefetch() -> Result<(), SplitLoaderError> {
    fetch().await
}

async fn load() {
    if phase().get_untracked() != Phase::NotLoaded {
        return;
    }
    phase().set(Phase::Loading);
    let ended = match built_in().await {
        Ok(keys) => {
            // This runs once, so the implementation is not set yet.
            let _ = LOADED.set(keys);
            Phase::Ready
        }
        Err(_) => Phase::Failed,
    };
    phase().set(ended);
}

#[wasm_split(public_keys, fallible, preload(fetch))]
fn built_in() -> Result<&'static dyn PublicKeys, SplitLoaderError> {
    Ok(&BuiltIn)
}
