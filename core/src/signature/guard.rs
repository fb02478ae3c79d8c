//! Checks in addition to the signature: the delivery must be unambiguous, and its whole body must be signed.
//! Verification rejects deliveries that fail these checks, and signing does not produce them.

use alloc::borrow::Cow;

use super::ambiguity::{is_id_character, is_url_character};
use super::compile::CompiledScheme;
use super::content::Content;
use super::digest::sha256_hex;
use super::form::Form;
use super::mac::same_text;
use super::method::Algorithm;
use super::oracle::{is_challenge, is_json};
use super::place::Place;
use super::rejection::{Rejection, RejectionReason};
use super::request::Request;
use super::template::Piece;
use crate::base::http::url::is_last_parameter;
use crate::base::time::{TimeUnit, format_timestamp};

impl CompiledScheme {
    /// Rejects ids, URLs and header fields that would make the signed content ambiguous.
    pub(super) fn check_characters(&self, request: &Request<'_>, id: Option<&str>) -> Result<(), Rejection> {
        let facts = self.facts();
        if facts.signs_id
            && let (Some(id), Some(place)) = (id, &self.message_id())
            && (id.is_empty() || !id.chars().all(is_id_character))
        {
            return Err(Rejection::at(self, place, RejectionReason::InvalidId));
        }
        if facts.signs_url && !is_url(facts.needs_absolute_url, request.url) {
            return Err(Rejection::of(self, RejectionReason::MalformedUrl));
        }
        let is_control = |value: &str| value.chars().any(|character| character.is_control() && character != '\t');
        let field = self.content().iter().find_map(|piece| match piece {
            Piece::Header(header) if request.header(header).is_ok_and(is_control) => Some(header),
            _ => None,
        });
        match field {
            Some(header) => {
                Err(Rejection::at(self, &Place::Header { header, or_header: None }, RejectionReason::MalformedHeader))
            }
            None => Ok(()),
        }
    }

    /// Rejects bodies that the signature does not cover, or that could start or end at another position.
    pub(super) fn check_content(&self, content: &Content<'_>) -> Result<(), Rejection> {
        self.check_body(content)?;
        self.check_boundaries(content)
    }

    /// Rejects bodies that could start or end at another position in the signed content.
    ///
    /// No proper prefix or suffix of a JSON object or array is itself an object or array. If the body is an object or
    /// array, characters can therefore not move out of it, and can move into it only if the result is also an object or
    /// array.
    fn check_boundaries(&self, content: &Content<'_>) -> Result<(), Rejection> {
        if !self.facts().is_body_movable {
            return Ok(());
        }
        // URLs, ids and header fields cannot start or end with whitespace.
        let body = content.request.body.trim_ascii();
        let is_safe = (body.is_empty() || is_enclosed(body)) && !content.has_brackets();
        if is_safe { Ok(()) } else { Err(Rejection::of(self, RejectionReason::AmbiguousContent)) }
    }

    /// Rejects timestamps with more or fewer digits than the current time, if an adjacent part can contain digits.
    ///
    /// `body` is the body, if it is known: reading it is expensive, so it is read only for implausible timestamps. Without
    /// it, timestamps for which [`CompiledScheme::needs_enclosed_body`] is true are rejected.
    pub(super) fn check_digits(&self, timestamp: &str, now_ms: i64, body: Option<&[u8]>) -> Result<(), Rejection> {
        if !self.is_doubtful(timestamp, now_ms) {
            return Ok(());
        }
        let is_delimited =
            !self.facts().has_loose_digits_if_enclosed && body.is_some_and(|body| is_enclosed(body.trim_ascii()));
        if is_delimited { Ok(()) } else { Err(Rejection::of(self, RejectionReason::AmbiguousContent)) }
    }

    /// Whether the verdict depends on whether the body is enclosed in brackets.
    pub(super) fn needs_enclosed_body(&self, timestamp: &str, now_ms: i64) -> bool {
        !self.facts().has_loose_digits_if_enclosed && self.is_doubtful(timestamp, now_ms)
    }

    /// Whether a timestamp does not have as many digits as the current time, and an adjacent part can contain digits.
    fn is_doubtful(&self, timestamp: &str, now_ms: i64) -> bool {
        if !self.facts().has_loose_digits {
            return false;
        }
        let units: &[TimeUnit] = match self.timestamp().map(|field| field.unit) {
            // Dates have a fixed format, so adjacent digits cannot be part of them.
            Some(TimeUnit::Any) if !timestamp.bytes().all(|byte| byte.is_ascii_digit()) => return false,
            Some(TimeUnit::Any) => &[TimeUnit::Seconds, TimeUnit::Milliseconds],
            Some(TimeUnit::Milliseconds) => &[TimeUnit::Milliseconds],
            Some(TimeUnit::Seconds | TimeUnit::Rfc3339 | TimeUnit::Rfc3339Utc | TimeUnit::HttpDate) | None => {
                &[TimeUnit::Seconds]
            }
        };
        // Timestamps before 1970 cannot be formatted, so there is no length to compare.
        let lengths = units.iter().filter_map(|unit| format_timestamp(*unit, now_ms)).map(|now| now.len());
        let is_plausible = now_ms < 0 || lengths.into_iter().any(|length| length == timestamp.len());
        !is_plausible
    }

    /// Whether the signature covers the body as the parameters of a form. An empty body is covered, because it has no
    /// parameters.
    pub(super) fn is_form(&self, request: &Request<'_>) -> Result<bool, RejectionReason> {
        match self.facts().form {
            None => Ok(request.body.is_empty()),
            Some(repeated) => Form::read(request, repeated).map(|form| form.is_whole_body()),
        }
    }

    /// Whether the request already contains the digest of its body.
    pub(super) fn has_digest(&self, request: &Request<'_>) -> bool {
        let digest = self.body_digest().as_ref().map(|place| digest(request, place));
        digest.is_some_and(|digest| digest.is_ok_and(|digest| is_digest_of(&digest, request.body)))
    }

    /// Rejects bodies that the signature does not cover, or does not cover unambiguously.
    fn check_body(&self, content: &Content<'_>) -> Result<(), Rejection> {
        let (facts, request) = (self.facts(), &content.request);
        let refuse = |reason| Err(Rejection::of(self, reason));
        let is_utf8 = |bytes| core::str::from_utf8(bytes).is_ok();
        if facts.can_be_extended && !(is_utf8(request.body) && is_utf8(content.params())) {
            return refuse(RejectionReason::BodyNotUtf8);
        }
        if facts.refuses_challenges && is_challenge(request.body) {
            return refuse(RejectionReason::AmbiguousBody);
        }
        if facts.signs_body && self.body_digest().is_none() {
            return Ok(());
        }
        // A token does not cover any item, and a delivery can contain several.
        let pointers = if self.algorithm() == Algorithm::Token { &[] } else { self.pointers() };
        match request.has_unsigned_items(pointers) {
            Ok(false) => {}
            Ok(true) => return refuse(RejectionReason::UnsignedItems),
            Err(reason) => return refuse(reason),
        }
        let is_form = || content.form.as_ref().map_or(request.body.is_empty(), Form::is_whole_body);
        // A digest that is not signed does not protect the body.
        let (place, is_covered) = match self.body_digest().filter(|_| facts.is_digest_covered) {
            Some(place) => match digest(request, &place) {
                Ok(digest) if is_digest_of(&digest, request.body) => return Ok(()),
                Ok(_) => return Err(Rejection::at(self, &place, RejectionReason::BodyDigestMismatch)),
                Err(RejectionReason::MissingParameter | RejectionReason::MissingHeader) => (place, is_form()),
                Err(reason) => return Err(Rejection::at(self, &place, reason)),
            },
            None if facts.form.is_some() => (self.signature().place, is_form()),
            None => return Ok(()),
        };
        if is_covered { Ok(()) } else { Err(Rejection::at(self, &place, RejectionReason::BodyNotCovered)) }
    }
}

fn is_digest_of(digest: &str, body: &[u8]) -> bool {
    same_text(&digest.to_ascii_lowercase(), &sha256_hex(body))
}

/// Whether a body is enclosed in a matching pair of brackets: a JSON object or array, or similar text such as JSON with
/// single quotes, which HubSpot's examples sign.
fn is_enclosed(body: &[u8]) -> bool {
    let (Some(b'{' | b'['), Some(b'}' | b']')) = (body.first(), body.last()) else { return false };
    if body.contains(&b'"') {
        return is_json(body);
    }
    let mut depth = 0_usize;
    let mut is_quoted = false;
    for (at, byte) in body.iter().enumerate() {
        match byte {
            b'\'' => is_quoted = !is_quoted,
            b'{' | b'[' if !is_quoted => depth += 1,
            b'}' | b']' if !is_quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && at + 1 < body.len() {
            return false;
        }
    }
    depth == 0
}

/// Whether a URL has only allowed characters and, if required, is absolute.
fn is_url(needs_absolute_url: bool, url: &str) -> bool {
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    let is_absolute = !needs_absolute_url || begins("https://") || begins("http://");
    is_absolute && url.chars().all(is_url_character)
}

/// The digest of the body in a request. In a URL it must be the last parameter, because the parameters before it could
/// have been signed as parameters of a form.
fn digest<'r>(request: &Request<'r>, place: &Place<&'r str>) -> Result<Cow<'r, str>, RejectionReason> {
    let digest = request.read(place)?;
    match *place {
        Place::Query { query } if !is_last_parameter(request.url, query) => Err(RejectionReason::MissingParameter),
        _ => Ok(digest),
    }
}
