//! Public keys, whose arithmetic is a part of the module.

use std::sync::{Arc, Once};

use hookwright::signature::{Algorithm, BuiltIn, KeyForm, PublicKey, PublicKeys, SecretError, register_public_keys};
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

    fn decrypt_aes_256_cbc(&self, key: &[u8; 32], bytes: &[u8]) -> Option<Vec<u8>> {
        wait(decrypt_aes_256_cbc(key, bytes))
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

#[wasm_split(public_keys)]
fn decrypt_aes_256_cbc(key: &[u8; 32], bytes: &[u8]) -> Option<Vec<u8>> {
    BuiltIn.decrypt_aes_256_cbc(key, bytes)
}

/// Registers the public keys. Schemes are compiled after that.
pub(crate) fn register() {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        register_public_keys(Box::new(Part));
    });
}
