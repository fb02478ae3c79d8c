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
    /// The parts in the order of the pieces. Those of a URL and of the secret are empty, because they depend on the
    /// variant and the key.
    parts: Parts<'a>,
    /// The URLs that the sender may have signed, one for each variant of the content.
    urls: Vec<Cow<'a, str>>,
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
        let mut content = Self { request, timestamp, form, pieces, parts: Vec::new(), urls };
        let mut members = members.into_iter();
        let parts = pieces.iter().map(|piece| match piece {
            Piece::Id => Ok(Cow::Borrowed(id.as_bytes())),
            Piece::Member(..) => Ok(members.next().map(bytes).unwrap_or_default()),
            piece => content.part(piece),
        });
        content.parts = parts.collect::<Result<Parts<'a>, Unreadable<'a>>>()?;
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
            // The callers insert the secret, the URL, the id and the members. The other pieces occur only in replies.
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

    /// The parts of every variant, with the URL and the secret inserted.
    pub(super) fn variants<'p>(&'p self, secret: &'p [u8]) -> impl Iterator<Item = Vec<&'p [u8]>> {
        self.urls.iter().map(move |url| {
            let part = |(piece, part): (&Piece<Box<str>>, &'p Cow<'_, [u8]>)| match piece {
                Piece::Url | Piece::UrlAnyPort => url.as_bytes(),
                Piece::Secret => secret,
                _ => part.as_ref(),
            };
            self.pieces.iter().zip(&self.parts).map(part).collect()
        })
    }

    /// The signed parameters of a form. Empty if the scheme does not sign them.
    pub(super) fn params(&self) -> &[u8] {
        let mut parts = self.pieces.iter().zip(&self.parts);
        parts.find(|(piece, _)| piece.is_params()).map(|(_, part)| part.as_ref()).unwrap_or_default()
    }

    /// Whether the signed content outside the body can contain JSON. Free text can contain it anywhere. The other parts
    /// can contain it at their ends if the body is empty, because the whole body could have been moved there.
    pub(super) fn has_brackets(&self) -> bool {
        let is_bracket = |byte: &u8| matches!(byte, b'{' | b'[' | b'}' | b']');
        let is_body_empty = self.request.body.is_empty();
        let is_enclosed =
            |part: &[u8]| is_body_empty && [part.first(), part.last()].into_iter().flatten().any(is_bracket);
        self.pieces.iter().zip(&self.parts).any(|(piece, part)| match piece {
            Piece::Literal(_) | Piece::Body | Piece::Secret => false,
            Piece::Header(_) | Piece::Member(..) => part.iter().any(is_bracket),
            Piece::Url | Piece::UrlAnyPort => self.urls.iter().any(|url| is_enclosed(url.as_bytes())),
            Piece::BodySha256
            | Piece::Timestamp
            | Piece::Id
            | Piece::UrlDecoded
            | Piece::Path
            | Piece::Method
            | Piece::Params
            | Piece::RepeatedParams
            | Piece::Query(_)
            | Piece::MacOfQuery(_)
            | Piece::MacOfMember(_) => is_enclosed(part),
        })
    }
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}
