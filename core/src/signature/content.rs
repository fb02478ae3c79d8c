//! The signed content: the parts that a scheme's template names, none of them copied where that can be helped.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use super::form::Form;
use super::mac::sha256_hex;
use super::rejection::Reason;
use super::request::Request;
use super::scheme::Place;
use super::template::Piece;
use crate::base::http::url::{decode_reserved, path_and_query, with_and_without_port};

/// What the pieces of a template stand for in one request.
pub(super) struct Content<'a> {
    pub(super) request: Request<'a>,
    pub(super) timestamp: Cow<'a, str>,
    pub(super) id: Cow<'a, str>,
}

impl<'a> Content<'a> {
    /// The parts of the signed content: once for every URL that the sender may have signed. The part of a secret is empty: it is
    /// all that differs between keys.
    pub(super) fn variants(&'a self, pieces: &[Piece<'a>]) -> Result<Vec<Vec<Cow<'a, [u8]>>>, Reason> {
        let request = &self.request;
        if request.url.is_empty() && pieces.iter().any(Piece::needs_url) {
            return Err(Reason::MissingUrl);
        }
        let urls = if pieces.contains(&Piece::UrlAnyPort) {
            with_and_without_port(request.url)
        } else {
            vec![Cow::Borrowed(request.url)]
        };
        let members = self.request.signed_members(pieces)?;
        let of_url = |url: Cow<'a, str>| {
            let mut members = members.iter();
            let parts = pieces.iter().map(|piece| match piece {
                Piece::Member(..) => {
                    Ok(Cow::Owned(members.next().map_or("", |text| text.as_ref()).as_bytes().to_vec()))
                }
                piece => self.part(piece, &url),
            });
            parts.collect::<Result<Vec<_>, Reason>>()
        };
        urls.into_iter().map(of_url).collect()
    }

    /// Which header field or member that the template names cannot be read.
    pub(super) fn unreadable(&self, pieces: &[Piece<'a>]) -> Option<Place<&'a str>> {
        pieces.iter().find_map(|piece| match *piece {
            Piece::Header(header) if self.request.header(header).is_err() => {
                Some(Place::Header { header, or_header: None })
            }
            Piece::Member(kind, member) if self.request.signed_member(kind, member).is_err() => {
                Some(Place::Member { member })
            }
            _ => None,
        })
    }

    fn part(&'a self, piece: &Piece<'a>, url: &Cow<'a, str>) -> Result<Cow<'a, [u8]>, Reason> {
        let request = &self.request;
        Ok(match *piece {
            Piece::Literal(text) => Cow::Borrowed(text.as_bytes()),
            Piece::Body => Cow::Borrowed(request.body),
            Piece::BodySha256 => Cow::Owned(sha256_hex(request.body).into_bytes()),
            Piece::Timestamp => Cow::Borrowed(self.timestamp.as_bytes()),
            Piece::Id => Cow::Borrowed(self.id.as_bytes()),
            Piece::Url => Cow::Borrowed(request.url.as_bytes()),
            Piece::UrlDecoded => Cow::Owned(decode_reserved(request.url).into_owned().into_bytes()),
            Piece::UrlAnyPort => match url {
                Cow::Borrowed(url) => Cow::Borrowed(url.as_bytes()),
                Cow::Owned(url) => Cow::Owned(url.clone().into_bytes()),
            },
            Piece::Path => Cow::Borrowed(path_and_query(request.url).as_bytes()),
            Piece::Method if request.method.is_empty() => return Err(Reason::MissingMethod),
            Piece::Method => Cow::Owned(request.method.to_ascii_uppercase().into_bytes()),
            Piece::Params => Cow::Owned(Form::read(request, false)?.content()),
            Piece::RepeatedParams => Cow::Owned(Form::read(request, true)?.content()),
            Piece::Header(name) => Cow::Borrowed(request.header(name)?.as_bytes()),
            // Those of answers are in no content, and the others are put in by the caller.
            Piece::Secret | Piece::Member(..) | Piece::Query(_) | Piece::MacOfQuery(_) | Piece::MacOfMember(_) => {
                Cow::Borrowed(&[])
            }
        })
    }
}

/// The parts as slices, with the secret where the content has it.
pub(super) fn slices<'p>(pieces: &[Piece<'_>], parts: &'p [Cow<'_, [u8]>], secret: &'p [u8]) -> Vec<&'p [u8]> {
    let part = |(piece, part): (&Piece<'_>, &'p Cow<'_, [u8]>)| match piece {
        Piece::Secret => secret,
        _ => part.as_ref(),
    };
    pieces.iter().zip(parts).map(part).collect()
}
