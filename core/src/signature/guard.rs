//! Checks beyond the signature: the delivery can be read in one way only, and its whole body is signed. Verifying refuses
//! deliveries that fail them, and signing refuses to make such deliveries.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use serde::de::IgnoredAny;

use super::ambiguity::{can_be_extended, has_loose_digits, is_id_character, is_url_character};
use super::content::Content;
use super::coverage::is_covered;
use super::form::Form;
use super::mac::{same_text, sha256_hex};
use super::oracle::{is_challenge, refuses_challenges};
use super::rejection::{Reason, Rejection};
use super::request::Request;
use super::scheme::Place;
use super::setup::Keys;
use super::template::Piece;
use crate::base::http::url::is_last_parameter;
use crate::base::time::TimeUnit;
use crate::base::time::format_timestamp;

impl Keys<'_> {
    /// Refuses an id and a URL that could be confused with what is next to them in the signed content.
    pub(super) fn check_plain(&self, request: &Request<'_>, id: Option<&str>) -> Result<(), Rejection> {
        let Self { scheme, pieces, .. } = self;
        if let (Some(id), Some(place)) = (id, &scheme.message_id)
            && pieces.contains(&Piece::Id)
            && (id.is_empty() || !id.chars().all(is_id_character))
        {
            return Err(Rejection::at(scheme, place, Reason::InvalidId));
        }
        if pieces.iter().any(Piece::needs_url) && !is_url(pieces, request.url) {
            return Err(Rejection::of(scheme, Reason::MalformedUrl));
        }
        let is_control = |value: &str| value.chars().any(|character| character.is_control() && character != '\t');
        let field = pieces.iter().find_map(|piece| match *piece {
            Piece::Header(header) if request.header(header).is_ok_and(is_control) => Some(header),
            _ => None,
        });
        match field {
            Some(header) => {
                Err(Rejection::at(scheme, &Place::Header { header, or_header: None }, Reason::MalformedHeader))
            }
            None => Ok(()),
        }
    }

    /// Refuses a body that could begin or end elsewhere in the signed content.
    ///
    /// No part of a JSON object or array that touches one of its ends is itself one, so that such a body cannot lose anything
    /// to its neighbours, and cannot gain anything from them that is not one as well.
    pub(super) fn check_boundaries(&self, content: &Content<'_>) -> Result<(), Rejection> {
        if !self.is_body_movable {
            return Ok(());
        }
        // White space cannot be at the ends of a URL, an id or a header field.
        let body = content.request.body.trim_ascii();
        let is_safe = (body.is_empty() || is_enclosed(body)) && !self.has_brackets(content);
        if is_safe { Ok(()) } else { Err(Rejection::of(&self.scheme, Reason::AmbiguousContent)) }
    }

    /// Whether JSON could be in what is signed next to the body: anywhere in free text, and at the ends of the rest if the body is
    /// empty, because all of the body could have been moved there.
    fn has_brackets(&self, content: &Content<'_>) -> bool {
        let Ok(variants) = content.variants(&self.pieces) else { return true };
        let is_bracket = |byte: &u8| matches!(byte, b'{' | b'[' | b'}' | b']');
        variants.iter().any(|parts| {
            self.pieces.iter().zip(parts).any(|(piece, part)| match piece {
                Piece::Literal(_) | Piece::Body => false,
                Piece::Header(_) | Piece::Member(..) => part.iter().any(is_bracket),
                _ => {
                    content.request.body.is_empty() && [part.first(), part.last()].into_iter().flatten().any(is_bracket)
                }
            })
        })
    }

    /// Refuses a timestamp with more or fewer digits than the present time, where something next to it could have digits, too.
    pub(super) fn check_digits(&self, content: &Content<'_>, now_ms: i64) -> Result<(), Rejection> {
        let Self { scheme, pieces, .. } = self;
        let timestamp = &*content.timestamp;
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
        let is_loose = |is_enclosed| has_loose_digits(scheme, pieces, is_enclosed);
        if is_plausible || !is_loose(false) || (!is_loose(true) && is_enclosed(content.request.body.trim_ascii())) {
            return Ok(());
        }
        Err(Rejection::of(scheme, Reason::AmbiguousContent))
    }

    /// Whether the signature covers the body as the parameters of a form. An empty body has none.
    pub(super) fn is_form(&self, request: &Request<'_>) -> Result<bool, Reason> {
        match self.pieces.iter().find(|piece| piece.is_params()) {
            None => Ok(request.body.is_empty()),
            Some(piece) => Form::read(request, *piece == Piece::RepeatedParams).map(|form| form.is_whole_body()),
        }
    }

    /// Whether the request already has the digest of its body.
    pub(super) fn has_digest(&self, request: &Request<'_>) -> bool {
        let digest = self.scheme.body_digest.as_ref().map(|place| digest(request, place));
        digest.is_some_and(|digest| digest.is_ok_and(|digest| is_digest_of(&digest, request.body)))
    }

    /// Refuses a body that the signature does not cover, or covers in more than one way.
    pub(super) fn check_body(&self, request: &Request<'_>) -> Result<(), Rejection> {
        let Self { scheme, pieces, .. } = self;
        let refuse = |reason| Err(Rejection::of(scheme, reason));
        if can_be_extended(scheme.algorithm, pieces) {
            let params = pieces.iter().find(|piece| piece.is_params());
            let params = params.map(|piece| Form::read(request, *piece == Piece::RepeatedParams).map(Form::content));
            let params = params.and_then(Result::ok).unwrap_or_default();
            if [request.body, &params].into_iter().any(|bytes| core::str::from_utf8(bytes).is_err()) {
                return refuse(Reason::BodyNotUtf8);
            }
        }
        if refuses_challenges(scheme, pieces) && is_challenge(request.body) {
            return refuse(Reason::AmbiguousBody);
        }
        if pieces.iter().any(Piece::covers_body) && scheme.body_digest.is_none() {
            return Ok(());
        }
        let places = scheme.places().filter_map(|place| match *place {
            Place::Member { member } => Some(member),
            _ => None,
        });
        let members: Vec<&str> = pieces.iter().filter_map(Piece::pointer).chain(places).collect();
        match request.has_unsigned_items(&members) {
            Ok(false) => {}
            Ok(true) => return refuse(Reason::UnsignedItems),
            Err(reason) => return refuse(reason),
        }
        // A digest that is not signed itself covers nothing.
        let (place, is_covered) = match scheme.body_digest.as_ref().filter(|place| is_covered(pieces, place)) {
            Some(place) => match digest(request, place) {
                Ok(digest) if is_digest_of(&digest, request.body) => return Ok(()),
                Ok(_) => return Err(Rejection::at(scheme, place, Reason::BodyDigestMismatch)),
                Err(Reason::MissingParameter | Reason::MissingHeader) => (place, self.is_form(request)),
                Err(reason) => (place, Err(reason)),
            },
            None if pieces.iter().any(Piece::is_params) => (&scheme.signature.place, self.is_form(request)),
            None => return Ok(()),
        };
        match is_covered {
            Ok(true) => Ok(()),
            Ok(false) => Err(Rejection::at(scheme, place, Reason::BodyNotCovered)),
            Err(reason) => Err(Rejection::at(scheme, place, reason)),
        }
    }
}

fn is_digest_of(digest: &str, body: &[u8]) -> bool {
    same_text(&digest.to_ascii_lowercase(), &sha256_hex(body))
}

/// Whether a body is in brackets that belong together. That is a JSON object or array, or text that only resembles one, as with
/// single quotes: HubSpot's own examples are signed like that.
fn is_enclosed(body: &[u8]) -> bool {
    let (Some(b'{' | b'['), Some(b'}' | b']')) = (body.first(), body.last()) else { return false };
    if body.contains(&b'"') {
        return serde_json::from_slice::<IgnoredAny>(body).is_ok();
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
fn is_url(pieces: &[Piece<'_>], url: &str) -> bool {
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    // At the beginning of the content or after a literal, a path alone does no harm.
    let follows = |pair: &[Piece<'_>; 2]| {
        let [before, piece] = pair;
        piece.needs_url() && *piece != Piece::Path && !matches!(before, Piece::Literal(_) | Piece::Secret)
    };
    let is_whole = !pieces.array_windows().any(follows) || begins("https://") || begins("http://");
    is_whole && url.chars().all(is_url_character)
}

/// The digest of the body that a request carries. In the URL it is the last parameter: before it could be anything that was
/// signed as a parameter of a form.
fn digest<'r>(request: &Request<'r>, place: &Place<&'r str>) -> Result<Cow<'r, str>, Reason> {
    let digest = request.read(place)?;
    match *place {
        Place::Query { query } if !is_last_parameter(request.url, query) => Err(Reason::MissingParameter),
        _ => Ok(digest),
    }
}
