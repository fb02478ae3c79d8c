//! Coverage: the parts of a delivery that a signature protects. An attacker who has seen a delivery can change the
//! others.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;

use super::ambiguity::movable;
use super::method::Algorithm;
use super::parsed::Parsed;
use super::place::Place;
use super::scheme::Scheme;
use super::template::Piece;
use crate::base::time::TimeUnit;

/// The parts of a request that the signature of a scheme covers. Anyone who has seen a delivery can change all other
/// parts, for example `Content-Type` and header fields that contain the event type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// The part of the body that is signed.
    pub body: BodyCoverage,
    /// Whether the timestamp is signed. `None` if the scheme does not have a timestamp.
    pub timestamp: Option<bool>,
    /// Whether the id of the delivery is signed. `None` if the scheme does not have an id.
    pub id: Option<bool>,
    /// Whether the method is signed.
    pub method: bool,
    /// The part of the URL that is signed.
    pub url: UrlCoverage,
    /// The signed header fields, except those of the timestamp and the id.
    pub headers: Vec<String>,
    /// The fields of the content between which characters can move without changing the signature, such as
    /// `["url", "params"]`.
    /// Empty if the content is unambiguous.
    pub movable: Vec<String>,
}

/// The part of the body that is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BodyCoverage {
    /// Every byte of the body.
    Whole,
    /// The names and values of a form, but not where one ends and the next begins.
    Form,
    /// Only the values at these JSON Pointers.
    Members(Vec<String>),
    /// Only the values of these fields of a form.
    Fields(Vec<String>),
    /// Nothing.
    Nothing,
}

/// The part of the URL that is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum UrlCoverage {
    /// The whole URL.
    Whole,
    /// The whole URL, with or without the default port.
    AnyPort,
    /// The whole URL after some escapes have been decoded: `%3F` and `?` are equivalent.
    Decoded,
    /// The path and the query.
    PathAndQuery,
    /// Nothing.
    Nothing,
}

/// The unsigned parts that the verdict of a partial scheme lists.
const PARTIAL: &[&str] = &["body"];

impl<S: AsRef<str>> Scheme<S> {
    /// The parts of a request that the signature covers.
    ///
    /// ```
    /// use hookwright::catalog::find_scheme;
    /// use hookwright::signature::BodyCoverage;
    ///
    /// let github = find_scheme("github/sha256").unwrap().coverage();
    /// assert_eq!((github.body, github.id), (BodyCoverage::Whole, Some(false)));
    /// let mailgun = find_scheme("mailgun/body").unwrap().coverage();
    /// assert_eq!(mailgun.body, BodyCoverage::Members(vec!["/signature/timestamp".into(), "/signature/token".into()]));
    /// ```
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage::of(&Parsed::of(self.borrow()))
    }

    /// Whether the signature covers the value at a place, so that it cannot be changed without the secret.
    ///
    /// ```
    /// use hookwright::catalog::find_scheme;
    /// use hookwright::signature::Place;
    ///
    /// let github = find_scheme("github/sha256").unwrap();
    /// assert!(github.covers(&Place::member("/action")) && !github.covers(&Place::header("X-GitHub-Event")));
    /// ```
    #[must_use]
    pub fn covers<T: AsRef<str>>(&self, place: &Place<T>) -> bool {
        let parsed = Parsed::of(self.borrow());
        covers(&parsed.scheme, &parsed.content, &place.borrow())
    }

    /// The parts of the body that are not signed, as verdicts list them: none, or `body` for everything that the
    /// content does not name. Such a scheme is *partial*.
    ///
    /// ```
    /// use hookwright::catalog::find_scheme;
    ///
    /// assert!(find_scheme("github/sha256").unwrap().unsigned().is_empty());
    /// assert_eq!(find_scheme("adyen/notification").unwrap().unsigned(), ["body"]);
    /// ```
    #[must_use]
    pub fn unsigned(&self) -> &'static [&'static str] {
        let parsed = Parsed::of(self.borrow());
        unsigned(&parsed.scheme, &parsed.content)
    }
}

impl Coverage {
    pub(super) fn of(parsed: &Parsed<'_>) -> Self {
        let (scheme, pieces) = (&parsed.scheme, &parsed.content);
        Self {
            body: body(scheme, pieces),
            timestamp: scheme.timestamp.map(|field| is_signed(pieces, &field.place, &Piece::Timestamp)),
            id: is_id_signed(scheme, pieces),
            method: pieces.contains(&Piece::Method),
            url: url(pieces),
            headers: headers(pieces),
            movable: movable(scheme, pieces).iter().map(field_name).collect(),
        }
    }
}

/// The unsigned parts of the body, for parsed content.
pub(super) fn unsigned(scheme: &Scheme<&str>, pieces: &[Piece<&str>]) -> &'static [&'static str] {
    if body(scheme, pieces) == BodyCoverage::Whole { &[] } else { PARTIAL }
}

/// Whether the value at a place is signed. `piece` is the field of the content that contains it.
pub(super) fn is_signed(pieces: &[Piece<&str>], place: &Place<&str>, piece: &Piece<&str>) -> bool {
    pieces.contains(piece) || is_covered(pieces, place)
}

/// Whether the value at a place is signed, so that it cannot be changed.
fn covers(scheme: &Scheme<&str>, pieces: &[Piece<&str>], place: &Place<&str>) -> bool {
    if scheme.message_id == Some(*place) {
        return is_id_signed(scheme, pieces) == Some(true);
    }
    let moves = movable(scheme, pieces);
    let is_digest = scheme.body_digest.is_some_and(|place| is_covered(pieces, &place));
    let in_piece = |piece: &&Piece<&str>| {
        is_covered(core::slice::from_ref(*piece), place) && (piece.covers_body() || !moves.contains(piece))
    };
    pieces.iter().any(|piece| in_piece(&piece)) || (is_digest && matches!(place, Place::Member { .. }))
}

/// Whether the id of a delivery is signed, so that it cannot be changed.
pub(super) fn is_id_signed(scheme: &Scheme<&str>, pieces: &[Piece<&str>]) -> Option<bool> {
    let place = scheme.message_id?;
    let moves = movable(scheme, pieces);
    let is_fixed = |piece: &Piece<&str>| match piece {
        // Where a date starts is unambiguous, whatever id precedes it.
        Piece::Id => !moves.contains(piece) || is_before_date(scheme, pieces),
        _ => !moves.contains(piece),
    };
    let carriers = pieces.iter().filter(|piece| match (piece, place) {
        (Piece::Id, _) => true,
        (Piece::UrlDecoded, _) => false,
        (piece, place) => is_covered(core::slice::from_ref(*piece), &place),
    });
    let mut carriers = carriers.peekable();
    Some(carriers.peek().is_some() && carriers.any(|piece| piece.covers_body() || is_fixed(piece)))
}

fn is_before_date(scheme: &Scheme<&str>, pieces: &[Piece<&str>]) -> bool {
    let is_date = scheme.timestamp.is_some_and(|field| matches!(field.unit, TimeUnit::Rfc3339 | TimeUnit::HttpDate));
    is_date && pieces.array_windows().any(|pair| *pair == [Piece::Id, Piece::Timestamp])
}

/// The pieces that every content contains, if it contains their values: those outside of optional parts, and the member
/// on which an optional part depends.
fn always<'p, 'a>(pieces: &'p [Piece<&'a str>]) -> impl Iterator<Item = &'p Piece<&'a str>> {
    let mut condition: Option<&str> = None;
    pieces.iter().filter(move |piece| {
        match piece {
            Piece::If(pointer) => condition = Some(pointer),
            Piece::End => condition = None,
            _ => {}
        }
        condition.is_none_or(|wanted| matches!(piece, Piece::Member(_, pointer) if *pointer == wanted))
    })
}

/// Whether a header, member, body or URL field of the content covers a place.
pub(super) fn is_covered(pieces: &[Piece<&str>], place: &Place<&str>) -> bool {
    always(pieces).any(|piece| match (piece, place) {
        (Piece::Header(name), Place::Header { header, or_header: None }) => name.eq_ignore_ascii_case(header),
        (Piece::Member(_, pointer), Place::Member { member }) => pointer == member,
        (Piece::Field(name), Place::Field { field }) => name == field,
        (_, Place::Field { .. }) => piece.covers_body(),
        (_, Place::Member { .. }) => piece.covers_body(),
        (_, Place::Query { .. }) => piece.needs_url(),
        _ => false,
    })
}

fn body(scheme: &Scheme<&str>, pieces: &[Piece<&str>]) -> BodyCoverage {
    if scheme.algorithm == Algorithm::Token {
        return BodyCoverage::Nothing;
    }
    if pieces.iter().any(Piece::covers_body) {
        return BodyCoverage::Whole;
    }
    if pieces.iter().any(Piece::is_params) {
        return BodyCoverage::Form;
    }
    if scheme.body_digest.is_some_and(|place| is_covered(pieces, &place)) {
        return BodyCoverage::Whole;
    }
    let (mut members, mut fields): (Vec<String>, Vec<String>) = (vec![], vec![]);
    let add = |found: &mut Vec<String>, name: &str| {
        if !found.iter().any(|known| known == name) {
            found.push(name.into());
        }
    };
    let places = [(Piece::Timestamp, scheme.timestamp.map(|field| field.place)), (Piece::Id, scheme.message_id)];
    for piece in always(pieces) {
        match (piece, places.iter().find(|(known, _)| known == piece)) {
            (Piece::Member(_, pointer), _) => add(&mut members, pointer),
            (_, Some((_, Some(Place::Member { member })))) => add(&mut members, member),
            (Piece::Field(name), _) => add(&mut fields, name),
            (_, Some((_, Some(Place::Field { field })))) => add(&mut fields, field),
            _ => {}
        }
    }
    if !members.is_empty() {
        BodyCoverage::Members(members)
    } else if fields.is_empty() {
        BodyCoverage::Nothing
    } else {
        BodyCoverage::Fields(fields)
    }
}

fn url(pieces: &[Piece<&str>]) -> UrlCoverage {
    let has = |wanted: fn(&Piece<&str>) -> bool| pieces.iter().any(wanted);
    if has(|piece| *piece == Piece::Url) {
        UrlCoverage::Whole
    } else if has(|piece| *piece == Piece::UrlAnyPort) {
        UrlCoverage::AnyPort
    } else if has(|piece| *piece == Piece::UrlDecoded) {
        UrlCoverage::Decoded
    } else if has(|piece| *piece == Piece::Path) {
        UrlCoverage::PathAndQuery
    } else {
        UrlCoverage::Nothing
    }
}

fn headers(pieces: &[Piece<&str>]) -> Vec<String> {
    let named = pieces.iter().filter_map(|piece| match piece {
        Piece::Header(name) => Some(String::from(*name)),
        _ => None,
    });
    named.collect()
}

/// The field as it is written in a template, without the braces and without the type of a member.
pub(super) fn field_name(piece: &Piece<&str>) -> String {
    match *piece {
        Piece::Literal(text) => text.into(),
        Piece::Body => "body".into(),
        Piece::BodySha256 => "body:sha256".into(),
        Piece::Timestamp => "timestamp".into(),
        Piece::Id => "id".into(),
        Piece::Url => "url".into(),
        Piece::UrlDecoded => "url:decoded".into(),
        Piece::UrlAnyPort => "url:any-port".into(),
        Piece::Path => "path".into(),
        Piece::Method => "method".into(),
        Piece::Params => "params".into(),
        Piece::RepeatedParams => "params:repeated".into(),
        Piece::Secret => "secret".into(),
        Piece::Header(name) => format!("header:{name}"),
        Piece::Member(_, pointer) => format!("member:{pointer}"),
        Piece::Field(name) => format!("field:{name}"),
        Piece::If(pointer) => format!("if:member:{pointer}"),
        Piece::End => "end".into(),
        Piece::Query(name) => format!("query:{name}"),
        Piece::MacOfQuery(name) => format!("mac:query:{name}"),
        Piece::MacOfMember(pointer) => format!("mac:member:{pointer}"),
        Piece::Sha256OfQuery(name) => format!("sha256:query:{name}"),
    }
}
