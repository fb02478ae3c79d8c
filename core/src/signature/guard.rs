//! What a signature that matches does not show: that the delivery can be read in one way only, and that all of its body is
//! signed. Verifying refuses deliveries for it, and signing refuses to make them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::ambiguity::{can_be_extended, is_id_character, is_url_character};
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
        if pieces.iter().any(Piece::needs_url) && !request.url.chars().all(is_url_character) {
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

/// The digest of the body that a request carries. In the URL it is the last parameter: before it could be anything that was
/// signed as a parameter of a form.
fn digest<'r>(request: &Request<'r>, place: &Place<&'r str>) -> Result<Cow<'r, str>, Reason> {
    let digest = request.read(place)?;
    match *place {
        Place::Query { query } if !is_last_parameter(request.url, query) => Err(Reason::MissingParameter),
        _ => Ok(digest),
    }
}
