//! Detection of ambiguous signed content, which can be split into its parts in more than one way.
//!
//! A signature covers one text. If two adjacent parts of the text are not separated by something that neither part can
//! contain, a character can move from one to the other without changing the signature: `bob` followed by `15` has the
//! same signature as `bob1` followed by `5`.

use alloc::string::String;
use alloc::vec::Vec;

use super::member_type::MemberType;
use super::method::Algorithm;
use super::place::Place;
use super::scheme::Scheme;
use super::template::Piece;
use crate::base::time::TimeUnit;

/// The pieces of the content between which characters can move: none, or at least two.
///
/// Delimited pieces are removed from both ends. A piece is delimited if its length is fixed, or if it cannot contain
/// the text next to it. If at most one piece remains, the content is unambiguous.
pub(super) fn movable<'a>(scheme: &Scheme<&'a str>, pieces: &[Piece<&'a str>]) -> Vec<Piece<&'a str>> {
    let is_delimited = |at: usize, next: Option<usize>| {
        let Some(piece) = pieces.get(at) else { return false };
        let next = next.and_then(|next| pieces.get(next).map(|piece| (next > at, piece)));
        let is_fixed = match piece {
            Piece::If(_) => is_decidable(pieces, at),
            Piece::End => true,
            piece => is_fixed(scheme, piece),
        };
        is_fixed || next.is_some_and(|(is_after, next)| is_separated(scheme, piece, next, is_after))
    };
    let first = (0..pieces.len()).find(|at| !is_delimited(*at, Some(at + 1))).unwrap_or(pieces.len());
    let last = (first..pieces.len()).rev().find(|at| !is_delimited(*at, at.checked_sub(1))).unwrap_or(first);
    let remaining: Vec<Piece<&'a str>> = pieces
        .get(first..=last)
        .unwrap_or_default()
        .iter()
        .filter(|piece| !matches!(piece, Piece::Literal(_) | Piece::End))
        .copied()
        .collect();
    if remaining.len() > 1 { remaining } else { Vec::new() }
}

/// Whether all values of a piece have the same length, or a length that an attacker cannot choose.
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
        Piece::Field(field) => {
            scheme.timestamp.is_some_and(|it| it.place == Place::Field { field }) && is_fixed_timestamp(scheme)
        }
        _ => false,
    }
}

/// Whether the content shows if an optional part is present: it is a line with a label and a line with a value, after
/// other such lines with other labels, of which the first is always present.
fn is_decidable(pieces: &[Piece<&str>], at: usize) -> bool {
    const LINE: MemberType = MemberType::Line;
    let Some((before, [Piece::If(_), inside @ ..])) = pieces.split_at_checked(at) else { return false };
    let [Piece::Literal(label), Piece::Member(LINE, _), Piece::Literal("\n"), Piece::End, ..] = inside else {
        return false;
    };
    let mut rest = before;
    // Other optional parts.
    while let [
        start @ ..,
        Piece::If(_),
        Piece::Literal(other),
        Piece::Member(LINE, _),
        Piece::Literal("\n"),
        Piece::End,
    ] = rest
    {
        if label == other {
            return false;
        }
        rest = start;
    }
    let [.., previous, Piece::Literal(other), Piece::Member(LINE, _), Piece::Literal("\n")] = rest else {
        return false;
    };
    let last_line = |text: &'_ str| text.strip_suffix('\n').and_then(|text| text.rsplit('\n').next().map(String::from));
    let is_whole_line = other.trim_end_matches('\n').contains('\n') || *previous == Piece::End;
    label.matches('\n').count() == 1
        && is_whole_line
        && last_line(label).is_some()
        && last_line(label) != last_line(other)
}

/// Whether timestamps have a fixed length. Numbers must have as many digits as the current time, and dates have a fixed
/// format.
fn is_fixed_timestamp(scheme: &Scheme<&str>) -> bool {
    let Some(field) = scheme.timestamp else { return false };
    match field.unit {
        // The length depends on whether the offset is present.
        TimeUnit::Rfc3339Utc => false,
        TimeUnit::Seconds | TimeUnit::Milliseconds | TimeUnit::Any | TimeUnit::Rfc3339 | TimeUnit::HttpDate => true,
    }
}

/// Whether a piece cannot contain the start of the piece after it, or the end of the piece before it.
fn is_separated(scheme: &Scheme<&str>, piece: &Piece<&str>, next: &Piece<&str>, is_after: bool) -> bool {
    match next {
        Piece::Literal(text) => text.chars().any(|character| !can_contain(scheme, piece, character)),
        // Characters cannot move across a text that the attacker does not know.
        Piece::Secret => true,
        // A URL starts with its scheme in lower case, and a path with a slash.
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
        // The tab is the only control character that a header field may contain.
        Piece::Header(_) => character == '\t' || !character.is_control(),
        Piece::Member(kind, _) => kind.can_contain(character),
        _ => true,
    }
}

/// Whether the digits of a timestamp are adjacent to a part that can contain digits, so that the length of the
/// timestamp must be known. A body that is enclosed in brackets does not have digits at its ends.
pub(super) fn has_loose_digits(scheme: &Scheme<&str>, pieces: &[Piece<&str>], is_enclosed: bool) -> bool {
    let is_number = scheme
        .timestamp
        .is_some_and(|field| matches!(field.unit, TimeUnit::Seconds | TimeUnit::Milliseconds | TimeUnit::Any));
    let is_timestamp = |piece: &Piece<&str>| match *piece {
        Piece::Timestamp => true,
        Piece::Member(_, member) => scheme.timestamp.is_some_and(|field| field.place == Place::Member { member }),
        Piece::Field(field) => scheme.timestamp.is_some_and(|it| it.place == Place::Field { field }),
        _ => false,
    };
    let is_loose = |piece: &Piece<&str>, edge: fn(&str) -> Option<char>| match piece {
        Piece::Literal(text) => edge(text).is_some_and(|character| character.is_ascii_digit()),
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

/// Whether a signed id may contain a character. A full stop, a comma or a semicolon would make the end of the id
/// ambiguous.
pub(super) fn is_id_character(character: char) -> bool {
    character.is_ascii_graphic() && !matches!(character, '.' | '"' | ',' | ';')
}

/// Whether a signed URL may contain a character. Clients escape all other characters (URL Standard, query
/// percent-encode set). Without those, a URL cannot contain a JSON object, and a JSON object cannot be part of a URL.
pub(super) fn is_url_character(character: char) -> bool {
    !character.is_control() && !character.is_whitespace() && !matches!(character, '"' | '<' | '>')
}

/// Whether content can be appended without the secret (length extension). This is possible if the content is hashed
/// with SHA-256 and does not end with the secret.
pub(super) fn can_be_extended(algorithm: Algorithm, pieces: &[Piece<&str>]) -> bool {
    algorithm.is_plain_hash() && pieces.last().is_some_and(|last| *last != Piece::Secret)
}
