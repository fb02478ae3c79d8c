//! The public-key algorithms. The worker computes them; what asks it is loaded with the first key.

use std::cell::Cell;
use std::sync::Arc;

use hookwright::credential::Credential;
use hookwright::signature::{Algorithm, KeyForm, PublicKey, PublicKeys, Scheme, SecretError, register_public_keys};
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::remote::{self, unless_missing};
use super::worker_keys::{WorkerKeys, answer_all};
use crate::model::sample;

/// How often a computation is repeated at most. Each repetition has more answers than the one before.
const MAX_REPETITIONS: usize = 8;

/// What is loaded with the first key.
struct Tools {
    keys: &'static dyn PublicKeys,
    /// Returns a secret for a scheme, of another endpoint.
    other_secret: fn(&Scheme<&str>) -> Credential,
}

static TOOLS: Tools = Tools { keys: &WorkerKeys, other_secret: sample::other_secret };

thread_local! {
    /// The tools, once they are loaded.
    static LOADED: Cell<Option<&'static Tools>> = const { Cell::new(None) };
}

/// The algorithms that the page registers.
struct OnDemand;

impl PublicKeys for OnDemand {
    fn prepare(&self, algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError> {
        tools().ok_or(SecretError::NotAKey)?.keys.prepare(algorithm, form, key)
    }

    fn ed25519_public(&self, seed: &[u8; 32]) -> Result<[u8; 32], SecretError> {
        tools().ok_or(SecretError::NotMadeHere)?.keys.ed25519_public(seed)
    }
}

/// Makes the algorithms available. Call it before a scheme is compiled.
pub(crate) fn register() {
    register_public_keys(Box::new(OnDemand));
}

/// Returns a secret of another endpoint for a scheme, if it is loaded.
pub(crate) fn other_secret(scheme: &Scheme<&str>) -> Option<Credential> {
    tools().map(|tools| (tools.other_secret)(scheme))
}

/// Returns the tools. If they are missing, starts loading them.
fn tools() -> Option<&'static Tools> {
    let tools = LOADED.get();
    if tools.is_none() {
        remote::miss();
        // Not in the computation itself, which must not change what it reads.
        spawn_local(async {
            loaded().await;
        });
    }
    tools
}

/// Loads the tools. Returns whether that was possible.
async fn loaded() -> bool {
    if LOADED.get().is_none() {
        LOADED.set(load().await.ok());
        remote::answered(LOADED.get().is_some());
    }
    LOADED.get().is_some()
}

#[wasm_split(check_more, fallible)]
fn load() -> Result<&'static Tools, SplitLoaderError> {
    Ok(&TOOLS)
}

/// Computes a value that may need keys, and waits for the answers of the worker. Returns `None` if it does not answer.
pub(crate) async fn eventually<T>(compute: impl Fn() -> T) -> Option<T> {
    if !loaded().await {
        return None;
    }
    for _ in 0..MAX_REPETITIONS {
        if let Some(value) = unless_missing(&compute) {
            return Some(value);
        }
        answer_all().await.ok()?;
    }
    None
}
