//! Signature schemes as data. Signing and verification read the same scheme, so they cannot drift apart.

use alloc::string::String;

use serde::{Serialize, Serializer};

use super::handshake::Handshake;
use super::method::{Algorithm, Encoding, KeyForm};
pub(super) use super::place::Place;
use super::prefix::PrefixKind;
use super::tolerance::Tolerance;
use crate::base::provenance::Provenance;
use crate::base::time::TimeUnit;

/// A signature scheme: how a sender signs a delivery.
///
/// Built-in schemes contain `&'static str`; a custom scheme, parsed by [`OwnedScheme::parse`], contains `String`. Both
/// have the same JSON form, and the serialized form of a scheme can be parsed again.
///
/// ```
/// use hookwright::catalog;
/// let scheme = catalog::find_scheme("stripe/v1").unwrap();
/// assert_eq!(scheme.content, "{timestamp}.{body}");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", bound = "S: AsRef<str> + Serialize")]
pub struct Scheme<S = &'static str> {
    /// `sender/name`, in kebab-case: `generic/signature`.
    pub id: S,
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The form of the secret; `text` if a custom scheme omits it.
    pub key: KeyForm,
    /// The signed content: a template such as `{timestamp}.{body}`. The fields are [`FIELDS`](super::FIELDS). Literal
    /// braces are doubled.
    pub content: S,
    /// The place and the encoding of the signature.
    pub signature: SignatureField<S>,
    /// The time of signing, if the sender includes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<TimestampField<S>>,
    /// The place of the delivery's id, if the request has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Place<S>>,
    /// The place of the hexadecimal SHA-256 of the body, for requests whose signature covers the URL and not the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_digest: Option<Place<S>>,
    /// The handshake before the first delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handshake: Option<Handshake<S>>,
    /// The evidence for the scheme. Optional for custom schemes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance<S>>,
}

/// A custom scheme, parsed from JSON or created at run time.
pub type OwnedScheme = Scheme<String>;

/// The place and the encoding of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureField<S = &'static str> {
    /// The place.
    #[serde(flatten)]
    pub place: Place<S>,
    /// The separator of a list of items. Whitespace around an item is ignored, and a comma before whitespace is another
    /// separator: several header fields of the same name are equivalent to one that contains all their items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// The prefix of a signature. List items with other prefixes are ignored, but items without a prefix directly
    /// after a signature are read as signatures, because some senders write the prefix once: `v0=new,old`. A prefix of `*` and a
    /// character matches any text up to the first such character: with `*|`, the signature is what follows the first `|`.
    /// A prefix that ends with `?` is optional, and the `?` is not a part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<S>,
    /// The encoding of the signature; `hex` if a custom scheme omits it.
    pub encoding: Encoding,
}

/// The time at which the attempt was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TimestampField<S = &'static str> {
    /// The place.
    #[serde(flatten)]
    pub place: Place<S>,
    /// The unit or format.
    pub unit: TimeUnit,
    /// The maximum distance from the receiver's clock in seconds, or `false` for no limit. Five minutes in either
    /// direction if the sender does not document one.
    #[serde(rename = "toleranceSeconds", skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Tolerance>,
}

impl Scheme {
    /// A scheme without timestamp, id and handshake; the methods below add them. [`Scheme::check`] reports its
    /// problems.
    ///
    /// ```
    /// use hookwright::signature::{Algorithm, KeyForm, Scheme, SignatureField};
    ///
    /// const ACME: Scheme =
    ///     Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", SignatureField::hex("X-Acme-Signature"));
    /// assert!(ACME.check().is_empty());
    /// ```
    #[must_use]
    pub const fn new(
        id: &'static str,
        algorithm: Algorithm,
        key: KeyForm,
        content: &'static str,
        signature: SignatureField,
    ) -> Self {
        Self {
            id,
            algorithm,
            key,
            content,
            signature,
            timestamp: None,
            message_id: None,
            body_digest: None,
            handshake: None,
            provenance: None,
        }
    }

    /// Adds a timestamp.
    #[must_use]
    pub const fn timestamp(mut self, place: Place, unit: TimeUnit, tolerance: Option<Tolerance>) -> Self {
        self.timestamp = Some(TimestampField { place, unit, tolerance });
        self
    }

    /// Adds the id of the delivery.
    #[must_use]
    pub const fn message_id(mut self, place: Place) -> Self {
        self.message_id = Some(place);
        self
    }

    /// Adds a digest of the body.
    #[must_use]
    pub const fn body_digest(mut self, place: Place) -> Self {
        self.body_digest = Some(place);
        self
    }

    /// Adds a handshake.
    #[must_use]
    pub const fn handshake(mut self, handshake: Handshake) -> Self {
        self.handshake = Some(handshake);
        self
    }

    /// Adds the evidence for the scheme.
    #[must_use]
    pub const fn provenance(mut self, provenance: Provenance) -> Self {
        self.provenance = Some(provenance);
        self
    }
}

impl SignatureField {
    /// A signature at any place.
    #[must_use]
    pub const fn new(place: Place, encoding: Encoding) -> Self {
        Self { place, separator: None, prefix: None, encoding }
    }

    /// A hexadecimal signature in a header field.
    #[must_use]
    pub const fn hex(header: &'static str) -> Self {
        Self::new(Place::header(header), Encoding::Hex)
    }

    /// A base64 signature in a header field.
    #[must_use]
    pub const fn base64(header: &'static str) -> Self {
        Self::new(Place::header(header), Encoding::Base64)
    }

    /// Adds a prefix.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// Makes the value a list whose items are separated by this character.
    #[must_use]
    pub const fn list(mut self, separator: char) -> Self {
        self.separator = Some(separator);
        self
    }
}

impl<S> SignatureField<S> {
    /// The same field with every text converted.
    fn map<'a, T>(&'a self, convert: impl Fn(&'a S) -> T + Copy) -> SignatureField<T> {
        SignatureField {
            place: self.place.map(convert),
            separator: self.separator,
            prefix: self.prefix.as_ref().map(convert),
            encoding: self.encoding,
        }
    }
}

impl<S> TimestampField<S> {
    /// The same field with every text converted.
    fn map<'a, T>(&'a self, convert: impl Fn(&'a S) -> T + Copy) -> TimestampField<T> {
        TimestampField { place: self.place.map(convert), unit: self.unit, tolerance: self.tolerance }
    }
}

impl<S: AsRef<str>> SignatureField<S> {
    /// The prefix as it is written in requests.
    #[must_use]
    pub fn written_prefix(&self) -> &str {
        let prefix = self.prefix.as_ref().map(AsRef::as_ref).unwrap_or_default();
        match PrefixKind::of(prefix) {
            PrefixKind::Optional(prefix) => prefix,
            PrefixKind::Exact | PrefixKind::Ending(_) => prefix,
        }
    }

    pub(super) fn borrow(&self) -> SignatureField<&str> {
        self.map(S::as_ref)
    }
}

impl<S: AsRef<str>> TimestampField<S> {
    pub(super) fn borrow(&self) -> TimestampField<&str> {
        self.map(S::as_ref)
    }
}

impl<S> Scheme<S> {
    /// The same scheme with every text converted.
    pub(super) fn map<'a, T>(&'a self, convert: impl Fn(&'a S) -> T + Copy) -> Scheme<T> {
        Scheme {
            id: convert(&self.id),
            algorithm: self.algorithm,
            key: self.key,
            content: convert(&self.content),
            signature: self.signature.map(convert),
            timestamp: self.timestamp.as_ref().map(|timestamp| timestamp.map(convert)),
            message_id: self.message_id.as_ref().map(|place| place.map(convert)),
            body_digest: self.body_digest.as_ref().map(|place| place.map(convert)),
            handshake: self.handshake.as_ref().map(|handshake| handshake.map(convert)),
            provenance: self.provenance.as_ref().map(|provenance| provenance.map(convert)),
        }
    }
}

impl<S: AsRef<str>> Scheme<S> {
    /// The same scheme with borrowed text.
    #[must_use]
    pub fn borrow(&self) -> Scheme<&str> {
        self.map(S::as_ref)
    }

    /// Every header field that the scheme reads, as the sender spells it, except those of the handshake.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        self.places().flat_map(Place::headers)
    }

    /// Every place that the scheme reads.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place<S>> {
        let places = [
            Some(&self.signature.place),
            self.timestamp.as_ref().map(|timestamp| &timestamp.place),
            self.message_id.as_ref(),
            self.body_digest.as_ref(),
        ];
        places.into_iter().flatten()
    }

    /// The header field that contains the signature. `None` if the signature is at another place.
    pub fn signature_header(&self) -> Option<&str> {
        self.signature.place.headers().next()
    }
}

impl Serialize for Tolerance {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        /// A side without a limit is `false`.
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Side {
            Seconds(u64),
            Off(bool),
        }

        #[derive(Serialize)]
        struct Sides {
            past: Side,
            future: Side,
        }

        let side = |ms: Option<u64>| ms.map_or(Side::Off(false), |ms| Side::Seconds(ms / 1000));
        match (self.past_ms, self.future_ms) {
            (None, None) => serializer.serialize_bool(false),
            (past, future) if past == future => side(past).serialize(serializer),
            (past, future) => Sides { past: side(past), future: side(future) }.serialize(serializer),
        }
    }
}
