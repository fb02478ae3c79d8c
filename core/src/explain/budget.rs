//! The search. Only this module tries hypotheses, so that a single limit applies to all work.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use crate::base::http::Headers;
use crate::signature::RejectionReason;
use crate::signature::Request;
use crate::signature::Scheme;
use crate::signature::Secret;
use crate::signature::Tolerance;
use crate::signature::Verifier;
use crate::signature::setup::{compiled, first_unusable};
use crate::signature::signatures::Signatures;
use crate::signature::value::SignatureValue;
use crate::signature::{Compile, CompiledScheme, SetupError};

use super::body_kind::BodyKind;
use super::check_result::CheckResult;
use super::cost::{Cost, Fields, Profile};
use super::diagnosis::KnownSecrets;
use super::json_tokens::{Document, PER_BYTE};
use super::slim::slim;
use super::work::{Cut, MAX_MEMORY, MAX_REWRITTEN, Work};

/// A delivery to diagnose, and the remaining budget.
pub(super) struct Search<'a> {
    pub(super) scheme: Scheme<&'a str>,
    pub(super) keys: KnownSecrets<'a>,
    pub(super) request: Request<'a>,
    pub(super) now_ms: i64,
    /// The tolerance of the receiver, if it differs from that of the scheme.
    pub(super) tolerance: Option<Tolerance>,
    /// All header fields of the request.
    pub(super) fields: Fields,
    pub(super) verdict: CheckResult,
    /// The number of signatures in the request, or the reason why no signature was found.
    pub(super) signatures: Result<Result<usize, RejectionReason>, Cut>,
    pub(super) has_signature: bool,
    pub(super) profile: Profile,
    /// The header fields that the scheme reads.
    slim: Result<(Headers, Fields), Cut>,
    compiled: Result<CompiledScheme, SetupError>,
    verifier: Option<Verifier>,
    body_kind: Option<Result<BodyKind, Cut>>,
    document: Option<Result<Option<Rc<Document<'a>>>, Cut>>,
    work: Work,
    skipped: Vec<&'static str>,
}

/// The changed parts of a request. `None` leaves a part unchanged.
#[derive(Clone, Copy, Default)]
pub(super) struct Change<'c> {
    pub(super) headers: Option<&'c Headers>,
    pub(super) body: Option<&'c [u8]>,
    pub(super) url: Option<&'c str>,
    pub(super) method: Option<&'c str>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        scheme: &'a impl Compile,
        keys: &KnownSecrets<'a>,
        request: Request<'a>,
        now_ms: i64,
        tolerance: Option<Tolerance>,
    ) -> Self {
        let (scheme, compiled) = (scheme.borrowed(), compiled(scheme));
        let mut search = Self {
            scheme,
            keys: *keys,
            request,
            now_ms,
            tolerance,
            fields: Fields::of(request.headers),
            verdict: CheckResult::Unknown,
            signatures: Err(Cut),
            has_signature: false,
            profile: Profile::of(&scheme),
            slim: Err(Cut),
            compiled,
            verifier: None,
            body_kind: None,
            document: None,
            work: Work::new(),
            skipped: Vec::new(),
        };
        let needs = search.compiled.as_ref().map_or_else(|_| scheme.needs(), |compiled| compiled.needs().clone());
        search.slim = search.slim_of(&needs.headers);
        search.signatures = search.read_signatures();
        search.verdict = search.check();
        search
    }

    /// A copy of the header fields with these names.
    pub(super) fn slim_of<N: AsRef<str>>(&mut self, names: &[N]) -> Result<(Headers, Fields), Cut> {
        self.spend(self.fields.lookup().saturating_mul(names.len().saturating_add(1)))?;
        slim(self.request.headers, names)
    }

    /// The header fields that the scheme reads.
    pub(super) fn slim(&self) -> Result<&Headers, Cut> {
        self.slim.as_ref().map(|(headers, _)| headers).map_err(|cut| *cut)
    }

    pub(super) fn slim_fields(&self) -> Result<Fields, Cut> {
        self.slim.as_ref().map(|(_, fields)| *fields).map_err(|cut| *cut)
    }

    fn read_signatures(&mut self) -> Result<Result<usize, RejectionReason>, Cut> {
        let (_, fields) = self.slim.as_ref().map_err(|cut| *cut)?;
        let cost = self.profile.reading(&self.request, *fields);
        self.afford(cost)?;
        let (headers, _) = self.slim.as_ref().map_err(|cut| *cut)?;
        let request = Request { headers, ..self.request };
        let scheme: Scheme<&str> = self.scheme;
        let (has_signature, signatures) = match SignatureValue::read(&scheme.signature, &request) {
            Ok(value) => {
                let mut found = Signatures::new();
                (true, value.signatures(&scheme.signature, scheme.algorithm, &mut found).map(|()| found.len()))
            }
            Err(reason) => (false, Err(reason)),
        };
        self.has_signature = has_signature;
        Ok(signatures)
    }

    /// The verdict on the original delivery. It is the only verdict with all header fields.
    fn check(&mut self) -> CheckResult {
        let secrets = self.keys.secrets;
        // The secrets are decoded twice: once for the diagnosis, and once as `verify` does it.
        if self.spend_setup().is_err() || self.spend_setup().is_err() {
            return CheckResult::Unknown;
        }
        let verifier = self.compiled.clone().and_then(|scheme| Verifier::for_diagnosis(&scheme, secrets));
        let verifier = match verifier {
            Ok(verifier) => verifier,
            Err(error) => return CheckResult::Unusable(error),
        };
        if let Some((index, error)) = first_unusable(&self.scheme, secrets) {
            self.verifier = Some(verifier.tolerance(Tolerance::OFF));
            return CheckResult::Unusable(SetupError::Secret { index, error });
        }
        let verifier = match self.tolerance {
            Some(tolerance) => verifier.tolerance(tolerance),
            None => verifier,
        };
        let Ok(fields) = self.slim_fields() else { return CheckResult::Unknown };
        let mut cost = self.verification(&self.profile, &self.request, fields, secrets);
        let lookups = self.fields.lookup().saturating_mul(self.profile.lookups(secrets.len()));
        cost.work = cost.work.saturating_add(lookups);
        let verdict = match self.afford(cost) {
            Err(Cut) => CheckResult::Unknown,
            Ok(()) => match verifier.verify(&self.request, self.now_ms) {
                Ok(verified) => CheckResult::Good(verified),
                Err(rejection) => CheckResult::Refused(rejection),
            },
        };
        self.verifier = Some(verifier.tolerance(Tolerance::OFF));
        verdict
    }

    pub(super) fn spend(&mut self, work: usize) -> Result<(), Cut> {
        self.work.spend(work)
    }

    /// Counts the decoding of all secrets.
    pub(super) fn spend_setup(&mut self) -> Result<(), Cut> {
        self.afford(self.profile.setup(self.keys.secrets))
    }

    pub(super) fn afford(&mut self, cost: Cost) -> Result<(), Cut> {
        if cost.memory > MAX_MEMORY { Err(Cut) } else { self.spend(cost.work) }
    }

    pub(super) fn afford_trial(&mut self, cost: Cost) -> Result<(), Cut> {
        if cost.memory > MAX_MEMORY { Err(Cut) } else { self.work.spend_trial(cost.work) }
    }

    fn verification(&self, profile: &Profile, request: &Request<'_>, fields: Fields, secrets: &[Secret]) -> Cost {
        let signatures = self.signatures.ok().and_then(Result::ok).unwrap_or(1);
        profile.verification(request, fields, secrets, signatures)
    }

    /// Reserves work for the symptoms, or releases the reserve.
    pub(super) const fn set_reserve(&mut self, is_kept: bool) {
        self.work.set_reserve(is_kept);
    }

    /// Records that a part of the search was skipped or cut short.
    pub(super) fn skip(&mut self, part: &'static str) {
        if !self.skipped.contains(&part) {
            self.skipped.push(part);
        }
    }

    pub(super) const fn work(&self) -> Work {
        self.work
    }

    pub(super) fn skipped(&self) -> &[&'static str] {
        &self.skipped
    }

    /// Whether the changed request verifies with the same scheme and secrets, regardless of its timestamp.
    pub(super) fn verifies(&mut self, change: &Change<'_>) -> Result<bool, Cut> {
        let (slim, slim_fields) = self.slim.as_ref().map_err(|cut| *cut)?;
        let fields = change.headers.map_or(*slim_fields, Fields::of);
        let request = Request {
            headers: change.headers.unwrap_or(slim),
            body: change.body.unwrap_or(self.request.body),
            url: change.url.unwrap_or(self.request.url),
            method: change.method.unwrap_or(self.request.method),
        };
        let cost = self.verification(&self.profile, &request, fields, self.keys.secrets);
        self.afford_trial(cost)?;
        if self.verifier.is_none() {
            self.verifier = self.usable()?;
        }
        let (slim, _) = self.slim.as_ref().map_err(|cut| *cut)?;
        let request = Request {
            headers: change.headers.unwrap_or(slim),
            body: change.body.unwrap_or(self.request.body),
            url: change.url.unwrap_or(self.request.url),
            method: change.method.unwrap_or(self.request.method),
        };
        let now_ms = self.now_ms;
        Ok(self.verifier.as_ref().is_some_and(|verifier| verifier.verify(&request, now_ms).is_ok()))
    }

    /// A verifier with the secrets that can be decoded. The hypotheses about secrets try the others.
    fn usable(&mut self) -> Result<Option<Verifier>, Cut> {
        let secrets = self.keys.secrets;
        self.afford(self.profile.setup(secrets))?;
        self.afford(self.profile.setup(secrets))?;
        let usable: Vec<Secret> = secrets.iter().filter(|secret| self.takes(secret)).cloned().collect();
        let verifier = self.compiled.as_ref().ok().and_then(|scheme| Verifier::for_diagnosis(scheme, &usable).ok());
        Ok(verifier.map(|verifier| verifier.tolerance(Tolerance::OFF)))
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
        let (headers, fields) = match headers {
            Some((headers, fields)) => (headers, *fields),
            None => self.slim.as_ref().map(|(headers, fields)| (headers, *fields)).map_err(|cut| *cut)?,
        };
        let request = Request { headers, ..self.request };
        let (setup, verification) = (profile.setup(secrets), self.verification(profile, &request, fields, secrets));
        let memory = setup.memory.saturating_add(verification.memory);
        let cost = Cost { work: setup.work.saturating_add(verification.work), memory };
        // Not by `afford_trial`, because `headers` borrows the search.
        if cost.memory > MAX_MEMORY {
            return Err(Cut);
        }
        self.work.spend_trial(cost.work)?;
        let Ok(verifier) = Verifier::for_diagnosis(scheme, secrets) else { return Ok(false) };
        Ok(verifier.tolerance(Tolerance::OFF).verify(&request, self.now_ms).is_ok())
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

    /// The first unusable secret, which prevents every check.
    pub(super) const fn unusable(&self) -> Option<(usize, crate::signature::SecretError)> {
        match &self.verdict {
            CheckResult::Unusable(SetupError::Secret { index, error }) => Some((*index, *error)),
            _ => None,
        }
    }

    /// The text of the timestamp, if the request has one.
    pub(super) fn timestamp_text(&mut self) -> Result<Option<String>, Cut> {
        let fields = self.slim_fields()?;
        let mut cost = self.profile.reading(&self.request, fields);
        cost.work = cost.work.saturating_mul(2);
        self.afford(cost)?;
        let headers = self.slim()?;
        let request = Request { headers, ..self.request };
        Ok(self.verifier.as_ref().and_then(|verifier| verifier.timestamp_text(&request)))
    }

    /// The index of the secret that produces the signature, if any.
    pub(super) fn matching_key(&mut self) -> Option<usize> {
        let fields = self.slim_fields().ok()?;
        let cost = self.verification(&self.profile, &self.request, fields, self.keys.secrets);
        self.afford(cost).ok()?;
        let request = Request { headers: self.slim().ok()?, ..self.request };
        let verified = self.verifier.as_ref()?.verify(&request, self.now_ms).ok()?;
        Some(verified.key_index)
    }

    /// The length of the body according to the sender.
    pub(super) fn content_length(&self) -> Option<usize> {
        self.request.headers.get("content-length").next().and_then(|text| text.parse().ok())
    }

    /// Whether the body starts like a JSON object or array, after optional whitespace.
    pub(super) fn begins_as_json(&self) -> bool {
        let begin = self.request.body.get(..64).unwrap_or(self.request.body);
        matches!(begin.trim_ascii_start().first(), Some(b'{' | b'['))
    }

    /// The kind of the body.
    pub(super) fn body_kind(&mut self) -> Result<BodyKind, Cut> {
        let kind = self.body_kind.unwrap_or_else(|| BodyKind::of(self.request.body, &mut self.work));
        self.body_kind = Some(kind);
        kind
    }

    /// The parsed body, if it is JSON and not too long to be rewritten.
    pub(super) fn document(&mut self) -> Result<Option<Rc<Document<'a>>>, Cut> {
        if let Some(document) = &self.document {
            return document.clone();
        }
        let document = self.parse();
        self.document = Some(document.clone());
        document
    }

    fn parse(&mut self) -> Result<Option<Rc<Document<'a>>>, Cut> {
        let body = self.request.body;
        if body.len() > MAX_REWRITTEN {
            return Err(Cut);
        }
        self.spend(body.len() * PER_BYTE)?;
        let Ok(text) = core::str::from_utf8(body) else { return Ok(None) };
        Ok(Document::parse(text)?.map(Rc::new))
    }
}
