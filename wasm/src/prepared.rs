//! Verifiers that are prepared once and verify any number of deliveries.

use hookwright::signature::{HostKey, Verifier};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::setup_error;
use crate::output::plain;
use crate::packed;
use crate::scheme;
use crate::secrets::read_secrets;
use crate::verify::{SecretWarning, prepare};
use crate::wipe::{Depth, wiped};

/// A verifier that is prepared once and verifies any number of deliveries.
///
/// The request and the body are in the buffer of [`packed`]. A delivery is verified by `check`, or by `begin`, followed
/// by `finish`, or by `hash`, `update` and `finishHashed`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct PreparedVerifier {
    verifier: Verifier,
    depth: Depth,
}

#[wasm_bindgen]
impl PreparedVerifier {
    /// Prepares the keys. The arguments are those of [`crate::verify`].
    ///
    /// # Errors
    /// A `TypeError` for an unknown scheme or an unusable secret.
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

    /// The number of warnings about the secrets.
    #[wasm_bindgen(js_name = warningCount)]
    #[must_use]
    pub fn warning_count(&self) -> usize {
        self.verifier.warnings().len()
    }

    /// The warnings about the secrets.
    ///
    /// # Errors
    /// None in practice. It returns a `Result` because building JavaScript objects is fallible.
    #[wasm_bindgen(unchecked_return_type = "import('./generated/verdict.js').SecretWarning[]")]
    pub fn warnings(&self) -> Result<JsValue, JsValue> {
        plain(&self.verifier.warnings().iter().map(SecretWarning::from).collect::<Vec<_>>())
    }

    /// Verifies a delivery that arrived at `now_ms`: `head` bytes of the buffer are the request, and `body` bytes after
    /// them are the body. Returns twice the index of the key that matched, plus one if the id is signed, or a negative
    /// number for a rejection.
    pub fn check(&self, head: usize, body: usize, now_ms: f64) -> i32 {
        // `as` saturates and converts NaN to 0, so any number is safe here.
        wiped(self.depth, || {
            packed::check(head, body, self.names(), |request| self.verifier.verify(request, now_ms as i64))
        })
    }

    /// Begins to verify a delivery whose body the caller hashes. `head` bytes of the buffer are the request. Returns the
    /// number of bytes before the body in the signed content, which are then in the buffer, followed by those after it.
    ///
    /// The stack is not wiped, because this does not use the keys.
    pub fn begin(&self, head: usize, now_ms: f64) -> i32 {
        packed::begin(head, self.names(), |request, pending| self.verifier.begin(request, now_ms as i64, pending))
    }

    /// Finishes with the MACs that the caller has computed: `length` bytes from `start` in the buffer.
    pub fn finish(&self, start: usize, length: usize) -> i32 {
        packed::finish(start, length, |pending, macs| self.verifier.finish(pending, macs))
    }

    /// The `nth` signature that the host has to check with a public key, for a content of `length` bytes. It begins the
    /// buffer. Returns the number of its bytes, and -1 if there are no more. `answerLength` is its index.
    pub fn candidate(&self, key: usize, nth: usize, length: usize) -> i32 {
        packed::candidate(|pending| {
            let (index, signature) = self.verifier.candidates(pending, key, length).nth(nth)?;
            Some((index, signature.to_vec()))
        })
    }

    /// Finishes with the index of a public key, and that of the signature that the host has accepted.
    #[wasm_bindgen(js_name = finishSigned)]
    pub fn finish_signed(&self, key: usize, signature: usize) -> i32 {
        packed::conclude(|pending| self.verifier.finish_signed(pending, key, signature))
    }

    /// Begins to hash the body with the keys. Returns whether the algorithm allows it. [`update`] adds parts of the
    /// body.
    pub fn hash(&self) -> bool {
        wiped(self.depth, || packed::hash(|pending| self.verifier.hasher(pending)))
    }

    /// Finishes with the body that has been hashed.
    #[wasm_bindgen(js_name = finishHashed)]
    pub fn finish_hashed(&self) -> i32 {
        wiped(self.depth, || {
            packed::finish_hashed(|pending, hasher| match hasher {
                Some(hasher) => self.verifier.finish_hashed(pending, hasher),
                None => self.verifier.finish(pending, &[]),
            })
        })
    }

    fn names(&self) -> &[String] {
        &self.verifier.scheme().needs().headers
    }
}

/// Adds `length` bytes of the buffer to the body that a verifier hashes.
#[wasm_bindgen(js_name = hashPacked)]
pub fn update(length: usize) {
    packed::update(length);
}

/// The keys of a verifier for the host's cryptography, in the order of the secrets: for HMAC the bytes of the key, for
/// public keys their SubjectPublicKeyInfo (DER), and otherwise nothing.
///
/// # Errors
/// A `TypeError` for an unknown scheme or an unusable secret.
#[wasm_bindgen(js_name = hostKeys, unchecked_return_type = "Uint8Array<ArrayBuffer>[]")]
pub fn host_keys(
    scheme: &str,
    #[wasm_bindgen(unchecked_param_type = "CoreSecrets")] secrets: &Array,
) -> Result<Array, JsValue> {
    let scheme = scheme::find(scheme)?;
    wiped(Depth::of(scheme.scheme().algorithm), || {
        let keys = Array::new();
        let mut export = |key: HostKey<'_>| {
            keys.push(&Uint8Array::from(key.bytes));
        };
        Verifier::exporting(&scheme, &read_secrets(secrets)?, &mut export).map_err(|error| setup_error(&error))?;
        Ok(keys)
    })
}
