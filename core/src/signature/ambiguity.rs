//! Whether the signed content can be split into its parts in one way only.
//!
//! A signature covers one text. Where two parts of it are next to each other with nothing between that neither can
//! contain, a character can move from one to the other without changing the signature: `bob` and `15` are signed as
//! `bob1` and `5` are.

use alloc::vec::Vec;

use super::method::Algorithm;
use super::scheme::{Place, Scheme};
use super::template::{MemberType, Piece};
use crate::base::time::TimeUnit;

/// The pieces of a content between which characters can move: none, or at least two.
///
/// Scanning from both ends, a piece is delimited if its length is fixed, or if it cannot contain the text next to it.
/// If at most one piece is left, the content can be read in one way only.
pub(super) fn movable<'a>(scheme: &Scheme<&'a str>, pieces: &[Piece<&'a str>]) -> Vec<Piece<&'a str>> {
    let is_certain = |at: usize, next: Option<usize>| {
        let Some(piece) = pieces.get(at) else { return false };
        let next = next.and_then(|next| pieces.get(next).map(|piece| (next > at, piece)));
        is_fixed(scheme, piece) || next.is_some_and(|(is_after, next)| is_separated(scheme, piece, next, is_after))
    };
    let first = (0..pieces.len()).find(|at| !is_certain(*at, Some(at + 1))).unwrap_or(pieces.len());
    let last = (first..pieces.len()).rev().find(|at| !is_certain(*at, at.checked_sub(1))).unwrap_or(first);
    let left: Vec<Piece<&'a str>> = pieces
        .get(first..=last)
        .unwrap_or_default()
        .iter()
        .filter(|piece| !matches!(piece, Piece::Literal(_)))
        .copied()
        .collect();
    if left.len() > 1 { left } else { Vec::new() }
}

/// Whether all values of a piece have one length, or none that an attacker could choose.
fn is_fixed(scheme: &Scheme<&str>, piece: &Piece<&str>) -> bool {
    match *piece {
        Piece::Literal(_) | Piece::BodySha256 => true,
        Piece::Secret => true,
        Piece::Timestamp => is_fixed_timestamp(scheme),
        Piece::Member(MemberType::Currency, _) => true,
        Piece::Member(_, member) => {
            let is_timestamp = scheme.timestamp.is_some_and(|field| field.place == Place::Member { member });
            is_timestamp && is_fixed_timestamp(scheme)
        }
        _ => false,
    }
}

/// Numbers must have as many digits as the present time, and dates have a length by their grammar.
fn is_fixed_timestamp(scheme: &Scheme<&str>) -> bool {
    let Some(field) = scheme.timestamp else { return false };
    match field.unit {
        // With and without its offset it has two lengths.
        TimeUnit::Rfc3339Utc => false,
        TimeUnit::Seconds | TimeUnit::Milliseconds | TimeUnit::Any | TimeUnit::Rfc3339 | TimeUnit::HttpDate => true,
    }
}

/// Whether a piece cannot contain what the piece next to it, after it or before it, has at that side.
fn is_separated(scheme: &Scheme<&str>, piece: &Piece<&str>, next: &Piece<&str>, is_after: bool) -> bool {
    match next {
        Piece::Literal(text) => text.chars().any(|character| !can_contain(scheme, piece, character)),
        // Nothing can move across a text that the attacker does not know.
        Piece::Secret => true,
        // A URL begins with its scheme in lower case, and a path with a slash.
        Piece::Url | Piece::UrlDecoded | Piece::UrlAnyPort | Piece::Path => is_after && *piece == Piece::Method,
        _ => false,
    }
}

/// Whether a value of a piece that `verify` accepts can contain a character.
fn can_contain(scheme: &Scheme<&str>, piece: &Piece<&str>, character: char) -> bool {
    match *piece {
        Piece::Timestamp => match scheme.timestamp.map(|field| field.unit) {
            Some(TimeUnit::Seconds | TimeUnit::Milliseconds) => character.is_ascii_digit(),
            _ => character.is_ascii_alphanumeric() || " ,:.+-".contains(character),
        },
        Piece::Id => is_id_character(character),
        Piece::Method => character.is_ascii_uppercase() || "!#$%&'*+-.^_`|~0123456789".contains(character),
        Piece::Url | Piece::UrlDecoded | Piece::UrlAnyPort | Piece::Path => is_url_character(character),
        // The only control character in a field is the tab.
        Piece::Header(_) => character == '\t' || !character.is_control(),
        Piece::Member(kind, _) => kind.can_contain(character),
        _ => true,
    }
}

/// Whether the digits of a timestamp touch something that could have digits, so that its length must be certain. A body
/// that is enclosed in brackets has none at its ends.
pub(super) fn has_loose_digits(scheme: &Scheme<&str>, pieces: &[Piece<&str>], is_enclosed: bool) -> bool {
    let is_number = scheme
        .timestamp
        .is_some_and(|field| matches!(field.unit, TimeUnit::Seconds | TimeUnit::Milliseconds | TimeUnit::Any));
    let is_timestamp = |piece: &Piece<&str>| match *piece {
        Piece::Timestamp => true,
        Piece::Member(_, member) => scheme.timestamp.is_some_and(|field| field.place == Place::Member { member }),
        _ => false,
    };
    let is_loose = |piece: &Piece<&str>, at: fn(&str) -> Option<char>| match piece {
        Piece::Literal(text) => at(text).is_some_and(|character| character.is_ascii_digit()),
        Piece::Secret => false,
        Piece::Body => !is_enclosed,
        _ => true,
    };
    is_number
        && pieces.array_windows().any(|[one, other]| {
            (is_timestamp(one) && is_loose(other, |text| text.chars().next()))
                || (is_timestamp(other) && is_loose(one, |text| text.chars().next_back()))
        })
}

/// What a signed id may consist of. A full stop, a comma or a semicolon would make it ambiguous where it ends.
pub(super) fn is_id_character(character: char) -> bool {
    character.is_ascii_graphic() && !matches!(character, '.' | '"' | ',' | ';')
}

/// What a signed URL may consist of. Every client escapes the others (URL Standard, query percent-encode set), and
/// without them no JSON object can be part of a URL, nor the other way round.
pub(super) fn is_url_character(character: char) -> bool {
    !character.is_control() && !character.is_whitespace() && !matches!(character, '"' | '<' | '>')
}

/// Whether more content can be appended without the secret (length extension): SHA-256 over a secret that is not the
/// end of the content.
pub(super) fn can_be_extended(algorithm: Algorithm, pieces: &[Piece<&str>]) -> bool {
    algorithm == Algorithm::Sha256 && pieces.last().is_some_and(|last| *last != Piece::Secret)
}
