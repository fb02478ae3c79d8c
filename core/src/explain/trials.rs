//! Trials of hypotheses: whether a changed request verifies, with any of the secrets that may have signed it.

use crate::base::http::Headers;
use crate::signature::{Compile, RejectionReason, Request, Secret, Tolerance, Verifier};

use super::budget::{Change, Search};
use super::cost::{Cost, Fields, Profile};
use super::work::Cut;

impl Search<'_> {
    /// Whether the changed request verifies with the same scheme and one of the secrets of the ring, regardless of its
    /// timestamp.
    pub(super) fn verifies(&mut self, change: &Change<'_>) -> Result<bool, Cut> {
        Ok(self.attempt(change)?.is_ok())
    }

    /// Like [`verifies`](Self::verifies), with the reason for the rejection.
    pub(super) fn attempt(&mut self, change: &Change<'_>) -> Result<Result<(), RejectionReason>, Cut> {
        self.prepare_ring()?;
        let (slim, slim_fields) = (self.slim()?, self.slim_fields()?);
        let fields = change.headers.map_or(slim_fields, Fields::of);
        let request = self.changed(change, slim);
        let Some(ring) = &self.ring else { return Err(Cut) };
        let cost = self.verification(&self.profile, &request, fields, &ring.secrets);
        self.afford_trial(cost)?;
        let Some(verifier) = self.ring.as_ref().and_then(|ring| ring.verifier.as_ref()) else {
            return Ok(Err(RejectionReason::SignatureMismatch { keys: 0 }));
        };
        let request = self.changed(change, self.slim()?);
        match verifier.verify(&request, self.now_ms) {
            Ok(verified) => {
                self.matched = Some(verified.key_index);
                Ok(Ok(()))
            }
            Err(rejection) => Ok(Err(rejection.reason)),
        }
    }

    fn changed<'c>(&'c self, change: &Change<'c>, slim: &'c Headers) -> Request<'c> {
        Request {
            headers: change.headers.unwrap_or(slim),
            body: change.body.unwrap_or(self.request.body),
            url: change.url.unwrap_or(self.request.url),
            method: change.method.unwrap_or(self.request.method),
        }
    }

    /// Whether the same request verifies with another body.
    pub(super) fn body_verifies(&mut self, body: &[u8]) -> Result<bool, Cut> {
        self.verifies(&Change { body: Some(body), ..Change::default() })
    }

    /// Whether the request verifies with another secret, another scheme, or both.
    pub(super) fn verifies_by(
        &mut self,
        scheme: &impl Compile,
        profile: &Profile,
        secret: &Secret,
        headers: Option<&(Headers, Fields)>,
    ) -> Result<bool, Cut> {
        let secrets = core::slice::from_ref(secret);
        let fields = match headers {
            Some((_, fields)) => *fields,
            None => self.slim_fields()?,
        };
        let request = Request { headers: headers.map_or(self.slim()?, |(headers, _)| headers), ..self.request };
        let (setup, verification) = (profile.setup(secrets), self.verification(profile, &request, fields, secrets));
        let memory = setup.memory.saturating_add(verification.memory);
        let cost = Cost { work: setup.work.saturating_add(verification.work), memory };
        self.afford_trial(cost)?;
        let Ok(verifier) = Verifier::for_diagnosis(scheme, secrets) else { return Ok(false) };
        let request = Request { headers: headers.map_or(self.slim()?, |(headers, _)| headers), ..self.request };
        let is_match = verifier.tolerance(Tolerance::OFF).verify(&request, self.now_ms).is_ok();
        if is_match {
            self.matched = None;
        }
        Ok(is_match)
    }

    /// Whether the request verifies with another secret.
    pub(super) fn secret_verifies(&mut self, secret: &Secret) -> Result<bool, Cut> {
        let Ok(scheme) = self.compiled.clone() else { return Ok(false) };
        let profile = self.profile;
        self.verifies_by(&scheme, &profile, secret, None)
    }

    /// Whether a secret has the form that the scheme requires. The caller has counted the cost.
    pub(super) fn takes(&self, secret: &Secret) -> bool {
        let secrets = core::slice::from_ref(secret);
        self.compiled.as_ref().is_ok_and(|scheme| Verifier::for_diagnosis(scheme, secrets).is_ok())
    }

    /// The index of the given secret that produces the signature, if any.
    pub(super) fn matching_key(&mut self) -> Option<usize> {
        let is_match = self.verifies(&Change::default()).ok()?;
        let index = self.matched.filter(|_| is_match)?;
        self.ring.as_ref()?.given.get(index).copied().flatten()
    }

    pub(super) fn verification(
        &self,
        profile: &Profile,
        request: &Request<'_>,
        fields: Fields,
        secrets: &[Secret],
    ) -> Cost {
        let signatures = self.signatures.ok().and_then(Result::ok).unwrap_or(1);
        profile.verification(request, fields, secrets, signatures)
    }
}
