//! The search. Only this module tries hypotheses, so that a single limit applies to all work.

use alloc::borrow::Cow;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use crate::base::http::Headers;
use crate::signature::RejectionReason;
use crate::signature::Request;
use crate::signature::Scheme;
use crate::signature::Tolerance;
use crate::signature::setup::{compiled, first_unusable};
use crate::signature::signatures::Signatures;
use crate::signature::value::SignatureValue;
use crate::signature::{Algorithm, Place, Verifier};
use crate::signature::{Compile, CompiledScheme, SetupError};

use super::body_kind::BodyKind;
use super::causes::Finding;
use super::check_result::CheckResult;
use super::cost::{Cost, Fields, Profile};
use super::diagnosis::KnownSecrets;
use super::json_tokens::{Document, PER_BYTE};
use super::ring::Ring;
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
    /// The algorithm of the asked scheme, which a reading can replace.
    pub(super) arrived_algorithm: Algorithm,
    pub(super) compiled: Result<CompiledScheme, SetupError>,
    /// The secrets that each hypothesis is tried with.
    pub(super) ring: Option<Ring>,
    /// The index in the ring of the secret of the last match.
    pub(super) matched: Option<usize>,
    /// What hypotheses see, but cannot prove.
    pub(super) hints: Vec<Finding>,
    /// Further causes of the proof that a hypothesis returns.
    pub(super) further: Vec<Finding>,
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

/// A reading of the signature: the header fields that the scheme reads, as they arrived or repaired, and the algorithm
/// that fits their signature. All hypotheses about other parts of the request are tried with it.
#[derive(Clone)]
pub(super) struct Base {
    pub(super) headers: Headers,
    pub(super) algorithm: Algorithm,
    /// What was repaired.
    pub(super) findings: Vec<Finding>,
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
            arrived_algorithm: scheme.algorithm,
            compiled,
            ring: None,
            matched: None,
            hints: Vec::new(),
            further: Vec::new(),
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
        let (has_signature, signatures) = match read(&self.scheme, &Request { headers, ..self.request }) {
            Ok(found) => (true, found),
            Err(reason) => (false, Err(reason)),
        };
        self.has_signature = has_signature;
        Ok(signatures)
    }

    /// The number of well-formed signatures in header fields, by an algorithm.
    pub(super) fn read_in(&mut self, headers: &Headers, algorithm: Algorithm) -> Result<Option<usize>, Cut> {
        let cost = self.profile.reading(&self.request, Fields::of(headers));
        self.afford(cost)?;
        let scheme = Scheme { algorithm, ..self.scheme };
        Ok(read(&scheme, &Request { headers, ..self.request }).and_then(|found| found).ok())
    }

    /// The header fields as they arrived, or those of the base that was entered last.
    pub(super) fn base(&self) -> Result<Base, Cut> {
        let headers = self.slim()?.clone();
        Ok(Base { headers, algorithm: self.scheme.algorithm, findings: Vec::new() })
    }

    /// Tries all further hypotheses with these header fields and this algorithm.
    pub(super) fn enter(&mut self, base: &Base) -> Result<(), Cut> {
        self.slim = Ok((base.headers.clone(), Fields::of(&base.headers)));
        if base.algorithm != self.scheme.algorithm {
            self.scheme.algorithm = base.algorithm;
            self.compiled = compiled(&self.scheme);
            self.profile = Profile::of(&self.scheme);
            self.ring = None;
        }
        self.signatures = self.read_signatures();
        Ok(())
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
        match self.afford(cost) {
            Err(Cut) => CheckResult::Unknown,
            Ok(()) => match verifier.verify(&self.request, self.now_ms) {
                Ok(verified) => CheckResult::Good(verified),
                Err(rejection) => CheckResult::Refused(rejection),
            },
        }
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

    /// Reserves work for the symptoms, or releases the reserve.
    pub(super) const fn set_reserve(&mut self, is_kept: bool) {
        self.work.set_reserve(is_kept);
    }

    /// Searches for further changes of a request that was already changed in one way. Work and secrets are shared.
    pub(super) fn within<T>(&mut self, request: Request<'_>, search: impl FnOnce(&mut Search<'_>) -> T) -> T {
        let mut inner = Search {
            scheme: self.scheme,
            keys: self.keys,
            request,
            now_ms: self.now_ms,
            tolerance: self.tolerance,
            fields: self.fields,
            verdict: CheckResult::Unknown,
            signatures: self.signatures,
            has_signature: self.has_signature,
            profile: self.profile,
            slim: self.slim.clone(),
            arrived_algorithm: self.arrived_algorithm,
            compiled: self.compiled.clone(),
            ring: self.ring.take(),
            matched: None,
            hints: Vec::new(),
            further: Vec::new(),
            body_kind: None,
            document: None,
            work: self.work,
            skipped: core::mem::take(&mut self.skipped),
        };
        let result = search(&mut inner);
        (self.ring, self.work) = (inner.ring.take(), inner.work);
        self.skipped = core::mem::take(&mut inner.skipped);
        (self.matched, self.further) = (inner.matched, core::mem::take(&mut inner.further));
        result
    }

    /// Limits the trials of the part of the search that begins, so that other parts are tried as well.
    pub(super) fn limit_trials(&mut self, most: usize) {
        self.work.limit_trials(most);
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
        let request = Request { headers: self.slim()?, ..self.request };
        let scheme: Scheme<&str> = self.scheme;
        Ok(match scheme.timestamp.map(|field| field.place) {
            None => None,
            Some(Place::Item { item }) => {
                let value = SignatureValue::read(&scheme.signature, &request).ok();
                value.and_then(|value| value.item(item).ok().map(String::from))
            }
            Some(place) => request.read(&place).ok().map(Cow::into_owned),
        })
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

/// The number of well-formed signatures, or the reason why there is none. The outer error means that the request has no
/// value for signatures.
fn read(scheme: &Scheme<&str>, request: &Request<'_>) -> Result<Result<usize, RejectionReason>, RejectionReason> {
    let value = SignatureValue::read(&scheme.signature, request)?;
    let mut found = Signatures::new();
    Ok(value.signatures(&scheme.signature, scheme.algorithm, &mut found).map(|()| found.len()))
}
