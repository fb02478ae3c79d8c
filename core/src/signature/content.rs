//! The signed content, in parts that are borrowed from the request if possible.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use super::compile::CompiledScheme;
use super::form::Form;
use super::mac::sha256_hex;
use super::rejection::RejectionReason;
use super::request::Request;
use super::scheme::Place;
use super::template::Piece;
use crate::base::http::url::{decode_reserved, path_and_query, with_and_without_port};

/// The parts of the signed content, borrowed from the request if possible.
type Parts<'a> = Vec<Cow<'a, [u8]>>;

/// The evaluated template of a scheme for one request. Each value is read from the request once.
pub(super) struct Content<'a> {
    pub(super) request: Request<'a>,
    pub(super) timestamp: &'a str,
    /// The body as a form, if the scheme signs the parameters of a form.
    pub(super) form: Option<Form>,
    pieces: &'a [Piece<Box<str>>],
    /// The parts for each URL that the sender may have signed. The part for the secret is empty, because it depends on
    /// the key.
    variants: Vec<Parts<'a>>,
}

/// The reason why the content cannot be read, and the place of the unreadable value if it is not that of the signature.
pub(super) type Unreadable<'a> = (RejectionReason, Option<Place<&'a str>>);

impl<'a> Content<'a> {
    pub(super) fn read(
        scheme: &'a CompiledScheme,
        request: Request<'a>,
        timestamp: &'a str,
        id: &'a str,
    ) -> Result<Self, Unreadable<'a>> {
        let facts = scheme.facts();
        if facts.signs_url && request.url.is_empty() {
            return Err((RejectionReason::MissingUrl, None));
        }
        let pieces = scheme.content();
        let urls = if pieces.contains(&Piece::UrlAnyPort) {
            with_and_without_port(request.url)
        } else {
            vec![Cow::Borrowed(request.url)]
        };
        let members = request.signed_members(scheme.members()).map_err(|(reason, at)| {
            let member = scheme.members().get(at).map(|(_, member)| Place::Member { member: &**member });
            (reason, member)
        })?;
        let form = facts.form.map(|repeated| Form::read(&request, repeated)).transpose();
        let form = form.map_err(|reason| (reason, None))?;
        let mut content = Self { request, timestamp, form, pieces, variants: Vec::with_capacity(urls.len()) };
        for url in urls {
            let mut members = members.iter();
            let parts = pieces.iter().map(|piece| match piece {
                Piece::Url | Piece::UrlAnyPort => Ok(bytes(url.clone())),
                Piece::Id => Ok(Cow::Borrowed(id.as_bytes())),
                Piece::Member(..) => Ok(members.next().cloned().map(bytes).unwrap_or_default()),
                piece => content.part(piece),
            });
            let parts = parts.collect::<Result<Parts<'a>, Unreadable<'a>>>()?;
            content.variants.push(parts);
        }
        Ok(content)
    }

    fn part(&self, piece: &'a Piece<Box<str>>) -> Result<Cow<'a, [u8]>, Unreadable<'a>> {
        let request = &self.request;
        Ok(match piece {
            Piece::Literal(text) => Cow::Borrowed(text.as_bytes()),
            Piece::Body => Cow::Borrowed(request.body),
            Piece::BodySha256 => Cow::Owned(sha256_hex(request.body).into_bytes()),
            Piece::Timestamp => Cow::Borrowed(self.timestamp.as_bytes()),
            Piece::UrlDecoded => Cow::Owned(decode_reserved(request.url).into_bytes()),
            Piece::Path => Cow::Borrowed(path_and_query(request.url).as_bytes()),
            Piece::Method if request.method.is_empty() => return Err((RejectionReason::MissingMethod, None)),
            Piece::Method => Cow::Owned(request.method.to_ascii_uppercase().into_bytes()),
            Piece::Params | Piece::RepeatedParams => {
                Cow::Owned(self.form.as_ref().map(Form::content).unwrap_or_default())
            }
            Piece::Header(name) => {
                let place = Place::Header { header: &**name, or_header: None };
                Cow::Borrowed(request.header(name).map_err(|reason| (reason, Some(place)))?.as_bytes())
            }
            // The caller inserts the secret, the id, the URL and the members. The other pieces occur only in replies.
            Piece::Secret
            | Piece::Id
            | Piece::Url
            | Piece::UrlAnyPort
            | Piece::Member(..)
            | Piece::Query(_)
            | Piece::MacOfQuery(_)
            | Piece::MacOfMember(_) => Cow::Borrowed(&[]),
        })
    }

    /// The parts of every variant, with the secret inserted.
    pub(super) fn variants<'p>(&'p self, secret: &'p [u8]) -> impl Iterator<Item = Vec<&'p [u8]>> {
        let part = move |(piece, part): (&Piece<Box<str>>, &'p Cow<'_, [u8]>)| match piece {
            Piece::Secret => secret,
            _ => part.as_ref(),
        };
        self.variants.iter().map(move |parts| self.pieces.iter().zip(parts).map(part).collect())
    }

    /// Whether the signed content outside the body can contain JSON. Free text can contain it anywhere. The other parts
    /// can contain it at their ends if the body is empty, because the whole body could have been moved there.
    pub(super) fn has_brackets(&self) -> bool {
        let is_bracket = |byte: &u8| matches!(byte, b'{' | b'[' | b'}' | b']');
        let is_body_empty = self.request.body.is_empty();
        self.variants.iter().any(|parts| {
            self.pieces.iter().zip(parts).any(|(piece, part)| match piece {
                Piece::Literal(_) | Piece::Body => false,
                Piece::Header(_) | Piece::Member(..) => part.iter().any(is_bracket),
                Piece::BodySha256
                | Piece::Timestamp
                | Piece::Id
                | Piece::Url
                | Piece::UrlDecoded
                | Piece::UrlAnyPort
                | Piece::Path
                | Piece::Method
                | Piece::Params
                | Piece::RepeatedParams
                | Piece::Secret
                | Piece::Query(_)
                | Piece::MacOfQuery(_)
                | Piece::MacOfMember(_) => is_body_empty && [part.first(), part.last()].into_iter().flatten().any(is_bracket),
            })
        })
    }
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}
