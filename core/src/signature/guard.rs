//! Checks beyond the signature: the delivery must have one interpretation only, and its whole body must be signed.
//! Verification rejects deliveries that fail these checks, and signing does not produce them.

use alloc::borrow::Cow;

use super::ambiguity::{is_id_character, is_url_character};
use super::compile::CompiledScheme;
use super::content::Content;
use super::form::Form;
use super::mac::{same_text, sha256_hex};
use super::oracle::{is_challenge, is_json};
use super::rejection::{Rejection, RejectionReason};
use super::request::Request;
use super::scheme::Place;
use super::template::Piece;
use crate::base::http::url::is_last_parameter;
use crate::base::time::{TimeUnit, format_timestamp};

impl CompiledScheme {
    /// Refuses an id and a URL that could be confused with what is next to them in the signed content.
    pub(super) fn check_plain(&self, request: &Request<'_>, id: Option<&str>) -> Result<(), Rejection> {
        let (scheme, facts) = (self.scheme(), self.facts());
        if let (Some(id), Some(place)) = (id, &scheme.message_id)
            && facts.signs_id
            && (id.is_empty() || !id.chars().all(is_id_character))
        {
            return Err(Rejection::at(&scheme, place, RejectionReason::InvalidId));
        }
        if facts.signs_url && !is_url(facts.needs_whole_url, request.url) {
            return Err(Rejection::of(&scheme, RejectionReason::MalformedUrl));
        }
        let is_control = |value: &str| value.chars().any(|character| character.is_control() && character != '\t');
        let field = self.content().iter().find_map(|piece| match piece {
            Piece::Header(header) if request.header(header).is_ok_and(is_control) => Some(header),
            _ => None,
        });
        match field {
            Some(header) => Err(Rejection::at(
                &scheme,
                &Place::Header { header, or_header: None },
                RejectionReason::MalformedHeader,
            )),
            None => Ok(()),
        }
    }

    /// Refuses a body that could begin or end elsewhere in the signed content.
    ///
    /// No part of a JSON object or array that touches one of its ends is itself one, so that such a body cannot lose
    /// anything to its neighbours, and cannot gain anything from them that is not one as well.
    pub(super) fn check_boundaries(&self, content: &Content<'_>) -> Result<(), Rejection> {
        if !self.facts().is_body_movable {
            return Ok(());
        }
        // White space cannot be at the ends of a URL, an id or a header field.
        let body = content.request.body.trim_ascii();
        let is_safe = (body.is_empty() || is_enclosed(body)) && !content.has_brackets();
        if is_safe { Ok(()) } else { Err(Rejection::of(&self.scheme(), RejectionReason::AmbiguousContent)) }
    }

    /// Refuses a timestamp with more or fewer digits than the present time, where something next to it could have
    /// digits, too.
    pub(super) fn check_digits(&self, content: &Content<'_>, now_ms: i64) -> Result<(), Rejection> {
        let facts = self.facts();
        if !facts.has_loose_digits {
            return Ok(());
        }
        let scheme = self.scheme();
        let timestamp = content.timestamp;
        let units: &[TimeUnit] = match scheme.timestamp.map(|field| field.unit) {
            // Its dates have no digits at their ends that could be a number's.
            Some(TimeUnit::Any) if !timestamp.bytes().all(|byte| byte.is_ascii_digit()) => return Ok(()),
            Some(TimeUnit::Any) => &[TimeUnit::Seconds, TimeUnit::Milliseconds],
            Some(TimeUnit::Milliseconds) => &[TimeUnit::Milliseconds],
            _ => &[TimeUnit::Seconds],
        };
        // No timestamp can be written for an instant before 1970, so there is no length to compare with.
        let lengths = units.iter().filter_map(|unit| format_timestamp(*unit, now_ms)).map(|now| now.len());
        let is_plausible = now_ms < 0 || lengths.into_iter().any(|length| length == timestamp.len());
        // Whether the body is enclosed takes a pass over it: only for what is not plausible anyway.
        let is_certain = || !facts.has_loose_digits_if_enclosed && is_enclosed(content.request.body.trim_ascii());
        if is_plausible || is_certain() {
            return Ok(());
        }
        Err(Rejection::of(&scheme, RejectionReason::AmbiguousContent))
    }

    /// Whether the signature covers the body as the parameters of a form. An empty body has none.
    pub(super) fn is_form(&self, request: &Request<'_>) -> Result<bool, RejectionReason> {
        match self.facts().form {
            None => Ok(request.body.is_empty()),
            Some(repeated) => Form::read(request, repeated).map(|form| form.is_whole_body()),
        }
    }

    /// Whether the request already has the digest of its body.
    pub(super) fn has_digest(&self, request: &Request<'_>) -> bool {
        let scheme = self.scheme();
        let digest = scheme.body_digest.as_ref().map(|place| digest(request, place));
        digest.is_some_and(|digest| digest.is_ok_and(|digest| is_digest_of(&digest, request.body)))
    }

    /// Refuses a body that the signature does not cover, or covers in more than one way.
    pub(super) fn check_body(&self, content: &Content<'_>) -> Result<(), Rejection> {
        let (scheme, facts, request) = (self.scheme(), self.facts(), &content.request);
        let refuse = |reason| Err(Rejection::of(&scheme, reason));
        if facts.can_be_extended {
            let params = content.form.as_ref().map(Form::content).unwrap_or_default();
            if [request.body, &params].into_iter().any(|bytes| core::str::from_utf8(bytes).is_err()) {
                return refuse(RejectionReason::BodyNotUtf8);
            }
        }
        if facts.refuses_challenges && is_challenge(request.body) {
            return refuse(RejectionReason::AmbiguousBody);
        }
        if facts.covers_body && scheme.body_digest.is_none() {
            return Ok(());
        }
        match request.has_unsigned_items(self.pointers()) {
            Ok(false) => {}
            Ok(true) => return refuse(RejectionReason::UnsignedItems),
            Err(reason) => return refuse(reason),
        }
        let is_form = || content.form.as_ref().map_or(request.body.is_empty(), Form::is_whole_body);
        // A digest that is not signed itself covers nothing.
        let (place, is_covered) = match scheme.body_digest.as_ref().filter(|_| facts.is_digest_covered) {
            Some(place) => match digest(request, place) {
                Ok(digest) if is_digest_of(&digest, request.body) => return Ok(()),
                Ok(_) => return Err(Rejection::at(&scheme, place, RejectionReason::BodyDigestMismatch)),
                Err(RejectionReason::MissingParameter | RejectionReason::MissingHeader) => (place, is_form()),
                Err(reason) => return Err(Rejection::at(&scheme, place, reason)),
            },
            None if facts.form.is_some() => (&scheme.signature.place, is_form()),
            None => return Ok(()),
        };
        if is_covered { Ok(()) } else { Err(Rejection::at(&scheme, place, RejectionReason::BodyNotCovered)) }
    }
}

fn is_digest_of(digest: &str, body: &[u8]) -> bool {
    same_text(&digest.to_ascii_lowercase(), &sha256_hex(body))
}

/// Whether a body is in brackets that belong together. That is a JSON object or array, or text that only resembles one,
/// as with single quotes: HubSpot's own examples are signed like that.
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

/// Whether a URL is one, as far as what is signed next to it needs that.
fn is_url(needs_whole_url: bool, url: &str) -> bool {
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    let is_whole = !needs_whole_url || begins("https://") || begins("http://");
    is_whole && url.chars().all(is_url_character)
}

/// The digest of the body that a request carries. In the URL it is the last parameter: before it could be anything that
/// was signed as a parameter of a form.
fn digest<'r>(request: &Request<'r>, place: &Place<&'r str>) -> Result<Cow<'r, str>, RejectionReason> {
    let digest = request.read(place)?;
    match *place {
        Place::Query { query } if !is_last_parameter(request.url, query) => Err(RejectionReason::MissingParameter),
        _ => Ok(digest),
    }
}
