//! Verification with the compact form of a scheme.
//!
//! The rules are those of [`Verifier`](crate::signature::Verifier); a test compares the verdicts of both for all vectors. They
//! are written again here, for fewer cases and without allocations for each value, because the code must be small.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem::discriminant;

use zeroize::Zeroizing;

use super::decode::Compact;
use super::{ITEM, NONE, flag, piece, record};
use crate::base::time::parse_timestamp;
use crate::signature::ambiguity::is_id_character;
use crate::signature::guard::is_url;
use crate::signature::key::{decode_shared, findings, valid_shared_key};
use crate::signature::mac::{MacState, PreparedKey};
use crate::signature::signatures::{Signatures, encoded_len};
use crate::signature::value::split;
use crate::signature::{RejectionReason, Secret, SecretError, Tolerance};

pub use crate::signature::key::SecretFinding;

/// The reasons for which a compact verifier can reject a delivery, with representative values. Their order is a part of
/// the interface: programs exchange the index of a reason.
pub const REJECTIONS: [RejectionReason; 17] = [
    RejectionReason::MissingHeader,
    RejectionReason::MissingItem,
    RejectionReason::MissingPrefix,
    RejectionReason::RepeatedHeader { count: 2 },
    RejectionReason::RepeatedItem { count: 2 },
    RejectionReason::MalformedSignature { found: 12, expected: Some(64) },
    RejectionReason::ConflictingHeaders,
    RejectionReason::InvalidId,
    RejectionReason::MalformedUrl,
    RejectionReason::MalformedHeader,
    RejectionReason::SignatureMismatch { keys: 1 },
    RejectionReason::MalformedTimestamp,
    RejectionReason::TooOld { age_ms: 600_000 },
    RejectionReason::TooNew { ahead_ms: 600_000 },
    RejectionReason::BodyNotUtf8,
    RejectionReason::MissingUrl,
    RejectionReason::MissingMethod,
];

/// The reasons for which a compact verifier can reject a secret. Their order is a part of the interface.
pub const SECRET_ERRORS: [SecretError; 6] = [
    SecretError::Empty,
    SecretError::Placeholder,
    SecretError::NotBase64,
    SecretError::NotHex,
    SecretError::WrongKind { wanted: "a shared secret, which starts with `whsec_`" },
    SecretError::PublicAsShared,
];

/// The place of the rejected value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompactPlace {
    /// The place of the signature.
    Signature,
    /// The place of the timestamp.
    Timestamp,
    /// The place of the id.
    Id,
    /// The header field whose name is the text with this index.
    Header(u8),
}

/// The rejection of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompactRejection {
    /// The reason.
    pub reason: RejectionReason,
    /// The place of the rejected value.
    pub place: CompactPlace,
}

impl CompactRejection {
    /// The index of the reason in [`REJECTIONS`].
    #[must_use]
    pub fn index(&self) -> usize {
        REJECTIONS.iter().position(|known| discriminant(known) == discriminant(&self.reason)).unwrap_or_default()
    }

    const fn signature(reason: RejectionReason) -> Self {
        Self { reason, place: CompactPlace::Signature }
    }
}

/// The verdict on a genuine delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompactAccepted {
    /// The index of the key that matched.
    pub key_index: usize,
    /// The time of the signature, in milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
}

/// A scheme in compact form and its keys, and the delivery that is being verified.
///
/// ```
/// use hookwright::{catalog, http::Headers};
/// use hookwright::signature::{CompactVerifier, Secret, Signer, Unsigned};
///
/// let scheme = catalog::find_scheme("github/sha256").unwrap().compile().unwrap();
/// let secret = Secret::new("It's a Secret to Everybody")?;
/// let signed = Signer::new(&scheme, &[secret.clone()])?.sign(&Unsigned::new(b"Hello, World!"))?;
/// let value = signed.headers.get("X-Hub-Signature-256").next().unwrap();
///
/// let mut verifier = CompactVerifier::new(&scheme.to_compact().unwrap()).unwrap();
/// verifier.add(&secret)?;
/// let header = verifier.index_of("X-Hub-Signature-256").unwrap();
/// verifier.begin(&[(header, value)], "", "", 0).unwrap();
/// verifier.update(b"Hello, ");
/// verifier.update(b"World!");
/// assert_eq!(verifier.finish(true).unwrap().key_index, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CompactVerifier {
    scheme: Compact,
    keys: Vec<PreparedKey>,
    tolerance: Tolerance,
    pending: Option<Pending>,
}

/// A delivery whose body has not arrived completely.
#[derive(Debug)]
struct Pending {
    signatures: Signatures,
    hashes: Vec<Hash>,
    timestamp: String,
    id: Option<String>,
    now_ms: i64,
}

/// The hash of the content with one key, and the content after the body.
#[derive(Debug)]
struct Hash {
    state: MacState,
    suffix: Zeroizing<Vec<u8>>,
}

/// The header fields of a request.
struct Fields<'a>(&'a [(u8, &'a str)]);

impl<'a> Fields<'a> {
    /// The values of a field, without surrounding whitespace and without empty ones.
    fn values(&self, name: u8) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(known, _)| *known == name);
        named.map(|(_, value)| value.trim_matches([' ', '\t', '\r', '\n'])).filter(|value| !value.is_empty())
    }

    /// The only value of a field.
    fn only(&self, name: u8) -> Result<&'a str, RejectionReason> {
        let mut values = self.values(name);
        match (values.next(), values.count()) {
            (None, _) => Err(RejectionReason::MissingHeader),
            (Some(value), 0) => Ok(value),
            (Some(_), more) => Err(RejectionReason::RepeatedHeader { count: more + 1 }),
        }
    }
}

/// The items of the value that contains the signatures.
struct Items<'a>(Vec<&'a str>);

impl<'a> Items<'a> {
    fn read(scheme: &Compact, fields: &Fields<'a>) -> Result<Self, RejectionReason> {
        let separator = scheme.text(scheme.byte(record::SEPARATOR)).and_then(|text| text.chars().next());
        let mut items = Vec::new();
        let mut is_present = false;
        for name in [scheme.byte(record::SIGNATURE), scheme.byte(record::SIGNATURE + 1)] {
            let mut count = 0;
            for value in fields.values(name) {
                count += 1;
                is_present = true;
                match separator {
                    None => items.push(value),
                    Some(separator) => items.extend(split(value, separator)),
                }
            }
            // RFC 9110 §5.3: only comma-separated lists may be split over several fields.
            if count > 1 && separator != Some(',') {
                return Err(RejectionReason::RepeatedHeader { count });
            }
        }
        if is_present { Ok(Self(items)) } else { Err(RejectionReason::MissingHeader) }
    }

    fn signatures(&self, scheme: &Compact) -> Result<Signatures, RejectionReason> {
        let prefix = scheme.text(scheme.byte(record::PREFIX)).unwrap_or_default();
        let mut first = None;
        let mut found = Signatures::new();
        for text in self.0.iter().filter_map(|item| item.strip_prefix(prefix)) {
            first = first.or(Some(text));
            found.push(scheme.encoding, scheme.algorithm, text);
        }
        let first = first.ok_or(RejectionReason::MissingPrefix)?;
        if found.len() == 0 {
            let expected = scheme.algorithm.output_len().map(|bytes| encoded_len(scheme.encoding, bytes));
            return Err(RejectionReason::MalformedSignature { found: first.chars().count(), expected });
        }
        Ok(found)
    }

    fn only(&self, prefix: &str) -> Result<&'a str, RejectionReason> {
        let mut found = self.0.iter().filter_map(|item| item.strip_prefix(prefix));
        match (found.next(), found.count()) {
            (None, _) => Err(RejectionReason::MissingItem),
            (Some(item), 0) => Ok(item),
            (Some(_), more) => Err(RejectionReason::RepeatedItem { count: more + 1 }),
        }
    }
}

impl CompactVerifier {
    /// A verifier without keys. `None` if the bytes are not a compact form.
    #[must_use]
    pub fn new(compact: &[u8]) -> Option<Self> {
        let scheme = Compact::read(compact)?;
        Some(Self { tolerance: scheme.tolerance(), scheme, keys: Vec::new(), pending: None })
    }

    /// Adds a secret. Returns what is probably a mistake in it, and the length of its key.
    ///
    /// # Errors
    /// The secret is not valid for the scheme.
    pub fn add(&mut self, secret: &Secret) -> Result<([Option<SecretFinding>; 4], usize), SecretError> {
        let (algorithm, form) = (self.scheme.algorithm, self.scheme.key_form);
        let valid = valid_shared_key(form, secret)?;
        let found = findings(algorithm, form, secret, &valid.key, valid.is_private);
        self.keys.push(PreparedKey::new(algorithm, form, &valid.key)?);
        Ok((found, valid.key.len()))
    }

    /// Adds a secret whose text is not checked: the caller has already rejected placeholders, and public keys that were
    /// passed by mistake. Returns the length of its key.
    ///
    /// # Errors
    /// The secret cannot be decoded.
    pub fn add_checked(&mut self, secret: &Secret) -> Result<usize, SecretError> {
        let (algorithm, form) = (self.scheme.algorithm, self.scheme.key_form);
        let key = decode_shared(form, secret)?;
        self.keys.push(PreparedKey::new(algorithm, form, &key)?);
        Ok(key.len())
    }

    /// Replaces the tolerance of the scheme.
    pub const fn set_tolerance(&mut self, tolerance: Tolerance) {
        self.tolerance = tolerance;
    }

    /// The index of the name of a header field, for [`CompactVerifier::begin`].
    #[must_use]
    pub fn index_of(&self, name: &str) -> Option<u8> {
        (0..=u8::MAX).find(|index| self.scheme.text(*index).is_some_and(|text| text.eq_ignore_ascii_case(name)))
    }

    /// Whether [`CompactVerifier::finish`] must know whether the body is UTF-8.
    #[must_use]
    pub fn needs_utf8(&self) -> bool {
        self.scheme.has(flag::NEEDS_UTF8)
    }

    /// Whether an accepted id is signed.
    #[must_use]
    pub fn is_id_safe(&self) -> bool {
        self.scheme.has(flag::IS_ID_SAFE)
    }

    /// Whether the body is not signed.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.scheme.is_partial()
    }

    /// The id of the delivery that was begun last, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.pending.as_ref()?.id.as_deref()
    }

    /// Begins a verification: reads everything but the body. Each header field is the index of its name, and its value.
    ///
    /// # Errors
    /// The delivery is rejected, whatever its body is.
    pub fn begin(
        &mut self,
        fields: &[(u8, &str)],
        method: &str,
        url: &str,
        now_ms: i64,
    ) -> Result<(), CompactRejection> {
        self.pending = None;
        let fields = Fields(fields);
        let scheme = &self.scheme;
        let items = Items::read(scheme, &fields).map_err(CompactRejection::signature)?;
        let signatures = items.signatures(scheme).map_err(CompactRejection::signature)?;
        let read = |at: usize, place: CompactPlace| {
            match [scheme.byte(at), scheme.byte(at + 1)] {
                [NONE, _] => Ok(None),
                [ITEM, prefix] => items.only(scheme.text(prefix).unwrap_or_default()).map(Some),
                [name, NONE] => fields.only(name).map(Some),
                [name, other] => either(fields.only(name), fields.only(other)).map(Some),
            }
            .map_err(|reason| CompactRejection { reason, place })
        };
        let timestamp = read(record::TIMESTAMP, CompactPlace::Timestamp)?.unwrap_or_default();
        let signs_id = scheme.has(flag::SIGNS_ID);
        let id = match read(record::ID, CompactPlace::Id) {
            // An id that is not signed is optional.
            Err(_) if !signs_id => None,
            id => id?,
        };
        if let Some(id) = id
            && signs_id
            && (id.is_empty() || !id.chars().all(is_id_character))
        {
            return Err(CompactRejection { reason: RejectionReason::InvalidId, place: CompactPlace::Id });
        }
        let signs_url = scheme.contains(piece::URL);
        if signs_url && !is_url(scheme.has(flag::NEEDS_ABSOLUTE_URL), url) {
            return Err(CompactRejection::signature(RejectionReason::MalformedUrl));
        }
        let is_control = |value: &str| value.chars().any(|character| character.is_control() && character != '\t');
        for [kind, name] in scheme.pieces() {
            if kind == piece::HEADER && fields.only(name).is_ok_and(is_control) {
                return Err(CompactRejection {
                    reason: RejectionReason::MalformedHeader,
                    place: CompactPlace::Header(name),
                });
            }
        }
        if signs_url && url.is_empty() {
            return Err(CompactRejection::signature(RejectionReason::MissingUrl));
        }
        let mut hashes = Vec::with_capacity(self.keys.len());
        for key in &self.keys {
            let mut hash = Hash { state: key.begin(), suffix: Zeroizing::new(Vec::new()) };
            let mut is_after_body = false;
            for [kind, text] in scheme.pieces() {
                let value = match kind {
                    piece::TIMESTAMP => timestamp,
                    piece::ID => id.unwrap_or_default(),
                    piece::URL => url,
                    piece::METHOD if method.is_empty() => {
                        return Err(CompactRejection::signature(RejectionReason::MissingMethod));
                    }
                    piece::METHOD => method,
                    piece::LITERAL => scheme.text(text).unwrap_or_default(),
                    piece::HEADER => fields
                        .only(text)
                        .map_err(|reason| CompactRejection { reason, place: CompactPlace::Header(text) })?,
                    piece::BODY => {
                        is_after_body = true;
                        ""
                    }
                    _ => "",
                };
                let mut value = value.as_bytes();
                let capitals;
                if kind == piece::METHOD {
                    capitals = value.to_ascii_uppercase();
                    value = &capitals;
                }
                if kind == piece::SECRET {
                    value = key.hashed_secret();
                }
                if is_after_body {
                    hash.suffix.extend_from_slice(value);
                } else {
                    hash.state.update(value);
                }
            }
            if !is_after_body {
                hash.suffix.clear();
            }
            hashes.push(hash);
        }
        let (timestamp, id) = (timestamp.into(), id.map(String::from));
        self.pending = Some(Pending { signatures, hashes, timestamp, id, now_ms });
        Ok(())
    }

    /// Adds the next bytes of the body.
    pub fn update(&mut self, chunk: &[u8]) {
        if let Some(pending) = &mut self.pending
            && self.scheme.contains(piece::BODY)
        {
            pending.hashes.iter_mut().for_each(|hash| hash.state.update(chunk));
        }
    }

    /// Ends a verification. `is_utf8` is whether the whole body is UTF-8; it is only used if
    /// [`CompactVerifier::needs_utf8`] is true.
    ///
    /// # Errors
    /// The delivery is rejected.
    pub fn finish(&mut self, is_utf8: bool) -> Result<CompactAccepted, CompactRejection> {
        let mismatch = || CompactRejection::signature(RejectionReason::SignatureMismatch { keys: self.keys.len() });
        let pending = self.pending.as_mut().ok_or_else(mismatch)?;
        let mut hashes = core::mem::take(&mut pending.hashes).into_iter();
        let matches = |key: &PreparedKey| {
            hashes.next().is_some_and(|Hash { mut state, suffix }| {
                state.update(&suffix);
                key.matches_state(state, &pending.signatures)
            })
        };
        let key_index = self.keys.iter().position(matches).ok_or_else(mismatch)?;
        if self.needs_utf8() && !is_utf8 {
            return Err(CompactRejection::signature(RejectionReason::BodyNotUtf8));
        }
        let Some(unit) = self.scheme.unit else { return Ok(CompactAccepted { key_index, timestamp_ms: None }) };
        let (timestamp, now_ms) =
            self.pending.as_ref().map(|pending| (&*pending.timestamp, pending.now_ms)).unwrap_or_default();
        let refuse = |reason| Err(CompactRejection { reason, place: CompactPlace::Timestamp });
        let Some(at_ms) = parse_timestamp(unit, timestamp, now_ms) else {
            return refuse(RejectionReason::MalformedTimestamp);
        };
        let distance = now_ms.abs_diff(at_ms);
        let (age_ms, ahead_ms) = if at_ms <= now_ms { (distance, 0) } else { (0, distance) };
        if self.tolerance.past_ms.is_some_and(|limit| age_ms > limit) {
            return refuse(RejectionReason::TooOld { age_ms });
        }
        if self.tolerance.future_ms.is_some_and(|limit| ahead_ms > limit) {
            return refuse(RejectionReason::TooNew { ahead_ms });
        }
        Ok(CompactAccepted { key_index, timestamp_ms: Some(at_ms) })
    }
}

/// The value of a header field or of its alternative.
fn either<'a>(
    first: Result<&'a str, RejectionReason>,
    second: Result<&'a str, RejectionReason>,
) -> Result<&'a str, RejectionReason> {
    match (first, second) {
        (Err(RejectionReason::MissingHeader), second) => second,
        (first, Err(RejectionReason::MissingHeader)) => first,
        // The receiver could read either of the two.
        (Ok(first), Ok(second)) if first != second => Err(RejectionReason::ConflictingHeaders),
        (first, second) => first.and(second),
    }
}
