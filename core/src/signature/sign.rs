//! Signing of deliveries.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::ambiguity::is_id_character;
use super::compile::{Compile, CompiledScheme};
use super::content::Content;
use super::digest::sha256_hex;
use super::fields::with_field;
use super::members::{member_of, with_member};
use super::place::Place;
use super::rejection::Rejection;
use super::request::Request;
use super::scheme::Scheme;
use super::secret::{Secret, SecretError};
use super::setup::{Key, Setup, SetupError};
use super::sign_error::SignError;
use super::template::Piece;
use super::value::encode;
use crate::base::http::Headers;
use crate::base::http::url::add_parameter;
use crate::base::time::format_timestamp;

/// A scheme and its secrets, prepared to sign any number of deliveries.
///
/// RSA signing is not blinded, so its duration depends on the private key: sign with test keys, or where no one else
/// can measure.
///
/// ```
/// use hookwright::{catalog, signature::{Secret, Signer, Unsigned}};
///
/// let scheme = catalog::find_scheme("stripe/v1").unwrap();
/// let signer = Signer::new(scheme, &[Secret::new("whsec_abc123")?])?;
/// let signed = signer.sign(&Unsigned::new(b"{}").at(1_705_314_600_000))?;
/// assert!(signed.headers.get("stripe-signature").next().unwrap().starts_with("t=1705314600,v1="));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Signer {
    setup: Setup,
}

/// A delivery to sign. Fields that the scheme does not use are optional.
#[derive(Clone, Copy, Debug)]
pub struct Unsigned<'a> {
    /// The body. Send exactly the body of [`Signed`]: serializing it again would invalidate the signature.
    pub body: &'a [u8],
    /// The id of the delivery, the same for every attempt.
    pub id: Option<&'a str>,
    /// The instant of this attempt, in milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    /// The method; empty if it is not signed.
    pub method: &'a str,
    /// The URL of the request; empty if it is not signed.
    pub url: &'a str,
    /// The existing header fields of the request: some schemes sign one, and `Content-Type` shows whether the body is a
    /// form.
    pub headers: Option<&'a Headers>,
}

/// A delivery with its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The header fields to set. They replace existing fields with the same names.
    pub headers: Headers,
    /// The URL, changed only if the scheme puts the signature there.
    pub url: String,
    /// The body, changed only if the scheme puts the signature there.
    pub body: Vec<u8>,
}

impl<'a> Unsigned<'a> {
    /// A delivery with this body.
    #[must_use]
    pub const fn new(body: &'a [u8]) -> Self {
        Self { body, id: None, timestamp_ms: None, method: "POST", url: "", headers: None }
    }

    /// Sets the id.
    #[must_use]
    pub const fn id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets the instant of the attempt, in milliseconds since the epoch.
    #[must_use]
    pub const fn at(mut self, timestamp_ms: i64) -> Self {
        self.timestamp_ms = Some(timestamp_ms);
        self
    }

    /// Sets the method and the URL.
    #[must_use]
    pub const fn to(mut self, method: &'a str, url: &'a str) -> Self {
        self.method = method;
        self.url = url;
        self
    }

    /// Sets the header fields that the request already has.
    #[must_use]
    pub const fn with(mut self, headers: &'a Headers) -> Self {
        self.headers = Some(headers);
        self
    }
}

impl Signer {
    /// Compiles the scheme, if it is not compiled yet, and prepares the keys. With several secrets, a delivery
    /// carries one signature per secret, so that receivers accept it before and after a rotation.
    ///
    /// # Errors
    /// The scheme is not valid, there is no secret, a secret is not valid for the scheme or is shorter than its
    /// specification requires, or there are more secrets than signatures that a delivery can carry.
    pub fn new(scheme: &impl Compile, secrets: &[Secret]) -> Result<Self, SetupError> {
        let signer = Self::with_short_keys(scheme, secrets)?;
        match signer.setup.short_key() {
            Some(error) => Err(error),
            None => Ok(signer),
        }
    }

    /// Like [`Signer::new`], but accepts keys that are shorter than the scheme's specification requires, to imitate a
    /// sender that has one.
    ///
    /// # Errors
    /// Like [`Signer::new`].
    pub fn with_short_keys(scheme: &impl Compile, secrets: &[Secret]) -> Result<Self, SetupError> {
        let setup = Setup::new(scheme, secrets)?;
        let field = setup.scheme.scheme().signature;
        let max_signatures = match field.place {
            _ if field.separator.is_some() => usize::MAX,
            ref place => place.headers().count().max(1),
        };
        if setup.keys.len() > max_signatures {
            return Err(SetupError::Secret { index: max_signatures, error: SecretError::TooMany });
        }
        Ok(Self { setup })
    }

    /// Signs a delivery.
    ///
    /// # Errors
    /// A value that the scheme signs is missing, or a key cannot sign.
    pub fn sign(&self, unsigned: &Unsigned<'_>) -> Result<Signed, SignError> {
        let compiled = &self.setup.scheme;
        let (scheme, facts) = (compiled.scheme(), compiled.facts());
        let is_covered = |place: &Place<&str>| compiled.is_in_signed_body(place);
        let id = match (unsigned.id, scheme.message_id) {
            (_, None) => Cow::Borrowed(""),
            // The body of an event already has its id, unless it is a signed member.
            (_, Some(_)) if compiled.has_id_of_event() => Cow::Borrowed(""),
            (_, Some(place)) if compiled.reads_id(&place) => covered(compiled, unsigned.body, &place)?,
            (None, Some(_)) if !facts.signs_id => Cow::Borrowed(""),
            (None, Some(_)) => return Err(SignError::MissingId),
            (Some(id), Some(place)) => Cow::Borrowed(check_id(&scheme, &place, id)?),
        };
        let timestamp = match (unsigned.timestamp_ms, scheme.timestamp) {
            (_, None) => String::new(),
            (None, Some(_)) => return Err(SignError::MissingTimestamp),
            (Some(_), Some(field)) if is_covered(&field.place) => {
                covered(compiled, unsigned.body, &field.place)?.into_owned()
            }
            (Some(ms), Some(field)) => format_timestamp(field.unit, ms).ok_or(SignError::MissingTimestamp)?,
        };
        // The memory is reserved first, because running out of memory later would abort the program.
        let mut body = Vec::new();
        body.try_reserve_exact(unsigned.body.len()).map_err(|_| SignError::BodyTooLarge)?;
        body.extend_from_slice(unsigned.body);
        let mut signed = Signed { headers: Headers::new(), url: unsigned.url.into(), body };
        if let Some(field) = scheme.timestamp.as_ref().filter(|field| !is_covered(&field.place)) {
            put(&mut signed, &field.place, &timestamp)?;
        }
        if let Some(place) = scheme.message_id.as_ref().filter(|place| !id.is_empty() && !is_covered(place)) {
            put(&mut signed, place, &id)?;
        }
        let none = Headers::new();
        let headers = unsigned.headers.unwrap_or(&none);
        if let Some(place) = &scheme.body_digest {
            let request = Request { headers, body: unsigned.body, method: unsigned.method, url: unsigned.url };
            let is_form =
                compiled.is_form(&request).map_err(|reason| SignError::refused(Rejection::of(compiled, reason)))?;
            if !is_form && !compiled.has_digest(&request) {
                put(&mut signed, place, &sha256_hex(unsigned.body))?;
            }
        }
        // A receiver reads what is sent: the signer's fields, in place of those that the caller passed.
        let sent = headers.replaced_by(&signed.headers);
        let request = Request { headers: &sent, body: &signed.body, method: unsigned.method, url: &signed.url };
        compiled.check_characters(&request, Some(&id)).map_err(SignError::refused)?;
        let content = self.content(request, &timestamp, &id)?;
        let signatures = self.signatures(&content)?;
        // Reading the content is expensive. Only a signature in the body changes what a receiver reads.
        let is_final = !matches!(scheme.signature.place, Place::Member { .. });
        if is_final {
            compiled.check_content(&content).map_err(SignError::refused)?;
        }
        drop(content);
        Self::write_signatures(&scheme, &mut signed, &timestamp, &id, signatures)?;
        if !is_final {
            let request = Request { headers: &sent, body: &signed.body, method: unsigned.method, url: &signed.url };
            let content = self.content(request, &timestamp, &id)?;
            compiled.check_content(&content).map_err(SignError::refused)?;
        }
        Ok(signed)
    }

    fn content<'a>(&'a self, request: Request<'a>, timestamp: &'a str, id: &'a str) -> Result<Content<'a>, SignError> {
        let read = Content::read(&self.setup.scheme, request, timestamp, id);
        read.map_err(|(reason, place)| SignError::unreadable(&self.setup.scheme, reason, place))
    }

    /// The signature with each key, in the format of the scheme.
    fn signatures(&self, content: &Content<'_>) -> Result<Vec<String>, SignError> {
        let field = self.setup.scheme.scheme().signature;
        let sign = |key: &Key| {
            let key = &key.prepared;
            let signature = key.sign(&content.main_variant(key.hashed_secret()))?;
            Ok([field.written_prefix(), &encode(field.encoding, &signature)].concat())
        };
        self.setup.keys.iter().map(sign).collect()
    }

    /// Writes the signatures, together with the timestamp and the id if they are items of the same list.
    fn write_signatures(
        scheme: &Scheme<&str>,
        signed: &mut Signed,
        timestamp: &str,
        id: &str,
        signatures: Vec<String>,
    ) -> Result<(), SignError> {
        let field = &scheme.signature;
        if let (Place::Header { or_header: Some(_), .. }, None) = (field.place, field.separator) {
            for (name, signature) in field.place.headers().zip(signatures) {
                signed.headers.push(name, signature);
            }
            return Ok(());
        }
        let mut items = signatures;
        if let Some(Place::Item { item }) = scheme.message_id.filter(|_| !id.is_empty()) {
            items.insert(0, [item, id].concat());
        }
        if let Some(Place::Item { item }) = scheme.timestamp.map(|field| field.place) {
            items.insert(0, [item, timestamp].concat());
        }
        let value = items.join(field.separator.unwrap_or(',').to_string().as_str());
        put(signed, &field.place, &value)
    }
}

impl CompiledScheme {
    /// Checks whether [`Signer::sign`] accepts an id. This requires no key, so an event with an invalid id can be
    /// rejected when it is created instead of at each attempt. Any id is valid if the scheme has no id or reads it from
    /// the signed body.
    ///
    /// # Errors
    /// [`SignError::InvalidId`].
    ///
    /// ```
    /// use hookwright::{catalog, signature::SignError};
    ///
    /// let standard = catalog::compiled_scheme("standard/v1").unwrap();
    /// assert_eq!(standard.check_message_id("evt_1"), Ok(()));
    /// assert_eq!(standard.check_message_id("order.paid.1"), Err(SignError::InvalidId));
    /// ```
    pub fn check_message_id(&self, id: &str) -> Result<(), SignError> {
        let scheme = self.scheme();
        match &scheme.message_id {
            Some(place) if !self.reads_id(place) && !self.has_id_of_event() => check_id(&scheme, place, id).map(|_| ()),
            _ => Ok(()),
        }
    }

    /// Whether a place is in the signed body, so that writing to it would change the signed content.
    fn is_in_signed_body(&self, place: &Place<&str>) -> bool {
        self.facts().signs_body && matches!(place, Place::Member { .. })
    }

    /// Whether the id is a member of the event, which the sender of the event has written.
    fn has_id_of_event(&self) -> bool {
        let is_signed = |member: &str| {
            self.content().iter().any(|piece| matches!(piece, Piece::Member(_, signed) if **signed == *member))
        };
        self.id_in_body().is_some_and(|member| !is_signed(member))
    }

    /// Whether the signed id is read from the body.
    fn reads_id(&self, place: &Place<&str>) -> bool {
        self.facts().signs_id && self.is_in_signed_body(place)
    }
}

/// Writes a value to a place that the signature does not cover.
fn put(signed: &mut Signed, place: &Place<&str>, value: &str) -> Result<(), SignError> {
    match *place {
        Place::Header { header, .. } => signed.headers.push(header, value),
        Place::Item { .. } => {}
        Place::Query { .. } if signed.url.is_empty() => return Err(SignError::MissingUrl),
        Place::Query { query } => signed.url = add_parameter(&signed.url, query, value),
        Place::Member { member } => signed.body = with_member(&signed.body, member, value).ok_or(SignError::NotJson)?,
        Place::Field { field } => {
            signed.body = with_field(&signed.body, field, value).ok_or(SignError::NotAForm)?;
        }
    }
    Ok(())
}

/// The value at a place that the signature covers. It must be present.
fn covered<'b>(scheme: &CompiledScheme, body: &'b [u8], place: &Place<&str>) -> Result<Cow<'b, str>, SignError> {
    let Place::Member { member } = *place else { return Ok(Cow::Borrowed("")) };
    member_of(body, member).map_err(|reason| SignError::unreadable(scheme, reason, Some(*place)))
}

/// Checks an id. Ids are between separators in the signed content, so an id with a full stop could be read in two ways.
fn check_id<'i>(scheme: &Scheme<&str>, place: &Place<&str>, id: &'i str) -> Result<&'i str, SignError> {
    let is_plain = id.chars().all(is_id_character);
    let is_split = matches!(place, Place::Item { .. }) && scheme.signature.separator.is_some_and(|c| id.contains(c));
    if is_plain && !is_split && !id.is_empty() { Ok(id) } else { Err(SignError::InvalidId) }
}
