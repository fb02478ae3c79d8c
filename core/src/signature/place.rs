//! The places of values in a request.

use serde::Serialize;

/// A place in a request that a scheme reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Place<S = &'static str> {
    /// A header field, as the sender spells it.
    Header {
        /// The name of the field.
        header: S,
        /// An alternative field. For a signature, both fields are read.
        #[serde(skip_serializing_if = "Option::is_none")]
        or_header: Option<S>,
    },
    /// An item of the list that contains the signature: the item that starts with this prefix, without the prefix. With
    /// `t=`, it is `1700000000` in `t=1700000000,v1=…`.
    Item {
        /// The prefix of the item.
        item: S,
    },
    /// A parameter of the URL.
    Query {
        /// The name of the parameter.
        query: S,
    },
    /// A value in the JSON body: a string or a number.
    Member {
        /// The JSON Pointer (RFC 6901).
        member: S,
    },
}

impl Place {
    /// A header field.
    #[must_use]
    pub const fn header(header: &'static str) -> Self {
        Self::Header { header, or_header: None }
    }

    /// Either of two header fields.
    #[must_use]
    pub const fn either(header: &'static str, or_header: &'static str) -> Self {
        Self::Header { header, or_header: Some(or_header) }
    }

    /// An item of the signature's list.
    #[must_use]
    pub const fn item(item: &'static str) -> Self {
        Self::Item { item }
    }

    /// A parameter of the URL.
    #[must_use]
    pub const fn query(query: &'static str) -> Self {
        Self::Query { query }
    }

    /// A value in the JSON body.
    #[must_use]
    pub const fn member(member: &'static str) -> Self {
        Self::Member { member }
    }
}

impl Place {
    /// The names of the header fields at this place, for a built-in scheme.
    pub(crate) fn static_headers(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (first, second) = match *self {
            Self::Header { header, or_header } => (Some(header), or_header),
            Self::Item { .. } | Self::Query { .. } | Self::Member { .. } => (None, None),
        };
        first.into_iter().chain(second)
    }
}

impl<S> Place<S> {
    /// The same place with every text converted.
    pub(super) fn map<'a, T>(&'a self, convert: impl Fn(&'a S) -> T) -> Place<T> {
        match self {
            Self::Header { header, or_header } => {
                Place::Header { header: convert(header), or_header: or_header.as_ref().map(convert) }
            }
            Self::Item { item } => Place::Item { item: convert(item) },
            Self::Query { query } => Place::Query { query: convert(query) },
            Self::Member { member } => Place::Member { member: convert(member) },
        }
    }
}

impl<S: AsRef<str>> Place<S> {
    pub(super) fn borrow(&self) -> Place<&str> {
        self.map(S::as_ref)
    }

    /// The names of the header fields at this place: none, one or two.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::Header { header, or_header } => (Some(header), or_header.as_ref()),
            Self::Item { .. } | Self::Query { .. } | Self::Member { .. } => (None, None),
        };
        first.into_iter().chain(second).map(AsRef::as_ref)
    }
}
