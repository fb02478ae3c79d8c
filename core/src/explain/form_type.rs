//! The type of the form that a body is.

use super::budget::Search;
use crate::signature::form::essence;

/// How much of a body is searched for the header of a part.
const BEGIN: usize = 4 << 10;

/// A type of forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormType {
    UrlEncoded,
    Multipart,
}

impl FormType {
    /// The type that the request has in its header, or the one that the body looks like.
    pub(super) fn of(search: &Search<'_>) -> Option<Self> {
        let known = essence(&search.request).and_then(|essence| {
            [Self::UrlEncoded, Self::Multipart].into_iter().find(|known| essence.eq_ignore_ascii_case(known.name()))
        });
        let body = search.request.body;
        let begin = body.get(..BEGIN.min(body.len())).unwrap_or_default();
        let part = b"form-data; name=";
        let has_parts = begin.starts_with(b"--") && begin.windows(part.len()).any(|found| found == part);
        if has_parts { Some(Self::Multipart) } else { known }
    }

    /// The media type.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::UrlEncoded => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
        }
    }
}
