//! What a signature that matches does not show: that the delivery can be read in one way only, and that all of its body is
//! signed. Verifying refuses deliveries for it, and signing refuses to make them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use serde::de::IgnoredAny;

use super::ambiguity::{can_be_extended, is_id_character, is_url_character, movable};
use super::content::Content;
use super::form::Form;
use super::mac::{same_text, sha256_hex};
use super::oracle::{is_challenge, refuses_challenges};
use super::rejection::{Reason, Rejection};
use super::request::Request;
use super::scheme::Place;
use super::setup::Keys;
use super::template::Piece;
use super::url::is_last_parameter;

impl Keys<'_> {
    /// Refuses an id and a URL that could be confused with what is next to them in the signed content.
    pub(super) fn check_plain(&self, request: &Request<'_>, id: Option<&str>) -> Result<(), Rejection> {
        let Self { scheme, pieces, .. } = self;
        if let (Some(id), Some(place)) = (id, &scheme.message_id)
            && pieces.contains(&Piece::Id)
            && !(id.chars().all(is_id_character) && !id.is_empty())
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
        let Self { scheme, pieces, .. } = self;
        // The usual content has one body, and separators.
        if !pieces.contains(&Piece::Body) || !movable(scheme, pieces).contains(&Piece::Body) {
            return Ok(());
        }
        // White space cannot be at the ends of a URL, an id or a header field.
        let body = content.request.body.trim_ascii();
        let is_safe = if body.is_empty() { !self.touches_brackets(content) } else { is_enclosed(body) };
        if is_safe { Ok(()) } else { Err(Rejection::of(scheme, Reason::AmbiguousContent)) }
    }

    /// Whether what is signed next to the body ends as JSON begins or ends, so that it could be the body.
    fn touches_brackets(&self, content: &Content<'_>) -> bool {
        let Ok(variants) = content.variants(&self.pieces, &[]) else { return true };
        let is_bracket = |byte: Option<&u8>| matches!(byte, Some(b'{' | b'[' | b'}' | b']'));
        variants.iter().any(|parts| {
            self.pieces.iter().zip(parts).any(|(piece, part)| {
                !matches!(piece, Piece::Literal(_)) && (is_bracket(part.first()) || is_bracket(part.last()))
            })
        })
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
        if can_be_extended(scheme.algorithm, pieces) && core::str::from_utf8(request.body).is_err() {
            return refuse(Reason::BodyNotUtf8);
        }
        if refuses_challenges(scheme, pieces) && is_challenge(request.body) {
            return refuse(Reason::AmbiguousBody);
        }
        if pieces.iter().any(Piece::covers_body) && scheme.body_digest.is_none() {
            return Ok(());
        }
        let members: Vec<&str> = pieces.iter().filter_map(Piece::pointer).collect();
        match request.has_unsigned_items(&members) {
            Ok(false) => {}
            Ok(true) => return refuse(Reason::UnsignedItems),
            Err(reason) => return refuse(reason),
        }
        let (place, is_covered) = match &scheme.body_digest {
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
