//! How a provider signs, as data. Sign and verify read the same row, so they cannot drift apart.

use alloc::string::String;

use serde::{Serialize, Serializer};

use super::handshake::Handshake;
use super::method::{Algorithm, Encoding, KeyForm};
use super::tolerance::Tolerance;
use crate::base::provenance::Provenance;
use crate::base::time::TimeUnit;

/// One way of signing a delivery.
///
/// Rows of the tables hold `&'static str`; a scheme of one's own, read by [`OwnedScheme::parse`],
/// holds `String`. As JSON both have the same form, and what is printed can be read again.
///
/// ```
/// use hookwright::catalog;
/// let scheme = catalog::find_scheme("stripe/v1").unwrap();
/// assert_eq!(scheme.content, "{timestamp}.{body}");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scheme<S = &'static str> {
    /// `provider/name`, in kebab-case: `generic/signature`.
    pub id: S,
    /// What is computed.
    pub algorithm: Algorithm,
    /// How the text of a secret becomes a key.
    pub key: KeyForm,
    /// What it is computed over: a template with the fields that [`FIELDS`](super::FIELDS) lists, `{timestamp}.{body}` for
    /// example. Braces that stand for themselves are doubled.
    pub content: S,
    /// Where the signature stands, and how it is written.
    pub signature: SignatureField<S>,
    /// When the attempt was signed, where the sender says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<TimestampField<S>>,
    /// Where the id of the delivery stands, where a header or the like carries one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Place<S>>,
    /// Where a hexadecimal SHA-256 of the body stands, for requests whose signature covers the URL and not the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_digest: Option<Place<S>>,
    /// What the sender asks before it sends anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handshake: Option<Handshake<S>>,
    /// Where all this comes from; nothing for a scheme of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
}

/// A custom scheme, read from JSON or built at run time.
pub type OwnedScheme = Scheme<String>;

/// A part of a request that a scheme reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Place<S = &'static str> {
    /// A header field, as the provider spells it.
    Header {
        /// The name of the field.
        header: S,
        /// A second field that may stand in for it; where it holds a signature, both are read.
        #[serde(skip_serializing_if = "Option::is_none")]
        or_header: Option<S>,
    },
    /// An item of the signature's list: the one that begins with this text, which is left away.
    Item {
        /// What the item begins with.
        item: S,
    },
    /// A parameter of the URL.
    Query {
        /// The name of the parameter.
        query: S,
    },
    /// A value in the JSON body: text or a number.
    Member {
        /// Where it is, as a JSON Pointer (RFC 6901).
        member: S,
    },
}

/// Where the signature stands, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignatureField<S = &'static str> {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place<S>,
    /// What stands between the items, where the value is a list of them. White space around an item does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// What a signature of this scheme begins with. Items of a list that begin otherwise are passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<S>,
    /// How the bytes of the signature are written.
    pub encoding: Encoding,
}

/// When the attempt was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TimestampField<S = &'static str> {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place<S>,
    /// How it is written.
    pub unit: TimeUnit,
    /// How far from the receiver's clock it may be. Where a provider says nothing, five minutes either way.
    #[serde(rename = "toleranceSeconds", skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Tolerance>,
}

impl Scheme {
    /// A scheme without timestamp, id and handshake; the methods add them. Whether it makes sense, [`Scheme::check`] says.
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

    /// With a timestamp.
    #[must_use]
    pub const fn at(mut self, place: Place, unit: TimeUnit, tolerance: Option<Tolerance>) -> Self {
        self.timestamp = Some(TimestampField { place, unit, tolerance });
        self
    }

    /// With the id of the delivery.
    #[must_use]
    pub const fn message_id(mut self, place: Place) -> Self {
        self.message_id = Some(place);
        self
    }

    /// With a digest of the body.
    #[must_use]
    pub const fn body_digest(mut self, place: Place) -> Self {
        self.body_digest = Some(place);
        self
    }

    /// With a handshake.
    #[must_use]
    pub const fn handshake(mut self, handshake: Handshake) -> Self {
        self.handshake = Some(handshake);
        self
    }

    /// With evidence.
    #[must_use]
    pub const fn provenance(mut self, provenance: Provenance) -> Self {
        self.provenance = Some(provenance);
        self
    }
}

impl Place {
    /// A header field.
    #[must_use]
    pub const fn header(header: &'static str) -> Self {
        Self::Header { header, or_header: None }
    }

    /// Either of two header fields.
    #[must_use]
    pub const fn either(header: &'static str, or_header: &'static str) -> Self {
        Self::Header { header, or_header: Some(or_header) }
    }

    /// An item of the signature's list.
    #[must_use]
    pub const fn item(item: &'static str) -> Self {
        Self::Item { item }
    }

    /// A parameter of the URL.
    #[must_use]
    pub const fn query(query: &'static str) -> Self {
        Self::Query { query }
    }

    /// A value in the JSON body.
    #[must_use]
    pub const fn member(member: &'static str) -> Self {
        Self::Member { member }
    }
}

impl Place {
    /// The header fields that are read here, of a row of the table.
    pub(crate) fn static_headers(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (first, second) = match *self {
            Self::Header { header, or_header } => (Some(header), or_header),
            Self::Item { .. } | Self::Query { .. } | Self::Member { .. } => (None, None),
        };
        first.into_iter().chain(second)
    }
}

impl<S> Place<S> {
    /// The same place with every text converted.
    pub(super) fn map<'a, T>(&'a self, convert: impl Fn(&'a S) -> T) -> Place<T> {
        match self {
            Self::Header { header, or_header } => {
                Place::Header { header: convert(header), or_header: or_header.as_ref().map(convert) }
            }
            Self::Item { item } => Place::Item { item: convert(item) },
            Self::Query { query } => Place::Query { query: convert(query) },
            Self::Member { member } => Place::Member { member: convert(member) },
        }
    }
}

impl<S: AsRef<str>> Place<S> {
    /// The header fields that are read here: none, one or two.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::Header { header, or_header } => (Some(header), or_header.as_ref()),
            Self::Item { .. } | Self::Query { .. } | Self::Member { .. } => (None, None),
        };
        first.into_iter().chain(second).map(AsRef::as_ref)
    }
}

impl SignatureField {
    /// A signature anywhere.
    #[must_use]
    pub const fn new(place: Place, encoding: Encoding) -> Self {
        Self { place, separator: None, prefix: None, encoding }
    }

    /// A header field with hexadecimal digits.
    #[must_use]
    pub const fn hex(header: &'static str) -> Self {
        Self::new(Place::header(header), Encoding::Hex)
    }

    /// A header field with base64.
    #[must_use]
    pub const fn base64(header: &'static str) -> Self {
        Self::new(Place::header(header), Encoding::Base64)
    }

    /// After a prefix.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// In a list.
    #[must_use]
    pub const fn list(mut self, separator: char) -> Self {
        self.separator = Some(separator);
        self
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
            signature: SignatureField {
                place: self.signature.place.map(convert),
                separator: self.signature.separator,
                prefix: self.signature.prefix.as_ref().map(convert),
                encoding: self.signature.encoding,
            },
            timestamp: self.timestamp.as_ref().map(|timestamp| TimestampField {
                place: timestamp.place.map(convert),
                unit: timestamp.unit,
                tolerance: timestamp.tolerance,
            }),
            message_id: self.message_id.as_ref().map(|place| place.map(convert)),
            body_digest: self.body_digest.as_ref().map(|place| place.map(convert)),
            handshake: self.handshake.as_ref().map(|handshake| handshake.map(convert)),
            provenance: self.provenance,
        }
    }
}

impl<S: AsRef<str>> Scheme<S> {
    /// The same scheme with borrowed text.
    #[must_use]
    pub fn borrow(&self) -> Scheme<&str> {
        self.map(S::as_ref)
    }

    /// Every header field that the scheme reads, as the provider spells it; not those that only a handshake has.
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

    /// The header field that carries the signature, where it is a header field.
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
