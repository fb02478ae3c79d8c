//! Verification of deliveries.

use alloc::borrow::Cow;
use alloc::string::String;

use super::compile::{Compile, CompiledScheme};
use super::content::Content;
use super::host_key::HostKey;
use super::place::Place;
use super::rejection::{Rejection, RejectionReason};
use super::request::Request;
use super::secret::Secret;
use super::setup::{Key, Setup, SetupError};
use super::signatures::Signatures;
use super::tolerance::Tolerance;
use super::value::SignatureValue;
use crate::base::problem::Problem;
use crate::base::time::parse_timestamp;

/// A scheme and its secrets, prepared to verify any number of deliveries.
///
/// ```
/// use hookwright::{catalog, http::Headers, signature::{Request, Secret, Verifier}};
///
/// let scheme = catalog::find_scheme("generic/signature").unwrap();
/// let verifier = Verifier::new(scheme, &[Secret::new("whsec_abc123")?])?;
/// let now_ms = 1_705_314_600_000;
/// let rejection = verifier.verify(&Request::new(&Headers::new(), b"{}"), now_ms).unwrap_err();
/// assert_eq!(rejection.code(), "missing_header");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    setup: Setup,
    tolerance: Tolerance,
}

/// The verdict on a genuine delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The index of the secret that matched, from 0. After a rotation, a secret that no longer matches can be removed.
    pub key_index: usize,
    /// The name of that secret, if it has one.
    pub key_name: Option<String>,
    /// The id of the delivery, if the scheme has one.
    pub id: Option<String>,
    /// Whether the id is signed. If it is not, anyone who has seen the delivery can send it again under another id, so
    /// remembering ids does not prevent a replay: remember the signature or a digest of the body instead.
    pub id_signed: bool,
    /// The time at which the attempt was signed, in milliseconds since the epoch, if the scheme has a timestamp.
    pub timestamp_ms: Option<i64>,
    /// The parts of the body that are not signed: empty, or `body` for a partial scheme. It is the same for every
    /// delivery of a scheme; see [`Scheme::unsigned`](crate::signature::Scheme::unsigned).
    pub unsigned: &'static [&'static str],
}

/// The values of a request that verification reads in addition to the signatures.
pub(super) struct Fields<'a> {
    /// The timestamp as written in the request. Empty if the scheme does not have one.
    pub(super) timestamp: Cow<'a, str>,
    pub(super) id: Option<Cow<'a, str>>,
}

impl Verifier {
    /// Compiles the scheme, if it is not compiled yet, and prepares the keys.
    ///
    /// # Errors
    /// The scheme is not valid, there is no secret, or a secret is not valid for the scheme.
    pub fn new(scheme: &impl Compile, secrets: &[Secret]) -> Result<Self, SetupError> {
        Ok(Self::with(Setup::new(scheme, secrets)?))
    }

    /// Like [`Verifier::new`], and passes each key to `export`, for hosts whose cryptography is faster than that of the
    /// crate. Keys are passed once and in the order of the secrets; the verifier does not keep their bytes.
    ///
    /// [`Verifier::begin`] describes the use of the keys. Wipe them when they are no longer needed.
    ///
    /// ```
    /// use hookwright::{catalog, signature::{Secret, Verifier}};
    ///
    /// let mut keys = vec![];
    /// let secrets = [Secret::new("It's a Secret to Everybody")?];
    /// Verifier::exporting(catalog::find_scheme("github/sha256").unwrap(), &secrets, &mut |key| {
    ///     keys.push(key.bytes.to_vec());
    /// })?;
    /// assert_eq!(keys, [b"It's a Secret to Everybody"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Like [`Verifier::new`].
    pub fn exporting(
        scheme: &impl Compile,
        secrets: &[Secret],
        export: &mut dyn FnMut(HostKey<'_>),
    ) -> Result<Self, SetupError> {
        Ok(Self::with(Setup::exporting(scheme, secrets, export)?))
    }

    /// Like [`Verifier::new`], but accepts placeholders and public keys, for a diagnosis.
    pub(crate) fn for_diagnosis(scheme: &impl Compile, secrets: &[Secret]) -> Result<Self, SetupError> {
        Ok(Self::with(Setup::for_diagnosis(scheme, secrets)?))
    }

    fn with(setup: Setup) -> Self {
        let timestamp = setup.scheme.scheme().timestamp;
        let tolerance = timestamp.and_then(|timestamp| timestamp.tolerance).unwrap_or(Tolerance::DEFAULT);
        Self { setup, tolerance }
    }

    /// The scheme of the verifier.
    #[must_use]
    pub const fn scheme(&self) -> &CompiledScheme {
        &self.setup.scheme
    }

    /// Replaces the tolerance of the scheme.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Tolerance) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Warnings about usable secrets: short keys, private keys, and whitespace or quotes that are part of a secret.
    /// The path is `/secrets/` and the index of the secret.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.setup.warnings
    }

    /// Verifies that the request, byte for byte as it arrived, was signed with one of the secrets within the tolerance.
    /// `now_ms` is in milliseconds since the epoch; schemes without a timestamp ignore it.
    ///
    /// The signature is checked before the time, so that [`RejectionReason::TooOld`] and [`RejectionReason::TooNew`]
    /// mean that the signature is valid.
    ///
    /// # Errors
    /// A [`Rejection`] with the reason. Respond to such a request with 401 and without the reason, and log the reason.
    pub fn verify(&self, request: &Request<'_>, now_ms: i64) -> Result<Verified, Rejection> {
        let compiled = &self.setup.scheme;
        let value = self.value(request)?;
        let mut signatures = Signatures::new();
        self.signatures(&value, &mut signatures)?;
        let fields = self.fields(request, &value)?;
        let content = self.content(request, &fields)?;
        let matches = |key: &Key| {
            let mut variants = content.variants(key.prepared.hashed_secret());
            variants.any(|variant| key.prepared.matches(&variant, &signatures))
        };
        let key_index = self.setup.keys.iter().position(matches).ok_or_else(|| self.mismatch())?;
        compiled.check_content(&content)?;
        let id = compiled.id_in_body().and_then(|member| request.member(member).ok());
        let id = fields.id.as_deref().or(id.as_deref());
        self.accept(key_index, &fields.timestamp, id, now_ms, Some(request.body))
    }

    /// Reads the value that contains the signatures.
    pub(super) fn value<'a>(&'a self, request: &Request<'a>) -> Result<SignatureValue<'a>, Rejection> {
        let compiled = &self.setup.scheme;
        SignatureValue::read(&compiled.signature(), request).map_err(|reason| Rejection::of(compiled, reason))
    }

    /// Decodes the signatures.
    pub(super) fn signatures(&self, value: &SignatureValue<'_>, found: &mut Signatures) -> Result<(), Rejection> {
        let compiled = &self.setup.scheme;
        let read = value.signatures(&compiled.signature(), compiled.algorithm(), found);
        read.map_err(|reason| Rejection::of(compiled, reason))
    }

    /// Reads and checks the timestamp and the id.
    pub(super) fn fields<'a>(
        &'a self,
        request: &Request<'a>,
        value: &'a SignatureValue<'a>,
    ) -> Result<Fields<'a>, Rejection> {
        let compiled = &self.setup.scheme;
        let timestamp = match &compiled.timestamp() {
            None => Cow::Borrowed(""),
            Some(field) => read(compiled, request, value, &field.place)?,
        };
        let id = match &compiled.message_id() {
            None => None,
            // Read only if the delivery is genuine, because reading a body takes long.
            Some(Place::Member { .. }) if !compiled.facts().signs_id => None,
            Some(place) => match read(compiled, request, value, place) {
                // An id that is not signed is optional.
                Err(_) if !compiled.facts().signs_id => None,
                id => Some(id?),
            },
        };
        compiled.check_characters(request, id.as_deref())?;
        Ok(Fields { timestamp, id })
    }

    /// Evaluates the template of the content.
    pub(super) fn content<'a>(
        &'a self,
        request: &Request<'a>,
        fields: &'a Fields<'a>,
    ) -> Result<Content<'a>, Rejection> {
        let compiled = &self.setup.scheme;
        let content = Content::read(compiled, *request, &fields.timestamp, fields.id.as_deref().unwrap_or_default());
        content.map_err(|(reason, place)| match place {
            Some(place) => Rejection::at(compiled, &place, reason),
            None => Rejection::of(compiled, reason),
        })
    }

    /// The rejection if no key matches.
    pub(super) fn mismatch(&self) -> Rejection {
        Rejection::of(&self.setup.scheme, RejectionReason::SignatureMismatch { keys: self.setup.keys.len() })
    }

    /// The verdict on a delivery whose signature is valid, after the checks of the time. `body` is the body, if it is
    /// known.
    pub(super) fn accept(
        &self,
        key_index: usize,
        timestamp: &str,
        id: Option<&str>,
        now_ms: i64,
        body: Option<&[u8]>,
    ) -> Result<Verified, Rejection> {
        let compiled = &self.setup.scheme;
        let timestamp_ms = self.check_time(timestamp, now_ms)?;
        compiled.check_digits(timestamp, now_ms, body)?;
        Ok(Verified {
            key_index,
            key_name: self.setup.keys.get(key_index).and_then(|key| key.name.clone()),
            id_signed: id.is_some() && compiled.facts().is_id_safe,
            id: id.map(String::from),
            timestamp_ms,
            unsigned: compiled.facts().unsigned,
        })
    }

    /// The prepared keys, in the order of the secrets.
    pub(super) fn keys(&self) -> &[Key] {
        &self.setup.keys
    }

    /// The key with this index.
    #[cfg(feature = "json")]
    pub(super) fn key(&self, index: usize) -> Option<&Key> {
        self.setup.keys.get(index)
    }

    /// The instant of a timestamp, if it is valid and within the tolerance.
    fn check_time(&self, timestamp: &str, now_ms: i64) -> Result<Option<i64>, Rejection> {
        let compiled = &self.setup.scheme;
        let Some(field) = &compiled.timestamp() else { return Ok(None) };
        let refuse = |reason| Err(Rejection::at(compiled, &field.place, reason));
        let Some(at_ms) = parse_timestamp(field.unit, timestamp, now_ms) else {
            return refuse(RejectionReason::MalformedTimestamp);
        };
        let (age_ms, ahead_ms) =
            if at_ms <= now_ms { (now_ms.abs_diff(at_ms), 0) } else { (0, at_ms.abs_diff(now_ms)) };
        if self.tolerance.past_ms.is_some_and(|limit| age_ms > limit) {
            return refuse(RejectionReason::TooOld { age_ms });
        }
        if self.tolerance.future_ms.is_some_and(|limit| ahead_ms > limit) {
            return refuse(RejectionReason::TooNew { ahead_ms });
        }
        Ok(Some(at_ms))
    }
}

/// The value at a place, including an item of the signature's list.
fn read<'a>(
    scheme: &CompiledScheme,
    request: &Request<'a>,
    value: &'a SignatureValue<'a>,
    place: &Place<&'a str>,
) -> Result<Cow<'a, str>, Rejection> {
    let found = match *place {
        Place::Item { item } => value.item(item).map(Cow::Borrowed),
        ref place => request.read(place),
    };
    found.map_err(|reason| Rejection::at(scheme, place, reason))
}
