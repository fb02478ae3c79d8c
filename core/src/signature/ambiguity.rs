//! Whether the signed content can be split into its parts in one way only.
//!
//! A signature covers one text. Where two parts of it are next to each other with nothing between that neither can contain, a
//! character can move from one to the other without changing the signature: `bob` and `15` are signed as `bob1` and `5` are.

use alloc::vec::Vec;

use super::method::Algorithm;
use super::scheme::{Place, Scheme, TimeUnit};
use super::template::{MemberType, Piece};
use super::tolerance::Tolerance;

/// The pieces of a content between which characters can move: none, or at least two.
///
/// Going in from both ends, a piece has a certain end if its length is fixed, or if it cannot contain the character next to it.
/// What remains is a single piece in a content that is not ambiguous: it is all the rest.
pub(super) fn movable<'a>(scheme: &Scheme<&'a str>, pieces: &[Piece<'a>]) -> Vec<Piece<'a>> {
    let is_certain = |at: usize, next: Option<usize>| {
        let Some(piece) = pieces.get(at) else { return false };
        is_fixed(scheme, piece)
            || next.and_then(|next| pieces.get(next)).is_some_and(|next| ends_before(scheme, piece, next))
    };
    let first = (0..pieces.len()).find(|at| !is_certain(*at, Some(at + 1))).unwrap_or(pieces.len());
    let last = (first..pieces.len()).rev().find(|at| !is_certain(*at, at.checked_sub(1))).unwrap_or(first);
    let left: Vec<Piece<'a>> = pieces
        .get(first..=last)
        .unwrap_or_default()
        .iter()
        .filter(|piece| !matches!(piece, Piece::Literal(_)))
        .copied()
        .collect();
    if left.len() > 1 { left } else { Vec::new() }
}

/// Whether all values of a piece have one length, or none that an attacker could choose.
fn is_fixed(scheme: &Scheme<&str>, piece: &Piece<'_>) -> bool {
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

/// Numbers have one length within a tolerance, and dates have one by their grammar.
fn is_fixed_timestamp(scheme: &Scheme<&str>) -> bool {
    let Some(field) = scheme.timestamp else { return false };
    match field.unit {
        TimeUnit::Rfc3339 | TimeUnit::HttpDate => true,
        // With and without its offset it has two lengths.
        TimeUnit::Rfc3339Utc => false,
        TimeUnit::Seconds | TimeUnit::Milliseconds | TimeUnit::Any => {
            let tolerance = field.tolerance.unwrap_or(Tolerance::DEFAULT);
            tolerance.past_ms.is_some() && tolerance.future_ms.is_some()
        }
    }
}

/// Whether a piece cannot contain what the piece next to it, before or after, has at that side.
fn ends_before(scheme: &Scheme<&str>, piece: &Piece<'_>, next: &Piece<'_>) -> bool {
    match next {
        Piece::Literal(text) => text.chars().any(|character| !can_contain(scheme, piece, character)),
        // Nothing can move across a text that the attacker does not know.
        Piece::Secret => true,
        // A URL begins with its scheme in lower case, and a path with a slash.
        Piece::Url | Piece::UrlDecoded | Piece::UrlAnyPort | Piece::Path => *piece == Piece::Method,
        _ => false,
    }
}

/// Whether a value of a piece that `verify` accepts can contain a character.
fn can_contain(scheme: &Scheme<&str>, piece: &Piece<'_>, character: char) -> bool {
    match *piece {
        Piece::Timestamp => match scheme.timestamp.map(|field| field.unit) {
            Some(TimeUnit::Seconds | TimeUnit::Milliseconds) => character.is_ascii_digit(),
            _ => character.is_ascii_alphanumeric() || " ,:.+-".contains(character),
        },
        Piece::Id => is_id_character(character),
        Piece::Method => character.is_ascii_uppercase() || "!#$%&'*+-.^_`|~0123456789".contains(character),
        Piece::Url | Piece::UrlDecoded | Piece::UrlAnyPort | Piece::Path => is_url_character(character),
        // Control characters cannot be in a field.
        Piece::Header(_) => !character.is_control(),
        Piece::Member(kind, _) => kind.can_contain(character),
        _ => true,
    }
}

/// What a signed id may consist of. A full stop, a comma or a semicolon would make it ambiguous where it ends.
pub(super) fn is_id_character(character: char) -> bool {
    character.is_ascii_graphic() && !matches!(character, '.' | '"' | ',' | ';')
}

/// What a signed URL may consist of. Every client escapes the others (URL Standard, query percent-encode set), and without
/// them no JSON object can be part of a URL, nor the other way round.
pub(super) fn is_url_character(character: char) -> bool {
    !character.is_control() && !character.is_whitespace() && !matches!(character, '"' | '<' | '>')
}

/// Whether more content can be appended without the secret (length extension): SHA-256 over a secret that is not the end of
/// the content.
pub(super) fn can_be_extended(algorithm: Algorithm, pieces: &[Piece<'_>]) -> bool {
    algorithm == Algorithm::Sha256 && pieces.last().is_some_and(|last| *last != Piece::Secret)
}
