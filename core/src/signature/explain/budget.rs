//! One place that tries, so that the work has one bound.

use alloc::vec::Vec;

use crate::header::Headers;
use crate::signature::method::Algorithm;
use crate::signature::request::Request;
use crate::signature::scheme::Scheme;
use crate::signature::secret::Secret;
use crate::signature::tolerance::Tolerance;
use crate::signature::value::Value;
use crate::signature::verify::Verifier;

use super::KeyRing;

/// The most hypotheses that one diagnosis tries.
pub const MAX_TRIALS: usize = 6_000;

/// The most work that one diagnosis does, in bytes hashed by each secret; a check of a signature with a public key counts as
/// 64 KiB and hashes the body anew, and what has to be taken apart at each trial (signatures and URLs beyond 4 KiB, forms)
/// counts 32-fold. On the machines of 2026 that is well under a second.
pub const MAX_WORK: usize = 48 << 20;

/// Bodies with more bytes than this are not rewritten: each rewriting is a copy.
pub(super) const MAX_REWRITTEN: usize = 1 << 20;

/// What a trial costs beside its body.
const PER_TRIAL: usize = 1 << 10;

/// What every further byte costs of a signature or a URL that is longer than any sender's: it is taken apart anew each time.
const PER_ODD_BYTE: usize = 32;
const USUAL_LEN: usize = 4 << 10;

/// What a byte of a form costs whose parameters are sorted.
const PER_FORM_BYTE: usize = 32;
const PER_PUBLIC_KEY: usize = 64 << 10;

/// A delivery that does not verify, and what is left to spend on finding out why.
pub(super) struct Search<'a> {
    pub(super) scheme: Scheme<&'a str>,
    pub(super) keys: KeyRing<'a>,
    pub(super) request: Request<'a>,
    pub(super) now_ms: i64,
    /// The receiver's, if it is not the scheme's.
    pub(super) tolerance: Option<Tolerance>,
    /// How many the request carries: each costs an operation with a public key.
    signatures: usize,
    verifier: Option<Verifier<'a>>,
    /// What each trial costs, whatever its body is.
    per_trial: usize,
    /// What each byte of a body costs.
    per_byte: usize,
    trials: usize,
    work: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        scheme: Scheme<&'a str>,
        keys: &KeyRing<'a>,
        request: Request<'a>,
        now_ms: i64,
        tolerance: Option<Tolerance>,
    ) -> Self {
        let signatures = Value::read(&scheme, &request).and_then(|value| value.signatures(&scheme));
        let signatures = signatures.map_or(1, |signatures| signatures.len().max(1));
        let values = scheme.headers().flat_map(|name| request.headers.get(name)).map(str::len).sum::<usize>();
        let odd = [values, request.url.len()].map(|len| len.saturating_sub(USUAL_LEN)).into_iter().sum::<usize>();
        let per_trial = odd.saturating_mul(PER_ODD_BYTE);
        let per_byte = if scheme.content.contains("{params}") { PER_FORM_BYTE } else { 1 };
        Self {
            scheme,
            keys: *keys,
            request,
            now_ms,
            tolerance,
            signatures,
            per_trial,
            per_byte,
            verifier: None,
            trials: 0,
            work: 0,
        }
    }

    pub(super) const fn trials(&self) -> usize {
        self.trials
    }

    pub(super) const fn is_exhausted(&self) -> bool {
        self.trials >= MAX_TRIALS || self.work >= MAX_WORK
    }

    /// Whether another request verifies with the same scheme and secrets, whenever it was signed.
    pub(super) fn request_verifies(&mut self, request: &Request<'_>) -> bool {
        if !self.spend(self.scheme.algorithm, self.keys.secrets.len(), request) {
            return false;
        }
        if self.verifier.is_none() {
            // Those secrets that can be decoded; whether others would match is for the hypotheses about secrets.
            let usable: Vec<Secret> = self.keys.secrets.iter().filter(|secret| self.takes(secret)).cloned().collect();
            // The scheme is copied into the verifier's own keeping: it borrows text that outlives the search.
            self.verifier = Verifier::of(self.scheme, &usable).ok().map(|verifier| verifier.tolerance(Tolerance::OFF));
        }
        let now_ms = self.now_ms;
        self.verifier.as_ref().is_some_and(|verifier| verifier.verify(request, now_ms).is_ok())
    }

    /// Whether the same request verifies with another body.
    pub(super) fn body_verifies(&mut self, body: &[u8]) -> bool {
        let request = Request { body, ..self.request };
        self.request_verifies(&request)
    }

    /// Whether it verifies with other header fields.
    pub(super) fn headers_verify(&mut self, headers: &Headers) -> bool {
        let request = Request { headers, ..self.request };
        self.request_verifies(&request)
    }

    /// Whether it verifies with another secret, another scheme, or both.
    pub(super) fn verifies_by(&mut self, scheme: &Scheme<&str>, secrets: &[Secret], request: &Request<'_>) -> bool {
        if !self.spend(scheme.algorithm, secrets.len(), request) {
            return false;
        }
        let Ok(verifier) = Verifier::of(*scheme, secrets) else { return false };
        verifier.tolerance(Tolerance::OFF).verify(request, self.now_ms).is_ok()
    }

    /// Whether it verifies with another secret.
    pub(super) fn secret_verifies(&mut self, secret: Secret) -> bool {
        let (scheme, request) = (self.scheme, self.request);
        self.verifies_by(&scheme, &[secret], &request)
    }

    /// Whether a secret is written as the scheme's are.
    pub(super) fn takes(&self, secret: &Secret) -> bool {
        Verifier::of(self.scheme, core::slice::from_ref(secret)).is_ok()
    }

    fn spend(&mut self, algorithm: Algorithm, secrets: usize, request: &Request<'_>) -> bool {
        if self.is_exhausted() {
            return false;
        }
        let (by_key, signatures) =
            if algorithm.is_asymmetric() { (PER_PUBLIC_KEY, self.signatures) } else { (PER_TRIAL, 1) };
        let once = request.body.len().saturating_mul(self.per_byte).saturating_add(request.url.len());
        let once = once.saturating_add(by_key).saturating_mul(signatures).saturating_mul(secrets.max(1));
        self.trials += 1;
        self.work = self.work.saturating_add(once).saturating_add(self.per_trial);
        true
    }
}
