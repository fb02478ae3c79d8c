//! Writing the compact form of a compiled scheme.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{ITEM, MEMBER, NONE, VERSION, flag, piece};
use crate::base::code::codes;
use crate::signature::binary::Tag as _;
use crate::signature::compile::CompiledScheme;
use crate::signature::template::Piece;
use crate::signature::{Algorithm, KeyForm, Place, TimeUnit, Tolerance};

codes! {
    /// The reason why a scheme has no compact form.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum NotCompact;

    /// Every code of a [`NotCompact`].
    pub const NOT_COMPACT_CODES;

    /// The signature is checked with a public key.
    PublicKey = "needs_public_key" => "public keys",
    /// The algorithm is SHA-1 without HMAC, or HMAC-MD5.
    OldHash = "needs_old_hash" => "older hashes",
    /// The scheme reads JSON in the body, or must know whether the body is JSON.
    Json = "needs_json" => "JSON",
    /// The scheme reads the parameters of a form.
    Form = "needs_form" => "forms",
    /// The scheme reads parameters of the URL, or a part of the URL.
    Url = "needs_url" => "parts of the URL",
    /// The scheme reads or signs a digest of the body.
    Digest = "needs_digest" => "a digest of the body",
    /// The timestamp can have more than one format.
    Unit = "needs_unit" => "timestamps in more than one format",
    /// The key is a hash of the secret.
    Key = "needs_key" => "hashed secrets",
    /// The prefix of a signature contains any text.
    Prefix = "needs_prefix" => "variable prefixes",
    /// The scheme has more than 250 texts, or a text with more than 255 bytes.
    TooLong = "too_long" => "longer texts",
}

/// Which texts a scheme has, so that each is written once.
struct Texts(Vec<String>);

impl Texts {
    /// The index of a text.
    fn add(&mut self, text: &str) -> Result<u8, NotCompact> {
        let known = self.0.iter().position(|known| known == text);
        let index = known.unwrap_or_else(|| {
            self.0.push(text.into());
            self.0.len() - 1
        });
        match u8::try_from(index) {
            Ok(index) if index < 250 && text.len() <= 255 => Ok(index),
            _ => Err(NotCompact::TooLong),
        }
    }

    fn optional(&mut self, text: Option<&str>) -> Result<u8, NotCompact> {
        text.map_or(Ok(NONE), |text| self.add(text))
    }

    fn place(&mut self, place: Option<&Place<&str>>) -> Result<[u8; 2], NotCompact> {
        match place {
            None => Ok([NONE, NONE]),
            Some(Place::Header { header, or_header }) => Ok([self.add(header)?, self.optional(*or_header)?]),
            Some(Place::Item { item }) => Ok([ITEM, self.add(item)?]),
            Some(Place::Query { .. }) => Err(NotCompact::Url),
            Some(Place::Member { .. }) => Err(NotCompact::Json),
            Some(Place::Field { .. }) => Err(NotCompact::Form),
        }
    }
}

impl CompiledScheme {
    /// The compact form, for programs that must be small.
    ///
    /// ```
    /// use hookwright::{catalog, signature::NotCompact};
    ///
    /// let compact = |id| catalog::find_scheme(id).unwrap().compile().unwrap().to_compact();
    /// assert_eq!(compact("stripe/v1").unwrap().first(), Some(&1));
    /// assert_eq!(compact("awell/rsa"), Err(NotCompact::PublicKey));
    /// ```
    ///
    /// # Errors
    /// The scheme requires what the compact form cannot express.
    pub fn to_compact(&self) -> Result<Vec<u8>, NotCompact> {
        let (scheme, facts) = (self.scheme(), self.facts());
        if scheme.algorithm.is_asymmetric() {
            return Err(NotCompact::PublicKey);
        }
        if matches!(scheme.algorithm, Algorithm::Sha1 | Algorithm::HmacMd5) {
            return Err(NotCompact::OldHash);
        }
        if scheme.key == KeyForm::Sha1 {
            return Err(NotCompact::Key);
        }
        if scheme.signature.prefix.is_some_and(|prefix| prefix.starts_with('*')) {
            return Err(NotCompact::Prefix);
        }
        if scheme.body_digest.is_some() {
            return Err(NotCompact::Digest);
        }
        if scheme.timestamp.is_some_and(|field| field.unit == TimeUnit::Rfc3339Utc) {
            return Err(NotCompact::Unit);
        }
        // The last three distinguish bodies by whether they are JSON.
        if !self.members().is_empty() || facts.is_body_movable || facts.has_loose_digits || facts.refuses_challenges {
            return Err(NotCompact::Json);
        }
        let mut texts = Texts(Vec::new());
        let separator = scheme.signature.separator.map(String::from);
        let timestamp = scheme.timestamp;
        let mut record = alloc::vec![
            scheme.algorithm.tag(),
            scheme.key.tag(),
            scheme.signature.encoding.tag(),
            timestamp.map_or(NONE, |field| field.unit.tag()),
        ];
        let [signature, alternative] = texts.place(Some(&scheme.signature.place))?;
        record.push(texts.optional(separator.as_deref())?);
        record.push(texts.optional(scheme.signature.prefix)?);
        record.extend([signature, alternative]);
        record.extend(texts.place(timestamp.as_ref().map(|field| &field.place))?);
        record.extend(match self.id_in_body() {
            Some(pointer) => [MEMBER, texts.add(pointer)?],
            None => texts.place(scheme.message_id.as_ref())?,
        });
        let flags = [
            (facts.signs_id, flag::SIGNS_ID),
            (facts.is_id_safe, flag::IS_ID_SAFE),
            (facts.can_be_extended, flag::NEEDS_UTF8),
            (facts.needs_absolute_url, flag::NEEDS_ABSOLUTE_URL),
            (!facts.unsigned.is_empty(), flag::IS_PARTIAL),
        ];
        record.push(flags.iter().filter(|(is_set, _)| *is_set).fold(0, |flags, (_, bit)| flags | bit));
        let Tolerance { past_ms, future_ms } =
            timestamp.and_then(|field| field.tolerance).unwrap_or(Tolerance::DEFAULT);
        for limit in [past_ms, future_ms] {
            let seconds = limit.and_then(|ms| u32::try_from(ms / 1000).ok()).unwrap_or(u32::MAX);
            record.extend(seconds.to_le_bytes());
        }
        let mut has_body = false;
        for piece in self.content() {
            let (kind, text) = kind_of(piece)?;
            if kind == piece::BODY && core::mem::replace(&mut has_body, true) {
                return Err(NotCompact::Digest);
            }
            record.extend([kind, texts.optional(text)?]);
        }
        let mut bytes = alloc::vec![VERSION, texts.0.len() as u8];
        for text in &texts.0 {
            bytes.push(text.len() as u8);
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes.append(&mut record);
        Ok(bytes)
    }
}

fn kind_of(piece: &Piece<Box<str>>) -> Result<(u8, Option<&str>), NotCompact> {
    Ok(match piece {
        Piece::Body => (piece::BODY, None),
        Piece::Timestamp => (piece::TIMESTAMP, None),
        Piece::Id => (piece::ID, None),
        Piece::Method => (piece::METHOD, None),
        Piece::Url => (piece::URL, None),
        Piece::Secret => (piece::SECRET, None),
        Piece::Literal(text) => (piece::LITERAL, Some(text)),
        Piece::Header(name) => (piece::HEADER, Some(name)),
        Piece::BodySha256 => return Err(NotCompact::Digest),
        Piece::Params | Piece::RepeatedParams | Piece::Field(_) => return Err(NotCompact::Form),
        Piece::UrlDecoded
        | Piece::UrlAnyPort
        | Piece::Path
        | Piece::Query(_)
        | Piece::MacOfQuery(_)
        | Piece::Sha256OfQuery(_) => return Err(NotCompact::Url),
        Piece::Member(..) | Piece::MacOfMember(_) | Piece::If(_) | Piece::End => return Err(NotCompact::Json),
    })
}
