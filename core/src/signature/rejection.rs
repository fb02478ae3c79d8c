//! The reasons for rejecting a delivery.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::compile::CompiledScheme;
use super::method::{Algorithm, Encoding, KeyForm};
use super::place::Place;
use super::scheme::{Scheme, SignatureField};
use crate::base::code::codes;
use crate::base::time::format_duration;

/// The rejection of a delivery. Log it for developers, but do not return it to the caller, who receives a 401 without a
/// reason.
///
/// It contains neither the secret nor the expected signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The reason.
    pub reason: RejectionReason,
    /// The place of the rejected value, for example "`X-Webhook-Signature` header".
    pub place: String,
    encoding: Encoding,
    prefix: String,
    signs_url: bool,
    has_digest: bool,
    is_public: bool,
}

codes! {
    /// The reason for rejecting a delivery.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum RejectionReason in Rejection { place, prefix, encoding, signs_url, has_digest, is_public, .. };

    /// Every code of a [`Rejection`].
    pub const REJECTION_CODES;

    /// A header that the scheme reads is missing or empty.
    MissingHeader = "missing_header" =>
        "the request has no {place}; check that the sender signs its requests and that no proxy removes the header",

    /// A URL parameter that the scheme reads is missing, or its value is not valid UTF-8.
    MissingParameter = "missing_parameter" =>
        "the request has no {place}; check that the sender signs its requests with this scheme",

    /// A member or a form field of the body that the scheme reads is missing, or is neither a string nor a number.
    MissingMember = "missing_member" =>
        "the request has no {place}; check that the sender signs its requests with this scheme",

    /// The list in the signature header does not contain an item that the scheme reads.
    MissingItem = "missing_item" =>
        "the request has no {place}; check that the sender signs its requests with this scheme",

    /// The header has a value, but the value does not contain a signature of this scheme's version.
    MissingPrefix = "missing_prefix" =>
        "the {place} has no signature that starts with `{prefix}`; the sender may use another version of its scheme",

    /// A header appears more than once, so it is not clear which value the receiver would use.
    RepeatedHeader {
        /// The number of times that it appears.
        count: usize = 2,
    } = "repeated_header" =>
        "the {place} appears {count} times, but must appear once; check whether a proxy adds it",

    /// A URL parameter appears more than once, so it is not clear which value the receiver would use.
    RepeatedParameter {
        /// The number of times that it appears.
        count: usize = 2,
    } = "repeated_parameter" =>
        "the {place} appears {count} times, but must appear once; pass the URL as it arrived",

    /// An item of the list in the signature header appears more than once.
    RepeatedItem {
        /// The number of times that it appears.
        count: usize = 2,
    } = "repeated_item" =>
        "the {place} appears {count} times, but must appear once; check whether a proxy changes the header",

    /// The value cannot be a signature of this scheme, whatever the body is: it has the wrong length or the wrong
    /// characters.
    MalformedSignature {
        /// The number of characters of the value.
        found: usize = 12,
        /// The expected number of characters, if it does not depend on the key.
        expected: Option<usize> = Some(64),
    } = "malformed_signature" => { malformed_signature(place, *encoding, *found, *expected) },

    /// A header and its alias have different values, so the receiver could read the one that was not checked.
    ConflictingHeaders = "conflicting_headers" =>
        "both names of the {place} are present, with different values; if a proxy adds one of them, remove it before \
         verifying",

    /// The signed id is empty or contains a character that makes its end ambiguous: whitespace, `.`, `,`, `;`, `"`, or
    /// anything that is not ASCII.
    InvalidId = "invalid_id" =>
        "the {place} is not a valid id; it must consist of visible ASCII characters other than `.`, `,`, `;` and `\"`, \
         so that it cannot be confused with the rest of the signed content",

    /// The signed URL is not absolute, or contains a character that clients percent-encode: whitespace, `"`, `<`, `>`
    /// or a control character.
    MalformedUrl = "malformed_url" =>
        "the URL does not start with `https://` or `http://`, or contains whitespace, a control character, `\"`, `<` \
         or `>`; pass the whole URL as it arrived, percent-encoded",

    /// A signed header contains a control character.
    MalformedHeader = "malformed_header" =>
        "the {place} contains a control character, which a header must not contain; pass the headers as they arrived",

    /// A signed member of the body is not of the type that the scheme names.
    MalformedMember {
        /// The name of the type.
        kind: &'static str = "integer",
    } = "malformed_member" =>
        "the {place} is not a valid {kind}, so the signed content could be read in more than one way; check that the \
         sender uses this scheme",

    /// The scheme reads members or parameters of the body, and the body is larger than 16 MiB or has more than 10,000
    /// parameters.
    BodyTooLarge = "body_too_large" =>
        "the body is larger than 16 MiB or has more than 10,000 parameters, which is too large for a scheme that \
         parses the body; limit the size of the bodies that your server accepts",

    /// The body is a form that parsers read in different ways, or in which the names of two fields are too similar.
    AmbiguousForm = "ambiguous_form" =>
        "the form-encoded body can be read in more than one way: it repeats a name, or has an empty name, a semicolon, \
         or a `%` without two hexadecimal digits; pass the body as it arrived",

    /// The signature is valid, but the body is not separated from an adjacent signed value, and this body could start
    /// or end elsewhere: it is not a JSON object or array.
    AmbiguousContent = "ambiguous_content" =>
        "the signature is valid, but nothing separates the signed values, and these could be split in another way; \
         with this scheme the body must be a JSON object or array",

    /// The scheme reads members of the body, and the body is not valid JSON.
    MalformedBody = "malformed_body" =>
        "the body is not valid JSON, and this scheme reads the {place}; pass the body as it arrived",

    /// The scheme reads members of the body, and the body is a form.
    FormBody = "form_body" =>
        "the body is a form, and this scheme reads the {place} as JSON; check that the sender sends JSON, or use a scheme \
         that reads form fields",

    /// The scheme reads form fields, and the body is not a form.
    NotAForm = "not_a_form" =>
        "the body is not a form, and this scheme reads the {place}; pass the body and the `Content-Type` header as they \
         arrived",

    /// The signature is well formed, but no given secret produces it for this content.
    SignatureMismatch {
        /// The number of secrets that were tried.
        keys: usize = 1,
    } = "signature_mismatch" => { mismatch(place, *keys, *signs_url, *is_public) },

    /// The signature is valid, but the timestamp is not in the format of the scheme.
    MalformedTimestamp = "malformed_timestamp" =>
        "the signature is valid, but the {place} is not a timestamp in this sender's format; check which scheme the \
         sender uses",

    /// The signature is valid, but older than the tolerance allows: a replay, a delayed delivery, or a clock that is
    /// ahead.
    TooOld {
        /// The age of the signature, in milliseconds.
        age_ms: u64 = 600_000,
    } = "too_old" => (
        "the signature is valid, but {} old; check whether this machine's clock is ahead: otherwise the delivery was \
         replayed or delayed",
        format_duration(*age_ms)
    ),

    /// The signature is valid, but further in the future than the tolerance allows: a clock is wrong.
    TooNew {
        /// The time from now to the timestamp, in milliseconds.
        ahead_ms: u64 = 600_000,
    } = "too_new" => (
        "the signature is valid, but dated {} in the future; check whether this machine's clock is behind: otherwise \
         the sender's clock is ahead",
        format_duration(*ahead_ms)
    ),

    /// The signature is valid and covers the digest of the body, but the digest is that of another body.
    BodyDigestMismatch = "body_digest_mismatch" =>
        "the {place} contains the digest of another body; pass the body as it arrived, before it is parsed",

    /// The signature is valid, but does not cover the body.
    BodyNotCovered = "body_not_covered" => { not_covered(place, *has_digest) },

    /// The signature is valid, but a handshake returns the same signature for this body to any caller.
    AmbiguousBody = "ambiguous_body" =>
        "the signature is valid, but the body could be the challenge of a handshake, which this scheme signs for \
         anyone who asks; genuine deliveries of this scheme do not have such bodies",

    /// The signature is valid, but the scheme is vulnerable to length extension, and the body is not valid UTF-8. A body
    /// that was extended in this way is never valid UTF-8.
    BodyNotUtf8 = "body_not_utf8" =>
        "the signature is valid, but the body is not valid UTF-8; this scheme hashes the secret before the body, so \
         anyone can append such bytes to a signed body",

    /// The signature is valid, but an array in the body has items that the signature does not cover.
    UnsignedItems = "unsigned_items" =>
        "the signature is valid, but an array in the body has more items than the signature covers; the sender sends \
         one item per request",

    /// A handshake asks for a signature of a text that could be a delivery, or for a header field with characters that are
    /// not valid in one.
    DoubtfulChallenge {
        /// Whether the answer repeats the challenge in a header field instead of signing it.
        is_header: bool = false,
    } = "doubtful_challenge" => { doubtful_challenge(place, *is_header) },

    /// A handshake contains another token than the receiver expects.
    TokenMismatch = "token_mismatch" =>
        "the {place} is not the given token; check that the same text is entered at the sender",

    /// A handshake hands over a secret, but no webhook is being set up.
    NotSettingUp = "not_setting_up" =>
        "the {place} hands over a new secret, which anyone can send; answer it only while you set up a webhook",

    /// The scheme reads the URL, but the URL was not passed.
    MissingUrl = "missing_url" =>
        "the URL is missing, and this scheme reads it; pass the URL that the sender called, with `https`, host and \
         query",

    /// The scheme signs the method, but the method was not passed.
    MissingMethod = "missing_method" =>
        "the method is missing, and this scheme signs it; pass the method of the request",
}

fn malformed_signature(place: &str, encoding: Encoding, found: usize, expected: Option<usize>) -> String {
    let characters = encoding.characters();
    let plural = if found == 1 { "" } else { "s" };
    match expected {
        _ if found == 0 => {
            format!("the signature in the {place} is empty; check that the value arrives as the sender sent it")
        }
        Some(expected) if found != expected => format!(
            "the signature in the {place} has {found} character{plural} instead of {expected} {characters}; check that \
             the value arrives as the sender sent it"
        ),
        _ => format!(
            "the signature in the {place} has {found} character{plural} that are not all {characters}; check that the \
             value arrives as the sender sent it"
        ),
    }
}

fn mismatch(place: &str, keys: usize, signs_url: bool, is_public: bool) -> String {
    let key = if is_public { "public key" } else { "secret" };
    let with = if keys == 1 { format!("the given {key}") } else { format!("any of the {keys} given {key}s") };
    let (content, url) = match signs_url {
        true => ("this URL and body", "that the URL is the one that the sender called, with `https`, host and query, "),
        false => ("this body", ""),
    };
    format!(
        "the signature in the {place} does not match {content} with {with}; check that the body is the raw bytes as \
         they arrived, not parsed and serialized again, {url}and that the {key} is the one of this endpoint"
    )
}

fn doubtful_challenge(place: &str, is_header: bool) -> String {
    if is_header {
        format!(
            "the {place} has characters that are not valid in a header field; do not answer the request, because the answer \
             repeats the value"
        )
    } else {
        "the challenge is not a short random string; do not answer it, because a signature of it could be valid for an \
         attacker-chosen delivery"
            .into()
    }
}

fn not_covered(place: &str, has_digest: bool) -> String {
    if has_digest {
        format!(
            "the signature does not cover the body: the body is not form-encoded, and the {place} does not contain its \
             digest; in a URL the digest must be the last parameter"
        )
    } else {
        "the signature covers only the parameters of a form, and this body is not form-encoded; pass the body and the \
         `Content-Type` header as they arrived"
            .into()
    }
}

impl Rejection {
    /// A rejection because of the value at a place.
    #[cold]
    pub(super) fn at(scheme: &CompiledScheme, place: &Place<&str>, reason: RejectionReason) -> Self {
        Self::new(&scheme.scheme(), scheme.signs_url(), place, reason)
    }

    /// A rejection because of the signature itself.
    #[cold]
    pub(super) fn of(scheme: &CompiledScheme, reason: RejectionReason) -> Self {
        Self::at(scheme, &scheme.signature().place, reason)
    }

    /// A rejection because no signature could be read. The scheme may be invalid.
    #[cfg(feature = "explain")]
    pub(crate) fn unread(scheme: &Scheme<&str>, reason: RejectionReason) -> Self {
        Self::new(scheme, false, &scheme.signature.place, reason)
    }

    fn new(scheme: &Scheme<&str>, signs_url: bool, place: &Place<&str>, reason: RejectionReason) -> Self {
        let place = scheme.describe(place);
        let prefix = scheme.signature.prefix.unwrap_or_default().into();
        let has_digest = scheme.body_digest.is_some();
        let is_public = scheme.algorithm.is_asymmetric();
        Self { reason, place, encoding: scheme.signature.encoding, prefix, signs_url, has_digest, is_public }
    }

    /// The stable code; [`REJECTION_CODES`] lists them.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// A rejection for every reason and every form of its message, with representative values, for documentation and
    /// exhaustive tests.
    #[must_use]
    pub fn examples() -> Vec<Self> {
        use RejectionReason::{BodyNotCovered, DoubtfulChallenge, MalformedSignature, SignatureMismatch};
        const FIELD: SignatureField = SignatureField::hex("Acme-Signature").list(',').prefix("v1=");
        const SCHEME: Scheme =
            Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{timestamp}.{body}", FIELD);
        const URL: Scheme = Scheme::new("acme/url", Algorithm::HmacSha256, KeyForm::Text, "{url}{params}", FIELD);
        const PUBLIC: Scheme = Scheme::new("acme/public", Algorithm::Ed25519, KeyForm::Hex, "{body}", FIELD);
        let of =
            |scheme: Scheme, signs_url, reason| Self::new(&scheme.borrow(), signs_url, &scheme.signature.place, reason);
        let example = |reason| Self::new(&SCHEME.borrow(), false, &example_place(reason), reason);
        let mut examples: Vec<Self> = RejectionReason::examples().into_iter().map(example).collect();
        examples.extend([
            of(SCHEME, false, MalformedSignature { found: 64, expected: Some(64) }),
            of(SCHEME, false, MalformedSignature { found: 0, expected: Some(64) }),
            of(SCHEME, false, SignatureMismatch { keys: 2 }),
            Self::new(&SCHEME.borrow(), false, &Place::header("Acme-Challenge"), DoubtfulChallenge { is_header: true }),
            of(URL, true, SignatureMismatch { keys: 1 }),
            of(PUBLIC, false, SignatureMismatch { keys: 1 }),
            Self::new(&URL.body_digest(DIGEST).borrow(), true, &DIGEST, BodyNotCovered),
        ]);
        examples
    }
}

const DIGEST: Place = Place::query("bodySHA256");

/// A representative place for a reason: the header of the signature, unless the reason is about something else.
const fn example_place(reason: RejectionReason) -> Place {
    use RejectionReason as Reason;
    match reason {
        Reason::MissingParameter | Reason::RepeatedParameter { .. } => Place::query("signature"),
        Reason::MissingMember | Reason::MalformedMember { .. } | Reason::MalformedBody => Place::member("/order/id"),
        Reason::MissingItem | Reason::RepeatedItem { .. } | Reason::MalformedTimestamp => Place::item("t="),
        Reason::ConflictingHeaders => Place::either("Acme-Id", "X-Acme-Id"),
        Reason::InvalidId | Reason::MalformedHeader => Place::header("Acme-Id"),
        Reason::BodyDigestMismatch => DIGEST,
        _ => Place::header("Acme-Signature"),
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.write_message(self, f)
    }
}

impl core::error::Error for Rejection {}
