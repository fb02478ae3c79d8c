//! The signed content, in parts that are borrowed from the request if possible.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::compile::CompiledScheme;
use super::digest::sha256_hex;
use super::form::Form;
use super::members::SignedMembers;
use super::parts::Parts;
use super::place::Place;
use super::rejection::RejectionReason;
use super::request::Request;
use super::template::Piece;
use crate::base::http::url::{decode_reserved, path_and_query, with_other_port};

/// The evaluated template of a scheme for one request. Each value is read from the request once.
pub(super) struct Content<'a> {
    pub(super) request: Request<'a>,
    pub(super) timestamp: &'a str,
    id: &'a str,
    /// The body as a form, if the scheme signs the parameters of a form.
    pub(super) form: Option<Form>,
    pieces: &'a [Piece<Box<str>>],
    /// The values of the pieces that are not borrowed from the fields above, in order. Most schemes do not have any.
    computed: Vec<Cow<'a, [u8]>>,
    /// Which pieces are omitted. Empty if the template has no optional parts.
    omitted: Vec<bool>,
    /// Another URL that the sender may have signed, which gives a second variant of the content.
    other_url: Option<String>,
}

/// One variant of the content, for one key.
pub(super) struct Variant<'a> {
    content: &'a Content<'a>,
    url: &'a str,
    /// The key, if it is hashed with the content.
    secret: &'a [u8],
}

/// The pointer of an optional part.
fn optional_part(piece: &Piece<Box<str>>) -> Option<&str> {
    match piece {
        Piece::If(pointer) => Some(pointer),
        _ => None,
    }
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
        let other_url = if facts.has_any_port { with_other_port(request.url) } else { None };
        let mut content =
            Self { request, timestamp, id, form: None, pieces, computed: Vec::new(), omitted: Vec::new(), other_url };
        if !facts.has_computed {
            return Ok(content);
        }
        let optional: Vec<&str> = pieces.iter().filter_map(optional_part).collect();
        let members = request.signed_members(scheme.members(), &optional).map_err(|(reason, at)| {
            let named = scheme.members().get(at).map(|(_, member)| &**member);
            let member = named.or_else(|| pieces.iter().find_map(optional_part));
            (reason, member.map(|member| Place::Member { member }))
        });
        // A template with optional parts and without members reports the other parts first.
        let (members, present) = match members {
            Ok(SignedMembers { texts, present }) => (texts, Ok(present)),
            Err(error) if scheme.members().is_empty() => (Vec::new(), Err(error)),
            Err(error) => return Err(error),
        };
        let form = facts.form.map(|repeated| Form::read(&request, repeated)).transpose();
        content.form = form.map_err(|reason| (reason, None))?;
        let mut members = members.into_iter();
        let computed = pieces.iter().filter(|piece| piece.is_computed()).map(|piece| match piece {
            Piece::Member(..) => Ok(members.next().map(bytes).unwrap_or_default()),
            piece => content.compute(piece),
        });
        content.computed = computed.collect::<Result<_, Unreadable<'a>>>()?;
        content.omitted = content.omissions(&present?);
        Ok(content)
    }

    /// Which pieces are in an optional part whose member is missing.
    fn omissions(&self, present: &[bool]) -> Vec<bool> {
        if present.is_empty() {
            return Vec::new();
        }
        let mut present = present.iter();
        let mut is_omitted = false;
        let omitted = self.pieces.iter().map(|piece| {
            match piece {
                Piece::If(_) => is_omitted = present.next() == Some(&false),
                Piece::End => is_omitted = false,
                _ => {}
            }
            is_omitted
        });
        omitted.collect()
    }

    /// The value of a piece for which [`Piece::is_computed`] is true, except a member.
    fn compute(&self, piece: &'a Piece<Box<str>>) -> Result<Cow<'a, [u8]>, Unreadable<'a>> {
        let request = &self.request;
        Ok(match piece {
            Piece::BodySha256 => Cow::Owned(sha256_hex(request.body).into_bytes()),
            Piece::UrlDecoded => Cow::Owned(decode_reserved(request.url).into_bytes()),
            Piece::Path => bytes(path_and_query(request.url)),
            Piece::Method if request.method.is_empty() => return Err((RejectionReason::MissingMethod, None)),
            Piece::Method => Cow::Owned(request.method.to_ascii_uppercase().into_bytes()),
            Piece::Params | Piece::RepeatedParams => {
                Cow::Owned(self.form.as_ref().map(Form::content).unwrap_or_default())
            }
            Piece::Header(name) => {
                let place = Place::Header { header: &**name, or_header: None };
                Cow::Borrowed(request.header(name).map_err(|reason| (reason, Some(place)))?.as_bytes())
            }
            Piece::Field(name) => {
                let value = request.field(name).map_err(|reason| (reason, Some(Place::Field { field: &**name })))?;
                Cow::Owned(value.into_bytes())
            }
            // The caller inserts the members, and the others are not computed. The last three occur only in replies.
            Piece::Literal(_)
            | Piece::Body
            | Piece::Timestamp
            | Piece::Id
            | Piece::Url
            | Piece::UrlAnyPort
            | Piece::Secret
            | Piece::Member(..)
            | Piece::If(_)
            | Piece::End
            | Piece::Query(_)
            | Piece::MacOfQuery(_)
            | Piece::MacOfMember(_)
            | Piece::Sha256OfQuery(_) => Cow::Borrowed(&[]),
        })
    }

    /// The pieces with their values, for a URL and a secret.
    fn values<'p>(&'p self, url: &'p str, secret: &'p [u8]) -> impl Iterator<Item = (&'p Piece<Box<str>>, &'p [u8])> {
        let mut computed = self.computed.iter();
        let omitted = self.omitted.iter().copied().chain(core::iter::repeat(false));
        self.pieces.iter().zip(omitted).map(move |(piece, is_omitted)| {
            let value = match piece {
                Piece::Literal(text) => text.as_bytes(),
                Piece::Body => self.request.body,
                Piece::Timestamp => self.timestamp.as_bytes(),
                Piece::Id => self.id.as_bytes(),
                Piece::Url | Piece::UrlAnyPort => url.as_bytes(),
                Piece::Secret => secret,
                Piece::BodySha256
                | Piece::UrlDecoded
                | Piece::Path
                | Piece::Method
                | Piece::Params
                | Piece::RepeatedParams
                | Piece::Header(_)
                | Piece::Field(_)
                | Piece::Member(..) => computed.next().map(AsRef::as_ref).unwrap_or_default(),
                // Marks of an optional part, and pieces that occur only in replies.
                Piece::If(_)
                | Piece::End
                | Piece::Query(_)
                | Piece::MacOfQuery(_)
                | Piece::MacOfMember(_)
                | Piece::Sha256OfQuery(_) => &[],
            };
            (piece, if is_omitted { &[] } else { value })
        })
    }

    fn urls(&self) -> impl Iterator<Item = &str> {
        core::iter::once(self.request.url).chain(self.other_url.as_deref())
    }

    /// Every variant, with the secret inserted.
    pub(super) fn variants<'p>(&'p self, secret: &'p [u8]) -> impl Iterator<Item = Variant<'p>> {
        self.urls().map(move |url| Variant { content: self, url, secret })
    }

    /// The variant that a signer signs.
    pub(super) const fn main_variant<'p>(&'p self, secret: &'p [u8]) -> Variant<'p> {
        Variant { content: self, url: self.request.url, secret }
    }

    /// The signed parameters of a form. Empty if the scheme does not sign them.
    pub(super) fn params(&self) -> &[u8] {
        let mut values = self.values("", &[]);
        values.find(|(piece, _)| piece.is_params()).map(|(_, value)| value).unwrap_or_default()
    }

    /// Whether the signed content outside the body can contain JSON. Free text can contain it anywhere. The other parts
    /// can contain it at their ends if the body is empty, because the whole body could have been moved there.
    pub(super) fn has_brackets(&self) -> bool {
        let is_bracket = |byte: &u8| matches!(byte, b'{' | b'[' | b'}' | b']');
        let is_body_empty = self.request.body.is_empty();
        let is_enclosed =
            |part: &[u8]| is_body_empty && [part.first(), part.last()].into_iter().flatten().any(is_bracket);
        self.values("", &[]).any(|(piece, part)| match piece {
            Piece::Literal(_) | Piece::Body | Piece::Secret | Piece::If(_) | Piece::End => false,
            Piece::Header(_) | Piece::Member(..) | Piece::Field(_) => part.iter().any(is_bracket),
            Piece::Url | Piece::UrlAnyPort => self.urls().any(|url| is_enclosed(url.as_bytes())),
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
            | Piece::MacOfMember(_)
            | Piece::Sha256OfQuery(_) => is_enclosed(part),
        })
    }
}

impl Variant<'_> {
    /// The pieces with their values.
    pub(super) fn values(&self) -> impl Iterator<Item = (&Piece<Box<str>>, &[u8])> {
        self.content.values(self.url, self.secret)
    }
}

impl Parts for Variant<'_> {
    fn each<'a>(&'a self, take: &mut dyn FnMut(&'a [u8])) {
        self.values().for_each(|(_, value)| take(value));
    }
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}
