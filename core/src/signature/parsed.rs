//! A scheme with its parsed templates, as input for validation and compilation.

use alloc::vec::Vec;

use super::scheme::Scheme;
use super::template::{Piece, TemplateError, pieces};

/// A scheme whose templates have been parsed once.
pub(super) struct Parsed<'s> {
    pub(super) scheme: Scheme<&'s str>,
    /// The signed content. Empty if its template is malformed.
    pub(super) content: Vec<Piece<&'s str>>,
    /// The body of a handshake's reply. Empty if the scheme has no handshake, or if the template is malformed.
    pub(super) reply: Vec<Piece<&'s str>>,
    pub(super) content_error: Option<TemplateError>,
    pub(super) reply_error: Option<TemplateError>,
}

impl<'s> Parsed<'s> {
    pub(super) fn of(scheme: Scheme<&'s str>) -> Self {
        let (content, content_error) = parse(scheme.content);
        let (reply, reply_error) = parse(scheme.handshake.map_or("", |handshake| handshake.reply.body));
        Self { scheme, content, reply, content_error, reply_error }
    }
}

fn parse(template: &str) -> (Vec<Piece<&str>>, Option<TemplateError>) {
    match pieces(template) {
        Ok(pieces) => (pieces, None),
        Err(error) => (Vec::new(), Some(error)),
    }
}

impl<S> Piece<S> {
    /// Whether its value is computed or looked up for each request. The other values are parts of the template or are
    /// read in any case.
    pub(super) const fn is_computed(&self) -> bool {
        match self {
            Self::BodySha256
            | Self::UrlDecoded
            | Self::Path
            | Self::Method
            | Self::Params
            | Self::RepeatedParams
            | Self::Header(_)
            | Self::Field(_)
            | Self::Member(..) => true,
            Self::Literal(_)
            | Self::Body
            | Self::Timestamp
            | Self::Id
            | Self::Url
            | Self::UrlAnyPort
            | Self::Secret
            | Self::If(_)
            | Self::End
            | Self::Query(_)
            | Self::MacOfQuery(_)
            | Self::MacOfMember(_)
            | Self::Sha256OfQuery(_) => false,
        }
    }
}
