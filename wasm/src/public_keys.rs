//! Public keys, whose arithmetic is a part of the module.

use std::sync::Arc;

use hookwright::signature::{Algorithm, BuiltIn, KeyForm, PublicKey, PublicKeys, SecretError, register_public_keys};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_split_helpers::wasm_split;

use crate::parts::wait;

/// The implementation of the core.
struct Part;

impl PublicKeys for Part {
    fn prepare(&self, algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError> {
        wait(prepare(algorithm, form, key))
    }

    fn ed25519_public(&self, seed: &[u8; 32]) -> Result<[u8; 32], SecretError> {
        wait(ed25519_public(seed))
    }
}

#[wasm_split(public_keys)]
fn prepare(algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError> {
    BuiltIn.prepare(algorithm, form, key)
}

#[wasm_split(public_keys)]
fn ed25519_public(seed: &[u8; 32]) -> Result<[u8; 32], SecretError> {
    BuiltIn.ed25519_public(seed)
}

/// Registers the public keys before the first call.
#[wasm_bindgen(start)]
fn start() {
    register_public_keys(Box::new(Part));
}
